//! Every statement of the portal is prepared on a fresh SQLite and a fresh PostgreSQL, with equal columns and parameters.

use domain::db::{Conn, statements};
use domain::testing::{postgres, sqlite};
use sqlx::{AssertSqlSafe, Column, Either, Executor, SqlSafeStr, Statement};

/// Parameters and result columns of a prepared statement.
async fn shape(conn: Conn<'_>, sql: &'static str) -> Result<(usize, Vec<String>), sqlx::Error> {
    let text = AssertSqlSafe(sql.to_owned()).into_sql_str();
    fn parameters<T>(either: Option<Either<&[T], usize>>) -> usize {
        match either {
            Some(Either::Left(list)) => list.len(),
            Some(Either::Right(count)) => count,
            None => 0,
        }
    }
    match conn {
        Conn::Sqlite(c) => {
            let prepared = c.prepare(text).await?;
            Ok((parameters(prepared.parameters()), prepared.columns().iter().map(|c| c.name().to_lowercase()).collect()))
        }
        Conn::Postgres(c) => {
            let prepared = c.prepare(text).await?;
            Ok((parameters(prepared.parameters()), prepared.columns().iter().map(|c| c.name().to_lowercase()).collect()))
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_statement_prepares_on_both_engines() {
    let (one, two) = (sqlite().await, postgres().await);
    let (mut lite, mut pg) = (one.portal.db().read().await.unwrap(), two.portal.db().read().await.unwrap());
    let mut faults = Vec::new();
    let mut count = 0;
    for statement in statements() {
        count += 1;
        let place = format!("{}::{}", statement.module, statement.name);
        match (shape(lite.conn(), statement.sql).await, shape(pg.conn(), statement.sql).await) {
            (Ok(a), Ok(b)) if a.0 != b.0 || a.1.len() != b.1.len() => faults.push(format!("{place}: SQLite {a:?}, PostgreSQL {b:?}")),
            (Ok(_), Ok(_)) => {}
            (a, b) => faults.push(format!("{place}: SQLite {:?}, PostgreSQL {:?}", a.err(), b.err())),
        }
    }
    assert!(count > 50, "only {count} statements are registered");
    assert!(faults.is_empty(), "{} of {count} statements:\n{}", faults.len(), faults.join("\n"));
}
