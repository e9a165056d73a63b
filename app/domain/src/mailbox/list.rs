//! Folders: counts, threads newest first, and the search.

use super::boxes::Mailbox;
use crate::cx::Cx;
use crate::db::{Query, search_words};
use crate::error::Result;
use chrono::{DateTime, Utc};
use model::format::day_range;
use model::mailbox::{Folder, MailFilter, SearchInput};
use model::text::exact;
use model::{List, Paging};
use sqlx::FromRow;
use std::collections::HashMap;

/// A folder is counted up to here; larger ones say "hơn".
const COUNT_LIMIT: i64 = 10_000;

/// Numbers beside the folders.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Unread messages of the inbox.
    pub unread: i64,
    /// Threads of the inbox, at most 10.000.
    pub inbox: i64,
    /// Drafts.
    pub drafts: i64,
    /// Messages that wait to leave.
    pub outbox: i64,
}

/// A row of a list.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct MailRow {
    /// Message.
    pub message_id: i64,
    /// Stored value of `DeliveryState`, for received mail; of `MessageState`, for own mail.
    pub state: String,
    /// Not read yet.
    pub unread: bool,
    /// Has a star.
    pub starred: bool,
    /// An answer is wanted and was not given.
    pub wants_reply: bool,
    /// When it came, was sent or last saved.
    pub at: DateTime<Utc>,
    /// Subject; empty after a recall.
    pub subject: String,
    /// Sender; for own mail filled with the recipients.
    pub who: String,
    /// Position and unit of the sender; empty for own mail.
    pub role: String,
    /// Important.
    pub important: bool,
    /// Attachments.
    pub files: i64,
    /// Messages of its thread in this mailbox.
    pub thread: i64,
    /// When it was recalled.
    pub recalled_at: Option<DateTime<Utc>>,
}

const RECEIVED: &str = "SELECT d.message_id, d.state, d.unread, d.starred, d.wants_reply, d.delivered_at AS at,
    CASE WHEN d.state = 'recalled' THEN '' ELSE m.subject END AS subject, m.sender_name AS who, m.sender_role AS role, m.important,
    CASE WHEN d.state = 'recalled' THEN 0 ELSE (SELECT COUNT(*) FROM message_file f WHERE f.message_id = m.id) END AS files,
    (SELECT COUNT(*) FROM delivery t WHERE t.root_id = d.root_id AND t.mailbox_id = d.mailbox_id) AS thread, d.recalled_at
    FROM delivery d JOIN message m ON m.id = d.message_id WHERE d.mailbox_id = ";
const OWN: &str = "SELECT m.id AS message_id, m.state, FALSE AS unread, FALSE AS starred, FALSE AS wants_reply, COALESCE(m.sent_at, m.updated_at) AS at,
    m.subject, '' AS who, '' AS role, m.important, (SELECT COUNT(*) FROM message_file f WHERE f.message_id = m.id) AS files,
    CAST(1 AS BIGINT) AS thread, m.sent_at AS recalled_at FROM message m WHERE m.from_mailbox_id = ";

sql!(UNREAD, "SELECT COUNT(*) FROM delivery WHERE mailbox_id = $1 AND folder = 'inbox' AND unread");
sql!(INBOX, "SELECT COUNT(*) FROM (SELECT 1 FROM delivery WHERE mailbox_id = $1 AND folder = 'inbox' AND latest LIMIT $2) x");
sql!(STATES, "SELECT state, COUNT(*) FROM message WHERE from_mailbox_id = $1 AND state <> 'sent' GROUP BY state");

/// The numbers beside the folders of a mailbox.
///
/// # Errors
/// If the database cannot be read.
pub async fn counts(cx: &mut Cx, mailbox: &Mailbox) -> Result<Counts> {
    let unread = cx.conn().count(UNREAD, args![mailbox.id]).await?;
    let inbox = cx.conn().count(INBOX, args![mailbox.id, COUNT_LIMIT]).await?;
    let states: HashMap<String, i64> = cx.conn().all::<(String, i64)>(STATES, args![mailbox.id]).await?.into_iter().collect();
    let of = |state: &str| states.get(state).copied().unwrap_or(0);
    Ok(Counts { unread, inbox, drafts: of("draft"), outbox: of("pending_undo") + of("scheduled") })
}

/// One page (from 1) of a folder, newest first. The inbox shows threads by their newest message; filters show messages.
///
/// # Errors
/// If the database cannot be read.
pub async fn list(cx: &mut Cx, mailbox: &Mailbox, folder: Folder, filter: MailFilter, page: i64) -> Result<List<MailRow>> {
    if folder.is_received() {
        return received(cx, mailbox, folder, filter, page).await;
    }
    let condition = match folder {
        Folder::Drafts => " AND m.state = 'draft'",
        Folder::Outbox => " AND m.state IN ('pending_undo', 'scheduled')",
        _ => " AND m.state = 'sent'",
    };
    let mut total = Query::new("SELECT COUNT(*) FROM (SELECT 1 FROM message m WHERE m.from_mailbox_id = ");
    total.bind(mailbox.id).push(condition).push(" LIMIT ").bind(COUNT_LIMIT).push(") x");
    let total = total.count(&mut cx.conn()).await?;
    let mut query = Query::new(OWN);
    query.bind(mailbox.id).push(condition).push(if folder == Folder::Sent {
        " ORDER BY m.sent_at DESC, m.id DESC"
    } else {
        " ORDER BY m.updated_at DESC, m.id DESC"
    });
    let paging = Paging::of(page, total);
    query.page(paging);
    let mut rows: Vec<MailRow> = query.all(&mut cx.conn()).await?;
    name_recipients(cx, &mut rows).await?;
    Ok(List { rows, paging })
}

async fn received(cx: &mut Cx, mailbox: &Mailbox, folder: Folder, filter: MailFilter, page: i64) -> Result<List<MailRow>> {
    let condition = match (folder, filter) {
        (Folder::Starred, _) => " AND d.starred AND d.folder <> 'trash'",
        (Folder::Archive, _) => " AND d.folder = 'archive' AND d.latest",
        (Folder::Trash, _) => " AND d.folder = 'trash' AND d.latest",
        (_, MailFilter::Unread) => " AND d.folder = 'inbox' AND d.unread",
        (_, MailFilter::NeedsReply) => " AND d.folder = 'inbox' AND d.wants_reply AND d.state <> 'recalled'",
        _ => " AND d.folder = 'inbox' AND d.latest",
    };
    let mut total = Query::new("SELECT COUNT(*) FROM (SELECT 1 FROM delivery d WHERE d.mailbox_id = ");
    total.bind(mailbox.id).push(condition).push(" LIMIT ").bind(COUNT_LIMIT).push(") x");
    let total = total.count(&mut cx.conn()).await?;
    let mut query = Query::new(RECEIVED);
    query.bind(mailbox.id).push(condition).push(" ORDER BY d.delivered_at DESC, d.id DESC");
    let paging = Paging::of(page, total);
    query.page(paging);
    Ok(List { rows: query.all(&mut cx.conn()).await?, paging })
}

/// Fills `who` of own messages with their recipients, in one statement for the page.
async fn name_recipients(cx: &mut Cx, rows: &mut [MailRow]) -> Result<()> {
    let own: Vec<i64> = rows.iter().filter(|row| row.who.is_empty()).map(|row| row.message_id).collect();
    if own.is_empty() {
        return Ok(());
    }
    let mut query = Query::new("SELECT message_id, label FROM message_recipient WHERE message_id IN ");
    query.bind_list(own).push(" ORDER BY message_id, id");
    let mut names: HashMap<i64, Vec<String>> = HashMap::new();
    for (id, label) in query.all::<(i64, String)>(&mut cx.conn()).await? {
        names.entry(id).or_default().push(label);
    }
    for row in rows.iter_mut().filter(|row| row.who.is_empty()) {
        row.recalled_at = None;
        row.who = match names.get(&row.message_id).map(Vec::as_slice) {
            None | Some([]) => "Chưa có người nhận".to_owned(),
            Some([one]) => one.clone(),
            Some([first, second]) => format!("{first}, {second}"),
            Some([first, rest @ ..]) => format!("{first} và {} nơi nhận khác", rest.len()),
        };
    }
    Ok(())
}

const SEARCH: &str =
    "SELECT m.id AS message_id, COALESCE(d.state, m.state) AS state, COALESCE(d.unread, FALSE) AS unread, COALESCE(d.starred, FALSE) AS starred,
    COALESCE(d.wants_reply, FALSE) AS wants_reply, m.sent_at AS at, m.subject, CASE WHEN d.id IS NULL THEN '' ELSE m.sender_name END AS who,
    CASE WHEN d.id IS NULL THEN '' ELSE m.sender_role END AS role, m.important, (SELECT COUNT(*) FROM message_file f WHERE f.message_id = m.id) AS files,
    CAST(1 AS BIGINT) AS thread, d.recalled_at";

/// Sent and received messages of a mailbox that hold every word; newest first, within a day those that hold the words
/// with their marks first.
///
/// # Errors
/// If the database cannot be read.
pub async fn search(cx: &mut Cx, mailbox: &Mailbox, input: &SearchInput, page: i64) -> Result<List<MailRow>> {
    let mut total = Query::new("SELECT COUNT(*) FROM (SELECT 1");
    where_found(&mut total, mailbox, input);
    total.push(" LIMIT ").bind(COUNT_LIMIT).push(") x");
    let paging = Paging::of(page, total.count(&mut cx.conn()).await?);
    let mut filter = Query::new(SEARCH);
    where_found(&mut filter, mailbox, input);
    filter.push(" ORDER BY m.sent_at DESC, m.id DESC").page(paging);
    let mut rows: Vec<MailRow> = filter.all(&mut cx.conn()).await?;
    name_recipients(cx, &mut rows).await?;
    let words = exact(&input.text);
    rows.sort_by_key(|row| {
        let marked = !words.is_empty() && exact(&row.subject).contains(&words);
        (std::cmp::Reverse(crate::org::day_of(row.at)), !marked, std::cmp::Reverse(row.at))
    });
    Ok(List { rows, paging })
}

fn where_found(query: &mut Query, mailbox: &Mailbox, input: &SearchInput) {
    query.push(" FROM message m LEFT JOIN delivery d ON d.message_id = m.id AND d.mailbox_id = ").bind(mailbox.id);
    query.push(" WHERE m.state = 'sent' AND ((d.id IS NOT NULL AND d.state <> 'recalled') OR m.from_mailbox_id = ").bind(mailbox.id).push(")");
    query.words(&["m.fold"], &input.text);
    for word in search_words(&input.from) {
        query.push(" AND EXISTS (SELECT 1 FROM mailbox b LEFT JOIN person p ON p.id = b.person_id WHERE b.id = m.from_mailbox_id");
        query.word(&["p.fold", "b.address"], &word).push(")");
    }
    for word in search_words(&input.to) {
        query.push(
            " AND EXISTS (SELECT 1 FROM message_recipient r JOIN mailbox b ON b.id = r.mailbox_id LEFT JOIN person p ON p.id = b.person_id
            WHERE r.message_id = m.id AND r.line <> 'bcc'",
        );
        query.word(&["p.fold", "b.address"], &word).push(")");
    }
    if input.with_files {
        query.push(" AND EXISTS (SELECT 1 FROM message_file x WHERE x.message_id = m.id)");
    }
    if let Some(first) = input.first {
        query.push(" AND m.sent_at >= ").bind(day_range(first, first).0);
    }
    if let Some(last) = input.last {
        query.push(" AND m.sent_at < ").bind(day_range(last, last).1);
    }
}
