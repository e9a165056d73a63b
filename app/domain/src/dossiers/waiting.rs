//! Dossiers that wait for the person who acts: their number for the badges, their rows for the page Hôm nay.

use super::access::{self, Access};
use super::consult;
use super::desk::queues::{condition, offered, overdue};
use super::desk::rows::{judged, select};
use crate::cx::Cx;
use crate::db::Query;
use crate::error::Result;
use crate::today::counts::Counting;
use crate::today::{DueKind, MOST, WorkItem, WorkKind};
use chrono::{DateTime, Utc};
use model::access::{Action, ObjectKind};
use model::calendar::DueClass;
use model::dossiers::{DeskRow, DossierState, ProcessingStage as Stage, Queue};
use model::format::{day_range, local_date};

/// The lists in which something waits for an act of their reader.
const WAITING: [Queue; 7] = [Queue::Intake, Queue::Assign, Queue::Mine, Queue::Supplement, Queue::Sign, Queue::Publish, Queue::Return];

/// The dossiers that stand in any of the lists of [`WAITING`], each once. None if no list is the actor's.
fn waits_for(query: &mut Query, access: &Access) {
    query.push("(");
    for (i, queue) in WAITING.into_iter().filter(|queue| offered(*queue, access)).enumerate() {
        query.push(if i == 0 { "(" } else { " OR (" });
        condition(query, queue, access);
        query.push(")");
    }
    query.push(")");
}

/// Adds how many dossiers and questions of other units wait for the actor, how many of them are overdue, and how many are due today.
///
/// # Errors
/// None; other slices have some.
pub(crate) fn count_waiting(cx: &Cx, counting: &mut Counting) -> Result<()> {
    let access = access::of(&cx.actor);
    count_own(cx, &access, counting);
    consult::count(cx, &access, counting);
    Ok(())
}

/// Without the questions of other units.
fn count_own(cx: &Cx, access: &Access, counting: &mut Counting) {
    if !WAITING.into_iter().any(|queue| offered(queue, access)) {
        return;
    }
    let now = cx.now();
    let (_, tomorrow) = day_range(local_date(now), local_date(now));
    let query = counting.arm(WorkKind::Dossier.as_str());
    query.push("COUNT(*) AS total, COALESCE(SUM(CASE WHEN ");
    overdue(query, now);
    query.push(" THEN 1 ELSE 0 END), 0) AS overdue, COALESCE(SUM(CASE WHEN d.clock IN ('running', 'intake') AND d.due_order < ").bind(tomorrow);
    query.push(" AND NOT (");
    overdue(query, now);
    query.push(") THEN 1 ELSE 0 END), 0) AS today FROM dossier d WHERE ");
    waits_for(query, access);
}

/// The most urgent dossiers that wait for the actor.
///
/// # Errors
/// If the database cannot be read.
async fn waiting(cx: &mut Cx) -> Result<Vec<DeskRow>> {
    let access = access::of(&cx.actor);
    if !WAITING.into_iter().any(|queue| offered(queue, &access)) {
        return Ok(Vec::new());
    }
    let mut query = select();
    waits_for(&mut query, &access);
    query.push(" ORDER BY d.due_order, d.id LIMIT ").bind(MOST);
    let found = query.all(&mut cx.conn()).await?;
    judged(cx, found).await
}

/// What waits for the person who acts.
///
/// # Errors
/// If the database cannot be read.
pub async fn work_items(cx: &mut Cx) -> Result<Vec<WorkItem>> {
    let (now, person) = (cx.now(), cx.actor.person_id);
    let signs = !cx.actor.reach(Action::Sign, ObjectKind::Dossier).is_empty();
    let publishes = !cx.actor.reach(Action::Publish, ObjectKind::Result).is_empty();
    let rows = waiting(cx).await?.into_iter().map(|row| {
        let action = next_act(&row, person, signs, publishes);
        item(row, action, now)
    });
    let mut items: Vec<WorkItem> = rows.collect();
    items.extend(consult::work_items(cx).await?);
    Ok(items)
}

/// The words of the one next act. What is open, not the reader's own and neither to be assigned, signed nor
/// published can only wait for the decision about a proposal.
fn next_act(row: &DeskRow, person: Option<i64>, signs: bool, publishes: bool) -> &'static str {
    match (row.state, row.stage) {
        (DossierState::Submitted, _) => "Tiếp nhận",
        (DossierState::ResultReady, _) => "Trả kết quả",
        (_, Some(Stage::ToSign)) if signs => "Xem và ký",
        (_, Some(Stage::Signed | Stage::Published)) if publishes => "Phát hành",
        _ if row.officer_id.is_some() && row.officer_id == person => "Mở hồ sơ",
        (DossierState::Received, _) if row.officer.is_empty() => "Phân công",
        _ => "Xem và duyệt",
    }
}

fn item(row: DeskRow, action: &str, now: DateTime<Utc>) -> WorkItem {
    let state = row.stage.map_or(row.state.label(), |stage| stage.label());
    let who_and_state =
        if row.officer.is_empty() { format!("{} · {state}", row.applicant) } else { format!("{} · {state}, {} phụ trách", row.applicant, row.officer) };
    WorkItem {
        kind: WorkKind::Dossier,
        href: format!("/can-bo/ho-so/{}", row.code),
        title: row.procedure,
        who_and_state,
        due: row.due,
        due_text: row.remaining,
        due_kind: kind(row.class, row.due, now),
        action_label: action.to_owned(),
        code: row.code,
    }
}

fn kind(class: DueClass, due: Option<DateTime<Utc>>, now: DateTime<Utc>) -> DueKind {
    match (class, due) {
        (DueClass::Overdue, _) => DueKind::Overdue,
        (DueClass::Paused, _) => DueKind::Paused,
        // What is decided waits for its receiver; nothing runs any more.
        (DueClass::NoDue | DueClass::Early | DueClass::OnTime | DueClass::Late, _) | (_, None) => DueKind::Open,
        (_, Some(due)) => match (local_date(due) - local_date(now)).num_days() {
            i64::MIN..=0 => DueKind::Today,
            1..=3 => DueKind::Soon,
            _ => DueKind::Later,
        },
    }
}
