//! What a person does about a message that did not arrive: one row for each message, appended, with audit (09 §1.5, §1.8).

use crate::audit::AuditEvent;
use crate::cx::Cx;
use crate::db::Query;
use crate::error::{Error, Result};
use crate::identity::crypto::{self, purpose::ADDRESS};
use chrono::{DateTime, Utc};
use model::format::{mask_email, mask_phone};
use model::notify::unsent::{Care, CareKind, UnsentLine};
use model::notify::{Event, NotifyChannel, OutboxState};
use sqlx::FromRow;

/// Columns of [`Row`], of `outbox o` and `outbox_care c`.
pub(crate) const COLUMNS: &str =
    "o.id, o.event, o.channel, o.address, o.state, o.last_error, o.attempts, o.created_at, o.expires_at, o.delivered_at, o.resend_of,
    c.kind AS care_kind, c.actor_name AS care_by, c.at AS care_at, c.note AS care_note";
/// States of a message that the gateway gave up; written as in the index `outbox_unsent`, so that both engines use it.
const GIVEN_UP: &str = "o.state IN ('failed', 'expired', 'needs_check')";
/// The same of those that nobody has dealt with yet; written as in the index `outbox_open`.
const OPEN: &str = "((o.state IN ('failed', 'expired', 'needs_check') AND o.settled_at IS NULL) OR (o.settled_at IS NULL AND ";
/// A legal notice that is still tried; written as in the index `outbox_late`.
const TRIED: &str = "(o.state IN ('queued', 'sending') AND o.late_from <= ";
/// A legal notice that arrived after it had counted as not arrived: nobody has to do anything any more. Written as in the index
/// `outbox_arrived`.
pub(crate) const ARRIVED: &str = "(o.late_from IS NOT NULL AND o.state = 'delivered' AND o.delivered_at >= o.late_from)";

/// Adds that a message `o` did not arrive: the gateway gave it up, or it is a legal notice that is still tried after a day (09 §1.5).
pub(crate) fn unsent(query: &mut Query, now: DateTime<Utc>) {
    query.push("(").push(GIVEN_UP).push(" OR ").push(TRIED).bind(now).push("))");
}

/// The same of those that may still wait for somebody: whatever was dealt with long ago is not even read.
pub(crate) fn open(query: &mut Query, now: DateTime<Utc>) {
    query.push(OPEN).push(TRIED).bind(now).push(")))");
}

/// The dossier `d` that a message `o` is about. A submission code has 15 characters; before it stands what the message is for.
pub(crate) const OF_DOSSIER: &str = "d.submission_code = CASE WHEN o.event_key LIKE 'dossier:%' THEN SUBSTR(o.event_key, 9, 15)
    WHEN o.event_key LIKE 'due:%' THEN SUBSTR(o.event_key, 5, 15) WHEN o.event_key LIKE 'unclaimed:%' THEN SUBSTR(o.event_key, 11, 15) END";

/// A message as it is read.
#[derive(FromRow)]
pub(crate) struct Row {
    id: i64,
    event: String,
    channel: String,
    address: String,
    state: String,
    last_error: String,
    attempts: i64,
    created_at: DateTime<Utc>,
    expires_at: Option<DateTime<Utc>>,
    delivered_at: Option<DateTime<Utc>>,
    resend_of: Option<i64>,
    care_kind: Option<String>,
    care_by: Option<String>,
    care_at: Option<DateTime<Utc>>,
    care_note: Option<String>,
}

impl Row {
    /// The line of a list: the address masked.
    pub(crate) fn line(self, cx: &Cx) -> Result<UnsentLine> {
        let channel: NotifyChannel = self.channel.parse()?;
        let address = crypto::open_text(cx.settings(), ADDRESS, &self.address);
        let care = match (self.care_kind, self.care_at) {
            (Some(kind), Some(at)) => Some(Care { kind: kind.parse()?, by: self.care_by.unwrap_or_default(), at, note: self.care_note.unwrap_or_default() }),
            _ => None,
        };
        Ok(UnsentLine {
            id: self.id,
            event: self.event.parse::<Event>()?,
            channel,
            to: match channel {
                _ if address.is_empty() => String::new(),
                NotifyChannel::Email => mask_email(&address),
                _ => mask_phone(&address),
            },
            state: self.state.parse::<OutboxState>()?,
            reason: self.last_error,
            attempts: self.attempts,
            created_at: self.created_at,
            expires_at: self.expires_at,
            delivered_at: self.delivered_at,
            resend_of: self.resend_of,
            care,
        })
    }
}

sql!(CARE, "INSERT INTO outbox_care (outbox_id, kind, note, actor_id, actor_name, at) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (outbox_id) DO NOTHING");

sql!(SETTLED, "UPDATE outbox SET settled_at = $2 WHERE id = $1");

/// Notes what the actor did about a message. The audit row names the message, not what was written.
///
/// # Errors
/// `Conflict` if somebody has dealt with it already.
pub(crate) async fn note(cx: &mut Cx, message: i64, kind: CareKind, note: &str) -> Result<()> {
    let (account, name, now) = (cx.actor.account_id, cx.actor.name.clone(), cx.now());
    if cx.conn().exec(CARE, args![message, kind.as_str(), note, account, name, now]).await? == 0 {
        return Err(Error::conflict("Đã có người xử lý tin này. Hãy tải lại trang."));
    }
    cx.conn().exec(SETTLED, args![message, now]).await?;
    cx.audit(AuditEvent::new(format!("outbox.{kind}"), "outbox", message));
    Ok(())
}

sql!(
    /// A message that could be sent nowhere, of which the person got to know in the portal or on another way.
    KNOWN_ELSEWHERE,
    "UPDATE outbox SET settled_at = $1 WHERE settled_at IS NULL AND state IN ('failed', 'expired', 'needs_check') AND address = ''
       AND EXISTS (SELECT 1 FROM outbox s WHERE s.event_key = outbox.event_key AND s.event = outbox.event
                   AND s.state = 'delivered' AND (s.channel <> 'in_app' OR s.read_at IS NOT NULL))"
);

/// Puts away, once a night, what nobody has to tell any more: the counts of every page read only what is left.
///
/// # Errors
/// If the database cannot be written.
pub(crate) async fn settle(cx: &mut Cx) -> Result<()> {
    let now = cx.now();
    cx.conn().exec(KNOWN_ELSEWHERE, args![now]).await.map(drop)
}
