//! What the pages of the editor have in common: head, links between the pages, what is missing, the frame of the form.

use super::address;
use crate::web::{Done, Error, Form, Result, Rq};
use domain::procedures;
use leptos::prelude::*;
use model::procedures::{DocGroup, DraftView, ProcedureDoc};

/// The draft of the page, if it may be changed now.
pub(super) async fn open(rq: &Rq) -> Result<DraftView> {
    let mut cx = rq.read().await?;
    let draft = procedures::open_draft(&mut cx, rq.param("ma")).await?;
    if draft.may_edit() {
        return Ok(draft);
    }
    Err(Error::conflict(format!("Phiên bản đang ở trạng thái “{}” nên không sửa được. Hãy quay lại trang của thủ tục.", draft.state.label())))
}

/// Changes a group of data and comes back to its page.
pub(super) async fn save(rq: &Rq, form: &Form, group: DocGroup, page: &str, change: impl FnOnce(&mut ProcedureDoc)) -> Result<Done> {
    let version = form.version()?;
    let mut cx = rq.write().await?;
    procedures::edit(&mut cx, rq.param("ma"), version, group, change).await?;
    cx.commit().await?;
    let said = if form.get("buoc").is_empty() || form.get("buoc") == "luu" { "Đã lưu." } else { "Đã lưu và sửa danh sách." };
    Ok(Done::to(address(rq.param("ma"), page)).say(said))
}

/// The page around the fields of a group. They are made inside the form, where they find what was typed and what is wrong.
pub(super) fn frame(
    draft: &DraftView,
    group: DocGroup,
    page: &str,
    title: &str,
    state: ui::FormState,
    fields: impl FnOnce() -> AnyView + Send + 'static,
) -> AnyView {
    let tabs = DocGroup::ALL
        .iter()
        .map(|other| ui::Tab {
            href: address(&draft.code, other.as_str()),
            label: other.label().to_owned(),
            count: u32::try_from(draft.faults_of(*other).len()).ok().filter(|count| *count > 0),
            current: *other == group,
        })
        .collect::<Vec<_>>();
    let faults = draft.faults_of(group);
    let faults = (!faults.is_empty()).then(|| {
        let lines = faults.into_iter().map(|line| view! { <li>{line}</li> }).collect_view();
        view! { <ui::Section title="Còn phải sửa trước khi trình duyệt" id="con-thieu"><ul>{lines}</ul></ui::Section> }
    });
    let name = if draft.doc.general.name.is_empty() { draft.code.clone() } else { draft.doc.general.name.clone() };
    let version = draft.version.to_string();
    let (back, label) = (address(&draft.code, ""), format!("Thủ tục {}", draft.code));
    let (action, title) = (address(&draft.code, page), title.to_owned());
    view! {
        <ui::Container>
            <ui::BackLink href=back label=label/>
            <ui::PageHeading title=title above=name/>
            <ui::Tabs label="Các trang của dự thảo" tabs=tabs/>
            <ui::Form action=action form_state=state>
                <input type="hidden" name="phien_ban" value=version/>
                <ui::ButtonGroup><ui::Button name="buoc" value="luu" label="Lưu"/></ui::ButtonGroup>
                {fields()}
                <ui::ButtonGroup><ui::Button name="buoc" value="luu" label="Lưu trang này"/></ui::ButtonGroup>
            </ui::Form>
            {faults}
        </ui::Container>
    }
    .into_any()
}
