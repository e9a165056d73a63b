//! Rows of many tasks at once, for history.

use super::period::{Known, PERIOD_HEAD, forever, period_values};
use super::{NewEvent, Task};
use crate::db::{Arg, Conn, insert_many as rows_in, insert_many_returning as rows_back};
use crate::error::Result;
use chrono::{DateTime, Utc};
use model::tasks::TaskState;

const TASK_HEAD: &str = "INSERT INTO task (code, title, fold, source_kind, source_number, source_date, source_issuer, source_signer, direction, field,
                       output, urgency, deadline_kind, due_original, due_on, state, lead_unit_id, assigned_on, assigned_at, tracked, inherited,
                       reference_on, reported_at, accepted_at, progress, version, created_at, updated_at)";
/// Inserts tasks as they are, with their version; gives code and row number of each.
pub(in crate::tasks) async fn insert_many(conn: &mut Conn<'_>, tasks: &[&Task], now: DateTime<Utc>) -> Result<Vec<(String, i64)>> {
    let rows = tasks.iter().map(|task| values(task, now)).collect();
    rows_back(conn, TASK_HEAD, rows, " RETURNING code, id").await
}

fn values(task: &Task, now: DateTime<Utc>) -> Vec<Arg> {
    args![
        &task.code,
        &task.title,
        super::task::fold(task),
        &task.source_kind,
        &task.source_number,
        task.source_date,
        &task.source_issuer,
        &task.source_signer,
        &task.direction,
        &task.field,
        &task.output,
        &task.urgency,
        &task.deadline_kind,
        task.due_original,
        task.due_on,
        &task.state,
        task.lead_unit_id,
        task.assigned_on,
        task.assigned_at,
        task.tracked,
        task.inherited,
        task.reference_on,
        task.reported_at,
        task.accepted_at,
        task.progress,
        task.version,
        now,
        now
    ]
}

/// Adds co-units: task and unit.
pub(in crate::tasks) async fn add_co_units(conn: &mut Conn<'_>, pairs: &[(i64, i64)]) -> Result<()> {
    let rows = pairs.iter().map(|(task, unit)| args![*task, *unit]).collect();
    rows_in(conn, "INSERT INTO task_co_unit (task_id, unit_id)", rows).await
}

const EVENT_HEAD: &str = "INSERT INTO task_event (task_id, seq, at, recorded_at, actor_id, actor_name, step, from_state, to_state, note, data)";
/// Appends events.
pub(in crate::tasks) async fn append_many(conn: &mut Conn<'_>, events: &[NewEvent<'_>]) -> Result<()> {
    let rows = events.iter().map(event_values).collect();
    rows_in(conn, EVENT_HEAD, rows).await
}

fn event_values(event: &NewEvent<'_>) -> Vec<Arg> {
    args![
        event.task_id,
        event.seq,
        event.at,
        event.recorded_at,
        event.actor_id,
        event.actor_name,
        event.step.as_str(),
        event.from.map_or("", TaskState::as_str),
        event.to.as_str(),
        event.note,
        event.data.as_str()
    ]
}

/// Writes what was known of main tasks: the task as it was, from when, and until when unless it still holds.
pub(in crate::tasks) async fn write_periods(conn: &mut Conn<'_>, known: &[(Task, DateTime<Utc>, Option<DateTime<Utc>>)]) -> Result<()> {
    let mut rows = Vec::with_capacity(known.len());
    for (task, from, to) in known {
        if let Some(facts) = Known::of(task, *from)? {
            rows.push(period_values(task, &facts, *from, to.unwrap_or_else(forever)));
        }
    }
    rows_in(conn, PERIOD_HEAD, rows).await
}
