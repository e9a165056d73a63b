//! The audit log: append-only rows in one hash chain; `verify` finds every edited, removed or reordered row (10 §3).

mod place;

pub use place::{agrees, at_place};

use crate::actor::Actor;
use crate::db::{Conn, insert_many};
use crate::error::Result;
use chrono::{DateTime, NaiveDate, Utc};
use sha2::{Digest, Sha256};
use sqlx::FromRow;

/// An act to be written down.
#[derive(Debug, Clone, Default)]
pub struct AuditEvent {
    /// Name of the event, `dossier.receive`.
    pub action: String,
    /// Kind of the object, `dossier`.
    pub object_kind: String,
    /// Public code or id of the object.
    pub object_id: String,
    /// What happened, without personal data.
    pub detail: String,
    /// Why personal data was read, if it was.
    pub purpose: String,
    /// `ok` or `refused`.
    pub result: String,
    /// Person on whose behalf the act was done.
    pub acting_for: Option<i64>,
}

impl AuditEvent {
    /// A successful act.
    pub fn new(action: impl Into<String>, object_kind: &str, object_id: impl ToString) -> Self {
        Self { action: action.into(), object_kind: object_kind.to_owned(), object_id: object_id.to_string(), result: "ok".to_owned(), ..Self::default() }
    }

    /// Adds what happened.
    #[must_use]
    pub fn detail(mut self, detail: impl Into<String>) -> Self {
        self.detail = detail.into();
        self
    }

    /// Marks a refusal.
    #[must_use]
    pub fn refused(mut self) -> Self {
        self.result = "refused".to_owned();
        self
    }

    /// Names the person on whose behalf it was done.
    #[must_use]
    pub fn acting_for(mut self, person: Option<i64>) -> Self {
        self.acting_for = person;
        self
    }
}

/// Where an act stands in the chain: printed on receipts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChainPlace {
    /// Day (UTC+7).
    pub day: NaiveDate,
    /// Number of the row within the day, from 1.
    pub seq: i64,
    /// Hash of the row, hexadecimal.
    pub hash: String,
}

/// A stored row.
#[derive(Debug, Clone, FromRow)]
pub struct AuditRow {
    /// Day (UTC+7).
    pub day: NaiveDate,
    /// Number within the day.
    pub seq: i64,
    /// When.
    pub at: DateTime<Utc>,
    /// Account, if somebody was signed in.
    pub actor_id: Option<i64>,
    /// Name of the actor.
    pub actor_name: String,
    /// Person on whose behalf.
    pub acting_for: Option<i64>,
    /// Unit of the active employment.
    pub unit_id: Option<i64>,
    /// Event name.
    pub action: String,
    /// Kind of object.
    pub object_kind: String,
    /// Which object.
    pub object_id: String,
    /// What happened.
    pub detail: String,
    /// Purpose of a reading.
    pub purpose: String,
    /// `ok` or `refused`.
    pub result: String,
    /// Hash of the row before.
    pub prev_hash: String,
    /// Hash of this row.
    pub hash: String,
}

impl AuditRow {
    /// SHA-256 over the hash before and every field with its length in front, so that no two rows share one text.
    #[must_use]
    pub fn compute_hash(&self) -> String {
        let mut digest = Sha256::new();
        let id = |id: Option<i64>| id.map_or_else(|| "-".to_owned(), |id| id.to_string());
        let fields = [
            self.prev_hash.clone(),
            self.day.to_string(),
            self.seq.to_string(),
            self.at.timestamp_micros().to_string(),
            id(self.actor_id),
            self.actor_name.clone(),
            id(self.acting_for),
            id(self.unit_id),
            self.action.clone(),
            self.object_kind.clone(),
            self.object_id.clone(),
            self.detail.clone(),
            self.purpose.clone(),
            self.result.clone(),
        ];
        for field in &fields {
            digest.update((field.len() as u64).to_be_bytes());
            digest.update(field.as_bytes());
        }
        hex(&digest.finalize())
    }
}

/// Lower-case hexadecimal.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

sql!(LOCK_HEAD, "UPDATE audit_head SET seq = seq WHERE id = 1 RETURNING day, seq, hash");
sql!(MOVE_HEAD, "UPDATE audit_head SET day = $1, seq = $2, hash = $3 WHERE id = 1");
const INSERT: &str = "INSERT INTO audit_event (day, seq, at, actor_id, actor_name, acting_for, unit_id, action, object_kind, object_id, detail, purpose, result, prev_hash, hash)";

/// Chains the events and writes them. Called by [`crate::Cx::commit`] just before the commit.
pub(crate) async fn write(conn: &mut Conn<'_>, actor: &Actor, now: DateTime<Utc>, events: Vec<AuditEvent>) -> Result<Vec<ChainPlace>> {
    if events.is_empty() {
        return Ok(Vec::new());
    }
    let (mut day, mut seq, mut prev): (NaiveDate, i64, String) = conn.one(LOCK_HEAD, args![]).await?;
    let today = now.with_timezone(&model::format::VN).date_naive();
    // The chain never goes back a day: a process whose clock lags writes under the day of the head.
    if today > day {
        day = today;
        seq = 0;
    }
    let (mut places, mut rows) = (Vec::with_capacity(events.len()), Vec::with_capacity(events.len()));
    for event in events {
        seq += 1;
        let mut row = AuditRow {
            day,
            seq,
            at: now,
            actor_id: actor.account_id,
            actor_name: actor.name.clone(),
            acting_for: event.acting_for,
            unit_id: actor.unit_id,
            action: event.action,
            object_kind: event.object_kind,
            object_id: event.object_id,
            detail: event.detail,
            purpose: event.purpose,
            result: event.result,
            prev_hash: prev,
            hash: String::new(),
        };
        row.hash = row.compute_hash();
        prev = row.hash.clone();
        places.push(ChainPlace { day, seq, hash: row.hash.clone() });
        rows.push(args![
            row.day,
            row.seq,
            row.at,
            row.actor_id,
            row.actor_name,
            row.acting_for,
            row.unit_id,
            row.action,
            row.object_kind,
            row.object_id,
            row.detail,
            row.purpose,
            row.result,
            row.prev_hash,
            row.hash
        ]);
    }
    insert_many(conn, INSERT, rows).await?;
    conn.exec(MOVE_HEAD, args![day, seq, prev]).await?;
    Ok(places)
}

/// What `verify` found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verification {
    /// Rows read.
    pub rows: u64,
    /// First fault in words, if there is one.
    pub fault: Option<String>,
}

sql!(
    PAGE,
    "SELECT day, seq, at, actor_id, actor_name, acting_for, unit_id, action, object_kind, object_id, detail, purpose, result, prev_hash, hash
     FROM audit_event WHERE (day, seq) > ($1, $2) ORDER BY day, seq LIMIT 5000"
);
sql!(HEAD, "SELECT day, seq, hash FROM audit_head WHERE id = 1");
/// Hash before the first row.
pub const GENESIS: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// Walks the whole chain: every hash, every link, every number, and the head.
///
/// # Errors
/// Only if the database cannot be read; faults are part of the answer.
pub async fn verify(conn: &mut Conn<'_>) -> Result<Verification> {
    let mut last = (NaiveDate::from_ymd_opt(1, 1, 1).unwrap_or_default(), 0_i64);
    let mut prev = GENESIS.to_owned();
    let mut rows = 0;
    loop {
        let page: Vec<AuditRow> = conn.all(PAGE, args![last.0, last.1]).await?;
        if page.is_empty() {
            break;
        }
        for row in page {
            rows += 1;
            let place = format!("{} số {}", row.day.format("%d/%m/%Y"), row.seq);
            let expected = if row.day == last.0 { last.1 + 1 } else { 1 };
            let fault = if row.seq != expected {
                Some(format!("Thiếu hoặc chèn dòng trước dòng {place}"))
            } else if row.prev_hash != prev {
                Some(format!("Dòng {place} không nối với dòng trước"))
            } else if row.compute_hash() != row.hash {
                Some(format!("Dòng {place} đã bị sửa"))
            } else {
                None
            };
            if fault.is_some() {
                return Ok(Verification { rows, fault });
            }
            last = (row.day, row.seq);
            prev = row.hash;
        }
    }
    let (_, seq, hash): (NaiveDate, i64, String) = conn.one(HEAD, args![]).await?;
    let fault = (hash != prev || (rows > 0 && seq != last.1)).then(|| "Dòng cuối của nhật ký không khớp với mốc đã ghi: có dòng bị xóa".to_owned());
    Ok(Verification { rows, fault })
}

sql!(
    SEARCH,
    "SELECT day, seq, at, actor_id, actor_name, acting_for, unit_id, action, object_kind, object_id, detail, purpose, result, prev_hash, hash
     FROM audit_event WHERE object_kind = $1 AND object_id = $2 ORDER BY day DESC, seq DESC LIMIT 200"
);

/// The latest 200 acts on one object, newest first.
///
/// # Errors
/// Only if the database cannot be read.
pub async fn of_object(conn: &mut Conn<'_>, object_kind: &str, object_id: &str) -> Result<Vec<AuditRow>> {
    conn.all(SEARCH, args![object_kind, object_id]).await
}
