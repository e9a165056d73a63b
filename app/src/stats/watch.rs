//! `/can-bo/thong-ke/nhiem-vu/theo-doi`: "Bảng theo dõi" (04 §9), every unit with its five buckets, the most overdue first. The figures are
//! those of the leaderboard; each opens its rows. Prints with `in=1`.

use super::filter::{Filter, Whose, rows_href};
use crate::web::{Page, Result, Rq};
use leptos::prelude::*;
use model::format;
use model::stats::{BoardRow, Leaderboard, Period, TaskCounts, TaskFigure, UnitGroup};
use ui::icon::Icon;
use ui::{Cell, Column, Row};

const PATH: &str = "/can-bo/thong-ke/nhiem-vu/theo-doi";
/// Figures of a line, in the order of the columns.
const FIGURES: [TaskFigure; 7] = [
    TaskFigure::Total,
    TaskFigure::OpenOverdue,
    TaskFigure::OpenInTime,
    TaskFigure::OpenNoDeadline,
    TaskFigure::DoneOnTime,
    TaskFigure::DoneLate,
    TaskFigure::Cancelled,
];
/// Heads of the columns; each share names its denominator.
const HEADS: [&str; 10] = [
    "Tổng",
    "Chưa xong, quá hạn",
    "Chưa xong, trong hạn",
    "Không thời hạn",
    "Xong đúng hạn",
    "Xong quá hạn",
    "Thu hồi, hủy (ngoài tổng)",
    "Phối hợp (ngoài tổng)",
    "Đúng hạn / đã hoàn thành",
    "Quá hạn / chưa hoàn thành",
];

/// The page.
pub async fn page(rq: Rq) -> Result<Page> {
    let filter = Filter::read(&rq);
    let mut cx = rq.read().await?;
    let board = domain::stats::leaderboard(&mut cx, &filter.period).await?;
    let printed = (rq.query("in") == Some("1")).then(|| format::date_time(cx.now()));
    drop(cx);
    let bare = printed.is_some();
    let title = if filter.form.has_errors() { "Lỗi: Bảng theo dõi nhiệm vụ" } else { "Bảng theo dõi nhiệm vụ" };
    let page = Page::new(title, move || body(&filter, &board, printed));
    Ok(if bare { page.bare() } else { page })
}

fn body(filter: &Filter, board: &Leaderboard, printed: Option<String>) -> impl IntoView + use<> {
    let lead = format!("Nhiệm vụ giao {}, số liệu tính đến hết ngày {}.", filter.period_text(), format::date(filter.period.as_of));
    let empty = board.rows.is_empty();
    let groups: Vec<UnitGroup> = board.groups.iter().map(|total| total.group).filter(|group| filter.group.is_none_or(|only| only == *group)).collect();
    let tables = groups.iter().map(|group| group_table(board, *group)).collect_view();
    let whole = (!empty && filter.group.is_none()).then(|| {
        let units = board.rows.len();
        table("Toàn tỉnh".to_owned(), vec![Row::new(line(&board.period, format!("{units} cơ quan"), Whose::All, &board.total, None))])
    });
    let around = printed.is_none().then(|| around(filter, board));
    let header = printed.map(|at| view! { <ui::PrintHeader unit="Ủy ban nhân dân tỉnh Lam Giang" title="Bảng theo dõi nhiệm vụ" at=at/> });
    view! {
        <ui::Container>
            {header}
            <ui::PageHeading title="Bảng theo dõi nhiệm vụ" lead=lead/>
            {around}
            {(empty || groups.is_empty()).then(|| view! {
                <ui::EmptyState icon=Icon::Chart title="Kỳ này chưa có nhiệm vụ nào" text="Hãy chọn kỳ hoặc nhóm khác, hoặc kiểm tra lại ngày đầu kỳ và ngày cuối kỳ."/>
            })}
            {whole}
            {tables}
        </ui::Container>
    }
}

/// The question, and the ways out: print, files, leaderboard.
fn around(filter: &Filter, board: &Leaderboard) -> impl IntoView + use<> {
    let Period { from, to, as_of, .. } = filter.period;
    let (query, mode, view) = (filter.query(), filter.mode_word(), filter.view_word());
    let groups: Vec<ui::SelectOption> = board.groups.iter().map(|total| ui::SelectOption::new(total.group.as_str(), total.group.label())).collect();
    let chosen = filter.group.map_or("", UnitGroup::as_str);
    let group = filter.group.map_or_else(String::new, |group| format!("nhom={group}&"));
    let print = format!("{PATH}?{group}{query}&in=1");
    let [csv, xlsx] = ["csv", "xlsx"].map(|kind| format!("/xep-hang/nhiem-vu.{kind}?{query}"));
    let ranks = filter.board(filter.group);
    view! {
        <ui::FilterBar action=PATH foldable=true form_state=filter.form.clone()>
            <ui::Select name="nhom" label="Nhóm cơ quan" options=groups value=chosen blank="Mọi nhóm" optional=true/>
            <ui::Field name="tu" label="Giao từ ngày" inputmode="numeric" value=format::date(from)/>
            <ui::Field name="den" label="Giao đến ngày" inputmode="numeric" value=format::date(to)/>
            <ui::Field name="tinh-den" label="Số liệu hết ngày" inputmode="numeric" value=format::date(as_of)/>
            <ui::Select name="che-do" label="Nhiệm vụ được tính" options=Filter::mode_options() value=mode/>
            <ui::Select name="co-cau" label="Cơ cấu tổ chức" options=Filter::view_options() value=view/>
        </ui::FilterBar>
        <div class="p-actions">
            <ui::LinkButton href=print label="In trang này" kind=ui::ButtonKind::Line icon=Icon::Print/>
            <ui::LinkButton href=csv label="Tải CSV" kind=ui::ButtonKind::Line icon=Icon::Down download=true/>
            <ui::LinkButton href=xlsx label="Tải XLSX" kind=ui::ButtonKind::Line icon=Icon::Down download=true/>
            <ui::LinkButton href=ranks label="Bảng xếp hạng" kind=ui::ButtonKind::Line icon=Icon::Chart/>
        </div>
    }
}

/// The units of a group, the most overdue tasks first, and their sum.
fn group_table(board: &Leaderboard, group: UnitGroup) -> impl IntoView + use<> {
    let mut units: Vec<&BoardRow> = board.of_group(group).collect();
    units.sort_by_cached_key(|row| (std::cmp::Reverse(row.counts.open_overdue), model::text::sort_key(&row.name), row.code.clone()));
    let mut rows: Vec<Row> =
        units.iter().map(|row| Row::new(line(&board.period, row.name.clone(), Whose::Unit(&row.code), &row.counts, Some(row.as_co_unit)))).collect();
    if let Some(total) = board.groups.iter().find(|total| total.group == group) {
        rows.push(Row::total(line(&board.period, "Cộng".to_owned(), Whose::Group(group), &total.counts, None)));
    }
    table(group.label().to_owned(), rows)
}

fn table(caption: String, rows: Vec<Row>) -> impl IntoView + use<> {
    let columns = std::iter::once(Column::text("Cơ quan chủ trì")).chain(HEADS.map(Column::number)).collect();
    view! { <ui::Table caption=caption columns=columns rows=rows/> }
}

/// Name, seven figures, tasks as a co-unit where that is one unit's, two shares.
fn line(period: &Period, name: String, whose: Whose<'_>, counts: &TaskCounts, as_co_unit: Option<i64>) -> Vec<Cell> {
    let [on_time, _] = counts.done_shares(2);
    let [_, overdue, _] = counts.open_shares(2);
    let figures = FIGURES.map(|figure| Cell::link(rows_href(period, whose, figure), format::number(figure.of(counts))));
    // Several co-units share a task: a sum is no number of tasks.
    let beside = as_co_unit.map_or_else(|| Cell::text(""), |count| Cell::link(rows_href(period, whose, TaskFigure::AsCoUnit), format::number(count)));
    std::iter::once(Cell::text(name)).chain(figures).chain([beside, Cell::text(on_time), Cell::text(overdue)]).collect()
}
