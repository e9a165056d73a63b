//! Two engines, one SQL text: connections, arguments and the four ways to run a statement.
//!
//! A statement is a constant declared with [`sql!`] beside the function that uses it; arguments are written `$1`, `$2`…
//! on both engines. `docs/database.md` explains the portable subset.

pub mod portable;

use crate::error::{Error, Result};
use chrono::{DateTime, NaiveDate, Utc};
use sqlx::pool::PoolConnection;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions, PgRow};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteRow, SqliteSynchronous};
use sqlx::{Arguments, AssertSqlSafe, FromRow, PgConnection, PgPool, Postgres, Sqlite, SqliteConnection, SqlitePool, Transaction};
use std::str::FromStr;
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
        write: SqlitePool,
    },
    /// A server.
    Postgres(PgPool),
}

/// How to open a database.
#[derive(Debug, Clone)]
pub struct DbOptions {
    /// Most connections of this process (readers on SQLite).
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
                .options([("statement_timeout", timeout.as_str())]);
            let pool = PgPoolOptions::new().max_connections(options.connections).acquire_timeout(Duration::from_secs(10)).connect_with(connect).await?;
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
            .pragma("temp_store", "memory");
        let write = SqlitePoolOptions::new().max_connections(1).acquire_timeout(Duration::from_secs(15)).connect_with(connect.clone()).await?;
        let read = SqlitePoolOptions::new().max_connections(options.connections).acquire_timeout(Duration::from_secs(10)).connect_with(connect).await?;
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
        let done = match self {
            Db::Sqlite { write, .. } => sqlx::migrate!("./migrations/sqlite").run(write).await,
            Db::Postgres(pool) => sqlx::migrate!("./migrations/postgres").run(pool).await,
        };
        done.map_err(Error::internal)
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

    /// Begins a write transaction (`BEGIN IMMEDIATE` on SQLite).
    ///
    /// # Errors
    /// `Unavailable` if no connection becomes free in time.
    pub async fn begin(&self) -> Result<Held> {
        Ok(match self {
            Db::Sqlite { write, .. } => Held::SqliteTx(write.begin_with("BEGIN IMMEDIATE").await?),
            Db::Postgres(pool) => Held::PgTx(pool.begin().await?),
        })
    }

    /// Closes every connection.
    pub async fn close(&self) {
        match self {
            Db::Sqlite { read, write } => {
                read.close().await;
                write.close().await;
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
    /// Transaction on SQLite.
    SqliteTx(Transaction<'static, Sqlite>),
    /// Transaction on PostgreSQL.
    PgTx(Transaction<'static, Postgres>),
}

impl Held {
    /// The connection, to run statements on.
    pub fn conn(&mut self) -> Conn<'_> {
        match self {
            Held::SqliteRead(conn) => Conn::Sqlite(conn),
            Held::PgRead(conn) => Conn::Postgres(conn),
            Held::SqliteTx(tx) => Conn::Sqlite(tx),
            Held::PgTx(tx) => Conn::Postgres(tx),
        }
    }

    /// True inside a transaction.
    #[must_use]
    pub fn writes(&self) -> bool {
        matches!(self, Held::SqliteTx(_) | Held::PgTx(_))
    }

    /// Commits a transaction; nothing to do for a reader.
    ///
    /// # Errors
    /// Whatever the engine reports; nothing was stored then.
    pub async fn commit(self) -> Result<()> {
        match self {
            Held::SqliteTx(tx) => tx.commit().await?,
            Held::PgTx(tx) => tx.commit().await?,
            Held::SqliteRead(_) | Held::PgRead(_) => {}
        }
        Ok(())
    }
}

/// A borrowed connection of either engine. Store functions take `&mut Conn<'_>`.
pub enum Conn<'c> {
    /// SQLite.
    Sqlite(&'c mut SqliteConnection),
    /// PostgreSQL.
    Postgres(&'c mut PgConnection),
}

macro_rules! bound {
    ($arguments:ty, $args:expr) => {{
        let mut bound = <$arguments>::default();
        for arg in $args {
            match arg {
                Arg::Int(v) => bound.add(v),
                Arg::Real(v) => bound.add(v),
                Arg::Text(v) => bound.add(v),
                Arg::Bool(v) => bound.add(v),
                Arg::Time(v) => bound.add(v),
                Arg::Day(v) => bound.add(v),
                Arg::Bytes(v) => bound.add(v),
            }
            .map_err(Error::Internal)?;
        }
        bound
    }};
}

/// Runs `$call` on the engine at hand with its own argument list.
macro_rules! run {
    ($conn:expr, $args:expr, |$c:ident, $bound:ident| $call:expr) => {
        match $conn {
            Conn::Sqlite($c) => {
                let $bound = bound!(sqlx::sqlite::SqliteArguments, $args);
                Ok($call)
            }
            Conn::Postgres($c) => {
                let $bound = bound!(sqlx::postgres::PgArguments, $args);
                Ok($call)
            }
        }
    };
}

impl Conn<'_> {
    /// Borrows again, for a call that takes `Conn` by value.
    pub fn again(&mut self) -> Conn<'_> {
        match self {
            Conn::Sqlite(conn) => Conn::Sqlite(conn),
            Conn::Postgres(conn) => Conn::Postgres(conn),
        }
    }

    /// Name of the engine.
    #[must_use]
    pub fn engine(&self) -> &'static str {
        match self {
            Conn::Sqlite(_) => "sqlite",
            Conn::Postgres(_) => "postgres",
        }
    }

    /// Every row.
    ///
    /// # Errors
    /// See [`Error`]: `Unavailable` for a busy database, `Internal` for a defect.
    pub async fn all<T: Row>(&mut self, sql: impl Into<Text>, args: Vec<Arg>) -> Result<Vec<T>> {
        let sql = sql.into();
        run!(self, args, |c, bound| sqlx::query_as_with::<_, T, _>(sql.safe(), bound).fetch_all(&mut **c).await?)
    }

    /// The first row, if there is one.
    ///
    /// # Errors
    /// As [`Conn::all`].
    pub async fn opt<T: Row>(&mut self, sql: impl Into<Text>, args: Vec<Arg>) -> Result<Option<T>> {
        let sql = sql.into();
        run!(self, args, |c, bound| sqlx::query_as_with::<_, T, _>(sql.safe(), bound).fetch_optional(&mut **c).await?)
    }

    /// The first row, which must exist.
    ///
    /// # Errors
    /// `NotFound` without a row, else as [`Conn::all`].
    pub async fn one<T: Row>(&mut self, sql: impl Into<Text>, args: Vec<Arg>) -> Result<T> {
        self.opt(sql, args).await?.ok_or(Error::NotFound)
    }

    /// Runs a statement and returns how many rows it changed.
    ///
    /// # Errors
    /// As [`Conn::all`].
    pub async fn exec(&mut self, sql: impl Into<Text>, args: Vec<Arg>) -> Result<u64> {
        let sql = sql.into();
        run!(self, args, |c, bound| sqlx::query_with(sql.safe(), bound).execute(&mut **c).await?.rows_affected())
    }

    /// The id that an `INSERT … RETURNING id` gives back.
    ///
    /// # Errors
    /// As [`Conn::all`].
    pub async fn id(&mut self, sql: impl Into<Text>, args: Vec<Arg>) -> Result<i64> {
        let (id,): (i64,) = self.one(sql, args).await?;
        Ok(id)
    }

    /// The number that a `SELECT COUNT(*) …` gives.
    ///
    /// # Errors
    /// As [`Conn::all`].
    pub async fn count(&mut self, sql: impl Into<Text>, args: Vec<Arg>) -> Result<i64> {
        self.id(sql, args).await
    }
}

/// A statement text: a constant, or one that [`Query`] built.
pub enum Text {
    /// Declared with [`sql!`].
    Fixed(&'static str),
    /// Built by [`Query`].
    Built(String),
}

impl From<&'static str> for Text {
    fn from(text: &'static str) -> Self {
        Text::Fixed(text)
    }
}

impl Text {
    fn safe(self) -> AssertSqlSafe<String> {
        AssertSqlSafe(match self {
            Text::Fixed(text) => text.to_owned(),
            Text::Built(text) => text,
        })
    }
}

/// Builds a statement with optional filters: fixed text and bound values, never text from outside.
#[derive(Debug, Clone, Default)]
pub struct Query {
    text: String,
    args: Vec<Arg>,
}

impl Query {
    /// Begins with fixed text.
    #[must_use]
    pub fn new(text: &'static str) -> Self {
        Self { text: text.to_owned(), args: Vec::new() }
    }

    /// Adds fixed text.
    pub fn push(&mut self, text: &'static str) -> &mut Self {
        self.text.push_str(text);
        self
    }

    /// Adds a bound value.
    pub fn bind(&mut self, value: impl Into<Arg>) -> &mut Self {
        self.args.push(value.into());
        self.text.push('$');
        self.text.push_str(&self.args.len().to_string());
        self
    }

    /// Adds `(v1, v2, …)`; for no values a list that matches nothing.
    pub fn bind_list<T: Into<Arg>>(&mut self, values: impl IntoIterator<Item = T>) -> &mut Self {
        self.text.push('(');
        let mut first = true;
        for value in values {
            if !first {
                self.text.push_str(", ");
            }
            first = false;
            self.bind(value);
        }
        if first {
            self.text.push_str("NULL");
        }
        self.text.push(')');
        self
    }

    /// Every row.
    ///
    /// # Errors
    /// As [`Conn::all`].
    pub async fn all<T: Row>(self, conn: &mut Conn<'_>) -> Result<Vec<T>> {
        conn.all(Text::Built(self.text), self.args).await
    }

    /// The first row, if there is one.
    ///
    /// # Errors
    /// As [`Conn::all`].
    pub async fn opt<T: Row>(self, conn: &mut Conn<'_>) -> Result<Option<T>> {
        conn.opt(Text::Built(self.text), self.args).await
    }

    /// The number that a `SELECT COUNT(*) …` gives.
    ///
    /// # Errors
    /// As [`Conn::all`].
    pub async fn count(self, conn: &mut Conn<'_>) -> Result<i64> {
        conn.count(Text::Built(self.text), self.args).await
    }

    /// Runs it and returns how many rows it changed.
    ///
    /// # Errors
    /// As [`Conn::all`].
    pub async fn exec(self, conn: &mut Conn<'_>) -> Result<u64> {
        conn.exec(Text::Built(self.text), self.args).await
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
