//! What people are told of K11–K15 (04 §2): requests for more time and their decisions, suspension, resumption, withdrawal.

use super::people;
use super::store::Task;
use crate::cx::Cx;
use crate::error::Result;
use chrono::NaiveDate;
use model::format::date;
use model::notify::Event;

/// K11: whoever gave the task learns that more time is asked for; without one the monitor.
///
/// # Errors
/// If the database cannot be written.
pub(super) async fn extension_requested(cx: &mut Cx, task: &Task, old: NaiveDate, new: NaiveDate) -> Result<()> {
    let values = extension(task, old, new, "chờ quyết định");
    people::tell_people(cx, task, Event::TaskExtensionRequested, &values, &[task.assigner_id.or(task.monitor_id)]).await
}

/// K12: the lead unit and the person in charge learn of the decision.
///
/// # Errors
/// If the database cannot be written.
pub(super) async fn extension_decided(cx: &mut Cx, task: &Task, old: NaiveDate, new: NaiveDate, outcome: &str) -> Result<()> {
    let values = extension(task, old, new, outcome);
    people::tell_unit(cx, task, Event::TaskExtensionDecided, &values).await?;
    people::tell_people(cx, task, Event::TaskExtensionDecided, &values, &[task.person_id]).await
}

fn extension(task: &Task, old: NaiveDate, new: NaiveDate, outcome: &str) -> [(&'static str, String); 4] {
    [("ma", task.code.clone()), ("cu", date(old)), ("moi", date(new)), ("ket_qua", outcome.to_owned())]
}

/// K13–K15: the lead unit, the person in charge, whoever gave the task and who follows it; not the one who acts.
///
/// # Errors
/// If the database cannot be written.
pub(super) async fn changed(cx: &mut Cx, task: &Task, what: &str, reason: &str) -> Result<()> {
    let values = [("ma", task.code.clone()), ("thay_doi", what.to_owned()), ("ly_do", reason.to_owned())];
    let me = cx.actor.person_id;
    let people = [task.person_id, task.assigner_id, task.monitor_id].map(|person| person.filter(|_| person != me));
    people::tell_unit(cx, task, Event::TaskChanged, &values).await?;
    people::tell_people(cx, task, Event::TaskChanged, &values, &people).await
}
