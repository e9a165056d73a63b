//! What was known of a task from when to when: the statistics read nothing else.

use super::Task;
use crate::db::Conn;
use crate::error::Result;
use chrono::{DateTime, TimeZone, Utc};
use model::tasks::TaskState;

/// The end of a period that still holds.
fn forever() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(9999, 12, 31, 0, 0, 0).single().unwrap_or(DateTime::<Utc>::MAX_UTC)
}

sql!(CLOSE_PERIOD, "UPDATE task_period SET known_to = $2 WHERE task_id = $1 AND known_to = $3");
sql!(
    ADD_PERIOD,
    "INSERT INTO task_period (task_id, known_from, known_to, lead_unit_id, state, assigned_on, due_on, due_original, reference_on, closed_on, tracked,
                              received_in_time, first_time, inherited, has_source, days_late)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)"
);
/// Writes what is known of a main task from this instant on. Drafts and sub-tasks are not counted and have no periods.
pub(in crate::tasks) async fn write_period(conn: &mut Conn<'_>, task: &Task, at: DateTime<Utc>) -> Result<()> {
    let (state, Some(assigned_on), None) = (task.state()?, task.assigned_on, task.parent_id) else { return Ok(()) };
    let state = match state {
        // Judged alike by the statistics, so one word for all of them keeps the periods few.
        TaskState::Accepted | TaskState::ReturnedToAssigner | TaskState::InProgress => TaskState::Assigned,
        other => other,
    };
    let closed_on = match state {
        TaskState::Completed => task.accepted_at.map(model::format::local_date),
        TaskState::Cancelled => Some(model::format::local_date(at)),
        _ => None,
    };
    let days_late = match (state, task.due_on, task.reference_on) {
        (TaskState::Completed, Some(due), Some(done)) => (done - due).num_days().max(0),
        _ => 0,
    };
    conn.exec(CLOSE_PERIOD, args![task.id, at, forever()]).await?;
    let values = args![
        task.id,
        at,
        forever(),
        task.lead_unit_id,
        state.as_str(),
        assigned_on,
        task.due_on,
        task.due_original,
        task.reference_on,
        closed_on,
        task.tracked,
        task.received_in_time.unwrap_or(false),
        task.rework == 0,
        task.inherited,
        !task.source_number.is_empty(),
        days_late
    ];
    conn.exec(ADD_PERIOD, values).await.map(|_| ())
}
