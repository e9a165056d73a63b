//! Tasks that wait for the person who acts, for the page Hôm nay.

use super::list::list;
use crate::cx::Cx;
use crate::error::{Error, Result};
use crate::today::{WorkItem, WorkKind};
use model::calendar::{Basis, Clock, WorkCalendar, remaining_text};
use model::tasks::{ListFilter, TaskLine, TaskReach, TaskState};
use model::today::due_kind;

/// The lists in which something waits for an act of this person. The first page of each.
const REACHES: [TaskReach; 2] = [TaskReach::Mine, TaskReach::ToConfirm];

/// What waits for the person who acts.
///
/// # Errors
/// If the database cannot be read.
pub async fn work_items(cx: &mut Cx) -> Result<Vec<WorkItem>> {
    let now = cx.now();
    let unit = cx.actor.unit_id;
    let calendar = crate::calendar::of_unit(cx, unit).await?;
    let mut items: Vec<WorkItem> = Vec::new();
    for reach in REACHES {
        let lines = match list(cx, &ListFilter { reach, page: 1, ..ListFilter::default() }).await {
            Ok(found) => found.rows,
            Err(Error::Forbidden { .. } | Error::Unauthorized) => continue,
            Err(error) => return Err(error),
        };
        for line in lines {
            if let Some(item) = item(line, now, &calendar)
                && !items.iter().any(|known| known.code == item.code)
            {
                items.push(item);
            }
        }
    }
    Ok(items)
}

/// A line as work, with the next act of its state; nothing for tasks that ended.
fn item(line: TaskLine, now: chrono::DateTime<chrono::Utc>, calendar: &WorkCalendar) -> Option<WorkItem> {
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
    let clock = due.map_or(Clock::NoDue, |due| Clock::Running { due, basis: Basis::Date });
    let who = if line.person.is_empty() { line.lead_unit.clone() } else { line.person.clone() };
    Some(WorkItem {
        kind: WorkKind::Task,
        href: format!("/can-bo/nhiem-vu/{}", line.code),
        code: line.code,
        title: line.title,
        who_and_state: format!("{who} · {}, tiến độ {} %", line.state.label(), line.progress),
        due,
        due_text: remaining_text(now, &clock, calendar),
        due_kind: due_kind(now, &clock, calendar),
        action_label: action.to_owned(),
    })
}
