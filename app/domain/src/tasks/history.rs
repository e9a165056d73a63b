//! Tasks of the past, written through the event log in batches: a few statements for hundreds of tasks.

use super::steps::EventData;
use super::store::{self, NewEvent, Task};
use crate::cx::Cx;
use chrono::{DateTime, NaiveDate, Utc};
use model::tasks::{DeadlineKind, TaskSource, TaskState, TaskStep};
use std::collections::HashMap;

/// Tasks that are written together: their rows stay below the number of values that either engine binds in one statement.
pub(crate) const BATCH: usize = 400;

/// A task of the past: what is known of it are days.
pub(crate) struct History {
    pub code: String,
    pub title: String,
    pub source_number: String,
    pub source_date: Option<NaiveDate>,
    pub assigned_on: NaiveDate,
    pub lead: i64,
    pub co_units: Vec<i64>,
    pub due_on: Option<NaiveDate>,
    pub completed_on: Option<NaiveDate>,
}

/// One event of a life: step, states before and after, instant, and the facts after it.
struct Happened {
    step: TaskStep,
    from: Option<TaskState>,
    to: TaskState,
    at: DateTime<Utc>,
    data: EventData,
}

/// A task as it is at the end of what is known, and how it got there.
struct Life {
    task: Task,
    assigned: DateTime<Utc>,
    events: Vec<Happened>,
}

/// Writes tasks with the events of their lives, each at the day it happened. At most [`BATCH`] of them.
///
/// # Errors
/// If the database cannot be written.
pub(crate) async fn write(cx: &mut Cx, rows: &[History], note: &str) -> crate::Result<()> {
    let now = cx.now();
    let mut lives: Vec<Life> = rows.iter().map(|row| life(row, now)).collect();
    let tasks: Vec<&Task> = lives.iter().map(|life| &life.task).collect();
    let ids: HashMap<String, i64> = store::insert_many(&mut cx.conn(), &tasks, now).await?.into_iter().collect();
    let mut co_units = Vec::new();
    for (life, row) in lives.iter_mut().zip(rows) {
        life.task.id = ids.get(&life.task.code).copied().ok_or_else(|| crate::Error::internal("a task was not written"))?;
        co_units.extend(row.co_units.iter().map(|unit| (life.task.id, *unit)));
    }
    store::add_co_units(&mut cx.conn(), &co_units).await?;
    let (actor_id, actor_name) = (cx.actor.account_id, cx.actor.name.clone());
    let mut events = Vec::with_capacity(lives.len() * 5);
    for life in &lives {
        for (happened, seq) in life.events.iter().zip(1_i64..) {
            events.push(NewEvent {
                task_id: life.task.id,
                seq,
                at: happened.at,
                recorded_at: now,
                actor_id,
                actor_name: &actor_name,
                step: happened.step,
                from: happened.from,
                to: happened.to,
                note,
                data: serde_json::to_string(&happened.data)?,
            });
        }
    }
    store::append_many(&mut cx.conn(), &events).await?;
    store::write_periods(&mut cx.conn(), &lives.iter().flat_map(periods).collect::<Vec<_>>()).await
}

/// What the log knew from when to when: given, and from the confirmation on, done.
fn periods(life: &Life) -> Vec<(Task, DateTime<Utc>, Option<DateTime<Utc>>)> {
    let given = Task { state: TaskState::Assigned.to_string(), reference_on: None, accepted_at: None, ..life.task.clone() };
    match life.task.accepted_at {
        Some(accepted) => vec![(given, life.assigned, Some(accepted)), (life.task.clone(), accepted, None)],
        None => vec![(given, life.assigned, None)],
    }
}

/// The life that the days of a line tell.
fn life(row: &History, now: DateTime<Utc>) -> Life {
    // The file knows days, not hours: work begins at 08:00 and reports come at 16:00, never after this moment.
    let at = |day: NaiveDate, hour: u16| model::format::at_minute(day, hour * 60).min(now);
    let kind = if row.due_on.is_some() { DeadlineKind::Fixed } else { DeadlineKind::NoDeadline };
    let task = Task {
        code: row.code.clone(),
        title: row.title.clone(),
        source_kind: TaskSource::PeopleCommittee.to_string(),
        source_number: row.source_number.clone(),
        source_date: row.source_date,
        deadline_kind: kind.to_string(),
        due_original: row.due_on,
        due_on: row.due_on,
        lead_unit_id: row.lead,
        tracked: false,
        ..Task::blank(now)
    };
    let assigned = at(row.assigned_on, 8);
    let mut life = Life { task, assigned, events: Vec::with_capacity(5) };
    life.step(TaskStep::Create, TaskState::Draft, assigned, &row.co_units);
    life.task.assigned_on = Some(row.assigned_on);
    life.task.assigned_at = Some(assigned);
    life.step(TaskStep::Assign, TaskState::Assigned, assigned, &[]);
    if let Some(day) = row.completed_on {
        let reported = at(day, 16);
        life.step(TaskStep::Accept, TaskState::Accepted, reported, &[]);
        life.task.reference_on = Some(day);
        life.task.reported_at = Some(reported);
        life.step(TaskStep::ReportCompletion, TaskState::CompletionReported, reported, &[]);
        life.task.accepted_at = Some(reported);
        life.task.progress = 100;
        life.step(TaskStep::Confirm, TaskState::Completed, reported, &[]);
    }
    life
}

impl Life {
    fn step(&mut self, step: TaskStep, to: TaskState, at: DateTime<Utc>, co_units: &[i64]) {
        let from = self.events.last().map(|event| event.to);
        self.task.state = to.to_string();
        self.task.version += 1;
        let data = EventData { co_units: co_units.to_vec(), ..EventData::of(&self.task) };
        self.events.push(Happened { step, from, to, at, data });
    }
}
