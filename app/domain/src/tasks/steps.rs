//! One way for every step: load, check right and version, compute the next state, save, append the event, write the period.

use super::stale::stale;
use super::store::{NewEvent, Task};
use super::{people, rules, store};
use crate::audit::AuditEvent;
use crate::cx::Cx;
use crate::error::{Error, Result};
use chrono::{DateTime, NaiveDate, Utc};
use model::tasks::{TaskState, TaskStep};
use serde::{Deserialize, Serialize};

/// What an event keeps besides its words: enough to replay the figures of the task from the log alone.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventData {
    /// Lead unit after the step.
    pub lead: i64,
    /// Day of the assignment to that lead.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assigned_on: Option<NaiveDate>,
    /// Due date after the step.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_on: Option<NaiveDate>,
    /// Reference day after the step.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference_on: Option<NaiveDate>,
    /// Person in charge after the step.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<i64>,
    /// Co-units, when they are set.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub co_units: Vec<i64>,
    /// Progress after the step, percent.
    #[serde(default)]
    pub progress: i64,
    /// Asked due date of a request, or of the decision about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asked_due: Option<NaiveDate>,
    /// Number of the issued document that is the output.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub document: String,
}

impl EventData {
    /// The replay facts of a task as it is after a step.
    #[must_use]
    pub fn of(task: &Task) -> Self {
        Self {
            lead: task.lead_unit_id,
            assigned_on: task.assigned_on,
            due_on: task.due_on,
            reference_on: task.reference_on,
            person: task.person_id,
            progress: task.progress,
            ..Self::default()
        }
    }
}

/// Which version of a task a form was filled in for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Target<'a> {
    /// Code of the task.
    pub code: &'a str,
    /// Version that the reader saw; `None` takes the present one (imports, seed).
    pub version: Option<i64>,
}

/// A step under way: the task as loaded, its present state and the state to come.
pub(super) struct Step {
    pub task: Task,
    pub step: TaskStep,
    pub from: TaskState,
    pub to: TaskState,
    pub today: NaiveDate,
}

/// Loads a task for a step and checks right, version and state, in this order.
///
/// # Errors
/// `NotFound` for a task out of sight, `Forbidden` without the right, `Conflict` if somebody was faster or the state does
/// not allow the step.
pub(super) async fn begin(cx: &mut Cx, target: Target<'_>, step: TaskStep) -> Result<Step> {
    let task = store::by_code(&mut cx.conn(), target.code).await?;
    people::require(cx, step, &task).await?;
    if target.version.is_some_and(|version| version != task.version) {
        return Err(stale(&mut cx.conn(), &task).await);
    }
    let from = task.state()?;
    let before = task.state_before.as_deref().map(str::parse).transpose()?;
    let to = rules::next(step, from, before)?;
    Ok(Step { task, step, from, to, today: model::format::local_date(cx.now()) })
}

impl Step {
    /// Saves the changed task with its event, files, period, audit row and change note.
    pub async fn finish(self, cx: &mut Cx, note: &str, extra: EventData, files: &[String]) -> Result<Task> {
        let at = cx.now();
        self.finish_at(cx, at, note, extra, files).await
    }

    /// As [`Step::finish`] for something that happened at another time than now: imported history.
    pub async fn finish_at(mut self, cx: &mut Cx, at: DateTime<Utc>, note: &str, extra: EventData, files: &[String]) -> Result<Task> {
        self.task.state = self.to.as_str().to_owned();
        let data = EventData { co_units: extra.co_units, asked_due: extra.asked_due, document: extra.document, ..EventData::of(&self.task) };
        let seq = self.task.version + 1;
        write(cx, &self.task, Some(self.from), self.step, at, note, &data).await?;
        for token in files {
            let file = crate::files::by_token(cx, token).await.map_err(|error| match error {
                Error::NotFound => Error::field("tep", "Không tìm thấy tệp vừa tải lên. Hãy tải lại tệp."),
                other => other,
            })?;
            store::add_file(&mut cx.conn(), self.task.id, seq, file.id).await?;
        }
        self.task.version = seq;
        self.task.updated_at = cx.now();
        Ok(self.task)
    }
}

/// Saves a task and appends one event; the version of the task in memory still is the old one.
pub(super) async fn write(cx: &mut Cx, task: &Task, from: Option<TaskState>, step: TaskStep, at: DateTime<Utc>, note: &str, data: &EventData) -> Result<()> {
    let now = cx.now();
    let (actor_id, actor_name) = (cx.actor.account_id, cx.actor.name.clone());
    store::save(&mut cx.conn(), task, now).await?;
    let event = NewEvent {
        task_id: task.id,
        seq: task.version + 1,
        at,
        recorded_at: now,
        actor_id,
        actor_name: &actor_name,
        step,
        from,
        to: task.state()?,
        note,
        data: serde_json::to_string(data)?,
    };
    store::append(&mut cx.conn(), &event).await?;
    if changes_figures(step) {
        store::write_period(&mut cx.conn(), task, at).await?;
    }
    cx.audit(AuditEvent::new(format!("task.{step}"), "task", &task.code));
    cx.changed("task", &task.code);
    Ok(())
}

/// True for the steps after which a figure of the statistics may differ.
const fn changes_figures(step: TaskStep) -> bool {
    use TaskStep::{AskExplanation, ChangeMonitor, Create, Explain, ReportProgress, RequestExtension, ReturnToAssigner, Split, Start, Urge};
    !matches!(step, Create | Start | ReportProgress | RequestExtension | ReturnToAssigner | Split | ChangeMonitor | Urge | AskExplanation | Explain)
}
