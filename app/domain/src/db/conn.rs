//! Running statements: the same four ways on both engines.

use super::{Arg, Row, Text};
use crate::error::{Error, Result};
use sqlx::{Arguments, PgConnection, SqliteConnection};
use std::cell::Cell;

tokio::task_local! {
    /// Statements that the running request or test has sent.
    static SENT: Cell<u32>;
}

/// Runs work and says how many statements it sent to the database.
pub async fn counting<T>(work: impl Future<Output = T>) -> (T, u32) {
    SENT.scope(Cell::new(0), async {
        let result = work.await;
        (result, SENT.with(Cell::get))
    })
    .await
}

fn count_statement() {
    let _ = SENT.try_with(|sent| sent.set(sent.get() + 1));
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
    ($conn:expr, $args:expr, |$c:ident, $bound:ident| $call:expr) => {{
        count_statement();
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
    }};
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
