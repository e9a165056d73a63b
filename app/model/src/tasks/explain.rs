//! The list of explanations: what was asked of which unit, and what it answered (04 §6).

use super::TaskState;
use crate::List;
use chrono::{DateTime, NaiveDate, Utc};

text_enum! {
    /// Whether an explanation was given; the words stand in addresses.
    pub enum ExplanationState { Waiting = "cho" => "Chờ giải trình", Given = "da-co" => "Đã giải trình" }
}

/// Which explanations a list shows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ExplanationFilter {
    /// Only these.
    pub state: Option<ExplanationState>,
    /// Only those of this unit.
    pub unit: Option<i64>,
    /// Only those asked on this day or later.
    pub since: Option<NaiveDate>,
    /// Words of the task: title, code, number of the document.
    pub words: String,
    /// Page, from 1.
    pub page: i64,
}

/// One explanation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExplanationLine {
    /// Mã nhiệm vụ.
    pub code: String,
    /// Nội dung.
    pub title: String,
    /// The unit that was asked, by its name of today.
    pub unit: String,
    /// Due date that was missed.
    pub due_on: NaiveDate,
    /// Working days overdue when it was asked.
    pub days: i64,
    /// When it was asked.
    pub asked_at: DateTime<Utc>,
    /// The answer; empty while it waits.
    pub answer: String,
    /// When it was given.
    pub answered_at: Option<DateTime<Utc>>,
    /// Who gave it.
    pub answered_name: String,
    /// State of the task now.
    pub state: TaskState,
}

/// The page: the rows, and the units that were ever asked and may be chosen.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ExplanationPage {
    /// The rows, those that wait first, then the latest.
    pub list: List<ExplanationLine>,
    /// Row number and name of the units, by name.
    pub units: Vec<(i64, String)>,
}
