//! K03 accept, K04 return, K06–K08 progress and completion, K11 request for more time: what the lead unit does.

use super::steps::{self, EventData, Target};
use super::{people, split, store, tell};
use crate::cx::Cx;
use crate::error::{Error, Result};
use chrono::NaiveDate;
use model::notify::Event;
use model::tasks::{Accept, Complete, ExtendRequest, ExtensionState, Progress, Reason, TaskState, TaskStep};

/// Working days within which a task may be sent back (K04).
const RETURN_DAYS: u32 = 2;

async fn working_days(cx: &mut Cx, task: &store::Task, until: NaiveDate) -> Result<u32> {
    let from = task.assigned_on.unwrap_or(until);
    let calendar = crate::calendar::of_unit(cx, Some(task.lead_unit_id)).await?;
    calendar.working_days_between(from, until).map_err(super::calendar_error)
}

/// K03: accepts a task and puts a person of the lead unit in charge.
///
/// # Errors
/// `Invalid` for somebody outside the unit; else as every step.
pub async fn accept(cx: &mut Cx, target: Target<'_>, input: &Accept) -> Result<()> {
    let mut step = steps::begin(cx, target, TaskStep::Accept).await?;
    let known = people::candidates(cx, step.task.working_unit()).await?;
    if !known.iter().any(|(id, _)| *id == input.person) {
        return Err(Error::field("nguoi_thuc_hien", "Người này không làm việc tại đơn vị chủ trì. Hãy chọn lại trong danh sách."));
    }
    step.task.person_id = Some(input.person);
    step.task.received_at = Some(cx.now());
    step.task.received_in_time = Some(working_days(cx, &step.task, step.today).await? <= 1);
    step.finish(cx, "", EventData::default(), &[]).await?;
    Ok(())
}

/// K04: sends a task back to the one who gave it, within two working days.
///
/// # Errors
/// `Conflict` after two working days; else as every step.
pub async fn return_to_assigner(cx: &mut Cx, target: Target<'_>, input: &Reason) -> Result<()> {
    let step = steps::begin(cx, target, TaskStep::ReturnToAssigner).await?;
    if working_days(cx, &step.task, step.today).await? > RETURN_DAYS {
        return Err(Error::conflict("Chỉ được trả lại trong 2 ngày làm việc từ ngày giao. Hãy đề nghị gia hạn, hoặc liên hệ lãnh đạo giao để chuyển đơn vị."));
    }
    let task = step.finish(cx, &input.reason, EventData::default(), &[]).await?;
    let values = [("ma", task.code.clone()), ("thay_doi", "đơn vị chủ trì trả lại".to_owned()), ("ly_do", input.reason.clone())];
    people::tell_people(cx, &task, Event::TaskReturned, &values, &[task.assigner_id, task.monitor_id]).await
}

/// K06 and K07: reports progress; the first report starts the work. `files` are tokens of stored files.
///
/// # Errors
/// As every step.
pub async fn report_progress(cx: &mut Cx, target: Target<'_>, input: &Progress, files: &[String]) -> Result<()> {
    let state = store::by_code(&mut cx.conn(), target.code).await?.state()?;
    let kind = if state == TaskState::Accepted { TaskStep::Start } else { TaskStep::ReportProgress };
    let mut step = steps::begin(cx, target, kind).await?;
    step.task.progress = input.percent;
    step.finish(cx, &input.text, EventData::default(), files).await?;
    Ok(())
}

/// K08: reports completion with its output. The day of this report is the completion date if it is confirmed.
///
/// # Errors
/// `Conflict` while sub-tasks run; else as every step.
pub async fn report_completion(cx: &mut Cx, target: Target<'_>, input: &Complete, files: &[String]) -> Result<()> {
    let mut step = steps::begin(cx, target, TaskStep::ReportCompletion).await?;
    let open = store::open_children(&mut cx.conn(), step.task.id).await?;
    if open > 0 {
        return Err(Error::conflict(format!("Còn {open} nhiệm vụ con chưa kết thúc. Hãy kết thúc các nhiệm vụ con trước.")));
    }
    step.task.reference_on = Some(step.today);
    step.task.reported_at = Some(cx.now());
    let task = step.finish(cx, &input.text, EventData { document: input.document.clone(), ..EventData::default() }, files).await?;
    let values = [("ma", task.code.clone()), ("trang_thai", "có báo cáo hoàn thành chờ xác nhận".to_owned())];
    people::tell_people(cx, &task, Event::TaskCompletionReported, &values, &[task.monitor_id, task.assigner_id]).await
}

/// K11: asks for a later due date. One request may wait at a time.
///
/// # Errors
/// `Invalid` if the asked day is not later; `Conflict` without a due date or while a request waits; else as every step.
pub async fn request_extension(cx: &mut Cx, target: Target<'_>, input: &ExtendRequest, files: &[String]) -> Result<()> {
    let step = steps::begin(cx, target, TaskStep::RequestExtension).await?;
    let current = step.task.due_on.ok_or_else(|| Error::conflict("Nhiệm vụ này không có hạn nên không cần gia hạn."))?;
    input.later_than(current)?;
    if let Some(message) = split::due_conflict(cx, &step.task, input.due).await? {
        return Err(Error::field("han", message));
    }
    let waiting = store::extensions(&mut cx.conn(), step.task.id).await?.iter().any(|row| row.state == ExtensionState::Pending.as_str());
    if waiting {
        return Err(Error::conflict("Đã có một đề nghị gia hạn đang chờ duyệt. Hãy chờ quyết định rồi đề nghị tiếp."));
    }
    let (now, account) = (cx.now(), cx.actor.account_id);
    store::ask_extension(&mut cx.conn(), &step.task, current, input.due, &input.reason, now, account).await?;
    let task = step.finish(cx, &input.reason, EventData { asked_due: Some(input.due), ..EventData::default() }, files).await?;
    tell::extension_requested(cx, &task, current, input.due).await
}
