//! Exact receipts of a sent message, and its recall (06 §6).

use super::boxes;
use crate::audit::AuditEvent;
use crate::cx::Cx;
use crate::db::Query;
use crate::error::{Error, Result};
use chrono::{DateTime, Utc};
use model::list::{LONG_PAGE, List, Paging};
use sqlx::FromRow;
use std::collections::HashMap;

/// How many recipients opened a message.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ReceiptCounts {
    /// Recipients.
    pub all: i64,
    /// Of these, opened.
    pub opened: i64,
    /// Of these, recalled.
    pub recalled: i64,
}

/// The page of read information.
#[derive(Debug, Clone)]
pub struct Receipts {
    /// Message.
    pub message_id: i64,
    /// Its subject.
    pub subject: String,
    /// When it was sent.
    pub sent_at: DateTime<Utc>,
    /// Counts over all recipients.
    pub counts: ReceiptCounts,
    /// Who, page by page.
    pub list: List<ReadRow>,
}

/// One recipient.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct ReadRow {
    /// Row, for recalling.
    pub id: i64,
    /// Name.
    pub name: String,
    /// Address.
    pub address: String,
    /// Stored value of `DeliveryState`.
    pub state: String,
    /// When it came.
    pub delivered_at: DateTime<Utc>,
    /// When it was first opened.
    pub opened_at: Option<DateTime<Utc>>,
    /// Who opened it, if another person did for the mailbox.
    pub opened_by: String,
    /// When it was recalled.
    pub recalled_at: Option<DateTime<Utc>>,
}

pub(super) async fn receipt_counts(cx: &mut Cx, messages: &[i64]) -> Result<HashMap<i64, ReceiptCounts>> {
    let mut query = Query::new("SELECT message_id, state, COUNT(*) FROM delivery WHERE message_id IN ");
    query.bind_list(messages.iter().copied()).push(" GROUP BY message_id, state");
    let mut all: HashMap<i64, ReceiptCounts> = HashMap::new();
    for (id, state, count) in query.all::<(i64, String, i64)>(&mut cx.conn()).await? {
        let counts = all.entry(id).or_default();
        counts.all += count;
        match state.as_str() {
            "opened" => counts.opened += count,
            "recalled" => counts.recalled += count,
            _ => {}
        }
    }
    Ok(all)
}

#[derive(FromRow)]
struct SentRow {
    from_mailbox_id: i64,
    subject: String,
    sent_at: Option<DateTime<Utc>>,
}

sql!(SENT_ROW, "SELECT from_mailbox_id, subject, sent_at FROM message WHERE id = $1 AND state = 'sent'");
sql!(
    READ_ROWS,
    "SELECT d.id, b.name, b.address, d.state, d.delivered_at, d.opened_at, d.opened_by, d.recalled_at FROM delivery d JOIN mailbox b ON b.id = d.mailbox_id
     WHERE d.message_id = $1 ORDER BY d.id LIMIT $2 OFFSET $3"
);

async fn sent_by_me(cx: &mut Cx, message: i64) -> Result<SentRow> {
    let boxes = boxes::box_ids(cx).await?;
    let row: SentRow = cx.conn().one(SENT_ROW, args![message]).await?;
    if boxes.contains(&row.from_mailbox_id) { Ok(row) } else { Err(Error::NotFound) }
}

/// Who received and who opened a message, for its sender; `page` from 1.
///
/// # Errors
/// `NotFound` for a message of somebody else.
pub async fn read_info(cx: &mut Cx, message: i64, page: i64) -> Result<Receipts> {
    let row = sent_by_me(cx, message).await?;
    let counts = receipt_counts(cx, &[message]).await?.remove(&message).unwrap_or_default();
    let paging = Paging::sized(page, LONG_PAGE, counts.all);
    let rows = cx.conn().all(READ_ROWS, args![message, paging.size, paging.offset()]).await?;
    Ok(Receipts { message_id: message, subject: row.subject, sent_at: row.sent_at.unwrap_or_default(), counts, list: List { rows, paging } })
}

/// Takes a sent message back from everybody who has not opened it, or from the chosen rows of [`read_info`]. Returns
/// how many were recalled.
///
/// # Errors
/// `NotFound` for a message of somebody else, `Conflict` if everybody opened it before.
pub async fn recall(cx: &mut Cx, message: i64, chosen: &[i64]) -> Result<u64> {
    sent_by_me(cx, message).await?;
    let now = cx.now();
    let mut query = Query::new("UPDATE delivery SET state = 'recalled', unread = FALSE, wants_reply = FALSE, recalled_at = ");
    query.bind(now).push(" WHERE state = 'delivered' AND message_id = ").bind(message);
    if !chosen.is_empty() {
        query.push(" AND id IN ").bind_list(chosen.iter().copied());
    }
    let recalled = query.exec(&mut cx.conn()).await?;
    if recalled == 0 {
        return Err(Error::conflict("Không thu hồi được: người nhận đã mở thư. Hãy gửi thư đính chính nếu cần."));
    }
    for (account,) in cx.conn().all::<(i64,)>(RECALLED_READERS, args![message, now]).await? {
        cx.changed("mail", account);
    }
    cx.audit(AuditEvent::new("mail.recall", "message", message).detail(format!("{recalled} người nhận")));
    Ok(recalled)
}

sql!(
    RECALLED_READERS,
    "SELECT a.id FROM delivery d JOIN mailbox b ON b.id = d.mailbox_id JOIN account a ON a.person_id = b.person_id AND a.kind = 'official'
     WHERE d.message_id = $1 AND d.recalled_at = $2"
);
