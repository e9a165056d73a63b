//! K01 create, K02 assign, K05 reassign, K16 change of the lead: what the side that gives tasks does.

use super::steps::{self, EventData, Target};
use super::{assigners, monitors, people, split, store};
use crate::cx::Cx;
use crate::error::{Error, Result};
use crate::org;
use chrono::{Datelike, NaiveDate};
use model::access::{Action, ObjectKind, Role};
use model::notify::Event;
use model::tasks::{Assign, DUE_PASSED, NewTask, Reassign, TaskSource, TaskStep, WorkingDayPreview};
use model::text::MIN_REASON;

/// K01: writes a draft and returns its code.
///
/// # Errors
/// `Forbidden` outside the scope; `Invalid` for a unit, a leader, a monitor or a parent task that does not fit.
pub async fn create(cx: &mut Cx, input: &NewTask) -> Result<String> {
    cx.require_reach(Action::Create, ObjectKind::Task)?;
    let today = model::format::local_date(cx.now());
    require_living(cx, "chu_tri", input.lead_unit, today).await?;
    cx.require(Action::Create, ObjectKind::Task, input.lead_unit)?;
    for unit in &input.co_units {
        require_living(cx, "phoi_hop", *unit, today).await?;
    }
    let parent = parent_of(cx, input).await?;
    let inside = parent.is_some() || input.source_kind == TaskSource::UnitInternal;
    let assigner = assigners::assigner_of(cx, input.assigner, input.lead_unit).await?;
    let monitor = monitors::monitor_of(cx, input.monitor, inside, Some(input.lead_unit)).await?;
    let code = next_code(cx, today).await?;
    let mut task = store::Task { code: code.clone(), parent_id: parent, assigner_id: assigner, monitor_id: monitor, ..draft(cx, input) };
    let now = cx.now();
    task.id = store::insert(&mut cx.conn(), &task, now).await?;
    for unit in &input.co_units {
        store::add_co_unit(&mut cx.conn(), task.id, *unit).await?;
    }
    let data = EventData { co_units: input.co_units.clone(), ..EventData::of(&task) };
    steps::write(cx, &task, None, TaskStep::Create, now, &task.direction, &data).await?;
    Ok(code)
}

/// The next Mã nhiệm vụ of the year.
pub(super) async fn next_code(cx: &mut Cx, today: NaiveDate) -> Result<String> {
    let series = format!("task:{}", today.year());
    let number = crate::numbering::next(&mut cx.conn(), &series).await?;
    Ok(format!("NV-{}-{number:06}", today.year()))
}

/// What the form says, as a draft of the actor.
fn draft(cx: &Cx, input: &NewTask) -> store::Task {
    store::Task {
        title: input.title.clone(),
        source_kind: input.source_kind.to_string(),
        source_number: input.source_number.clone(),
        source_date: input.source_date,
        source_issuer: input.source_issuer.clone(),
        source_signer: input.source_signer.clone(),
        direction: input.direction.clone(),
        field: input.field.clone(),
        output: input.output.clone(),
        urgency: input.urgency.to_string(),
        deadline_kind: input.deadline_kind.to_string(),
        due_original: input.due,
        due_on: input.due,
        lead_unit_id: input.lead_unit,
        back_dated_reason: input.back_dated_reason.clone(),
        ..store::Task::blank(cx.now())
    }
}

sql!(HOLDERS, "SELECT COUNT(*) FROM role_assignment WHERE person_id = $1 AND role = $3 AND valid_from <= $2 AND (valid_to IS NULL OR valid_to > $2)");
/// This person, if it holds the role today.
pub(super) async fn living(cx: &mut Cx, person: Option<i64>, role: Role) -> Result<Option<i64>> {
    let Some(person) = person else { return Ok(None) };
    let now = cx.now();
    let holds = cx.conn().count(HOLDERS, args![person, now, role.as_str()]).await? > 0;
    Ok(holds.then_some(person))
}

/// Refuses a unit that does not live today, at its field.
pub(super) async fn require_living(cx: &mut Cx, field: &str, unit: i64, today: NaiveDate) -> Result<()> {
    match org::unit(cx, unit, today).await {
        Err(Error::NotFound) => Err(Error::field(field, "Đơn vị này không còn hoạt động hoặc không có. Hãy chọn lại trong danh sách.")),
        found => found.map(|_| ()),
    }
}

async fn parent_of(cx: &mut Cx, input: &NewTask) -> Result<Option<i64>> {
    if input.parent_code.is_empty() {
        return Ok(None);
    }
    let missing = || Error::field("nhiem_vu_cha", "Không tìm thấy nhiệm vụ cha với mã này. Hãy kiểm tra lại mã.");
    let parent = store::by_code(&mut cx.conn(), &input.parent_code).await.map_err(|error| match error {
        Error::NotFound => missing(),
        other => other,
    })?;
    if people::why_visible(cx, &parent).await?.is_none() {
        return Err(missing());
    }
    split::check_parent(cx, &parent, input).await?;
    Ok(Some(parent.id))
}

/// K02: gives a draft to its lead unit.
///
/// # Errors
/// `Invalid` if a monitor names no direction, or if the due date has passed meanwhile; else as every step.
pub async fn assign(cx: &mut Cx, target: Target<'_>, input: &Assign) -> Result<()> {
    let mut step = steps::begin(cx, target, TaskStep::Assign).await?;
    let gives = cx.actor.has_role(Role::TaskAssigner);
    let written = !step.task.source_number.is_empty() || !step.task.direction.is_empty();
    if !gives && !written && input.basis.chars().count() < MIN_REASON {
        return Err(Error::field("can_cu", "Chuyên viên theo dõi chỉ giao khi có văn bản hoặc ý kiến chỉ đạo. Hãy ghi căn cứ."));
    }
    if step.task.due_on.is_some_and(|due| due < step.today) && step.task.back_dated_reason.is_empty() {
        return Err(Error::field("han", DUE_PASSED));
    }
    if gives && step.task.assigner_id.is_none() {
        step.task.assigner_id = cx.actor.person_id;
    }
    if step.task.monitor_id.is_none() && cx.actor.is_official() && cx.actor.has_role(Role::TaskMonitor) {
        step.task.monitor_id = cx.actor.person_id;
    }
    give(&mut step.task, step.today, cx.now());
    let task = step.finish(cx, &input.basis, EventData::default(), &[]).await?;
    tell_assigned(cx, &task).await
}

/// Marks a task as given to its lead at this moment.
pub(super) fn give(task: &mut store::Task, today: NaiveDate, now: chrono::DateTime<chrono::Utc>) {
    task.assigned_on = Some(today);
    task.assigned_at = Some(now);
    task.received_at = None;
    task.received_in_time = None;
    task.person_id = None;
    task.reference_on = None;
    task.reported_at = None;
    task.state_before = None;
}

/// Creates and assigns in one transaction: the form "Giao nhiệm vụ".
///
/// # Errors
/// As [`create`] and [`assign`].
pub async fn create_and_assign(cx: &mut Cx, input: &NewTask) -> Result<String> {
    let code = create(cx, input).await?;
    assign(cx, Target { code: &code, version: None }, &Assign { basis: input.direction.clone() }).await?;
    Ok(code)
}

/// K05: gives a returned task again, to the same or another lead.
///
/// # Errors
/// As every step.
pub async fn reassign(cx: &mut Cx, target: Target<'_>, input: &Reassign) -> Result<()> {
    to_lead(cx, target, TaskStep::Reassign, input).await
}

/// K16: moves an open task to another lead. Progress stays; what was overdue already is marked as inherited.
///
/// # Errors
/// As every step; `Invalid` if the lead stays the same.
pub async fn change_lead(cx: &mut Cx, target: Target<'_>, input: &Reassign) -> Result<()> {
    to_lead(cx, target, TaskStep::ChangeLead, input).await
}

async fn to_lead(cx: &mut Cx, target: Target<'_>, kind: TaskStep, input: &Reassign) -> Result<()> {
    let mut step = steps::begin(cx, target, kind).await?;
    let lead = input.lead_unit;
    let same = lead == step.task.lead_unit_id;
    if same && kind == TaskStep::ChangeLead {
        return Err(Error::field("chu_tri", "Đơn vị này đang chủ trì. Hãy chọn đơn vị khác."));
    }
    require_living(cx, "chu_tri", lead, step.today).await?;
    cx.require(Action::Assign, ObjectKind::Task, lead)?;
    split::require_inside(cx, &step.task, lead).await?;
    // Judged on the day that counted until now: a report or a suspension had stopped the clock.
    let reference = step.task.reference_on.unwrap_or(step.today);
    let overdue = step.task.due_on.is_some_and(|due| reference > due);
    let (assigned_on, assigned_at) = (step.task.assigned_on, step.task.assigned_at);
    step.task.lead_unit_id = lead;
    give(&mut step.task, step.today, cx.now());
    if same {
        (step.task.assigned_on, step.task.assigned_at) = (assigned_on, assigned_at);
    } else {
        step.task.inherited = overdue;
        store::drop_co_unit(&mut cx.conn(), step.task.id, lead).await?;
        split::cancel_parts(cx, &step.task, "Nhiệm vụ cha chuyển sang đơn vị chủ trì khác").await?;
    }
    let task = step.finish(cx, &input.reason, EventData::default(), &[]).await?;
    tell_assigned(cx, &task).await
}

/// Tells the lead unit of a task that it was given; of a part that was given to a person, that person.
pub(super) async fn tell_assigned(cx: &mut Cx, task: &store::Task) -> Result<()> {
    let short: String = task.title.chars().take(60).collect();
    let due = task.due_on.map_or_else(|| "không thời hạn".to_owned(), model::format::date);
    let link = format!("{}/can-bo/nhiem-vu/{}", cx.settings().base_url, task.code);
    let values = [("ma", task.code.clone()), ("tom_tat", short), ("ngay", due), ("link", link)];
    if task.person_id.is_some() {
        return people::tell_people(cx, task, Event::TaskAssigned, &values, &[task.person_id]).await;
    }
    people::tell_unit(cx, task, Event::TaskAssigned, &values).await
}

/// What the form says about a due date: working days from today, by the calendar of the lead unit.
///
/// # Errors
/// `CalendarMissing` for a year without calendar.
pub async fn preview(cx: &mut Cx, lead: Option<i64>, due: NaiveDate) -> Result<WorkingDayPreview> {
    let today = model::format::local_date(cx.now());
    let calendar = crate::calendar::of_unit(cx, lead).await?;
    let working_days = calendar.working_days_between(today, due).map_err(super::calendar_error)?;
    let is_working_day = calendar.is_working_day(due).map_err(super::calendar_error)?;
    Ok(WorkingDayPreview { due, working_days, is_working_day })
}
