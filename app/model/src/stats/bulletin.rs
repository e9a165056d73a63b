//! Digests that leave by themselves (04 §5): which, for which period, and what their page shows.

use super::{Digest, OrgView, Period, StatMode, TaskCounts};
use chrono::{DateTime, Datelike, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

text_enum! {
    /// To whom a digest goes.
    pub enum BulletinKind {
        Unit = "unit" => "Hằng ngày, đơn vị", Head = "head" => "Hằng tuần, người đứng đầu đơn vị", Province = "province" => "Hằng tuần, lãnh đạo tỉnh",
    }
}

text_enum! {
    /// Where a digest stands.
    pub enum BulletinState { Ready = "ready" => "Chờ gửi", Sent = "sent" => "Đã gửi", Blocked = "blocked" => "Bị chặn" }
}

/// The period of the digests of a day: every task that was still open when the year began or came since, booked on the units
/// of today. What is overdue does not end with the year.
#[must_use]
pub fn period(day: NaiveDate) -> Period {
    let from = NaiveDate::from_ymd_opt(day.year(), 1, 1).unwrap_or(day);
    Period { mode: StatMode::Stock, from, to: day, as_of: day, view: OrgView::AsNow }
}

/// The text of a digest inside the portal: the figures, and for the head of a unit its place.
#[must_use]
pub fn text(digest: &Digest, place: &str) -> String {
    let figures = digest.text();
    if place.is_empty() { figures } else { format!("Xếp hạng {place}. {figures}") }
}

/// One unit in the digest of the province.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProvinceUnit {
    /// Code of the unit's own snapshot.
    pub snapshot: String,
    /// Agency code.
    pub code: String,
    /// Name.
    pub name: String,
    /// Its figures.
    pub counts: TaskCounts,
    /// "3/20" in its group; empty without a rank.
    pub place: String,
}

/// The digest of the province as it was frozen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProvinceSheet {
    /// Name of the province.
    pub name: String,
    /// Sum of all units.
    pub total: TaskCounts,
    /// Every unit with tasks, by the place in its group as the leaderboard has it.
    pub units: Vec<ProvinceUnit>,
    /// The five units with the most overdue tasks, as places in `units`.
    pub worst: Vec<usize>,
    /// Tasks that are long overdue: their codes.
    pub escalated: Vec<String>,
}

/// Units in the list of the worst.
const WORST: usize = 5;

/// The units with the most overdue tasks, the worst first; at a tie the one with the larger share of its open tasks.
#[must_use]
pub fn worst(units: &[ProvinceUnit]) -> Vec<usize> {
    let mut places: Vec<usize> = (0..units.len()).filter(|at| units[*at].counts.open_overdue > 0).collect();
    let overdue = |at: &usize| units[*at].counts.open_overdue;
    let open = |at: &usize| units[*at].counts.open_with_deadline();
    // The larger share: a/b > c/d for positive denominators.
    places.sort_by(|a, b| overdue(b).cmp(&overdue(a)).then_with(|| (overdue(b) * open(a)).cmp(&(overdue(a) * open(b)))).then_with(|| a.cmp(b)));
    places.truncate(WORST);
    places
}

/// The page of a frozen digest of the province.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProvincePage {
    /// Code in the address.
    pub code: String,
    /// What was asked.
    pub period: Period,
    /// Instant of the figures.
    pub as_of: DateTime<Utc>,
    /// What was sent.
    pub sent: ProvinceSheet,
    /// The sum now.
    pub live: TaskCounts,
}

/// One digest in the list of a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BulletinRow {
    /// To whom it goes.
    pub kind: BulletinKind,
    /// Unit.
    pub unit: String,
    /// Code of its snapshot.
    pub snapshot: String,
    /// Instant of the figures.
    pub as_of: DateTime<Utc>,
    /// Where it stands.
    pub state: BulletinState,
    /// Why it was blocked; empty otherwise.
    pub error: String,
    /// What became of its messages: channel, state, how many.
    pub messages: Vec<(crate::notify::NotifyChannel, crate::notify::OutboxState, i64)>,
    /// The figures as sent.
    pub sent: TaskCounts,
    /// The same figures now.
    pub live: TaskCounts,
}

/// The digests of a day.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BulletinPage {
    /// The day; none if no digest was ever made.
    pub day: Option<NaiveDate>,
    /// The days before and after it that have digests.
    pub around: (Option<NaiveDate>, Option<NaiveDate>),
    /// The rows.
    pub list: crate::List<BulletinRow>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(y: i32, m: u32, d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(y, m, d).expect("day")
    }

    #[test]
    fn what_was_open_when_the_year_began_counts_on() {
        let period = period(day(2026, 4, 1));
        assert_eq!((period.mode, period.from, period.to, period.as_of), (StatMode::Stock, day(2026, 1, 1), day(2026, 4, 1), day(2026, 4, 1)));
    }

    #[test]
    fn five_worst_units() {
        let unit = |overdue: i64, in_time: i64| ProvinceUnit {
            snapshot: String::new(),
            code: String::new(),
            name: String::new(),
            counts: TaskCounts { open_overdue: overdue, open_in_time: in_time, ..TaskCounts::default() },
            place: String::new(),
        };
        let units = [unit(0, 9), unit(2, 8), unit(5, 0), unit(2, 1), unit(1, 0), unit(1, 0), unit(7, 90)];
        assert_eq!(worst(&units), [6, 2, 3, 1, 4]);
    }
}
