//! What the national portal is told: one message per event of its dossiers, in their order for each dossier, tried again for a
//! week. A dossier whose message fails does not hold up the others.

use super::status;
use crate::actor::Actor;
use crate::cx::{Cx, Portal};
use crate::error::Result;
use crate::identity::crypto::{self, purpose};
use chrono::{DateTime, Duration, Utc};
use sqlx::FromRow;

/// How long a claim holds before another process sends again; the id makes that harmless.
const CLAIM: Duration = Duration::minutes(2);
/// Tries within a week.
const MOST: i64 = 3 + 7 * 24;

/// A message to be sent.
#[derive(Debug, Clone)]
pub struct Outgoing {
    /// Row number.
    pub id: i64,
    /// Its id, the same for every try.
    pub message_id: String,
    /// The body, the same for every try.
    pub body: String,
    /// Tries so far, this one included.
    pub attempts: i64,
}

#[derive(FromRow)]
struct Claimed {
    id: i64,
    case_id: i64,
    event_seq: i64,
    message_id: String,
    body: String,
    attempts: i64,
}

sql!(
    QUEUE,
    "INSERT INTO partner_outbox (case_id, event_seq, message_id, state, next_at, created_at)
     SELECT c.id, $2, $4, 'pending', $3, $3 FROM national_case c WHERE c.dossier_id = $1
     ON CONFLICT (case_id, event_seq) DO NOTHING"
);
sql!(EVENTS, "SELECT seq FROM dossier_event WHERE dossier_id = $1 AND to_state <> 'draft' ORDER BY seq");
sql!(
    CLAIM_NEXT,
    "UPDATE partner_outbox SET state = 'sending', locked_until = $2, attempts = attempts + 1
     WHERE id = (SELECT m.id FROM partner_outbox m
         WHERE ((m.state = 'pending' AND m.next_at <= $1) OR (m.state = 'sending' AND m.locked_until <= $1))
           AND NOT EXISTS (SELECT 1 FROM partner_outbox p WHERE p.case_id = m.case_id AND p.event_seq < m.event_seq AND p.state <> 'acknowledged')
         ORDER BY m.next_at, m.id LIMIT 1)
       AND (state = 'pending' OR locked_until <= $1)
     RETURNING id, case_id, event_seq, message_id, body, attempts"
);
sql!(BODY, "UPDATE partner_outbox SET body = $2 WHERE id = $1");
sql!(ACKNOWLEDGED, "UPDATE partner_outbox SET state = 'acknowledged', acknowledged_at = $2, locked_until = NULL, last_error = '' WHERE id = $1");
sql!(RETRY, "UPDATE partner_outbox SET state = 'pending', next_at = $2, locked_until = NULL, last_error = $3 WHERE id = $1");
sql!(STOP, "UPDATE partner_outbox SET state = $2, locked_until = NULL, last_error = $3 WHERE id = $1");

fn worker() -> Actor {
    Actor::system("Liên thông Cổng DVCQG")
}

/// Queues the message about an event, if the dossier came from the national portal. Part of every event.
pub(in crate::dossiers) async fn tell(cx: &mut Cx, dossier: i64, seq: i64) -> Result<()> {
    let now = cx.now();
    cx.conn().exec(QUEUE, args![dossier, seq, now, format!("MC-{dossier}-{seq}")]).await.map(|_| ())
}

/// Queues the messages about the events that came before the case was known.
pub(super) async fn tell_all(cx: &mut Cx, dossier: i64) -> Result<()> {
    let events: Vec<(i64,)> = cx.conn().all(EVENTS, args![dossier]).await?;
    for (seq,) in events {
        tell(cx, dossier, seq).await?;
    }
    Ok(())
}

/// Claims the next message, if there is one. Its body is made now, if it has none yet.
///
/// # Errors
/// If the database cannot be written.
pub async fn claim(portal: &Portal) -> Result<Option<Outgoing>> {
    let mut cx = portal.write(&worker()).await?;
    let now = cx.now();
    let Some(row) = cx.conn().opt::<Claimed>(CLAIM_NEXT, args![now, now + CLAIM]).await? else { return Ok(None) };
    let mut body = crypto::open_text(cx.settings(), purpose::MESSAGE, &row.body);
    if body.is_empty() {
        body = match status::body(&mut cx, row.case_id, row.event_seq, &row.message_id).await {
            Ok(body) => body,
            Err(error) if error.is_retryable() => return Err(error),
            Err(error) => {
                // It would be claimed again and again, and hold up the statuses of others.
                drop(cx);
                let mut cx = portal.write(&worker()).await?;
                cx.conn().exec(STOP, args![row.id, "needs_check", error.to_string()]).await?;
                cx.commit().await?;
                return Ok(None);
            }
        };
        let sealed = crypto::seal_text(cx.settings(), purpose::MESSAGE, &body)?;
        cx.conn().exec(BODY, args![row.id, sealed]).await?;
    }
    cx.commit().await?;
    Ok(Some(Outgoing { id: row.id, message_id: row.message_id, body, attempts: row.attempts }))
}

/// The national portal took the message.
///
/// # Errors
/// If the database cannot be written.
pub async fn acknowledged(portal: &Portal, id: i64) -> Result<()> {
    let mut cx = portal.write(&worker()).await?;
    let now = cx.now();
    cx.conn().exec(ACKNOWLEDGED, args![id, now]).await?;
    cx.commit().await.map(|_| ())
}

/// It refused the message, which a person has to look at (`for_good`), or it could not be reached: again after 1, 5, 30
/// minutes, then every hour, at most for a week.
///
/// # Errors
/// If the database cannot be written.
pub async fn failed(portal: &Portal, message: &Outgoing, reason: &str, for_good: bool) -> Result<()> {
    let mut cx = portal.write(&worker()).await?;
    let reason = model::text::clean_line(reason, 300);
    if for_good || message.attempts >= MOST {
        let state = if for_good { "needs_check" } else { "failed" };
        cx.conn().exec(STOP, args![message.id, state, reason]).await?;
    } else {
        let at: DateTime<Utc> = cx.now() + Duration::minutes(wait(message.attempts));
        cx.conn().exec(RETRY, args![message.id, at, reason]).await?;
    }
    cx.changed("partner", "out");
    cx.commit().await.map(|_| ())
}

/// Minutes until the next try.
const fn wait(attempts: i64) -> i64 {
    match attempts {
        ..=1 => 1,
        2 => 5,
        3 => 30,
        _ => 60,
    }
}
