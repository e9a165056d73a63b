//! Waiting for the disk after a commit. Acts are committed without waiting, so that nobody holds what the next act needs while the disk
//! is busy; then each waits, before anybody hears of it, until the disk has it. One flush serves all who wait.

use crate::error::{Error, Result};
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use tokio::sync::Mutex;
use tokio::task::spawn_blocking;

/// Ends an act of PostgreSQL and begins what waits for the disk: the act lets go of its locks here, and the small transaction that follows
/// is flushed with everything before it in the log (the server flushes once for all connections that wait). On the connection of the act,
/// because a server that crashed in between has lost the act and must not confirm it.
pub(super) const THEN_FLUSH: &str = "COMMIT AND CHAIN; SET LOCAL synchronous_commit = on; SELECT pg_logical_emit_message(TRUE, 'portal', '')";

/// Syncs the write-ahead log of SQLite, beside its file, once for all commits that wait.
#[derive(Debug)]
pub struct Flusher {
    wal: PathBuf,
    committed: AtomicU64,
    reached: Mutex<Reached>,
}

/// Of the counted commits, those that the disk has, and those that it refused: a later sync does not bring them back.
#[derive(Debug, Default)]
struct Reached {
    flushed: u64,
    refused: u64,
}

impl Flusher {
    /// Of the SQLite database in this file.
    pub(super) fn new(file: &Path) -> Self {
        let mut wal = file.as_os_str().to_owned();
        wal.push("-wal");
        Self { wal: wal.into(), committed: AtomicU64::new(0), reached: Mutex::default() }
    }

    /// Waits until the disk has everything that was committed before this call.
    ///
    /// # Errors
    /// `Unavailable` if the disk refuses: what was committed may be lost with the power.
    pub(super) async fn flush(&self) -> Result<()> {
        let own = self.committed.fetch_add(1, Ordering::AcqRel) + 1;
        let mut reached = self.reached.lock().await;
        if own <= reached.refused {
            return Err(Error::Unavailable("the log could not be flushed".into()));
        }
        if own <= reached.flushed {
            return Ok(());
        }
        let all = self.committed.load(Ordering::Acquire);
        let (wal, first) = (self.wal.clone(), reached.flushed == 0);
        let synced = spawn_blocking(move || sync(&wal, first)).await.map_err(Error::internal)?;
        match synced {
            Ok(()) => reached.flushed = all,
            Err(error) => {
                reached.refused = all;
                return Err(Error::Unavailable(Box::new(error)));
            }
        }
        Ok(())
    }
}

/// Syncs a file; the name of a new one is kept by its folder.
fn sync(file: &Path, new: bool) -> io::Result<()> {
    File::open(file)?.sync_data()?;
    match file.parent().filter(|_| new) {
        Some(folder) if folder.as_os_str().is_empty() => File::open(".")?.sync_all(),
        Some(folder) => File::open(folder)?.sync_all(),
        None => Ok(()),
    }
}

#[cfg(test)]
impl Flusher {
    /// How many commits waited for the disk and got it.
    pub(super) async fn flushed(&self) -> u64 {
        self.reached.lock().await.flushed
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;
    use tokio::task::JoinSet;

    #[tokio::test(flavor = "multi_thread")]
    async fn one_flush_serves_all_who_wait() {
        let folder = tempfile::tempdir().expect("folder");
        std::fs::write(folder.path().join("a.db-wal"), "log").expect("log");
        let flusher = Arc::new(Flusher::new(&folder.path().join("a.db")));
        let busy = flusher.reached.lock().await;
        let mut acts = JoinSet::new();
        for _ in 0..50 {
            let flusher = Arc::clone(&flusher);
            acts.spawn(async move { flusher.flush().await });
        }
        while flusher.committed.load(Ordering::Acquire) < 50 {
            tokio::task::yield_now().await;
        }
        drop(busy);
        acts.join_next().await.expect("an act").expect("joined").expect("flushed");
        assert_eq!(flusher.flushed().await, 50, "the first took all along");
        while let Some(done) = acts.join_next().await {
            done.expect("joined").expect("flushed");
        }
    }

    #[tokio::test]
    async fn a_disk_that_refuses_is_told_to_all_who_waited() {
        let folder = tempfile::tempdir().expect("folder");
        let flusher = Arc::new(Flusher::new(&folder.path().join("a.db")));
        let busy = flusher.reached.lock().await;
        let act = || {
            tokio::spawn({
                let flusher = Arc::clone(&flusher);
                async move { flusher.flush().await }
            })
        };
        let (first, second) = (act(), act());
        while flusher.committed.load(Ordering::Acquire) < 2 {
            tokio::task::yield_now().await;
        }
        drop(busy);
        assert!(matches!(first.await.expect("joined"), Err(Error::Unavailable(_))), "no log to be flushed");
        std::fs::write(folder.path().join("a.db-wal"), "log").expect("log");
        assert!(matches!(second.await.expect("joined"), Err(Error::Unavailable(_))), "what was refused is not brought back");
        flusher.flush().await.expect("what came after it is there");
        let reached = flusher.reached.lock().await;
        assert_eq!((reached.flushed, reached.refused), (3, 2));
    }
}
