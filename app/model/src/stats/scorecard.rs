//! The scorecard of a unit (08 §5): half its tasks, half its dossiers; what citizens say stands beside.

use super::dossiers::{DossierCounts, DossierFigure};
use super::{Period, TaskCounts, UnitGroup, rank};
use crate::rating::LevelShares;
use chrono::{DateTime, Utc};

/// Version of the weights, printed on the page.
pub const SCORECARD_VERSION: &str = "2026.1";
/// Units with fewer dossiers than this have no score of dossiers (08 §4).
pub const LEAST_DOSSIERS: i64 = 20;
/// Share of each half in the total.
const HALF: f64 = 0.5;

/// What the half of the dossiers rests on: indicator 2.1 of the index (08 §4), as far as this portal can compute it. Dossiers
/// without a time limit, withdrawn, stopped and paused ones are left out of both numbers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct DossierHalf {
    /// Resolved before or on their due date.
    pub not_late: i64,
    /// Resolved, with a due date.
    pub judged: i64,
    /// Open, in time.
    pub in_time: i64,
    /// Open, overdue.
    pub overdue: i64,
}

impl From<&DossierCounts> for DossierHalf {
    fn from(counts: &DossierCounts) -> Self {
        Self {
            not_late: counts.of(DossierFigure::NotLate),
            judged: counts.of(DossierFigure::Judged),
            in_time: counts.of(DossierFigure::InTime),
            overdue: counts.of(DossierFigure::Overdue),
        }
    }
}

impl DossierHalf {
    /// The numerator: not late, resolved or open.
    #[must_use]
    pub const fn part(&self) -> i64 {
        self.not_late + self.in_time
    }

    /// The denominator: every dossier whose time limit can be judged.
    #[must_use]
    pub const fn whole(&self) -> i64 {
        self.judged + self.in_time + self.overdue
    }

    /// Score from 0 to 100, rounded to 3 decimals; `None` with too few dossiers.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "counts of dossiers are far below 2^52")]
    pub fn score(&self) -> Option<f64> {
        (self.whole() >= LEAST_DOSSIERS).then(|| round(100.0 * self.part() as f64 / self.whole() as f64))
    }
}

fn round(score: f64) -> f64 {
    (score * 1000.0).round() / 1000.0
}

/// One unit.
#[derive(Debug, Clone, PartialEq)]
pub struct Scorecard {
    /// Agency code.
    pub code: String,
    /// Name on the day of the figures.
    pub name: String,
    /// Group.
    pub group: UnitGroup,
    /// Figures of its tasks.
    pub tasks: TaskCounts,
    /// Score of its tasks (04 §7).
    pub task_score: Option<f64>,
    /// What its dossiers give.
    pub dossiers: DossierHalf,
    /// What citizens say, since the portal asks them: shown, not scored.
    pub levels: LevelShares,
    /// Rank of the total in its group; none unless both halves have a score.
    pub rank: Option<usize>,
}

impl Scorecard {
    /// The total from 0 to 100, rounded to 3 decimals; `None` unless both halves have a score.
    #[must_use]
    pub fn total(&self) -> Option<f64> {
        Some(round(HALF * self.task_score? + HALF * self.dossiers.score()?))
    }
}

/// The scorecards of a period.
#[derive(Debug, Clone, PartialEq)]
pub struct Scorecards {
    /// What was asked.
    pub period: Period,
    /// Instant of the figures.
    pub as_of: DateTime<Utc>,
    /// Every unit with tasks or dossiers: by group, rank, then name.
    pub rows: Vec<Scorecard>,
}

impl Scorecards {
    /// Ranks the units of each group and puts them in order. Scores equal after 3 decimals share the rank.
    #[must_use]
    pub fn ranked(period: Period, as_of: DateTime<Utc>, mut rows: Vec<Scorecard>) -> Self {
        for group in UnitGroup::ALL {
            let places: Vec<usize> = (0..rows.len()).filter(|i| rows[*i].group == *group).collect();
            let totals: Vec<Option<f64>> = places.iter().map(|i| rows[*i].total()).collect();
            for (place, rank) in places.iter().zip(rank(&totals)) {
                rows[*place].rank = rank;
            }
        }
        let order = |group: UnitGroup| UnitGroup::ALL.iter().position(|other| *other == group);
        rows.sort_by_cached_key(|row| (order(row.group), row.rank.unwrap_or(usize::MAX), crate::text::sort_key(&row.name), row.code.clone()));
        Self { period, as_of, rows }
    }

    /// The rows of one group, in order.
    pub fn of_group(&self, group: UnitGroup) -> impl Iterator<Item = &Scorecard> {
        self.rows.iter().filter(move |row| row.group == group)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::NaiveDate;

    fn card(code: &str, task_score: Option<f64>, dossiers: DossierHalf) -> Scorecard {
        Scorecard {
            code: code.into(),
            name: code.into(),
            group: UnitGroup::Communes,
            tasks: TaskCounts::default(),
            task_score,
            dossiers,
            levels: LevelShares::default(),
            rank: None,
        }
    }

    /// 08 §5: half and half; a unit with one part shows that part and has no rank; equal totals share it.
    #[test]
    fn totals_and_ranks() {
        let good = DossierHalf { not_late: 18, judged: 20, in_time: 5, overdue: 0 };
        let few = DossierHalf { not_late: 19, judged: 19, in_time: 0, overdue: 0 };
        assert_eq!((good.part(), good.whole(), good.score(), few.score()), (23, 25, Some(92.0), None));
        let day = NaiveDate::from_ymd_opt(2026, 11, 23).expect("day");
        let rows =
            vec![card("d", None, good), card("a", Some(60.0), good), card("c", Some(90.0), few), card("e", Some(40.0), good), card("b", Some(60.0004), good)];
        let cards = Scorecards::ranked(Period::cohort(day, day, day), DateTime::<Utc>::UNIX_EPOCH, rows);
        let ranks: Vec<(&str, Option<usize>, Option<f64>)> =
            cards.of_group(UnitGroup::Communes).map(|card| (card.code.as_str(), card.rank, card.total())).collect();
        assert_eq!(ranks, [("a", Some(1), Some(76.0)), ("b", Some(1), Some(76.0)), ("e", Some(3), Some(66.0)), ("c", None, None), ("d", None, None)]);
    }
}
