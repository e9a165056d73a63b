//! What of the mail waits for the person who acts: unread messages and answers that were asked for.

use super::boxes;
use crate::cx::Cx;
use crate::db::Query;
use crate::error::Result;
use crate::today::{DueKind, WorkItem, WorkKind};
use chrono::{DateTime, Utc};
use model::calendar::{Basis, Clock, WorkCalendar, remaining_text};
use model::format;
use model::today::due_kind;
use sqlx::FromRow;

/// Most rows on the page Hôm nay; the mailbox shows the rest.
const MOST: i64 = 100;

/// Unread messages in the inboxes of the person who acts.
///
/// # Errors
/// If the database cannot be read.
pub async fn unread(cx: &mut Cx) -> Result<i64> {
    let boxes = boxes::box_ids(cx).await?;
    let mut query = Query::new("SELECT COUNT(*) FROM delivery WHERE unread AND folder = 'inbox' AND mailbox_id IN ");
    query.bind_list(boxes);
    query.count(&mut cx.conn()).await
}

/// Drafts of the person who acts.
///
/// # Errors
/// If the database cannot be read.
pub async fn drafts(cx: &mut Cx) -> Result<i64> {
    let boxes = boxes::box_ids(cx).await?;
    let mut query = Query::new("SELECT COUNT(*) FROM message WHERE state = 'draft' AND from_mailbox_id IN ");
    query.bind_list(boxes);
    query.count(&mut cx.conn()).await
}

/// How many rows [`work_items`] would have without its limit.
///
/// # Errors
/// If the database cannot be read.
pub async fn waiting_count(cx: &mut Cx) -> Result<i64> {
    let boxes = boxes::box_ids(cx).await?;
    let mut query = Query::new("SELECT COUNT(*) FROM delivery WHERE (unread OR wants_reply) AND folder = 'inbox' AND state <> 'recalled' AND mailbox_id IN ");
    query.bind_list(boxes);
    query.count(&mut cx.conn()).await
}

#[derive(FromRow)]
struct Row {
    message_id: i64,
    unread: bool,
    delivered_at: DateTime<Utc>,
    subject: String,
    sender_name: String,
    reply_by: Option<DateTime<Utc>>,
    files: i64,
}

/// Unread messages, and messages that want an answer, as rows of the page Hôm nay.
///
/// # Errors
/// If the database cannot be read.
pub async fn work_items(cx: &mut Cx) -> Result<Vec<WorkItem>> {
    let boxes = boxes::box_ids(cx).await?;
    let mut query = Query::new(
        "SELECT d.message_id, d.unread, d.delivered_at, m.subject, m.sender_name, CASE WHEN d.wants_reply THEN m.reply_by END AS reply_by,
            (SELECT COUNT(*) FROM message_file f WHERE f.message_id = m.id) AS files
         FROM delivery d JOIN message m ON m.id = d.message_id WHERE (d.unread OR d.wants_reply) AND d.folder = 'inbox' AND d.state <> 'recalled' AND d.mailbox_id IN ",
    );
    query.bind_list(boxes).push(" ORDER BY d.wants_reply DESC, d.delivered_at DESC, d.id DESC LIMIT ").bind(MOST);
    let rows: Vec<Row> = query.all(&mut cx.conn()).await?;
    let (now, unit) = (cx.now(), cx.actor.unit_id);
    let calendar = crate::calendar::of_unit(cx, unit).await?;
    Ok(rows.into_iter().map(|row| item(row, now, &calendar)).collect())
}

fn item(row: Row, now: DateTime<Utc>, calendar: &WorkCalendar) -> WorkItem {
    let clock = row.reply_by.map_or(Clock::NoDue, |due| Clock::Running { due, basis: Basis::Instant });
    let today = format::local_date(now);
    let on = |at: DateTime<Utc>| if format::local_date(at) == today { format!("{} hôm nay", format::time(at)) } else { format::time_date(at) };
    let code = match row.reply_by {
        Some(due) => format!("Đề nghị trả lời trước {}", on(due)),
        None => "Mới".to_owned(),
    };
    let mut parts = vec![on(row.delivered_at)];
    if row.files > 0 {
        parts.push(format!("{} tệp", row.files));
    }
    if row.unread && row.reply_by.is_some() {
        parts.push("chưa đọc".to_owned());
    }
    let kind = due_kind(now, &clock, calendar);
    WorkItem {
        kind: WorkKind::Mail,
        code,
        title: format!("{}: {}", row.sender_name, row.subject),
        who_and_state: parts.join(" · "),
        due: row.reply_by,
        due_text: remaining_text(now, &clock, calendar),
        due_kind: kind,
        action_label: if kind == DueKind::Open { "Đọc thư" } else { "Trả lời" }.to_owned(),
        href: format!("/can-bo/thu/{}", row.message_id),
    }
}
