//! Messages that failed, expired or need a check: the list of administrators, sending again, closing (09 §1.8).

use super::care::{self, ARRIVED, COLUMNS, OF_DOSSIER, Row};
use crate::cx::Cx;
use crate::db::Query;
use crate::error::{Error, Result};
use crate::today::WorkKind;
use crate::today::counts::Counting;
use chrono::{DateTime, Utc};
use model::access::{Action, ObjectKind, Reach};
use model::format::{day_range, local_date};
use model::notify::OutboxState;
use model::notify::unsent::{CareKind, UnsentFilter, UnsentLine};
use model::{List, Paging};
use sqlx::FromRow;

/// Adds the tables, and that the actor's reach covers the message: that of a dossier of the unit, or to somebody who works there.
/// `arrived`: also what was dealt with or arrived after all.
fn from(query: &mut Query, cx: &Cx, reach: &Reach, arrived: bool) {
    query.push(" FROM outbox o LEFT JOIN outbox_care c ON c.outbox_id = o.id LEFT JOIN dossier d ON ").push(OF_DOSSIER).push(" WHERE (");
    if arrived {
        care::unsent(query, cx.now());
        query.push(" OR ").push(ARRIVED);
    } else {
        care::open(query, cx.now());
    }
    query.push(")");
    if reach.all {
        return;
    }
    let (today, units) = (local_date(cx.now()), &reach.units);
    query.push(" AND (d.receiving_unit_id IN ").bind_list(units.iter().copied());
    query.push(" OR d.competent_unit_id IN ").bind_list(units.iter().copied());
    query.push(" OR d.continuing_receiving_unit_id IN ").bind_list(units.iter().copied());
    query.push(" OR d.continuing_unit_id IN ").bind_list(units.iter().copied());
    query.push(" OR EXISTS (SELECT 1 FROM account a JOIN employment e ON e.person_id = a.person_id WHERE a.id = o.account_id AND e.valid_from <= ");
    query.bind(today).push(" AND (e.valid_to IS NULL OR e.valid_to > ").bind(today).push(") AND e.unit_id IN ");
    query.bind_list(units.iter().copied()).push("))");
}

/// On its way is one state for whoever reads the list.
const STATE_IS: &str = " AND CASE o.state WHEN 'sending' THEN 'queued' ELSE o.state END = ";

/// The person read in the portal, or got on another way, what this message could be sent nowhere to tell.
const KNOWN: &str = "(o.address = '' AND EXISTS (SELECT 1 FROM outbox s WHERE s.event_key = o.event_key AND s.event = o.event
    AND s.state = 'delivered' AND (s.channel <> 'in_app' OR s.read_at IS NOT NULL)))";

fn conditions(query: &mut Query, filter: &UnsentFilter) {
    query.push(if filter.done { " AND (c.id IS NOT NULL OR o.state = 'delivered' OR " } else { " AND c.id IS NULL AND NOT " });
    query.push(KNOWN).push(if filter.done { ")" } else { "" });
    let words = [
        (" AND o.channel = ", filter.channel.map(|channel| channel.as_str())),
        (STATE_IS, filter.state.map(OutboxState::as_str)),
        (" AND o.event = ", filter.event.map(|event| event.as_str())),
    ];
    for (text, word) in words {
        if let Some(word) = word {
            query.push(text).bind(word);
        }
    }
    if let Some(day) = filter.day {
        let (from, to) = day_range(day, day);
        query.push(" AND o.created_at >= ").bind(from).push(" AND o.created_at < ").bind(to);
    }
}

/// A page of the messages that did not arrive, the latest first.
///
/// # Errors
/// `Forbidden` for anybody but administrators.
pub async fn list(cx: &mut Cx, filter: &UnsentFilter) -> Result<List<UnsentLine>> {
    let reach = cx.require_reach(Action::View, ObjectKind::Outbox)?;
    let mut count = Query::new("SELECT COUNT(*)");
    from(&mut count, cx, &reach, filter.done);
    conditions(&mut count, filter);
    let paging = Paging::of(filter.page, count.count(&mut cx.conn()).await?);
    let mut query = Query::new("SELECT ");
    query.push(COLUMNS);
    from(&mut query, cx, &reach, filter.done);
    conditions(&mut query, filter);
    query.push(" ORDER BY o.id DESC").page(paging);
    let rows: Vec<Row> = query.all(&mut cx.conn()).await?;
    Ok(List { rows: rows.into_iter().map(|row| row.line(cx)).collect::<Result<_>>()?, paging })
}

/// How many messages wait in each state.
///
/// # Errors
/// `Forbidden` for anybody but administrators.
pub async fn counts(cx: &mut Cx) -> Result<Vec<(OutboxState, i64)>> {
    let reach = cx.require_reach(Action::View, ObjectKind::Outbox)?;
    let mut query = Query::new("SELECT CASE o.state WHEN 'sending' THEN 'queued' ELSE o.state END AS state, COUNT(*)");
    from(&mut query, cx, &reach, false);
    conditions(&mut query, &UnsentFilter::default());
    query.push(" GROUP BY 1 ORDER BY 1");
    let rows: Vec<(String, i64)> = query.all(&mut cx.conn()).await?;
    rows.into_iter().map(|(state, count)| Ok((state.parse()?, count))).collect()
}

/// How many messages the actor can do something about, for the page Hôm nay: what expired is out of time, and so is an
/// answer to what somebody just did; what has no address leads nowhere.
pub(super) async fn waiting(cx: &mut Cx) -> Result<i64> {
    let reach = cx.actor.reach(Action::Edit, ObjectKind::Outbox);
    if reach.is_empty() {
        return Ok(0);
    }
    let mut query = Query::new("SELECT COUNT(*)");
    open_ones(&mut query, cx, &reach);
    query.count(&mut cx.conn()).await
}

fn open_ones(query: &mut Query, cx: &Cx, reach: &Reach) {
    from(query, cx, reach, false);
    conditions(query, &UnsentFilter::default());
    query.push(" AND o.state IN ('failed', 'needs_check') AND o.address <> '' AND o.event NOT IN ('signin_code', 'tracking_answer', 'draft_codes')");
}

/// Adds one if there are any: they are one row of the page Hôm nay.
pub(super) fn count_row(cx: &Cx, counting: &mut Counting) {
    let reach = cx.actor.reach(Action::Edit, ObjectKind::Outbox);
    if !reach.is_empty() {
        let query = counting.arm(WorkKind::Notice.as_str());
        query.push("CASE WHEN COUNT(*) > 0 THEN 1 ELSE 0 END AS total, 0 AS overdue, 0 AS today");
        open_ones(query, cx, &reach);
    }
}

async fn line(cx: &mut Cx, action: Action, id: i64) -> Result<UnsentLine> {
    let reach = cx.require_reach(action, ObjectKind::Outbox)?;
    let mut query = Query::new("SELECT ");
    query.push(COLUMNS);
    from(&mut query, cx, &reach, true);
    query.push(" AND o.id = ").bind(id);
    let row: Row = query.opt(&mut cx.conn()).await?.ok_or(Error::NotFound)?;
    row.line(cx)
}

/// One message.
///
/// # Errors
/// `Forbidden` for anybody but administrators, `NotFound` for a message of others or one that arrived.
pub async fn find(cx: &mut Cx, id: i64) -> Result<UnsentLine> {
    line(cx, Action::View, id).await
}

#[derive(FromRow)]
struct Original {
    event: String,
    event_key: String,
    template_version: i64,
    channel: String,
    account_id: Option<i64>,
    address: String,
    address_hash: String,
    text: String,
    link: String,
    idempotency_key: String,
    expires_at: Option<DateTime<Utc>>,
}

sql!(
    ORIGINAL,
    "SELECT event, event_key, template_version, channel, account_id, address, address_hash, text, link, idempotency_key, expires_at FROM outbox WHERE id = $1"
);
sql!(
    AGAIN,
    "INSERT INTO outbox (event, event_key, template_version, channel, account_id, address, address_hash, text, link, idempotency_key, state, next_at, created_at, expires_at, resend_of, late_from)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'queued', $11, $11, $12, $13, $14) ON CONFLICT (idempotency_key) DO NOTHING RETURNING id"
);

sql!(
    /// What stood by for the old message stands by for the new one.
    STANDS_BY_NEW,
    "UPDATE outbox SET fallback_for = $1 WHERE fallback_for = $2 AND state = 'suppressed' AND attempts = 0"
);

/// Between the key of a message and the number of the one that it repeats.
const REPEATS: &str = "|gui-lai:";

/// Sends a message again: a new one that names the old one; returns its number. The provider refused the old key or, as the receiver
/// says, never took it, so the new message has a key of its own. `confirmed`: the receiver says that it did not come.
///
/// # Errors
/// `Forbidden`, `NotFound`; `Invalid` for a message that may have arrived without `confirmed`; `Conflict` for one that somebody dealt with or
/// that is out of time.
pub async fn resend(cx: &mut Cx, id: i64, confirmed: bool) -> Result<i64> {
    let found = line(cx, Action::Edit, id).await?;
    if found.care.is_some() {
        return Err(Error::conflict("Đã có người xử lý tin này. Hãy tải lại trang."));
    }
    if let Some(why) = found.not_resent(cx.now()) {
        return Err(Error::conflict(why));
    }
    if found.state == OutboxState::NeedsCheck && !confirmed {
        return Err(Error::field("xac_nhan", "Tin này có thể đã đến. Hãy hỏi người nhận, rồi đánh dấu nếu họ chưa nhận được."));
    }
    care::note(cx, id, CareKind::Resent, "").await?;
    let old: Original = cx.conn().one(ORIGINAL, args![id]).await?;
    let first = old.idempotency_key.split(REPEATS).next().unwrap_or_default();
    let (key, now) = (format!("{first}{REPEATS}{id}"), cx.now());
    let row = args![
        old.event,
        old.event_key,
        old.template_version,
        old.channel,
        old.account_id,
        old.address,
        old.address_hash,
        old.text,
        old.link,
        key,
        now,
        old.expires_at,
        id,
        found.event.late_from(now)
    ];
    let new: Option<(i64,)> = cx.conn().opt(AGAIN, row).await?;
    let (new,) = new.ok_or_else(|| Error::conflict("Tin này đang được gửi lại. Hãy tải lại trang."))?;
    cx.conn().exec(STANDS_BY_NEW, args![new, id]).await?;
    Ok(new)
}

/// Closes a message that need not arrive any more.
///
/// # Errors
/// `Forbidden`, `NotFound`; `Conflict` for a legal notice, or if somebody dealt with it already.
pub async fn close(cx: &mut Cx, id: i64, reason: &str) -> Result<()> {
    let found = line(cx, Action::Edit, id).await?;
    if found.event.is_legal() {
        return Err(Error::conflict("Thông báo này phải đến được người nộp. Hãy gửi lại; bộ phận một cửa được nhắc gọi điện cho người nộp."));
    }
    care::note(cx, id, CareKind::Closed, reason).await
}
