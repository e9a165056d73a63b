//! Two engines, one SQL text: connections, arguments and the four ways to run a statement.
//!
//! A statement is a constant declared with [`sql!`] beside the function that uses it; arguments are written `$1`, `$2`…
//! on both engines. `docs/database.md` explains the portable subset.

mod batch;
mod conn;
mod flush;
mod moment;
mod open;
pub mod portable;
mod query;
mod writer;

pub use batch::{insert_many, insert_many_returning};
pub use conn::{Conn, counting};
pub use moment::{Lent, Moment};
pub use open::DbOptions;
pub use query::{Query, Text, like, search_words};
pub use writer::{WriteTx, Writer};

use crate::error::{Error, Result};
use chrono::{DateTime, NaiveDate, Utc};
use flush::THEN_FLUSH;
use sqlx::pool::PoolConnection;
use sqlx::postgres::PgRow;
use sqlx::sqlite::SqliteRow;
use sqlx::{Connection, FromRow, PgPool, Postgres, Sqlite, SqlitePool, Transaction};

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
    /// A server: one pool reads, the other writes, so that pages do not wait behind acts that wait for each other's locks.
    Postgres {
        /// Readers.
        read: PgPool,
        /// Writers: their commits do not wait for the disk.
        write: PgPool,
    },
}

impl Db {
    /// Name of the engine: `sqlite` or `postgres`.
    #[must_use]
    pub fn engine(&self) -> &'static str {
        match self {
            Db::Sqlite { .. } => "sqlite",
            Db::Postgres { .. } => "postgres",
        }
    }

    /// Brings the schema up to date; several processes may call it at once.
    ///
    /// # Errors
    /// `Internal` if a migration fails or an applied one was edited.
    pub async fn migrate(&self) -> Result<()> {
        match self {
            Db::Sqlite { write, .. } => write.migrate(&sqlx::migrate!("./migrations/sqlite")).await,
            Db::Postgres { write, .. } => sqlx::migrate!("./migrations/postgres").run(write).await.map_err(Error::internal),
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
        if let Db::Postgres { write, .. } = self {
            let mut conn = write.acquire().await?.detach();
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
            Db::Postgres { read, .. } => Held::PgRead(read.acquire().await?),
        })
    }

    /// Takes a connection that sees one moment only, so that a figure and its rows agree while others write.
    ///
    /// # Errors
    /// `Unavailable` if none becomes free in time.
    pub async fn snapshot(&self) -> Result<Held> {
        Ok(match self {
            Db::Sqlite { read, .. } => Held::SqliteSnapshot(read.begin().await?),
            Db::Postgres { read, .. } => Held::PgSnapshot(read.begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await?),
        })
    }

    /// Begins a write transaction (`BEGIN IMMEDIATE` on SQLite).
    ///
    /// # Errors
    /// `Unavailable` if no connection becomes free in time.
    pub async fn begin(&self) -> Result<Held> {
        Ok(match self {
            Db::Sqlite { write, .. } => Held::SqliteTx(write.begin().await?),
            Db::Postgres { write, .. } => Held::PgWrite { tx: write.begin().await?, flushes: true },
        })
    }

    /// As [`Db::begin`], for what may be lost with the power: its commit does not wait for the disk.
    ///
    /// # Errors
    /// `Unavailable` if no connection becomes free in time.
    pub async fn begin_unflushed(&self) -> Result<Held> {
        Ok(match self {
            Db::Sqlite { write, .. } => Held::SqliteTx(write.begin_unflushed().await?),
            Db::Postgres { write, .. } => Held::PgWrite { tx: write.begin().await?, flushes: false },
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
            Db::Postgres { read, write } => {
                read.close().await;
                write.close().await;
            }
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
    /// Snapshot of PostgreSQL.
    PgSnapshot(Transaction<'static, Postgres>),
    /// Write transaction on PostgreSQL.
    PgWrite {
        /// The transaction.
        tx: Transaction<'static, Postgres>,
        /// After its commit it waits for the disk.
        flushes: bool,
    },
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
            Held::PgSnapshot(tx) | Held::PgWrite { tx, .. } => Conn::Postgres(tx),
            Held::Lent(held) => held.conn(),
        }
    }

    /// Commits a transaction; nothing to do for a reader.
    ///
    /// # Errors
    /// Whatever the engine reports; nothing was stored then, or the disk did not confirm it.
    pub async fn commit(self) -> Result<()> {
        match self {
            Held::SqliteTx(tx) => tx.commit().await?,
            Held::PgWrite { mut tx, flushes } => {
                if flushes {
                    sqlx::raw_sql(THEN_FLUSH).execute(&mut *tx).await?;
                }
                tx.commit().await?;
            }
            Held::SqliteRead(_) | Held::SqliteSnapshot(_) | Held::PgRead(_) | Held::PgSnapshot(_) | Held::Lent(_) => {}
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
