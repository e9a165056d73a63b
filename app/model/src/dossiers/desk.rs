//! What the lists of the desk show.

use super::{Channel, DossierState, ProcessingStage, Queue};
use crate::calendar::{DueClass, Line};
use chrono::{DateTime, Utc};

/// How pressing a dossier is, for the badge beside the words.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Urgency {
    /// Past its time.
    Overdue,
    /// Due today.
    Today,
    /// At most three working days left.
    Soon,
    /// Later.
    Later,
    /// The clock stands still.
    Paused,
    /// Over.
    Done,
    /// No time limit, or no clock yet.
    #[default]
    Open,
}

/// What the receptionist sees before receiving: the due date if it were received now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// Due instant, UTC; none without a time limit.
    pub due: Option<DateTime<Utc>>,
    /// Why.
    pub explanation: Vec<Line>,
}

/// Filter of the desk lists.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DeskFilter {
    /// Which list; [`Queue::Open`] if none is named.
    pub queue: Option<Queue>,
    /// Words from code, name or procedure.
    pub words: String,
    /// Code of a unit, of today or former; empty for all.
    pub unit: String,
    /// Only overdue ones.
    pub overdue: bool,
    /// Only those of one channel.
    pub channel: Option<Channel>,
    /// Page from 1.
    pub page: i64,
}

/// One row of a desk list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeskRow {
    /// Dossier code, before receipt the submission code.
    pub code: String,
    /// Name of the procedure.
    pub procedure: String,
    /// Applicant.
    pub applicant: String,
    /// Officer, empty if nobody is in charge yet.
    pub officer: String,
    /// Person of the officer.
    pub officer_id: Option<i64>,
    /// State.
    pub state: DossierState,
    /// Step inside processing.
    pub stage: Option<ProcessingStage>,
    /// Due instant in force (intake clock before receipt), UTC.
    pub due: Option<DateTime<Utc>>,
    /// "Còn …", "Quá …".
    pub remaining: String,
    /// Class against the due date.
    pub class: DueClass,
    /// How pressing it is.
    pub urgency: Urgency,
    /// Competent unit.
    pub competent_unit: String,
    /// Through which door it came.
    pub source: super::Source,
    /// Received or submitted, UTC.
    pub since: DateTime<Utc>,
}

/// One page of a desk list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeskList {
    /// Which list.
    pub queue: Queue,
    /// The rows, overdue first.
    pub rows: Vec<DeskRow>,
    /// Which page of how many.
    pub paging: crate::Paging,
    /// Instant of the answer, UTC.
    pub as_of: DateTime<Utc>,
}

/// How many rows each list of the actor has; lists that the actor may not open are missing.
pub type Counts = Vec<(Queue, i64)>;

/// An official who may be put in charge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StaffChoice {
    /// Person.
    pub person_id: i64,
    /// Name.
    pub name: String,
    /// Unit.
    pub unit: String,
    /// Open dossiers of this person.
    pub load: i64,
}
