//! The store as its owner sees it: "Giấy tờ của tôi", and who used them.

use super::store::{self, Row, documents};
use crate::audit::AuditEvent;
use crate::cx::Cx;
use crate::error::{Error, Result};
use crate::files::StoredFile;
use model::dossiers::results::{DocumentLine, DocumentView};
use model::format::local_date;
use model::{List, Paging};

// A result that waits for its money is not in the hands of its owner yet (D23).
sql!(COUNT_MINE, "SELECT COUNT(*) FROM stored_document s JOIN dossier d ON d.id = s.dossier_id WHERE s.owner_account = $1 AND d.payment <> 'due'");
sql!(MINE, documents!("WHERE s.owner_account = $1 AND d.payment <> 'due' ORDER BY s.id DESC LIMIT $2 OFFSET $3"));
sql!(OF_DOSSIER, documents!("WHERE s.dossier_id = $1"));

/// The documents of the signed-in person, the latest first.
///
/// # Errors
/// `Unauthorized` if nobody is signed in.
pub async fn my_documents(cx: &mut Cx, page: i64) -> Result<List<DocumentLine>> {
    let account = cx.actor.account_id.ok_or(Error::Unauthorized)?;
    let paging = Paging::of(page, cx.conn().count(COUNT_MINE, args![account]).await?);
    let found: Vec<Row> = cx.conn().all(MINE, args![account, paging.size, paging.offset()]).await?;
    let day = local_date(cx.now());
    Ok(List { rows: found.iter().map(|row| row.line(day)).collect::<Result<_>>()?, paging })
}

async fn own(cx: &mut Cx, code: &str) -> Result<Row> {
    let account = cx.actor.account_id.ok_or(Error::Unauthorized)?;
    let row = store::by_code(cx, code).await?;
    row.filter(|row| row.owner_account == Some(account) && !row.unpaid).ok_or(Error::NotFound)
}

/// One own document with "Ai đã dùng giấy tờ này".
///
/// # Errors
/// `NotFound` for everybody else.
pub async fn my_document(cx: &mut Cx, code: &str) -> Result<DocumentView> {
    let row = own(cx, code).await?;
    store::view(cx, &row, false).await
}

/// The file of an own document, read back whole. The caller commits.
///
/// # Errors
/// `NotFound` for everybody else and on paper; `Conflict` if it is not whole any more.
pub async fn my_document_file(cx: &mut Cx, code: &str) -> Result<StoredFile> {
    let row = own(cx, code).await?;
    cx.audit(AuditEvent::new("document.file_read", "stored_document_read", &row.code));
    store::whole_file(cx, &row).await
}

/// The document that a dossier of the actor gave, with whether its file was read back whole just now; none before there is
/// one, or while money is due. The caller has checked whose dossier it is.
///
/// # Errors
/// If database or file store cannot be read.
pub async fn of_my_dossier(cx: &mut Cx, dossier: i64) -> Result<Option<(DocumentView, bool)>> {
    let row: Option<Row> = cx.conn().opt(OF_DOSSIER, args![dossier]).await?;
    let Some(row) = row.filter(|row| !row.unpaid) else { return Ok(None) };
    let whole = match (&row.sha256, row.size) {
        (Some(sha256), Some(size)) => cx.portal().clone().files().is_whole(sha256, size).await?,
        _ => false,
    };
    Ok(Some((store::view(cx, &row, false).await?, whole)))
}
