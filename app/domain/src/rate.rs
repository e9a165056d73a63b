//! Rate limits that all processes share: counts per bucket and window (10 §9). Addresses are kept as hashes only.

use crate::cx::Cx;
use crate::error::{Error, Result};
use chrono::{DateTime, Duration, Utc};
use sha2::{Digest, Sha256};

/// A limit: at most `max` events of one key in `window`.
#[derive(Debug, Clone, Copy)]
pub struct Limit {
    /// Name of the limit, part of the key.
    pub name: &'static str,
    /// Most events.
    pub max: i64,
    /// Length of the window.
    pub window: Duration,
}

/// Wrong sign-ins per account: 5 in 15 minutes.
pub const SIGN_IN_ACCOUNT: Limit = Limit { name: "signin.account", max: 5, window: Duration::minutes(15) };
/// Wrong sign-ins per address: 30 in 15 minutes.
pub const SIGN_IN_ADDRESS: Limit = Limit { name: "signin.address", max: 30, window: Duration::minutes(15) };
/// Sending a one-time code: 3 per hour and phone.
pub const CODE_SEND: Limit = Limit { name: "code.send", max: 3, window: Duration::hours(1) };
/// Sending codes: 10 per day and phone, besides 3 per hour.
pub const CODE_SEND_DAY: Limit = Limit { name: "code.send.day", max: 10, window: Duration::hours(24) };
/// Asking for a code without an account: 3 per hour for a telephone, or for a code and a telephone. Not the limit of
/// [`CODE_SEND`]: nobody shuts somebody else's account by asking in vain.
pub const PHONE_SEND: Limit = Limit { name: "phone.send", max: 3, window: Duration::hours(1) };
/// Asking for codes without an account: 10 per day, besides 3 per hour.
pub const PHONE_SEND_DAY: Limit = Limit { name: "phone.send.day", max: 10, window: Duration::hours(24) };
/// Bytes that one person without an office sends, counted as whole megabytes: 500 per day (10 §8).
pub const UPLOAD_DAY: Limit = Limit { name: "upload.day", max: 500, window: Duration::hours(24) };
/// People looked up at a counter: 60 per official and hour.
pub const PERSON_LOOK: Limit = Limit { name: "person.look", max: 60, window: Duration::hours(1) };
/// Asking for codes without an account: 20 per address and hour, whatever the numbers.
pub const CODE_ADDRESS: Limit = Limit { name: "code.address", max: 20, window: Duration::hours(1) };
/// Tracking by code: 30 per address in 10 minutes.
pub const TRACK_ADDRESS: Limit = Limit { name: "track.address", max: 30, window: Duration::minutes(10) };
/// Wrong check values per dossier code: 5 in 1 hour.
pub const TRACK_CHECK: Limit = Limit { name: "track.check", max: 5, window: Duration::hours(1) };
/// Search: 60 per address and minute.
pub const SEARCH_ADDRESS: Limit = Limit { name: "search.address", max: 60, window: Duration::minutes(1) };
/// Numbers of a queue: 30 per address in 10 minutes, more than one kiosk needs.
pub const QUEUE_TICKET: Limit = Limit { name: "queue.ticket", max: 30, window: Duration::minutes(10) };
/// Booking a half hour: 10 per address and hour.
pub const QUEUE_BOOKING: Limit = Limit { name: "queue.booking", max: 10, window: Duration::hours(1) };
/// Codes of bookings sent to one telephone number: 3 per day.
pub const QUEUE_PHONE: Limit = Limit { name: "queue.phone", max: 3, window: Duration::hours(24) };
/// Looking at bookings by code: 30 per address in 10 minutes.
pub const QUEUE_LOOK: Limit = Limit { name: "queue.look", max: 30, window: Duration::minutes(10) };
/// Checking codes and digests: 30 per address in 10 minutes.
pub const VERIFY_ADDRESS: Limit = Limit { name: "verify.address", max: 30, window: Duration::minutes(10) };
/// Files that are sent to be checked: 20 per address in 10 minutes.
pub const VERIFY_FILE: Limit = Limit { name: "verify.file", max: 20, window: Duration::minutes(10) };
/// Ratings: 30 per address and hour; a link counts once anyway.
pub const RATING: Limit = Limit { name: "rating", max: 30, window: Duration::hours(1) };

sql!(
    HIT,
    "INSERT INTO rate_window (key_hash, started_at, n) VALUES ($1, $2, 1)
     ON CONFLICT (key_hash) DO UPDATE SET
       n = CASE WHEN rate_window.started_at <= $3 THEN 1 ELSE rate_window.n + 1 END,
       started_at = CASE WHEN rate_window.started_at <= $3 THEN $2 ELSE rate_window.started_at END
     RETURNING n"
);
sql!(READ, "SELECT n, started_at FROM rate_window WHERE key_hash = $1 AND started_at > $2");
sql!(CLEAR, "DELETE FROM rate_window WHERE key_hash = $1");
sql!(PRUNE, "DELETE FROM rate_window WHERE started_at < $1");

fn key_hash(limit: Limit, key: &str) -> String {
    crate::audit::hex(&Sha256::digest(format!("{}\u{0}{key}", limit.name).as_bytes()))
}

/// Counts one event. The transaction must be committed even if the act itself is refused.
///
/// # Errors
/// `RateLimited` with the seconds to wait when the limit is passed.
pub async fn hit(cx: &mut Cx, limit: Limit, key: &str) -> Result<()> {
    let now = cx.now();
    let n = cx.conn().count(HIT, args![key_hash(limit, key), now, now - limit.window]).await?;
    if n > limit.max { Err(Error::RateLimited(limit.window.num_seconds().unsigned_abs())) } else { Ok(()) }
}

// As HIT, by more than one.
sql!(
    ADD,
    "INSERT INTO rate_window (key_hash, started_at, n) VALUES ($1, $2, $4)
     ON CONFLICT (key_hash) DO UPDATE SET
       n = CASE WHEN rate_window.started_at <= $3 THEN $4 ELSE rate_window.n + $4 END,
       started_at = CASE WHEN rate_window.started_at <= $3 THEN $2 ELSE rate_window.started_at END"
);

/// Counts an amount after the fact; [`check`] refuses the next time.
///
/// # Errors
/// If the database cannot be written.
pub async fn add(cx: &mut Cx, limit: Limit, key: &str, amount: i64) -> Result<()> {
    let now = cx.now();
    cx.conn().exec(ADD, args![key_hash(limit, key), now, now - limit.window, amount]).await.map(drop)
}

/// Refuses if the limit is already used up, without counting.
///
/// # Errors
/// `RateLimited` with the seconds to wait.
pub async fn check(cx: &mut Cx, limit: Limit, key: &str) -> Result<()> {
    let now = cx.now();
    let row: Option<(i64, DateTime<Utc>)> = cx.conn().opt(READ, args![key_hash(limit, key), now - limit.window]).await?;
    match row {
        Some((n, started)) if n >= limit.max => Err(Error::RateLimited((started + limit.window - now).num_seconds().max(1).unsigned_abs())),
        _ => Ok(()),
    }
}

/// Forgets the events of a key, after a success.
///
/// # Errors
/// If the database cannot be written.
pub async fn clear(cx: &mut Cx, limit: Limit, key: &str) -> Result<()> {
    cx.conn().exec(CLEAR, args![key_hash(limit, key)]).await.map(|_| ())
}

/// Removes windows older than a day.
///
/// # Errors
/// If the database cannot be written.
pub async fn prune(cx: &mut Cx) -> Result<u64> {
    let before = cx.now() - Duration::hours(24);
    cx.conn().exec(PRUNE, args![before]).await
}
