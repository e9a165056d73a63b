//! One place of the chain: for receipts and documents that say where their act stands.

use super::{AuditRow, GENESIS};
use crate::db::Conn;
use crate::error::Result;
use chrono::NaiveDate;

sql!(
    AT_PLACE,
    "SELECT day, seq, at, actor_id, actor_name, acting_for, unit_id, action, object_kind, object_id, detail, purpose, result, prev_hash, hash
     FROM audit_event WHERE day = $1 AND seq = $2"
);
sql!(BEFORE, "SELECT hash FROM audit_event WHERE (day, seq) < ($1, $2) ORDER BY day DESC, seq DESC LIMIT 1");

/// The row at a place of the chain.
///
/// # Errors
/// Only if the database cannot be read.
pub async fn at_place(conn: &mut Conn<'_>, day: NaiveDate, seq: i64) -> Result<Option<AuditRow>> {
    conn.opt(AT_PLACE, args![day, seq]).await
}

/// True if a row gives its own hash and follows the row before it.
///
/// # Errors
/// Only if the database cannot be read.
pub async fn agrees(conn: &mut Conn<'_>, row: &AuditRow) -> Result<bool> {
    let before: Option<(String,)> = conn.opt(BEFORE, args![row.day, row.seq]).await?;
    let before = before.map_or_else(|| GENESIS.to_owned(), |(hash,)| hash);
    Ok(row.compute_hash() == row.hash && row.prev_hash == before)
}
