//! Sub-tasks on the page of a task: the tree, and the form of K17.

use crate::stats::bucket_tag;
use leptos::prelude::*;
use model::format;
use model::tasks::{TaskBranch, TaskDetail, TaskStep, TaskTree};

/// Id of the section, and the last part of the address of the step.
const WORD: &str = "chia-nho";

/// The tree and the form; nothing for a task without parts that its reader may not split.
pub fn section(task: &TaskDetail, tree: TaskTree, state: &ui::FormState) -> AnyView {
    let offers = task.permissions.steps.contains(&TaskStep::Split) && !(tree.people.is_empty() && tree.units.is_empty());
    if tree.branches.is_empty() && !offers {
        return ().into_any();
    }
    let parts = if tree.branches.is_empty() {
        view! { <p>"Nhiệm vụ này chưa được chia nhỏ."</p> }.into_any()
    } else {
        view! {
            <p class="p-muted">"Báo cáo hoàn thành được khi mọi nhiệm vụ con đã kết thúc. Thống kê chỉ tính nhiệm vụ chính."</p>
            {list(&tree.branches)}
        }
        .into_any()
    };
    let form = offers.then(|| form(task, tree, state).into_any());
    view! { <ui::Section id="nhiem-vu-con" title="Nhiệm vụ con">{parts}{form}</ui::Section> }.into_any()
}

/// Parts of one level, each with its own parts inside.
fn list(branches: &[TaskBranch]) -> AnyView {
    let Some(level) = branches.first().map(|branch| branch.level) else { return ().into_any() };
    let mut items = Vec::new();
    let mut at = 0;
    while let Some(branch) = branches.get(at) {
        let below = branches[at + 1..].iter().take_while(|other| other.level > level).count();
        items.push(item(branch.clone(), list(&branches[at + 1..at + 1 + below])));
        at += 1 + below;
    }
    view! { <ul>{items}</ul> }.into_any()
}

fn item(branch: TaskBranch, below: AnyView) -> AnyView {
    let title = if branch.opens {
        let href = format!("/can-bo/nhiem-vu/{}", branch.code);
        view! { <a href=href>{branch.title}</a> }.into_any()
    } else {
        view! { <span>{branch.title}</span> }.into_any()
    };
    let due = branch.due_on.map_or_else(|| "không thời hạn".to_owned(), |due| format!("hạn {}", format::date(due)));
    let line = format!("{} · {}, {due}, {}", branch.code, branch.who, branch.state.label());
    view! {
        <li>
            {title}
            <br/>
            <span class="p-small">{line}</span>
            " "
            {bucket_tag(branch.bucket)}
            {below}
        </li>
    }
    .into_any()
}

fn form(task: &TaskDetail, tree: TaskTree, state: &ui::FormState) -> impl IntoView + use<> {
    let sent = state.value("buoc") == Some(WORD);
    let own = if sent { state.clone() } else { ui::FormState::default() };
    let action = format!("/can-bo/nhiem-vu/{}/{WORD}", task.line.code);
    let version = task.version.to_string();
    let due = task.line.due_on.map_or_else(
        || "Ngày/tháng/năm. Để trống nếu không thời hạn.".to_owned(),
        |due| format!("Ngày/tháng/năm, không sau {}. Để trống để lấy hạn của nhiệm vụ này.", format::date(due)),
    );
    view! {
        <ui::Accordion title=TaskStep::Split.label() open=sent>
            <ui::Form action=action form_state=own id_prefix=WORD summary=true>
                <input type="hidden" name="buoc" value=WORD/>
                <input type="hidden" name="phien_ban" value=version/>
                <ui::TextArea name="noi_dung" label="Phần việc" hint="Từ 10 đến 1.000 ký tự: việc phải làm." rows=3 maxlength=1000u32/>
                {workers(tree)}
                <ui::Field name="han" label="Hạn của phần việc" hint=due inputmode="numeric" optional=true/>
                <ui::Field name="san_pham" label="Sản phẩm" hint="Ví dụ: bảng số liệu, dự thảo báo cáo." optional=true/>
                <ui::Button label=TaskStep::Split.label()/>
            </ui::Form>
        </ui::Accordion>
    }
}

/// A person who begins at once, or a unit below that accepts first.
fn workers(tree: TaskTree) -> AnyView {
    let options = |list: Vec<(i64, String)>| list.into_iter().map(|(id, name)| ui::SelectOption::new(id.to_string(), name)).collect::<Vec<_>>();
    let mut choices = Vec::new();
    let first = if tree.people.is_empty() { "don-vi" } else { "nguoi" };
    if !tree.people.is_empty() {
        let people = options(tree.people);
        let field = view! { <ui::Select name="nguoi_thuc_hien" label="Người thực hiện" options=people blank="Chọn người thực hiện"/> };
        choices.push(ui::Choice::new("nguoi", "Một người của đơn vị").more(field));
    }
    if !tree.units.is_empty() {
        let units = options(tree.units);
        let field = view! { <ui::Select name="don_vi" label="Đơn vị trực thuộc" options=units blank="Chọn đơn vị"/> };
        choices.push(ui::Choice::new("don-vi", "Đơn vị trực thuộc").hint("Đơn vị nhận rồi tự phân công người.").more(field));
    }
    view! { <ui::Radios name="giao_cho" legend="Giao cho" choices=choices value=first/> }.into_any()
}
