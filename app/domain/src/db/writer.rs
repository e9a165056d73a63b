//! The one writer of SQLite.

use crate::error::{Error, Result};
use sqlx::sqlite::SqliteConnectOptions;
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
}

#[derive(Debug)]
struct Slot {
    conn: SqliteConnection,
    /// A transaction was begun and not ended.
    open: bool,
}

impl Slot {
    async fn run(&mut self, sql: &'static str) -> sqlx::Result<()> {
        sqlx::query(sql).execute(&mut self.conn).await.map(|_| ())
    }

    /// Undoes a transaction that nobody ended.
    async fn undo(&mut self) {
        if !self.open {
            return;
        }
        self.open = false;
        if let Err(error) = self.run("ROLLBACK").await {
            tracing::warn!(%error, "undoing a transaction");
        }
    }
}

impl Writer {
    pub(super) async fn connect(options: SqliteConnectOptions) -> Result<Self> {
        let conn = SqliteConnection::connect_with(&options).await?;
        Ok(Self { slot: Arc::new(Mutex::new(Slot { conn, open: false })), options: Arc::new(options) })
    }

    async fn take(&self) -> Result<OwnedMutexGuard<Slot>> {
        let mut slot = timeout(PATIENCE, Arc::clone(&self.slot).lock_owned()).await.map_err(|late| Error::Unavailable(Box::new(late)))?;
        slot.undo().await;
        Ok(slot)
    }

    pub(super) async fn begin(&self) -> Result<WriteTx> {
        let mut tx = WriteTx { slot: self.take().await?, writer: self.clone() };
        // Also while it begins: whoever gives up now leaves a transaction behind.
        tx.slot.open = true;
        let begun = match tx.slot.run("BEGIN IMMEDIATE").await {
            // Its thread is gone, and what it had not committed with it: a new one goes on.
            Err(sqlx::Error::WorkerCrashed) => {
                tx.slot.conn = SqliteConnection::connect_with(&self.options).await?;
                tx.slot.run("BEGIN IMMEDIATE").await
            }
            begun => begun,
        };
        tx.slot.open = begun.is_ok();
        begun?;
        Ok(tx)
    }

    pub(super) async fn migrate(&self, migrator: &sqlx::migrate::Migrator) -> Result<()> {
        migrator.run(&mut self.take().await?.conn).await.map_err(Error::internal)
    }

    /// Closes the file; an empty database in memory stays in its place.
    pub(super) async fn close(&self) -> Result<()> {
        let mut slot = self.take().await?;
        let empty = SqliteConnection::connect("sqlite::memory:").await?;
        std::mem::replace(&mut slot.conn, empty).close().await?;
        Ok(())
    }
}

/// A write transaction of SQLite: undone unless it is committed.
pub struct WriteTx {
    slot: OwnedMutexGuard<Slot>,
    writer: Writer,
}

impl WriteTx {
    pub(super) fn conn(&mut self) -> &mut SqliteConnection {
        &mut self.slot.conn
    }

    pub(super) async fn commit(mut self) -> Result<()> {
        self.slot.run("COMMIT").await?;
        self.slot.open = false;
        Ok(())
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
