//! Tasks that wait for the person who acts, for the page Hôm nay.

use super::list::waiting;
use crate::cx::Cx;
use crate::error::Result;
use crate::today::{DueKind, WorkItem, WorkKind};
use chrono::{DateTime, Utc};
use model::calendar::{Basis, Clock, WorkCalendar, remaining_text};
use model::tasks::{TaskBucket, TaskLine, TaskState};
use model::today::due_kind;

/// What waits for the person who acts.
///
/// # Errors
/// If the database cannot be read.
pub async fn work_items(cx: &mut Cx) -> Result<Vec<WorkItem>> {
    let (now, unit) = (cx.now(), cx.actor.unit_id);
    let calendar = crate::calendar::of_unit(cx, unit).await?;
    let lines = waiting(cx).await?;
    Ok(lines.into_iter().filter_map(|line| item(line, now, &calendar)).collect())
}

/// How urgent a task is, and the words. A report in time is not late while it waits for its confirmation.
fn urgency(line: &TaskLine, due: Option<DateTime<Utc>>, now: DateTime<Utc>, calendar: &WorkCalendar) -> (DueKind, String) {
    match (line.state, line.bucket) {
        (TaskState::Draft, _) => (DueKind::Open, "Chưa giao".to_owned()),
        (TaskState::Suspended, bucket) if bucket != Some(TaskBucket::OpenOverdue) => (DueKind::Paused, "Tạm dừng".to_owned()),
        (TaskState::CompletionReported, bucket) if bucket != Some(TaskBucket::OpenOverdue) => (DueKind::Open, "Báo cáo trong hạn".to_owned()),
        _ => {
            let clock = due.map_or(Clock::NoDue, |due| Clock::Running { due, basis: Basis::Date });
            (due_kind(now, &clock, calendar), remaining_text(now, &clock, calendar))
        }
    }
}

/// A line as work, with the next act of its state; nothing for tasks that ended.
fn item(line: TaskLine, now: DateTime<Utc>, calendar: &WorkCalendar) -> Option<WorkItem> {
    let action = match line.state {
        TaskState::Draft => "Giao việc",
        TaskState::Assigned => "Tiếp nhận",
        TaskState::Accepted | TaskState::InProgress => "Báo cáo",
        TaskState::ReturnedToAssigner => "Giao lại",
        TaskState::CompletionReported => "Xác nhận",
        TaskState::Suspended => "Mở nhiệm vụ",
        TaskState::Completed | TaskState::Cancelled => return None,
    };
    let due = line.due_on.and_then(|day| calendar.date_due(day).ok());
    let (due_kind, due_text) = urgency(&line, due, now, calendar);
    let who = if line.person.is_empty() { line.lead_unit.clone() } else { line.person.clone() };
    Some(WorkItem {
        kind: WorkKind::Task,
        href: format!("/can-bo/nhiem-vu/{}", line.code),
        code: line.code,
        title: line.title,
        who_and_state: format!("{who} · {}, tiến độ {} %", line.state.label(), line.progress),
        due,
        due_text,
        due_kind,
        action_label: action.to_owned(),
    })
}
