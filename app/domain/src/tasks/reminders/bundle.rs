//! The lines of each person as one bundle: written and sent in one transaction, once for a person and a moment.

use super::facts::OpenTask;
use crate::actor::Actor;
use crate::cx::{Cx, Portal};
use crate::db::Query;
use crate::error::Result;
use crate::notify::outbox::quiet_from;
use crate::notify::{self, Recipient};
use crate::org;
use chrono::{DateTime, Duration, NaiveDate, Utc};
use model::format::{date, local_date, time_date};
use model::notify::Event;
use model::tasks::reminders::{Occasion, ReminderRole, ReminderRule, summary};
use std::collections::{BTreeMap, HashMap, HashSet};

/// Bundles that are written in one transaction.
const TOGETHER: usize = 50;

/// One task of a bundle.
#[derive(Debug, Clone)]
pub(super) struct Line {
    task_id: i64,
    task: String,
    unit_id: i64,
    rule: ReminderRule,
    role: ReminderRole,
    occasion: String,
    due_on: Option<NaiveDate>,
    days: i64,
    sms: bool,
}

impl Line {
    pub(super) fn new(task: &OpenTask, occasion: &Occasion, role: ReminderRole) -> Self {
        Self {
            task_id: task.id,
            task: task.code.clone(),
            unit_id: task.unit_id,
            rule: occasion.rule,
            role,
            occasion: occasion.key.clone(),
            due_on: task.due_on,
            days: i64::from(occasion.days),
            sms: occasion.sms,
        }
    }
}

/// The lines of a look by person.
#[derive(Debug, Default)]
pub(super) struct Bundles(BTreeMap<i64, Vec<Line>>);

/// What was said of some tasks. Rules that speak again every day name the day in their occasion; the others speak once.
const SAID: &str = "SELECT l.task_id, l.person_id, l.rule, l.occasion FROM task_notice_line l WHERE l.rule <> 'overdue' AND l.task_id IN ";
/// Tasks that one statement asks for: both engines bound the number of values.
const ASKED: usize = 500;

impl Bundles {
    /// Adds a line; a person who is meant twice gets it once.
    pub(super) fn add(&mut self, person: i64, line: Line) {
        let lines = self.0.entry(person).or_default();
        if !lines.iter().any(|other| other.task_id == line.task_id && other.rule == line.rule) {
            lines.push(line);
        }
    }

    /// The texts of these people and tasks did not leave on their day: what is said of the tasks now goes out in their place.
    pub(super) fn send_again(&mut self, unsent: &HashSet<(i64, i64)>) {
        for (person, lines) in &mut self.0 {
            for line in lines.iter_mut().filter(|line| line.rule == ReminderRule::Overdue && unsent.contains(&(*person, line.task_id))) {
                line.sms = true;
            }
        }
    }

    /// Takes out the word that these tasks are to be explained: they were not asked for yet.
    pub(super) fn without_explanation(&mut self, tasks: &HashSet<i64>) {
        for lines in self.0.values_mut() {
            lines.retain(|line| line.rule != ReminderRule::Explain || !tasks.contains(&line.task_id));
        }
        self.0.retain(|_, lines| !lines.is_empty());
    }

    /// Takes out what was said before.
    pub(super) async fn without_said(&mut self, cx: &mut Cx) -> Result<()> {
        if self.0.is_empty() {
            return Ok(());
        }
        let mut tasks: Vec<i64> = self.0.values().flatten().map(|line| line.task_id).collect();
        tasks.sort_unstable();
        tasks.dedup();
        let mut said: HashSet<(i64, i64, String, String)> = HashSet::new();
        for some in tasks.chunks(ASKED) {
            let mut query = Query::new(SAID);
            query.bind_list(some.iter().copied());
            said.extend(query.all::<(i64, i64, String, String)>(&mut cx.conn()).await?);
        }
        for (person, lines) in &mut self.0 {
            lines.retain(|line| !said.contains(&(line.task_id, *person, line.rule.to_string(), line.occasion.clone())));
            lines.sort_by_key(|line| (line.rule, line.due_on, line.task_id));
        }
        self.0.retain(|_, lines| !lines.is_empty());
        Ok(())
    }
}

sql!(BUNDLE, "INSERT INTO task_notice (code, person_id, slot, at) VALUES ($1, $2, $3, $4) ON CONFLICT (person_id, slot) DO NOTHING RETURNING id");
sql!(
    LINE,
    "INSERT INTO task_notice_line (notice_id, task_id, person_id, rule, role, occasion, due_on, days) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
     ON CONFLICT (task_id, person_id, rule, occasion) DO NOTHING"
);

/// Writes and sends the bundles of a moment; gives how many were new. People without an active account get none.
pub(super) async fn write(portal: &Portal, actor: &Actor, slot: &str, bundles: Bundles) -> Result<usize> {
    let people: Vec<i64> = bundles.0.keys().copied().collect();
    if people.is_empty() {
        return Ok(0);
    }
    let mut cx = portal.read(actor).await?;
    let reached = notify::reached(&mut cx, &people).await?;
    let day = org::today(&cx);
    let mut units: Vec<i64> = bundles.0.values().flatten().map(|line| line.unit_id).collect();
    units.sort_unstable();
    units.dedup();
    let units = org::names(&mut cx, &units, day).await?;
    drop(cx);
    let bundles: Vec<(i64, Vec<Line>)> = bundles.0.into_iter().filter(|(person, _)| reached.contains_key(person)).collect();
    let mut written = 0;
    for group in bundles.chunks(TOGETHER) {
        let mut cx = portal.write(actor).await?;
        for (person, lines) in group {
            if let Some(to) = reached.get(person) {
                written += usize::from(one(&mut cx, slot, *person, to, lines, &units).await?);
            }
        }
        cx.commit().await?;
    }
    Ok(written)
}

/// Writes the bundle of one person; false if another process did it, or nothing of it is new.
async fn one(cx: &mut Cx, slot: &str, person: i64, to: &Recipient, lines: &[Line], units: &HashMap<i64, String>) -> Result<bool> {
    let (now, code) = (cx.now(), crate::numbering::random_code(10));
    let notice: Option<(i64,)> = cx.conn().opt(BUNDLE, args![&code, person, slot, now]).await?;
    let Some((notice,)) = notice else { return Ok(false) };
    let mut fresh: Vec<&Line> = Vec::with_capacity(lines.len());
    for line in lines {
        let values = args![notice, line.task_id, person, line.rule.as_str(), line.role.as_str(), &line.occasion, line.due_on, line.days];
        if cx.conn().exec(LINE, values).await? == 1 {
            fresh.push(line);
        }
    }
    if fresh.is_empty() {
        return Ok(false);
    }
    let key = format!("nhac:{code}");
    let link = format!("/can-bo/nhac-viec/{code}");
    let (event, values) = said(cx, &fresh, units, &link);
    notify::send(cx, event, &key, &to.in_app(), &values, &link).await?;
    let urgent: Vec<&Line> = fresh.into_iter().filter(|line| line.sms).collect();
    if !urgent.is_empty() {
        let (event, values) = said(cx, &urgent, units, &link);
        let until = true_until(now, &urgent, event);
        notify::send_until(cx, event, &key, &to.outside(), &values, &link, until).await?;
    }
    Ok(true)
}

/// Until when the words are true: days are counted on one day, which ends with the quiet hours (09 §2); hours are named with their day.
fn true_until(now: DateTime<Utc>, lines: &[&Line], event: Event) -> Option<DateTime<Utc>> {
    if lines.iter().all(|line| by_the_hour(line.rule)) {
        return event.life().map(|minutes| now + Duration::minutes(minutes));
    }
    Some(quiet_from(local_date(now)))
}

/// The rules of express tasks.
fn by_the_hour(rule: ReminderRule) -> bool {
    matches!(rule, ReminderRule::ExpressHalf | ReminderRule::ExpressMost)
}

/// The words of a message: those of the rule for one task or for the escalations of one unit, else a summary.
fn said(cx: &Cx, lines: &[&Line], units: &HashMap<i64, String>, link: &str) -> (Event, Vec<(&'static str, String)>) {
    let day = |day: Option<NaiveDate>| day.map_or_else(|| "không thời hạn".to_owned(), date);
    let address = ("link", format!("{}{link}", cx.settings().base_url));
    if let [line] = lines {
        let code = ("ma", line.task.clone());
        match line.rule {
            ReminderRule::DueSoon | ReminderRule::DueToday | ReminderRule::ExpressHalf | ReminderRule::ExpressMost => {
                let words = line.rule.words(line.days);
                let left = match line.rule {
                    ReminderRule::DueToday => format!("hôm nay là {words}"),
                    rule if by_the_hour(rule) => format!("đến {} {words}", time_date(cx.now())),
                    _ => words,
                };
                return (Event::TaskDueSoon, vec![code, ("ngay", day(line.due_on)), ("con", left), address]);
            }
            ReminderRule::Overdue => return (Event::TaskOverdue, vec![code, ("so", line.days.to_string()), address]),
            _ => {}
        }
    }
    let first = lines.first().map(|line| line.unit_id);
    if lines.iter().all(|line| line.rule == ReminderRule::Escalated && Some(line.unit_id) == first) {
        let unit = first.and_then(|unit| units.get(&unit)).cloned().unwrap_or_default();
        let least = lines.iter().map(|line| line.days).min().unwrap_or_default();
        return (Event::TaskEscalated, vec![("n", lines.len().to_string()), ("so", least.to_string()), ("don_vi", unit)]);
    }
    let said: Vec<(i64, ReminderRule)> = lines.iter().map(|line| (line.task_id, line.rule)).collect();
    let today = date(local_date(cx.now()));
    (Event::TaskReminders, vec![("ngay", today), ("tom_tat", summary(&said, "nhiệm vụ")), address])
}
