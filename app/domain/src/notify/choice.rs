//! The channels that an official chose besides the bell, and where they lead.

use crate::audit::AuditEvent;
use crate::cx::Cx;
use crate::error::{Error, Result};
use crate::identity::crypto::{self, purpose::PHONE};
use model::notify::{NotifyChannel, choice};

/// What the person chose.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Choice {
    /// Channels besides the bell.
    pub channels: Vec<NotifyChannel>,
    /// Telephone number of the person, as lists show it; empty if none is known.
    pub phone: String,
    /// Mail address; empty if none is known.
    pub email: String,
}

sql!(OWN, "SELECT a.notify_channels, p.phone_sealed, p.phone_masked, p.email FROM account a JOIN person p ON p.id = a.person_id WHERE a.id = $1");
sql!(CHOOSE, "UPDATE account SET notify_channels = $2 WHERE id = $1");

/// The choice of the official who acts.
///
/// # Errors
/// `Unauthorized` unless an official acts.
pub async fn own(cx: &mut Cx) -> Result<Choice> {
    cx.require_official()?;
    let account = cx.actor.account_id.ok_or(Error::Unauthorized)?;
    let (channels, sealed, masked, email): (String, String, String, String) = cx.conn().one(OWN, args![account]).await?;
    let phone = if crypto::open_text(cx.settings(), PHONE, &sealed).is_empty() { String::new() } else { masked };
    Ok(Choice { channels: choice::read(&channels), phone, email })
}

/// Keeps the choice of the official who acts; it counts from the next message on.
///
/// # Errors
/// `Unauthorized` unless an official acts; `Invalid` for a channel that leads nowhere because number or address is missing.
pub async fn choose(cx: &mut Cx, channels: &[NotifyChannel]) -> Result<()> {
    let known = own(cx).await?;
    if channels.contains(&NotifyChannel::Email) && known.email.is_empty() {
        return Err(Error::field("kenh", "Bạn chưa có địa chỉ thư điện tử. Hãy nhờ quản trị đơn vị bổ sung."));
    }
    if channels.iter().any(|channel| matches!(channel, NotifyChannel::Sms | NotifyChannel::Zalo)) && known.phone.is_empty() {
        return Err(Error::field("kenh", "Bạn chưa có số điện thoại. Hãy nhờ quản trị đơn vị bổ sung."));
    }
    let account = cx.actor.account_id.ok_or(Error::Unauthorized)?;
    let stored = choice::stored(channels);
    cx.conn().exec(CHOOSE, args![account, &stored]).await?;
    cx.audit(AuditEvent::new("account.channels", "account", account).detail(stored));
    Ok(())
}
