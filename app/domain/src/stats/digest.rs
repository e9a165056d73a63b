//! The digest of each unit: no figure of its own, only the text of a committed snapshot (04 §5).

use super::snapshot::{Snapshot, by_code, take};
use super::tasks::Scope;
use crate::audit::AuditEvent;
use crate::cx::Cx;
use crate::error::{Error, Result};
use model::stats::{Digest, Period};

/// The digest of one unit, read back and found equal to its snapshot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitDigest {
    /// The snapshot.
    pub snapshot: Snapshot,
    /// Text for SMS.
    pub sms: String,
    /// Number of SMS.
    pub parts: usize,
    /// Text with diacritics.
    pub text: String,
}

/// Takes the snapshots of a period and writes their texts.
///
/// # Errors
/// `Conflict` if a text does not say what its snapshot says; nothing is sent then.
pub async fn digests(cx: &mut Cx, scope: &Scope, period: &Period) -> Result<Vec<UnitDigest>> {
    let base_url = cx.settings().base_url.clone();
    let mut written = Vec::new();
    for snapshot in take(cx, scope, period).await? {
        let digest = snapshot.digest(&base_url);
        let sms = digest.sms();
        verify(cx, &snapshot, &sms)?;
        written.push(UnitDigest { parts: digest.parts(), text: digest.text(), sms, snapshot });
    }
    cx.audit(AuditEvent::new("task.digest", "stat_snapshot", written.len()).detail(format!("{} bản tin", written.len())));
    Ok(written)
}

/// Checks a text against the snapshot that it claims to come from, before it is sent.
///
/// # Errors
/// `Conflict` with the number that differs; the event `digest_mismatch` stands in the audit log once the caller commits.
pub async fn check(cx: &mut Cx, code: &str, sms: &str) -> Result<()> {
    let snapshot = by_code(cx, code).await?;
    verify(cx, &snapshot, sms)
}

fn verify(cx: &mut Cx, snapshot: &Snapshot, sms: &str) -> Result<()> {
    let address = sms.rsplit_once("/s/").map(|(_, code)| code);
    let difference = match Digest::check(sms, &snapshot.unit.counts) {
        Ok(()) if address == Some(snapshot.code.as_str()) => return Ok(()),
        Ok(()) => model::stats::DigestError::Form,
        Err(difference) => difference,
    };
    cx.audit(AuditEvent::new("digest_mismatch", "stat_snapshot", &snapshot.code).detail(difference.to_string()).refused());
    Err(Error::conflict(difference.to_string()))
}
