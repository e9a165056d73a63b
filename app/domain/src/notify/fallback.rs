//! A channel that stands in for another (09 §1.6): who chose Zalo and SMS gets the SMS only if Zalo does not take the message. The SMS is
//! written with the message and waits, suppressed; it leaves once, when it is certain that Zalo has not taken the message.

use crate::cx::Cx;
use crate::error::Result;
use chrono::Duration;
use model::notify::NotifyChannel::{self, Sms, Zalo};

/// How long a channel may try before another stands in for it.
const PATIENCE: Duration = Duration::minutes(15);
/// Tries that it has at least: a message of the night is tried in the morning only.
const TRIES: i64 = 3;

/// The channel that this one stands in for, if the message has both.
pub(super) fn first_of(channel: NotifyChannel, channels: &[NotifyChannel]) -> Option<NotifyChannel> {
    (channel == Sms && channels.contains(&Zalo)).then_some(Zalo)
}

/// Puts those that stand in behind the others: their rows name the rows of the others.
pub(super) fn sort(channels: &mut [NotifyChannel]) {
    let all = channels.to_vec();
    channels.sort_by_key(|channel| first_of(*channel, &all).is_some());
}

// Nothing stands in for a message that may have arrived: `sent_at` says so, whatever its state.
sql!(
    HAND_ON,
    "UPDATE outbox SET state = 'queued', next_at = $2 WHERE fallback_for = $1 AND state = 'suppressed' AND attempts = 0
       AND EXISTS (SELECT 1 FROM outbox f WHERE f.id = $1 AND f.sent_at IS NULL
                   AND (f.state = 'failed' OR (f.state = 'queued' AND f.attempts >= $4 AND f.created_at <= $3)))"
);
sql!(GIVE_UP, "UPDATE outbox SET state = 'suppressed' WHERE id = $1");

/// After a try of a message that brought no receipt: the next channel takes over if this one refused it, or had time enough. The first
/// is not tried again.
///
/// # Errors
/// If the database cannot be written.
pub(super) async fn after(cx: &mut Cx, message: i64) -> Result<()> {
    let now = cx.now();
    if cx.conn().exec(HAND_ON, args![message, now, now - PATIENCE, TRIES]).await? > 0 {
        cx.conn().exec(GIVE_UP, args![message]).await?;
    }
    Ok(())
}
