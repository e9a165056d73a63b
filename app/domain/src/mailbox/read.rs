//! Reading: threads and their files (06 §6).

use super::boxes;
use super::receipts::{ReceiptCounts, receipt_counts};
use crate::cx::Cx;
use crate::db::Query;
use crate::error::{Error, Result};
use crate::files::StoredFile;
use chrono::{DateTime, Utc};
use sqlx::FromRow;
use std::collections::HashMap;

/// A message that may be read: sent from, or opened in, one of the own mailboxes.
#[derive(FromRow)]
pub(super) struct Readable {
    pub root_id: Option<i64>,
    pub from_mailbox_id: i64,
    pub subject: String,
    pub body: String,
    pub sender_name: String,
    pub sender_role: String,
    pub sent_at: Option<DateTime<Utc>>,
    /// The own mailbox through which it is read.
    pub mailbox_id: i64,
}

/// A thread as one mailbox sees it, oldest message first.
#[derive(Debug, Clone)]
pub struct Thread {
    /// The mailbox through which it is read.
    pub mailbox_id: i64,
    /// Subject of the message that was asked for.
    pub subject: String,
    /// The folder of the newest received message: `inbox`, `archive`, `trash`; empty if all are own.
    pub folder: String,
    /// One of them has a star.
    pub starred: bool,
    /// The messages.
    pub messages: Vec<Shown>,
}

/// One message of a thread.
#[derive(Debug, Clone, FromRow)]
pub struct Shown {
    /// Row.
    pub id: i64,
    /// Subject.
    pub subject: String,
    /// Body, plain text.
    pub body: String,
    /// Sender.
    pub sender_name: String,
    /// Position and unit of the sender.
    pub sender_role: String,
    /// When it was sent.
    pub sent_at: DateTime<Utc>,
    /// Important.
    pub important: bool,
    /// When an answer is wanted.
    pub reply_by: Option<DateTime<Utc>>,
    /// It was sent from this mailbox.
    pub own: bool,
    /// Recipients in all.
    pub recipients: i64,
    /// When it was recalled: then subject, body and files are empty.
    pub recalled_at: Option<DateTime<Utc>>,
    /// When this mailbox answered it.
    pub replied_at: Option<DateTime<Utc>>,
    /// The rows of this mailbox: folder and star.
    pub folder: String,
    /// Has a star.
    pub starred: bool,
    /// Recipients as addressed: stored line and name. Hidden ones only for the sender.
    #[sqlx(skip)]
    pub to: Vec<(String, String)>,
    /// Attachments.
    #[sqlx(skip)]
    pub files: Vec<StoredFile>,
    /// For own messages: how many opened it.
    #[sqlx(skip)]
    pub receipts: Option<ReceiptCounts>,
}

/// The thread of a message in one mailbox.
#[derive(FromRow)]
struct Anchor {
    root_id: i64,
    mailbox_id: i64,
}

/// Finds the thread and the own mailbox through which a message may be read.
async fn anchor(cx: &mut Cx, message: i64) -> Result<Anchor> {
    let boxes = boxes::box_ids(cx).await?;
    let mut query = Query::new("SELECT d.root_id, d.mailbox_id FROM delivery d WHERE d.message_id = ");
    query.bind(message).push(" AND d.mailbox_id IN ").bind_list(boxes.clone());
    query.push(" UNION ALL SELECT m.root_id, m.from_mailbox_id FROM message m WHERE m.state = 'sent' AND m.id = ").bind(message);
    query.push(" AND m.from_mailbox_id IN ").bind_list(boxes).push(" LIMIT 1");
    query.opt(&mut cx.conn()).await?.ok_or(Error::NotFound)
}

sql!(UNOPENED, "SELECT COUNT(*) FROM delivery WHERE root_id = $1 AND mailbox_id = $2 AND (state = 'delivered' OR unread)");
sql!(
    OPEN,
    "UPDATE delivery SET state = 'opened', opened_at = $3, opened_by = $4, unread = FALSE WHERE root_id = $1 AND mailbox_id = $2 AND state = 'delivered'"
);
sql!(SEEN, "UPDATE delivery SET unread = FALSE WHERE root_id = $1 AND mailbox_id = $2 AND unread");
sql!(
    THREAD,
    "SELECT m.id, CASE WHEN d.state = 'recalled' THEN '' ELSE m.subject END AS subject, CASE WHEN d.state = 'recalled' THEN '' ELSE m.body END AS body,
        m.sender_name, m.sender_role, m.sent_at, m.important, m.reply_by, CASE WHEN m.from_mailbox_id = $2 THEN TRUE ELSE FALSE END AS own, m.recipients,
        d.recalled_at, d.replied_at, COALESCE(d.folder, '') AS folder, COALESCE(d.starred, FALSE) AS starred
     FROM message m LEFT JOIN delivery d ON d.message_id = m.id AND d.mailbox_id = $2
     WHERE m.root_id = $1 AND m.state = 'sent' AND (d.state IN ('opened', 'recalled') OR m.from_mailbox_id = $2) ORDER BY m.sent_at, m.id LIMIT 200"
);
sql!(
    READABLE,
    "SELECT m.root_id, m.from_mailbox_id, m.subject, m.body, m.sender_name, m.sender_role, m.sent_at, CAST($2 AS BIGINT) AS mailbox_id FROM message m
     LEFT JOIN delivery d ON d.message_id = m.id AND d.mailbox_id = $2
     WHERE m.id = $1 AND m.state = 'sent' AND (d.state = 'opened' OR m.from_mailbox_id = $2)"
);

/// True if [`open`] has something to write; a page that only shows a thread again needs no transaction.
///
/// # Errors
/// `NotFound` unless the message was received or sent by the person who acts.
pub async fn needs_opening(cx: &mut Cx, message: i64) -> Result<bool> {
    let anchor = anchor(cx, message).await?;
    Ok(cx.conn().count(UNOPENED, args![anchor.root_id, anchor.mailbox_id]).await? > 0)
}

/// Writes that the page of a message was requested: every message of the thread that this mailbox sees becomes opened.
/// A row that was recalled before stays recalled: exactly one of the two wins.
///
/// # Errors
/// As [`needs_opening`].
pub async fn open(cx: &mut Cx, message: i64) -> Result<()> {
    let anchor = anchor(cx, message).await?;
    let (now, name) = (cx.now(), cx.actor.name.clone());
    cx.conn().exec(OPEN, args![anchor.root_id, anchor.mailbox_id, now, name]).await?;
    cx.conn().exec(SEEN, args![anchor.root_id, anchor.mailbox_id]).await?;
    if let Some(account) = cx.actor.account_id {
        cx.changed("mail", account);
    }
    Ok(())
}

/// The thread of a message. What was not opened yet is not in it: call [`open`] first.
///
/// # Errors
/// As [`needs_opening`].
pub async fn thread(cx: &mut Cx, message: i64) -> Result<Thread> {
    let Anchor { root_id, mailbox_id } = anchor(cx, message).await?;
    let mut messages: Vec<Shown> = cx.conn().all(THREAD, args![root_id, mailbox_id]).await?;
    let visible: Vec<i64> = messages.iter().filter(|shown| shown.recalled_at.is_none()).map(|shown| shown.id).collect();
    let mut to = recipients(cx, &visible).await?;
    let mut files = files(cx, &visible).await?;
    let own: Vec<i64> = messages.iter().filter(|shown| shown.own).map(|shown| shown.id).collect();
    let mut receipts = receipt_counts(cx, &own).await?;
    for shown in &mut messages {
        shown.to = to.remove(&shown.id).unwrap_or_default();
        if !shown.own {
            shown.to.retain(|(line, _)| line != "bcc");
        }
        shown.files = files.remove(&shown.id).unwrap_or_default();
        shown.receipts = shown.own.then(|| receipts.remove(&shown.id).unwrap_or_default());
    }
    let subject = messages.iter().find(|shown| shown.id == message).or(messages.last()).map(|shown| shown.subject.clone()).unwrap_or_default();
    let folder = messages.iter().rev().map(|shown| shown.folder.clone()).find(|folder| !folder.is_empty()).unwrap_or_default();
    let starred = messages.iter().any(|shown| shown.starred);
    Ok(Thread { mailbox_id, subject, folder, starred, messages })
}

async fn recipients(cx: &mut Cx, messages: &[i64]) -> Result<HashMap<i64, Vec<(String, String)>>> {
    let mut query = Query::new("SELECT message_id, line, label FROM message_recipient WHERE message_id IN ");
    query.bind_list(messages.iter().copied()).push(" ORDER BY CASE line WHEN 'to' THEN 0 WHEN 'cc' THEN 1 ELSE 2 END, id");
    let mut all: HashMap<i64, Vec<(String, String)>> = HashMap::new();
    for (id, line, label) in query.all::<(i64, String, String)>(&mut cx.conn()).await? {
        all.entry(id).or_default().push((line, label));
    }
    Ok(all)
}

#[derive(FromRow)]
struct FileOf {
    message_id: i64,
    #[sqlx(flatten)]
    file: StoredFile,
}

async fn files(cx: &mut Cx, messages: &[i64]) -> Result<HashMap<i64, Vec<StoredFile>>> {
    let mut query = Query::new(
        "SELECT l.message_id, f.id, f.token, f.sha256, f.size, f.name, f.media_type, f.stored_at FROM message_file l JOIN file f ON f.id = l.file_id WHERE l.message_id IN ",
    );
    query.bind_list(messages.iter().copied()).push(" ORDER BY l.id");
    let mut all: HashMap<i64, Vec<StoredFile>> = HashMap::new();
    for row in query.all::<FileOf>(&mut cx.conn()).await? {
        all.entry(row.message_id).or_default().push(row.file);
    }
    Ok(all)
}

/// A message for answering and passing on.
pub(super) async fn readable(cx: &mut Cx, message: i64) -> Result<Readable> {
    let anchor = anchor(cx, message).await?;
    cx.conn().one(READABLE, args![message, anchor.mailbox_id]).await
}

sql!(
    FILE,
    "SELECT f.id, f.token, f.sha256, f.size, f.name, f.media_type, f.stored_at FROM message_file l JOIN file f ON f.id = l.file_id WHERE l.message_id = $1 AND f.token = $2"
);

/// An attachment of a message that may be read, or of an own draft.
///
/// # Errors
/// `NotFound`, also after a recall.
pub async fn file(cx: &mut Cx, message: i64, token: &str) -> Result<StoredFile> {
    if super::compose::own_row(cx, message).await.is_err() {
        readable(cx, message).await?;
    }
    cx.conn().one(FILE, args![message, token]).await
}
