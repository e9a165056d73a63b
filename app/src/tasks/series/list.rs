//! `/can-bo/nhiem-vu/dinh-ky`: the series that the reader may see.

use crate::web::{Page, Result, Rq};
use leptos::prelude::*;
use model::access::{Action, ObjectKind};
use model::tasks::series::{SeriesLine, SeriesState};
use ui::icon::Icon;
use ui::{Cell, Column, Row, Tab, Tone};

/// Words of the states in addresses.
const STATES: [(SeriesState, &str); 3] = [(SeriesState::Active, "dang-chay"), (SeriesState::Paused, "tam-dung"), (SeriesState::Ended, "da-ket-thuc")];

/// The page; `trang-thai` chooses a state.
pub async fn page(rq: Rq) -> Result<Page> {
    let state = rq.query("trang-thai").and_then(|word| STATES.iter().find(|(_, known)| *known == word)).map(|(state, _)| *state);
    let mut cx = rq.read().await?;
    let list = domain::tasks::series::list(&mut cx, state, rq.page_number()).await?;
    let creates = [Action::Create, Action::Assign].iter().all(|action| rq.actor.may_somewhere(*action, ObjectKind::Task));
    let base = rq.list_base();
    Ok(Page::new("Nhiệm vụ định kỳ", move || body(list, state, base, creates)))
}

/// The state of a series as icon and word.
pub(super) fn state_tag(state: SeriesState) -> impl IntoView {
    let tone = match state {
        SeriesState::Active => Tone::Green,
        SeriesState::Paused => Tone::Gold,
        SeriesState::Ended => Tone::Neutral,
    };
    view! { <ui::StatusTag tone=tone label=state.label()/> }
}

fn body(list: model::List<SeriesLine>, state: Option<SeriesState>, base: String, creates: bool) -> impl IntoView {
    let all = Tab { href: "/can-bo/nhiem-vu/dinh-ky".to_owned(), label: "Tất cả".to_owned(), count: None, current: state.is_none() };
    let mut tabs = vec![all];
    tabs.extend(STATES.iter().map(|(known, word)| Tab {
        href: format!("/can-bo/nhiem-vu/dinh-ky?trang-thai={word}"),
        label: known.label().to_owned(),
        count: None,
        current: state == Some(*known),
    }));
    let paging = list.paging;
    let empty = list.rows.is_empty();
    let create = creates.then(|| view! { <ui::LinkButton href="/can-bo/nhiem-vu/dinh-ky/lap" label="Lập chuỗi nhiệm vụ" icon=Icon::Plus/> });
    let create = view! { {create} }.into_any();
    view! {
        <ui::BackLink href="/can-bo/nhiem-vu" label="Nhiệm vụ"/>
        <ui::PageHeading title="Nhiệm vụ định kỳ" lead="Mỗi kỳ hệ thống tự giao một nhiệm vụ. Thống kê chỉ tính các nhiệm vụ đó, không tính chuỗi." aside=create/>
        <ui::Tabs label="Lọc theo trạng thái" tabs=tabs/>
        {empty.then(|| view! { <ui::EmptyState icon=Icon::Task title="Chưa có chuỗi nhiệm vụ nào" text="Chuỗi dùng cho việc lặp lại hằng tuần, hằng tháng, hằng quý hoặc hằng năm."/> })}
        {(!empty).then(|| view! {
            {table(list.rows)}
            <ui::Pagination paging=paging base=base what="chuỗi"/>
        })}
    }
}

fn table(rows: Vec<SeriesLine>) -> impl IntoView {
    let mut columns: Vec<Column> = ["Nội dung", "Đơn vị chủ trì", "Chu kỳ", "Trạng thái"].map(Column::text).into();
    columns.push(Column::number("Đã giao"));
    let rows = rows
        .into_iter()
        .map(|row| {
            let href = format!("/can-bo/nhiem-vu/dinh-ky/{}", row.code);
            let problem = (!row.problem.is_empty()).then(|| view! { <br/><span class="p-small">{format!("Cần xử lý: {}", row.problem)}</span> });
            Row::new(vec![
                Cell::view(view! { <a href=href>{row.title}</a><br/><span class="p-small p-muted n">{row.code}</span>{problem} }),
                Cell::text(row.lead_unit),
                Cell::text(row.rule),
                Cell::view(state_tag(row.state)),
                Cell::text(row.made.to_string()),
            ])
        })
        .collect();
    view! { <ui::Table caption="Danh sách chuỗi nhiệm vụ" caption_hidden=true columns=columns rows=rows/> }
}
