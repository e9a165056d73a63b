//! Notes that something changed, for every process that shares the database: live badges and page caches follow them.

use crate::db::{Conn, Db, insert_many};
use crate::error::Result;
use chrono::{DateTime, Utc};
use sqlx::FromRow;
use std::collections::HashSet;

/// One note.
#[derive(Debug, Clone, FromRow, PartialEq, Eq)]
pub struct Change {
    /// Number of the note.
    pub id: i64,
    /// What kind of thing: `mail`, `article`, `calendar`…
    pub topic: String,
    /// Whose or which one.
    pub key: String,
}

const INSERT: &str = "INSERT INTO change (at, topic, key)";
sql!(NEWEST, "SELECT COALESCE(MAX(id), 0) FROM change");
sql!(AFTER, "SELECT id, topic, key FROM change WHERE id > $1 ORDER BY id LIMIT 2000");
sql!(PRUNE, "DELETE FROM change WHERE at < $1");

pub(crate) async fn write(conn: &mut Conn<'_>, now: DateTime<Utc>, changes: &[(String, String)]) -> Result<()> {
    // One step tells of the same desk several times; whoever follows wants to know once.
    let fresh = changes.iter().enumerate().filter(|(at, change)| !changes[..*at].contains(change));
    insert_many(conn, INSERT, fresh.map(|(_, (topic, key))| args![now, topic, key]).collect()).await?;
    for topic in COUNTED.into_iter().filter(|counted| changes.iter().any(|(topic, _)| topic == counted)) {
        conn.exec(RAISE, args![topic, now]).await?;
    }
    Ok(())
}

/// Topics whose changes are counted. Whoever writes two of them locks their rows in this order.
const COUNTED: [&str; 2] = ["org", "task"];

sql!(
    RAISE,
    "INSERT INTO change_epoch (topic, n, at) VALUES ($1, 1, $2)
     ON CONFLICT (topic) DO UPDATE SET n = change_epoch.n + 1, at = CASE WHEN change_epoch.at < excluded.at THEN excluded.at ELSE change_epoch.at END"
);
sql!(EPOCH, "SELECT topic, n, at FROM change_epoch WHERE topic IN ('org', 'task')");

/// How often the organisation and the tasks have changed. The row stays locked from its change to the end of the transaction, so
/// one number stands for exactly one state of the data; read it in the same snapshot as the data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Epoch {
    /// Changes of the organisation.
    pub org: i64,
    /// Changes of tasks.
    pub task: i64,
    /// The latest instant of these changes: figures of an earlier instant do not know all of them.
    pub at: DateTime<Utc>,
}

/// The epoch that this connection sees.
///
/// # Errors
/// If the database cannot be read.
pub async fn epoch(conn: &mut Conn<'_>) -> Result<Epoch> {
    let rows: Vec<(String, i64, DateTime<Utc>)> = conn.all(EPOCH, args![]).await?;
    let mut epoch = Epoch { org: 0, task: 0, at: DateTime::UNIX_EPOCH };
    for (topic, n, at) in rows {
        if topic == "task" {
            epoch.task = n
        } else {
            epoch.org = n
        }
        epoch.at = epoch.at.max(at);
    }
    Ok(epoch)
}

sql!(
    /// The latest 5,000 periods of dossiers: a transaction that ends after younger ones is seen by their number.
    DOSSIERS_SEEN,
    "SELECT COALESCE(MAX(id), 0) AS last, COUNT(*) AS lately, MAX(known_from) AS at FROM dossier_period
     WHERE id > (SELECT COALESCE(MAX(id), 0) - 5000 FROM dossier_period)"
);

/// Which periods of dossiers a connection sees. Whatever figures of dossiers count is a new one.
#[derive(Debug, Clone, Copy, FromRow)]
pub(crate) struct DossiersSeen {
    /// Number of the latest one.
    pub(crate) last: i64,
    /// How many of the latest numbers are there: on PostgreSQL a younger number may be seen before an older one.
    pub(crate) lately: i64,
    /// The latest instant among them.
    pub(crate) at: Option<DateTime<Utc>>,
}

/// What this connection sees of the periods of dossiers.
pub(crate) async fn dossiers_seen(conn: &mut Conn<'_>) -> Result<DossiersSeen> {
    conn.one(DOSSIERS_SEEN, args![]).await
}

/// Follows the notes of all processes.
///
/// On PostgreSQL numbers are given before the commit, so a later number may be seen first: the follower looks back
/// over the last [`LOOK_BACK`] numbers and leaves out what it has seen.
pub struct Follower {
    position: i64,
    seen: HashSet<i64>,
}

/// How many numbers a follower looks back.
const LOOK_BACK: i64 = 500;

impl Follower {
    /// Starts at the newest note.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub async fn start(db: &Db) -> Result<Self> {
        let mut held = db.read().await?;
        let position = held.conn().count(NEWEST, args![]).await?;
        let seen = held.conn().all::<Change>(AFTER, args![position - LOOK_BACK]).await?.into_iter().map(|c| c.id).collect();
        Ok(Self { position, seen })
    }

    /// The notes that came since the last call.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub async fn next(&mut self, db: &Db) -> Result<Vec<Change>> {
        let mut held = db.read().await?;
        let rows: Vec<Change> = held.conn().all(AFTER, args![self.position - LOOK_BACK]).await?;
        let fresh: Vec<Change> = rows.into_iter().filter(|change| self.seen.insert(change.id)).collect();
        if let Some(newest) = fresh.iter().map(|change| change.id).max() {
            self.position = self.position.max(newest);
            let floor = self.position - 2 * LOOK_BACK;
            self.seen.retain(|id| *id > floor);
        }
        Ok(fresh)
    }
}

/// Removes notes older than this instant: they are signals, not facts.
///
/// # Errors
/// If the database cannot be written.
pub async fn prune(conn: &mut Conn<'_>, before: DateTime<Utc>) -> Result<u64> {
    conn.exec(PRUNE, args![before]).await
}
