//! `/can-bo/so-theo-doi`: form 07, the register of a period, as page, print and CSV.

use crate::web::{Page, Result, Rq};
use axum::response::Response;
use domain::{dossiers, spreadsheet};
use leptos::prelude::*;
use model::dossiers::{RegisterFilter, RegisterRow};
use model::format;
use ui::icon::Icon;
use ui::{Cell, Column, Row};

/// Reads the filter; what could not be read takes its default and is said.
fn read(rq: &Rq) -> (RegisterFilter, ui::FormState) {
    let today = format::local_date(rq.portal.clock().now());
    let mut state = ui::FormState::default();
    for (name, value) in &rq.query {
        state = state.with_value(name.clone(), value.clone());
    }
    let mut day = |name: &str, other: chrono::NaiveDate| match rq.query(name).map(format::parse_date) {
        None => other,
        Some(Ok(day)) => day,
        Some(Err(error)) => {
            state.errors.push((name.to_owned(), error.to_string()));
            other
        }
    };
    let month = chrono::Datelike::with_day(&today, 1).unwrap_or(today);
    let (first, last) = (day("tu", month), day("den", today));
    if last < first {
        state.errors.push(("den".to_owned(), "Ngày cuối phải từ ngày đầu trở đi. Hãy sửa một trong hai ngày.".to_owned()));
    }
    let text = |name: &str| rq.query(name).unwrap_or_default().to_owned();
    (RegisterFilter { first, last, unit: text("don-vi"), words: text("q"), page: rq.page_number() }, state)
}

/// The page; with `in=1` every row on one page to print.
pub async fn page(rq: Rq) -> Result<Page> {
    let (filter, state) = read(&rq);
    let printed = rq.query("in") == Some("1");
    let mut cx = rq.snapshot().await?;
    let list = dossiers::register(&mut cx, &filter, printed).await?;
    let (base, query) = (rq.list_base(), rq.list_base().split_once('?').map(|(_, query)| query.trim_end_matches("trang=").to_owned()).unwrap_or_default());
    let now = format::time_date(cx.now());
    let today = format::local_date(cx.now());
    let unit = match rq.actor.unit_id {
        Some(id) => domain::org::names(&mut cx, &[id], today).await?.remove(&id).unwrap_or_default(),
        None => String::new(),
    };
    let page = Page::new("Sổ theo dõi hồ sơ", move || {
        let lead = format!("Hồ sơ tiếp nhận từ {} đến {}: {} hồ sơ.", format::date(filter.first), format::date(filter.last), format::number(list.total()));
        let empty = list.rows.is_empty();
        let tools = view! {
            <ui::FilterBar action="/can-bo/so-theo-doi" button="Xem sổ" form_state=state clear_href="/can-bo/so-theo-doi">
                <ui::Field name="tu" label="Từ ngày" input_type="date" value=format::date(filter.first)/>
                <ui::Field name="den" label="Đến ngày" input_type="date" value=format::date(filter.last)/>
                <ui::Field name="q" label="Mã hồ sơ hoặc người nộp" value=filter.words.clone() optional=true/>
            </ui::FilterBar>
            <ui::ButtonGroup>
                <ui::LinkButton href=format!("/can-bo/so-theo-doi?{query}in=1") label="In" kind=ui::ButtonKind::Line icon=Icon::Print of="sổ theo dõi hồ sơ"/>
                <ui::LinkButton href=format!("/can-bo/so-theo-doi.csv?{query}") label="CSV" kind=ui::ButtonKind::Line icon=Icon::Down download=true of="sổ theo dõi hồ sơ"/>
            </ui::ButtonGroup>
        };
        view! {
            <ui::Container>
                {printed.then(|| view! { <ui::PrintHeader unit=unit title="Sổ theo dõi hồ sơ (mẫu số 07)" at=now/> })}
                <ui::PageHeading title="Sổ theo dõi hồ sơ" lead=lead/>
                {(!printed).then_some(tools)}
                {empty.then(|| view! { <ui::EmptyState icon=Icon::Dossier title="Không có hồ sơ nào" text="Không có hồ sơ tiếp nhận trong khoảng ngày này."/> })}
                {(!empty).then(|| table(&list.rows))}
                {(!empty && !printed).then(|| view! { <ui::Pagination paging=list.paging base=base what="hồ sơ"/> })}
            </ui::Container>
        }
    });
    Ok(if printed { page.bare() } else { page })
}

fn table(rows: &[RegisterRow]) -> impl IntoView + use<> {
    let columns = RegisterRow::HEAD.into_iter().map(Column::text).collect();
    let rows = rows
        .iter()
        .map(|row| {
            let mut cells: Vec<Cell> = row.cells().into_iter().map(Cell::text).collect();
            if let Some(cell) = cells.get_mut(1) {
                *cell = Cell::link(format!("/can-bo/ho-so/{}", row.code), row.code.clone());
            }
            Row::new(cells)
        })
        .collect();
    view! { <ui::Table caption="Sổ theo dõi hồ sơ" caption_hidden=true columns=columns rows=rows/> }
}

/// The same rows as a file.
pub async fn csv(rq: Rq) -> Result<Response> {
    let (filter, _) = read(&rq);
    let mut cx = rq.snapshot().await?;
    let list = dossiers::register(&mut cx, &filter, true).await?;
    let name = format!("so-theo-doi-{}-{}.csv", filter.first, filter.last);
    Ok(crate::files::csv(&name, spreadsheet::csv(RegisterRow::HEAD, list.rows.iter().map(RegisterRow::cells))?))
}
