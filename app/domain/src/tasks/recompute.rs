//! Tasks and a change of a working calendar (03 §8).
//!
//! The due date of a task is a date that a person set, due at the end of hours of that day (03 §3, 04): no calendar moves
//! it, and nothing that a calendar gives is stored with it. Only the working time that is left differs, and that is
//! computed whenever it is shown. So there is nothing to write; the preview says how many tasks it concerns.

use crate::cx::Cx;
use crate::db::Query;
use crate::error::Result;
use chrono::NaiveDate;

/// Open tasks between whose assignment and due date one of the days lies.
///
/// # Errors
/// If the database cannot be read.
pub(crate) async fn touched(cx: &mut Cx, days: &[NaiveDate]) -> Result<i64> {
    if days.is_empty() {
        return Ok(0);
    }
    let mut query = Query::new("SELECT COUNT(*) FROM task WHERE state NOT IN ('draft', 'completed', 'cancelled') AND (");
    for (n, day) in days.iter().enumerate() {
        query.push(if n == 0 { "(assigned_on <= " } else { " OR (assigned_on <= " }).bind(*day).push(" AND due_on >= ").bind(*day).push(")");
    }
    query.push(")");
    query.count(&mut cx.conn()).await
}
