//! O18: the store as officials see it, by their scope; replaced and revoked documents are marked, never deleted.

use super::super::access;
use super::super::desk::queues::visible;
use super::store::{self, NewUse, Row, documents};
use crate::audit::AuditEvent;
use crate::cx::Cx;
use crate::db::Query;
use crate::error::{Error, Result};
use crate::files::StoredFile;
use crate::notify::{self, Recipient};
use model::access::{Action, ObjectKind};
use model::dossiers::results::{DocumentAct, DocumentLine, DocumentState, DocumentView, Mark, StoreFilter, UseKind, Validity};
use model::format::local_date;
use model::notify::{Event, NotifyChannel};
use model::{List, Paging};

/// The condition of a list, after `WHERE`.
fn narrow(query: &mut Query, filter: &StoreFilter, access: &access::Access, day: chrono::NaiveDate) {
    visible(query, access);
    match filter.validity {
        None => {}
        Some(Validity::Valid) => {
            query.push(" AND s.state = 'valid' AND (s.valid_until IS NULL OR s.valid_until >= ").bind(day).push(")");
        }
        Some(Validity::Expired) => {
            query.push(" AND s.state = 'valid' AND s.valid_until < ").bind(day);
        }
        Some(Validity::Replaced) => {
            query.push(" AND s.state = 'replaced'");
        }
        Some(Validity::Revoked) => {
            query.push(" AND s.state = 'revoked'");
        }
    }
    query.words(&["s.fold"], &filter.words);
}

/// One page of the documents that come from dossiers the actor may see, the latest first.
///
/// # Errors
/// `Forbidden` for somebody who sees no dossiers.
pub async fn stored(cx: &mut Cx, filter: &StoreFilter) -> Result<List<DocumentLine>> {
    cx.require_reach(Action::View, ObjectKind::Dossier)?;
    let access = access::of(&cx.actor);
    let day = local_date(cx.now());
    let mut count = Query::new("SELECT COUNT(*) FROM stored_document s JOIN dossier d ON d.id = s.dossier_id WHERE ");
    narrow(&mut count, filter, &access, day);
    let paging = Paging::of(filter.page, count.count(&mut cx.conn()).await?);
    let mut query = Query::new(documents!("WHERE "));
    narrow(&mut query, filter, &access, day);
    query.push(" ORDER BY s.id DESC").page(paging);
    let found: Vec<Row> = query.all(&mut cx.conn()).await?;
    Ok(List { rows: found.iter().map(|row| row.line(day)).collect::<Result<_>>()?, paging })
}

/// The document of a code, for somebody who may see its dossier, and whether they may mark it.
async fn seen(cx: &mut Cx, code: &str) -> Result<(Row, bool)> {
    cx.require_official()?;
    let row = store::by_code(cx, code).await?.ok_or(Error::NotFound)?;
    let dossier = super::super::row::by_id(cx, row.dossier_id).await?;
    let access = access::of(&cx.actor);
    if !access.sees(&dossier) {
        return Err(Error::NotFound);
    }
    let may_mark = row.state == DocumentState::Valid.as_str() && access.may(super::super::rules::Right::Sign, &dossier);
    Ok((row, may_mark))
}

/// One document with its history and its uses.
///
/// # Errors
/// `NotFound` for somebody who may not see its dossier.
pub async fn document(cx: &mut Cx, code: &str) -> Result<DocumentView> {
    let (row, may_mark) = seen(cx, code).await?;
    store::view(cx, &row, may_mark).await
}

/// The file of a document. The reading is noted where its owner reads it; the caller commits.
///
/// # Errors
/// `NotFound` on paper, or for somebody who may not see it; `Conflict` if it is not whole any more.
pub async fn document_file(cx: &mut Cx, code: &str) -> Result<StoredFile> {
    let (row, _) = seen(cx, code).await?;
    let file = store::whole_file(cx, &row).await?;
    let purpose = "Tra cứu trong Kho kết quả";
    store::note_use(cx, NewUse { document: row.id, kind: UseKind::Read, dossier: None, part: None, purpose, consented_at: None }).await?;
    cx.audit(AuditEvent::new("document.file_read", "stored_document_read", &row.code));
    Ok(file)
}

sql!(MARK, "UPDATE stored_document SET state = $3, version = version + 1 WHERE id = $1 AND version = $2 AND state = 'valid'");

/// Marks a document as replaced by another of the same owner and type, or as revoked. It stays where it is.
///
/// # Errors
/// `Forbidden` for somebody who does not sign for the issuing agency; `Conflict` if somebody was faster or it is marked
/// already; `Invalid` for a document that cannot replace it.
pub async fn mark(cx: &mut Cx, code: &str, version: i64, input: &Mark) -> Result<()> {
    let (row, may_mark) = seen(cx, code).await?;
    let dossier = super::super::row::by_id(cx, row.dossier_id).await?;
    let access = access::of(&cx.actor);
    access.require(&[super::super::rules::Right::Sign], &dossier, true)?;
    if row.version != version || !may_mark {
        return Err(Error::conflict(format!("Giấy tờ {} đã được ghi nhận trước đó. Hãy tải lại trang.", row.code)));
    }
    let by = match &input.by {
        None => None,
        Some(by) => Some(heir(cx, &row, by).await?),
    };
    let (state, act) = if by.is_some() { (DocumentState::Replaced, DocumentAct::Replaced) } else { (DocumentState::Revoked, DocumentAct::Revoked) };
    if cx.conn().exec(MARK, args![row.id, version, state.as_str()]).await? == 0 {
        return Err(Error::conflict(format!("Giấy tờ {} đã được ghi nhận trước đó. Hãy tải lại trang.", row.code)));
    }
    store::append(cx, row.id, act, by, &input.reason).await?;
    cx.audit(AuditEvent::new(format!("document.{act}"), "stored_document", &row.code).detail(state.as_str()));
    tell_owner(cx, &row, state).await
}

/// The valid document that takes the place of another.
async fn heir(cx: &mut Cx, row: &Row, code: &str) -> Result<i64> {
    let wrong = |message: &str| Error::field("ma_thay_the", message);
    let other = seen(cx, code).await.map_err(|error| match error {
        Error::NotFound => wrong("Không có giấy tờ mang mã này trong Kho kết quả của bạn. Hãy kiểm tra lại mã."),
        other => other,
    })?;
    let other = other.0;
    if other.id == row.id {
        return Err(wrong("Giấy tờ không thể thay thế chính nó. Hãy nhập mã của giấy tờ mới."));
    }
    let same_owner = match (row.owner_account, other.owner_account) {
        (Some(one), Some(two)) => one == two,
        _ => model::text::fold(&row.owner_name) == model::text::fold(&other.owner_name),
    };
    if !same_owner || row.type_code != other.type_code {
        return Err(wrong("Giấy tờ thay thế phải cùng loại và cùng người. Hãy kiểm tra lại mã."));
    }
    if other.state != DocumentState::Valid.as_str() {
        return Err(wrong("Giấy tờ này đã được thay thế hoặc thu hồi. Hãy nhập mã của giấy tờ đang có giá trị."));
    }
    Ok(other.id)
}

async fn tell_owner(cx: &mut Cx, row: &Row, state: DocumentState) -> Result<()> {
    let Some(account) = row.owner_account else { return Ok(()) };
    let link = format!("/giay-to-cua-toi/{}", row.code);
    let to = Recipient { account_id: Some(account), phone: None, email: None, channels: vec![NotifyChannel::InApp] };
    let values = [("ten", row.title()), ("ket_qua", state.label().to_lowercase())];
    notify::send(cx, Event::DocumentMarked, &format!("document:{}:{state}", row.code), &to, &values, &link).await
}
