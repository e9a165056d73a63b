//! What pages show of dossiers.

use super::{
    Channel, ClockState, DeliveryStatus, DossierAction, DossierState, FileRole, PaymentStatus, ProcessingStage, Queue, ResultDelivery, Source,
    SupplementItemState, SupplementStage, SupplementState,
};
use crate::calendar::{DueClass, Line};
use crate::format::time_date;
use crate::notify::NotifyChannel;
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

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

/// One answer of the e-form, in the order of the form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// Name of the field.
    pub name: String,
    /// Its label as the citizen read it.
    pub label: String,
    /// What was answered.
    #[serde(default)]
    pub value: String,
}

/// A file of a dossier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DossierFile {
    /// Public name in addresses.
    pub token: String,
    /// Name as shown.
    pub name: String,
    /// Bytes.
    pub size: i64,
    /// SHA-256, hexadecimal.
    pub sha256: String,
    /// What it is.
    pub role: FileRole,
    /// When it was added, UTC.
    pub added_at: DateTime<Utc>,
}

/// One part (thành phần hồ sơ) as submitted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DossierPart {
    /// Row number.
    pub id: i64,
    /// Name of the paper.
    pub name: String,
    /// True if the procedure requires it.
    pub mandatory: bool,
    /// Its files, oldest first; none when the paper comes to the counter.
    pub files: Vec<DossierFile>,
}

/// One requested item of a supplement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SupplementItem {
    /// Row number.
    pub id: i64,
    /// The part it is about, if it is about a part.
    pub part_id: Option<i64>,
    /// Paper or piece of information.
    pub subject: String,
    /// Why it is needed.
    pub reason: String,
    /// Legal basis in words.
    pub basis: String,
    /// How to put it right.
    pub how_to_fix: String,
    /// State.
    pub state: SupplementItemState,
    /// What the applicant wrote.
    pub answer: String,
}

/// One supplement request with its items.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SupplementRequest {
    /// Row number.
    pub id: i64,
    /// Number within the dossier, from 1.
    pub seq: i64,
    /// Before or after receipt.
    pub stage: SupplementStage,
    /// State.
    pub state: SupplementState,
    /// Last day to answer.
    pub reply_by: NaiveDate,
    /// Who asked.
    pub proposed_by: String,
    /// Person who asked; the same person may not approve.
    pub proposed_by_id: Option<i64>,
    /// When, UTC.
    pub proposed_at: DateTime<Utc>,
    /// Who approved.
    pub approved_by: String,
    /// The items.
    pub items: Vec<SupplementItem>,
}

/// One line of the timeline: one event of the dossier (02 §8).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimelineEntry {
    /// Number within the dossier, dense from 1.
    pub seq: i64,
    /// What was done.
    pub action: DossierAction,
    /// State before; none for the first event.
    pub from: Option<DossierState>,
    /// State after.
    pub to: DossierState,
    /// Step of the work after the event.
    pub stage: Option<ProcessingStage>,
    /// Who did it. Not for level 1 of the public tracking.
    pub actor: String,
    /// Unit of the actor.
    pub unit: String,
    /// When, UTC.
    pub at: DateTime<Utc>,
    /// Words of the actor. Not for level 1 of the public tracking.
    pub note: String,
    /// Legal basis in words.
    pub basis: String,
    /// Due instant before, if there was one.
    pub due_before: Option<DateTime<Utc>>,
    /// Due instant after.
    pub due_after: Option<DateTime<Utc>>,
}

impl TimelineEntry {
    /// What happened, in the words for everybody: a step of the work by its name, not "Chuyển bước xử lý".
    #[must_use]
    pub fn label(&self) -> &'static str {
        match (self.action, self.stage) {
            (DossierAction::MoveStage | DossierAction::StartProcessing, Some(stage)) => stage.label(),
            (action, _) => action.label(),
        }
    }

    /// What the event did to the due date, in words; empty if it left it alone. A form 04 after the due date promises only.
    #[must_use]
    pub fn due_moved(&self) -> String {
        let promise = self.action == DossierAction::Extend && self.due_before.is_some_and(|due| due < self.at);
        match (self.due_before, self.due_after) {
            (Some(_), Some(after)) if promise => format!("Hẹn lại {}, hạn trả không thay đổi", time_date(after)),
            (Some(before), Some(after)) if before != after => format!("Hạn trả chuyển từ {} sang {}", time_date(before), time_date(after)),
            (None, Some(after)) => format!("Hẹn trả {}", time_date(after)),
            _ => String::new(),
        }
    }
}

/// A dossier in full. Pages leave out what their reader may not see.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DossierView {
    /// Row number.
    pub id: i64,
    /// Version for optimistic locking; goes back with every form.
    pub version: i64,
    /// Dossier code after receipt.
    pub code: Option<String>,
    /// Submission code.
    pub submission_code: String,
    /// Code of the procedure.
    pub procedure_code: String,
    /// Name of the procedure.
    pub procedure_name: String,
    /// Name of the case.
    pub case_name: String,
    /// Procedure version in use.
    pub procedure_version_id: i64,
    /// State.
    pub state: DossierState,
    /// Step inside processing.
    pub stage: Option<ProcessingStage>,
    /// Clock.
    pub clock: ClockState,
    /// Channel.
    pub channel: Channel,
    /// Source.
    pub source: Source,
    /// Receiving unit.
    pub receiving_unit_id: i64,
    /// Its name.
    pub receiving_unit: String,
    /// Competent unit.
    pub competent_unit_id: i64,
    /// The unit that goes on with it after a reorganisation.
    pub continuing_unit_id: Option<i64>,
    /// Its name.
    pub competent_unit: String,
    /// Account of the applicant.
    pub applicant_account: Option<i64>,
    /// Applicant.
    pub applicant_name: String,
    /// Telephone of the applicant.
    pub applicant_phone: String,
    /// Identity number of the applicant.
    pub applicant_id_number: String,
    /// Address of the applicant.
    pub applicant_address: String,
    /// Officer in charge (person).
    pub officer_id: Option<i64>,
    /// Name of the officer, empty if nobody is in charge yet.
    pub officer: String,
    /// Since when, UTC.
    pub officer_since: Option<DateTime<Utc>>,
    /// Answers of the e-form.
    pub answers: Vec<Answer>,
    /// Parts with their files.
    pub parts: Vec<DossierPart>,
    /// Result files.
    pub results: Vec<DossierFile>,
    /// Supplement requests, oldest first.
    pub supplements: Vec<SupplementRequest>,
    /// How the result is wanted.
    pub delivery: ResultDelivery,
    /// Where the result is.
    pub delivery_status: DeliveryStatus,
    /// Money.
    pub payment: PaymentStatus,
    /// Chosen channels of messages.
    pub notify: Vec<NotifyChannel>,
    /// Submitted, UTC.
    pub submitted_at: DateTime<Utc>,
    /// The office should have decided about receipt by then, UTC.
    pub intake_due: Option<DateTime<Utc>>,
    /// Received, UTC.
    pub received_at: Option<DateTime<Utc>>,
    /// Result ready, UTC. Written once, changed by no command.
    pub finished_at: Option<DateTime<Utc>>,
    /// Ended, UTC.
    pub ended_at: Option<DateTime<Utc>>,
    /// Returned, UTC.
    pub returned_at: Option<DateTime<Utc>>,
    /// Due at receipt, UTC.
    pub due_original: Option<DateTime<Utc>>,
    /// Due in force, UTC.
    pub due: Option<DateTime<Utc>>,
    /// The new date of a form 04 that was signed after the due date ("hẹn lại"), UTC; it moves no due date.
    pub promised_due: Option<DateTime<Utc>>,
    /// The portal apologised by itself, because nobody had in time.
    pub apology_auto: bool,
    /// "Còn 1 ngày 3 giờ làm việc".
    pub remaining: String,
    /// Class against the due date.
    pub class: DueClass,
    /// How pressing it is.
    pub urgency: Urgency,
    /// Why the due date is what it is (03 §7).
    pub explanation: Vec<Line>,
    /// Reason and basis of a refusal or a stop.
    pub end_reason: String,
    /// Number of the result document.
    pub result_number: String,
    /// The timeline.
    pub timeline: Vec<TimelineEntry>,
}

impl DossierView {
    /// The code that people use: the dossier code, before receipt the submission code.
    #[must_use]
    pub fn public_code(&self) -> &str {
        self.code.as_deref().unwrap_or(&self.submission_code)
    }

    /// The supplement request that the applicant has to answer now.
    #[must_use]
    pub fn open_supplement(&self) -> Option<&SupplementRequest> {
        self.supplements.iter().rev().find(|request| request.state == SupplementState::Approved)
    }

    /// What the office said about its delay, for the citizen; empty if it said nothing, or has finished.
    #[must_use]
    pub fn apology(&self) -> String {
        super::apology_words(self.promised_due, self.apology_auto, self.state)
    }

    /// The supplement request that waits for approval.
    #[must_use]
    pub fn proposed_supplement(&self) -> Option<&SupplementRequest> {
        self.supplements.iter().rev().find(|request| request.state == SupplementState::Proposed)
    }
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
