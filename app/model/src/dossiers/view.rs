//! One dossier in full, as pages show it.

use super::{
    Channel, ClockState, DeliveryStatus, DossierAction, DossierState, FileRole, PaperLine, PartDigitisation, PaymentStatus, ProcessingStage, ResultDelivery,
    ScanState, Source, SupplementRequest, SupplementState, Urgency,
};
use crate::calendar::{DueClass, Line};
use crate::format::time_date;
use crate::notify::NotifyChannel;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

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
    /// The item of a supplement that it answers.
    pub item_id: Option<i64>,
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
    /// Originals handed in at the counter.
    pub originals: i64,
    /// Copies handed in at the counter.
    pub copies: i64,
    /// Where its content comes from.
    pub digitisation: PartDigitisation,
    /// What became of its scan.
    pub scan: ScanState,
    /// Why the scan has to be made again; empty otherwise.
    pub scan_reason: String,
}

impl DossierPart {
    /// "1 bản chính, 2 bản sao"; empty if no paper was counted.
    #[must_use]
    pub fn quantity(&self) -> String {
        let count = |n: i64, what: &str| (n > 0).then(|| format!("{n} {what}"));
        [count(self.originals, "bản chính"), count(self.copies, "bản sao")].into_iter().flatten().collect::<Vec<_>>().join(", ")
    }

    /// How far it is digitised, in words.
    #[must_use]
    pub const fn digital(&self) -> &'static str {
        match self.scan {
            ScanState::Waiting | ScanState::Again => self.scan.label(),
            ScanState::None | ScanState::Accepted => self.digitisation.label(),
        }
    }
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
    /// True if an official did it, in an office: not the applicant, and not the portal or a system.
    pub by_official: bool,
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

    /// False for what concerns offices only: the applicant's and the public timeline leave it out.
    #[must_use]
    pub const fn is_public(&self) -> bool {
        !matches!(self.action, DossierAction::ConsultationNoted)
    }

    /// The words of the actor as the applicant reads them: who was asked what stays inside.
    #[must_use]
    pub fn public_note(&self) -> &str {
        if matches!(self.action, DossierAction::Consulted) { "" } else { &self.note }
    }

    /// What the event did to the due date, in words; empty if it left it alone. A form 04 after the due date
    /// only promises, in the words of its basis.
    #[must_use]
    pub fn due_moved(&self) -> String {
        let promise = self.action == DossierAction::Extend && self.due_before.is_some_and(|due| due < self.at);
        match (self.due_before, self.due_after) {
            _ if promise => self.basis.clone(),
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
    /// The system that decides: `local`, or the name of a ministry's.
    pub processing_system: String,
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
    /// For whom it is, if not for the applicant.
    pub data_subject: String,
    /// The official who filled it in for an applicant who was present; empty if nobody did.
    pub assisted_by: String,
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
    /// Files inside the e-form: the question, and what answers it.
    pub answer_files: Vec<(String, Vec<DossierFile>)>,
    /// Files of a supplement that belong to no part: the item, and what answers it.
    pub item_files: Vec<(String, Vec<DossierFile>)>,
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
    /// The forms that its steps made, oldest first.
    pub forms: Vec<PaperLine>,
    /// The timeline.
    pub timeline: Vec<TimelineEntry>,
}

impl DossierView {
    /// The code that people use: the dossier code, before receipt the submission code.
    #[must_use]
    pub fn public_code(&self) -> &str {
        self.code.as_deref().unwrap_or(&self.submission_code)
    }

    /// The supplement request that the applicant has to answer now; none while a withdrawal is asked for, and after the end.
    #[must_use]
    pub fn open_supplement(&self) -> Option<&SupplementRequest> {
        let waits = matches!(self.state, DossierState::IntakeSupplement | DossierState::AwaitingSupplement);
        self.supplements.iter().rev().find(|request| waits && request.state == SupplementState::Approved)
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
