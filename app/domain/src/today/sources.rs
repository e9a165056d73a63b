//! What of each slice waits for one official, as rows of one list.

use super::{DueKind, WorkItem, WorkKind};
use crate::cx::Cx;
use crate::dossiers;
use crate::error::Result;
use crate::{mailbox, news, tasks};
use chrono::{DateTime, Utc};
use model::access::{Action, ObjectKind};
use model::calendar::{Basis, Clock, DueClass, WorkCalendar, remaining_text};
use model::dossiers::{DeskFilter, DeskRow, Queue};
use model::format;
use model::news::{ArticleRow, ArticleState};
use model::tasks::{ListFilter, TaskBucket, TaskLine, TaskReach, TaskState};
use model::today::due_kind;
use std::collections::HashSet;

/// Rows of one source, and how many more there are on the source's own page.
#[derive(Debug, Default)]
pub(super) struct Source {
    /// The rows, most urgent first.
    pub items: Vec<WorkItem>,
    /// Not shown here.
    pub hidden: i64,
}

/// The lists of the desk in which a row waits for its reader, and the one next action.
const QUEUES: &[(Queue, &str)] = &[
    (Queue::Sign, "Xem và ký"),
    (Queue::Supplement, "Duyệt bổ sung"),
    (Queue::Assign, "Phân công"),
    (Queue::Intake, "Tiếp nhận"),
    (Queue::Publish, "Phát hành"),
    (Queue::Return, "Trả kết quả"),
    (Queue::Mine, "Mở hồ sơ"),
];

/// Dossiers that wait for a step of the person who acts.
pub(super) async fn dossiers(cx: &mut Cx) -> Result<Source> {
    let counts = dossiers::counts(cx).await?;
    let (now, unit) = (cx.now(), cx.actor.unit_id);
    let calendar = crate::calendar::of_unit(cx, unit).await?;
    let mut source = Source::default();
    let mut seen = HashSet::new();
    for (queue, action) in QUEUES {
        if !counts.iter().any(|(name, count)| name == queue && *count > 0) {
            continue;
        }
        let list = dossiers::list(cx, &DeskFilter { queue: Some(*queue), page: 1, ..DeskFilter::default() }).await?;
        source.hidden += list.total - i64::try_from(list.rows.len()).unwrap_or(0);
        for row in list.rows {
            // What is to be signed may also be one's own: it stands in the list once.
            if seen.insert(row.code.clone()) {
                source.items.push(of_dossier(row, action, now, &calendar));
            }
        }
    }
    Ok(source)
}

fn of_dossier(row: DeskRow, action: &str, now: DateTime<Utc>, calendar: &WorkCalendar) -> WorkItem {
    let kind = match (row.class, row.due) {
        (DueClass::Overdue | DueClass::Late, _) => DueKind::Overdue,
        (DueClass::Paused, _) => DueKind::Paused,
        (DueClass::NoDue, _) | (_, None) => DueKind::Open,
        (_, Some(due)) => due_kind(now, &Clock::Running { due, basis: Basis::Date }, calendar),
    };
    let state = row.stage.map_or_else(|| row.state.label(), |stage| stage.label()).to_lowercase();
    let officer = if row.officer.is_empty() { String::new() } else { format!(", {} phụ trách", row.officer) };
    WorkItem {
        kind: WorkKind::Dossier,
        href: format!("/can-bo/ho-so/{}", row.code),
        code: row.code,
        title: row.procedure,
        who_and_state: format!("{} · {state}{officer}", row.applicant),
        due: row.due.filter(|_| kind != DueKind::Paused),
        due_text: row.remaining,
        due_kind: kind,
        action_label: action.to_owned(),
    }
}

/// Tasks that the person who acts does, has to take over for the unit, or has to confirm.
pub(super) async fn tasks(cx: &mut Cx) -> Result<Source> {
    let person = cx.person()?;
    let (now, unit) = (cx.now(), cx.actor.unit_id);
    let calendar = crate::calendar::of_unit(cx, unit).await?;
    let own = ListFilter { reach: TaskReach::Mine, person: Some(person), page: 1, ..ListFilter::default() };
    let mut source = Source::default();
    let mut seen = HashSet::new();
    let rows: Vec<TaskLine> = tasks::list(cx, &own).await?.rows.into_iter().filter(|row| row.state.is_open()).collect();
    if i64::try_from(rows.len()).unwrap_or(0) == tasks::PAGE {
        let buckets = tasks::buckets(cx, &own).await?;
        let open: i64 = [TaskBucket::OpenInTime, TaskBucket::OpenOverdue, TaskBucket::OpenNoDeadline].map(|bucket| buckets.of(bucket)).iter().sum();
        source.hidden += (open - tasks::PAGE).max(0);
    }
    add_tasks(&mut source, &mut seen, rows, now, &calendar, own_action);
    if cx.actor.may_somewhere(Action::Receive, ObjectKind::Task) && cx.actor.may_somewhere(Action::View, ObjectKind::Task) {
        let filter = ListFilter { reach: TaskReach::Unit, unit, page: 1, ..ListFilter::default() };
        let rows = tasks::list(cx, &filter).await?.rows.into_iter().filter(|row| row.state == TaskState::Assigned).collect();
        add_tasks(&mut source, &mut seen, rows, now, &calendar, |_| "Tiếp nhận");
    }
    if cx.actor.may_somewhere(Action::Approve, ObjectKind::Task) {
        let list = tasks::list(cx, &ListFilter { reach: TaskReach::ToConfirm, page: 1, ..ListFilter::default() }).await?;
        source.hidden += list.total - i64::try_from(list.rows.len()).unwrap_or(0);
        add_tasks(&mut source, &mut seen, list.rows, now, &calendar, |_| "Xác nhận");
    }
    Ok(source)
}

fn own_action(state: TaskState) -> &'static str {
    match state {
        TaskState::Assigned => "Tiếp nhận",
        TaskState::Accepted | TaskState::InProgress => "Báo cáo",
        _ => "Mở nhiệm vụ",
    }
}

fn add_tasks(
    source: &mut Source,
    seen: &mut HashSet<String>,
    rows: Vec<TaskLine>,
    now: DateTime<Utc>,
    calendar: &WorkCalendar,
    action: fn(TaskState) -> &'static str,
) {
    for row in rows {
        if seen.insert(row.code.clone()) {
            let label = action(row.state);
            source.items.push(of_task(row, label, now, calendar));
        }
    }
}

fn of_task(row: TaskLine, action: &str, now: DateTime<Utc>, calendar: &WorkCalendar) -> WorkItem {
    let due = row.due_on.and_then(|day| calendar.date_due(day).ok());
    let clock = match due {
        Some(due) if row.state != TaskState::Suspended => Clock::Running { due, basis: Basis::Date },
        _ => Clock::NoDue,
    };
    let given =
        format!("{} giao {}", if row.source_number.is_empty() { row.lead_unit.as_str() } else { row.source_number.as_str() }, format::date(row.assigned_on));
    let kind = if row.state == TaskState::Suspended { DueKind::Paused } else { due_kind(now, &clock, calendar) };
    WorkItem {
        kind: WorkKind::Task,
        href: format!("/can-bo/nhiem-vu/{}", row.code),
        code: row.code,
        title: row.title,
        who_and_state: format!("{given} · {} · tiến độ {} %", row.state.label().to_lowercase(), row.progress),
        due: due.filter(|_| kind != DueKind::Paused),
        due_text: if kind == DueKind::Paused { "Tạm dừng".to_owned() } else { remaining_text(now, &clock, calendar) },
        due_kind: kind,
        action_label: action.to_owned(),
    }
}

/// Mail that wants to be read or answered.
pub(super) async fn mail(cx: &mut Cx) -> Result<Source> {
    let items = mailbox::work_items(cx).await?;
    let hidden = mailbox::waiting_count(cx).await? - i64::try_from(items.len()).unwrap_or(0);
    Ok(Source { items, hidden })
}

/// Articles that wait for the person who acts to edit or to approve.
pub(super) async fn articles(cx: &mut Cx) -> Result<Source> {
    let rows = news::waiting(cx).await?;
    Ok(Source { items: rows.into_iter().map(of_article).collect(), hidden: 0 })
}

fn of_article(row: ArticleRow) -> WorkItem {
    WorkItem {
        kind: WorkKind::Article,
        href: format!("/can-bo/tin-bai/{}", row.code),
        code: row.section.label().to_owned(),
        title: row.title,
        who_and_state: format!("{} viết · {} · {}", row.author, row.state.label().to_lowercase(), format::time_date(row.changed_at)),
        due: None,
        due_text: "Không có thời hạn".to_owned(),
        due_kind: DueKind::Open,
        action_label: if row.state == ArticleState::AwaitingApproval { "Duyệt tin" } else { "Biên tập" }.to_owned(),
    }
}
