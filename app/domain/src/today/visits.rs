//! "Mới từ lần trước" on the page Hôm nay (02 §24, O01): what stands there now and did not at the last look of the visit before.
//!
//! A thing is known by its address and its next action, so that a dossier that comes back for another step is new again. Kept are short
//! hashes of what was shown, because no other date says when something came to a person.

use super::{DueKind, Load, WorkItem, WorkKind, Worklist};
use crate::cx::Cx;
use crate::error::Result;
use chrono::{DateTime, Utc};
use model::tasks::ListVisit;
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;

/// Bytes of the hash of a thing: among a few hundred things of one person two hardly ever share one.
const BYTES: usize = 5;

sql!(NOTED, "SELECT known, shown, fresh_since, last_at FROM today_visit WHERE person_id = $1");
sql!(
    NOTE,
    "INSERT INTO today_visit (person_id, known, shown, fresh_since, last_at) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (person_id) DO UPDATE SET known = excluded.known, shown = excluded.shown, fresh_since = excluded.fresh_since, last_at = excluded.last_at"
);

/// The visit that a look at the page belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TodayVisit {
    /// The last look of the visit before; the beginning of the first visit ever.
    pub fresh_since: DateTime<Utc>,
    /// The look is worth a note ([`note_visit`]).
    pub changed: bool,
    last_at: DateTime<Utc>,
    known: BTreeSet<String>,
    shown: BTreeSet<String>,
}

impl TodayVisit {
    /// True for what was not there in the visit before.
    #[must_use]
    pub fn is_new(&self, item: &WorkItem) -> bool {
        !self.known.contains(&key(item))
    }
}

impl Worklist {
    /// The same list with the new things only.
    #[must_use]
    pub fn fresh(self, visit: &TodayVisit) -> Self {
        let items: Vec<WorkItem> = self.overdue.into_iter().chain(self.today).chain(self.next).filter(|item| visit.is_new(item)).collect();
        let load = |kind: WorkKind| {
            let of = |wanted: Option<DueKind>| items.iter().filter(|item| item.kind == kind && wanted.is_none_or(|due| item.due_kind == due)).count() as i64;
            Load { total: of(None), overdue: of(Some(DueKind::Overdue)), today: of(Some(DueKind::Today)) }
        };
        let loads = WorkKind::ALL.iter().map(|kind| (*kind, load(*kind))).collect();
        Self::of(items, loads)
    }
}

fn key(item: &WorkItem) -> String {
    let mut digest = Sha256::new();
    digest.update(item.href.as_bytes());
    digest.update([0]);
    digest.update(item.action_label.as_bytes());
    let hash: [u8; 32] = digest.finalize().into();
    crate::audit::hex(&hash[..BYTES])
}

fn read(text: &str) -> BTreeSet<String> {
    text.split(',').filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

fn stored(keys: &BTreeSet<String>) -> String {
    keys.iter().map(String::as_str).collect::<Vec<_>>().join(",")
}

/// The visit that this look at everything that waits belongs to. Whoever comes for the first time finds nothing new.
///
/// # Errors
/// `Unauthorized` unless an official reads.
pub async fn visit<'a>(cx: &mut Cx, items: impl Iterator<Item = &'a WorkItem>) -> Result<TodayVisit> {
    let shown: BTreeSet<String> = items.map(key).collect();
    let (person, now) = (cx.person()?, cx.now());
    let noted: Option<(String, String, DateTime<Utc>, DateTime<Utc>)> = cx.conn().opt(NOTED, args![person]).await?;
    let look = ListVisit::at(now, noted.as_ref().map(|(_, _, since, last)| (*since, *last)));
    let known = match &noted {
        None => shown.clone(),
        // A new visit: what the last look of the visit before showed is known now.
        Some((_, before, _, last)) if look.fresh_since == *last && look.last_at == now => read(before),
        Some((known, ..)) => read(known),
    };
    Ok(TodayVisit { fresh_since: look.fresh_since, changed: look.changed, last_at: look.last_at, known, shown })
}

/// Notes a look at the page.
///
/// # Errors
/// `Unauthorized` unless an official reads.
pub async fn note_visit(cx: &mut Cx, visit: &TodayVisit) -> Result<()> {
    let person = cx.person()?;
    let row = args![person, stored(&visit.known), stored(&visit.shown), visit.fresh_since, visit.last_at];
    cx.conn().exec(NOTE, row).await.map(|_| ())
}

/// "Đánh dấu đã xem": from now on nothing that stands there is new.
///
/// # Errors
/// `Unauthorized` unless an official acts.
pub async fn mark_seen(cx: &mut Cx) -> Result<()> {
    cx.require_official()?;
    let now = cx.now();
    let list = super::worklist(cx).await?;
    let shown: BTreeSet<String> = list.iter().map(key).collect();
    note_visit(cx, &TodayVisit { fresh_since: now, changed: true, last_at: now, known: shown.clone(), shown }).await
}
