//! Requests for more time.

use super::Task;
use crate::db::{Conn, Query};
use crate::error::{Error, Result};
use chrono::{DateTime, NaiveDate, Utc};
use model::tasks::TaskExtension;
use sqlx::FromRow;

/// A request for more time as stored.
#[derive(Debug, Clone, FromRow)]
pub struct Extension {
    /// Row number.
    pub id: i64,
    /// Due date when it was asked.
    pub old_due: NaiveDate,
    /// Asked due date.
    pub new_due: NaiveDate,
    /// Why.
    pub reason: String,
    /// State as stored.
    pub state: String,
    /// When it was asked.
    pub requested_at: DateTime<Utc>,
    /// Account that asked.
    pub requested_by: Option<i64>,
    /// When it was decided.
    pub decided_at: Option<DateTime<Utc>>,
    /// Words of the decision.
    pub decision_note: String,
    /// True if the due date moved.
    pub applied: bool,
}

impl Extension {
    /// As pages show it.
    ///
    /// # Errors
    /// `Internal` for an unknown stored state.
    pub(in crate::tasks) fn shown(self) -> Result<TaskExtension> {
        Ok(TaskExtension {
            old_due: self.old_due,
            new_due: self.new_due,
            reason: self.reason,
            state: self.state.parse()?,
            requested_at: self.requested_at,
            decided_at: self.decided_at,
            applied: self.applied,
            decision_note: self.decision_note,
        })
    }
}

/// The columns of [`Extension`], of a request `e`.
macro_rules! extension_columns {
    () => {
        "e.id, e.old_due, e.new_due, e.reason, e.state, e.requested_at, e.requested_by, e.decided_at, e.decision_note, e.applied"
    };
}

sql!(EXTENSIONS, concat!("SELECT ", extension_columns!(), " FROM task_extension e WHERE e.task_id = $1 ORDER BY e.id"));
/// Requests for more time, oldest first.
pub(in crate::tasks) async fn extensions(conn: &mut Conn<'_>, task: i64) -> Result<Vec<Extension>> {
    conn.all(EXTENSIONS, args![task]).await
}

#[derive(FromRow)]
struct OfTask {
    code: String,
    #[sqlx(flatten)]
    request: Extension,
}

/// The requests for more time of each of these tasks, by code; newest first, so that the one that waits leads.
pub(in crate::tasks) async fn extensions_of(conn: &mut Conn<'_>, codes: &[String]) -> Result<Vec<(String, Extension)>> {
    let mut query = Query::new(concat!("SELECT t.code, ", extension_columns!(), " FROM task_extension e JOIN task t ON t.id = e.task_id WHERE t.code IN "));
    query.bind_list(codes.iter().map(String::as_str)).push(" ORDER BY e.id DESC");
    let rows: Vec<OfTask> = query.all(conn).await?;
    Ok(rows.into_iter().map(|row| (row.code, row.request)).collect())
}

sql!(
    ASK_EXTENSION,
    "INSERT INTO task_extension (task_id, old_due, new_due, reason, state, requested_at, requested_by) VALUES ($1, $2, $3, $4, 'pending', $5, $6)"
);
/// Stores a request.
pub(in crate::tasks) async fn ask_extension(
    conn: &mut Conn<'_>,
    task: &Task,
    old: NaiveDate,
    new: NaiveDate,
    reason: &str,
    at: DateTime<Utc>,
    by: Option<i64>,
) -> Result<()> {
    conn.exec(ASK_EXTENSION, args![task.id, old, new, reason, at, by]).await.map(|_| ())
}

sql!(
    DECIDE_EXTENSION,
    "UPDATE task_extension SET state = $2, decided_at = $3, decided_by = $4, decision_note = $5, applied = $6 WHERE id = $1 AND state = 'pending'"
);
/// Stores a decision.
pub(in crate::tasks) async fn decide_extension(
    conn: &mut Conn<'_>,
    id: i64,
    approved: bool,
    at: DateTime<Utc>,
    by: Option<i64>,
    note: &str,
    applied: bool,
) -> Result<()> {
    let state = if approved { "approved" } else { "refused" };
    let changed = conn.exec(DECIDE_EXTENSION, args![id, state, at, by, note, applied]).await?;
    if changed == 0 { Err(Error::conflict("Đề nghị gia hạn này đã được quyết định. Hãy tải lại trang.")) } else { Ok(()) }
}
