//! K17: parts of a task inside its lead unit, and what holds between a task and its parts.
//!
//! A part is due no later than its parent; the parent of a task never changes, so there are no cycles; there are at most
//! [`LEVELS`] levels. Parts have no periods, so the statistics count the main task only (04 §3).

use super::rules::Who;
use super::steps::{self, EventData, Target};
use super::store::Task;
use super::{assign, people, store, tell};
use crate::cx::Cx;
use crate::error::{Error, Result};
use crate::org;
use chrono::NaiveDate;
use model::format;
use model::tasks::{DeadlineKind, LEVELS, NewTask, Split, SplitTo, TaskSource, TaskState, TaskStep};
use sqlx::FromRow;

/// Most parts that a refusal names.
const NAMED: i64 = 6;

/// K17: gives a part of a task to a person of the lead unit, or to a unit below it. Returns its code.
///
/// # Errors
/// `Invalid` for somebody outside the unit or a due date after that of the task; `Conflict` on the lowest level; else as
/// every step.
pub async fn split(cx: &mut Cx, target: Target<'_>, input: &Split) -> Result<String> {
    let step = steps::begin(cx, target, TaskStep::Split).await?;
    let parent = step.task.clone();
    if level(cx, parent.id).await? >= LEVELS {
        return Err(Error::conflict(format!("Chỉ chia nhỏ được {LEVELS} cấp. Hãy giao việc này trong báo cáo của nhiệm vụ con.")));
    }
    let (lead, person) = worker(cx, &parent, input.to).await?;
    let due = input.due.or(parent.due_on);
    if let Some(message) = after_parent(&parent, due) {
        return Err(Error::field("han", message));
    }
    let mut part = part_of(cx, &parent, input, lead, due);
    part.code = assign::next_code(cx, step.today).await?;
    let now = cx.now();
    part.id = store::insert(&mut cx.conn(), &part, now).await?;
    let note = format!("Phần việc của {}", parent.code);
    record(cx, &mut part, None, TaskStep::Create, TaskState::Draft, &note).await?;
    assign::give(&mut part, step.today, now);
    record(cx, &mut part, Some(TaskState::Draft), TaskStep::Assign, TaskState::Assigned, &note).await?;
    if person.is_some() {
        // Whoever splits has chosen the person: nothing is left to accept.
        part.person_id = person;
        part.received_at = Some(now);
        part.received_in_time = Some(true);
        record(cx, &mut part, Some(TaskState::Assigned), TaskStep::Accept, TaskState::Accepted, "").await?;
    }
    step.finish(cx, &format!("{}: {}", part.code, part.title), EventData::default(), &[]).await?;
    assign::tell_assigned(cx, &part).await?;
    Ok(part.code)
}

/// The unit of a part, and the person if one was chosen.
async fn worker(cx: &mut Cx, parent: &Task, to: SplitTo) -> Result<(i64, Option<i64>)> {
    let unit = parent.working_unit();
    match to {
        SplitTo::Person(person) => {
            let known = people::candidates(cx, unit).await?;
            if known.iter().any(|(id, _)| *id == person) {
                return Ok((unit, Some(person)));
            }
            Err(Error::field("nguoi_thuc_hien", "Người này không làm việc tại đơn vị chủ trì. Hãy chọn lại trong danh sách."))
        }
        SplitTo::Unit(below) => {
            if below != unit && inside(cx, unit, below).await? {
                return Ok((below, None));
            }
            Err(Error::field("don_vi", "Đơn vị này không trực thuộc đơn vị chủ trì. Hãy chọn lại trong danh sách."))
        }
    }
}

/// What a part takes over from its task and from the form.
fn part_of(cx: &Cx, parent: &Task, input: &Split, lead: i64, due: Option<NaiveDate>) -> Task {
    let kind = if due.is_some() { DeadlineKind::Fixed } else { DeadlineKind::NoDeadline };
    let late = due.is_some_and(|due| due < format::local_date(cx.now()));
    Task {
        parent_id: Some(parent.id),
        title: input.title.clone(),
        source_kind: TaskSource::UnitInternal.to_string(),
        source_number: parent.source_number.clone(),
        source_date: parent.source_date,
        source_issuer: parent.source_issuer.clone(),
        source_signer: parent.source_signer.clone(),
        direction: parent.direction.clone(),
        field: parent.field.clone(),
        output: input.output.clone(),
        urgency: parent.urgency.clone(),
        deadline_kind: kind.to_string(),
        due_original: due,
        due_on: due,
        lead_unit_id: lead,
        assigner_id: cx.actor.person_id,
        monitor_id: parent.person_id,
        back_dated_reason: if late { "Nhiệm vụ cha đã quá hạn".to_owned() } else { String::new() },
        ..Task::blank(cx.now())
    }
}

/// One event of a part that has only just begun.
async fn record(cx: &mut Cx, part: &mut Task, from: Option<TaskState>, step: TaskStep, to: TaskState, note: &str) -> Result<()> {
    part.state = to.to_string();
    let now = cx.now();
    let data = EventData::of(part);
    steps::write(cx, part, from, step, now, note, &data).await?;
    part.version += 1;
    Ok(())
}

sql!(
    LEVEL,
    "WITH RECURSIVE up (id, parent_id) AS (
        SELECT id, parent_id FROM task WHERE id = $1 UNION ALL SELECT t.id, t.parent_id FROM task t JOIN up ON t.id = up.parent_id
     ) SELECT COUNT(*) FROM up"
);
/// 1 for a main task, 2 for its parts, 3 for theirs.
pub(super) async fn level(cx: &mut Cx, task: i64) -> Result<i64> {
    cx.conn().count(LEVEL, args![task]).await
}

/// True if a unit is the other one or lies below it, today.
async fn inside(cx: &mut Cx, unit: i64, below: i64) -> Result<bool> {
    Ok(org::subtree(cx, unit).await?.iter().any(|found| found.id == below))
}

fn after_parent(parent: &Task, due: Option<NaiveDate>) -> Option<String> {
    let most = parent.due_on.filter(|most| due.is_none_or(|due| due > *most))?;
    Some(format!("Hạn của nhiệm vụ con không được sau hạn {} của nhiệm vụ cha {}.", format::date(most), parent.code))
}

/// Checks a sub-task that is written as a task of its own (K01 with a parent): the same as K17 asks.
///
/// # Errors
/// `Invalid` on `nhiem_vu_cha`, `chu_tri` or `han`.
pub(super) async fn check_parent(cx: &mut Cx, parent: &Task, input: &NewTask) -> Result<()> {
    let refused = |message: &str| Err(Error::field("nhiem_vu_cha", message));
    if !matches!(parent.state()?, TaskState::Accepted | TaskState::InProgress) {
        return refused("Chỉ chia nhỏ được nhiệm vụ đã tiếp nhận hoặc đang thực hiện.");
    }
    if !people::may(&cx.actor, Who::Receiver, parent) {
        return refused("Chỉ lãnh đạo, văn thư hoặc trưởng phòng của đơn vị chủ trì chia nhỏ được nhiệm vụ này.");
    }
    if level(cx, parent.id).await? >= LEVELS {
        return refused("Nhiệm vụ này đã ở cấp cuối, không chia nhỏ được nữa.");
    }
    if !inside(cx, parent.working_unit(), input.lead_unit).await? {
        return Err(Error::field("chu_tri", OUTSIDE));
    }
    after_parent(parent, input.due).map_or(Ok(()), |message| Err(Error::field("han", message)))
}

/// A sub-task stays inside the lead unit of its parent, also when it is given again.
///
/// # Errors
/// `Invalid` on `chu_tri`.
pub(super) async fn require_inside(cx: &mut Cx, task: &Task, lead: i64) -> Result<()> {
    let Some(parent) = task.parent_id else { return Ok(()) };
    let parent = store::by_id(&mut cx.conn(), parent).await?;
    if inside(cx, parent.working_unit(), lead).await? { Ok(()) } else { Err(Error::field("chu_tri", OUTSIDE)) }
}

/// What a lead unit outside that of the parent is told.
const OUTSIDE: &str = "Nhiệm vụ con chỉ giao được cho đơn vị chủ trì của nhiệm vụ cha hoặc đơn vị trực thuộc.";

#[derive(FromRow)]
struct LaterRow {
    code: String,
    due_on: Option<NaiveDate>,
}

sql!(
    LATER,
    "SELECT code, due_on FROM task WHERE parent_id = $1 AND state NOT IN ('completed', 'cancelled') AND (due_on > $2 OR due_on IS NULL)
     ORDER BY CASE WHEN due_on IS NULL THEN 0 ELSE 1 END, due_on DESC, id LIMIT $3"
);
/// Why this due date does not fit between the parent of a task and its parts, in words; none if it fits. Every step that
/// changes a due date asks this.
///
/// # Errors
/// If the database cannot be read.
pub(super) async fn due_conflict(cx: &mut Cx, task: &Task, due: NaiveDate) -> Result<Option<String>> {
    if let Some(parent) = task.parent_id {
        let parent = store::by_id(&mut cx.conn(), parent).await?;
        if let Some(message) = after_parent(&parent, Some(due)) {
            return Ok(Some(format!("{message} Hãy gia hạn nhiệm vụ cha trước.")));
        }
    }
    let later: Vec<LaterRow> = cx.conn().all(LATER, args![task.id, due, NAMED]).await?;
    if later.is_empty() {
        return Ok(None);
    }
    let named: Vec<String> = later
        .iter()
        .map(|row| format!("{} ({})", row.code, row.due_on.map_or_else(|| "không thời hạn".to_owned(), |due| format!("hạn {}", format::date(due)))))
        .collect();
    Ok(Some(format!("Hạn {} sớm hơn hạn của nhiệm vụ con: {}. Hãy đổi hạn các nhiệm vụ con trước.", format::date(due), named.join(", "))))
}

/// A due date that a calendar has moved stays within that of the parent.
pub(super) async fn within_parent(cx: &mut Cx, task: &Task, due: NaiveDate) -> Result<NaiveDate> {
    let Some(parent) = task.parent_id else { return Ok(due) };
    let most = store::by_id(&mut cx.conn(), parent).await?.due_on;
    Ok(most.map_or(due, |most| due.min(most)))
}

/// Withdraws the parts that are not ended: their task was withdrawn, or goes to another unit. Whoever works on them is told.
pub(super) async fn cancel_parts(cx: &mut Cx, task: &Task, why: &str) -> Result<()> {
    for mut part in store::open_below(&mut cx.conn(), task.id).await? {
        let from = part.state()?;
        record(cx, &mut part, Some(from), TaskStep::Cancel, TaskState::Cancelled, why).await?;
        if from != TaskState::Draft {
            tell::changed(cx, &part, "bị thu hồi, hủy", why).await?;
        }
    }
    Ok(())
}
