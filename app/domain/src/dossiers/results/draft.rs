//! O11: the draft of a result. The officer lays it before the leader who signs; the applicant never sees it.

use super::super::proposals;
use super::super::row;
use super::super::rules::Right;
use super::super::stale::stale;
use crate::audit::AuditEvent;
use crate::cx::Cx;
use crate::error::{Error, Result};
use crate::files::{self, StoredFile};
use chrono::{DateTime, Utc};
use model::dossiers::results::ResultDraft;
use model::dossiers::{DossierState, ProcessingStage};

sql!(INSERT, "INSERT INTO result_draft (dossier_id, file_id, actor_id, actor_name, at) VALUES ($1, $2, $3, $4, $5)");
sql!(
    DRAFTS,
    "SELECT f.token, f.name, f.size, r.actor_name, r.at FROM result_draft r JOIN file f ON f.id = r.file_id WHERE r.dossier_id = $1 ORDER BY r.id DESC LIMIT 20"
);
sql!(HAS, "SELECT COUNT(*) FROM result_draft r JOIN file f ON f.id = r.file_id WHERE r.dossier_id = $1 AND f.token = $2");

/// The officer in charge lays a stored PDF before the leader. The last draft counts.
///
/// # Errors
/// `Forbidden` for everybody else; `Conflict` if somebody was faster, or once it is signed; `Invalid` for no PDF.
pub async fn lay_draft(cx: &mut Cx, code: &str, version: i64, token: &str) -> Result<()> {
    let mut row = proposals::seen(cx, code).await?;
    super::super::access::of(&cx.actor).require(&[Right::Officer], &row, true)?;
    if row.version != version {
        return Err(stale(cx, &row).await);
    }
    let open = row.state()? == DossierState::Processing && !matches!(row.stage()?, Some(ProcessingStage::Signed | ProcessingStage::Published));
    if !open {
        return Err(Error::conflict("Hồ sơ không ở bước dự thảo. Hãy tải lại trang để xem các việc làm được."));
    }
    let wrong = |message: &str| Error::field("tep", message);
    let file = files::by_token(cx, token).await.map_err(|error| match error {
        Error::NotFound => wrong("Không tìm thấy tệp dự thảo. Hãy tải tệp lên lại."),
        other => other,
    })?;
    if file.media_type != "application/pdf" {
        return Err(wrong("Dự thảo phải là tệp PDF. Hãy chọn tệp khác."));
    }
    row::save(cx, &mut row).await?;
    let (account, name, now) = (cx.actor.account_id, cx.actor.name.clone(), cx.now());
    cx.conn().exec(INSERT, args![row.id, file.id, account, name, now]).await?;
    cx.audit(AuditEvent::new("dossier.lay_draft", "dossier", row.public_code()).detail(format!("sha256 {}", file.sha256)));
    cx.changed("dossier", row.id);
    Ok(())
}

/// The drafts of a dossier, the last first, for officials who see the dossier.
///
/// # Errors
/// `NotFound` for everybody else.
pub async fn drafts(cx: &mut Cx, code: &str) -> Result<Vec<ResultDraft>> {
    let row = proposals::seen(cx, code).await?;
    let found: Vec<(String, String, i64, String, DateTime<Utc>)> = cx.conn().all(DRAFTS, args![row.id]).await?;
    Ok(found.into_iter().map(|(token, name, size, actor, at)| ResultDraft { token, name, size, actor, at }).collect())
}

/// The file of a draft. The caller commits.
///
/// # Errors
/// `NotFound` for everybody but officials who see the dossier.
pub async fn draft_file(cx: &mut Cx, code: &str, token: &str) -> Result<StoredFile> {
    let row = proposals::seen(cx, code).await?;
    if token.contains('\0') || cx.conn().count(HAS, args![row.id, token]).await? == 0 {
        return Err(Error::NotFound);
    }
    cx.audit(AuditEvent::new("dossier.file_read", "dossier", row.public_code()));
    files::by_token(cx, token).await
}
