//! Tables of the leaderboard: shares, ranking, every figure of every unit, groups.

use super::board::{segments, unsigned};
use super::filter::{Whose, rows_href};
use leptos::prelude::*;
use model::format;
use model::stats::{BoardRow, Interval, Leaderboard, Period, Standings, TaskCounts, TaskFigure, Trend, UnitGroup, score_text, share_pair};
use ui::{Bucket, Cell, Column, Row, Swatch};

/// Look, words, count, address of its rows, share of one denominator.
pub type Share = (Bucket, String, i64, String, String);

/// Parts of one denominator with their shares, which add up to exactly 100.
pub fn shares(id: &'static str, caption: &'static str, rows: Vec<Share>, note: String) -> impl IntoView {
    let rows = rows
        .into_iter()
        .enumerate()
        .map(|(i, (bucket, label, count, href, share))| {
            view! {
                <tr class="p-bucket-table__row">
                    <th class="p-bucket-table__name" scope="row"><Swatch bucket=bucket id=format!("{id}-{i}")/><span>{label}</span></th>
                    <td class="p-bucket-table__count n"><a href=href>{format::number(count)}</a></td>
                    <td class="p-bucket-table__share n">{share}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <div class="p-bucket-table">
            <table class="p-bucket-table__table">
                <caption class="p-visually-hidden">{caption}</caption>
                <tbody>{rows}</tbody>
            </table>
            <p class="p-bucket-table__note">{note}</p>
        </div>
    }
}

/// A count as a link to its rows.
fn linked(period: &Period, whose: Whose<'_>, figure: TaskFigure, counts: &TaskCounts) -> Cell {
    Cell::link(rows_href(period, whose, figure), format::number(figure.of(counts)))
}

/// Rank, unit, bar, two ratios, score; below the unit how it moved since the period before.
pub fn ranking(period: &Period, group: UnitGroup, rows: &[BoardRow], before: &Standings) -> impl IntoView + use<> {
    let scale = rows.iter().map(|row| unsigned(row.counts.total())).max().unwrap_or(1);
    let caption = format!("{}: hạng, số nhiệm vụ, tỷ lệ và điểm", group.label());
    let lines = rows.iter().map(|row| ranked(period, row, scale, &before.trend(row))).collect_view();
    view! {
        <table class="p-leaderboard">
            <caption class="p-visually-hidden">{caption}</caption>
            <thead>
                <tr>
                    <th class="p-leaderboard__head p-leaderboard__head--number" scope="col">"Hạng"</th>
                    <th class="p-leaderboard__head" scope="col">"Cơ quan chủ trì"</th>
                    <th class="p-leaderboard__head" scope="col">"Số nhiệm vụ"</th>
                    <th class="p-leaderboard__head p-leaderboard__head--number" scope="col">"Đúng hạn / đã hoàn thành"</th>
                    <th class="p-leaderboard__head p-leaderboard__head--number" scope="col">"Quá hạn / chưa hoàn thành"</th>
                    <th class="p-leaderboard__head p-leaderboard__head--number" scope="col">"Điểm"</th>
                </tr>
            </thead>
            <tbody>{lines}</tbody>
        </table>
    }
}

/// The arrow for the eye, the words for everybody.
pub fn trend_note(trend: &Trend) -> impl IntoView + use<> {
    let (arrow, words) = (trend.arrow(), trend.words());
    (!words.is_empty()).then(|| view! { <span class="p-leaderboard__note"><span aria-hidden="true">{arrow}" "</span>{words}</span> })
}

fn ranked(period: &Period, row: &BoardRow, scale: u64, trend: &Trend) -> impl IntoView + use<> {
    let (whose, counts) = (Whose::Unit(&row.code), &row.counts);
    let href = |figure| rows_href(period, whose, figure);
    let rank = row.rank.map_or_else(|| "–".to_owned(), |rank| rank.to_string());
    let size = counts.done() + counts.open_with_deadline();
    let note = row.rank.is_none().then(|| view! { <span class="p-leaderboard__note">{format!("Chưa đủ số liệu (n = {size})")}</span> });
    let inherited = (counts.inherited > 0).then(|| view! { <span class="p-leaderboard__note">{format!("tiếp nhận đã quá hạn: {}", counts.inherited)}</span> });
    let bar = format!("thanh-{}", row.code.replace('.', "-"));
    let label = format!("{}, {} nhiệm vụ", row.name, format::number(counts.total()));
    let [on_time, _] = counts.done_shares(2);
    let [_, overdue, _] = counts.open_shares(2);
    view! {
        <tr class="p-leaderboard__row">
            <td class="p-leaderboard__rank">{rank}</td>
            <th class="p-leaderboard__name" scope="row"><a href=href(TaskFigure::Total)>{row.name.clone()}</a>{trend_note(trend)}{note}{inherited}</th>
            <td class="p-leaderboard__bar"><ui::StackedBar id=bar segments=segments(period, whose, counts) label=label small=true scale=scale/></td>
            <td class="p-leaderboard__ratio" data-label="Đúng hạn / đã xong">
                {ratio(counts.done_on_time, counts.done(), href(TaskFigure::DoneOnTime), href(TaskFigure::Done))}
                <span class="p-leaderboard__percent">{on_time}</span>
            </td>
            <td class="p-leaderboard__ratio" data-label="Quá hạn / chưa xong">
                {ratio(counts.open_overdue, counts.open(), href(TaskFigure::OpenOverdue), href(TaskFigure::Open))}
                <span class="p-leaderboard__percent">{overdue}</span>
            </td>
            <td class="p-leaderboard__score">{row.score.map_or_else(|| "–".to_owned(), score_text)}</td>
        </tr>
    }
}

/// "5/9", both numbers as links to their rows.
fn ratio(part: i64, whole: i64, part_href: String, whole_href: String) -> impl IntoView {
    view! { <span class="p-nowrap"><a href=part_href>{format::number(part)}</a>"/"<a href=whole_href>{format::number(whole)}</a></span> }
}

fn interval_text(share: String, interval: Option<Interval>) -> String {
    let percent = |value: f64| format!("{:.2}", value * 100.0).replace('.', ",");
    interval.map_or_else(|| "–".to_owned(), |interval| format!("{share} ({} – {})", percent(interval.lower), percent(interval.upper)))
}

/// The five buckets of every unit, with shares and intervals, and what stands beside the score.
pub fn every_figure(period: &Period, rows: &[BoardRow]) -> impl IntoView + use<> {
    let columns = vec![
        Column::text("Cơ quan chủ trì"),
        Column::number("Tổng"),
        Column::number("Xong đúng hạn"),
        Column::number("Xong quá hạn"),
        Column::number("Trong hạn"),
        Column::number("Quá hạn"),
        Column::number("Không thời hạn"),
        Column::number("Đúng hạn / đã hoàn thành (khoảng tin cậy)"),
        Column::number("Trong hạn / chưa hoàn thành có hạn (khoảng tin cậy)"),
        Column::number("Phối hợp"),
        Column::number("Thu hồi, hủy"),
        Column::number("Đúng hạn nhờ gia hạn"),
        Column::number("Số ngày quá hạn trung bình"),
    ];
    let lines = rows
        .iter()
        .map(|row| {
            let (whose, counts) = (Whose::Unit(&row.code), &row.counts);
            let figure = |figure| linked(period, whose, figure, counts);
            let [done, _] = counts.done_shares(2);
            let [open, _] = share_pair(counts.open_in_time, counts.open_overdue, 2);
            let late =
                if counts.done_late == 0 { "–".to_owned() } else { format::decimal((counts.days_late * 10 + counts.done_late / 2) / counts.done_late, 1) };
            Row::new(vec![
                Cell::text(row.name.clone()),
                figure(TaskFigure::Total),
                figure(TaskFigure::DoneOnTime),
                figure(TaskFigure::DoneLate),
                figure(TaskFigure::OpenInTime),
                figure(TaskFigure::OpenOverdue),
                figure(TaskFigure::OpenNoDeadline),
                Cell::text(interval_text(done, row.done_interval)),
                Cell::text(interval_text(open, row.open_interval)),
                Cell::link(rows_href(period, whose, TaskFigure::AsCoUnit), format::number(row.as_co_unit)),
                figure(TaskFigure::Cancelled),
                Cell::text(format::number(counts.on_time_by_extension)),
                Cell::text(late),
            ])
        })
        .collect();
    view! { <ui::Table caption="Năm nhóm nhiệm vụ của từng cơ quan; tỷ lệ kèm khoảng tin cậy Wilson 95 %" columns=columns rows=lines/> }
}

/// Every group, and the whole tree below.
pub fn groups(board: &Leaderboard) -> impl IntoView + use<> {
    let columns = ["Nhóm", "Tổng", "Xong đúng hạn", "Xong quá hạn", "Chưa xong, trong hạn", "Chưa xong, quá hạn", "Không thời hạn"];
    let columns = columns.into_iter().enumerate().map(|(i, label)| if i == 0 { Column::text(label) } else { Column::number(label) }).collect();
    let figures =
        [TaskFigure::Total, TaskFigure::DoneOnTime, TaskFigure::DoneLate, TaskFigure::OpenInTime, TaskFigure::OpenOverdue, TaskFigure::OpenNoDeadline];
    let line = |name: String, whose: Whose<'_>, counts: &TaskCounts| -> Vec<Cell> {
        std::iter::once(Cell::text(name)).chain(figures.iter().map(|figure| linked(&board.period, whose, *figure, counts))).collect()
    };
    let mut rows: Vec<Row> = board
        .groups
        .iter()
        .map(|total| Row::new(line(format!("{} ({})", total.group.label(), total.units), Whose::Group(total.group), &total.counts)))
        .collect();
    rows.push(Row::total(line(format!("Toàn tỉnh ({})", board.rows.len()), Whose::All, &board.total)));
    let former = board.has_former_units;
    view! {
        <ui::Section id="theo-nhom" title="Bảng số liệu theo nhóm">
            <ui::Table caption="Số nhiệm vụ của mỗi nhóm cơ quan" caption_hidden=true columns=columns rows=rows/>
            {former.then(|| view! { <p class="p-small p-muted">"Cấp huyện kết thúc hoạt động từ 01/07/2025; tên in theo cơ cấu lúc phát sinh."</p> })}
        </ui::Section>
    }
}
