//! What was known of a task from when to when: the statistics read nothing else.

use super::Task;
use crate::db::{Arg, Conn};
use crate::error::Result;
use chrono::{DateTime, NaiveDate, TimeZone, Utc};
use model::tasks::{TaskSource, TaskState};

/// The end of a period that still holds.
pub(super) fn forever() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(9999, 12, 31, 0, 0, 0).single().unwrap_or(DateTime::<Utc>::MAX_UTC)
}

/// What the statistics want to know of a task besides its row.
pub(super) struct Known {
    state: TaskState,
    assigned_on: NaiveDate,
    closed_on: Option<NaiveDate>,
    days_late: i64,
}

impl Known {
    /// Of a main task that was given; none for drafts and sub-tasks, which are not counted, nor for what a unit gives itself:
    /// the figures are those of tasks given from above, and nobody may raise his rank with his own.
    pub(super) fn of(task: &Task, at: DateTime<Utc>) -> Result<Option<Self>> {
        if task.source_kind == TaskSource::UnitInternal.as_str() {
            return Ok(None);
        }
        let (state, Some(assigned_on), None) = (task.state()?, task.assigned_on, task.parent_id) else { return Ok(None) };
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
        Ok(Some(Self { state, assigned_on, closed_on, days_late }))
    }
}

macro_rules! period_head {
    ($rest:literal) => {
        concat!(
            "INSERT INTO task_period (task_id, known_from, known_to, lead_unit_id, state, assigned_on, due_on, due_original, reference_on, closed_on,
                              tracked, received_in_time, first_time, inherited, has_source, days_late)",
            $rest
        )
    };
}
/// The columns of [`period_values`].
pub(super) const PERIOD_HEAD: &str = period_head!("");

/// The row of a period.
pub(super) fn period_values(task: &Task, known: &Known, from: DateTime<Utc>, to: DateTime<Utc>) -> Vec<Arg> {
    args![
        task.id,
        from,
        to,
        task.lead_unit_id,
        known.state.as_str(),
        known.assigned_on,
        task.due_on,
        task.due_original,
        task.reference_on,
        known.closed_on,
        task.tracked,
        task.received_in_time.unwrap_or(false),
        task.rework == 0,
        task.inherited,
        !task.source_number.is_empty(),
        known.days_late
    ]
}

sql!(CLOSE_PERIOD, "UPDATE task_period SET known_to = $2 WHERE task_id = $1 AND known_to = $3");
sql!(ADD_PERIOD, period_head!(" VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)"));
/// Writes what is known of a main task from this instant on. What [`Known::of`] leaves out is not counted and has no periods.
pub(in crate::tasks) async fn write_period(conn: &mut Conn<'_>, task: &Task, at: DateTime<Utc>) -> Result<()> {
    let Some(known) = Known::of(task, at)? else { return Ok(()) };
    conn.exec(CLOSE_PERIOD, args![task.id, at, forever()]).await?;
    conn.exec(ADD_PERIOD, period_values(task, &known, at, forever())).await.map(|_| ())
}
