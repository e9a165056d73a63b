//! Exactly the rows behind a figure; the heading repeats the number.

use super::filter::Filter;
use super::view::unsigned;
use crate::web::{Error, Page, Result, Rq};
use leptos::prelude::*;
use model::format;
use model::stats::dossiers::{DossierFigure, DossierRow, DossierRows};

/// The page.
pub async fn page(rq: Rq) -> Result<Page> {
    let filter = Filter::read(&rq);
    let figure: DossierFigure = rq.query("muc").unwrap_or("tong").parse().map_err(|_| Error::NotFound)?;
    let mut cx = rq.read().await?;
    let asked = filter.asked_rows(&rq, &mut cx).await?;
    let found = domain::stats::dossiers::rows(&mut cx, &asked, figure, &filter.period, rq.page_number(), filter.public).await?;
    let base = rq.list_base();
    Ok(Page::new(format!("{}: {}", figure.label(), found.name), move || body(&filter, figure, found, base)))
}

fn body(filter: &Filter, figure: DossierFigure, found: DossierRows, base: String) -> impl IntoView + use<> {
    let period = filter.period;
    let lead = format!("{}. Kỳ từ {} đến {}, số liệu hết ngày {}.", found.name, format::date(period.from), format::date(period.to), format::date(period.as_of));
    let home = if filter.public { ("/".to_owned(), "Trang chủ".to_owned()) } else { ("/can-bo".to_owned(), "Hôm nay".to_owned()) };
    let parents = vec![home, (format!("{}?{}", filter.base(), filter.query()), "Thống kê hồ sơ".to_owned())];
    let model::List { rows, paging } = found.list;
    let public = filter.public;
    view! {
        <ui::Container>
            <ui::Breadcrumb parents=parents here=figure.label()/>
            {list(figure, lead, rows, paging, base, public)}
        </ui::Container>
    }
}

/// Heading with the number, rows, pages: of a live or a frozen figure.
pub fn list(figure: DossierFigure, lead: String, rows: Vec<DossierRow>, paging: model::Paging, base: String, public: bool) -> impl IntoView {
    let title = format!("{}: {}\u{a0}hồ sơ", figure.label(), format::number(paging.total));
    let empty = unsigned(paging.total) == 0;
    view! {
        <ui::PageHeading title=title lead=lead/>
        {empty.then(|| view! { <ui::EmptyState icon=ui::icon::Icon::Dossier title="Không có hồ sơ nào" text="Con số này là 0 nên không có dòng nào."/> })}
        {(!empty).then(|| view! {
            {table(rows, public)}
            <ui::Pagination paging=paging base=base what="hồ sơ"/>
        })}
        {public.then(|| view! { <p class="p-small p-muted">"Trang công khai không nêu tên người nộp; mã hồ sơ chỉ hiện hai ký tự cuối."</p> })}
    }
}

fn table(rows: Vec<DossierRow>, public: bool) -> impl IntoView {
    use ui::{Cell, Column, Row};
    let mut columns: Vec<Column> =
        ["Mã hồ sơ", "Thủ tục", "Đơn vị", "Ngày tiếp nhận", "Hạn trả", "Kết thúc", "Tình trạng"].into_iter().map(Column::text).collect();
    let timed = rows.iter().any(|row| row.working_days.is_some());
    if timed {
        columns.push(Column::number("Số ngày làm việc"));
    }
    if !public {
        columns.push(Column::text("Người nộp"));
    }
    let day = |day: Option<chrono::NaiveDate>, none: &str| day.map_or_else(|| none.to_owned(), format::date);
    let rows = rows
        .into_iter()
        .map(|row| {
            let code = if row.opens {
                Cell::link(format!("/can-bo/ho-so/{}", crate::web::encode(&row.code)), row.code)
            } else {
                Cell::view(view! { <span class="n p-break">{row.code}</span> })
            };
            let mut cells = vec![
                code,
                Cell::text(row.procedure),
                Cell::text(row.unit),
                Cell::text(format::date(row.since)),
                Cell::text(day(row.due.map(format::local_date), "Không thời hạn")),
                Cell::text(day(row.ended, "–")),
                Cell::text(row.part),
            ];
            if timed {
                cells.push(Cell::text(row.working_days.map_or_else(|| "–".to_owned(), |days| days.to_string())));
            }
            if !public {
                cells.push(Cell::text(row.applicant));
            }
            Row::new(cells)
        })
        .collect();
    view! { <ui::Table caption="Danh sách hồ sơ" caption_hidden=true columns=columns rows=rows/> }
}
