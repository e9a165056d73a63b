//! The leaderboard against the period before: the same length, the same stage, earlier.

use super::{BoardRow, Leaderboard, Period, score_text};
use chrono::{Datelike, Days, Months, NaiveDate};
use std::collections::BTreeMap;

/// How far back the period before lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Back {
    Months(u32),
    Days(u64),
}

impl Back {
    /// A period that begins with a month goes back by months: one, a quarter, a year, or as many as it touches; every other
    /// period by its length in days.
    fn of(from: NaiveDate, to: NaiveDate) -> Self {
        let months = |day: NaiveDate| day.year() * 12 + i32::try_from(day.month0()).unwrap_or(0);
        let touched = u32::try_from(months(to) - months(from) + 1).unwrap_or(1);
        if from.day() != 1 {
            return Self::Days(u64::try_from((to - from).num_days() + 1).unwrap_or(1));
        }
        Self::Months(match touched {
            1 => 1,
            2 | 3 if from.month0().is_multiple_of(3) => 3,
            2..=12 if from.month() == 1 => 12,
            other => other,
        })
    }

    fn day(self, day: NaiveDate) -> NaiveDate {
        match self {
            Self::Days(days) => day.checked_sub_days(Days::new(days)).unwrap_or(day),
            Self::Months(months) => {
                let earlier = day.checked_sub_months(Months::new(months)).unwrap_or(day);
                // The last day of a month stays the last day of a month.
                let last = day.succ_opt().is_some_and(|next| next.day() == 1);
                if last { end_of_month(earlier) } else { earlier }
            }
        }
    }
}

fn end_of_month(day: NaiveDate) -> NaiveDate {
    let first = day.with_day(1).unwrap_or(day);
    first.checked_add_months(Months::new(1)).and_then(|next| next.pred_opt()).unwrap_or(day)
}

impl Period {
    /// The period before, with the figures of the same stage: 1–22 November as of the 22nd is compared with 1–22 October as of
    /// 22 October.
    #[must_use]
    pub fn previous(&self) -> Self {
        let back = Back::of(self.from, self.to);
        let from = back.day(self.from);
        // A first day is never moved to the end of a month.
        let from = if self.from.day() == 1 { from.with_day(1).unwrap_or(from) } else { from };
        Self { from, to: back.day(self.to), as_of: back.day(self.as_of), ..*self }
    }
}

/// Where every unit stood in the period before.
#[derive(Debug, Clone, PartialEq)]
pub struct Standings {
    /// That period.
    pub period: Period,
    before: BTreeMap<i64, (Option<usize>, Option<f64>)>,
}

impl Standings {
    /// The standings of a board.
    #[must_use]
    pub fn of(board: &Leaderboard) -> Self {
        Self { period: board.period, before: board.rows.iter().map(|row| (row.unit_id, (row.rank, row.score))).collect() }
    }

    /// How a unit moved since then.
    #[must_use]
    pub fn trend(&self, row: &BoardRow) -> Trend {
        let (rank, score) = self.before.get(&row.unit_id).copied().unwrap_or_default();
        let movement = match (rank, row.rank) {
            (Some(before), Some(now)) if now < before => Movement::Up(before - now),
            (Some(before), Some(now)) if now > before => Movement::Down(now - before),
            (Some(_), Some(_)) => Movement::Same,
            (None, Some(_)) => Movement::New,
            (_, None) => Movement::Unranked,
        };
        Trend { movement, score: score.zip(row.score).map(|(before, now)| now - before) }
    }
}

/// How a unit moved in its group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Movement {
    /// So many places up.
    Up(usize),
    /// So many places down.
    Down(usize),
    /// The same place.
    Same,
    /// Ranked now, not before.
    New,
    /// Not ranked now.
    Unranked,
}

/// Rank and score against the period before.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Trend {
    /// The place.
    pub movement: Movement,
    /// Points more (or fewer); none unless both periods have a score.
    pub score: Option<f64>,
}

impl Trend {
    /// An arrow for the eye; the words say the same.
    #[must_use]
    pub const fn arrow(&self) -> &'static str {
        match self.movement {
            Movement::Up(_) => "↑",
            Movement::Down(_) => "↓",
            Movement::Same => "→",
            Movement::New | Movement::Unranked => "",
        }
    }

    /// "Tăng 3 bậc, thêm 1,25 điểm"; empty for a unit that is not ranked.
    #[must_use]
    pub fn words(&self) -> String {
        let place = match self.movement {
            Movement::Up(places) => format!("Tăng {places} bậc"),
            Movement::Down(places) => format!("Giảm {places} bậc"),
            Movement::Same => "Giữ hạng".to_owned(),
            Movement::New => "Kỳ trước chưa xếp hạng".to_owned(),
            Movement::Unranked => return String::new(),
        };
        match self.score.map(|points| (points, score_text(points.abs()))) {
            None => place,
            Some((_, text)) if text == "0,00" => format!("{place}, điểm không đổi"),
            Some((points, text)) if points > 0.0 => format!("{place}, thêm {text} điểm"),
            Some((_, text)) => format!("{place}, bớt {text} điểm"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::{TaskCounts, UnitGroup};
    use chrono::{DateTime, Utc};

    fn day(y: i32, m: u32, d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(y, m, d).expect("day")
    }

    #[test]
    fn the_period_before_is_at_the_same_stage() {
        let cases = [
            ((day(2026, 11, 1), day(2026, 11, 22)), (day(2026, 10, 1), day(2026, 10, 22))),
            ((day(2026, 11, 1), day(2026, 11, 30)), (day(2026, 10, 1), day(2026, 10, 31))),
            ((day(2026, 3, 1), day(2026, 3, 31)), (day(2026, 2, 1), day(2026, 2, 28))),
            ((day(2026, 10, 1), day(2026, 11, 22)), (day(2026, 7, 1), day(2026, 8, 22))),
            ((day(2026, 1, 1), day(2026, 11, 22)), (day(2025, 1, 1), day(2025, 11, 22))),
            ((day(2026, 1, 1), day(2026, 1, 15)), (day(2025, 12, 1), day(2025, 12, 15))),
            ((day(2026, 2, 1), day(2026, 5, 31)), (day(2025, 10, 1), day(2026, 1, 31))),
            ((day(2017, 9, 5), day(2017, 12, 13)), (day(2017, 5, 28), day(2017, 9, 4))),
        ];
        for ((from, to), (before, until)) in cases {
            let period = Period::cohort(from, to, to).previous();
            assert_eq!((period.from, period.to, period.as_of), (before, until, until), "{from} – {to}");
        }
        assert_eq!(Period::cohort(NaiveDate::MIN, NaiveDate::MIN, NaiveDate::MIN).previous().to, NaiveDate::MIN);
    }

    fn row(rank: Option<usize>, score: Option<f64>) -> BoardRow {
        BoardRow {
            unit_id: 1,
            code: "H99.01".into(),
            name: "Sở".into(),
            group: UnitGroup::Departments,
            counts: TaskCounts::default(),
            as_co_unit: 0,
            score,
            rank,
            done_interval: None,
            open_interval: None,
        }
    }

    #[test]
    fn a_trend_has_words_beside_its_arrow() {
        let before = |rank, score| {
            Standings::of(&Leaderboard {
                period: Period::cohort(day(2026, 10, 1), day(2026, 10, 31), day(2026, 10, 31)),
                as_of: DateTime::<Utc>::UNIX_EPOCH,
                total: TaskCounts::default(),
                groups: Vec::new(),
                rows: vec![row(rank, score)],
                has_former_units: false,
            })
        };
        let said = |then: &Standings, now: &BoardRow| (then.trend(now).arrow(), then.trend(now).words());
        let then = before(Some(4), Some(40.0));
        assert_eq!(said(&then, &row(Some(1), Some(41.25))), ("↑", "Tăng 3 bậc, thêm 1,25 điểm".to_owned()));
        assert_eq!(said(&then, &row(Some(5), Some(39.9))), ("↓", "Giảm 1 bậc, bớt 0,10 điểm".to_owned()));
        assert_eq!(said(&then, &row(Some(4), Some(40.0))), ("→", "Giữ hạng, điểm không đổi".to_owned()));
        assert_eq!(said(&then, &row(None, None)), ("", String::new()));
        assert_eq!(said(&before(None, None), &row(Some(2), Some(50.0))), ("", "Kỳ trước chưa xếp hạng".to_owned()));
    }
}
