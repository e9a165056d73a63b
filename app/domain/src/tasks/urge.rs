//! Đôn đốc by a person, and the explanation that the portal asks of a unit when a task is long overdue (04 §6).

use super::steps::{self, EventData, Target};
use super::{people, store};
use crate::cx::Cx;
use crate::error::{Error, Result};
use crate::org;
use chrono::NaiveDate;
use model::notify::Event;
use model::tasks::{TaskState, TaskStep, Words};

/// Urges the lead unit: the words stand in the log, the person in charge and the unit are told.
///
/// # Errors
/// As every step.
pub async fn urge(cx: &mut Cx, target: Target<'_>, input: &Words) -> Result<()> {
    let step = steps::begin(cx, target, TaskStep::Urge).await?;
    let task = step.finish(cx, &input.text, EventData::default(), &[]).await?;
    let due = task.due_on.map_or_else(|| "không thời hạn".to_owned(), model::format::date);
    let link = format!("{}/can-bo/nhiem-vu/{}", cx.settings().base_url, task.code);
    let values = [("ma", task.code.clone()), ("ngay", due), ("link", link), ("noi_dung", input.text.clone())];
    people::tell_unit(cx, &task, Event::TaskUrged, &values).await?;
    people::tell_people(cx, &task, Event::TaskUrged, &values, &[task.person_id]).await
}

sql!(WAITS, "SELECT COUNT(*) FROM task_explanation WHERE task_id = $1 AND answered_at IS NULL");

/// True if an explanation was asked for and not given.
pub(super) async fn awaits_explanation(cx: &mut Cx, task: i64) -> Result<bool> {
    Ok(cx.conn().count(WAITS, args![task]).await? > 0)
}

sql!(ASK, "INSERT INTO task_explanation (task_id, unit_id, due_on, days, asked_at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (task_id, due_on) DO NOTHING");

/// Asks the unit to explain why a task is overdue by so many working days, once per due date. The portal does it by rule; a
/// task that is no longer at work is passed over.
///
/// # Errors
/// As every step.
pub(super) async fn ask_explanation(cx: &mut Cx, code: &str, due: NaiveDate, days: i64) -> Result<()> {
    let task = store::by_code(&mut cx.conn(), code).await?;
    if !matches!(task.state()?, TaskState::Assigned | TaskState::Accepted | TaskState::InProgress) {
        return Ok(());
    }
    let now = cx.now();
    if cx.conn().exec(ASK, args![task.id, task.working_unit(), due, days, now]).await? == 0 {
        return Ok(());
    }
    let step = steps::begin(cx, Target { code, version: None }, TaskStep::AskExplanation).await?;
    step.finish(cx, &format!("Quá hạn {days} ngày làm việc."), EventData::default(), &[]).await?;
    Ok(())
}

sql!(ANSWER, "UPDATE task_explanation SET answer = $2, answered_at = $3, answered_by = $4, answered_name = $5 WHERE task_id = $1 AND answered_at IS NULL");

/// Gives the explanation that was asked for; the monitor and the one who gave the task are told.
///
/// # Errors
/// `Conflict` if none is asked for; else as every step.
pub async fn explain(cx: &mut Cx, target: Target<'_>, input: &Words) -> Result<()> {
    let step = steps::begin(cx, target, TaskStep::Explain).await?;
    let (now, account, name) = (cx.now(), cx.actor.account_id, cx.actor.name.clone());
    if cx.conn().exec(ANSWER, args![step.task.id, &input.text, now, account, name]).await? == 0 {
        return Err(Error::conflict("Nhiệm vụ này không có yêu cầu giải trình nào đang chờ. Hãy tải lại trang."));
    }
    let task = step.finish(cx, &input.text, EventData::default(), &[]).await?;
    let day = org::today(cx);
    let unit = org::names(cx, &[task.lead_unit_id], day).await?.remove(&task.lead_unit_id).unwrap_or_default();
    let values = [("ma", task.code.clone()), ("don_vi", unit)];
    people::tell_people(cx, &task, Event::TaskExplained, &values, &[task.monitor_id, task.assigner_id]).await
}
