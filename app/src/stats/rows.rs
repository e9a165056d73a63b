//! `/xep-hang/nhiem-vu/danh-sach`: exactly the rows behind a figure; the heading repeats the number.

use super::filter::{Filter, Whose, rows_href};
use crate::web::{Error, Page, Result, Rq};
use domain::stats::{Cell, Scope};
use leptos::prelude::*;
use model::format;
use model::stats::{Leaderboard, RowsPage, TaskFigure, UnitGroup};
use model::tasks::{TaskBucket, TaskLine};

/// The page.
pub async fn page(rq: Rq) -> Result<Page> {
    let filter = Filter::read(&rq);
    let figure: TaskFigure = rq.query("muc").unwrap_or("tong").parse().map_err(|_| Error::NotFound)?;
    let mut cx = rq.read().await?;
    let board = domain::stats::leaderboard(&mut cx, &filter.period).await?;
    let one_unit = rq.query("don-vi").is_some() && figure != TaskFigure::AsCoUnit;
    let Asked { scope, name, number, base } = asked(&rq, &filter, figure, &board)?;
    let cell = Cell { scope, buckets: figure.buckets().to_vec(), as_co_unit: figure == TaskFigure::AsCoUnit, leader: None };
    let page = domain::stats::task_rows(&mut cx, &cell, &filter.period, rq.page_number()).await?;
    // Both statements see the same moment: figure and rows may only differ by a defect.
    if page.list.total() != number {
        return Err(Error::internal(format!("{number} in the figure, {} rows: {}", page.list.total(), rq.here())));
    }
    Ok(Page::new(format!("{}: {}", figure.label(), name), move || body(&filter, figure, Shown { name, base, one_unit }, page)))
}

/// Whose figure it is, and its number.
struct Asked {
    scope: Scope,
    name: String,
    number: i64,
    base: String,
}

fn asked(rq: &Rq, filter: &Filter, figure: TaskFigure, board: &Leaderboard) -> Result<Asked> {
    let co_unit = figure == TaskFigure::AsCoUnit;
    if let Some(code) = rq.query("don-vi") {
        let row = board.rows.iter().find(|row| row.code == code).ok_or(Error::NotFound)?;
        let number = if co_unit { row.as_co_unit } else { figure.of(&row.counts) };
        let base = rows_href(&filter.period, Whose::Unit(&row.code), figure);
        return Ok(Asked { scope: Scope::Units(vec![row.unit_id]), name: row.name.clone(), number, base });
    }
    if co_unit {
        return Err(Error::NotFound);
    }
    if let Some(group) = rq.query("nhom") {
        let group: UnitGroup = group.parse().map_err(|_| Error::NotFound)?;
        let units: Vec<i64> = board.of_group(group).map(|row| row.unit_id).collect();
        let number = board.groups.iter().find(|total| total.group == group).map_or(0, |total| figure.of(&total.counts));
        let base = rows_href(&filter.period, Whose::Group(group), figure);
        return Ok(Asked { scope: Scope::Units(units), name: group.label().to_owned(), number, base });
    }
    let base = rows_href(&filter.period, Whose::All, figure);
    Ok(Asked { scope: Scope::All, name: "Toàn tỉnh".to_owned(), number: figure.of(&board.total), base })
}

/// What the page says besides its rows.
struct Shown {
    name: String,
    base: String,
    one_unit: bool,
}

fn body(filter: &Filter, figure: TaskFigure, shown: Shown, page: RowsPage) -> impl IntoView + use<> {
    let Shown { name, base, one_unit } = shown;
    let title = format!("{}: {}\u{a0}nhiệm vụ", figure.label(), format::number(page.list.total()));
    let lead = format!("{name}. Giao {}, số liệu tính đến hết ngày {}.", filter.period_text(), format::date(filter.period.as_of));
    let parents =
        vec![("/".to_owned(), "Trang chủ".to_owned()), ("/xep-hang".to_owned(), "Xếp hạng".to_owned()), (filter.board(filter.group), "Nhiệm vụ".to_owned())];
    let model::List { rows, paging } = page.list;
    let empty = rows.is_empty();
    view! {
        <ui::Container>
            <ui::Breadcrumb parents=parents here=figure.label()/>
            <ui::PageHeading title=title lead=lead/>
            {empty.then(|| view! { <ui::EmptyState icon=ui::icon::Icon::Task title="Không có nhiệm vụ nào" text="Con số này là 0 nên không có dòng nào."/> })}
            {(!empty).then(|| view! {
                {table(rows, one_unit)}
                <ui::Pagination paging=paging base=format!("{base}&trang=") what="nhiệm vụ"/>
            })}
        </ui::Container>
    }
}

fn table(rows: Vec<TaskLine>, one_unit: bool) -> impl IntoView {
    use ui::{Cell, Column, Row};
    // A list of one unit does not repeat its name in every row.
    let words = ["Nhiệm vụ", "Mã", "Văn bản giao", "Ngày giao", "Hạn", "Hoàn thành", "Tình trạng", "Cơ quan chủ trì"];
    let columns = words.into_iter().take(if one_unit { 7 } else { 8 }).map(Column::text).collect();
    let day = |day: Option<chrono::NaiveDate>, none: &str| day.map_or_else(|| none.to_owned(), format::date);
    let rows = rows
        .into_iter()
        .map(|row| {
            Row::new(vec![
                Cell::text(row.title),
                Cell::view(view! { <span class="n p-nowrap">{row.code}</span> }),
                Cell::text(if row.source_number.is_empty() { "–".to_owned() } else { row.source_number }),
                Cell::text(format::date(row.assigned_on)),
                Cell::text(day(row.due_on, "Không thời hạn")),
                Cell::text(day(row.completed_on, "–")),
                Cell::view(view! { <span class="p-nowrap">{bucket_tag(row.bucket)}</span> }),
                Cell::text(row.lead_unit),
            ])
        })
        .collect();
    view! { <ui::Table caption="Danh sách nhiệm vụ" caption_hidden=true columns=columns rows=rows/> }
}

/// The bucket of a task as a tag.
pub fn bucket_tag(bucket: Option<TaskBucket>) -> impl IntoView {
    let (tone, label) = match bucket {
        Some(TaskBucket::DoneOnTime) => (ui::Tone::Green, "Xong đúng hạn"),
        Some(TaskBucket::DoneLate) => (ui::Tone::Gold, "Xong quá hạn"),
        Some(TaskBucket::OpenInTime) => (ui::Tone::Blue, "Trong hạn"),
        Some(TaskBucket::OpenOverdue) => (ui::Tone::Red, "Quá hạn"),
        Some(TaskBucket::OpenNoDeadline) => (ui::Tone::Outline, "Không thời hạn"),
        Some(TaskBucket::Cancelled) => (ui::Tone::Neutral, "Thu hồi, hủy"),
        None => (ui::Tone::Neutral, "Dự thảo"),
    };
    view! { <ui::StatusTag tone=tone label=label/> }
}
