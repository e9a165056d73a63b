//! Reminders and escalation (04 §6): one bundle for a person and a moment, each line with its task and why it came.
//!
//! Two jobs look, as `dossiers::due_watch` does. In the morning of a day the first reads every open task, asks
//! `model::tasks::reminders` which rules speak of it, and gathers the lines by person; every ten minutes the second looks at
//! the express tasks. A bundle, its lines and its messages are one transaction. A person gets one bundle for a moment, and a
//! rule speaks of an occasion once to a person: the database keeps both, so a look may stop anywhere, may be repeated, and
//! several processes may look at the same time. In the quiet hours nothing is written.
//!
//! | file | what |
//! |---|---|
//! | `schedule` | the times, from the table `task_schedule`, and their change |
//! | `facts` | the open tasks |
//! | `people` | who is meant by a role |
//! | `bundle` | the lines of each person, written and sent |
//! | `unsent` | texts of earlier days that did not leave |
//! | `explain` | the explanations that units are asked for |
//! | `view` | the page of a bundle |

mod bundle;
mod explain;
mod facts;
mod people;
mod schedule;
mod unsent;
mod view;

pub(crate) use people::People;
pub use schedule::{change_times, schedule, times};
pub use view::find;

use crate::actor::Actor;
use crate::calendar::Calendars;
use crate::cx::{Cx, Portal};
use crate::error::Result;
use crate::jobs;
use crate::notify::outbox::is_quiet;
use bundle::{Bundles, Line};
use chrono::{DateTime, Duration, NaiveDate, Utc};
use explain::Ask;
use facts::OpenTask;
use model::calendar::WorkCalendar;
use model::format::{at_minute, local_date};
use model::tasks::reminders::{Occasion, ReminderRole, Schedule, daily, express};

/// Kind of the job of the morning.
pub const REMIND_JOB: &str = "tasks.remind";
/// Kind of the job that looks at express tasks.
pub const EXPRESS_JOB: &str = "tasks.express";
/// Minutes between two looks at express tasks.
const EVERY: i64 = 10;
/// Finished looks are forgotten after this time: they carry no facts.
const KEPT: Duration = Duration::days(1);

sql!(FORGET, "DELETE FROM job WHERE kind = 'tasks.express' AND state = 'done' AND done_at < $1");

/// Plans the reminders of the day and the present look at express tasks; one row each however often it is called.
///
/// # Errors
/// If the database cannot be written.
pub async fn plan(cx: &mut Cx) -> Result<()> {
    let (now, today) = (cx.now(), local_date(cx.now()));
    let at = at_minute(today, schedule(cx).await?.remind_at);
    jobs::later(cx, REMIND_JOB, &format!("{REMIND_JOB}:{today}"), &serde_json::Value::Null, at).await?;
    let slot = now.timestamp().div_euclid(EVERY * 60);
    jobs::later(cx, EXPRESS_JOB, &format!("{EXPRESS_JOB}:{slot}"), &serde_json::Value::Null, now).await
}

fn worker() -> Actor {
    Actor::system("Nhắc việc")
}

/// What a look did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Reminded {
    /// Tasks that were read.
    pub read: usize,
    /// Bundles that were written.
    pub bundles: usize,
}

/// Writes the reminders of the present day; nothing before their time, in the quiet hours, and for units with a day off.
///
/// # Errors
/// If the database cannot be used; what was written stays written, the rest is written by the next try.
pub async fn remind(portal: &Portal) -> Result<Reminded> {
    let mut cx = portal.read(&worker()).await?;
    let (now, schedule) = (cx.now(), schedule(&mut cx).await?);
    let today = local_date(now);
    if is_quiet(now) || now < at_minute(today, schedule.remind_at) {
        return Ok(Reminded::default());
    }
    let tasks = facts::open(&mut cx, today, &schedule).await?;
    let (mut bundles, asks) = gather(&mut cx, &tasks, Moment::Morning(today), &schedule).await?;
    drop(cx);
    // Asked before anybody is told, so that the message leads to a task that can be explained.
    bundles.without_explanation(&explain::ask(portal, &worker(), asks).await?);
    let written = bundle::write(portal, &worker(), &today.to_string(), bundles).await?;
    Ok(Reminded { read: tasks.len(), bundles: written })
}

/// Looks at the express tasks of this minute.
///
/// # Errors
/// As [`remind`].
pub async fn watch_express(portal: &Portal) -> Result<Reminded> {
    let mut cx = portal.read(&worker()).await?;
    let (now, schedule) = (cx.now(), schedule(&mut cx).await?);
    let mut done = Reminded::default();
    if is_quiet(now) {
        drop(cx);
    } else {
        let tasks = facts::express(&mut cx).await?;
        let (bundles, _) = gather(&mut cx, &tasks, Moment::Minute(now), &schedule).await?;
        drop(cx);
        done = Reminded { read: tasks.len(), bundles: bundle::write(portal, &worker(), &slot(now), bundles).await? };
    }
    let mut cx = portal.write(&worker()).await?;
    let before = now - KEPT;
    cx.conn().exec(FORGET, args![before]).await?;
    cx.commit().await?;
    Ok(done)
}

/// Which rules speak: those of a morning, or those of a minute.
#[derive(Debug, Clone, Copy)]
enum Moment {
    Morning(NaiveDate),
    Minute(DateTime<Utc>),
}

impl Moment {
    fn occasions(self, task: &OpenTask, schedule: &Schedule, calendar: &WorkCalendar) -> Result<Vec<Occasion>> {
        let facts = task.facts()?;
        Ok(match self {
            Moment::Morning(day) => daily(&facts, day, schedule, calendar)?,
            Moment::Minute(now) => express(&facts, now, schedule, calendar)?.into_iter().collect(),
        })
    }
}

/// The name of a look at express tasks, apart from the mornings.
fn slot(now: DateTime<Utc>) -> String {
    format!("{} {}", local_date(now), now.timestamp().div_euclid(EVERY * 60))
}

/// The lines of every person, without what was said before, and the explanations that are due. A task without a calendar for
/// its days is passed over: the province is warned of a missing year elsewhere, and one task keeps nobody else from being reminded.
async fn gather(cx: &mut Cx, tasks: &[OpenTask], moment: Moment, schedule: &Schedule) -> Result<(Bundles, Vec<Ask>)> {
    let (mut bundles, mut asks) = (Bundles::default(), Vec::new());
    if tasks.is_empty() {
        return Ok((bundles, asks));
    }
    let people = People::of(cx).await?;
    let mut calendars = Calendars::now();
    for task in tasks {
        let calendar = calendars.of(cx, task.unit_id).await?;
        let occasions = match moment.occasions(task, schedule, &calendar) {
            Err(crate::Error::CalendarMissing(_)) => continue,
            found => found?,
        };
        for occasion in occasions {
            asks.extend(Ask::of(task, &occasion));
            for (role, person) in meant(&people, task, &occasion) {
                bundles.add(person, Line::new(task, &occasion, role));
            }
        }
    }
    bundles.without_said(cx).await?;
    if let Moment::Morning(_) = moment {
        bundles.send_again(&unsent::unsent(cx, schedule).await?);
    }
    Ok((bundles, asks))
}

/// Whom an occasion is said to. Before somebody is in charge, the leaders of the unit are reminded.
fn meant(people: &People, task: &OpenTask, occasion: &Occasion) -> Vec<(ReminderRole, i64)> {
    let mut found = Vec::new();
    let roles = occasion.rule.roles();
    let nobody = roles.contains(&ReminderRole::InCharge) && task.person_id.is_none() && !roles.contains(&ReminderRole::UnitLeader);
    let instead: &[ReminderRole] = if nobody { &[ReminderRole::UnitLeader] } else { &[] };
    for role in roles.iter().chain(instead) {
        found.extend(people.holding(*role, task).into_iter().map(|person| (*role, person)));
    }
    found
}

/// The codes of the followed tasks that are overdue by so many working days that the Chair reads of them: the escalations of
/// the weekly digest.
///
/// # Errors
/// If the database cannot be read.
pub(crate) async fn long_overdue(cx: &mut Cx, today: NaiveDate, schedule: &Schedule) -> Result<Vec<String>> {
    let tasks = facts::open(cx, today, schedule).await?;
    let mut calendars = Calendars::now();
    let mut found = Vec::new();
    for task in &tasks {
        let (Some(due), true) = (task.due_on, task.followed()) else { continue };
        if due >= today || task.state == "completion_reported" {
            continue;
        }
        let calendar = calendars.of(cx, task.unit_id).await?;
        if model::tasks::reminders::days_since(due, today, &calendar).is_ok_and(|days| days >= schedule.chair_days) {
            found.push(task.code.clone());
        }
    }
    Ok(found)
}
