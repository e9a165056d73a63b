//! C24: what a code or a digest stands for, for everybody (02 §13, §20). No answer names a person; every try counts.

use super::super::{receipt, tracking};
use super::issue::ISSUED;
use super::store::{self, Row, documents};
use crate::audit::{self, AuditRow};
use crate::cx::Cx;
use crate::error::Result;
use crate::{org, rate};
use chrono::{DateTime, Utc};
use model::dossiers::apply::SubmissionReceipt;
use model::dossiers::results::{ChainWord, CheckedDocument, CheckedFile, CheckedReceipt, Verified, Wanted};
use model::dossiers::{FileRole, FormSet, PaperForm};
use model::format::{local_date, mask_name};
use sqlx::FromRow;

/// Most entries of each kind in one answer.
const MOST: i64 = 3;

sql!(SUBMISSION, "SELECT submission_code FROM dossier WHERE submission_code = $1 OR code = $1");
sql!(BY_HASH, documents!("WHERE f.sha256 = $1 ORDER BY s.id DESC LIMIT $2"));
sql!(COUNT_DOCUMENTS, "SELECT COUNT(*) FROM stored_document s JOIN file f ON f.id = s.file_id WHERE f.sha256 = $1");
// A document of the store says no more than that, wherever it was used again. Of other files only the first arrival counts: who
// has no more than a digest must not learn in which dossiers it stands.
sql!(
    FILES,
    "SELECT f.id, f.size, x.role, COALESCE(p.name, '') AS part, x.added_at AS at, d.receiving_unit_id AS unit
     FROM file f JOIN dossier_file x ON x.file_id = f.id JOIN dossier d ON d.id = x.dossier_id LEFT JOIN dossier_part p ON p.id = x.part_id
     WHERE f.sha256 = $1 AND NOT EXISTS (SELECT 1 FROM stored_document s JOIN file g ON g.id = s.file_id WHERE g.sha256 = f.sha256) ORDER BY x.id LIMIT 1"
);
sql!(
    PAPERS,
    "SELECT f.id, f.size, p.form, p.made_at AS at, d.receiving_unit_id AS unit, COALESCE(d.received_at, d.submitted_at) AS received
     FROM file f JOIN dossier_paper p ON p.file_id = f.id JOIN dossier d ON d.id = p.dossier_id WHERE f.sha256 = $1 ORDER BY p.id DESC LIMIT $2"
);

/// What the portal knows of a code or a digest. The caller commits in any case, so that the try counts.
///
/// # Errors
/// `RateLimited` after 30 tries of one address in 10 minutes.
pub async fn verify(cx: &mut Cx, wanted: &Wanted, address: &str) -> Result<Verified> {
    rate::hit(cx, rate::VERIFY_ADDRESS, address).await?;
    match wanted {
        Wanted::Code(code) => {
            let documents = match store::by_code(cx, code).await? {
                Some(row) => vec![document(cx, row).await?],
                None => Vec::new(),
            };
            Ok(Verified { receipt: checked_receipt(cx, code).await?, documents, ..Verified::default() })
        }
        Wanted::Hash(hash) => of_hash(cx, hash).await,
    }
}

/// Counts a file that somebody sends to be checked. The caller commits in any case.
///
/// # Errors
/// `RateLimited` after 20 files of one address in 10 minutes.
pub async fn count_file(cx: &mut Cx, address: &str) -> Result<()> {
    rate::hit(cx, rate::VERIFY_FILE, address).await
}

/// The receipt of a code as it was written, with the names of its files: only to be compared with a file that has them.
///
/// # Errors
/// If the database cannot be read.
pub async fn receipt_of(cx: &mut Cx, code: &str) -> Result<Option<SubmissionReceipt>> {
    // That of a supplement has a code of its own, which no dossier has.
    if let Some(receipt) = receipt::stored(cx, code).await? {
        return Ok(Some(receipt));
    }
    let submission: Option<(String,)> = cx.conn().opt(SUBMISSION, args![code]).await?;
    match submission {
        Some((submission,)) => receipt::stored(cx, &submission).await,
        None => Ok(None),
    }
}

async fn checked_receipt(cx: &mut Cx, code: &str) -> Result<Option<CheckedReceipt>> {
    let Some(receipt) = receipt_of(cx, code).await? else { return Ok(None) };
    let row = audit::at_place(&mut cx.conn(), receipt.chain_day, receipt.chain_seq).await?;
    let chain = match row {
        Some(row) => {
            let agrees = row.hash == receipt.chain_hash && row.object_id == receipt.object() && audit::agrees(&mut cx.conn(), &row).await?;
            Some(ChainWord { day: row.day, seq: row.seq, agrees })
        }
        None => Some(ChainWord { day: receipt.chain_day, seq: receipt.chain_seq, agrees: false }),
    };
    Ok(Some(CheckedReceipt { receipt: tracking::without_names(receipt), chain }))
}

async fn of_hash(cx: &mut Cx, hash: &str) -> Result<Verified> {
    let rows: Vec<Row> = cx.conn().all(BY_HASH, args![hash, MOST]).await?;
    let mut found = Verified::default();
    for row in rows {
        found.documents.push(document(cx, row).await?);
    }
    found.files = files(cx, hash).await?;
    let documents = cx.conn().count(COUNT_DOCUMENTS, args![hash]).await?;
    found.more = (documents - MOST).max(0);
    let papers: Vec<PaperRow> = cx.conn().all(PAPERS, args![hash, MOST]).await?;
    for row in papers {
        let title = row.form.parse::<PaperForm>()?.title(FormSet::on(local_date(row.received)));
        let kept = Kept { id: row.id, size: row.size, at: row.at, unit: row.unit };
        found.files.push(file(cx, hash, kept, format!("Mẫu của cổng: {title}")).await?);
    }
    Ok(found)
}

async fn document(cx: &mut Cx, row: Row) -> Result<CheckedDocument> {
    let (sha256, size) = (row.sha256.clone().unwrap_or_default(), row.size.unwrap_or_default());
    let whole = !sha256.is_empty() && cx.portal().clone().files().is_whole(&sha256, size).await?;
    let acts = audit::of_object(&mut cx.conn(), "stored_document", &row.code).await?;
    let act = acts.into_iter().find(|act| act.action == ISSUED);
    let chain = word(cx, act, if sha256.is_empty() { "bản giấy" } else { &sha256 }).await?;
    let view = store::view(cx, &row, false).await?;
    Ok(CheckedDocument {
        code: row.code,
        name: row.name,
        number: row.number,
        issuer: row.issuer,
        issued_on: row.issued_on,
        valid_until: row.valid_until,
        scope: row.scope,
        signer: row.signer,
        owner: mask_name(&row.owner_name),
        validity: view.line.validity,
        replaced_by: view.replaced_by,
        sha256,
        size,
        whole,
        chain,
    })
}

/// Whether an act stands whole in the chain and says the same digest.
async fn word(cx: &mut Cx, act: Option<AuditRow>, digest: &str) -> Result<Option<ChainWord>> {
    let Some(act) = act else { return Ok(None) };
    let agrees = act.detail.ends_with(digest) && audit::agrees(&mut cx.conn(), &act).await?;
    Ok(Some(ChainWord { day: act.day, seq: act.seq, agrees }))
}

#[derive(FromRow)]
struct FileRow {
    id: i64,
    size: i64,
    role: String,
    part: String,
    at: DateTime<Utc>,
    unit: i64,
}

#[derive(FromRow)]
struct PaperRow {
    id: i64,
    size: i64,
    form: String,
    at: DateTime<Utc>,
    unit: i64,
    received: DateTime<Utc>,
}

struct Kept {
    id: i64,
    size: i64,
    at: DateTime<Utc>,
    unit: i64,
}

async fn files(cx: &mut Cx, hash: &str) -> Result<Vec<CheckedFile>> {
    let rows: Vec<FileRow> = cx.conn().all(FILES, args![hash]).await?;
    let mut files = Vec::with_capacity(rows.len());
    for row in rows {
        let role: FileRole = row.role.parse()?;
        let what = if row.part.is_empty() { role.label().to_owned() } else { format!("{}: {}", role.label(), row.part) };
        files.push(file(cx, hash, Kept { id: row.id, size: row.size, at: row.at, unit: row.unit }, what).await?);
    }
    Ok(files)
}

async fn file(cx: &mut Cx, hash: &str, kept: Kept, what: String) -> Result<CheckedFile> {
    let acts = audit::of_object(&mut cx.conn(), "file", &kept.id.to_string()).await?;
    let chain = word(cx, acts.into_iter().find(|act| act.action == "file.stored"), hash).await?;
    let day = local_date(kept.at);
    let unit = org::names_on(cx, &[(kept.unit, day)]).await?.remove(&(kept.unit, day)).unwrap_or_default();
    Ok(CheckedFile { what, unit, at: kept.at, size: kept.size, chain })
}
