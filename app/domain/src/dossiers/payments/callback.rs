//! What a payment partner reports over the network: signed, recent, counted once (09 §7).

use super::super::row;
use super::settle::{self, Money};
use super::store::{self, ChargeRow, Said};
use crate::actor::Actor;
use crate::config::Settings;
use crate::cx::{Cx, Portal};
use crate::error::{Error, Result};
use crate::identity::crypto;
use hmac::{Hmac, Mac};
use model::payments::{NoticeStatus, PartnerNotice, PaymentOutcome};
use sha2::{Digest, Sha256};

/// A signature is good this long, seconds; also before its time, because clocks differ.
const FRESH: i64 = 300;
/// Tries when somebody else changes the same dossier at the same moment.
const TRIES: u32 = 6;
/// Longest body, bytes.
const LONGEST: usize = 64 * 1024;

/// A call as it came.
#[derive(Debug, Clone, Copy)]
pub struct Call<'a> {
    /// Dossier or submission code of the address.
    pub subject: &'a str,
    /// Header `X-Timestamp`: seconds since 1970.
    pub timestamp: &'a str,
    /// Header `X-Signature`: `sha256=` and the HMAC of timestamp, dot and body.
    pub signature: &'a str,
    /// The body, byte for byte.
    pub body: &'a [u8],
}

/// What the partner is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reply {
    /// The message was kept, with this outcome. `receipt` is empty without one.
    Kept {
        /// What became of it.
        outcome: PaymentOutcome,
        /// Name of the receipt.
        receipt: String,
    },
    /// The signature is missing or wrong.
    BadSignature,
    /// The signature is older than five minutes: sign again.
    Stale,
    /// The content cannot be used; it was kept.
    Unreadable(String),
    /// No secret is set, so nobody can be believed.
    NotConfigured,
}

/// The secret shared with the partner; the demo makes one from the key of the portal.
fn secret(settings: &Settings) -> Option<String> {
    if !settings.payment_secret.is_empty() {
        return Some(settings.payment_secret.clone());
    }
    settings.demo.then(|| crypto::keyed_hash(settings, "payment_callback", "demo"))
}

fn mac(secret: &str, timestamp: &str, body: &[u8]) -> String {
    // HMAC takes a key of any length, so this cannot fail; an empty text equals no signature.
    let Ok(mut mac) = <Hmac<Sha256> as Mac>::new_from_slice(secret.as_bytes()) else { return String::new() };
    mac.update(timestamp.as_bytes());
    mac.update(b".");
    mac.update(body);
    format!("sha256={}", crate::audit::hex(&mac.finalize().into_bytes()))
}

/// The signature of a body, as the simulated partner sends it; none without a secret.
#[must_use]
pub fn sign(settings: &Settings, timestamp: &str, body: &[u8]) -> Option<String> {
    secret(settings).map(|secret| mac(&secret, timestamp, body))
}

/// Takes a call in. Everything with a good signature is kept, whatever it says; the same call again changes nothing.
///
/// # Errors
/// `Unavailable` or `Conflict` if the database cannot take it now: the partner calls again.
pub async fn receive(portal: &Portal, call: Call<'_>) -> Result<Reply> {
    let Some(secret) = secret(portal.settings()) else { return Ok(Reply::NotConfigured) };
    if call.body.len() > LONGEST || !crypto::same(&mac(&secret, call.timestamp, call.body), call.signature.trim()) {
        return Ok(Reply::BadSignature);
    }
    let age = call.timestamp.parse::<i64>().ok().map(|at| (portal.clock().wall().timestamp() - at).abs());
    if age.is_none_or(|age| age > FRESH) {
        return Ok(Reply::Stale);
    }
    let mut tries = 0;
    loop {
        tries += 1;
        match once(portal, call).await {
            Err(error) if tries < TRIES && (error.is_retryable() || matches!(error, Error::Conflict(_))) => {
                tokio::time::sleep(std::time::Duration::from_millis(u64::from(tries) * 20)).await;
            }
            other => return other,
        }
    }
}

async fn once(portal: &Portal, call: Call<'_>) -> Result<Reply> {
    let mut cx = portal.write(&Actor::system("Cổng thanh toán")).await?;
    let reply = keep(&mut cx, call).await?;
    cx.commit().await?;
    Ok(reply)
}

async fn keep(cx: &mut Cx, call: Call<'_>) -> Result<Reply> {
    let hash = crate::audit::hex(&Sha256::digest(call.body));
    let subject = model::text::clean_line(call.subject, 80);
    let read: Result<PartnerNotice, String> = serde_json::from_slice(call.body).map_err(|error| format!("Nội dung không đúng mẫu: {error}"));
    let read = read.and_then(|notice: PartnerNotice| match notice.problem() {
        None => Ok(notice),
        Some(problem) => Err(problem.to_owned()),
    });
    let notice = match read {
        Ok(notice) => notice,
        Err(problem) => {
            let said = Said { partner: "", transaction_id: "", subject: &subject, amount: None, body_sha256: &hash };
            store::event(cx, &said, None, None, PaymentOutcome::Unreadable).await?;
            return Ok(Reply::Unreadable(problem));
        }
    };
    take(cx, &subject, &notice, &hash).await
}

/// Counts what a readable notice says, from whichever way it came. `subject` is the dossier or submission code it is about,
/// `hash` names the body.
///
/// # Errors
/// `Conflict` if somebody else writes the same transaction at this moment: try again.
pub(in crate::dossiers) async fn take(cx: &mut Cx, subject: &str, notice: &PartnerNotice, hash: &str) -> Result<Reply> {
    let charge = match store::by_transaction(cx, &notice.partner, &notice.transaction_id).await? {
        // A repeated call that names no charge is about the one it was counted for.
        Some(known) if notice.order.is_empty() => match known.charge_id {
            Some(id) => Some(store::charge_by_id(cx, id).await?),
            None => None,
        },
        _ => find(cx, subject, &notice.order).await?,
    };
    let money = Money {
        partner: &notice.partner,
        transaction_id: &notice.transaction_id,
        subject: if notice.order.is_empty() { subject } else { &notice.order },
        amount: notice.amount,
        method: notice.method,
        paid_at: notice.paid_at,
        payer: "",
        body_sha256: hash,
    };
    if notice.status == NoticeStatus::Failed {
        settle::failed(cx, charge.as_ref(), &money).await?;
        return Ok(Reply::Kept { outcome: PaymentOutcome::Failed, receipt: String::new() });
    }
    let recorded = settle::record(cx, charge.as_ref(), &money).await?;
    Ok(Reply::Kept { outcome: recorded.outcome, receipt: recorded.receipt })
}

/// The charge that a call is about, locked: the named one, if it belongs to the address; without a name the oldest one that
/// is due, else the last one.
async fn find(cx: &mut Cx, subject: &str, order: &str) -> Result<Option<ChargeRow>> {
    let submission = row::by_code(cx, subject).await?.map_or_else(|| subject.to_uppercase(), |row| row.submission_code);
    let all = store::charges(cx, &submission).await?;
    let found = if order.is_empty() {
        all.iter().find(|charge| charge.rest() > 0).or(all.last())
    } else {
        all.iter().find(|charge| charge.code.eq_ignore_ascii_case(order))
    };
    let Some(charge) = found else { return Ok(None) };
    store::lock(cx, charge).await?;
    // What came in while we waited counts.
    store::charge(cx, &charge.code).await
}
