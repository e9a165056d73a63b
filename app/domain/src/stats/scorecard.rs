//! The scorecards of the units (08 §5): no figure of their own, only the leaderboard, the sheet of dossiers and the ratings side by side.

use super::dossiers::{Asked, sheet};
use super::leaderboard;
use crate::cx::Cx;
use crate::error::Result;
use crate::{org, rating};
use model::access::{Action, ObjectKind};
use model::format;
use model::rating::LevelShares;
use model::stats::dossiers::DossierPeriod;
use model::stats::{DossierHalf, Period, Scorecard, Scorecards, TaskCounts};
use std::collections::{BTreeMap, HashMap};

/// The scorecard of every unit with tasks or dossiers in the period. Ask in a snapshot.
///
/// # Errors
/// `Forbidden` without the right to see statistics.
pub async fn scorecards(cx: &mut Cx, period: &Period) -> Result<Scorecards> {
    cx.require_reach(Action::View, ObjectKind::Statistic)?;
    let board = leaderboard(cx, period).await?;
    let dossiers = DossierPeriod { from: period.from, to: period.to, as_of: period.as_of, view: period.view };
    let sheet = sheet(cx, &Asked::default(), &dossiers).await?;
    let said = levels(cx).await?;
    // A code may have belonged to two units in one period, so the name of the day is part of the key.
    let mut cards: BTreeMap<(String, String), Scorecard> = BTreeMap::new();
    for row in board.rows {
        let card = Scorecard { tasks: row.counts, task_score: row.score, group: row.group, name: row.name, ..blank(row.code, &said) };
        cards.insert((card.code.clone(), card.name.clone()), card);
    }
    for line in sheet.units {
        let key = (line.code.clone(), line.name.clone());
        let card = cards.entry(key).or_insert_with(|| Scorecard { group: line.group, name: line.name, ..blank(line.code, &said) });
        card.dossiers = DossierHalf::from(&line.counts);
    }
    Ok(Scorecards::ranked(*period, board.as_of, cards.into_values().collect()))
}

fn blank(code: String, said: &HashMap<String, LevelShares>) -> Scorecard {
    Scorecard {
        levels: said.get(&code).copied().unwrap_or_default(),
        code,
        name: String::new(),
        group: model::stats::UnitGroup::Others,
        tasks: TaskCounts::default(),
        task_score: None,
        dossiers: DossierHalf::default(),
        rank: None,
    }
}

/// Ratings by the code that the unit has today.
async fn levels(cx: &mut Cx) -> Result<HashMap<String, LevelShares>> {
    let by_unit = rating::levels(cx).await?;
    let ids: Vec<i64> = by_unit.keys().copied().collect();
    let today = format::local_date(cx.now());
    let names = org::unit_names(cx, &ids, today).await?;
    Ok(by_unit.into_iter().filter_map(|(unit, levels)| Some((names.get(&unit)?.code.clone(), levels))).collect())
}
