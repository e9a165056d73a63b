//! Work for later: rows that exactly one process claims, however many there are.

use crate::Actor;
use crate::cx::{Cx, Portal};
use crate::error::Result;
use chrono::{DateTime, Duration, Utc};
use sqlx::FromRow;

/// A claimed job.
#[derive(Debug, Clone, FromRow)]
pub struct Job {
    /// Row number.
    pub id: i64,
    /// What to do: `{slice}.{verb}`.
    pub kind: String,
    /// JSON for the slice.
    pub payload: String,
    /// Tries so far, this one included.
    pub attempts: i64,
}

/// How long a claim holds; a process that dies in between gives the job free after this time.
const CLAIM: Duration = Duration::minutes(5);
/// After this many tries a job waits for a person.
const MAX_ATTEMPTS: i64 = 8;

sql!(INSERT, "INSERT INTO job (kind, unique_key, payload, run_at, created_at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (unique_key) DO NOTHING");
sql!(
    CLAIM_SQLITE,
    "UPDATE job SET locked_until = $2, attempts = attempts + 1
     WHERE id = (SELECT id FROM job WHERE state = 'queued' AND run_at <= $1 AND (locked_until IS NULL OR locked_until <= $1) ORDER BY run_at, id LIMIT 1)
     RETURNING id, kind, payload, attempts"
);
sql!(DONE, "UPDATE job SET state = 'done', done_at = $2, locked_until = NULL WHERE id = $1");
sql!(RETRY, "UPDATE job SET run_at = $2, locked_until = NULL, last_error = $3 WHERE id = $1");
sql!(FAILED, "UPDATE job SET state = 'failed', locked_until = NULL, last_error = $2 WHERE id = $1");
sql!(TRY_AGAIN, "UPDATE job SET state = 'queued', attempts = 0, run_at = $1 WHERE state = 'failed' AND kind <> 'nightly' AND created_at >= $2");
sql!(OPEN, "SELECT COUNT(*) FROM job WHERE state = 'queued' AND run_at <= $1");

/// `FOR UPDATE SKIP LOCKED` exists only on PostgreSQL, where several processes claim at once.
const CLAIM_POSTGRES: &str = "UPDATE job SET locked_until = $2, attempts = attempts + 1
     WHERE id = (SELECT id FROM job WHERE state = 'queued' AND run_at <= $1 AND (locked_until IS NULL OR locked_until <= $1)
                 ORDER BY run_at, id LIMIT 1 FOR UPDATE SKIP LOCKED)
     RETURNING id, kind, payload, attempts";

/// Writes a job in the transaction of the event that causes it. The same `unique_key` twice is one job.
///
/// # Errors
/// If the database cannot be written.
pub async fn later(cx: &mut Cx, kind: &str, unique_key: &str, payload: &serde_json::Value, run_at: DateTime<Utc>) -> Result<()> {
    let now = cx.now();
    cx.conn().exec(INSERT, args![kind, unique_key, payload.to_string(), run_at, now]).await?;
    Ok(())
}

/// Claims the next due job, if there is one.
///
/// # Errors
/// If the database cannot be written.
pub async fn claim(portal: &Portal) -> Result<Option<Job>> {
    let mut cx = portal.write(&Actor::system("Công việc nền")).await?;
    let now = cx.now();
    let statement = if portal.db().engine() == "postgres" { CLAIM_POSTGRES } else { CLAIM_SQLITE };
    let job = cx.conn().opt(statement, args![now, now + CLAIM]).await?;
    cx.commit().await?;
    Ok(job)
}

/// Marks a job as done, in the transaction of its effect.
///
/// # Errors
/// If the database cannot be written.
pub async fn done(cx: &mut Cx, id: i64) -> Result<()> {
    let now = cx.now();
    cx.conn().exec(DONE, args![id, now]).await.map(|_| ())
}

/// Notes a failure: later again (1, 2, 4, 8… minutes), at last for a person.
///
/// # Errors
/// If the database cannot be written.
pub async fn failed(portal: &Portal, job: &Job, reason: &str) -> Result<()> {
    let mut cx = portal.write(&Actor::system("Công việc nền")).await?;
    if job.attempts >= MAX_ATTEMPTS {
        cx.conn().exec(FAILED, args![job.id, reason]).await?;
    } else {
        let exponent = u32::try_from(job.attempts.clamp(1, 8) - 1).unwrap_or(0);
        let at = cx.now() + Duration::minutes(1_i64 << exponent);
        cx.conn().exec(RETRY, args![job.id, at, reason]).await?;
    }
    cx.commit().await?;
    Ok(())
}

/// Gives every job that failed in the last 30 days another round: its cause may be mended by now. A failed night is not
/// repeated; the next one does its work.
///
/// # Errors
/// If the database cannot be written.
pub async fn try_again(cx: &mut Cx) -> Result<u64> {
    let now = cx.now();
    cx.conn().exec(TRY_AGAIN, args![now, now - Duration::days(30)]).await
}

/// How many jobs are due and not done.
///
/// # Errors
/// If the database cannot be read.
pub async fn due(cx: &mut Cx) -> Result<i64> {
    let now = cx.now();
    cx.conn().count(OPEN, args![now]).await
}
