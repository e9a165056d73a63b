//! What the pages of series show.

use super::{Rule, SeriesState, SeriesStep};
use crate::tasks::{NewTask, TaskState};
use chrono::{DateTime, NaiveDate, Utc};

/// A series in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeriesLine {
    /// Code, `CN-2026-0003`.
    pub code: String,
    /// Nội dung of its tasks.
    pub title: String,
    /// Đơn vị chủ trì.
    pub lead_unit: String,
    /// When it comes, in words.
    pub rule: String,
    /// State.
    pub state: SeriesState,
    /// Tasks made so far.
    pub made: i64,
    /// Why the last period could not be made; empty if all is well.
    pub problem: String,
}

/// A period of a series.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeriesPeriod {
    /// The period in words.
    pub period: String,
    /// Day that the rule names.
    pub nominal: NaiveDate,
    /// Day of the assignment; none for a period left out.
    pub given_on: Option<NaiveDate>,
    /// Code of its task, empty for a period left out.
    pub task: String,
    /// State of that task.
    pub task_state: Option<TaskState>,
    /// Due date of that task.
    pub due_on: Option<NaiveDate>,
}

/// Something that happened to a series.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeriesEvent {
    /// When.
    pub at: DateTime<Utc>,
    /// Who.
    pub actor: String,
    /// What.
    pub step: SeriesStep,
    /// Words.
    pub note: String,
}

/// Everything on the page of a series.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeriesDetail {
    /// The line of the list.
    pub line: SeriesLine,
    /// What its tasks say, as worded now.
    pub task: NewTask,
    /// Names of the co-units.
    pub co_units: Vec<String>,
    /// When it comes.
    pub rule: Rule,
    /// Working days from the assignment to the due date.
    pub due_days: u32,
    /// First day on which a period may lie.
    pub valid_from: NaiveDate,
    /// Last such day.
    pub valid_to: Option<NaiveDate>,
    /// Day from which the present wording counts.
    pub applies_from: NaiveDate,
    /// Number of the present wording.
    pub revision: i64,
    /// Lãnh đạo giao.
    pub assigner: String,
    /// Chuyên viên theo dõi.
    pub monitor: String,
    /// Version for optimistic updates.
    pub version: i64,
    /// Days of the next periods.
    pub coming: Vec<NaiveDate>,
    /// Oldest first.
    pub events: Vec<SeriesEvent>,
    /// True if the reader may change, pause and end it.
    pub may_change: bool,
}
