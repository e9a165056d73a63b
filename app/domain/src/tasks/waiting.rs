//! Tasks that wait for the person who acts, for the page Hôm nay.

use super::due_words::{DueWords, due_words};
use super::list::{BUCKET_HEAD, BUCKET_TAIL, LINE, leads_in_reach, lines};
use super::series::{self, count_stuck};
use crate::cx::Cx;
use crate::db::Query;
use crate::error::Result;
use crate::today::counts::Counting;
use crate::today::{DueKind, MOST, WorkItem, WorkKind};
use model::access::{Action, ObjectKind, Role};
use model::calendar::WorkCalendar;
use model::tasks::{TaskBucket, TaskLine, TaskState};
use std::collections::HashSet;

/// The units that the actor leads.
fn led(cx: &Cx) -> Vec<i64> {
    cx.actor.roles.iter().filter(|held| held.role == Role::UnitLeader).map(|held| held.unit_id).collect()
}

/// Adds the tasks that these units, or divisions of them, are asked to explain.
fn unexplained(query: &mut Query, units: &[i64]) {
    query.push(
        "SELECT x.id FROM task_explanation e JOIN task x ON x.id = e.task_id
         JOIN org_closure o ON o.descendant_id = COALESCE(x.continuing_unit_id, x.lead_unit_id) JOIN org_unit u ON u.id = o.descendant_id
         WHERE e.answered_at IS NULL AND (o.depth = 0 OR (o.depth = 1 AND u.kind = 'division')) AND o.ancestor_id IN ",
    );
    query.bind_list(units.iter().copied());
}

/// An open task.
const OPEN: &str = "t.state IN ('draft', 'assigned', 'accepted', 'in_progress', 'returned_to_assigner', 'completion_reported', 'suspended')";

/// Why the next act in a task is somebody's. A task counts for the first of these that holds, so that it counts once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Why {
    /// They carry it out.
    Person,
    /// They follow it.
    Monitor,
    /// They gave it.
    Assigner,
    /// Its report waits for their confirmation, or their unit has to explain it.
    Unit,
}

/// The reasons that the actor may have.
fn reasons(cx: &Cx) -> Vec<Why> {
    let mut reasons = vec![Why::Person, Why::Monitor, Why::Assigner];
    if !cx.actor.reach(Action::Approve, ObjectKind::Task).is_empty() || !led(cx).is_empty() {
        reasons.push(Why::Unit);
    }
    reasons
}

/// Adds the tasks that wait for the actor for one reason. Each reason is read from the index of its person alone; one condition with
/// `OR` would fetch every one of these tasks from the table.
fn from(cx: &Cx, query: &mut Query, why: Why) -> Result<()> {
    let person = cx.person()?;
    query.push(" FROM task t WHERE ");
    let own = |query: &mut Query, role: &'static str| {
        query.push(OPEN).push(" AND ").push(role).push(" = ").bind(person);
    };
    let earlier: &[&'static str] = match why {
        Why::Person => {
            own(query, "t.person_id");
            &[]
        }
        Why::Monitor => {
            own(query, "t.monitor_id");
            &["t.person_id"]
        }
        Why::Assigner => {
            own(query, "t.assigner_id");
            &["t.person_id", "t.monitor_id"]
        }
        Why::Unit => {
            of_unit(cx, query);
            &["t.person_id", "t.monitor_id", "t.assigner_id"]
        }
    };
    for role in earlier {
        query.push(" AND ").push(role).push(" IS DISTINCT FROM ").bind(person);
    }
    Ok(())
}

/// Adds the condition of [`Why::Unit`].
fn of_unit(cx: &Cx, query: &mut Query) {
    let (confirms, led) = (cx.actor.reach(Action::Approve, ObjectKind::Task), led(cx));
    query.push("(");
    if !confirms.is_empty() {
        query.push("(t.state = 'completion_reported'");
        leads_in_reach(query, &confirms);
        query.push(")");
    }
    if !led.is_empty() {
        query.push(if confirms.is_empty() { "(" } else { " OR (" }).push(OPEN).push(" AND t.id IN (");
        unexplained(query, &led);
        query.push("))");
    }
    query.push(")");
}

/// Adds how many tasks wait for this person, how many are overdue, and how many are due today. A series whose period could not be made
/// counts as one that is due today.
///
/// # Errors
/// `Unauthorized` unless an official acts.
pub(crate) fn count_waiting(cx: &Cx, counting: &mut Counting) -> Result<()> {
    let as_of = model::format::local_date(cx.now());
    let bucket = |query: &mut Query| {
        query.push(BUCKET_HEAD).bind(as_of).push(BUCKET_TAIL);
    };
    for why in reasons(cx) {
        let query = counting.arm(WorkKind::Task.as_str());
        query.push("COUNT(*) AS total, COALESCE(SUM(CASE WHEN ");
        bucket(query);
        query.push(" = 'open_overdue' THEN 1 ELSE 0 END), 0) AS overdue, COALESCE(SUM(CASE WHEN t.due_on = ").bind(as_of);
        query.push(" AND t.state <> 'completion_reported' AND ");
        bucket(query);
        query.push(" = 'open_in_time' THEN 1 ELSE 0 END), 0) AS today");
        from(cx, query, why)?;
    }
    count_stuck(counting.arm(WorkKind::Task.as_str()), cx.person()?);
    Ok(())
}

/// The most urgent tasks that wait for this person.
///
/// # Errors
/// `Unauthorized` unless an official acts.
async fn waiting(cx: &mut Cx) -> Result<Vec<TaskLine>> {
    let as_of = model::format::local_date(cx.now());
    let mut query = Query::new(LINE);
    query.push(" AND t.id IN (");
    for (at, why) in reasons(cx).into_iter().enumerate() {
        query.push(if at == 0 { "SELECT t.id" } else { " UNION ALL SELECT t.id" });
        from(cx, &mut query, why)?;
    }
    query.push(") ORDER BY CASE WHEN t.due_on IS NULL THEN 1 ELSE 0 END, t.due_on, t.id LIMIT ").bind(MOST);
    let rows = query.all(&mut cx.conn()).await?;
    lines(cx, rows, None, as_of).await
}

/// Codes of the tasks that the actor's units are asked to explain.
async fn to_explain(cx: &mut Cx) -> Result<HashSet<String>> {
    let led = led(cx);
    if led.is_empty() {
        return Ok(HashSet::new());
    }
    let mut query = Query::new("SELECT t.code FROM task t WHERE t.id IN (");
    unexplained(&mut query, &led);
    query.push(")");
    let rows: Vec<(String,)> = query.all(&mut cx.conn()).await?;
    Ok(rows.into_iter().map(|(code,)| code).collect())
}

/// What waits for the person who acts.
///
/// # Errors
/// If the database cannot be read.
pub async fn work_items(cx: &mut Cx) -> Result<Vec<WorkItem>> {
    let unit = cx.actor.unit_id;
    let calendar = crate::calendar::of_unit(cx, unit).await?;
    let words = due_words(cx).await?;
    let lines = waiting(cx).await?;
    let asked = to_explain(cx).await?;
    let mut items: Vec<WorkItem> = lines.into_iter().filter_map(|line| item(line, &asked, &words, &calendar)).collect();
    items.extend(series::stuck(cx).await?);
    Ok(items)
}

/// How urgent a task is, and the words.
fn urgency(line: &TaskLine, words: &DueWords) -> (DueKind, String) {
    match (line.state, line.bucket) {
        (TaskState::Draft, _) => (DueKind::Open, "Chưa giao".to_owned()),
        (TaskState::Suspended, bucket) if bucket != Some(TaskBucket::OpenOverdue) => (DueKind::Paused, "Tạm dừng".to_owned()),
        (TaskState::CompletionReported, bucket) if bucket != Some(TaskBucket::OpenOverdue) => (DueKind::Open, "Báo cáo trong hạn".to_owned()),
        _ => words.of(line).unwrap_or_else(|| (DueKind::Open, "Không có thời hạn".to_owned())),
    }
}

/// A line as work, with the next act of its state; nothing for tasks that ended.
fn item(line: TaskLine, asked: &HashSet<String>, words: &DueWords, calendar: &WorkCalendar) -> Option<WorkItem> {
    let action = match line.state {
        TaskState::Completed | TaskState::Cancelled => return None,
        _ if asked.contains(&line.code) => "Giải trình",
        TaskState::Draft => "Giao việc",
        TaskState::Assigned => "Tiếp nhận",
        TaskState::Accepted | TaskState::InProgress => "Báo cáo",
        TaskState::ReturnedToAssigner => "Giao lại",
        TaskState::CompletionReported => "Xác nhận",
        TaskState::Suspended => "Mở nhiệm vụ",
    };
    let due = line.due_on.and_then(|day| calendar.date_due(day).ok());
    let (due_kind, due_text) = urgency(&line, words);
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
