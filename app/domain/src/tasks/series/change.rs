//! What happens to a series itself: right, version, state; then the row, an event, an audit row. Wordings are appended.

use super::store::{self, SeriesRow, Wording};
use super::{make, read};
use crate::actor::{Actor, ActorKind};
use crate::audit::AuditEvent;
use crate::cx::Cx;
use crate::error::{Error, Result};
use crate::notify::{self, Message};
use crate::tasks::follow::{Handed, handed};
use crate::tasks::{Target, assign, assigners, monitors};
use chrono::{Datelike, Days, NaiveDate};
use model::access::{Action, ObjectKind, Role};
use model::format::local_date;
use model::notify::Event;
use model::tasks::series::{Series, SeriesStep};
use model::tasks::{ChangeMonitor, NewTask, Reason, TaskSource};

/// True if the actor may change, pause and end a series with this lead unit: those who gave or follow it, and those who
/// watch the whole province.
pub(super) fn may_change(actor: &Actor, row: &SeriesRow, lead: i64) -> bool {
    let me = |person: Option<i64>| person.is_some() && person == actor.person_id;
    let above = me(row.assigner_id) || me(row.monitor_id) || actor.reach(Action::Approve, ObjectKind::Task).all;
    actor.kind == ActorKind::System || (above && gives(actor) && actor.may(Action::Assign, ObjectKind::Task, lead))
}

fn gives(actor: &Actor) -> bool {
    actor.has_role(Role::TaskAssigner) || actor.has_role(Role::TaskMonitor)
}

/// Checks what a series would give every time: the rights at its lead unit, living units, a noted direction.
async fn check(cx: &mut Cx, task: &NewTask, today: NaiveDate) -> Result<()> {
    cx.require_reach(Action::Assign, ObjectKind::Task)?;
    if !gives(&cx.actor) {
        return Err(Error::Forbidden { action: Action::Assign, kind: ObjectKind::Task, unit: None });
    }
    assign::require_living(cx, "chu_tri", task.lead_unit, today).await?;
    cx.require(Action::Create, ObjectKind::Task, task.lead_unit)?;
    cx.require(Action::Assign, ObjectKind::Task, task.lead_unit)?;
    for unit in &task.co_units {
        assign::require_living(cx, "phoi_hop", *unit, today).await?;
    }
    if !cx.actor.has_role(Role::TaskAssigner) && task.direction.is_empty() && task.source_number.is_empty() {
        return Err(Error::field("chi_dao", "Chuyên viên theo dõi chỉ giao khi có văn bản hoặc ý kiến chỉ đạo. Hãy ghi căn cứ."));
    }
    Ok(())
}

/// Begins a series; a period that lies on this day gives its task at once. Returns the code.
///
/// # Errors
/// `Forbidden` outside the scope; `Invalid` for a unit that does not live, a leader who gives it no tasks, a monitor who does not
/// follow it, or without a noted direction.
pub async fn create(cx: &mut Cx, input: &Series) -> Result<String> {
    let (now, today) = (cx.now(), local_date(cx.now()));
    check(cx, &input.task, today).await?;
    let number = crate::numbering::next(&mut cx.conn(), &format!("task_series:{}", today.year())).await?;
    let code = format!("CN-{}-{number:04}", today.year());
    let assigner = assigners::assigner_of(cx, input.task.assigner, input.task.lead_unit).await?;
    let inside = input.task.source_kind == TaskSource::UnitInternal;
    let monitor = monitors::monitor_of(cx, input.task.monitor, inside, Some(input.task.lead_unit)).await?;
    let id = store::insert(&mut cx.conn(), &code, assigner, monitor, today, now).await?;
    store::add_wording(&mut cx.conn(), id, 1, today, input, now).await?;
    let row = store::by_id(&mut cx.conn(), id).await?;
    let step = Step { row, step: SeriesStep::Create };
    step.finish(cx, &input.rule.in_words()).await?;
    make::bring_up_to_date(cx, id).await?;
    Ok(code)
}

/// A step under way.
struct Step {
    row: SeriesRow,
    step: SeriesStep,
}

/// Loads a series for a step and checks right, version and state, in this order. What its present state still owed is made
/// first, so that no step loses a period.
async fn begin(cx: &mut Cx, target: Target<'_>, step: SeriesStep) -> Result<(Step, Wording)> {
    let row = store::by_code(&mut cx.conn(), target.code).await?;
    let wording = store::newest(&mut cx.conn(), &row).await?;
    read::require_visible(cx, &row, wording.lead_unit_id)?;
    if !may_change(&cx.actor, &row, wording.lead_unit_id) {
        return Err(Error::Forbidden { action: Action::Assign, kind: ObjectKind::Task, unit: None });
    }
    if target.version.is_some_and(|version| version != row.version) {
        return Err(Error::stale("Chuỗi nhiệm vụ", row.updated_at));
    }
    let state = row.state()?;
    let refused = || Error::conflict(format!("Chuỗi đang ở trạng thái “{}” nên không thể “{}”. Hãy tải lại trang.", state.label(), step.label()));
    let next = step.next(state).ok_or_else(refused)?;
    make::bring_up_to_date(cx, row.id).await?;
    let version = row.version;
    let mut row = store::by_id(&mut cx.conn(), row.id).await?;
    // Making waits for the lock of the series: who held it may have changed it.
    if row.version != version {
        return Err(Error::stale("Chuỗi nhiệm vụ", row.updated_at));
    }
    row.state = next.to_string();
    Ok((Step { row, step }, wording))
}

impl Step {
    /// Saves the series with its event, audit row and change note.
    async fn finish(self, cx: &mut Cx, note: &str) -> Result<()> {
        let (now, account, name) = (cx.now(), cx.actor.account_id, cx.actor.name.clone());
        store::save(&mut cx.conn(), &self.row, now).await?;
        store::append(&mut cx.conn(), &self.row, now, (account, &name), self.step, note).await?;
        cx.audit(AuditEvent::new(format!("task_series.{}", self.step), "task_series", &self.row.code));
        cx.changed("task", &self.row.code);
        Ok(())
    }
}

/// Appends a wording, in force from tomorrow: what is due today follows the present one.
///
/// # Errors
/// As [`create`]; `Conflict` for a series that has ended or was changed meanwhile.
pub async fn change(cx: &mut Cx, target: Target<'_>, input: &Series) -> Result<()> {
    let (mut step, before) = begin(cx, target, SeriesStep::Change).await?;
    let (now, today) = (cx.now(), local_date(cx.now()));
    check(cx, &input.task, today).await?;
    require_leader(cx, step.row.assigner_id, input.task.lead_unit).await?;
    if before.lead_unit_id != input.task.lead_unit {
        require_monitor(cx, step.row.monitor_id, input.task.lead_unit).await?;
    }
    let changed = differences(&before, input)?;
    step.row.revision += 1;
    store::add_wording(&mut cx.conn(), step.row.id, step.row.revision, today + Days::new(1), input, now).await?;
    step.finish(cx, &changed).await
}

/// The leader of a series stays: its tasks go only to units that get tasks of this leader.
async fn require_leader(cx: &mut Cx, leader: Option<i64>, lead: i64) -> Result<()> {
    let Some(leader) = leader.filter(|_| cx.actor.kind != ActorKind::System) else { return Ok(()) };
    if assigners::fitting(cx, leader, &[lead]).await?.contains(&lead) {
        return Ok(());
    }
    Err(Error::field("chu_tri", "Lãnh đạo giao của chuỗi này không giao việc cho đơn vị đã chọn. Hãy chọn đơn vị khác, hoặc lập chuỗi mới."))
}

/// The monitor of a series stays, too: it goes only to units whose tasks this monitor may follow. One who follows no tasks any more is
/// no hindrance: the coming tasks do not get that monitor anyway.
async fn require_monitor(cx: &mut Cx, monitor: Option<i64>, lead: i64) -> Result<()> {
    let asked = monitor.filter(|_| cx.actor.kind != ActorKind::System);
    let Some(monitor) = assign::living(cx, asked, Role::TaskMonitor).await? else { return Ok(()) };
    if monitors::fitting(cx, monitor, &[lead]).await?.contains(&lead) {
        return Ok(());
    }
    Err(Error::field("chu_tri", "Chuyên viên theo dõi của chuỗi này không theo dõi đơn vị đã chọn. Hãy chọn đơn vị khác, hoặc đổi chuyên viên trước."))
}

/// What a new wording changes, in words.
fn differences(before: &Wording, after: &Series) -> Result<String> {
    let (old, new) = (before.rule()?, after.rule);
    let mut parts = Vec::new();
    if old != new {
        parts.push(format!("{} → {}", old.in_words(), new.in_words()));
        if old.off_day != new.off_day {
            parts.push(format!("khi trùng ngày nghỉ: {}", new.off_day.label()));
        }
    }
    if before.due_days != i64::from(after.due_days) {
        parts.push(format!("hoàn thành trong {} → {} ngày làm việc", before.due_days, after.due_days));
    }
    if before.lead_unit_id != after.task.lead_unit {
        parts.push("đổi đơn vị chủ trì".to_owned());
    }
    if before.valid_to != after.valid_to {
        parts.push(after.valid_to.map_or_else(|| "không có ngày cuối".to_owned(), |day| format!("đến hết ngày {}", model::format::date(day))));
    }
    let words =
        [&before.title, &before.output, &before.direction, &before.field] != [&after.task.title, &after.task.output, &after.task.direction, &after.task.field];
    if words {
        parts.push("sửa nội dung".to_owned());
    }
    Ok(if parts.is_empty() { "Không đổi quy tắc".to_owned() } else { model::text::capital(&parts.join("; ")) })
}

/// Hands the following of the coming tasks over; the old and the new monitor are told. Tasks that were given keep theirs.
///
/// # Errors
/// `Invalid` on `theo_doi` as for a task; else as every step.
pub async fn change_monitor(cx: &mut Cx, target: Target<'_>, input: &ChangeMonitor) -> Result<()> {
    let (mut step, wording) = begin(cx, target, SeriesStep::ChangeMonitor).await?;
    let Handed { old, new, words } = handed(cx, step.row.monitor_id, wording.lead_unit_id, input).await?;
    step.row.monitor_id = new;
    let (code, version) = (step.row.code.clone(), step.row.version + 1);
    step.finish(cx, &format!("{words}. {}", input.reason)).await?;
    let (key, link) = (format!("task_series:{code}:{version}"), format!("/can-bo/nhiem-vu/dinh-ky/{code}"));
    let values = [("ma", code), ("thay_doi", format!("đổi chuyên viên theo dõi, {words}")), ("ly_do", input.reason.clone())];
    let message = Message { event: Event::TaskSeriesChanged, key: &key, values: &values, link: &link };
    notify::tell_people(cx, [old, new].into_iter().flatten(), message).await
}

/// Stops making tasks until the series goes on. Tasks that exist stay as they are.
///
/// # Errors
/// As every step.
pub async fn pause(cx: &mut Cx, target: Target<'_>, input: &Reason) -> Result<()> {
    let (step, _) = begin(cx, target, SeriesStep::Pause).await?;
    step.finish(cx, &input.reason).await
}

/// Goes on from today; what lay in the pause is not made up for.
///
/// # Errors
/// As every step.
pub async fn resume(cx: &mut Cx, target: Target<'_>) -> Result<()> {
    let (mut step, _) = begin(cx, target, SeriesStep::Resume).await?;
    step.row.since = local_date(cx.now());
    let id = step.row.id;
    step.finish(cx, "").await?;
    make::bring_up_to_date(cx, id).await
}

/// Ends a series for good.
///
/// # Errors
/// As every step.
pub async fn end(cx: &mut Cx, target: Target<'_>, input: &Reason) -> Result<()> {
    let (step, _) = begin(cx, target, SeriesStep::End).await?;
    step.finish(cx, &input.reason).await
}
