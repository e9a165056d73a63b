//! SQL of the tables that wait to be given.

use crate::db::Conn;
use crate::error::Result;
use chrono::{DateTime, Utc};
use sqlx::FromRow;

/// A table as stored.
#[derive(Debug, Clone, FromRow)]
pub(super) struct BulkTable {
    pub id: i64,
    pub account_id: i64,
    pub state: String,
    pub body: String,
    pub version: i64,
    pub updated_at: DateTime<Utc>,
}

impl BulkTable {
    /// True once its tasks are given.
    pub fn is_given(&self) -> bool {
        self.state == "given"
    }
}

sql!(INSERT, "INSERT INTO task_bulk (code, account_id, state, body, version, created_at, updated_at) VALUES ($1, $2, 'draft', $3, 1, $4, $4) RETURNING id");
pub(super) async fn insert(conn: &mut Conn<'_>, code: &str, account: i64, body: String, now: DateTime<Utc>) -> Result<i64> {
    conn.id(INSERT, args![code, account, body, now]).await
}

sql!(BY_CODE, "SELECT id, account_id, state, body, version, updated_at FROM task_bulk WHERE code = $1");
pub(super) async fn by_code(conn: &mut Conn<'_>, code: &str) -> Result<BulkTable> {
    conn.one(BY_CODE, args![code]).await
}

sql!(TAKE, "UPDATE task_bulk SET version = version + 1, updated_at = $3 WHERE id = $1 AND version = $2 AND state = 'draft'");
/// Takes a draft in the version that the page showed, and holds it until the transaction ends. False if somebody was faster.
pub(super) async fn take(conn: &mut Conn<'_>, id: i64, version: i64, now: DateTime<Utc>) -> Result<bool> {
    Ok(conn.exec(TAKE, args![id, version, now]).await? > 0)
}

sql!(SAVE, "UPDATE task_bulk SET state = $2, body = $3 WHERE id = $1");
pub(super) async fn save(conn: &mut Conn<'_>, id: i64, state: &str, body: String) -> Result<()> {
    conn.exec(SAVE, args![id, state, body]).await.map(|_| ())
}

sql!(ADD_TASK, "INSERT INTO task_bulk_task (bulk_id, line, task_id) SELECT $1, $2, id FROM task WHERE code = $3");
/// Notes which task a line became.
pub(super) async fn add_task(conn: &mut Conn<'_>, id: i64, line: i64, code: &str) -> Result<()> {
    conn.exec(ADD_TASK, args![id, line, code]).await.map(|_| ())
}

/// A task that a line became.
#[derive(Debug, Clone, FromRow)]
pub(super) struct GivenRow {
    pub line: i64,
    pub code: String,
    pub title: String,
    pub lead_unit_id: i64,
    pub due_on: Option<chrono::NaiveDate>,
}

sql!(
    TASKS,
    "SELECT b.line, t.code, t.title, t.lead_unit_id, t.due_on FROM task_bulk_task b JOIN task t ON t.id = b.task_id WHERE b.bulk_id = $1 ORDER BY b.line"
);
pub(super) async fn tasks(conn: &mut Conn<'_>, id: i64) -> Result<Vec<GivenRow>> {
    conn.all(TASKS, args![id]).await
}

sql!(GIVEN_BY, "SELECT title, lead_unit_id, code FROM task WHERE source_number = $1 AND parent_id IS NULL AND state <> 'cancelled' ORDER BY id LIMIT 5000");
/// Main tasks of a source document: content, lead unit, code.
pub(super) async fn given_by(conn: &mut Conn<'_>, source_number: &str) -> Result<Vec<(String, i64, String)>> {
    conn.all(GIVEN_BY, args![source_number]).await
}

sql!(PRUNE, "DELETE FROM task_bulk WHERE state = 'draft' AND updated_at < $1");
pub(super) async fn prune(conn: &mut Conn<'_>, before: DateTime<Utc>) -> Result<u64> {
    conn.exec(PRUNE, args![before]).await
}
