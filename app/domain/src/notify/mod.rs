//! Messages out: written in the transaction of their event, sent by a worker (09 part A).

pub(crate) mod care;
pub mod choice;
mod fallback;
pub mod officials;
pub mod outbox;
pub mod unsent;
mod waiting;

pub use officials::{Message, reached, tell_holders, tell_people};
pub(crate) use outbox::count_unread;
pub(crate) use waiting::count_waiting;
pub use waiting::work_items;

use crate::config::Settings;
use crate::cx::Cx;
use crate::error::Result;
use crate::identity::crypto::{self, purpose::ADDRESS};
use chrono::{DateTime, Duration, Utc};
use model::notify::{Event, NotifyChannel, OutboxState};

/// Who gets a message.
#[derive(Debug, Clone, Default)]
pub struct Recipient {
    /// Account, for the bell inside the portal.
    pub account_id: Option<i64>,
    /// Telephone number, for SMS and Zalo.
    pub phone: Option<String>,
    /// Mail address.
    pub email: Option<String>,
    /// Channels that the person chose besides the bell.
    pub channels: Vec<NotifyChannel>,
}

sql!(
    INSERT,
    "INSERT INTO outbox (event, event_key, template_version, channel, account_id, address, address_hash, text, link, idempotency_key, state, next_at, created_at, expires_at, fallback_for, late_from)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $13, $11, $11, $12, (SELECT f.id FROM outbox f WHERE f.idempotency_key = $14), $15)
     ON CONFLICT (idempotency_key) DO NOTHING"
);

sql!(
    /// A legal notice without a way to its recipient: no gateway is asked, a person tells them.
    NOWHERE,
    "INSERT INTO outbox (event, event_key, template_version, channel, account_id, address, text, link, idempotency_key, state, last_error, next_at, created_at)
     VALUES ($1, $2, 1, 'sms', $3, '', $4, $5, $6, 'failed', $7, $8, $8) ON CONFLICT (idempotency_key) DO NOTHING"
);
/// Why no channel was tried.
const NOT_CHOSEN: &str = "Người nộp không chọn kênh nhận tin nào";
/// Why none of the chosen channels was tried.
const NO_ADDRESS: &str = "Không có số điện thoại hoặc địa chỉ thư cho kênh người nộp đã chọn";

/// An address as the queue keeps it: sealed, with a keyed hash to find it. Inside the portal it is the account, in clear.
fn stored_address(settings: &Settings, channel: NotifyChannel, address: &str) -> Result<(String, String)> {
    if channel == NotifyChannel::InApp {
        return Ok((address.to_owned(), String::new()));
    }
    Ok((crypto::seal_text(settings, ADDRESS, address)?, crypto::keyed_hash(settings, ADDRESS, address)))
}

/// Where a channel reaches a recipient who chose it.
fn address_of(to: &Recipient, channel: NotifyChannel) -> Option<String> {
    match channel {
        NotifyChannel::InApp => to.account_id.map(|id| id.to_string()),
        NotifyChannel::Sms | NotifyChannel::Zalo if to.channels.contains(&channel) => to.phone.clone(),
        NotifyChannel::Email if to.channels.contains(&channel) => to.email.clone(),
        _ => None,
    }
}

/// Queues one message per channel that the recipient has and the event uses; an SMS beside Zalo only stands by (`fallback`). `event_key`
/// names the event for ever (`dossier:H99.101-261123-0001:2`); the same key, channel and recipient twice is one message. What cannot leave
/// within the life of the event ([`Event::life`]) does not leave any more. A legal notice without a way out of the portal stands among
/// those that did not arrive, so that somebody tells the person (09 §1.5, §1.9).
///
/// # Errors
/// If the database cannot be written.
pub async fn send(cx: &mut Cx, event: Event, event_key: &str, to: &Recipient, values: &[(&str, String)], link: &str) -> Result<()> {
    let until = event.life().map(|minutes| cx.now() + Duration::minutes(minutes));
    send_until(cx, event, event_key, to, values, link, until).await
}

/// As [`send`], with the instant from which the message is not worth sending any more. Inside the portal it stands at once.
///
/// # Errors
/// If the database cannot be written.
pub async fn send_until(
    cx: &mut Cx,
    event: Event,
    event_key: &str,
    to: &Recipient,
    values: &[(&str, String)],
    link: &str,
    until: Option<DateTime<Utc>>,
) -> Result<()> {
    let now = cx.now();
    let mut channels: Vec<NotifyChannel> = event.channels().iter().copied().filter(|channel| address_of(to, *channel).is_some()).collect();
    fallback::sort(&mut channels);
    for channel in channels.iter().copied() {
        let Some(address) = address_of(to, channel) else { continue };
        let text = event.render(channel, values);
        let (sealed, hash) = stored_address(cx.settings(), channel, &address)?;
        let key = |channel: NotifyChannel| format!("{}|{event_key}|{channel}|{}", event.as_str(), if hash.is_empty() { &address } else { &hash });
        let first = fallback::first_of(channel, &channels).map(key);
        let state = if first.is_some() { OutboxState::Suppressed } else { OutboxState::Queued };
        let row = args![
            event.as_str(),
            event_key,
            1_i64,
            channel.as_str(),
            to.account_id,
            sealed,
            &hash,
            text,
            link,
            key(channel),
            now,
            until.filter(|_| channel != NotifyChannel::InApp),
            state.as_str(),
            first,
            event.late_from(now).filter(|_| channel != NotifyChannel::InApp)
        ];
        cx.conn().exec(INSERT, row).await?;
        if channel == NotifyChannel::InApp {
            cx.changed("notice", to.account_id.unwrap_or_default());
        }
    }
    if event.is_legal() && channels.iter().all(|channel| *channel == NotifyChannel::InApp) {
        nowhere(cx, event, event_key, to, values, link).await?;
    }
    Ok(())
}

/// Keeps a legal notice that has no way out of the portal.
async fn nowhere(cx: &mut Cx, event: Event, event_key: &str, to: &Recipient, values: &[(&str, String)], link: &str) -> Result<()> {
    let (now, key) = (cx.now(), format!("{}|{event_key}|sms|", event.as_str()));
    let chosen = to.channels.iter().any(|channel| *channel != NotifyChannel::InApp);
    let reason = if chosen { NO_ADDRESS } else { NOT_CHOSEN };
    let row = args![event.as_str(), event_key, to.account_id, event.render(NotifyChannel::Sms, values), link, key, reason, now];
    cx.conn().exec(NOWHERE, row).await.map(drop)
}
