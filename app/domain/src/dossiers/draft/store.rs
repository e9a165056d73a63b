//! SQL of drafts.

use crate::cx::Cx;
use crate::error::{Error, Result};
use crate::identity::crypto::{self, purpose::ANSWERS};
use chrono::{DateTime, Duration, Utc};
use model::dossiers::apply::{DRAFT_DAYS, DraftLine, Step};
use model::format::local_date;
use model::procedures::Answers;
use model::text::capital;
use sqlx::FromRow;

/// A draft as stored.
#[derive(Debug, Clone, FromRow)]
pub(crate) struct DraftRow {
    pub id: i64,
    pub code: String,
    /// Keyed hash of the verified telephone that it belongs to; empty with an account.
    pub phone_hash: String,
    pub account_id: Option<i64>,
    /// The official who fills it in at a counter, and that counter.
    pub assisted_by: Option<i64>,
    pub counter_unit_id: Option<i64>,
    /// Since when the applicant goes on with it at home.
    pub sent_home_at: Option<DateTime<Utc>>,
    pub offer_id: i64,
    pub case_id: i64,
    /// JSON; sealed in the database.
    pub answers: String,
    pub done_steps: String,
    pub version: i64,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    pub expires_at: DateTime<Utc>,
    pub submitted_at: Option<DateTime<Utc>>,
}

impl DraftRow {
    /// The counter that fills it in; none for what an applicant fills in, also once a counter sent it home.
    pub(crate) fn counter(&self) -> Option<i64> {
        self.counter_unit_id.filter(|_| self.sent_home_at.is_none())
    }
}

sql!(
    BY_CODE,
    "SELECT id, code, phone_hash, account_id, assisted_by, counter_unit_id, sent_home_at, offer_id, case_id, answers, done_steps, version, created_at,
        updated_at, expires_at, submitted_at FROM dossier_draft WHERE code = $1"
);

pub(super) async fn by_code(cx: &mut Cx, code: &str) -> Result<Option<DraftRow>> {
    let mut row: Option<DraftRow> = cx.conn().opt(BY_CODE, args![code]).await?;
    if let Some(row) = &mut row {
        row.answers = crypto::open_text(cx.settings(), ANSWERS, &row.answers);
    }
    Ok(row)
}

sql!(
    INSERT,
    "INSERT INTO dossier_draft (code, phone_hash, account_id, offer_id, case_id, answers, done_steps, version, created_at, updated_at, expires_at)
     VALUES ($1, $2, $3, $4, $5, $6, '', 1, $7, $7, $8) ON CONFLICT (code) DO NOTHING"
);

/// Writes a new draft; false if the code is taken.
pub(super) async fn insert(cx: &mut Cx, code: &str, phone_hash: &str, offer: i64, case: i64, answers: &Answers, expires_at: DateTime<Utc>) -> Result<bool> {
    let (now, account) = (cx.now(), cx.actor.account_id);
    let answers = crypto::seal_text(cx.settings(), ANSWERS, &serde_json::to_string(answers)?)?;
    let rows = cx.conn().exec(INSERT, args![code, phone_hash, account, offer, case, answers, now, expires_at]).await?;
    Ok(rows == 1)
}

sql!(
    UPDATE,
    "UPDATE dossier_draft SET offer_id = $3, case_id = $4, answers = $5, done_steps = $6, version = version + 1, updated_at = $7, expires_at = $8
     WHERE id = $1 AND version = $2 AND submitted_at IS NULL"
);

/// Stores a changed draft; that of an applicant is kept 30 days more.
pub(super) async fn update(cx: &mut Cx, row: &DraftRow) -> Result<()> {
    let now = cx.now();
    let answers = crypto::seal_text(cx.settings(), ANSWERS, &row.answers)?;
    // What a counter began ends with its day.
    let until = if row.counter().is_some() { row.expires_at } else { now + Duration::days(DRAFT_DAYS) };
    let values = args![row.id, row.version, row.offer_id, row.case_id, answers, &row.done_steps, now, until];
    if cx.conn().exec(UPDATE, values).await? == 1 {
        Ok(())
    } else {
        Err(Error::conflict("Bản nháp vừa được lưu ở một cửa sổ khác. Hãy tải lại; nội dung bạn vừa gõ vẫn còn ở dưới."))
    }
}

sql!(CLAIM, "UPDATE dossier_draft SET submitted_at = $2, version = version + 1 WHERE id = $1 AND submitted_at IS NULL AND (sent_home_at IS NULL) = $3");

/// Marks a draft as submitted; false if somebody did so before, or sent it home meanwhile. The row lock makes a double post wait for the
/// first.
pub(in crate::dossiers) async fn claim(cx: &mut Cx, row: &DraftRow) -> Result<bool> {
    let now = cx.now();
    Ok(cx.conn().exec(CLAIM, args![row.id, now, row.sent_home_at.is_none()]).await? == 1)
}

sql!(LINK, "UPDATE dossier_draft SET dossier_id = $2 WHERE id = $1");

/// Notes which dossier a draft became.
pub(in crate::dossiers) async fn link(cx: &mut Cx, id: i64, dossier: i64) -> Result<()> {
    cx.conn().exec(LINK, args![id, dossier]).await.map(|_| ())
}

sql!(
    MINE,
    "SELECT d.code, v.name, d.updated_at, d.expires_at, d.done_steps FROM dossier_draft d JOIN procedure_offer o ON o.id = d.offer_id
     JOIN procedure_version v ON v.id = o.version_id
     WHERE d.account_id = $1 AND d.submitted_at IS NULL AND d.expires_at > $2 ORDER BY d.updated_at DESC LIMIT 50"
);

pub(super) async fn of_account(cx: &mut Cx, account: i64) -> Result<Vec<DraftLine>> {
    let now = cx.now();
    let rows: Vec<Line> = cx.conn().all(MINE, args![account, now]).await?;
    Ok(rows.into_iter().map(line).collect())
}

sql!(
    OF_PHONE,
    "SELECT d.code, v.name, d.updated_at, d.expires_at, d.done_steps FROM dossier_draft d JOIN procedure_offer o ON o.id = d.offer_id
     JOIN procedure_version v ON v.id = o.version_id
     WHERE d.phone_hash = $1 AND d.account_id IS NULL AND d.submitted_at IS NULL AND d.expires_at > $2 ORDER BY d.updated_at DESC LIMIT 50"
);

/// The open drafts of a verified telephone, by its hash, the latest first.
pub(super) async fn of_phone(cx: &mut Cx, phone_hash: &str) -> Result<Vec<DraftLine>> {
    let now = cx.now();
    let rows: Vec<Line> = cx.conn().all(OF_PHONE, args![phone_hash, now]).await?;
    Ok(rows.into_iter().map(line).collect())
}

/// Code, procedure, last change, end, pages that are done.
type Line = (String, String, DateTime<Utc>, DateTime<Utc>, String);

fn line((code, procedure_name, updated_at, until, done): Line) -> DraftLine {
    let last = done.lines().filter_map(Step::from_path).max();
    DraftLine { code, procedure_name, updated_at, kept_until: local_date(until), reached: last.map(Step::in_words).unwrap_or_default() }
}

sql!(
    COMMUNES,
    "SELECT v.agency_code, v.name FROM org_unit_version v JOIN org_unit u ON u.id = v.unit_id
     WHERE u.kind IN ('commune', 'ward', 'township', 'special_zone') AND v.valid_from <= $1 AND (v.valid_to IS NULL OR v.valid_to > $1) ORDER BY v.sort_key, v.id"
);

/// The communes of today, for addresses: agency code and name.
pub(super) async fn communes(cx: &mut Cx) -> Result<Vec<(String, String)>> {
    let today = local_date(cx.now());
    let rows: Vec<(String, String)> = cx.conn().all(COMMUNES, args![today]).await?;
    Ok(rows.into_iter().map(|(code, name)| (code, place_name(&name))).collect())
}

/// An address names the place, not its committee: "UBND phường An Lam" is "Phường An Lam".
fn place_name(unit: &str) -> String {
    let place = unit.strip_prefix("UBND ").or_else(|| unit.strip_prefix("Ủy ban nhân dân ")).unwrap_or(unit);
    capital(place)
}
