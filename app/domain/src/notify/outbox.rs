//! The way of a message: queued, claimed, sent, delivered; retries, and never sent blindly twice (09 §1).

use super::fallback;
use crate::Actor;
use crate::cx::{Cx, Portal};
use crate::error::Result;
use crate::identity::crypto::{self, purpose::ADDRESS};
use crate::today::counts::{self, Counting};
use chrono::{DateTime, Duration, NaiveDate, Timelike, Utc};
use model::{List, Paging};
use sqlx::FromRow;

/// A claimed message.
#[derive(Debug, Clone, FromRow)]
pub struct Outgoing {
    /// Row number.
    pub id: i64,
    /// `sms`, `zalo` or `email`.
    pub channel: String,
    /// Telephone number or mail address.
    pub address: String,
    /// The text.
    pub text: String,
    /// The key that the provider gets too.
    pub idempotency_key: String,
    /// Tries so far, this one included.
    pub attempts: i64,
}

/// How long a claim holds before another process may ask the provider what became of it.
const CLAIM: Duration = Duration::minutes(2);
/// Quiet hours for SMS and Zalo, local time: from 21:00 to 07:00. Answers to what a citizen just did are not held back.
const QUIET: (u16, u16) = (21, 7);
/// Events that go out at any hour.
const AT_ONCE: [&str; 5] = ["signin_code", "dossier_submitted", "payment_succeeded", "tracking_answer", "draft_codes"];

// A message that waited too long is dropped with its reason, never sent stale. `sent_at` is the first instant at which a provider may
// have taken it: a message that has one when its life ends may have arrived, and that is for a person to find out.
sql!(
    EXPIRE,
    "UPDATE outbox SET state = 'expired', last_error = CASE WHEN last_error = '' THEN $2 ELSE $3 || last_error END
     WHERE state = 'queued' AND sent_at IS NULL AND expires_at <= $1 AND channel <> 'in_app'"
);
sql!(
    UNCERTAIN,
    "UPDATE outbox SET state = 'needs_check', locked_until = NULL, last_error = CASE WHEN last_error = '' THEN $2 ELSE $3 || last_error END
     WHERE (state = 'sending' AND expires_at <= $1 AND locked_until <= $1) OR (state = 'queued' AND expires_at <= $1 AND sent_at IS NOT NULL)"
);
/// Why a message did not leave.
const TOO_LATE: &str = "Chờ gửi quá lâu, nội dung không còn đúng lúc";
/// Why a message has to be looked at.
const UNKNOWN: &str = "Không rõ cổng gửi đã nhận chưa; đã quá hạn gửi lại";

sql!(DELIVER_IN_APP, "UPDATE outbox SET state = 'delivered', sent_at = $1, delivered_at = $1 WHERE channel = 'in_app' AND state = 'queued'");
/// What is to be sent now ($1), by day ($2) or while quiet hours hold back whatever can wait.
macro_rules! to_send {
    () => {
        "channel <> 'in_app' AND state IN ('queued', 'sending') AND next_at <= $1
           AND (state = 'queued' OR (state = 'sending' AND locked_until <= $1))
           AND ($2 OR channel = 'email' OR event IN ('signin_code', 'dossier_submitted', 'payment_succeeded', 'tracking_answer', 'draft_codes'))"
    };
}
/// Claims the next message by the index of what is to be sent, which SQLite has to be told; `$lock` keeps other processes away from it.
macro_rules! claim {
    ($index:literal, $lock:literal) => {
        concat!(
            "UPDATE outbox SET sent_at = CASE WHEN state = 'sending' THEN COALESCE(sent_at, locked_until) ELSE sent_at END,
                 state = 'sending', locked_until = $3, attempts = attempts + 1
             WHERE id = (SELECT id FROM outbox ",
            $index,
            " WHERE ",
            to_send!(),
            " ORDER BY next_at, id LIMIT 1",
            $lock,
            ") RETURNING id, channel, address, text, idempotency_key, attempts"
        )
    };
}

const CLAIM_SQLITE: &str = claim!("INDEXED BY outbox_to_send", "");
sql!(SENT, "UPDATE outbox SET state = 'delivered', provider_id = $2, sent_at = $3, delivered_at = $3, locked_until = NULL, last_error = '' WHERE id = $1");
sql!(MAYBE_SENT, "UPDATE outbox SET sent_at = $2 WHERE id = $1 AND sent_at IS NULL");
// Only the claim that still holds the message says what becomes of it: another process may have taken it over, or its life is over.
sql!(RETRY, "UPDATE outbox SET state = 'queued', next_at = $2, locked_until = NULL, last_error = $3 WHERE id = $1 AND state = 'sending' AND attempts = $4");
sql!(
    FAILED,
    "UPDATE outbox SET state = CASE WHEN sent_at IS NULL THEN 'failed' ELSE 'needs_check' END, locked_until = NULL, last_error = $2
     WHERE id = $1 AND state = 'sending' AND attempts = $3"
);

/// `FOR UPDATE SKIP LOCKED` exists only on PostgreSQL, where several processes claim at once.
const CLAIM_POSTGRES: &str = claim!("", " FOR UPDATE SKIP LOCKED");

sql!(DUE, concat!("SELECT COUNT(*) FROM outbox WHERE ", to_send!()));

fn worker() -> Actor {
    Actor::system("Hàng chờ gửi")
}

/// True between 21:00 and 07:00 in Viet Nam.
#[must_use]
pub fn is_quiet(now: DateTime<Utc>) -> bool {
    let hour = now.with_timezone(&model::format::VN).hour();
    hour >= u32::from(QUIET.0) || hour < u32::from(QUIET.1)
}

/// When the quiet hours of the evening of a day begin.
#[must_use]
pub fn quiet_from(day: NaiveDate) -> DateTime<Utc> {
    model::format::at_minute(day, QUIET.0 * 60)
}

/// Delivers messages inside the portal, drops those whose life is over and claims the next one for a gateway, if there is one.
///
/// # Errors
/// If the database cannot be written.
pub async fn claim(portal: &Portal) -> Result<Option<Outgoing>> {
    debug_assert!(AT_ONCE.iter().all(|event| CLAIM_SQLITE.contains(event)));
    let mut cx = portal.write(&worker()).await?;
    let now = cx.now();
    cx.conn().exec(DELIVER_IN_APP, args![now]).await?;
    cx.conn().exec(EXPIRE, args![now, TOO_LATE, format!("{TOO_LATE}. Lần thử cuối: ")]).await?;
    cx.conn().exec(UNCERTAIN, args![now, UNKNOWN, format!("{UNKNOWN}. Lần thử cuối: ")]).await?;
    let statement = if portal.db().engine() == "postgres" { CLAIM_POSTGRES } else { CLAIM_SQLITE };
    let mut message: Option<Outgoing> = cx.conn().opt(statement, args![now, !is_quiet(now), now + CLAIM]).await?;
    if let Some(message) = &mut message {
        message.address = crypto::open_text(cx.settings(), ADDRESS, &message.address);
    }
    cx.commit().await?;
    Ok(message)
}

/// How many messages are due and not sent: what grows here means that a gateway is down or too slow.
///
/// # Errors
/// If the database cannot be read.
pub async fn due(cx: &mut Cx) -> Result<i64> {
    let now = cx.now();
    cx.conn().count(DUE, args![now, !is_quiet(now)]).await
}

/// The provider took the message.
///
/// # Errors
/// If the database cannot be written.
pub async fn sent(portal: &Portal, message: &Outgoing, provider_id: &str) -> Result<()> {
    let mut cx = portal.write(&worker()).await?;
    let now = cx.now();
    cx.conn().exec(SENT, args![message.id, provider_id, now]).await?;
    cx.commit().await?;
    Ok(())
}

/// What is known after a try that brought no receipt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Missed {
    /// The provider does not have it and may take it later.
    NotTaken,
    /// The provider does not want it, now or later.
    Refused,
    /// Nobody knows whether the provider has it: it took too long, or its answer makes no sense.
    Unknown,
}

/// Tries after which a message is given up.
const TRIES: i64 = 3 + 7 * 24;

/// A try brought no receipt: later again after 1, 5, 30 minutes, then every hour, at most for seven days and never after the life of
/// the message; the provider knows the key and takes it once. What was refused has failed, unless an earlier try may have arrived.
///
/// # Errors
/// If the database cannot be written.
pub async fn failed(portal: &Portal, message: &Outgoing, reason: &str, missed: Missed) -> Result<()> {
    let mut cx = portal.write(&worker()).await?;
    let now = cx.now();
    if missed == Missed::Unknown {
        cx.conn().exec(MAYBE_SENT, args![message.id, now]).await?;
    }
    if missed == Missed::Refused || message.attempts > TRIES {
        cx.conn().exec(FAILED, args![message.id, reason, message.attempts]).await?;
    } else {
        let minutes = match message.attempts {
            1 => 1,
            2 => 5,
            3 => 30,
            _ => 60,
        };
        let at = now + Duration::minutes(minutes);
        cx.conn().exec(RETRY, args![message.id, at, reason, message.attempts]).await?;
    }
    fallback::after(&mut cx, message.id).await?;
    cx.commit().await?;
    Ok(())
}

/// A message as its recipient sees it.
#[derive(Debug, Clone, FromRow)]
pub struct Notice {
    /// Row number.
    pub id: i64,
    /// The text.
    pub text: String,
    /// Where it leads; may be empty.
    pub link: String,
    /// When it was written.
    pub created_at: DateTime<Utc>,
    /// When it was read, if it was.
    pub read_at: Option<DateTime<Utc>>,
}

sql!(NOTICES, "SELECT id, text, link, created_at, read_at FROM outbox WHERE account_id = $1 AND channel = 'in_app' ORDER BY id DESC LIMIT $2 OFFSET $3");
sql!(ALL_NOTICES, "SELECT COUNT(*) FROM outbox WHERE account_id = $1 AND channel = 'in_app'");
sql!(MARK_READ, "UPDATE outbox SET read_at = $2 WHERE account_id = $1 AND channel = 'in_app' AND read_at IS NULL");

/// A page (from 1) of the notices of the person who acts, newest first.
///
/// # Errors
/// `Unauthorized` if nobody is signed in.
pub async fn notices(cx: &mut Cx, page: i64) -> Result<List<Notice>> {
    let account = cx.actor.account_id.ok_or(crate::Error::Unauthorized)?;
    let paging = Paging::of(page, cx.conn().count(ALL_NOTICES, args![account]).await?);
    let rows = cx.conn().all(NOTICES, args![account, paging.size, paging.offset()]).await?;
    Ok(List { rows, paging })
}

/// How many notices the person has not read.
///
/// # Errors
/// If the database cannot be read.
pub async fn unread(cx: &mut Cx) -> Result<i64> {
    let mut counting = Counting::default();
    count_unread(cx, &mut counting);
    Ok(counting.run(cx).await?.of(counts::NOTICES).total)
}

/// Adds how many notices the person has not read.
pub(crate) fn count_unread(cx: &Cx, counting: &mut Counting) {
    if let Some(account) = cx.actor.account_id {
        let query = counting.arm(counts::NOTICES).push("COUNT(*) AS total, 0 AS overdue, 0 AS today FROM outbox WHERE account_id = ").bind(account);
        query.push(" AND channel = 'in_app' AND read_at IS NULL");
    }
}

/// Marks every notice of the person as read.
///
/// # Errors
/// `Unauthorized` if nobody is signed in.
pub async fn mark_read(cx: &mut Cx) -> Result<()> {
    let account = cx.actor.account_id.ok_or(crate::Error::Unauthorized)?;
    let now = cx.now();
    cx.conn().exec(MARK_READ, args![account, now]).await?;
    cx.changed("notice", account);
    Ok(())
}

/// A message of any channel, for the demo's page of simulated telephones.
#[derive(Debug, Clone, FromRow)]
pub struct SentMessage {
    /// Channel.
    pub channel: String,
    /// Number or address.
    pub address: String,
    /// Text.
    pub text: String,
    /// State.
    pub state: String,
    /// When it was written.
    pub created_at: DateTime<Utc>,
}

sql!(
    TO_ADDRESS,
    "SELECT channel, address, text, state, created_at FROM outbox WHERE address_hash = $1 AND channel <> 'in_app' AND (state <> 'suppressed' OR attempts > 0) ORDER BY id DESC LIMIT 50"
);

/// The latest 50 messages to one number or address, without those that only stand by. Only the demo shows them.
///
/// # Errors
/// `NotFound` outside the demo.
pub async fn to_address(cx: &mut Cx, address: &str) -> Result<Vec<SentMessage>> {
    if !cx.settings().demo {
        return Err(crate::Error::NotFound);
    }
    let hash = crypto::keyed_hash(cx.settings(), ADDRESS, address);
    let mut messages: Vec<SentMessage> = cx.conn().all(TO_ADDRESS, args![hash]).await?;
    for message in &mut messages {
        message.address = address.to_owned();
    }
    Ok(messages)
}
