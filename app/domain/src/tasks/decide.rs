//! K09 confirm, K10 reject, K12 decision on more time, K13–K15 suspend, resume, cancel: what the giving side decides.

use super::steps::{self, EventData, Target};
use super::{people, split, store, tell};
use crate::cx::Cx;
use crate::error::{Error, Result};
use model::format::date;
use model::notify::Event;
use model::tasks::{DecideExtension, ExtensionState, Reason, TaskState, TaskStep};

/// K09: confirms the completion. The completion date stays the day of the accepted report.
///
/// # Errors
/// As every step.
pub async fn confirm(cx: &mut Cx, target: Target<'_>) -> Result<()> {
    let mut step = steps::begin(cx, target, TaskStep::Confirm).await?;
    step.task.accepted_at = Some(cx.now());
    step.task.progress = 100;
    let task = step.finish(cx, "", EventData::default(), &[]).await?;
    let values = [("ma", task.code.clone()), ("trang_thai", "đã được xác nhận hoàn thành".to_owned())];
    people::tell_unit(cx, &task, Event::TaskCompletionAccepted, &values).await?;
    people::tell_people(cx, &task, Event::TaskCompletionAccepted, &values, &[task.person_id]).await
}

/// K10: sends the result back. The rejected report never stopped the clock.
///
/// # Errors
/// As every step.
pub async fn reject(cx: &mut Cx, target: Target<'_>, input: &Reason) -> Result<()> {
    let mut step = steps::begin(cx, target, TaskStep::Reject).await?;
    step.task.reference_on = None;
    step.task.reported_at = None;
    step.task.rework += 1;
    let task = step.finish(cx, &input.reason, EventData::default(), &[]).await?;
    let values = [("ma", task.code.clone()), ("trang_thai", "bị yêu cầu làm lại".to_owned()), ("ly_do", input.reason.clone())];
    people::tell_unit(cx, &task, Event::TaskReworkRequested, &values).await?;
    people::tell_people(cx, &task, Event::TaskReworkRequested, &values, &[task.person_id]).await
}

/// K12: decides the waiting request. On or before the due date an approval moves it; after it the decision is only recorded as late.
///
/// # Errors
/// `Conflict` without a waiting request; else as every step.
pub async fn decide_extension(cx: &mut Cx, target: Target<'_>, input: &DecideExtension) -> Result<()> {
    let mut step = steps::begin(cx, target, TaskStep::DecideExtension).await?;
    let pending = ExtensionState::Pending.as_str();
    let requests = store::extensions(&mut cx.conn(), step.task.id).await?;
    let request = requests.iter().find(|row| row.state == pending).ok_or_else(|| Error::conflict("Không có đề nghị gia hạn nào đang chờ duyệt."))?;
    let approved = input.approve;
    let applied = approved && step.task.due_on.is_some_and(|due| step.today <= due);
    if applied {
        if let Some(message) = split::due_conflict(cx, &step.task, request.new_due).await? {
            return Err(Error::conflict(message));
        }
        step.task.due_on = Some(request.new_due);
        step.task.extensions += 1;
    }
    let (now, account) = (cx.now(), cx.actor.account_id);
    store::decide_extension(&mut cx.conn(), request.id, approved, now, account, &input.note, applied).await?;
    let (old, new) = (request.old_due, request.new_due);
    let task = step.finish(cx, &input.note, EventData { asked_due: Some(new), ..EventData::default() }, &[]).await?;
    let outcome = match (approved, applied) {
        (true, true) => "đồng ý".to_owned(),
        (true, false) => "đồng ý sau khi đã quá hạn, hạn không đổi".to_owned(),
        (false, _) => format!("không đồng ý, {}", input.note),
    };
    tell::extension_decided(cx, &task, old, new, &outcome).await
}

/// K13: stops the work; what was in time stays outside the deadlines until it goes on.
///
/// # Errors
/// As every step.
pub async fn suspend(cx: &mut Cx, target: Target<'_>, input: &Reason) -> Result<()> {
    let mut step = steps::begin(cx, target, TaskStep::Suspend).await?;
    step.task.state_before = Some(step.from.to_string());
    step.task.reference_on = Some(step.today);
    let task = step.finish(cx, &input.reason, EventData::default(), &[]).await?;
    tell::changed(cx, &task, "tạm dừng", &input.reason).await
}

/// K14: goes on. A due date that was not missed moves by the working days of the suspension.
///
/// # Errors
/// `CalendarMissing` if the new due date lies in a year without calendar; else as every step.
pub async fn resume(cx: &mut Cx, target: Target<'_>, input: &Reason) -> Result<()> {
    let mut step = steps::begin(cx, target, TaskStep::Resume).await?;
    let before = step.task.due_on;
    if let (Some(due), Some(stopped)) = (step.task.due_on, step.task.reference_on)
        && stopped <= due
    {
        let calendar = crate::calendar::of_unit(cx, Some(step.task.lead_unit_id)).await?;
        let lost = calendar.working_days_between(stopped, step.today).map_err(super::calendar_error)?;
        if lost > 0 {
            let moved = calendar.add_working_days(due, lost).map_err(super::calendar_error)?;
            step.task.due_on = Some(split::within_parent(cx, &step.task, moved).await?);
        }
    }
    step.task.reference_on = None;
    step.task.state_before = None;
    let due = step.task.due_on;
    let task = step.finish(cx, &input.reason, EventData::default(), &[]).await?;
    let words = due.filter(|_| due != before).map_or_else(|| "tiếp tục".to_owned(), |due| format!("tiếp tục, hạn mới {}", date(due)));
    tell::changed(cx, &task, &words, &input.reason).await
}

/// K15: withdraws a task. It leaves the totals and stands in its own column.
///
/// # Errors
/// As every step.
pub async fn cancel(cx: &mut Cx, target: Target<'_>, input: &Reason) -> Result<()> {
    let step = steps::begin(cx, target, TaskStep::Cancel).await?;
    let given = step.from != TaskState::Draft;
    let task = step.finish(cx, &input.reason, EventData::default(), &[]).await?;
    if given {
        tell::changed(cx, &task, "bị thu hồi, hủy", &input.reason).await?;
    }
    split::cancel_parts(cx, &task, "Nhiệm vụ cha bị thu hồi, hủy").await
}
