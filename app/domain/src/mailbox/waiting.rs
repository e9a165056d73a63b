//! What of the mail waits for the person who acts: unread messages and answers that were asked for.

use super::boxes;
use crate::cx::Cx;
use crate::db::Query;
use crate::error::Result;
use crate::today::counts::{Counting, MAIL};
use crate::today::{DueKind, MOST, WorkItem, WorkKind};
use chrono::{DateTime, Utc};
use model::calendar::{Basis, Clock, WorkCalendar, remaining_text};
use model::format;
use model::today::due_kind;
use sqlx::FromRow;

/// Adds how many unread messages and answers that were asked for wait for the person who acts: the number of [`waiting`].
///
/// # Errors
/// `Unauthorized` unless an official acts.
pub(crate) fn count_waiting(cx: &Cx, counting: &mut Counting) -> Result<()> {
    let now = cx.now();
    let (_, tomorrow) = format::day_range(format::local_date(now), format::local_date(now));
    let query = counting.arm(WorkKind::Mail.as_str());
    // Only a letter that asks for an answer is looked up.
    let reply_by = "d.wants_reply AND (SELECT m.reply_by FROM message m WHERE m.id = d.message_id)";
    query.push("COUNT(*) AS total, COALESCE(SUM(CASE WHEN ").push(reply_by).push(" < ").bind(now);
    query.push(" THEN 1 ELSE 0 END), 0) AS overdue, COALESCE(SUM(CASE WHEN ").push(reply_by).push(" >= ").bind(now);
    query.push(" AND ").push(reply_by).push(" < ").bind(tomorrow).push(" THEN 1 ELSE 0 END), 0) AS today FROM delivery d WHERE ");
    query.push("(d.unread OR d.wants_reply) AND d.folder = 'inbox' AND d.state <> 'recalled' AND d.mailbox_id IN (");
    boxes::own_ids(cx, query)?;
    query.push(")");
    Ok(())
}

/// Adds how many messages in the inboxes of the person who acts are unread; as second number, how many drafts there are.
///
/// # Errors
/// `Unauthorized` unless an official acts.
pub(crate) fn count_unread(cx: &Cx, counting: &mut Counting) -> Result<()> {
    let query = counting.arm(MAIL);
    query.push("COUNT(*) AS total, (SELECT COUNT(*) FROM message f WHERE f.state = 'draft' AND f.from_mailbox_id IN (");
    boxes::own_ids(cx, query)?;
    query.push(")) AS overdue, 0 AS today FROM delivery d WHERE d.unread AND d.folder = 'inbox' AND d.mailbox_id IN (");
    boxes::own_ids(cx, query)?;
    query.push(")");
    Ok(())
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
pub async fn waiting(cx: &mut Cx) -> Result<Vec<WorkItem>> {
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
