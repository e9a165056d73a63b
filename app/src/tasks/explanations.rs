//! `/can-bo/nhiem-vu/giai-trinh`: the explanations that were asked of units, and their answers.

use crate::web::{Page, Result, Rq};
use leptos::prelude::*;
use model::format;
use model::tasks::{ExplanationFilter, ExplanationLine, ExplanationPage, ExplanationState, TaskState};
use ui::icon::Icon;
use ui::{Cell, Column, Row, SelectOption};

/// Address of the list.
const PAGE: &str = "/can-bo/nhiem-vu/giai-trinh";
/// Characters of an answer that the list shows; the page of the task shows all.
const SHOWN: usize = 240;

/// The page: `trang-thai`, `don-vi`, `tu-ngay` and `q` choose.
pub async fn page(rq: Rq) -> Result<Page> {
    let filter = ExplanationFilter {
        state: rq.query("trang-thai").and_then(|word| word.parse().ok()),
        unit: rq.query("don-vi").and_then(|text| text.parse().ok()),
        since: rq.query("tu-ngay").and_then(|text| format::parse_date(text).ok()),
        words: rq.query("q").unwrap_or_default().to_owned(),
        page: rq.page_number(),
    };
    let mut cx = rq.read().await?;
    let found = domain::tasks::explanations(&mut cx, &filter).await?;
    let base = rq.list_base();
    Ok(Page::new("Giải trình nhiệm vụ quá hạn", move || body(found, &filter, base)))
}

fn body(found: ExplanationPage, filter: &ExplanationFilter, base: String) -> impl IntoView + use<> {
    let ExplanationPage { list, units } = found;
    let (empty, paging) = (list.rows.is_empty(), list.paging);
    view! {
        <ui::BackLink href="/can-bo/nhiem-vu" label="Nhiệm vụ"/>
        <ui::PageHeading title="Giải trình nhiệm vụ quá hạn" lead="Nhiệm vụ quá hạn lâu thì người đứng đầu đơn vị chủ trì giải trình trên trang nhiệm vụ."/>
        {filters(filter, units)}
        {empty.then(|| view! { <ui::EmptyState icon=Icon::Task title="Không có giải trình nào" text="Không có yêu cầu giải trình phù hợp với cách lọc này."/> })}
        {(!empty).then(|| view! {
            {table(list.rows)}
            <ui::Pagination paging=paging base=base what="giải trình"/>
        })}
    }
}

fn filters(filter: &ExplanationFilter, units: Vec<(i64, String)>) -> impl IntoView + use<> {
    let states = ExplanationState::ALL.iter().map(|state| SelectOption::new(state.as_str(), state.label())).collect::<Vec<_>>();
    let many = units.len() > 1 || filter.unit.is_some();
    let units = units.into_iter().map(|(id, name)| SelectOption::new(id.to_string(), name)).collect::<Vec<_>>();
    let state = filter.state.map_or("", ExplanationState::as_str);
    let unit = filter.unit.map(|unit| unit.to_string()).unwrap_or_default();
    let since = filter.since.map(format::date).unwrap_or_default();
    let words = filter.words.clone();
    let filtered = !state.is_empty() || !unit.is_empty() || !since.is_empty() || !words.is_empty();
    let clear = if filtered { PAGE } else { "" };
    view! {
        <ui::FilterBar action=PAGE button="Lọc" foldable=true clear_href=clear>
            <ui::Field name="q" label="Từ khóa, mã hoặc số văn bản" value=words optional=true/>
            <ui::Select name="trang-thai" label="Tình trạng" options=states value=state blank="Mọi tình trạng" optional=true/>
            {many.then(|| view! { <ui::Select name="don-vi" label="Đơn vị" options=units value=unit blank="Mọi đơn vị" optional=true/> })}
            <ui::Field name="tu-ngay" label="Yêu cầu từ ngày" input_type="date" value=since optional=true/>
        </ui::FilterBar>
    }
}

fn table(rows: Vec<ExplanationLine>) -> impl IntoView {
    let columns: Vec<Column> = ["Nhiệm vụ", "Đơn vị", "Hạn đã qua", "Giải trình", "Nhiệm vụ hiện nay"].map(Column::text).into();
    let rows = rows.into_iter().map(row).collect::<Vec<_>>();
    view! { <ui::Table caption="Các yêu cầu giải trình, chưa trả lời trước" caption_hidden=true columns=columns rows=rows/> }
}

/// Two lines in each cell: what, and below it when or who.
fn row(line: ExplanationLine) -> Row {
    let href = format!("/can-bo/nhiem-vu/{}", line.code);
    let asked = format!("yêu cầu {}, quá {} ngày làm việc", format::date(format::local_date(line.asked_at)), line.days);
    let answer = match line.answered_at {
        None if matches!(line.state, TaskState::Completed | TaskState::Cancelled) => Cell::text("Nhiệm vụ đã kết thúc, không còn phải giải trình"),
        None => Cell::view(view! { <ui::StatusTag tone=ui::Tone::Gold label=ExplanationState::Waiting.label()/> }),
        Some(at) => {
            let from = format!("{}, {}", line.answered_name, format::date_time(at));
            let cut = line.answer.chars().count() > SHOWN;
            let text: String = line.answer.chars().take(SHOWN).chain(cut.then_some('…')).collect();
            Cell::view(view! { {text}<br/><span class="p-small p-muted">{from}</span> })
        }
    };
    Row::new(vec![
        Cell::view(view! { <a href=href>{line.title}</a><br/><span class="p-small p-muted n">{line.code}</span> }),
        Cell::text(line.unit),
        Cell::view(view! { <span class="p-nowrap">{format::date(line.due_on)}</span><br/><span class="p-small p-muted">{asked}</span> }),
        answer,
        Cell::text(line.state.label()),
    ])
}
