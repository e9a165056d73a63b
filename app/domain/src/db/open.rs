//! Opening a database: how many connections read and write, and what each of them is told.

use super::{Db, Writer};
use crate::error::{Error, Result};
use sqlx::Connection;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions};
use std::str::FromStr;
use std::thread::available_parallelism;
use std::time::Duration;

/// How many prepared statements a connection keeps: those of all pages of an official.
const STATEMENTS: usize = 500;
/// A connection of PostgreSQL that lay idle for so long is tried before it is used.
const IDLE: Duration = Duration::from_secs(2);

/// How to open a database.
#[derive(Debug, Clone)]
pub struct DbOptions {
    /// Most connections of this process: on PostgreSQL up to half of them read and the others write, two of each for each core if that is
    /// less; on SQLite as many read, and one writes.
    pub connections: u32,
    /// SQLite: an act is told done only when the disk has it; production on one machine wants it.
    pub sqlite_full_sync: bool,
    /// Longest time of one statement on PostgreSQL.
    pub statement_timeout: Duration,
}

impl Default for DbOptions {
    fn default() -> Self {
        Self { connections: 16, sqlite_full_sync: false, statement_timeout: Duration::from_secs(30) }
    }
}

/// How many connections do one kind of work, at most: two for each core. More than the cores can carry only wait for each other, all at
/// once instead of one after the other.
fn carried(most: u32) -> u32 {
    let cores = available_parallelism().map_or(4, |cores| u32::try_from(cores.get() * 2).unwrap_or(u32::MAX)).max(4);
    most.clamp(1, cores)
}

impl Db {
    /// Opens `sqlite://PATH` (created if absent) or `postgres://…`.
    ///
    /// # Errors
    /// `Invalid` for an address of another form, `Unavailable` if the database cannot be reached.
    pub async fn connect(url: &str, options: &DbOptions) -> Result<Self> {
        if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            return Self::postgres(url, options).await;
        }
        if !url.starts_with("sqlite:") {
            return Err(Error::field("database", "Địa chỉ cơ sở dữ liệu phải bắt đầu bằng sqlite:// hoặc postgres://"));
        }
        let connect = SqliteConnectOptions::from_str(url)
            .map_err(|error| Error::field("database", format!("Địa chỉ SQLite sai: {error}")))?
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .foreign_keys(true)
            .busy_timeout(Duration::from_secs(10))
            .pragma("cache_size", "-16000")
            .pragma("mmap_size", "268435456")
            .pragma("temp_store", "memory")
            // A page that many acts change is copied from the log into the file once for all of them: 32 MB of log.
            .pragma("wal_autocheckpoint", "8000")
            .statement_cache_capacity(STATEMENTS);
        let write = Writer::connect(connect.clone(), options.sqlite_full_sync).await?;
        let connect = connect.pragma("query_only", "on");
        let pool = SqlitePoolOptions::new().test_before_acquire(false).max_connections(carried(options.connections)).acquire_timeout(Duration::from_secs(10));
        let read = pool.connect_with(connect).await?;
        Ok(Db::Sqlite { read, write })
    }

    async fn postgres(url: &str, options: &DbOptions) -> Result<Self> {
        let timeout = options.statement_timeout.as_millis().to_string();
        let connect = PgConnectOptions::from_str(url)
            .map_err(|error| Error::field("database", format!("Địa chỉ PostgreSQL sai: {error}")))?
            .application_name("portal")
            // A plan for any values is made once; planning the long conditions of lists anew took as long as running them.
            .statement_cache_capacity(STATEMENTS)
            .options([("statement_timeout", timeout.as_str()), ("plan_cache_mode", "force_generic_plan")]);
        let readers = carried(options.connections / 2);
        let pool = |most: u32| {
            PgPoolOptions::new()
                .max_connections(most)
                .acquire_timeout(Duration::from_secs(10))
                // Asking a connection that was just used whether it lives would double the round trips of short pages.
                .test_before_acquire(false)
                .before_acquire(|conn, meta| {
                    Box::pin(async move {
                        if meta.idle_for >= IDLE {
                            conn.ping().await?;
                        }
                        Ok(true)
                    })
                })
        };
        // No commit waits by itself: whoever has to wait does so without holding what the next act needs.
        let write = connect.clone().options([("synchronous_commit", "off")]);
        let write = pool(carried(options.connections.saturating_sub(readers))).connect_with(write).await?;
        let read = pool(readers).connect_with(connect.options([("default_transaction_read_only", "on")])).await?;
        Ok(Db::Postgres { read, write })
    }
}
