//! Many rows in few statements: `INSERT … VALUES (…), (…), …`.

use super::{Arg, Conn, Query, Row};
use crate::error::Result;

/// Values that one statement binds. SQLite looks for the name of every value among all of them, so its statements stay
/// small; a server is spared round trips.
const VALUES_SQLITE: usize = 1_000;
const VALUES_POSTGRES: usize = 10_000;

/// The statements that write these rows; `head` ends before `VALUES`.
fn statements(engine: &str, head: &'static str, rows: Vec<Vec<Arg>>, tail: &'static str) -> Vec<Query> {
    let columns = rows.first().map_or(1, |row| row.len().max(1));
    let most = if engine == "postgres" { VALUES_POSTGRES } else { VALUES_SQLITE };
    let size = (most / columns).max(1);
    let mut list = Vec::with_capacity(rows.len().div_ceil(size));
    for (at, row) in rows.into_iter().enumerate() {
        if at % size == 0 {
            list.push(Query::new(head));
        }
        if let Some(query) = list.last_mut() {
            query.push(if at % size == 0 { " VALUES " } else { ", " }).bind_list(row);
        }
    }
    for query in &mut list {
        query.push(tail);
    }
    list
}

/// Inserts rows; every row has the values of the columns that `head` names, in their order.
///
/// # Errors
/// As [`Conn::exec`].
pub async fn insert_many(conn: &mut Conn<'_>, head: &'static str, rows: Vec<Vec<Arg>>) -> Result<()> {
    for query in statements(conn.engine(), head, rows, "") {
        query.exec(conn).await?;
    }
    Ok(())
}

/// Inserts rows and reads back what `tail` (`" RETURNING id, code"`) gives, in no certain order.
///
/// # Errors
/// As [`Conn::all`].
pub async fn insert_many_returning<T: Row>(conn: &mut Conn<'_>, head: &'static str, rows: Vec<Vec<Arg>>, tail: &'static str) -> Result<Vec<T>> {
    let mut found = Vec::with_capacity(rows.len());
    for query in statements(conn.engine(), head, rows, tail) {
        found.extend(query.all::<T>(conn).await?);
    }
    Ok(found)
}
