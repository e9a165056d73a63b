//! The tasks of the periods that have come. Each series is its own transaction and holds its row meanwhile; a period that is
//! dealt with has a row for ever. So it may run twice, on several processes, and after any stop.

use super::store::{self, SeriesRow, Wording};
use super::waiting;
use crate::actor::Actor;
use crate::cx::{Cx, Portal};
use crate::error::Result;
use crate::tasks::{assign, store as tasks};
use chrono::{Days, NaiveDate};
use model::access::Role;
use model::calendar::WorkCalendar;
use model::format::{date, local_date};
use model::org::Today;
use model::tasks::series::{Occurrence, OffDay, period_words};
use model::tasks::{DeadlineKind, NewTask, TITLE_MAX};
use std::collections::HashSet;
use std::sync::Arc;

/// Name of the portal in the events of these tasks.
const NAME: &str = "Nhiệm vụ định kỳ";
/// How far back a stop is made up for, days.
const CATCH_UP: u64 = 400;
/// Days off never move a period further than this, days.
const REACH: u64 = 40;
/// Characters of a title that are kept for the name of the period.
const SUFFIX: usize = 60;

/// Makes what has come since the last night, for every active series.
///
/// # Errors
/// The first failure; the other series are done all the same.
pub async fn nightly(portal: &Portal) -> Result<()> {
    let mut cx = portal.read(&Actor::system(NAME)).await?;
    let active = store::active(&mut cx.conn()).await?;
    drop(cx);
    let mut outcome = Ok(());
    for (id,) in active {
        let done = one(portal, id).await;
        if let Err(error) = &done {
            tracing::warn!(%error, series = id, "making the tasks of a series");
        }
        outcome = outcome.and(done);
    }
    outcome
}

async fn one(portal: &Portal, id: i64) -> Result<()> {
    let mut cx = portal.write(&Actor::system(NAME)).await?;
    bring_up_to_date(&mut cx, id).await?;
    cx.commit().await?;
    Ok(())
}

/// Makes what has come of one series, if it is active. What cannot be made (a unit or a calendar is missing) is noted at the
/// series, and those who gave or follow it are told; nothing half-made is left.
pub(super) async fn bring_up_to_date(cx: &mut Cx, id: i64) -> Result<()> {
    if !store::lock(&mut cx.conn(), id).await? {
        return Ok(());
    }
    let series = store::by_id(&mut cx.conn(), id).await?;
    let problem = catch_up(cx, &series).await?;
    if problem != series.problem {
        store::set_problem(&mut cx.conn(), id, &problem).await?;
        if !problem.is_empty() {
            waiting::tell(cx, &series, &problem).await?;
        }
        cx.changed("task", &series.code);
    }
    Ok(())
}

/// A period that has come, with the wording it follows.
struct Due<'a> {
    found: Occurrence,
    wording: &'a Wording,
    calendar: Arc<WorkCalendar>,
}

/// Makes every period that has come, oldest first; returns what stopped it, in words.
async fn catch_up(cx: &mut Cx, series: &SeriesRow) -> Result<String> {
    let today = local_date(cx.now());
    let since = series.since.max(today - Days::new(CATCH_UP));
    let wordings = store::wordings(&mut cx.conn(), series.id).await?;
    let mut done: HashSet<String> = store::done(&mut cx.conn(), series.id, since - Days::new(REACH)).await?.into_iter().map(|(period,)| period).collect();
    let mut due = Vec::new();
    let mut problem = String::new();
    for (at, wording) in wordings.iter().enumerate() {
        let until = wordings.get(at + 1).map_or(today, |next| (next.applies_from - Days::new(1)).min(today));
        let from = since.max(wording.applies_from);
        if until < from {
            continue;
        }
        let calendar = crate::calendar::of_unit(cx, Some(wording.lead_unit_id)).await?;
        let (found, stopped) = come(wording, from, until, today, &calendar, &mut done)?;
        due.extend(found.into_iter().map(|found| Due { found, wording, calendar: calendar.clone() }));
        problem = stopped.unwrap_or(problem);
    }
    due.sort_by_key(|due| due.found.stands());
    for due in due {
        if let Some(stopped) = deal_with(cx, series, &due, today).await? {
            return Ok(stopped);
        }
    }
    Ok(problem)
}

/// The periods of one wording that stand from `from` to `until` and are not dealt with, and what stopped the look.
fn come(
    wording: &Wording,
    from: NaiveDate,
    until: NaiveDate,
    today: NaiveDate,
    calendar: &WorkCalendar,
    done: &mut HashSet<String>,
) -> Result<(Vec<Occurrence>, Option<String>)> {
    let rule = wording.rule()?;
    let first = wording.valid_from.max(from - Days::new(REACH));
    let last = wording.valid_to.unwrap_or(NaiveDate::MAX).min(until + Days::new(REACH));
    let mut found = Vec::new();
    for (period, nominal) in rule.named(first, last) {
        let early = rule.off_day == OffDay::Before || rule.day == 0;
        if done.contains(&period) || (nominal > today && !early) {
            continue;
        }
        let occurrence = match rule.place(period.clone(), nominal, calendar) {
            Ok(occurrence) => occurrence,
            // The calendar of next year is wanted when its days come.
            Err(_) if nominal > today => continue,
            Err(error) => return Ok((found, Some(stopped_at(&period, nominal, &error.to_string())))),
        };
        if (from..=until).contains(&occurrence.stands()) {
            done.insert(occurrence.period.clone());
            found.push(occurrence);
        }
    }
    Ok((found, None))
}

/// Gives the task of a period, or notes that it is left out. Everything that may refuse is asked before anything is written.
async fn deal_with(cx: &mut Cx, series: &SeriesRow, due: &Due<'_>, today: NaiveDate) -> Result<Option<String>> {
    let now = cx.now();
    let found = &due.found;
    let Some(day) = found.day else {
        store::add_period(&mut cx.conn(), series.id, &found.period, found.nominal, None, now).await?;
        return Ok(None);
    };
    let days = u32::try_from(due.wording.due_days).unwrap_or_default();
    let due_on = match due.calendar.add_working_days(day, days) {
        Ok(due_on) => due_on,
        Err(error) => return Ok(Some(stopped_at(&found.period, found.nominal, &error.to_string()))),
    };
    let units = crate::org::successors(cx).await?;
    let Today::Unit(lead) = units.of(due.wording.lead_unit_id) else {
        let why = "Đơn vị chủ trì không còn hoạt động. Hãy sửa chuỗi và chọn đơn vị khác.";
        return Ok(Some(stopped_at(&found.period, found.nominal, why)));
    };
    let mut co_units = Vec::new();
    for unit in store::co_units(&mut cx.conn(), due.wording.id).await? {
        if let Today::Unit(unit) = units.of(unit)
            && unit != lead
            && !co_units.contains(&unit)
        {
            co_units.push(unit);
        }
    }
    let input = task(series, due, today, (lead, co_units), due_on)?;
    let input = NewTask { monitor: assign::living(cx, series.monitor_id, Role::TaskMonitor).await?, ..input };
    // Who no longer gives tasks gives none by a series: its followers and the province look after them.
    let giver = assign::living(cx, series.assigner_id, Role::TaskAssigner).await?;
    let acting = Actor { person_id: giver, ..Actor::system(NAME) };
    let asked = std::mem::replace(&mut cx.actor, acting);
    let made = assign::create_and_assign(cx, &input).await;
    cx.actor = asked;
    let code = made?;
    let id = tasks::by_code(&mut cx.conn(), &code).await?.id;
    store::add_period(&mut cx.conn(), series.id, &found.period, found.nominal, Some((day, id)), now).await?;
    Ok(None)
}

/// "Kỳ tháng 12/2027, ngày 15/12/2027: …": which period could not be made, and why.
fn stopped_at(period: &str, nominal: NaiveDate, why: &str) -> String {
    let (words, day) = (period_words(period, nominal), date(nominal));
    let words = if words.contains(&day) { words } else { format!("{words}, ngày {day}") };
    format!("Kỳ {words}: {why}")
}

/// The task of a period, as its wording says.
fn task(series: &SeriesRow, due: &Due<'_>, today: NaiveDate, units: (i64, Vec<i64>), due_on: NaiveDate) -> Result<NewTask> {
    let (wording, found) = (due.wording, &due.found);
    let words = period_words(&found.period, found.nominal);
    let title: String = wording.title.chars().take(TITLE_MAX - SUFFIX).collect();
    let late = due_on < today;
    Ok(NewTask {
        title: format!("{title} – {words}"),
        source_kind: wording.source_kind.parse()?,
        source_number: wording.source_number.clone(),
        direction: wording.direction.clone(),
        lead_unit: units.0,
        co_units: units.1,
        deadline_kind: DeadlineKind::Recurring,
        due: Some(due_on),
        urgency: wording.urgency.parse()?,
        field: wording.field.clone(),
        output: wording.output.clone(),
        back_dated_reason: if late { format!("Lập bù {words} của chuỗi {}", series.code) } else { String::new() },
        ..NewTask::default()
    })
}
