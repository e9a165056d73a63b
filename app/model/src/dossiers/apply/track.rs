//! What the public tracking page may show (02 §19). Level 1 holds nothing that names a person.

use super::SubmissionReceipt;
use crate::dossiers::{DossierState, Urgency};
use chrono::{DateTime, Utc};

/// One line of the public timeline: state, unit, time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrackEntry {
    /// What happened, from the catalogue of actions.
    pub label: String,
    /// Unit that acted.
    pub unit: String,
    /// When, UTC.
    pub at: DateTime<Utc>,
    /// "Hẹn lại" or "Điều chỉnh"; empty for other events.
    pub mark: &'static str,
}

/// What level 2 adds: the reader knows the code and four digits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrackPrivate {
    /// Items to add: subject, reason, how to put it right.
    pub supplement: Vec<(String, String, String)>,
    /// Until when they can be added: "30/11/2026", empty without an open request.
    pub reply_by: String,
    /// How the result comes.
    pub delivery: String,
    /// Money in words.
    pub payment: String,
}

/// The answer of the tracking page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tracked {
    /// Dossier code, before receipt the submission code.
    pub code: String,
    /// Submission code.
    pub submission_code: String,
    /// Name of the procedure.
    pub procedure_name: String,
    /// Masked name of the applicant.
    pub applicant: String,
    /// State.
    pub state: DossierState,
    /// Step of the work in words, empty outside processing.
    pub stage: String,
    /// Receiving unit.
    pub receiving_unit: String,
    /// Competent unit.
    pub competent_unit: String,
    /// Submitted, UTC.
    pub submitted_at: DateTime<Utc>,
    /// Received, UTC.
    pub received_at: Option<DateTime<Utc>>,
    /// Due, UTC.
    pub due: Option<DateTime<Utc>>,
    /// What the office said about its delay ("hẹn lại"); empty if nothing.
    pub apology: String,
    /// End of the check before the receipt, UTC.
    pub intake_due: Option<DateTime<Utc>>,
    /// "Còn 1 ngày 3 giờ làm việc"; empty when the clock does not run.
    pub remaining: String,
    /// How urgent it is.
    pub urgency: Urgency,
    /// Why the due date is what it is, one sentence a line.
    pub explanation: Vec<String>,
    /// Timeline, oldest first.
    pub timeline: Vec<TrackEntry>,
    /// Receipt without names of files.
    pub receipt: Option<SubmissionReceipt>,
    /// Level 2, if the check value was right.
    pub private: Option<TrackPrivate>,
}
