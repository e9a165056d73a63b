//! `/can-bo/so-theo-doi`: form 07, the register of a period, as page, PDF and CSV.

use crate::web::{Page, Result, Rq};
use axum::response::Response;
use domain::dossiers::Rows;
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

/// The page: the columns that one looks for; all of form 07 stand in its PDF and its CSV.
pub async fn page(rq: Rq) -> Result<Page> {
    let (filter, state) = read(&rq);
    let mut cx = rq.read().await?;
    let list = dossiers::register(&mut cx, &filter, Rows::Page).await?;
    let base = rq.list_base();
    let query = base.split_once('?').map(|(_, query)| query.trim_end_matches("trang=").to_owned()).unwrap_or_default();
    Ok(Page::new("Sổ theo dõi hồ sơ", move || {
        let lead = format!("Hồ sơ tiếp nhận từ {} đến {}: {} hồ sơ.", format::date(filter.first), format::date(filter.last), format::number(list.total()));
        let empty = list.rows.is_empty();
        view! {
            <ui::Container>
                <ui::PageHeading title="Sổ theo dõi hồ sơ" lead=lead/>
                <ui::FilterBar action="/can-bo/so-theo-doi" button="Xem sổ" form_state=state clear_href="/can-bo/so-theo-doi">
                    <ui::Field name="tu" label="Từ ngày" input_type="date" value=format::date(filter.first)/>
                    <ui::Field name="den" label="Đến ngày" input_type="date" value=format::date(filter.last)/>
                    <ui::Field name="q" label="Mã hồ sơ hoặc người nộp" value=filter.words.clone()/>
                </ui::FilterBar>
                <ui::ButtonGroup>
                    <ui::LinkButton href=format!("/can-bo/so-theo-doi.pdf?{query}") label="PDF để in" kind=ui::ButtonKind::Line icon=Icon::Print download=true of="sổ theo dõi hồ sơ"/>
                    <ui::LinkButton href=format!("/can-bo/so-theo-doi.csv?{query}") label="CSV" kind=ui::ButtonKind::Line icon=Icon::Down download=true of="sổ theo dõi hồ sơ"/>
                </ui::ButtonGroup>
                {empty.then(|| view! { <ui::EmptyState icon=Icon::Dossier title="Không có hồ sơ nào" text="Không có hồ sơ tiếp nhận trong khoảng ngày này."/> })}
                {(!empty).then(|| table(list.rows))}
                {(!empty).then(|| view! { <ui::Pagination paging=list.paging base=base what="hồ sơ"/> })}
            </ui::Container>
        }
    }))
}

fn table(rows: Vec<RegisterRow>) -> impl IntoView {
    let columns = ["Mã hồ sơ", "Thủ tục", "Người nộp", "Ngày nhận", "Ngày hẹn trả", "Ngày trả"].map(Column::text).to_vec();
    let day = |at: Option<chrono::DateTime<chrono::Utc>>| Cell::text(at.map(|at| format::date(format::local_date(at))).unwrap_or_default());
    let rows = rows
        .into_iter()
        .map(|row| {
            Row::new(vec![
                Cell::link(format!("/can-bo/ho-so/{}", row.code), row.code),
                Cell::text(row.procedure),
                Cell::text(row.applicant),
                day(Some(row.received_at)),
                day(row.due),
                day(row.returned_at),
            ])
        })
        .collect();
    view! { <ui::Table caption="Sổ theo dõi hồ sơ" caption_hidden=true columns=columns rows=rows/> }
}

/// Form 07 to print.
pub async fn pdf(rq: Rq) -> Result<Response> {
    let (filter, _) = read(&rq);
    let mut cx = rq.read().await?;
    let paper = dossiers::register_paper(&mut cx, &filter).await?;
    let name = format!("so-theo-doi-{}-{}.pdf", filter.first, filter.last);
    Ok(crate::files::bytes(&name, "application/pdf", domain::paper::pdf(&paper)?))
}

/// The same rows as a file.
pub async fn csv(rq: Rq) -> Result<Response> {
    let (filter, _) = read(&rq);
    let mut cx = rq.read().await?;
    let list = dossiers::register(&mut cx, &filter, Rows::UpTo(dossiers::REGISTER_LIMIT)).await?;
    let name = format!("so-theo-doi-{}-{}.csv", filter.first, filter.last);
    Ok(crate::files::csv(&name, spreadsheet::csv(RegisterRow::HEAD, list.rows.iter().map(RegisterRow::cells).chain(spreadsheet::rest(list.paging)))?))
}
