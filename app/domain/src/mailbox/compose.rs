//! Writing: drafts, their files, answers and forwarded messages.

use super::boxes::{self, Mailbox};
use super::read;
use crate::cx::Cx;
use crate::error::{Error, Result};
use crate::files::{self, Blob, StoredFile};
use chrono::{DateTime, Utc};
use model::files::Purpose;
use model::format;
use model::mailbox::{DraftInput, prefixed, quoted};
use sqlx::FromRow;

/// A draft as the compose page shows it.
#[derive(Debug, Clone)]
pub struct Draft {
    /// Row.
    pub id: i64,
    /// Row version.
    pub version: i64,
    /// Mailbox that sends.
    pub from: i64,
    /// Subject.
    pub subject: String,
    /// Body.
    pub body: String,
    /// Important.
    pub important: bool,
    /// When an answer is wanted.
    pub reply_by: Option<DateTime<Utc>>,
    /// When it was last saved.
    pub updated_at: DateTime<Utc>,
    /// Recipients, in the order in which they were added.
    pub recipients: Vec<DraftRecipient>,
    /// Attachments.
    pub files: Vec<StoredFile>,
}

/// A recipient of a draft.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct DraftRecipient {
    /// Row.
    pub id: i64,
    /// Stored value of `AddressLine`.
    pub line: String,
    /// "Lê Văn Thành", "Cả đơn vị Sở Tài chính".
    pub label: String,
    /// Which person, organisation or group.
    pub key: String,
}

#[derive(FromRow)]
pub(super) struct DraftRow {
    pub id: i64,
    pub version: i64,
    pub from_mailbox_id: i64,
    pub subject: String,
    pub body: String,
    pub important: bool,
    pub reply_by: Option<DateTime<Utc>>,
    pub updated_at: DateTime<Utc>,
    pub state: String,
    pub root_id: Option<i64>,
    pub parent_id: Option<i64>,
    pub send_at: Option<DateTime<Utc>>,
}

sql!(ROW, "SELECT id, version, from_mailbox_id, subject, body, important, reply_by, updated_at, state, root_id, parent_id, send_at FROM message WHERE id = $1");
sql!(RECIPIENTS, "SELECT id, line, label, key FROM message_recipient WHERE message_id = $1 ORDER BY id");
sql!(
    FILES,
    "SELECT f.id, f.token, f.sha256, f.size, f.name, f.media_type, f.stored_at FROM message_file l JOIN file f ON f.id = l.file_id WHERE l.message_id = $1 ORDER BY l.id"
);
sql!(
    INSERT,
    "INSERT INTO message (root_id, parent_id, from_mailbox_id, written_by, sender_name, sender_role, subject, body, fold, important, reply_by, state, created_at, updated_at)
     VALUES ($1, $2, $3, $4, $5, '', $6, $7, '', $8, $9, 'draft', $10, $10) RETURNING id"
);
sql!(OWN_ROOT, "UPDATE message SET root_id = id WHERE id = $1 AND root_id IS NULL");
sql!(
    SAVE,
    "UPDATE message SET from_mailbox_id = $3, subject = $4, body = $5, important = $6, reply_by = $7, updated_at = $8, version = version + 1
     WHERE id = $1 AND version = $2 AND state = 'draft'"
);
sql!(LINK_FILE, "INSERT INTO message_file (message_id, file_id) VALUES ($1, $2) ON CONFLICT (message_id, file_id) DO NOTHING");
sql!(UNLINK_FILE, "DELETE FROM message_file WHERE message_id = $1 AND file_id = $2");
sql!(DROP_RECIPIENTS, "DELETE FROM message_recipient WHERE message_id = $1");
sql!(DROP_FILES, "DELETE FROM message_file WHERE message_id = $1");
sql!(DROP, "DELETE FROM message WHERE id = $1 AND state = 'draft'");
sql!(COPY_FILES, "INSERT INTO message_file (message_id, file_id) SELECT $1, file_id FROM message_file WHERE message_id = $2 ORDER BY id");

/// The row of a message, whoever wrote it.
pub(super) async fn row(cx: &mut Cx, id: i64) -> Result<Option<DraftRow>> {
    cx.conn().opt(ROW, args![id]).await
}

/// A message of the person who acts, in any state before it was sent: the right of every step on a draft.
pub(super) async fn own_row(cx: &mut Cx, id: i64) -> Result<DraftRow> {
    let boxes = boxes::box_ids(cx).await?;
    let row = row(cx, id).await?.ok_or(Error::NotFound)?;
    if boxes.contains(&row.from_mailbox_id) { Ok(row) } else { Err(Error::NotFound) }
}

/// Loads a draft for a step: right, version and state are checked. `None` takes the present version, for what changes
/// neither subject nor body.
pub(super) async fn begin(cx: &mut Cx, id: i64, version: Option<i64>) -> Result<DraftRow> {
    let row = own_row(cx, id).await?;
    if version.is_some_and(|version| version != row.version) {
        return Err(stale(row.updated_at));
    }
    if row.state == "draft" {
        Ok(row)
    } else {
        Err(Error::conflict("Thư này không còn là thư nháp: thư đang chờ gửi hoặc đã gửi. Hãy mở mục Chờ gửi hoặc Đã gửi."))
    }
}

fn stale(at: DateTime<Utc>) -> Error {
    Error::stale("Thư nháp này", at)
}

pub(super) async fn recipients_of(cx: &mut Cx, id: i64) -> Result<Vec<DraftRecipient>> {
    cx.conn().all(RECIPIENTS, args![id]).await
}

pub(super) async fn files_of(cx: &mut Cx, id: i64) -> Result<Vec<StoredFile>> {
    cx.conn().all(FILES, args![id]).await
}

/// A draft for the compose page.
///
/// # Errors
/// `NotFound` for a draft of somebody else, `Conflict` once it was sent.
pub async fn draft(cx: &mut Cx, id: i64) -> Result<Draft> {
    let row = begin(cx, id, None).await?;
    let recipients = recipients_of(cx, id).await?;
    let files = files_of(cx, id).await?;
    Ok(Draft {
        id: row.id,
        version: row.version,
        from: row.from_mailbox_id,
        subject: row.subject,
        body: row.body,
        important: row.important,
        reply_by: row.reply_by,
        updated_at: row.updated_at,
        recipients,
        files,
    })
}

/// Saves what was typed; makes the draft if there is none yet. `version` is the one that the page showed; `None` takes
/// the present one (a new draft, the demo province). Returns the id.
///
/// # Errors
/// `NotFound` for a draft or mailbox of somebody else, `Conflict` if it was saved elsewhere in between or sent.
pub async fn save_draft(cx: &mut Cx, input: &DraftInput, version: Option<i64>) -> Result<i64> {
    cx.require_official()?;
    let row = match input.draft {
        Some(id) => Some(begin(cx, id, version).await?),
        None => None,
    };
    let from = sender(cx, input.from).await?;
    let reply_by = reply_instant(cx, input).await?;
    let Some(row) = row else { return insert(cx, &from, None, None, input, reply_by).await };
    let (id, now) = (row.id, cx.now());
    let saved = cx.conn().exec(SAVE, args![id, row.version, from.id, &input.subject, &input.body, input.important, reply_by, now]).await?;
    if saved == 0 {
        return Err(stale(now));
    }
    Ok(id)
}

async fn sender(cx: &mut Cx, wanted: Option<i64>) -> Result<Mailbox> {
    match wanted {
        Some(id) => boxes::pick(cx, Some(id)).await?.ok_or(Error::NotFound),
        None => boxes::own(cx).await,
    }
}

/// The end of hours of the chosen day.
async fn reply_instant(cx: &mut Cx, input: &DraftInput) -> Result<Option<DateTime<Utc>>> {
    let Some(day) = input.reply_by else { return Ok(None) };
    let unit = cx.actor.unit_id;
    let calendar = crate::calendar::of_unit(cx, unit).await?;
    calendar.date_due(day).map(Some).map_err(|error| Error::field("tra_loi_truoc", Error::from(error).to_string()))
}

async fn insert(cx: &mut Cx, from: &Mailbox, root: Option<i64>, parent: Option<i64>, input: &DraftInput, reply_by: Option<DateTime<Utc>>) -> Result<i64> {
    let (now, person, name) = (cx.now(), cx.person()?, cx.actor.name.clone());
    let row = args![root, parent, from.id, person, name, &input.subject, &input.body, input.important, reply_by, now];
    let id = cx.conn().id(INSERT, row).await?;
    cx.conn().exec(OWN_ROOT, args![id]).await?;
    Ok(id)
}

/// Puts a received file on a draft.
///
/// # Errors
/// `Invalid` on field `tep` for a kind that mail does not carry, or above 25 MB in all.
pub async fn attach(cx: &mut Cx, draft: i64, blob: &Blob, name: &str) -> Result<()> {
    begin(cx, draft, None).await?;
    let limit = cx.settings().max_mail_bytes;
    let present: i64 = files_of(cx, draft).await?.iter().map(|file| file.size).sum();
    if u64::try_from(present).unwrap_or(0).saturating_add(blob.size) > limit {
        return Err(Error::field("tep", format!("Tệp lớn hơn {} trong một thư. Hãy chia nhỏ hoặc gửi qua văn bản.", format::bytes(limit))));
    }
    let file = files::keep(cx, blob, name, Purpose::Mail).await?;
    cx.conn().exec(LINK_FILE, args![draft, file.id]).await?;
    Ok(())
}

/// Takes a file off a draft.
///
/// # Errors
/// `NotFound`, `Conflict` as for [`draft`].
pub async fn detach(cx: &mut Cx, draft: i64, file: i64) -> Result<()> {
    begin(cx, draft, None).await?;
    cx.conn().exec(UNLINK_FILE, args![draft, file]).await?;
    Ok(())
}

/// Throws a draft away.
///
/// # Errors
/// `NotFound`, `Conflict` as for [`draft`].
pub async fn discard(cx: &mut Cx, draft: i64) -> Result<()> {
    begin(cx, draft, None).await?;
    for statement in [DROP_RECIPIENTS, DROP_FILES, DROP] {
        cx.conn().exec(statement, args![draft]).await?;
    }
    Ok(())
}

/// A draft that answers a message; with `everybody`, also to its other recipients. Returns its id.
///
/// # Errors
/// `NotFound` unless the message was received or sent by the person who acts.
pub async fn reply(cx: &mut Cx, message: i64, everybody: bool) -> Result<i64> {
    let original = read::readable(cx, message).await?;
    let from = boxes::pick(cx, Some(original.mailbox_id)).await?.ok_or(Error::NotFound)?;
    let input = DraftInput { subject: prefixed("Trả lời:", &original.subject), body: quoted(&head(&original), &original.body), ..DraftInput::default() };
    let id = insert(cx, &from, original.root_id, Some(message), &input, None).await?;
    super::recipients::copy_for_reply(cx, id, message, original.from_mailbox_id, from.id, everybody).await?;
    Ok(id)
}

/// A draft that passes a message on with its files. Returns its id.
///
/// # Errors
/// `NotFound` unless the message was received or sent by the person who acts.
pub async fn forward(cx: &mut Cx, message: i64) -> Result<i64> {
    let original = read::readable(cx, message).await?;
    let from = boxes::pick(cx, Some(original.mailbox_id)).await?.ok_or(Error::NotFound)?;
    let input =
        DraftInput { subject: prefixed("Chuyển tiếp:", &original.subject), body: quoted(&head(&original), &original.body), ..DraftInput::default() };
    // A forwarded message begins a thread of its own: its readers did not see the first one.
    let id = insert(cx, &from, None, None, &input, None).await?;
    cx.conn().exec(COPY_FILES, args![id, message]).await?;
    Ok(id)
}

fn head(original: &read::Readable) -> String {
    let role = if original.sender_role.is_empty() { String::new() } else { format!(" ({})", original.sender_role) };
    let at = original.sent_at.map(format::date_time).unwrap_or_default();
    format!("Lúc {at}, {}{role} viết:", original.sender_name)
}
