//! The lists of the exchange for the technical administrator: what came in, what goes out, trying again, closing.

use super::{inbox, work};
use crate::audit::AuditEvent;
use crate::cx::{Cx, Portal};
use crate::db::Query;
use crate::error::{Error, Result};
use crate::{Actor, db};
use chrono::{DateTime, Utc};
use model::access::{Action, ObjectKind};
use model::partners::{InboxFilter, InboxLine, OutboxLine, Partner, SyncStatus};
use model::{List, Paging};
use sqlx::FromRow;

#[derive(FromRow)]
struct In {
    id: i64,
    partner: String,
    message_id: String,
    kind: String,
    subject: String,
    state: String,
    problem: String,
    size: i64,
    received_at: DateTime<Utc>,
    closed_by_name: String,
    close_reason: String,
}

fn inbox_conditions(query: &mut Query, filter: &InboxFilter) {
    match filter.state {
        Some(state) => query.push("m.state = ").bind(state.as_str()),
        None => query.push("m.state IN ('waiting', 'needs_check')"),
    };
    let words = model::text::clean_line(&filter.words, 80);
    if !words.is_empty() {
        let pattern = db::like(&words);
        query.push(" AND (m.message_id LIKE ").bind(pattern.clone()).push(" ESCAPE '!' OR m.subject LIKE ").bind(pattern).push(" ESCAPE '!')");
    }
}

/// A page of the messages that came in, the latest first. Without a state: those that wait or need a person.
///
/// # Errors
/// `Forbidden` for anybody but technical administrators.
pub async fn received(cx: &mut Cx, filter: &InboxFilter) -> Result<List<InboxLine>> {
    cx.require_reach(Action::Configure, ObjectKind::Partner)?;
    let mut count = Query::new("SELECT COUNT(*) FROM partner_inbox m WHERE ");
    inbox_conditions(&mut count, filter);
    let paging = Paging::of(filter.page, count.count(&mut cx.conn()).await?);
    let mut query = Query::new(
        "SELECT m.id, m.partner, m.message_id, m.kind, m.subject, m.state, m.problem, m.size, m.received_at, m.closed_by_name, m.close_reason
         FROM partner_inbox m WHERE ",
    );
    inbox_conditions(&mut query, filter);
    query.push(" ORDER BY m.received_at DESC, m.id DESC").page(paging);
    let rows: Vec<In> = query.all(&mut cx.conn()).await?;
    Ok(List { rows: rows.into_iter().map(line).collect::<Result<_>>()?, paging })
}

fn line(row: In) -> Result<InboxLine> {
    let closed = if row.closed_by_name.is_empty() { String::new() } else { format!("{}: {}", row.closed_by_name, row.close_reason) };
    Ok(InboxLine {
        id: row.id,
        partner: row.partner,
        message_id: row.message_id,
        kind: inbox::kind_of(&row.kind).map_or_else(|| "Không đọc được".to_owned(), |kind| kind.label().to_owned()),
        subject: row.subject,
        state: row.state.parse()?,
        problem: row.problem,
        size: row.size,
        received_at: row.received_at,
        closed,
    })
}

sql!(BY_ID, "SELECT id, partner, message_id, kind, subject, state, problem, size, received_at, closed_by_name, close_reason FROM partner_inbox WHERE id = $1");

/// One message.
///
/// # Errors
/// `NotFound`, `Forbidden`.
pub async fn message(cx: &mut Cx, id: i64) -> Result<InboxLine> {
    cx.require_reach(Action::Configure, ObjectKind::Partner)?;
    line(cx.conn().one(BY_ID, args![id]).await?)
}

sql!(AGAIN, "UPDATE partner_inbox SET state = 'waiting', problem = '' WHERE id = $1 AND state = 'needs_check' RETURNING partner, subject");
sql!(
    CLOSE,
    "UPDATE partner_inbox SET state = 'closed', closed_by = $2, closed_by_name = $3, close_reason = $4, done_at = $5 WHERE id = $1 AND state IN ('waiting', 'needs_check')"
);

/// Applies a message again, once its cause is mended. Returns what became of it.
///
/// # Errors
/// `Conflict` if it does not need a person, `Forbidden`.
pub async fn again(portal: &Portal, actor: &Actor, id: i64) -> Result<InboxLine> {
    let mut cx = portal.write(actor).await?;
    cx.require_reach(Action::Configure, ObjectKind::Partner)?;
    let found: Option<(String, String)> = cx.conn().opt(AGAIN, args![id]).await?;
    let Some((partner, subject)) = found else {
        return Err(Error::conflict("Bản tin này không ở trạng thái “Cần kiểm tra”. Hãy tải lại trang."));
    };
    cx.audit(AuditEvent::new("partner.again", "partner_message", id));
    cx.commit().await?;
    let partner: Partner = partner.parse()?;
    work::work_off(portal, partner, &subject).await?;
    message(&mut portal.read(actor).await?, id).await
}

/// Closes a message that is not needed any more.
///
/// # Errors
/// `Conflict` if it is done already, `Forbidden`.
pub async fn close(cx: &mut Cx, id: i64, reason: &str) -> Result<()> {
    cx.require_reach(Action::Configure, ObjectKind::Partner)?;
    let (account, name, now) = (cx.actor.account_id, cx.actor.name.clone(), cx.now());
    if cx.conn().exec(CLOSE, args![id, account, name, reason, now]).await? == 0 {
        return Err(Error::conflict("Bản tin này đã xử lý xong hoặc đã đóng. Hãy tải lại trang."));
    }
    cx.audit(AuditEvent::new("partner.close", "partner_message", id).detail(reason.to_owned()));
    Ok(())
}

#[derive(FromRow)]
struct Out {
    id: i64,
    subject: String,
    dossier: String,
    event: i64,
    state: String,
    attempts: i64,
    problem: String,
    created_at: DateTime<Utc>,
}

fn outbox_conditions(query: &mut Query, state: Option<SyncStatus>) {
    match state {
        Some(state) => query.push("m.state = ").bind(state.as_str()),
        None => query.push("m.state <> 'acknowledged'"),
    };
}

/// A page of the messages that go out, the latest first. Without a state: those that are not acknowledged.
///
/// # Errors
/// `Forbidden` for anybody but technical administrators.
pub async fn sent(cx: &mut Cx, state: Option<SyncStatus>, page: i64) -> Result<List<OutboxLine>> {
    cx.require_reach(Action::Configure, ObjectKind::Partner)?;
    let mut count = Query::new("SELECT COUNT(*) FROM partner_outbox m WHERE ");
    outbox_conditions(&mut count, state);
    let paging = Paging::of(page, count.count(&mut cx.conn()).await?);
    let mut query = Query::new(
        "SELECT m.id, c.external_code AS subject, COALESCE(d.code, d.submission_code) AS dossier, m.event_seq AS event, m.state, m.attempts,
            m.last_error AS problem, m.created_at
         FROM partner_outbox m JOIN national_case c ON c.id = m.case_id JOIN dossier d ON d.id = c.dossier_id WHERE ",
    );
    outbox_conditions(&mut query, state);
    query.push(" ORDER BY m.id DESC").page(paging);
    let rows: Vec<Out> = query.all(&mut cx.conn()).await?;
    let line = |row: Out| {
        let (state, subject, dossier, problem) = (row.state.parse()?, row.subject, row.dossier, row.problem);
        Ok(OutboxLine { id: row.id, subject, dossier, event: row.event, state, attempts: row.attempts, problem, created_at: row.created_at })
    };
    Ok(List { rows: rows.into_iter().map(line).collect::<Result<_>>()?, paging })
}

sql!(
    RESEND,
    "UPDATE partner_outbox SET state = 'pending', attempts = 0, next_at = $2, locked_until = NULL WHERE id = $1 AND state IN ('pending', 'failed', 'needs_check')"
);

/// Sends a message again now, with the same id.
///
/// # Errors
/// `Conflict` for one that is on its way or acknowledged, `Forbidden`.
pub async fn resend(cx: &mut Cx, id: i64) -> Result<()> {
    cx.require_reach(Action::Configure, ObjectKind::Partner)?;
    let now = cx.now();
    if cx.conn().exec(RESEND, args![id, now]).await? == 0 {
        return Err(Error::conflict("Bản tin này đang gửi hoặc đã được xác nhận. Hãy tải lại trang."));
    }
    cx.audit(AuditEvent::new("partner.resend", "partner_message", id));
    Ok(())
}

sql!(
    OPEN,
    "SELECT (SELECT COUNT(*) FROM partner_inbox WHERE state IN ('waiting', 'needs_check')), (SELECT COUNT(*) FROM partner_outbox WHERE state <> 'acknowledged')"
);

/// How many messages wait or need a person: in, out.
///
/// # Errors
/// `Forbidden` for anybody but technical administrators.
pub async fn counts(cx: &mut Cx) -> Result<(i64, i64)> {
    cx.require_reach(Action::Configure, ObjectKind::Partner)?;
    cx.conn().one(OPEN, args![]).await
}
