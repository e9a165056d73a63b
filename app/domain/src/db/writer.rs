//! The one writer of SQLite.

use super::flush::Flusher;
use crate::error::{Error, Result};
use sqlx::sqlite::{SqliteConnectOptions, SqliteSynchronous};
use sqlx::{Connection, SqliteConnection};
use std::sync::Arc;
use std::time::Duration;
use tokio::runtime::Handle;
use tokio::sync::{Mutex, OwnedMutexGuard};
use tokio::time::timeout;

/// How long an act waits for the acts before it.
const PATIENCE: Duration = Duration::from_secs(15);

/// The connection that writes: acts take it one after the other, in the order in which they came. A pool of one would ask the
/// connection between two acts whether it lives, and the next act would wait for the answer.
#[derive(Debug, Clone)]
pub struct Writer {
    slot: Arc<Mutex<Slot>>,
    options: Arc<SqliteConnectOptions>,
    /// Every commit waits for the disk, except where [`Writer::begin_unflushed`] says otherwise; none does without it.
    flusher: Option<Arc<Flusher>>,
}

#[derive(Debug)]
struct Slot {
    conn: SqliteConnection,
    /// A transaction was begun, and nobody has answered that it ended.
    open: bool,
    /// The file was closed; the connection is to nothing.
    closed: bool,
}

impl Slot {
    async fn run(&mut self, sql: &'static str) -> Result<()> {
        sqlx::query(sql).execute(&mut self.conn).await?;
        Ok(())
    }

    /// Undoes a transaction that nobody ended. Whoever went away while it was committed has committed it: the connection carries out what
    /// it was told, whether somebody listens or not, and there is nothing to undo any more.
    async fn undo(&mut self, options: &SqliteConnectOptions) -> Result<()> {
        if !self.open {
            return Ok(());
        }
        if let Err(error) = self.run("ROLLBACK").await
            && !error.to_string().contains("no transaction is active")
        {
            tracing::warn!(%error, "undoing a transaction: the connection is replaced");
            self.replace(options).await?;
        }
        self.open = false;
        Ok(())
    }

    /// Begins anew with another connection; what the old one had not committed goes with it.
    async fn replace(&mut self, options: &SqliteConnectOptions) -> Result<()> {
        self.conn = SqliteConnection::connect_with(options).await?;
        Ok(())
    }
}

impl Writer {
    pub(super) async fn connect(options: SqliteConnectOptions, flushes: bool) -> Result<Self> {
        // No commit waits by itself: whoever has to wait does so when the next act has begun.
        let options = options.synchronous(SqliteSynchronous::Normal);
        let slot = Slot { conn: SqliteConnection::connect_with(&options).await?, open: false, closed: false };
        let flusher = flushes.then(|| Arc::new(Flusher::new(options.get_filename())));
        Ok(Self { slot: Arc::new(Mutex::new(slot)), options: Arc::new(options), flusher })
    }

    async fn take(&self) -> Result<OwnedMutexGuard<Slot>> {
        let mut slot = timeout(PATIENCE, Arc::clone(&self.slot).lock_owned()).await.map_err(|late| Error::Unavailable(Box::new(late)))?;
        if slot.closed {
            return Err(Error::Unavailable("the database is closed".into()));
        }
        slot.undo(&self.options).await?;
        Ok(slot)
    }

    pub(super) async fn begin(&self) -> Result<WriteTx> {
        self.begin_with(self.flusher.clone()).await
    }

    /// Begins what may be lost with the power. What is written after it and flushed takes it along to the disk.
    pub(super) async fn begin_unflushed(&self) -> Result<WriteTx> {
        self.begin_with(None).await
    }

    async fn begin_with(&self, flusher: Option<Arc<Flusher>>) -> Result<WriteTx> {
        let mut tx = WriteTx { slot: self.take().await?, writer: self.clone(), flusher };
        // Also while it begins: whoever goes away now leaves a transaction behind.
        tx.slot.open = true;
        if tx.slot.run("BEGIN IMMEDIATE").await.is_err() {
            // Its thread is gone, or it is in a state that nobody knows.
            tx.slot.replace(&self.options).await?;
            tx.slot.run("BEGIN IMMEDIATE").await?;
        }
        Ok(tx)
    }

    pub(super) async fn migrate(&self, migrator: &sqlx::migrate::Migrator) -> Result<()> {
        migrator.run(&mut self.take().await?.conn).await.map_err(Error::internal)
    }

    /// Closes the file; whoever wants to write after that is told that the portal is not available.
    pub(super) async fn close(&self) -> Result<()> {
        let mut slot = self.take().await?;
        let nothing = SqliteConnection::connect("sqlite::memory:").await?;
        slot.closed = true;
        std::mem::replace(&mut slot.conn, nothing).close().await?;
        Ok(())
    }
}

/// A write transaction of SQLite: undone unless it is committed.
pub struct WriteTx {
    slot: OwnedMutexGuard<Slot>,
    writer: Writer,
    flusher: Option<Arc<Flusher>>,
}

impl WriteTx {
    pub(super) fn conn(&mut self) -> &mut SqliteConnection {
        &mut self.slot.conn
    }

    pub(super) async fn commit(mut self) -> Result<()> {
        self.slot.run("COMMIT").await?;
        self.slot.open = false;
        let flusher = self.flusher.take();
        // The next act begins while this one waits for the disk.
        drop(self);
        match flusher {
            Some(flusher) => flusher.flush().await,
            None => Ok(()),
        }
    }
}

impl Drop for WriteTx {
    /// The next act undoes what this one left behind; so that other processes need not wait for a next act, it is undone at once.
    fn drop(&mut self) {
        if self.slot.open
            && let Ok(runtime) = Handle::try_current()
        {
            let writer = self.writer.clone();
            runtime.spawn(async move { writer.take().await.map(drop) });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use sqlx::sqlite::SqliteJournalMode;
    use tokio::time::{sleep, timeout};

    /// A file with an empty table; the folder goes with the first value.
    async fn file() -> (tempfile::TempDir, SqliteConnectOptions, Writer) {
        let folder = tempfile::tempdir().expect("folder");
        let options = SqliteConnectOptions::new().filename(folder.path().join("a.db")).create_if_missing(true).journal_mode(SqliteJournalMode::Wal);
        let writer = Writer::connect(options.clone(), true).await.expect("opened");
        writer.take().await.expect("taken").run("CREATE TABLE t (n INTEGER)").await.expect("table");
        (folder, options, writer)
    }

    async fn count(options: &SqliteConnectOptions) -> i64 {
        let mut conn = SqliteConnection::connect_with(options).await.expect("opened");
        sqlx::query_scalar("SELECT COUNT(*) FROM t").fetch_one(&mut conn).await.expect("counted")
    }

    /// Another process takes the lock as soon as it is free, without a next act here.
    async fn somebody_else_writes(options: &SqliteConnectOptions) {
        let mut other = SqliteConnection::connect_with(&options.clone().busy_timeout(Duration::from_millis(10))).await.expect("opened");
        let write = async {
            while sqlx::query("INSERT INTO t VALUES (9)").execute(&mut other).await.is_err() {
                sleep(Duration::from_millis(5)).await;
            }
        };
        timeout(Duration::from_secs(5), write).await.expect("the lock is free");
    }

    #[tokio::test]
    async fn what_is_not_committed_is_undone_at_once() {
        let (_folder, options, writer) = file().await;
        let mut tx = writer.begin().await.expect("begun");
        sqlx::query("INSERT INTO t VALUES (1)").execute(tx.conn()).await.expect("written");
        drop(tx);
        somebody_else_writes(&options).await;
        let mut tx = writer.begin().await.expect("begun");
        sqlx::query("INSERT INTO t VALUES (2)").execute(tx.conn()).await.expect("written");
        tx.commit().await.expect("committed");
        assert_eq!(count(&options).await, 2);
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn whoever_goes_away_at_any_point_leaves_the_writer_free() {
        let (_folder, options, writer) = file().await;
        for micros in (0..600).step_by(7) {
            let act = async {
                let mut tx = writer.begin().await?;
                for _ in 0..3 {
                    sqlx::query("INSERT INTO t VALUES (1)").execute(tx.conn()).await?;
                }
                tx.commit().await
            };
            let _ = timeout(Duration::from_micros(micros), act).await;
        }
        somebody_else_writes(&options).await;
        writer.begin().await.expect("begun").commit().await.expect("committed");
        assert_eq!(count(&options).await % 3, 1, "each act is there whole or not at all");
    }

    #[tokio::test]
    async fn a_connection_in_an_unknown_state_is_replaced() {
        let (_folder, options, writer) = file().await;
        // As if a transaction had been begun that nobody knows of.
        writer.take().await.expect("taken").run("BEGIN").await.expect("begun");
        let mut tx = writer.begin().await.expect("begun all the same");
        sqlx::query("INSERT INTO t VALUES (1)").execute(tx.conn()).await.expect("written");
        tx.commit().await.expect("committed");
        assert_eq!(count(&options).await, 1);
    }

    #[tokio::test]
    async fn only_what_may_be_lost_does_not_wait_for_the_disk() {
        let (_folder, options, writer) = file().await;
        let flusher = writer.flusher.clone().expect("it flushes");
        for n in 1..=2 {
            writer.begin().await.expect("begun").commit().await.expect("committed");
            assert_eq!(flusher.flushed().await, n);
            writer.begin_unflushed().await.expect("begun").commit().await.expect("committed");
            // What is given up has nothing to wait for.
            drop(writer.begin().await.expect("begun"));
            assert_eq!(flusher.flushed().await, n);
        }
        let easy = Writer::connect(options, false).await.expect("opened");
        assert!(easy.flusher.is_none(), "a portal that never waits");
        easy.begin().await.expect("begun").commit().await.expect("committed");
    }

    #[tokio::test]
    async fn after_the_end_nothing_is_written() {
        let (_folder, _, writer) = file().await;
        writer.close().await.expect("closed");
        assert!(matches!(writer.begin().await.err(), Some(Error::Unavailable(_))));
    }
}
