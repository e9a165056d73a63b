//! SQL of the closure: the administrative tree of today, every unit with itself at depth 0.

use crate::db::{Conn, Query};
use crate::error::Result;

sql!(CLOSURE_SELF, "INSERT INTO org_closure (ancestor_id, descendant_id, depth) VALUES ($1, $1, 0)");
sql!(CLOSURE_LEAF, "INSERT INTO org_closure (ancestor_id, descendant_id, depth) SELECT ancestor_id, $2, depth + 1 FROM org_closure WHERE descendant_id = $1");
/// Hangs a new unit without children into the closure.
pub(super) async fn closure_leaf(conn: &mut Conn<'_>, parent: Option<i64>, unit: i64) -> Result<()> {
    if let Some(parent) = parent {
        conn.exec(CLOSURE_LEAF, args![parent, unit]).await?;
    }
    conn.exec(CLOSURE_SELF, args![unit]).await.map(|_| ())
}

sql!(CLOSURE, "SELECT ancestor_id, descendant_id, depth FROM org_closure");
/// The closure as it is stored.
pub(super) async fn stored_closure(conn: &mut Conn<'_>) -> Result<Vec<(i64, i64, i64)>> {
    conn.all(CLOSURE, args![]).await
}

sql!(CLEAR_CLOSURE, "DELETE FROM org_closure");
/// Replaces the closure.
pub(super) async fn replace_closure(conn: &mut Conn<'_>, rows: &[(i64, i64, i64)]) -> Result<()> {
    conn.exec(CLEAR_CLOSURE, args![]).await?;
    for part in rows.chunks(200) {
        let mut query = Query::new("INSERT INTO org_closure (ancestor_id, descendant_id, depth) VALUES ");
        for (at, (ancestor, descendant, depth)) in part.iter().enumerate() {
            query.push(if at == 0 { "(" } else { ", (" }).bind(*ancestor).push(", ").bind(*descendant).push(", ").bind(*depth).push(")");
        }
        query.exec(conn).await?;
    }
    Ok(())
}
