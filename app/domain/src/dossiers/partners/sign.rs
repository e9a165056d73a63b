//! Keys of the partners and the signatures of their messages (09 §7): HMAC-SHA-256 over time, dot and body.

use crate::config::Settings;
use crate::identity::crypto;
use hmac::{Hmac, Mac};
use model::partners::Partner;
use sha2::Sha256;

/// A signature is good this long, seconds; also before its time, because clocks differ.
pub const FRESH: i64 = 300;

/// The key shared with a partner; the demo makes one from the key of the portal. None: nobody is believed.
fn secret(settings: &Settings, partner: Partner) -> Option<String> {
    let set = settings.partner_secrets.split(',').filter_map(|pair| pair.split_once('='));
    let own = set.into_iter().find(|(code, _)| code.trim() == partner.as_str()).map(|(_, secret)| secret.trim().to_owned());
    own.or_else(|| settings.demo.then(|| crypto::keyed_hash(settings, "partner", partner.as_str())))
}

/// The signature of a body, `sha256=…`; none without a key.
#[must_use]
pub fn sign(settings: &Settings, partner: Partner, timestamp: &str, body: &[u8]) -> Option<String> {
    let secret = secret(settings, partner)?;
    let mut mac = <Hmac<Sha256> as Mac>::new_from_slice(secret.as_bytes()).ok()?;
    mac.update(timestamp.as_bytes());
    mac.update(b".");
    mac.update(body);
    Some(format!("sha256={}", crate::audit::hex(&mac.finalize().into_bytes())))
}

/// What a signature is worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Judged {
    /// Made with the key, of these minutes.
    Good,
    /// Missing or wrong.
    Bad,
    /// Older than five minutes.
    Stale,
    /// There is no key.
    NoKey,
}

/// Judges a signature at this second since 1970.
#[must_use]
pub fn judge(settings: &Settings, partner: Partner, timestamp: &str, signature: &str, body: &[u8], now: i64) -> Judged {
    let Some(right) = sign(settings, partner, timestamp, body) else { return Judged::NoKey };
    if !crypto::same(&right, signature.trim()) {
        return Judged::Bad;
    }
    match timestamp.parse::<i64>() {
        Ok(at) if at.abs_diff(now) <= FRESH.unsigned_abs() => Judged::Good,
        _ => Judged::Stale,
    }
}
