//! The receipt of a submission (02 §20): written after the commit, and only when every stored file was read back whole.

use super::apply::ACT;
use super::draft::{self, DraftKey, DraftRow};
use crate::cx::{Cx, Portal};
use crate::error::{Error, Result};
use crate::{Actor, audit, procedures};
use model::dossiers::apply::{DraftFile, PartWay, ReceiptFile, SubmissionReceipt};

sql!(STORED, "SELECT body FROM dossier_receipt WHERE code = $1");
sql!(INSERT, "INSERT INTO dossier_receipt (code, made_at, body) VALUES ($1, $2, $3) ON CONFLICT (code) DO NOTHING");

/// The stored receipt of a submission code, if it was written.
///
/// # Errors
/// If the database cannot be read.
pub(super) async fn stored(cx: &mut Cx, code: &str) -> Result<Option<SubmissionReceipt>> {
    let row: Option<(String,)> = cx.conn().opt(STORED, args![code]).await?;
    row.map(|(body,)| serde_json::from_str(&body).map_err(Error::from)).transpose()
}

/// True if a receipt was written for this submission: dossiers handed in at a counter have none.
///
/// # Errors
/// If the database cannot be read.
pub async fn exists(cx: &mut Cx, code: &str) -> Result<bool> {
    Ok(stored(cx, code).await?.is_some())
}

/// The receipt for the applicant. It is written on the first call after the submission: every file is read back from the
/// store and compared in size and hash; a later call returns the same receipt.
///
/// # Errors
/// `Conflict` if a file is not whole in the store: then there is no receipt; `NotFound` for others and for drafts.
pub async fn issue(portal: &Portal, actor: &Actor, key: &DraftKey) -> Result<SubmissionReceipt> {
    let mut cx = portal.read(actor).await?;
    let row = draft::open(&mut cx, key).await?;
    if let Some(receipt) = stored(&mut cx, &row.code).await? {
        return Ok(receipt);
    }
    let receipt = build(&mut cx, &row).await?;
    drop(cx);
    keep(portal, actor, receipt).await
}

/// Writes a receipt if every file of it is whole in the store; returns what was written first. The caller holds no connection:
/// reading files takes long.
///
/// # Errors
/// `Conflict` if a file is not whole.
pub(super) async fn keep(portal: &Portal, actor: &Actor, receipt: SubmissionReceipt) -> Result<SubmissionReceipt> {
    portal.pass_moment();
    for file in &receipt.files {
        if !portal.files().is_whole(&file.sha256, file.size).await? {
            return Err(Error::conflict(format!(
                "Tệp “{}” không đọc lại được đầy đủ nên chưa có biên nhận. Hãy gọi đường dây nóng và đọc mã nộp {}.",
                file.name, receipt.code
            )));
        }
    }
    let mut cx = portal.write(actor).await?;
    let receipt = SubmissionReceipt { made_at: cx.now(), ..receipt };
    let body = serde_json::to_string(&receipt)?;
    cx.conn().exec(INSERT, args![&receipt.code, receipt.made_at, body]).await?;
    let kept = stored(&mut cx, &receipt.code).await?.ok_or(Error::NotFound)?;
    cx.commit().await?;
    Ok(kept)
}

/// The receipt as it will be stored if every file is whole.
async fn build(cx: &mut Cx, row: &DraftRow) -> Result<SubmissionReceipt> {
    let submitted_at = row.submitted_at.ok_or(Error::NotFound)?;
    let view = draft::of_row(cx, row).await?;
    let acts = audit::of_object(&mut cx.conn(), "dossier", &row.code).await?;
    let act = acts.into_iter().find(|act| act.action == ACT).ok_or(Error::NotFound)?;
    let version = procedures::version(&mut cx.conn(), view.version_id).await?;
    let asked = view.forms.iter().flat_map(|page| &page.questions).filter(|question| question.asked(&view.answers));
    let inside = asked.flat_map(|question| view.files_for(&question.name).into_iter().map(|file| stored_file(&question.label, file)).collect::<Vec<_>>());
    let uploaded = view.parts.iter().filter(|part| view.way(part) == Some(PartWay::Upload));
    let papers = uploaded.flat_map(|part| view.files_of(part.id).into_iter().map(|file| stored_file(&part.name, file)).collect::<Vec<_>>());
    let files = inside.chain(papers);
    Ok(SubmissionReceipt {
        code: row.code.clone(),
        submitted_at,
        made_at: cx.now(),
        procedure_code: view.procedure_code.clone(),
        procedure_name: view.procedure_name.clone(),
        version_from: version.valid_from,
        receiving_unit: view.receiving_unit.clone(),
        competent_unit: view.competent_unit.clone(),
        fields: view.answers.iter().filter(|(name, value)| !name.starts_with("lay.") && !value.is_empty()).count(),
        files: files.collect(),
        chain_day: act.day,
        chain_seq: act.seq,
        chain_hash: act.hash,
        supplement: None,
    })
}

fn stored_file(part: &str, file: &DraftFile) -> ReceiptFile {
    ReceiptFile { part: part.to_owned(), name: file.name.clone(), size: file.size, sha256: file.sha256.clone() }
}
