//! What the pages of the statistics show.

use super::{Interval, Period, TaskCounts, UnitGroup};
use crate::tasks::TaskLine;
use chrono::{DateTime, Utc};

/// One unit of the leaderboard.
#[derive(Debug, Clone, PartialEq)]
pub struct BoardRow {
    /// Row number of the unit; 0 for a line that stands for several former units.
    pub unit_id: i64,
    /// Agency code.
    pub code: String,
    /// Name on the day of the period, or today's.
    pub name: String,
    /// Group.
    pub group: UnitGroup,
    /// Figures as the leading unit.
    pub counts: TaskCounts,
    /// Tasks where the unit only takes part: never added to a total.
    pub as_co_unit: i64,
    /// Score from 0 to 100; `None` with fewer than five tasks.
    pub score: Option<f64>,
    /// Rank inside its group.
    pub rank: Option<usize>,
    /// Interval of on time / done.
    pub done_interval: Option<Interval>,
    /// Interval of in time / open with a due date.
    pub open_interval: Option<Interval>,
}

/// Sum of one group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupTotal {
    /// The group.
    pub group: UnitGroup,
    /// How many leading units it has.
    pub units: usize,
    /// Sum of their figures.
    pub counts: TaskCounts,
}

/// The leaderboard of a period.
#[derive(Debug, Clone, PartialEq)]
pub struct Leaderboard {
    /// What was asked.
    pub period: Period,
    /// Instant of the figures.
    pub as_of: DateTime<Utc>,
    /// The whole tree.
    pub total: TaskCounts,
    /// Every group with tasks.
    pub groups: Vec<GroupTotal>,
    /// Every leading unit: by group, rank, then name; units without rank last.
    pub rows: Vec<BoardRow>,
    /// True if a former level of units is among them.
    pub has_former_units: bool,
}

impl Leaderboard {
    /// The rows of one group, in order.
    pub fn of_group(&self, group: UnitGroup) -> impl Iterator<Item = &BoardRow> {
        self.rows.iter().filter(move |row| row.group == group)
    }
}

/// The rows behind one figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowsPage {
    /// Rows of this page; their number on all pages is the figure.
    pub list: crate::List<TaskLine>,
    /// Name of the unit, if the figure is of one unit.
    pub unit: Option<String>,
}

/// One unit inside a snapshot.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct SnapshotUnit {
    /// Agency code.
    pub code: String,
    /// Name on the day of the snapshot.
    pub name: String,
    /// The figures.
    pub counts: TaskCounts,
    /// Codes of the tasks behind each of the five buckets, in their order.
    pub rows: [Vec<String>; 5],
}

/// The page `/s/{code}`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SnapshotPage {
    /// Code in the address.
    pub code: String,
    /// What was asked.
    pub period: Period,
    /// Instant of the figures.
    pub as_of: DateTime<Utc>,
    /// When it was computed.
    pub computed_at: DateTime<Utc>,
    /// Figures and rows as they were sent.
    pub sent: SnapshotUnit,
    /// The same figures now.
    pub live: TaskCounts,
    /// The text that was sent by SMS.
    pub sms: String,
    /// Number of SMS of the text.
    pub sms_parts: usize,
}

/// The tasks that one leader gave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeaderLine {
    /// Row number of the person; 0 for tasks whose giver is not noted (imported history).
    pub person: i64,
    /// Name.
    pub name: String,
    /// Position; empty if it is not known.
    pub position: String,
    /// Figures.
    pub counts: TaskCounts,
}

/// The leaderboard by the leader who gave the tasks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leaders {
    /// Instant of the figures.
    pub as_of: DateTime<Utc>,
    /// Every leader with tasks.
    pub lines: Vec<LeaderLine>,
    /// Their sum: the same as that of the units.
    pub total: TaskCounts,
}

/// One unit of a leaderboard that was frozen.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct FrozenRow {
    /// Row number of the unit: an agency code may belong to two units of one period, one after the other.
    pub unit_id: i64,
    /// Agency code.
    pub code: String,
    /// Name on the day of the snapshot.
    pub name: String,
    /// Group.
    pub group: UnitGroup,
    /// Rank inside its group.
    pub rank: Option<usize>,
    /// Score.
    pub score: Option<f64>,
    /// Figures as the leading unit.
    pub counts: TaskCounts,
    /// Tasks where the unit only takes part.
    pub as_co_unit: i64,
}

/// A leaderboard that was frozen, and the whole as it is now.
#[derive(Debug, Clone, PartialEq)]
pub struct FrozenBoard {
    /// Code in the address.
    pub code: String,
    /// What was asked.
    pub period: Period,
    /// Instant of the figures.
    pub as_of: DateTime<Utc>,
    /// When it was computed.
    pub computed_at: DateTime<Utc>,
    /// Version of the weights of its scores.
    pub weights: String,
    /// Every unit: by group, rank, then name.
    pub rows: Vec<FrozenRow>,
    /// The whole tree.
    pub total: TaskCounts,
    /// The same, now.
    pub live: TaskCounts,
}
