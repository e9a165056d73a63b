//! One dossier as a row: read whole, changed in memory by a use case, written back whole by [`save`].

use crate::cx::Cx;
use crate::error::{Error, Result};
use crate::identity::crypto::{self, purpose};
use chrono::{DateTime, NaiveDate, TimeZone, Utc};
use model::calendar::{DeadlineRule, Extension, Pause};
use model::dossiers::{Channel, ClockState, DossierState, ProcessingStage};
use sqlx::FromRow;

/// A row of `dossier` with the names that every page shows.
#[derive(Debug, Clone, FromRow, PartialEq, Eq)]
pub(super) struct DossierRow {
    pub id: i64,
    pub version: i64,
    pub submission_code: String,
    pub code: Option<String>,
    pub procedure_version_id: i64,
    pub case_id: i64,
    pub offer_id: i64,
    pub processing_system: String,
    pub state: String,
    pub clock: String,
    pub stage: Option<String>,
    pub state_before: Option<String>,
    pub clock_before: Option<String>,
    pub channel: String,
    pub source: String,
    pub receiving_unit_id: i64,
    pub competent_unit_id: i64,
    pub handling_unit_id: Option<i64>,
    /// The heir of the competent unit after a reorganisation (01 §1 rule 6).
    pub continuing_unit_id: Option<i64>,
    /// The heir of the receiving unit.
    pub continuing_receiving_unit_id: Option<i64>,
    pub officer_id: Option<i64>,
    pub officer_since: Option<DateTime<Utc>>,
    pub applicant_account: Option<i64>,
    pub applicant_name: String,
    pub applicant_phone: String,
    pub applicant_id_number: String,
    pub applicant_address: String,
    pub data_subject: String,
    pub assisted_by: String,
    pub answers: String,
    pub delivery: String,
    pub delivery_status: String,
    pub notify: String,
    pub payment: String,
    pub deadline_rule: String,
    pub pauses: String,
    pub extensions: String,
    pub submitted_at: DateTime<Utc>,
    pub intake_due: Option<DateTime<Utc>>,
    pub received_at: Option<DateTime<Utc>>,
    pub received_day: Option<NaiveDate>,
    pub finished_at: Option<DateTime<Utc>>,
    pub ended_at: Option<DateTime<Utc>>,
    pub ended_day: Option<NaiveDate>,
    pub returned_at: Option<DateTime<Utc>>,
    pub due_original: Option<DateTime<Utc>>,
    pub due_without_extension: Option<DateTime<Utc>>,
    pub due_current: Option<DateTime<Utc>>,
    pub due_order: DateTime<Utc>,
    pub end_reason: String,
    pub end_basis: String,
    pub result_number: String,
    pub result_paper: bool,
    pub signed_by: String,
    pub signed_at: Option<DateTime<Utc>>,
    pub receiver: String,
    pub postal_code: String,
    pub updated_at: DateTime<Utc>,
    pub updated_by: String,
    pub procedure_code: String,
    pub procedure_name: String,
    pub version_from: NaiveDate,
    pub max_supplements: i64,
    pub max_extensions: i64,
    /// The new date of a form 04 after the due date.
    pub promised_due: Option<DateTime<Utc>>,
    pub apology_auto: bool,
    /// The agency to which a transfer is proposed.
    pub transfer_to: Option<i64>,
    pub case_name: String,
    pub receiving_unit: String,
    pub competent_unit: String,
    /// Names of its units that ended between its receipt and today.
    pub names_ended: i64,
    pub officer: String,
}

/// Columns of [`DossierRow`]; `$1` is the day whose unit names hold.
macro_rules! dossier_rows {
    ($rest:literal) => {
        concat!(
            "SELECT d.id, d.version, d.submission_code, d.code, d.procedure_version_id, d.case_id, d.offer_id, d.processing_system, d.state, d.clock, d.stage,
             d.state_before, d.clock_before, d.channel, d.source, d.receiving_unit_id, d.competent_unit_id, d.handling_unit_id, d.continuing_unit_id,
             d.continuing_receiving_unit_id, d.officer_id, d.officer_since,
             d.applicant_account, d.applicant_name, d.applicant_phone, d.applicant_id_number, d.applicant_address, d.data_subject, d.answers, d.delivery, d.delivery_status,
             d.notify, d.payment, d.deadline_rule, d.pauses, d.extensions, d.submitted_at, d.intake_due, d.received_at, d.received_day, d.finished_at,
             d.ended_at, d.ended_day, d.returned_at, d.due_original, d.due_without_extension, d.due_current, d.due_order, d.end_reason, d.end_basis,
             d.result_number, d.result_paper, d.signed_by, d.signed_at, d.receiver, d.postal_code, d.updated_at, d.updated_by,
             p.code AS procedure_code, v.name AS procedure_name, v.valid_from AS version_from, v.max_supplements, c.name AS case_name,
             v.max_extensions, d.promised_due, d.apology_auto,
             (SELECT t.to_unit_id FROM dossier_transfer t WHERE t.dossier_id = d.id AND t.state = 'pending') AS transfer_to,
             COALESCE((SELECT n.name FROM org_unit_version n WHERE n.unit_id = d.receiving_unit_id AND n.valid_from <= $1 ORDER BY n.valid_from DESC LIMIT 1), '') AS receiving_unit,
             COALESCE((SELECT n.name FROM org_unit_version n WHERE n.unit_id = d.competent_unit_id AND n.valid_from <= $1 ORDER BY n.valid_from DESC LIMIT 1), '') AS competent_unit,
             (SELECT COUNT(*) FROM org_unit_version n WHERE n.unit_id IN (d.receiving_unit_id, d.competent_unit_id) AND n.valid_to <= $1
                 AND (d.received_day IS NULL OR n.valid_to > d.received_day)) AS names_ended,
             COALESCE((SELECT o.full_name FROM person o WHERE o.id = d.officer_id), '') AS officer,
             COALESCE((SELECT o.full_name FROM account a JOIN person o ON o.id = a.person_id WHERE a.id = d.assisted_by), '') AS assisted_by
             FROM dossier d
             JOIN procedure_version v ON v.id = d.procedure_version_id
             JOIN procedure p ON p.id = v.procedure_id
             JOIN procedure_case c ON c.id = d.case_id ",
            $rest
        )
    };
}

sql!(BY_CODE, dossier_rows!("WHERE d.submission_code = $2 OR d.code = $2"));
sql!(BY_ID, dossier_rows!("WHERE d.id = $2"));

fn today(cx: &Cx) -> NaiveDate {
    model::format::local_date(cx.now())
}

/// Decrypts what the database keeps sealed (10 §2): telephone, identity number and the answers, which repeat both.
fn unseal(cx: &Cx, row: &mut DossierRow) {
    let open = |purpose: &str, text: &mut String| *text = crypto::open_text(cx.settings(), purpose, text);
    open(purpose::PHONE, &mut row.applicant_phone);
    open(purpose::NATIONAL_ID, &mut row.applicant_id_number);
    open(purpose::ANSWERS, &mut row.answers);
}

/// The dossier with this dossier code or submission code.
pub(super) async fn by_code(cx: &mut Cx, code: &str) -> Result<Option<DossierRow>> {
    // No code is longer; PostgreSQL refuses NUL in text.
    if code.len() > 80 || code.contains('\0') {
        return Ok(None);
    }
    let (day, code) = (today(cx), code.trim().to_uppercase());
    let mut row: Option<DossierRow> = cx.conn().opt(BY_CODE, args![day, code]).await?;
    if let Some(row) = &mut row {
        unseal(cx, row);
    }
    Ok(row)
}

// Taking the row without changing it.
sql!(LOCK, "UPDATE dossier SET updated_at = updated_at WHERE id = $1");

/// Makes everybody else wait who wants to write about the same dossier; what was read before is read again after it.
pub(super) async fn lock(cx: &mut Cx, id: i64) -> Result<()> {
    cx.conn().exec(LOCK, args![id]).await.map(drop)
}

/// The dossier with this code, locked until the transaction ends.
pub(super) async fn lock_by_code(cx: &mut Cx, code: &str) -> Result<DossierRow> {
    let row = by_code(cx, code).await?.ok_or(Error::NotFound)?;
    lock(cx, row.id).await?;
    Ok(row)
}

/// The dossier with this row number.
pub(super) async fn by_id(cx: &mut Cx, id: i64) -> Result<DossierRow> {
    let day = today(cx);
    let mut row: DossierRow = cx.conn().one(BY_ID, args![day, id]).await?;
    unseal(cx, &mut row);
    Ok(row)
}

// `ended_at`, `finished_at`, `returned_at`, `received_at` and `due_original` are written once: COALESCE keeps what is there.
sql!(
    SAVE,
    "UPDATE dossier SET version = version + 1, code = COALESCE(code, $3), procedure_version_id = $4, case_id = $5, offer_id = $6, state = $7, clock = $8,
        stage = $9, state_before = $10, clock_before = $11, handling_unit_id = $12, officer_id = $13, officer_since = $14, delivery_status = $15,
        deadline_rule = $16, pauses = $17, extensions = $18, intake_due = $19, received_at = COALESCE(received_at, $20),
        received_day = COALESCE(received_day, $21), finished_at = COALESCE(finished_at, $22), ended_at = COALESCE(ended_at, $23),
        ended_day = COALESCE(ended_day, $24), returned_at = COALESCE(returned_at, $25), due_original = COALESCE(due_original, $26),
        due_without_extension = $27, due_current = $28, due_order = $29, end_reason = $30, end_basis = $31, result_number = $32, result_paper = $33,
        signed_by = $34, signed_at = $35, receiver = $36, postal_code = $37, updated_at = $38, updated_by = $39
     WHERE id = $1 AND version = $2"
);

/// Writes the row back if nobody was faster.
pub(super) async fn save(cx: &mut Cx, row: &mut DossierRow) -> Result<()> {
    row.updated_at = cx.now();
    row.updated_by = cx.actor.name.clone();
    let r = &*row;
    let values = args![
        r.id,
        r.version,
        r.code.clone(),
        r.procedure_version_id,
        r.case_id,
        r.offer_id,
        &r.state,
        &r.clock,
        r.stage.clone(),
        r.state_before.clone(),
        r.clock_before.clone(),
        r.handling_unit_id,
        r.officer_id,
        r.officer_since,
        &r.delivery_status,
        &r.deadline_rule,
        &r.pauses,
        &r.extensions,
        r.intake_due,
        r.received_at,
        r.received_day,
        r.finished_at,
        r.ended_at,
        r.ended_day,
        r.returned_at,
        r.due_original,
        r.due_without_extension,
        r.due_current,
        r.due_order,
        &r.end_reason,
        &r.end_basis,
        &r.result_number,
        r.result_paper,
        &r.signed_by,
        r.signed_at,
        &r.receiver,
        &r.postal_code,
        r.updated_at,
        &r.updated_by
    ];
    if cx.conn().exec(SAVE, values).await? == 0 {
        let now = by_id(cx, row.id).await?;
        return Err(super::stale::stale(cx, &now).await);
    }
    row.version += 1;
    Ok(())
}

/// Instant for rows without a due date: they stand last in every list.
pub(super) fn far_future() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(9999, 1, 1, 0, 0, 0).single().unwrap_or_default()
}

impl DossierRow {
    /// True if the applicant can fetch an electronic result: with an account, or with the telephone of an online submission.
    pub(super) fn has_store(&self) -> bool {
        self.applicant_account.is_some() || (self.channel == Channel::Online.as_str() && self.applicant_phone.len() == 10)
    }

    pub(super) fn state(&self) -> Result<DossierState> {
        Ok(self.state.parse()?)
    }

    pub(super) fn clock(&self) -> Result<ClockState> {
        Ok(self.clock.parse()?)
    }

    pub(super) fn stage(&self) -> Result<Option<ProcessingStage>> {
        Ok(self.stage.as_deref().map(str::parse).transpose()?)
    }

    pub(super) fn public_code(&self) -> &str {
        self.code.as_deref().unwrap_or(&self.submission_code)
    }

    /// True if the condition holds for the unit that receives and returns it, or for its heir.
    pub(super) fn at_counter(&self, covers: impl Fn(i64) -> bool) -> bool {
        covers(self.receiving_unit_id) || self.continuing_receiving_unit_id.is_some_and(covers)
    }

    /// True if the condition holds for the unit that decides, or for its heir. The heir of the counter decides nothing.
    pub(super) fn at_agency(&self, covers: impl Fn(i64) -> bool) -> bool {
        covers(self.competent_unit_id) || self.continuing_unit_id.is_some_and(covers)
    }

    pub(super) fn rule(&self) -> Result<DeadlineRule> {
        self.deadline_rule.parse().map_err(Error::internal)
    }

    pub(super) fn pauses(&self) -> Result<Vec<Pause>> {
        Ok(serde_json::from_str(&self.pauses)?)
    }

    pub(super) fn extensions(&self) -> Result<Vec<Extension>> {
        Ok(serde_json::from_str(&self.extensions)?)
    }
}
