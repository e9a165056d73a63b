//! SQL of drafts.

use crate::cx::Cx;
use crate::error::{Error, Result};
use crate::identity::crypto::{self, purpose::ANSWERS, purpose::PHONE};
use chrono::{DateTime, Datelike, Duration, NaiveDate, Utc};
use model::dossiers::apply::{DRAFT_DAYS, DraftFile, DraftLine, field};
use model::format::local_date;
use model::procedures::Answers;
use model::text::capital;
use sqlx::FromRow;

/// A draft as stored.
#[derive(Debug, Clone, FromRow)]
pub(crate) struct DraftRow {
    pub id: i64,
    pub code: String,
    pub token_hash: String,
    pub account_id: Option<i64>,
    pub offer_id: i64,
    pub case_id: i64,
    /// JSON; sealed in the database.
    pub answers: String,
    pub done_steps: String,
    pub version: i64,
    pub updated_at: DateTime<Utc>,
    pub expires_at: DateTime<Utc>,
    pub submitted_at: Option<DateTime<Utc>>,
}

sql!(
    BY_CODE,
    "SELECT id, code, token_hash, account_id, offer_id, case_id, answers, done_steps, version, updated_at, expires_at, submitted_at
     FROM dossier_draft WHERE code = $1"
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
    "INSERT INTO dossier_draft (code, token_hash, account_id, offer_id, case_id, answers, done_steps, version, created_at, updated_at, expires_at)
     VALUES ($1, $2, $3, $4, $5, $6, '', 1, $7, $7, $8) ON CONFLICT (code) DO NOTHING"
);

/// Writes a new draft; false if the code is taken.
pub(super) async fn insert(cx: &mut Cx, code: &str, token_hash: &str, offer: i64, case: i64, answers: &Answers, expires_at: DateTime<Utc>) -> Result<bool> {
    let (now, account) = (cx.now(), cx.actor.account_id);
    let answers = crypto::seal_text(cx.settings(), ANSWERS, &serde_json::to_string(answers)?)?;
    let rows = cx.conn().exec(INSERT, args![code, token_hash, account, offer, case, answers, now, expires_at]).await?;
    Ok(rows == 1)
}

sql!(
    UPDATE,
    "UPDATE dossier_draft SET offer_id = $3, case_id = $4, answers = $5, done_steps = $6, version = version + 1, updated_at = $7, expires_at = $8
     WHERE id = $1 AND version = $2 AND submitted_at IS NULL"
);

/// Stores a changed draft and keeps it 30 days more.
pub(super) async fn update(cx: &mut Cx, row: &DraftRow) -> Result<()> {
    let now = cx.now();
    let answers = crypto::seal_text(cx.settings(), ANSWERS, &row.answers)?;
    let values = args![row.id, row.version, row.offer_id, row.case_id, answers, &row.done_steps, now, now + Duration::days(DRAFT_DAYS)];
    if cx.conn().exec(UPDATE, values).await? == 1 {
        Ok(())
    } else {
        Err(Error::conflict("Bản nháp vừa được lưu ở một cửa sổ khác. Hãy tải lại; nội dung bạn vừa gõ vẫn còn ở dưới."))
    }
}

sql!(CLAIM, "UPDATE dossier_draft SET submitted_at = $2, version = version + 1 WHERE id = $1 AND submitted_at IS NULL");

/// Marks a draft as submitted; false if somebody did so before. The row lock makes a double post wait for the first.
pub(in crate::dossiers) async fn claim(cx: &mut Cx, id: i64) -> Result<bool> {
    let now = cx.now();
    Ok(cx.conn().exec(CLAIM, args![id, now]).await? == 1)
}

sql!(LINK, "UPDATE dossier_draft SET dossier_id = $2 WHERE id = $1");

/// Notes which dossier a draft became.
pub(in crate::dossiers) async fn link(cx: &mut Cx, id: i64, dossier: i64) -> Result<()> {
    cx.conn().exec(LINK, args![id, dossier]).await.map(|_| ())
}

#[derive(FromRow)]
struct FileRow {
    file_id: i64,
    part_id: i64,
    name: String,
    size: i64,
    sha256: String,
}

sql!(
    FILES,
    "SELECT d.file_id, d.part_id, f.name, f.size, f.sha256 FROM dossier_draft_file d JOIN file f ON f.id = d.file_id WHERE d.draft_id = $1 ORDER BY d.id"
);

pub(super) async fn files(cx: &mut Cx, draft: i64) -> Result<Vec<DraftFile>> {
    let rows: Vec<FileRow> = cx.conn().all(FILES, args![draft]).await?;
    let file = |row: FileRow| DraftFile { file_id: row.file_id, part_id: row.part_id, name: row.name, size: row.size, sha256: row.sha256 };
    Ok(rows.into_iter().map(file).collect())
}

sql!(ADD_FILE, "INSERT INTO dossier_draft_file (draft_id, part_id, file_id) VALUES ($1, $2, $3)");
sql!(REMOVE_FILE, "DELETE FROM dossier_draft_file WHERE draft_id = $1 AND part_id = $2 AND file_id = $3");

pub(super) async fn add_file(cx: &mut Cx, draft: i64, part: i64, file: i64) -> Result<()> {
    cx.conn().exec(ADD_FILE, args![draft, part, file]).await.map(|_| ())
}

sql!(ADD_STORED, "INSERT INTO dossier_draft_file (draft_id, part_id, file_id, document_id, consented_at) VALUES ($1, $2, $3, $4, $5)");

/// Adds a document of the store, with the consent of its owner.
pub(super) async fn add_stored(cx: &mut Cx, draft: i64, part: i64, file: i64, document: i64) -> Result<()> {
    let now = cx.now();
    cx.conn().exec(ADD_STORED, args![draft, part, file, document, now]).await.map(|_| ())
}

pub(super) async fn remove_file(cx: &mut Cx, draft: i64, part: i64, file: i64) -> Result<u64> {
    cx.conn().exec(REMOVE_FILE, args![draft, part, file]).await
}

sql!(
    MINE,
    "SELECT d.code, v.name, d.updated_at, d.expires_at FROM dossier_draft d JOIN procedure_offer o ON o.id = d.offer_id
     JOIN procedure_version v ON v.id = o.version_id
     WHERE d.account_id = $1 AND d.submitted_at IS NULL AND d.expires_at > $2 ORDER BY d.updated_at DESC LIMIT 50"
);

pub(super) async fn of_account(cx: &mut Cx, account: i64) -> Result<Vec<DraftLine>> {
    let now = cx.now();
    let rows: Vec<(String, String, DateTime<Utc>, DateTime<Utc>)> = cx.conn().all(MINE, args![account, now]).await?;
    let line = |(code, procedure_name, updated_at, until)| DraftLine { code, procedure_name, updated_at, kept_until: local_date(until) };
    Ok(rows.into_iter().map(line).collect())
}

sql!(DELETE_FILES, "DELETE FROM dossier_draft_file WHERE draft_id = $1");
sql!(DELETE, "DELETE FROM dossier_draft WHERE id = $1 AND submitted_at IS NULL");

pub(super) async fn delete(cx: &mut Cx, id: i64) -> Result<()> {
    cx.conn().exec(DELETE_FILES, args![id]).await?;
    cx.conn().exec(DELETE, args![id]).await.map(|_| ())
}

sql!(PRUNE_FILES, "DELETE FROM dossier_draft_file WHERE draft_id IN (SELECT id FROM dossier_draft WHERE submitted_at IS NULL AND expires_at <= $1)");
sql!(PRUNE, "DELETE FROM dossier_draft WHERE submitted_at IS NULL AND expires_at <= $1");

pub(super) async fn prune(cx: &mut Cx) -> Result<u64> {
    let now = cx.now();
    cx.conn().exec(PRUNE_FILES, args![now]).await?;
    cx.conn().exec(PRUNE, args![now]).await
}

#[derive(FromRow)]
struct PersonRow {
    full_name: String,
    dob: Option<NaiveDate>,
    phone_sealed: String,
    email: String,
}

sql!(PERSON, "SELECT full_name, dob, phone_sealed, email FROM person WHERE id = $1");

/// What the portal knows about the signed-in person, so that nothing is asked twice.
pub(super) async fn known_answers(cx: &mut Cx) -> Result<Answers> {
    let mut answers = Answers::new();
    let Some(person) = cx.actor.person_id else { return Ok(answers) };
    let row: Option<PersonRow> = cx.conn().opt(PERSON, args![person]).await?;
    if let Some(row) = row {
        let phone = crypto::open_text(cx.settings(), PHONE, &row.phone_sealed);
        let mut put = |name: &str, value: String| answers.insert(name.to_owned(), value);
        put(field::NAME, row.full_name);
        put(field::PHONE, phone);
        put(field::EMAIL, row.email);
        if let Some(born) = row.dob {
            put(&format!("{}_ngay", field::BORN), born.day().to_string());
            put(&format!("{}_thang", field::BORN), born.month().to_string());
            put(&format!("{}_nam", field::BORN), born.year().to_string());
        }
    }
    Ok(answers)
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
