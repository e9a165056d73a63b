//! `/can-bo/thong-ke/nhiem-vu/lanh-dao`: the task figures by the leader who gave the tasks, and the rows behind each of them.

use super::bucket_tag;
use super::filter::Filter;
use crate::web::{Error, Page, Result, Rq};
use domain::stats::{Cell as Asked, leaders, task_rows};
use leptos::prelude::*;
use model::format;
use model::stats::{LeaderLine, Leaders, Period, RowsPage, TaskCounts, TaskFigure};
use ui::icon::Icon;
use ui::{Cell, Column, Row};

const PATH: &str = "/can-bo/thong-ke/nhiem-vu/lanh-dao";
/// Figures of a line, in the order of the columns.
const FIGURES: [TaskFigure; 7] = [
    TaskFigure::Total,
    TaskFigure::DoneOnTime,
    TaskFigure::DoneLate,
    TaskFigure::OpenInTime,
    TaskFigure::OpenOverdue,
    TaskFigure::OpenNoDeadline,
    TaskFigure::Cancelled,
];

/// The page.
pub async fn page(rq: Rq) -> Result<Page> {
    let filter = Filter::read(&rq);
    let mut cx = rq.read().await?;
    let leaders = leaders(&mut cx, &filter.period).await?;
    let title = if filter.form.has_errors() { "Lỗi: Nhiệm vụ theo lãnh đạo giao" } else { "Nhiệm vụ theo lãnh đạo giao" };
    Ok(Page::new(title, move || body(&filter, &leaders)))
}

/// The rows behind one figure of one leader; the heading repeats the number.
pub async fn rows(rq: Rq) -> Result<Page> {
    let filter = Filter::read(&rq);
    let figure: TaskFigure = rq.query("muc").unwrap_or("tong").parse().map_err(|_| Error::NotFound)?;
    let person: i64 = rq.query("nguoi").and_then(|text| text.parse().ok()).ok_or(Error::NotFound)?;
    if figure == TaskFigure::AsCoUnit {
        return Err(Error::NotFound);
    }
    let mut cx = rq.read().await?;
    let leaders = leaders(&mut cx, &filter.period).await?;
    let line = leaders.lines.into_iter().find(|line| line.person == person).ok_or(Error::NotFound)?;
    let cell = Asked { buckets: figure.buckets().to_vec(), leader: Some(person), ..Asked::default() };
    let page = task_rows(&mut cx, &cell, &filter.period, rq.page_number()).await?;
    let number = figure.of(&line.counts);
    if page.list.total() != number {
        return Err(Error::internal(format!("{number} in the figure, {} rows: {}", page.list.total(), rq.here())));
    }
    let base = rq.list_base();
    Ok(Page::new(format!("{}: {}", figure.label(), line.name), move || list(&filter, figure, &line, page, base)))
}

fn href(period: &Period, person: i64, figure: TaskFigure) -> String {
    format!("{PATH}/danh-sach?muc={figure}&nguoi={person}&{}", super::filter::query(period))
}

fn body(filter: &Filter, leaders: &Leaders) -> impl IntoView + use<> {
    let Period { from, to, as_of, .. } = filter.period;
    let lead = format!("Nhiệm vụ giao {}, số liệu tính đến hết ngày {}. Mỗi nhiệm vụ tính cho người đã giao.", filter.period_text(), format::date(as_of));
    let (state, mode) = (filter.form.clone(), filter.mode_word());
    let empty = leaders.lines.is_empty();
    let table = (!empty).then(|| table(&filter.period, leaders));
    let board = filter.board(None);
    view! {
        <ui::Container>
            <ui::Breadcrumb parents=vec![("/can-bo".to_owned(), "Hôm nay".to_owned()), (board, "Bảng xếp hạng nhiệm vụ".to_owned())] here="Theo lãnh đạo giao"/>
            <ui::PageHeading title="Nhiệm vụ theo lãnh đạo giao" lead=lead/>
            <ui::FilterBar action=PATH foldable=true form_state=state>
                <ui::Field name="tu" label="Giao từ ngày" inputmode="numeric" value=format::date(from)/>
                <ui::Field name="den" label="Giao đến ngày" inputmode="numeric" value=format::date(to)/>
                <ui::Field name="tinh-den" label="Số liệu hết ngày" inputmode="numeric" value=format::date(as_of)/>
                <ui::Select name="che-do" label="Nhiệm vụ được tính" options=Filter::mode_options() value=mode/>
            </ui::FilterBar>
            {empty.then(|| view! {
                <ui::EmptyState icon=Icon::Chart title="Kỳ này chưa có nhiệm vụ nào" text="Hãy chọn kỳ khác, hoặc kiểm tra lại ngày đầu kỳ và ngày cuối kỳ."/>
            })}
            {table}
        </ui::Container>
    }
}

fn numbers(counts: &TaskCounts) -> [String; 2] {
    let [on_time, _] = counts.done_shares(2);
    let [_, overdue, _] = counts.open_shares(2);
    [on_time, overdue]
}

fn table(period: &Period, leaders: &Leaders) -> impl IntoView + use<> {
    let line = |line: &LeaderLine| {
        let name = if line.position.is_empty() { line.name.clone() } else { format!("{}, {}", line.name, line.position) };
        let figures = FIGURES.map(|figure| Cell::link(href(period, line.person, figure), format::number(figure.of(&line.counts))));
        Row::new(std::iter::once(Cell::text(name)).chain(figures).chain(numbers(&line.counts).map(Cell::text)).collect())
    };
    let mut rows: Vec<Row> = leaders.lines.iter().map(line).collect();
    let total = FIGURES.map(|figure| Cell::text(format::number(figure.of(&leaders.total))));
    rows.push(Row::total(std::iter::once(Cell::text("Cộng")).chain(total).chain(numbers(&leaders.total).map(Cell::text)).collect()));
    let heads = [
        "Tổng",
        "Xong đúng hạn",
        "Xong quá hạn",
        "Trong hạn",
        "Quá hạn",
        "Không thời hạn",
        "Thu hồi, hủy",
        "Đúng hạn / đã hoàn thành",
        "Quá hạn / chưa hoàn thành",
    ];
    let columns = std::iter::once(Column::text("Lãnh đạo giao")).chain(heads.map(Column::number)).collect();
    view! { <ui::Table caption="Số nhiệm vụ theo lãnh đạo giao, tổng bằng bảng xếp hạng toàn tỉnh" columns=columns rows=rows/> }
}

fn list(filter: &Filter, figure: TaskFigure, line: &LeaderLine, page: RowsPage, base: String) -> impl IntoView + use<> {
    let title = format!("{}: {}\u{a0}nhiệm vụ", figure.label(), format::number(page.list.total()));
    let lead = format!("{}. Giao {}, số liệu tính đến hết ngày {}.", line.name, filter.period_text(), format::date(filter.period.as_of));
    let parents = vec![("/can-bo".to_owned(), "Hôm nay".to_owned()), (format!("{PATH}?{}", filter.query()), "Theo lãnh đạo giao".to_owned())];
    let model::List { rows, paging } = page.list;
    let empty = rows.is_empty();
    let rows: Vec<Row> = rows
        .into_iter()
        .map(|row| {
            let due = row.due_on.map_or_else(|| "Không thời hạn".to_owned(), format::date);
            let code = row.code;
            Row::new(vec![
                Cell::text(row.title),
                Cell::view(view! { <span class="n p-nowrap">{code}</span> }),
                Cell::text(row.lead_unit),
                Cell::text(format::date(row.assigned_on)),
                Cell::text(due),
                Cell::view(view! { <span class="p-nowrap">{bucket_tag(row.bucket)}</span> }),
            ])
        })
        .collect();
    let columns = ["Nhiệm vụ", "Mã", "Cơ quan chủ trì", "Ngày giao", "Hạn", "Tình trạng"].map(Column::text).into();
    view! {
        <ui::Container>
            <ui::Breadcrumb parents=parents here=figure.label()/>
            <ui::PageHeading title=title lead=lead/>
            {empty.then(|| view! { <ui::EmptyState icon=Icon::Task title="Không có nhiệm vụ nào" text="Con số này là 0 nên không có dòng nào."/> })}
            {(!empty).then(|| view! {
                <ui::Table caption="Danh sách nhiệm vụ" caption_hidden=true columns=columns rows=rows/>
                <ui::Pagination paging=paging base=base what="nhiệm vụ"/>
            })}
        </ui::Container>
    }
}
