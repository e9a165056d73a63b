//! Two engines, one SQL text: connections, arguments and the four ways to run a statement.
//!
//! A statement is a constant declared with [`sql!`] beside the function that uses it; arguments are written `$1`, `$2`…
//! on both engines. `docs/database.md` explains the portable subset.

mod batch;
mod conn;
mod moment;
pub mod portable;
mod query;
mod writer;

pub use batch::{insert_many, insert_many_returning};
pub use conn::{Conn, counting};
pub use moment::{Lent, Moment};
pub use query::{Query, Text, like, search_words};
pub use writer::{WriteTx, Writer};

use crate::error::{Error, Result};
use chrono::{DateTime, NaiveDate, Utc};
use sqlx::pool::PoolConnection;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions, PgRow};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteRow, SqliteSynchronous};
use sqlx::{Connection, FromRow, PgPool, Postgres, Sqlite, SqlitePool, Transaction};
use std::str::FromStr;
use std::thread::available_parallelism;
use std::time::Duration;

pub use sqlx;

/// A statement of the portal, so that one test can prepare every one of them on both engines.
pub struct Statement {
    /// Name of the constant.
    pub name: &'static str,
    /// Module that owns it.
    pub module: &'static str,
    /// The text.
    pub sql: &'static str,
}

inventory::collect!(Statement);

/// Every statement that was declared with [`sql!`].
pub fn statements() -> impl Iterator<Item = &'static Statement> {
    inventory::iter::<Statement>.into_iter()
}

/// Declares a statement as a constant and registers it for the prepare test: `sql!(BY_CODE, "SELECT …");`
#[macro_export]
macro_rules! sql {
    ($(#[$meta:meta])* $name:ident, $text:expr) => {
        $(#[$meta])*
        const $name: &str = $text;
        $crate::db::inventory::submit! { $crate::db::Statement { name: stringify!($name), module: module_path!(), sql: $name } }
    };
}

#[doc(hidden)]
pub use inventory;

/// One bound value. `None` keeps its type, so that PostgreSQL knows it.
#[derive(Debug, Clone)]
pub enum Arg {
    /// Whole numbers: ids, counts, đồng, bytes.
    Int(Option<i64>),
    /// Measured values.
    Real(Option<f64>),
    /// Text and text enums.
    Text(Option<String>),
    /// Yes or no.
    Bool(Option<bool>),
    /// An instant, UTC.
    Time(Option<DateTime<Utc>>),
    /// A day in Viet Nam.
    Day(Option<NaiveDate>),
    /// Digests and keys.
    Bytes(Option<Vec<u8>>),
}

macro_rules! arg_from {
    ($($ty:ty => $variant:ident),+ $(,)?) => { $(
        impl From<$ty> for Arg { fn from(value: $ty) -> Self { Arg::$variant(Some(value.into())) } }
        impl From<Option<$ty>> for Arg { fn from(value: Option<$ty>) -> Self { Arg::$variant(value.map(Into::into)) } }
    )+ };
}
arg_from!(i64 => Int, i32 => Int, u32 => Int, f64 => Real, String => Text, &str => Text, &String => Text, bool => Bool,
    DateTime<Utc> => Time, NaiveDate => Day, Vec<u8> => Bytes, &[u8] => Bytes);

/// Lists the arguments of a statement: `args![unit, day, name]`. Every value becomes an [`Arg`].
#[macro_export]
macro_rules! args {
    ($($value:expr),* $(,)?) => { vec![$($crate::db::Arg::from($value)),*] };
}

/// A row type that both engines can read. Derive `sqlx::FromRow`.
pub trait Row: Send + Unpin + for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> {}
impl<T> Row for T where T: Send + Unpin + for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> {}

/// The database of the portal: embedded SQLite, or PostgreSQL that several processes share.
#[derive(Debug, Clone)]
pub enum Db {
    /// One file: a pool of readers and one writer.
    Sqlite {
        /// Readers.
        read: SqlitePool,
        /// The only writer.
        write: Writer,
    },
    /// A server.
    Postgres(PgPool),
}

/// How many prepared statements a connection keeps: those of all pages of an official.
const STATEMENTS: usize = 500;
/// A connection of PostgreSQL that lay idle for so long is tried before it is used.
const IDLE: Duration = Duration::from_secs(2);

/// How to open a database.
#[derive(Debug, Clone)]
pub struct DbOptions {
    /// Most connections of this process; on SQLite as many readers as two for each core, if that is less.
    pub connections: u32,
    /// SQLite: flush every commit to the disk (`synchronous=FULL`); production on one machine wants it.
    pub sqlite_full_sync: bool,
    /// Longest time of one statement on PostgreSQL.
    pub statement_timeout: Duration,
}

impl Default for DbOptions {
    fn default() -> Self {
        Self { connections: 16, sqlite_full_sync: false, statement_timeout: Duration::from_secs(30) }
    }
}

impl Db {
    /// Opens `sqlite://PATH` (created if absent) or `postgres://…`.
    ///
    /// # Errors
    /// `Invalid` for an address of another form, `Unavailable` if the database cannot be reached.
    pub async fn connect(url: &str, options: &DbOptions) -> Result<Self> {
        if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            let timeout = options.statement_timeout.as_millis().to_string();
            let connect = PgConnectOptions::from_str(url)
                .map_err(|error| Error::field("database", format!("Địa chỉ PostgreSQL sai: {error}")))?
                .application_name("portal")
                // A plan for any values is made once; planning the long conditions of lists anew took as long as running them.
                .statement_cache_capacity(STATEMENTS)
                .options([("statement_timeout", timeout.as_str()), ("plan_cache_mode", "force_generic_plan")]);
            let pool = PgPoolOptions::new()
                .max_connections(options.connections)
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
                .connect_with(connect)
                .await?;
            return Ok(Db::Postgres(pool));
        }
        if !url.starts_with("sqlite:") {
            return Err(Error::field("database", "Địa chỉ cơ sở dữ liệu phải bắt đầu bằng sqlite:// hoặc postgres://"));
        }
        let synchronous = if options.sqlite_full_sync { SqliteSynchronous::Full } else { SqliteSynchronous::Normal };
        let connect = SqliteConnectOptions::from_str(url)
            .map_err(|error| Error::field("database", format!("Địa chỉ SQLite sai: {error}")))?
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(synchronous)
            .foreign_keys(true)
            .busy_timeout(Duration::from_secs(10))
            .pragma("cache_size", "-16000")
            .pragma("mmap_size", "268435456")
            .pragma("temp_store", "memory")
            // A page that many acts change is copied from the log into the file once for all of them: 32 MB of log.
            .pragma("wal_autocheckpoint", "8000")
            .statement_cache_capacity(STATEMENTS);
        let write = Writer::connect(connect.clone()).await?;
        // Every reader is a thread: more than the cores can carry only wait for each other.
        let readers = options.connections.min(available_parallelism().map_or(4, |cores| u32::try_from(cores.get() * 2).unwrap_or(u32::MAX)).max(4));
        let connect = connect.pragma("query_only", "on");
        let pool = SqlitePoolOptions::new().test_before_acquire(false).max_connections(readers).acquire_timeout(Duration::from_secs(10));
        let read = pool.connect_with(connect).await?;
        Ok(Db::Sqlite { read, write })
    }

    /// Name of the engine: `sqlite` or `postgres`.
    #[must_use]
    pub fn engine(&self) -> &'static str {
        match self {
            Db::Sqlite { .. } => "sqlite",
            Db::Postgres(_) => "postgres",
        }
    }

    /// Brings the schema up to date; several processes may call it at once.
    ///
    /// # Errors
    /// `Internal` if a migration fails or an applied one was edited.
    pub async fn migrate(&self) -> Result<()> {
        match self {
            Db::Sqlite { write, .. } => write.migrate(&sqlx::migrate!("./migrations/sqlite")).await,
            Db::Postgres(pool) => sqlx::migrate!("./migrations/postgres").run(pool).await.map_err(Error::internal),
        }
    }

    /// Has PostgreSQL tidy and count its tables after many rows came at once; later it does so by itself. What a seeded dossier was before
    /// its last step still stands in the indexes of lists: until it is gone, a list reads it on the way.
    ///
    /// SQLite plans without such counts: its averages call an index of a column that is mostly empty useless, and 100,000 rows are read
    /// where one is wanted. Without them every index is taken for selective, and plans stay what the tests saw.
    ///
    /// # Errors
    /// If the database cannot be written.
    pub async fn analyse(&self) -> Result<()> {
        if let Db::Postgres(pool) = self {
            let mut conn = pool.acquire().await?.detach();
            // A whole province takes longer than a page may.
            sqlx::raw_sql("SET statement_timeout = 0").execute(&mut conn).await?;
            sqlx::raw_sql("VACUUM (ANALYZE)").execute(&mut conn).await?;
            conn.close().await?;
        }
        Ok(())
    }

    /// Takes a connection for reading.
    ///
    /// # Errors
    /// `Unavailable` if none becomes free in time.
    pub async fn read(&self) -> Result<Held> {
        Ok(match self {
            Db::Sqlite { read, .. } => Held::SqliteRead(read.acquire().await?),
            Db::Postgres(pool) => Held::PgRead(pool.acquire().await?),
        })
    }

    /// Takes a connection that sees one moment only, so that a figure and its rows agree while others write.
    ///
    /// # Errors
    /// `Unavailable` if none becomes free in time.
    pub async fn snapshot(&self) -> Result<Held> {
        Ok(match self {
            Db::Sqlite { read, .. } => Held::SqliteSnapshot(read.begin().await?),
            Db::Postgres(pool) => Held::PgTx(pool.begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await?),
        })
    }

    /// Begins a write transaction (`BEGIN IMMEDIATE` on SQLite).
    ///
    /// # Errors
    /// `Unavailable` if no connection becomes free in time.
    pub async fn begin(&self) -> Result<Held> {
        Ok(match self {
            Db::Sqlite { write, .. } => Held::SqliteTx(write.begin().await?),
            Db::Postgres(pool) => Held::PgTx(pool.begin().await?),
        })
    }

    /// Closes every connection.
    pub async fn close(&self) {
        match self {
            Db::Sqlite { read, write } => {
                read.close().await;
                if let Err(error) = write.close().await {
                    tracing::warn!(%error, "closing the database");
                }
            }
            Db::Postgres(pool) => pool.close().await,
        }
    }
}

/// A connection that a context owns: reading, or inside a transaction.
pub enum Held {
    /// Reader of SQLite.
    SqliteRead(PoolConnection<Sqlite>),
    /// Reader of PostgreSQL.
    PgRead(PoolConnection<Postgres>),
    /// Snapshot of SQLite.
    SqliteSnapshot(Transaction<'static, Sqlite>),
    /// Write transaction on SQLite.
    SqliteTx(WriteTx),
    /// Transaction on PostgreSQL.
    PgTx(Transaction<'static, Postgres>),
    /// The snapshot of a request.
    Lent(Lent),
}

impl Held {
    /// The connection, to run statements on.
    pub fn conn(&mut self) -> Conn<'_> {
        match self {
            Held::SqliteRead(conn) => Conn::Sqlite(conn),
            Held::PgRead(conn) => Conn::Postgres(conn),
            Held::SqliteSnapshot(tx) => Conn::Sqlite(tx),
            Held::SqliteTx(tx) => Conn::Sqlite(tx.conn()),
            Held::PgTx(tx) => Conn::Postgres(tx),
            Held::Lent(held) => held.conn(),
        }
    }

    /// Commits a transaction; nothing to do for a reader.
    ///
    /// # Errors
    /// Whatever the engine reports; nothing was stored then.
    pub async fn commit(self) -> Result<()> {
        match self {
            Held::SqliteTx(tx) => tx.commit().await?,
            Held::PgTx(tx) => tx.commit().await?,
            Held::SqliteRead(_) | Held::SqliteSnapshot(_) | Held::PgRead(_) | Held::Lent(_) => {}
        }
        Ok(())
    }
}

/// True if the error says that a unique value already exists.
#[must_use]
pub fn is_unique_violation(error: &Error) -> bool {
    match error {
        Error::Internal(source) | Error::Unavailable(source) => {
            source.downcast_ref::<sqlx::Error>().and_then(sqlx::Error::as_database_error).is_some_and(|e| e.is_unique_violation())
        }
        _ => false,
    }
}
