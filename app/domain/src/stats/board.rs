//! The leaderboard: figures, scores and ranks of every lead unit, group by group (04 §7).

use super::tasks::{Scope, instant, name_day, task_counts};
use crate::cx::Cx;
use crate::error::Result;
use crate::kept::Key;
use crate::org;
use model::format;
use model::stats::{BoardRow, GroupTotal, Leaderboard, Period, ScoreInputs, Standings, TaskCounts, UnitGroup, rank, score, wilson};

/// The leaderboard of a period. Needs no right: it is public. In a snapshot one statement while no task has changed, else four,
/// whatever the number of units.
///
/// # Errors
/// If the database cannot be read.
pub async fn leaderboard(cx: &mut Cx, period: &Period) -> Result<Leaderboard> {
    let key = Key::of(cx, *period).await?;
    if let Some(board) = key.as_ref().and_then(|key| cx.portal().boards().get(key)) {
        return Ok(Leaderboard { as_of: instant(period, cx.now()), ..(*board).clone() });
    }
    let board = compute(cx, period).await?;
    if let Some(key) = key {
        cx.portal().boards().keep(key, board.clone());
    }
    Ok(board)
}

/// Where every unit stood in the period before, for the trend. As cheap as the board itself.
///
/// # Errors
/// If the database cannot be read.
pub async fn standings_before(cx: &mut Cx, period: &Period) -> Result<Standings> {
    Ok(Standings::of(&leaderboard(cx, &period.previous()).await?))
}

async fn compute(cx: &mut Cx, period: &Period) -> Result<Leaderboard> {
    let figures = task_counts(cx, &Scope::All, period).await?;
    let leads: Vec<_> = figures.units.iter().filter(|unit| unit.counts.total() + unit.counts.cancelled > 0).collect();
    let ids: Vec<i64> = leads.iter().map(|unit| unit.unit_id).collect();
    let today = format::local_date(figures.as_of);
    let names = org::unit_names(cx, &ids, name_day(period, today)).await?;
    let mut rows: Vec<BoardRow> = Vec::with_capacity(leads.len());
    for unit in leads {
        let Some(name) = names.get(&unit.unit_id) else { continue };
        let counts = unit.counts;
        rows.push(BoardRow {
            unit_id: unit.unit_id,
            code: name.code.clone(),
            name: if unit.former { format!("Đơn vị cũ: {}", name.name) } else { name.name.clone() },
            group: UnitGroup::of(name.kind),
            counts,
            as_co_unit: unit.as_co_unit,
            score: score(&ScoreInputs::from(&counts)),
            rank: None,
            done_interval: wilson(counts.done_on_time, counts.done()),
            open_interval: wilson(counts.open_in_time, counts.open_with_deadline()),
        });
    }
    let mut groups = Vec::new();
    for group in UnitGroup::ALL {
        let places: Vec<usize> = (0..rows.len()).filter(|i| rows[*i].group == *group).collect();
        if places.is_empty() {
            continue;
        }
        let scores: Vec<Option<f64>> = places.iter().map(|i| rows[*i].score).collect();
        let mut counts = TaskCounts::default();
        for (place, rank) in places.iter().zip(rank(&scores)) {
            rows[*place].rank = rank;
            counts.add(&rows[*place].counts);
        }
        groups.push(GroupTotal { group: *group, units: places.len(), counts });
    }
    let order = |group: UnitGroup| UnitGroup::ALL.iter().position(|other| *other == group);
    rows.sort_by_cached_key(|row| (order(row.group), row.rank.unwrap_or(usize::MAX), model::text::sort_key(&row.name), row.code.clone()));
    let has_former_units = groups.iter().any(|group| group.group == UnitGroup::Districts);
    Ok(Leaderboard { period: *period, as_of: figures.as_of, total: figures.total, groups, rows, has_former_units })
}
