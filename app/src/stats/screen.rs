//! `/xep-hang/man-hinh`: the leaderboard on a wall. It reloads itself, page by page and group by group, and needs no script.

use super::filter::Filter;
use super::tables::trend_note;
use crate::web::{Page, Result, Rq};
use chrono::{DateTime, Utc};
use leptos::prelude::*;
use model::format;
use model::stats::{BoardRow, Leaderboard, Standings, UnitGroup, score_text};
use ui::{Cell, Column, Row};

/// Seconds that a page stands.
const STANDS: i64 = 20;
/// Who comes in the last seconds of a page gets the next one already: nothing vanishes before it was read.
const EARLY: i64 = 5;
/// Units on a page: as many as a screen shows in large letters.
const UNITS: usize = 8;

/// Which units stand on the wall at this instant: the pages follow each other by the clock, so that every screen of the house
/// shows the same, and none has to remember anything. Gives the group, the page and their number; `None` without units.
fn slide(board: &Leaderboard, only: Option<UnitGroup>, now: DateTime<Utc>) -> Option<(UnitGroup, usize, usize)> {
    let mut slides = Vec::new();
    for group in UnitGroup::ALL.iter().copied().filter(|group| only.is_none_or(|only| only == *group)) {
        let pages = board.of_group(group).count().div_ceil(UNITS);
        slides.extend((0..pages).map(|page| (group, page, pages)));
    }
    let turn = usize::try_from((now.timestamp() + EARLY) / STANDS).unwrap_or_default();
    slides.get(turn % slides.len().max(1)).copied()
}

/// Seconds until the next page.
fn left(now: DateTime<Utc>) -> u32 {
    u32::try_from(STANDS + EARLY - (now.timestamp() + EARLY).rem_euclid(STANDS)).unwrap_or(20)
}

/// The page.
pub async fn page(rq: Rq) -> Result<Page> {
    let filter = Filter::read(&rq);
    let mut cx = rq.read().await?;
    let board = domain::stats::leaderboard(&mut cx, &filter.period).await?;
    let before = domain::stats::standings_before(&mut cx, &filter.period).await?;
    let now = cx.now();
    Ok(Page::new("Bảng xếp hạng nhiệm vụ, màn hình lớn", move || body(&filter, &board, &before, now)).bare().refresh(left(now)))
}

fn body(filter: &Filter, board: &Leaderboard, before: &Standings, now: DateTime<Utc>) -> impl IntoView + use<> {
    let lead = format!("Chưa có nhiệm vụ nào giao {}.", filter.period_text());
    let Some((group, page, pages)) = slide(board, filter.group, now) else {
        return view! {
            <ui::Container>
                <ui::PageHeading title="Bảng xếp hạng nhiệm vụ" lead=lead/>
            </ui::Container>
        }
        .into_any();
    };
    let rows: Vec<Row> = board.of_group(group).skip(page * UNITS).take(UNITS).map(|row| line(row, before)).collect();
    let above = format!("Bảng xếp hạng nhiệm vụ, giao {}", filter.period_text());
    let lead = format!("Trang {} trong {pages}. Số liệu tính đến {}.", page + 1, format::date_time(board.as_of));
    let columns = vec![
        Column::text("Cơ quan"),
        Column::number("Hạng"),
        Column::number("Điểm"),
        Column::number("Đúng hạn / đã xong"),
        Column::number("Quá hạn / chưa xong"),
    ];
    let caption = format!("{}: hạng, điểm, đúng hạn, quá hạn", group.label());
    let note = format!(
        "Trang tự chuyển sau mỗi {STANDS} giây. Điểm dùng cận dưới khoảng tin cậy Wilson 95\u{a0}%. Mũi tên so với kỳ giao {} – {}.",
        format::date(before.period.from),
        format::date(before.period.to)
    );
    view! {
        <ui::Container>
            <ui::PageHeading title=group.label() above=above lead=lead display=true/>
            <ui::Table caption=caption caption_hidden=true columns=columns rows=rows/>
            <p class="p-muted">{note}</p>
        </ui::Container>
    }
    .into_any()
}

fn line(row: &BoardRow, before: &Standings) -> Row {
    let large = |text: String| Cell::view(view! { <span class="p-h2">{text}</span> });
    let counts = &row.counts;
    let name = view! { <span class="p-h2">{row.name.clone()}</span>{trend_note(&before.trend(row))} };
    Row::new(vec![
        Cell::view(name),
        large(row.rank.map_or_else(|| "–".to_owned(), |rank| rank.to_string())),
        large(row.score.map_or_else(|| "–".to_owned(), score_text)),
        large(format!("{}/{}", format::number(counts.done_on_time), format::number(counts.done()))),
        large(format!("{}/{}", format::number(counts.open_overdue), format::number(counts.open()))),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::{Duration, NaiveDate};
    use model::stats::{Period, TaskCounts};

    #[test]
    fn the_pages_follow_each_other_and_every_unit_has_its_turn() {
        let day = NaiveDate::from_ymd_opt(2026, 11, 23).expect("day");
        let row = |n: usize, group: UnitGroup| BoardRow {
            unit_id: n as i64,
            code: n.to_string(),
            name: n.to_string(),
            group,
            counts: TaskCounts::default(),
            as_co_unit: 0,
            score: None,
            rank: None,
            done_interval: None,
            open_interval: None,
        };
        let rows = (0..9).map(|n| row(n, UnitGroup::Departments)).chain((9..12).map(|n| row(n, UnitGroup::Communes))).collect();
        let board = Leaderboard {
            period: Period::cohort(day, day, day),
            as_of: DateTime::UNIX_EPOCH,
            total: TaskCounts::default(),
            groups: Vec::new(),
            rows,
            has_former_units: false,
        };
        let at = |seconds: i64| DateTime::UNIX_EPOCH + Duration::seconds(seconds);
        let turn = |seconds: i64| slide(&board, None, at(seconds)).expect("a slide");
        assert_eq!(
            [turn(0), turn(20), turn(40), turn(60)],
            [(UnitGroup::Departments, 0, 2), (UnitGroup::Departments, 1, 2), (UnitGroup::Communes, 0, 1), (UnitGroup::Departments, 0, 2)]
        );
        assert_eq!(slide(&board, Some(UnitGroup::Communes), at(20)), Some((UnitGroup::Communes, 0, 1)));
        assert_eq!(slide(&board, Some(UnitGroup::Districts), at(20)), None);
        assert_eq!([left(at(0)), left(at(14)), left(at(15)), left(at(20))], [20, 6, 25, 20]);
    }
}
