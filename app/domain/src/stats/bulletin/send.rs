//! Each text is read back, compared with its snapshot and sent; one that differs is blocked and the administrators learn of it.

use super::readers::Readers;
use super::{Delivered, province, worker};
use crate::audit::AuditEvent;
use crate::cx::{Cx, Portal};
use crate::error::Result;
use crate::notify::{self, Message, Recipient};
use crate::org;
use crate::stats::snapshot::by_code;
use chrono::{DateTime, NaiveDate, Utc};
use model::notify::Event;
use model::stats::bulletin::{self, BulletinKind};
use model::stats::{Digest, DigestError};
use sqlx::FromRow;
use std::collections::{HashMap, HashSet};

/// Digests that leave in one transaction.
const TOGETHER: usize = 25;

/// A digest that waits.
#[derive(Debug, FromRow)]
struct Ready {
    id: i64,
    kind: String,
    unit_id: i64,
    snapshot_code: String,
    place: String,
    sms: String,
    text: String,
}

sql!(READY, "SELECT id, kind, unit_id, snapshot_code, place, sms, text FROM task_digest WHERE state = 'ready' AND day = $1 ORDER BY id");
sql!(WEEKLY, "SELECT unit_id FROM task_digest WHERE day = $1 AND kind = 'head'");
// The row is locked from here to the end of the transaction: whoever else wants to send it finds it sent.
sql!(SENT, "UPDATE task_digest SET state = 'sent', sent_at = $2 WHERE id = $1 AND state = 'ready'");
sql!(BLOCKED, "UPDATE task_digest SET state = 'blocked', sent_at = NULL, error = $2 WHERE id = $1");
sql!(
    ADMINISTRATORS,
    "SELECT DISTINCT r.person_id FROM role_assignment r
     WHERE r.role IN ('system_admin', 'task_monitor') AND r.valid_from <= $1 AND (r.valid_to IS NULL OR r.valid_to > $1) ORDER BY r.person_id LIMIT 100"
);

/// Sends what waits of a day. What has not reached a gateway at `until` is dropped there.
pub(super) async fn send_ready(portal: &Portal, day: NaiveDate, until: DateTime<Utc>) -> Result<Delivered> {
    let mut cx = portal.read(&worker()).await?;
    let ready: Vec<Ready> = cx.conn().all(READY, args![day]).await?;
    let mut done = Delivered::default();
    if ready.is_empty() {
        return Ok(done);
    }
    let readers = Readers::of(&mut cx).await?;
    let weekly: Vec<(i64,)> = cx.conn().all(WEEKLY, args![day]).await?;
    let weekly: HashSet<i64> = weekly.into_iter().map(|(unit,)| unit).collect();
    let mut to_whom: HashMap<i64, Vec<i64>> = HashMap::with_capacity(ready.len());
    for digest in &ready {
        to_whom.insert(digest.id, people(&readers, digest, &weekly)?);
    }
    let mut people: Vec<i64> = to_whom.values().flatten().copied().collect();
    people.sort_unstable();
    people.dedup();
    let reached = notify::reached(&mut cx, &people).await?;
    drop(cx);
    for group in ready.chunks(TOGETHER) {
        let mut cx = portal.write(&worker()).await?;
        for digest in group {
            let to = to_whom.get(&digest.id).map_or(&[][..], Vec::as_slice);
            one(&mut cx, digest, to, &reached, until, &mut done).await?;
        }
        cx.commit().await?;
    }
    Ok(done)
}

/// Who gets a digest. Whoever gets the one for the head of the unit, which says the same and the rank, does not get the daily one too.
fn people(readers: &Readers, digest: &Ready, weekly: &HashSet<i64>) -> Result<Vec<i64>> {
    let kind: BulletinKind = digest.kind.parse()?;
    let mut people = readers.of_kind(kind, digest.unit_id);
    if kind == BulletinKind::Unit && weekly.contains(&digest.unit_id) {
        let heads = readers.of_kind(BulletinKind::Head, digest.unit_id);
        people.retain(|person| !heads.contains(person));
    }
    Ok(people)
}

/// Sends or blocks one digest, unless another process did.
async fn one(cx: &mut Cx, digest: &Ready, to: &[i64], reached: &HashMap<i64, Recipient>, until: DateTime<Utc>, done: &mut Delivered) -> Result<()> {
    let now = cx.now();
    if cx.conn().exec(SENT, args![digest.id, now]).await? == 0 {
        return Ok(());
    }
    if let Err(difference) = digest.compare(cx).await? {
        done.blocked += 1;
        return block(cx, digest, &difference).await;
    }
    done.sent += 1;
    let (key, link) = (key(digest.id), format!("/s/{}", digest.snapshot_code));
    let to: Vec<&Recipient> = to.iter().filter_map(|person| reached.get(person)).collect();
    for to in to {
        for (to, text) in [(to.without_sms(), &digest.text), (to.sms_only(), &digest.sms)] {
            notify::send_until(cx, Event::TaskDigest, &key, &to, &[("ban_tin", text.clone())], &link, Some(until)).await?;
        }
    }
    Ok(())
}

/// Names the messages of a digest for ever.
pub(super) fn key(id: i64) -> String {
    format!("ban-tin:{id}")
}

impl Ready {
    /// Reads both texts back and compares them with the snapshot as it is stored.
    async fn compare(&self, cx: &mut Cx) -> Result<std::result::Result<(), DigestError>> {
        let kept = if self.kind.parse::<BulletinKind>()? == BulletinKind::Province {
            province::read_back(cx, &self.snapshot_code).await?
        } else {
            let base = cx.settings().base_url.clone();
            by_code(cx, &self.snapshot_code).await?.digest(&base)
        };
        Ok(same(&self.sms, &self.text, &self.place, &kept))
    }
}

/// The numbers first, because they say what differs; then every other word, the address among them.
fn same(sms: &str, text: &str, place: &str, kept: &Digest) -> std::result::Result<(), DigestError> {
    Digest::check(sms, &kept.counts)?;
    Digest::check_text(text, &kept.counts)?;
    if sms == kept.sms() && text == bulletin::text(kept, place) { Ok(()) } else { Err(DigestError::Form) }
}

async fn block(cx: &mut Cx, digest: &Ready, difference: &DigestError) -> Result<()> {
    let reason = difference.to_string();
    cx.conn().exec(BLOCKED, args![digest.id, &reason]).await?;
    cx.audit(AuditEvent::new("digest_mismatch", "stat_snapshot", &digest.snapshot_code).detail(reason.clone()).refused());
    let now = cx.now();
    let people: Vec<(i64,)> = cx.conn().all(ADMINISTRATORS, args![now]).await?;
    let people: Vec<i64> = people.into_iter().map(|(person,)| person).collect();
    let day = org::today(cx);
    let unit = org::names(cx, &[digest.unit_id], day).await?.remove(&digest.unit_id).unwrap_or_default();
    let link = format!("/s/{}", digest.snapshot_code);
    let values = [("don_vi", unit), ("noi_dung", reason), ("link", format!("{}{link}", cx.settings().base_url))];
    let key = key(digest.id);
    let message = Message { event: Event::DigestMismatch, key: &key, values: &values, link: &link };
    notify::tell_people(cx, people, message).await
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::stats::TaskCounts;

    /// A04-04: a digest with a number, a name or an address changed by hand is blocked.
    #[test]
    fn whatever_differs_is_found() {
        let counts = TaskCounts { done_on_time: 81, done_late: 168, open_in_time: 177, open_overdue: 130, ..TaskCounts::default() };
        let kept = Digest { unit: "Sở Nội vụ".into(), as_of: DateTime::UNIX_EPOCH, counts, address: "lamgiang.example/s/7K2M9Q".into() };
        let (sms, text) = (kept.sms(), bulletin::text(&kept, "3/20"));
        assert_eq!(same(&sms, &text, "3/20", &kept), Ok(()));
        assert!(matches!(same(&sms.replace("556", "555"), &text, "3/20", &kept), Err(DigestError::Differs("tổng số", 555, 556))));
        assert!(matches!(same(&sms, &text.replace("quá hạn 130", "quá hạn 13"), "3/20", &kept), Err(DigestError::Differs(..))));
        assert_eq!(same(&sms.replace("7K2M9Q", "7K2M9R"), &text, "3/20", &kept), Err(DigestError::Form));
        assert_eq!(same(&sms, &text.replace("3/20", "1/20"), "3/20", &kept), Err(DigestError::Form));
        assert_eq!(same(&sms, &text.replace("Nội vụ", "Tư pháp"), "3/20", &kept), Err(DigestError::Form));
    }
}
