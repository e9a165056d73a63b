//! The applicant's side of the state machine: D02 submit, D06 resubmit, D08 cancel.

use super::act;
use super::events::{self, EventRow};
use super::row;
use super::supplement_answer::{self, Way};
use super::{supplement, timing};
use crate::cx::Cx;
use crate::error::{Error, Result};
use crate::identity::crypto::{self, purpose};
use chrono::{DateTime, Utc};
use model::dossiers::{Answer, Channel, DossierAction, DossierState, Reason, ResultDelivery, Source, SupplementAnswer};
use model::notify::{Event, NotifyChannel};
use model::text::{clean_line, clean_text, fold};

/// A complete application on its way in; the citizen's pages have checked its fields, parts and declaration.
#[derive(Debug, Clone)]
pub struct NewDossier {
    /// Submission code (mã nộp), `N-261123-7K2M9Q`.
    pub submission_code: String,
    /// Procedure version that was filled in.
    pub procedure_version_id: i64,
    /// Case of that version.
    pub case_id: i64,
    /// Offer of the competent unit.
    pub offer_id: i64,
    /// Receiving unit.
    pub receiving_unit: i64,
    /// Competent unit.
    pub competent_unit: i64,
    /// Channel.
    pub channel: Channel,
    /// Source.
    pub source: Source,
    /// Account of the applicant, if signed in.
    pub applicant_account: Option<i64>,
    /// Name of the applicant.
    pub applicant_name: String,
    /// Telephone.
    pub applicant_phone: String,
    /// Identity number.
    pub applicant_id_number: String,
    /// Address.
    pub applicant_address: String,
    /// Ordered list of `{name, label, value}`.
    pub answers: serde_json::Value,
    /// Parts with their stored files.
    pub parts: Vec<NewPart>,
    /// Files inside the e-form: the question, and the stored file.
    pub answer_files: Vec<(String, i64)>,
    /// How the result is wanted.
    pub delivery: ResultDelivery,
    /// Chosen channels of messages.
    pub notify: Vec<NotifyChannel>,
    /// When it was submitted, UTC.
    pub submitted_at: DateTime<Utc>,
}

/// One part of a new dossier.
#[derive(Debug, Clone)]
pub struct NewPart {
    /// Row of `required_part`.
    pub required_part_id: i64,
    /// Its name as shown to the citizen.
    pub name: String,
    /// Stored files; none when the paper comes to the counter.
    pub file_ids: Vec<i64>,
}

/// What a submission became.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dossier {
    /// Row number.
    pub id: i64,
    /// Version for optimistic locking.
    pub version: i64,
    /// Submission code.
    pub submission_code: String,
    /// Dossier code after receipt.
    pub code: Option<String>,
    /// State.
    pub state: DossierState,
    /// Due instant in force (of the intake before receipt), UTC.
    pub due: Option<DateTime<Utc>>,
}

impl Dossier {
    pub(super) fn of(row: &row::DossierRow) -> Result<Self> {
        Ok(Self {
            id: row.id,
            version: row.version,
            submission_code: row.submission_code.clone(),
            code: row.code.clone(),
            state: row.state()?,
            due: if row.received_at.is_some() { row.due_current } else { row.intake_due },
        })
    }
}

sql!(FACTS, "SELECT COALESCE(NULLIF(c.deadline_rule, ''), NULLIF(o.local_deadline, ''), v.deadline_rule), v.form_set, v.processing_system, v.name FROM procedure_version v JOIN procedure_offer o ON o.version_id = v.id
     JOIN procedure_case c ON c.version_id = v.id WHERE v.id = $1 AND o.id = $2 AND c.id = $3");
sql!(
    INSERT,
    "INSERT INTO dossier (submission_code, procedure_version_id, case_id, offer_id, processing_system, form_set, state, clock, channel, source,
        receiving_unit_id, competent_unit_id, applicant_account, applicant_name, applicant_phone, applicant_id_number, applicant_address, fold, answers,
        delivery, delivery_status, notify, payment, deadline_rule, submitted_at, intake_due, due_order, updated_at, updated_by)
     VALUES ($1, $2, $3, $4, $5, $6, 'submitted', 'intake', $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, 'not_ready', $19, 'not_required', $20, $21,
        $22, $23, $24, $25) ON CONFLICT (submission_code) DO NOTHING RETURNING id"
);
sql!(PART, "INSERT INTO dossier_part (dossier_id, required_part_id, place, name, digitisation) VALUES ($1, $2, $3, $4, $5) RETURNING id");

/// D02: stores a complete application as `Submitted`, starts the intake clock and tells the applicant.
///
/// The caller has checked who may submit and that nothing is missing, and commits.
///
/// # Errors
/// `Conflict` if the submission code was used already, `NotFound` if version, offer and case do not belong together.
pub async fn create_submitted(cx: &mut Cx, new: NewDossier) -> Result<Dossier> {
    let (stored, seq) = store_submitted(cx, new, false).await?;
    act::tell(cx, &stored, seq, Event::DossierSubmitted, &[]).await?;
    Dossier::of(&stored)
}

/// As [`create_submitted`], without the message: returns the row and the number of its event. `drafted`: the history begins
/// with the draft (D04 writes three events).
pub(super) async fn store_submitted(cx: &mut Cx, new: NewDossier, drafted: bool) -> Result<(row::DossierRow, i64)> {
    let facts: (String, String, String, String) = cx.conn().one(FACTS, args![new.procedure_version_id, new.offer_id, new.case_id]).await?;
    let (deadline_rule, form_set, system, procedure) = facts;
    let answers: Vec<Answer> = serde_json::from_value(new.answers).map_err(Error::internal)?;
    let name = clean_line(&new.applicant_name, 200);
    let intake_due = timing::intake_due(cx, new.receiving_unit, new.submitted_at).await?;
    let notify: Vec<&str> = new.notify.iter().map(|channel| channel.as_str()).collect();
    let code = new.submission_code.clone();
    let folded = fold(&format!("{code} {name} {procedure}"));
    let (now, actor) = (cx.now(), cx.actor.name.clone());
    let phone = crypto::seal_text(cx.settings(), purpose::PHONE, &clean_line(&new.applicant_phone, 40))?;
    let number = crypto::seal_text(cx.settings(), purpose::NATIONAL_ID, &clean_line(&new.applicant_id_number, 40))?;
    let answers = crypto::seal_text(cx.settings(), purpose::ANSWERS, &serde_json::to_string(&answers)?)?;
    let values = args![
        &code,
        new.procedure_version_id,
        new.case_id,
        new.offer_id,
        system,
        form_set,
        new.channel.as_str(),
        new.source.as_str(),
        new.receiving_unit,
        new.competent_unit,
        new.applicant_account,
        name,
        phone,
        number,
        clean_text(&new.applicant_address, 500),
        folded,
        answers,
        new.delivery.as_str(),
        notify.join(","),
        deadline_rule,
        new.submitted_at,
        intake_due,
        intake_due.unwrap_or(new.submitted_at),
        now,
        actor
    ];
    let id: Option<(i64,)> = cx.conn().opt(INSERT, values).await?;
    let Some((id,)) = id else {
        return Err(Error::conflict(format!("Hồ sơ {code} đã được nộp trước đó. Hãy mở mục Hồ sơ của tôi để xem.")));
    };
    if drafted {
        let (action, to_state) = (DossierAction::CreateDraft.as_str().to_owned(), DossierState::Draft.as_str().to_owned());
        events::append(cx, id, &EventRow { action, to_state, ..EventRow::default() }).await?;
    }
    let event = EventRow {
        action: DossierAction::Submit.as_str().to_owned(),
        from_state: Some(DossierState::Draft.as_str().to_owned()),
        to_state: DossierState::Submitted.as_str().to_owned(),
        ..EventRow::default()
    };
    let seq = events::append(cx, id, &event).await?;
    for (place, part) in (1_i64..).zip(&new.parts) {
        let digitised = i64::from(!part.file_ids.is_empty());
        let part_id = cx.conn().id(PART, args![id, part.required_part_id, place, clean_line(&part.name, 300), digitised]).await?;
        for file in &part.file_ids {
            events::link_file(&mut cx.conn(), id, Some(part_id), *file, "part", seq, now).await?;
        }
    }
    for (question, file) in &new.answer_files {
        events::link_answer(&mut cx.conn(), id, &clean_line(question, 500), *file, seq, now).await?;
    }
    let stored = row::by_id(cx, id).await?;
    act::trace(cx, &stored, DossierAction::Submit);
    Ok((stored, seq))
}

/// D06: the applicant answers every requested item; a new intake clock starts.
///
/// # Errors
/// `Invalid` if an item is unanswered, `Conflict` in another state.
pub async fn resubmit(cx: &mut Cx, code: &str, version: i64, answers: &[SupplementAnswer]) -> Result<Dossier> {
    resubmit_with(cx, code, version, answers, Way::Online).await
}

/// As [`resubmit`], in any way.
pub(super) async fn resubmit_with(cx: &mut Cx, code: &str, version: i64, answers: &[SupplementAnswer], way: Way<'_>) -> Result<Dossier> {
    let mut step = act::begin(cx, code, version, DossierAction::Resubmit, None).await?;
    let request = supplement::open_request(cx, step.row.id).await?;
    supplement_answer::check_answers(&request, answers)?;
    step.row.intake_due = timing::intake_due(cx, step.row.receiving_unit_id, cx.now()).await?;
    let said = supplement_answer::words(cx, &request, way).await?;
    step.say(&said, "");
    let (row, seq) = step.finish(cx).await?;
    supplement_answer::store_answers(cx, &row, &request, answers, seq, way).await?;
    Dossier::of(&row)
}

/// D08: the applicant takes the submission back before it was received.
///
/// # Errors
/// `Forbidden`, `Conflict` in another state.
pub async fn cancel_submission(cx: &mut Cx, code: &str, version: i64, input: &Reason) -> Result<Dossier> {
    let mut step = act::begin(cx, code, version, DossierAction::CancelSubmission, None).await?;
    step.say(&input.reason, "");
    step.row.end_reason.clone_from(&input.reason);
    let (row, seq) = step.finish(cx).await?;
    act::tell(cx, &row, seq, Event::WithdrawalDecided, &[("ket_qua", "đã hủy theo yêu cầu".to_owned())]).await?;
    Dossier::of(&row)
}
