//! The receipt of a supplement (02 §20): each D06 and D12 has one of its own, beside that of the submission, which stays as it is.

use super::access;
use super::receipt;
use super::row::{self, DossierRow};
use crate::Actor;
use crate::cx::{Cx, Portal};
use crate::error::{Error, Result};
use chrono::{DateTime, NaiveDate, Utc};
use model::dossiers::apply::{ReceiptFile, SubmissionReceipt, SupplementProof};
use model::dossiers::{DossierAction, SupplementStage};
use sqlx::FromRow;

#[derive(FromRow)]
struct Answered {
    id: i64,
    stage: String,
    brought_by: String,
    at: DateTime<Utc>,
    actor_name: String,
    words: i64,
    later: i64,
}

// `later`: answers of the same kind after this one. Their acts stand in the audit log in the same order.
sql!(
    ANSWERED,
    "SELECT r.id, r.stage, r.brought_by, e.at, e.actor_name,
        (SELECT COUNT(*) FROM supplement_item i WHERE i.request_id = r.id AND i.answer <> '') AS words,
        (SELECT COUNT(*) FROM supplement_request o WHERE o.dossier_id = r.dossier_id AND o.stage = r.stage AND o.state = 'answered' AND o.seq > r.seq) AS later
     FROM supplement_request r JOIN dossier_event e ON e.dossier_id = r.dossier_id AND e.seq = r.answer_seq
     WHERE r.dossier_id = $1 AND r.seq = $2 AND r.state = 'answered'"
);
sql!(
    ACT,
    "SELECT day, seq, hash FROM audit_event WHERE object_kind = 'dossier' AND object_id = $1 AND action = $2 ORDER BY day DESC, seq DESC LIMIT 1 OFFSET $3"
);
sql!(
    FILES,
    "SELECT i.subject, f.name, f.size, f.sha256 FROM dossier_file x JOIN supplement_item i ON i.id = x.item_id JOIN file f ON f.id = x.file_id
     WHERE i.request_id = $1 ORDER BY i.place, x.id"
);

/// The receipt of the answer to request `number` of a dossier, for its applicant and for officials who see the dossier. It is
/// written on the first call: every file is read back from the store and compared in size and hash; a later call returns the same.
///
/// # Errors
/// `Conflict` if a file is not whole in the store: then there is no receipt; `NotFound` for others, and for a request without an
/// answer.
pub async fn issue(portal: &Portal, actor: &Actor, code: &str, number: i64) -> Result<SubmissionReceipt> {
    let mut cx = portal.snapshot(actor).await?;
    let row = readable(&mut cx, code).await?;
    let name = SupplementProof::code(&row.submission_code, number);
    if let Some(receipt) = receipt::stored(&mut cx, &name).await? {
        return Ok(receipt);
    }
    let receipt = build(&mut cx, &row, number, name).await?;
    drop(cx);
    receipt::keep(portal, actor, receipt).await
}

/// Writes the receipt of the latest answer after the act was committed; its page tries again if that fails.
pub async fn issue_latest(portal: &Portal, actor: &Actor, code: &str) {
    let latest = async {
        let mut cx = portal.read(actor).await?;
        let row = readable(&mut cx, code).await?;
        let found: Option<(i64,)> = cx.conn().opt(LATEST, args![row.id]).await?;
        Ok::<_, Error>(found)
    };
    if let Ok(Some((number,))) = latest.await {
        let _ = issue(portal, actor, code, number).await;
    }
}

sql!(LATEST, "SELECT seq FROM supplement_request WHERE dossier_id = $1 AND answer_seq IS NOT NULL ORDER BY seq DESC LIMIT 1");

async fn readable(cx: &mut Cx, code: &str) -> Result<DossierRow> {
    let row = row::by_code(cx, code).await?.ok_or(Error::NotFound)?;
    let access = access::of(&cx.actor);
    let desk = (cx.actor.is_official() || access.system) && access.sees(&row);
    if desk || access.is_applicant(&row) { Ok(row) } else { Err(Error::NotFound) }
}

/// The receipt as it will be stored if every file is whole.
async fn build(cx: &mut Cx, row: &DossierRow, number: i64, code: String) -> Result<SubmissionReceipt> {
    let answered: Option<Answered> = cx.conn().opt(ANSWERED, args![row.id, number]).await?;
    let answered = answered.ok_or(Error::NotFound)?;
    // The log names a dossier as it was called then: before the receipt by its submission code.
    let (action, object) = match answered.stage.parse::<SupplementStage>()? {
        SupplementStage::Intake => (DossierAction::Resubmit, row.submission_code.as_str()),
        SupplementStage::Examination => (DossierAction::ProvideSupplement, row.public_code()),
    };
    let act: Option<(NaiveDate, i64, String)> = cx.conn().opt(ACT, args![object, format!("dossier.{}", action.as_str()), answered.later]).await?;
    let (chain_day, chain_seq, chain_hash) = act.ok_or(Error::NotFound)?;
    let files: Vec<(String, String, i64, String)> = cx.conn().all(FILES, args![answered.id]).await?;
    let proof = SupplementProof { number, dossier: object.to_owned(), brought_by: answered.brought_by, recorded_by: answered.actor_name };
    Ok(SubmissionReceipt {
        code,
        submitted_at: answered.at,
        made_at: cx.now(),
        procedure_code: row.procedure_code.clone(),
        procedure_name: row.procedure_name.clone(),
        version_from: row.version_from,
        receiving_unit: row.receiving_unit.clone(),
        competent_unit: row.competent_unit.clone(),
        fields: usize::try_from(answered.words).unwrap_or_default(),
        files: files.into_iter().map(|(part, name, size, sha256)| ReceiptFile { part, name, size, sha256 }).collect(),
        chain_day,
        chain_seq,
        chain_hash,
        supplement: Some(proof),
    })
}
