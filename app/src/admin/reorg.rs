//! `/quan-tri/sap-xep`: reorganisation plans: the list, one plan, what it will do before it is confirmed.

use super::{id, tabs};
use crate::web::{Page, Result, Rq};
use domain::identity;
use domain::org::reorg::{self, OldUnit, Plan, PlanView};
use leptos::prelude::*;
use model::format;
use model::org::SuccessionKind;
use model::reorg::{PlanAction, PlanState};
use ui::icon::Icon;

/// The address of a plan.
pub(super) fn address(plan: i64) -> String {
    format!("/quan-tri/sap-xep/{plan}")
}

fn state(plan: &Plan) -> PlanState {
    plan.state().unwrap_or(PlanState::Draft)
}

fn state_tag(state: PlanState) -> impl IntoView {
    let tone = match state {
        PlanState::Draft => ui::Tone::Gold,
        PlanState::Confirmed => ui::Tone::Blue,
        PlanState::Applied => ui::Tone::Green,
        PlanState::Withdrawn => ui::Tone::Neutral,
    };
    view! { <ui::StatusTag tone=tone label=state.label()/> }
}

/// Every plan.
pub async fn list(rq: Rq) -> Result<Page> {
    let mut cx = rq.read().await?;
    let plans = reorg::list(&mut cx).await?;
    let tabs = tabs(&rq, "/quan-tri/sap-xep");
    Ok(Page::new("Sắp xếp đơn vị", move || {
        let none = plans.is_empty();
        let rows = plans
            .into_iter()
            .map(|plan| {
                let badge = state_tag(state(&plan)).into_any();
                let below = format!("Có hiệu lực từ {} · {}", format::date(plan.effective_on), plan.legal_basis);
                view! { <ui::ListRow href=address(plan.id) title=plan.title below=below badges=badge/> }
            })
            .collect_view();
        view! {
            <ui::Container>
                <ui::PageHeading title="Quản trị"/>
                <ui::Tabs label="Quản trị" tabs=tabs/>
                <h2 class="p-h2">"Phương án sắp xếp đơn vị"</h2>
                <p>"Sáp nhập, chia tách, đổi tên, giải thể đơn vị vào một ngày. Phương án được áp dụng lúc 00:00 của ngày đó; trước lúc ấy có thể rút."</p>
                <ui::ButtonGroup><ui::LinkButton href="/quan-tri/sap-xep/them" label="Lập phương án"/></ui::ButtonGroup>
                {none.then(|| view! { <ui::EmptyState icon=Icon::Users title="Chưa có phương án nào" text="Phương án mới sẽ hiện ở đây."/> })}
                {(!none).then(|| view! { <ui::RowList label="Phương án sắp xếp đơn vị">{rows}</ui::RowList> })}
            </ui::Container>
        }
    }))
}

/// One plan with its units and lines.
pub async fn page(rq: Rq) -> Result<Page> {
    let mut cx = rq.read().await?;
    let view = reorg::open(&mut cx, id(rq.param("ma"))).await?;
    Ok(Page::new(view.plan.title.clone(), move || body(view)))
}

pub(super) fn crumbs(plan: Option<&Plan>) -> Vec<(String, String)> {
    let mut crumbs = vec![("/quan-tri/sap-xep".to_owned(), "Sắp xếp đơn vị".to_owned())];
    crumbs.extend(plan.map(|plan| (address(plan.id), plan.title.clone())));
    crumbs
}

fn body(view: PlanView) -> impl IntoView {
    let PlanView { plan, units, lines, faults, events } = view;
    let (base, state) = (address(plan.id), state(&plan));
    let draft = state == PlanState::Draft;
    let sound = faults.is_empty();
    let mut facts = vec![
        ui::SummaryRow::new("Có hiệu lực từ", format!("00:00 ngày {}", format::date(plan.effective_on))),
        ui::SummaryRow::new("Căn cứ", plan.legal_basis.clone()),
    ];
    if !plan.outcome.is_empty() {
        facts.push(ui::SummaryRow::new("Kết quả", plan.outcome.clone()));
    }
    let general: Vec<String> = faults.iter().filter(|fault| fault.line.is_none() && fault.unit.is_none()).map(|fault| fault.text.clone()).collect();
    let of_line = |row: i64| faults.iter().filter(|fault| fault.line == Some(row)).map(|fault| fault.text.clone()).collect::<Vec<_>>();
    let of_unit = |row: i64| faults.iter().filter(|fault| fault.unit == Some(row)).map(|fault| fault.text.clone()).collect::<Vec<_>>();
    let unit_rows: Vec<ui::Row> = units
        .into_iter()
        .map(|(unit, parent)| {
            let kind = unit.kind.parse::<model::org::UnitKind>().map_or("", model::org::UnitKind::label);
            ui::Row::new(vec![
                ui::Cell::text(unit.code),
                ui::Cell::text(unit.name.clone()),
                ui::Cell::text(kind),
                ui::Cell::text(parent),
                check(of_unit(unit.id)),
                remove(&base, draft, "don_vi", unit.id, unit.name),
            ])
        })
        .collect();
    let line_rows: Vec<ui::Row> = lines
        .into_iter()
        .map(|row| {
            let kind = row.line.kind.parse::<SuccessionKind>().map_or("", SuccessionKind::label);
            let share = row.line.share.map(|share| format!("{share} %")).unwrap_or_default();
            ui::Row::new(vec![
                ui::Cell::text(row.from.clone()),
                ui::Cell::text(kind),
                ui::Cell::text(row.to.unwrap_or_else(|| "Không có".to_owned())),
                ui::Cell::text(share),
                check(of_line(row.line.id)),
                remove(&base, draft, "dong", row.line.id, row.from),
            ])
        })
        .collect();
    let (no_units, no_lines) = (unit_rows.is_empty(), line_rows.is_empty());
    let history = events
        .into_iter()
        .map(|event| {
            let action = event.action.parse::<PlanAction>().map_or("", PlanAction::label);
            ui::Row::new(vec![
                ui::Cell::text(format::date_time(event.at)),
                ui::Cell::text(event.actor_name),
                ui::Cell::text(action),
                ui::Cell::text(event.note),
            ])
        })
        .collect();
    let unit_columns = ["Mã", "Tên", "Loại", "Trực thuộc", "Kiểm tra", "Việc"].map(ui::Column::text).to_vec();
    let line_columns = ["Đơn vị cũ", "Hình thức", "Đơn vị tiếp nhận", "Tỷ lệ", "Kiểm tra", "Việc"].map(ui::Column::text).to_vec();
    let history_columns = ["Lúc", "Người làm", "Việc", "Nội dung"].map(ui::Column::text).to_vec();
    let add = |path: &str, label: &'static str| {
        let href = format!("{base}/{path}");
        draft.then(|| view! { <ui::ButtonGroup><ui::LinkButton href=href label=label kind=ui::ButtonKind::Secondary/></ui::ButtonGroup> })
    };
    let (add_unit, add_line) = (add("don-vi", "Thêm đơn vị mới"), add("dong", "Thêm dòng sắp xếp"));
    let may_withdraw = matches!(state, PlanState::Draft | PlanState::Confirmed);
    view! {
        <ui::Container>
            <ui::Breadcrumb parents=crumbs(None) here=plan.title.clone()/>
            <ui::PageHeading title=plan.title.clone()/>
            <p>{state_tag(state)}</p>
            <ui::SummaryList rows=facts/>
            {general.into_iter().map(|text| view! { <ui::Banner kind=ui::BannerKind::Notice title=text/> }).collect_view()}
            <ui::ButtonGroup>
                {draft.then(|| view! { <ui::LinkButton href=format!("{base}/xem-truoc") label=if sound { "Xem trước và xác nhận" } else { "Xem trước" }/> })}
                {(state == PlanState::Confirmed).then(|| view! { <ui::LinkButton href=format!("{base}/xem-truoc") label="Xem việc sẽ xảy ra" kind=ui::ButtonKind::Secondary/> })}
                {draft.then(|| view! { <ui::LinkButton href=format!("{base}/sua") label="Sửa ngày, căn cứ" kind=ui::ButtonKind::Secondary/> })}
                {may_withdraw.then(|| view! { <ui::LinkButton href=format!("{base}/rut") label="Rút phương án" kind=ui::ButtonKind::Secondary/> })}
            </ui::ButtonGroup>
            <ui::Section title="Đơn vị mới" id="don-vi-moi">
                {no_units.then(|| view! { <p>"Chưa có. Thêm ở đây đơn vị sẽ thành lập, hoặc tên mới của đơn vị đổi tên, rồi mới thêm dòng sắp xếp."</p> })}
                {(!no_units).then(|| view! { <ui::Table caption="Đơn vị mới" caption_hidden=true columns=unit_columns rows=unit_rows/> })}
                {add_unit}
            </ui::Section>
            <ui::Section title="Sắp xếp" id="sap-xep">
                {no_lines.then(|| view! { <p>"Chưa có dòng nào."</p> })}
                {(!no_lines).then(|| view! { <ui::Table caption="Dòng sắp xếp" caption_hidden=true columns=line_columns rows=line_rows/> })}
                {add_line}
            </ui::Section>
            <ui::Section title="Nhật ký" id="nhat-ky"><ui::Table caption="Nhật ký của phương án" caption_hidden=true columns=history_columns rows=history/></ui::Section>
        </ui::Container>
    }
}

fn check(faults: Vec<String>) -> ui::Cell {
    if faults.is_empty() {
        return ui::Cell::text("Được");
    }
    ui::Cell::view(view! { <ui::StatusTag tone=ui::Tone::Red label="Lỗi"/>" "{faults.join(" ")} })
}

fn remove(base: &str, draft: bool, name: &'static str, row: i64, of: String) -> ui::Cell {
    if !draft {
        return ui::Cell::text("");
    }
    let (action, hidden) = (format!("{base}/bo"), vec![(name, row.to_string())]);
    ui::Cell::view(view! { <ui::PostButton action=action label="Bỏ" of=of hidden=hidden kind=ui::ButtonKind::Quiet/> })
}

/// What the plan will do, unit by unit; a draft without faults can be confirmed here.
pub async fn preview_page(rq: Rq) -> Result<Page> {
    let mut cx = rq.read().await?;
    let view = reorg::open(&mut cx, id(rq.param("ma"))).await?;
    let units = reorg::preview(&mut cx, view.plan.id).await?;
    let ask_code = identity::require_step_up(&cx).is_err();
    let form = rq.form();
    let title = if form.has_errors() { "Lỗi: Xem trước phương án" } else { "Xem trước phương án" };
    Ok(Page::new(title, move || {
        let (plan, sound, state) = (view.plan.clone(), view.faults.is_empty(), state(&view.plan));
        let words = sentences(&view, &units);
        let (table, open) = (unit_table(&units), unmapped(&units));
        let confirm = state == PlanState::Draft && sound;
        let faults = (!sound).then(|| view.faults.iter().map(|fault| fault.text.clone()).collect::<Vec<_>>().join(" "));
        view! {
            <ui::Container>
                <ui::Breadcrumb parents=crumbs(Some(&plan)) here="Xem trước"/>
                <ui::PageHeading title="Xem trước phương án" lead=format!("Có hiệu lực từ 00:00 ngày {}", format::date(plan.effective_on))/>
                {faults.map(|text| view! { <ui::Banner kind=ui::BannerKind::Error title="Phương án còn lỗi, chưa xác nhận được" text=text/> })}
                <ui::Section title="Theo từng đơn vị cũ" id="don-vi-cu">{table}</ui::Section>
                {open}
                <ui::Section title="Việc sẽ xảy ra" id="se-xay-ra">
                    <ul>{words.into_iter().map(|words| view! { <li>{words}</li> }).collect_view()}</ul>
                </ui::Section>
                {confirm.then(|| view! {
                    <ui::Form action=format!("{}/xem-truoc", address(plan.id)) form_state=form>
                        <input type="hidden" name="phien_ban" value=plan.version.to_string()/>
                        {ask_code.then(|| view! { <ui::Field name="ma_xac_thuc" label="Mã xác thực của bạn" hint="Sắp xếp đơn vị cần nhập lại mã 6 số trong ứng dụng xác thực." inputmode="numeric" autocomplete="one-time-code" width=ui::FieldWidth::Short/> })}
                        <ui::Button label=format!("Xác nhận, áp dụng lúc 00:00 ngày {}", format::date(plan.effective_on))/>
                    </ui::Form>
                })}
            </ui::Container>
        }
    }))
}

fn unit_table(units: &[OldUnit]) -> impl IntoView + use<> {
    let rows = units
        .iter()
        .map(|unit| {
            let to = if unit.goes_to.is_empty() { "Kết thúc".to_owned() } else { unit.goes_to.join(", ") };
            let counts = [unit.dossiers, unit.tasks, unit.people, unit.roles, unit.mailboxes, unit.sites, unit.offers];
            let mut cells = vec![ui::Cell::text(unit.name.clone()), ui::Cell::text(to), ui::Cell::text(unit.below.to_string())];
            cells.extend(counts.map(|n| ui::Cell::text(format::number(n))));
            ui::Row::new(cells)
        })
        .collect();
    let mut columns = vec![ui::Column::text("Đơn vị cũ"), ui::Column::text("Chuyển về")];
    columns.extend(
        ["Đơn vị trực thuộc", "Hồ sơ đang mở", "Nhiệm vụ đang mở", "Vị trí công tác", "Quyền sẽ hết", "Hộp thư", "Trang thông tin", "Thủ tục"]
            .map(ui::Column::number),
    );
    view! { <ui::Table caption="Đang gắn với từng đơn vị cũ" caption_hidden=true columns=columns rows=rows/> }
}

/// Entries shown for one old unit; the rest is counted.
const MOST_UNMAPPED: usize = 50;

fn unmapped(units: &[OldUnit]) -> Option<impl IntoView + use<>> {
    let total: usize = units.iter().map(|unit| unit.unmapped.len()).sum();
    let mut all: Vec<String> = Vec::new();
    for unit in units {
        all.extend(unit.unmapped.iter().take(MOST_UNMAPPED).cloned());
        if let Some(rest) = unit.unmapped.len().checked_sub(MOST_UNMAPPED).filter(|rest| *rest > 0) {
            all.push(format!("{}: còn {rest} mục khác", unit.name));
        }
    }
    (total > 0).then(|| {
        let count = format!("{total} mục chưa rõ chuyển về đâu");
        view! {
            <ui::Section title="Cần xem lại" id="can-xem-lai">
                <ui::Banner kind=ui::BannerKind::Notice title=count text="Thêm quy tắc chia hoặc dòng cho đơn vị trực thuộc, hoặc chấp nhận cách chuyển ghi bên dưới."/>
                <ul>{all.into_iter().map(|text| view! { <li>{text}</li> }).collect_view()}</ul>
            </ui::Section>
        }
    })
}

/// What will happen, in the words that the administrator confirms.
fn sentences(view: &PlanView, units: &[OldUnit]) -> Vec<String> {
    let sum = |count: fn(&OldUnit) -> i64| format::number(units.iter().map(count).sum::<i64>());
    let mut words = Vec::new();
    for (unit, parent) in &view.units {
        let renamed = view.lines.iter().find(|row| row.line.to_new_id == Some(unit.id) && row.line.kind == SuccessionKind::Rename.as_str());
        words.push(match renamed {
            Some(row) => format!("{} đổi tên thành {} ({}); người, quyền, hồ sơ giữ nguyên.", row.from, unit.name, unit.code),
            None => format!("Thành lập {} ({}), trực thuộc {parent}.", unit.name, unit.code),
        });
    }
    for unit in units.iter().filter(|unit| !view.lines.iter().any(|row| row.line.from_id == unit.id && row.line.kind == SuccessionKind::Rename.as_str())) {
        let below = if unit.below > 0 { format!(" cùng {} đơn vị trực thuộc", unit.below) } else { String::new() };
        let to =
            if unit.goes_to.is_empty() { "không có đơn vị tiếp nhận".to_owned() } else { format!("chuyển về {}", unit.goes_to.join(" và ")) };
        words.push(format!("{}{below} kết thúc hoạt động, {to}.", unit.name));
    }
    words.push(format!(
        "{} hồ sơ và {} nhiệm vụ đang mở được đơn vị mới tiếp tục giải quyết; hạn trả không thay đổi.",
        sum(|unit| unit.dossiers),
        sum(|unit| unit.tasks)
    ));
    words.push(format!(
        "{} vị trí công tác được chuyển hoặc kết thúc; {} quyền tại đơn vị cũ hết hiệu lực, người có quyền đó phải đăng nhập lại và được phân quyền lại tại đơn vị mới.",
        sum(|unit| unit.people),
        sum(|unit| unit.roles)
    ));
    words
}
