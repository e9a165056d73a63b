//! One task with its timeline, files, requests for more time, and the steps that its reader may take.

use super::steps::EventData;
use super::store::{self, Task};
use super::{list, people, rules};
use crate::cx::Cx;
use crate::db::Query;
use crate::error::{Error, Result};
use crate::files::StoredFile;
use crate::org;
use chrono::{DateTime, NaiveDate, Utc};
use model::format;
use model::tasks::{Evidence, ExtensionState, TaskDetail, TaskPermissions, TaskStep, TimelineEntry};
use sqlx::FromRow;
use std::collections::HashMap;

#[derive(FromRow)]
struct EventRow {
    seq: i64,
    at: DateTime<Utc>,
    actor_name: String,
    step: String,
    to_state: String,
    note: String,
    data: String,
}

sql!(EVENTS, "SELECT seq, at, actor_name, step, to_state, note, data FROM task_event WHERE task_id = $1 ORDER BY seq");

#[derive(FromRow)]
struct FileRow {
    event_seq: i64,
    token: String,
    name: String,
    size: i64,
}

sql!(
    FILES,
    "SELECT tf.event_seq, f.token, f.name, f.size FROM task_file tf JOIN file f ON f.id = tf.file_id WHERE tf.task_id = $1 ORDER BY tf.event_seq, f.id"
);

/// A task that the actor may see.
///
/// # Errors
/// `NotFound` for an unknown code, and for a task out of sight.
pub async fn find(cx: &mut Cx, code: &str) -> Result<TaskDetail> {
    cx.require_official()?;
    let task = store::by_code(&mut cx.conn(), code).await?;
    let why = people::why_visible(cx, &task).await?.ok_or(Error::NotFound)?;
    let today = format::local_date(cx.now());
    let co_units = store::co_units(&mut cx.conn(), task.id).await?;
    let extensions = store::extensions(&mut cx.conn(), task.id).await?;
    let waiting = extensions.iter().any(|row| row.state == ExtensionState::Pending.as_str());
    let asked = super::urge::awaits_explanation(cx, task.id).await?;
    let steps = allowed(cx, &task, waiting, asked)?;
    let events: Vec<EventRow> = cx.conn().all(EVENTS, args![task.id]).await?;
    let files: Vec<FileRow> = cx.conn().all(FILES, args![task.id]).await?;
    let mut logged: Vec<EventData> = Vec::with_capacity(events.len());
    for event in &events {
        logged.push(serde_json::from_str(&event.data)?);
    }
    let mut unit_ids: Vec<i64> = co_units.iter().copied().chain(logged.iter().map(|data| data.lead)).chain([task.lead_unit_id]).collect();
    unit_ids.sort_unstable();
    unit_ids.dedup();
    let units = org::names(cx, &unit_ids, today).await?;
    let unit_name = |id: i64| units.get(&id).cloned().unwrap_or_default();
    let persons = person_names(cx, &task).await?;
    let person = |id: Option<i64>| id.and_then(|id| persons.get(&id)).cloned().unwrap_or_default();
    let row = list::LineRow {
        code: task.code.clone(),
        title: task.title.clone(),
        lead_unit_id: task.lead_unit_id,
        source_number: task.source_number.clone(),
        assigned_on: task.assigned_on,
        due_on: task.due_on,
        reference_on: task.reference_on,
        state: task.state.clone(),
        urgency: task.urgency.clone(),
        person: person(task.person_id),
        progress: task.progress,
    };
    let line = list::lines(cx, vec![row], None, today).await?.pop().ok_or(Error::NotFound)?;
    let candidates = if steps.contains(&TaskStep::Accept) { people::candidates(cx, task.working_unit()).await? } else { Vec::new() };
    let parent_code = match task.parent_id {
        Some(parent) => store::by_id(&mut cx.conn(), parent).await?.code,
        None => String::new(),
    };
    Ok(TaskDetail {
        remaining: super::due_words(cx).await?.of(&line),
        timeline: timeline(events, &logged, files, &unit_name)?,
        extensions: extensions.into_iter().map(store::Extension::shown).collect::<Result<_>>()?,
        line,
        lead_unit_id: task.lead_unit_id,
        working_unit_id: task.working_unit(),
        version: task.version,
        source_kind: task.source()?,
        source_date: task.source_date,
        source_issuer: task.source_issuer.clone(),
        source_signer: task.source_signer.clone(),
        direction: task.direction.clone(),
        output: task.output.clone(),
        field: task.field.clone(),
        deadline_kind: task.deadline_kind()?,
        due_original: task.due_original,
        assigner: person(task.assigner_id),
        monitor: person(task.monitor_id),
        co_units: co_units.into_iter().map(unit_name).collect(),
        parent_code,
        received_at: task.received_at,
        accepted_at: task.accepted_at,
        rework: task.rework,
        candidates,
        permissions: TaskPermissions { steps, why },
    })
}

/// The steps that the state and the rights of the actor allow, in the order of the table.
fn allowed(cx: &Cx, task: &Task, extension_waits: bool, explanation_asked: bool) -> Result<Vec<TaskStep>> {
    let state = task.state()?;
    let mut steps = Vec::new();
    for rule in rules::RULES.iter().filter(|rule| rule.from.contains(&state)) {
        let fits = match rule.step {
            TaskStep::RequestExtension => !extension_waits && task.due_on.is_some(),
            TaskStep::DecideExtension => extension_waits,
            TaskStep::Explain => explanation_asked,
            // Only the portal asks, by the rule of 04 §6.
            TaskStep::AskExplanation => false,
            _ => true,
        };
        if fits && people::may(&cx.actor, people::who(rule.step, task)?, task) {
            steps.push(rule.step);
        }
    }
    Ok(steps)
}

fn timeline(events: Vec<EventRow>, logged: &[EventData], files: Vec<FileRow>, unit: &dyn Fn(i64) -> String) -> Result<Vec<TimelineEntry>> {
    let mut by_event: HashMap<i64, Vec<Evidence>> = HashMap::new();
    for file in files {
        by_event.entry(file.event_seq).or_default().push(Evidence { token: file.token, name: file.name, size: file.size });
    }
    events
        .into_iter()
        .enumerate()
        .map(|(i, event)| {
            let before = i.checked_sub(1).and_then(|i| logged.get(i));
            Ok(TimelineEntry {
                at: event.at,
                actor: event.actor_name,
                step: event.step.parse()?,
                state: event.to_state.parse()?,
                note: event.note,
                change: before.zip(logged.get(i)).map_or_else(String::new, |(before, after)| change(before, after, unit)),
                files: by_event.remove(&event.seq).unwrap_or_default(),
            })
        })
        .collect()
}

/// What differs between two events, in words.
fn change(before: &EventData, after: &EventData, unit: &dyn Fn(i64) -> String) -> String {
    let mut parts = Vec::new();
    if before.lead != after.lead {
        parts.push(format!("Chủ trì: {}", unit(after.lead)));
    }
    if before.due_on != after.due_on {
        let day = |day: Option<NaiveDate>| day.map_or_else(|| "không thời hạn".to_owned(), format::date);
        parts.push(format!("Hạn: {} → {}", day(before.due_on), day(after.due_on)));
    } else if let Some(asked) = after.asked_due {
        parts.push(format!("Hạn đề nghị: {}", format::date(asked)));
    }
    if before.progress != after.progress {
        parts.push(format!("Tiến độ: {} %", after.progress));
    }
    if !after.document.is_empty() {
        parts.push(format!("Văn bản: {}", after.document));
    }
    parts.join(". ")
}

async fn person_names(cx: &mut Cx, task: &Task) -> Result<HashMap<i64, String>> {
    let mut query = Query::new("SELECT id, full_name FROM person WHERE id IN ");
    query.bind_list([task.assigner_id, task.monitor_id, task.person_id].into_iter().flatten());
    let rows: Vec<(i64, String)> = query.all(&mut cx.conn()).await?;
    Ok(rows.into_iter().collect())
}

sql!(EVIDENCE, "SELECT COUNT(*) FROM task_file WHERE task_id = $1 AND file_id = $2");
/// A file of a task, if the actor may see the task.
///
/// # Errors
/// `NotFound` otherwise.
pub async fn evidence(cx: &mut Cx, code: &str, token: &str) -> Result<StoredFile> {
    cx.require_official()?;
    let task = store::by_code(&mut cx.conn(), code).await?;
    people::why_visible(cx, &task).await?.ok_or(Error::NotFound)?;
    let file = crate::files::by_token(cx, token).await?;
    if cx.conn().count(EVIDENCE, args![task.id, file.id]).await? == 0 { Err(Error::NotFound) } else { Ok(file) }
}
