//! Who follows a task from now on: handed over by whoever gave or follows it. There is exactly one monitor at a time (04 §1).

use super::monitors::monitor_of;
use super::people;
use super::steps::{self, EventData, Target};
use crate::cx::Cx;
use crate::error::{Error, Result};
use model::notify::Event;
use model::tasks::{ChangeMonitor, TaskStep};

/// A change of the monitor that may be made.
pub(super) struct Handed {
    /// Who follows now.
    pub old: Option<i64>,
    /// Who follows from now on.
    pub new: Option<i64>,
    /// "Nguyễn Mẫu An → Trần Mẫu Bình".
    pub words: String,
}

/// What the form says of a task or a series with this lead unit, checked.
///
/// # Errors
/// `Invalid` on `theo_doi` for the present monitor, and for somebody whom the form does not offer.
pub(super) async fn handed(cx: &mut Cx, old: Option<i64>, lead: i64, input: &ChangeMonitor) -> Result<Handed> {
    if old == Some(input.monitor) {
        return Err(Error::field("theo_doi", "Người này đang theo dõi rồi. Hãy chọn người khác."));
    }
    let new = monitor_of(cx, Some(input.monitor), true, Some(lead)).await?;
    let words = format!("{} → {}", name(cx, old).await?, name(cx, new).await?);
    Ok(Handed { old, new, words })
}

sql!(NAME, "SELECT full_name FROM person WHERE id = $1");

async fn name(cx: &mut Cx, person: Option<i64>) -> Result<String> {
    let Some(person) = person else { return Ok("chưa có ai".to_owned()) };
    let (name,): (String,) = cx.conn().one(NAME, args![person]).await?;
    Ok(name)
}

/// Hands the following over; the old and the new monitor are told.
///
/// # Errors
/// As [`handed`] and as every step.
pub async fn change_monitor(cx: &mut Cx, target: Target<'_>, input: &ChangeMonitor) -> Result<()> {
    let mut step = steps::begin(cx, target, TaskStep::ChangeMonitor).await?;
    let Handed { old, new, words } = handed(cx, step.task.monitor_id, step.task.working_unit(), input).await?;
    step.task.monitor_id = new;
    let task = step.finish(cx, &format!("{words}. {}", input.reason), EventData::default(), &[]).await?;
    let values = [("ma", task.code.clone()), ("thay_doi", format!("đổi chuyên viên theo dõi, {words}")), ("ly_do", input.reason.clone())];
    people::tell_people(cx, &task, Event::TaskChanged, &values, &[old, new]).await
}
