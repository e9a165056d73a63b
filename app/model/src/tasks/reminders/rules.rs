//! Which rules speak of a task now. Pure: facts, day, calendar of the unit and schedule go in, occasions come out.

use super::{ReminderRule, Schedule};
use crate::calendar::{CalendarError, WorkCalendar};
use crate::format::local_date;
use crate::tasks::{TaskState, Urgency};
use chrono::{DateTime, Datelike, Days, NaiveDate, Utc};

/// What the rules look at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TaskFacts {
    /// State.
    pub state: TaskState,
    /// Urgency.
    pub urgency: Urgency,
    /// Due date, if it has one.
    pub due_on: Option<NaiveDate>,
    /// Day of the assignment.
    pub assigned_on: NaiveDate,
    /// Instant of the assignment, if it is known.
    pub assigned_at: Option<DateTime<Utc>>,
    /// Instant of the completion report that waits.
    pub reported_at: Option<DateTime<Utc>>,
    /// True for a task that the province follows: no sub-task, not given inside the unit.
    pub followed: bool,
}

/// One rule that speaks of a task.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Occasion {
    /// The rule.
    pub rule: ReminderRule,
    /// Working days left or over; for express tasks the share of the time, percent.
    pub days: u32,
    /// Names the occasion for ever: a rule speaks once of it to a person.
    pub key: String,
    /// True if it is worth an SMS.
    pub sms: bool,
}

/// True on the first working day of the reminder week.
///
/// # Errors
/// [`CalendarError::Missing`] for a year without calendar.
pub fn begins_week(today: NaiveDate, schedule: &Schedule, cal: &WorkCalendar) -> Result<bool, CalendarError> {
    if !cal.is_working_day(today)? {
        return Ok(false);
    }
    let back = (today.weekday().number_from_monday() + 7 - schedule.weekly_on) % 7;
    for n in 1..=u64::from(back) {
        if let Some(day) = today.checked_sub_days(Days::new(n))
            && cal.is_working_day(day)?
        {
            return Ok(false);
        }
    }
    Ok(true)
}

/// What is said of a task in the morning of a day; nothing on a day off, and nothing of a task that is suspended or over.
///
/// # Errors
/// [`CalendarError::Missing`] for a year without calendar.
pub fn daily(facts: &TaskFacts, today: NaiveDate, schedule: &Schedule, cal: &WorkCalendar) -> Result<Vec<Occasion>, CalendarError> {
    let mut found = Vec::new();
    if !cal.is_working_day(today)? {
        return Ok(found);
    }
    match facts.state {
        TaskState::Assigned | TaskState::Accepted | TaskState::InProgress => {
            if facts.state == TaskState::Assigned {
                found.extend(not_accepted(facts, today, schedule, cal)?);
            }
            if let Some(due) = facts.due_on {
                found.extend(of_the_unit(due, today, schedule, cal)?);
                found.extend(escalation(facts, due, today, schedule, cal)?);
            }
        }
        // It waits for the side that gave it; the days go on.
        TaskState::ReturnedToAssigner => {
            if let Some(due) = facts.due_on {
                found.extend(escalation(facts, due, today, schedule, cal)?.into_iter().filter(|said| said.rule != ReminderRule::Explain));
            }
        }
        TaskState::CompletionReported => found.extend(unconfirmed(facts, today, schedule, cal)?),
        TaskState::Draft | TaskState::Suspended | TaskState::Completed | TaskState::Cancelled => {}
    }
    Ok(found)
}

fn not_accepted(facts: &TaskFacts, today: NaiveDate, schedule: &Schedule, cal: &WorkCalendar) -> Result<Option<Occasion>, CalendarError> {
    let days = days_since(facts.assigned_on, today, cal)?;
    let key = facts.assigned_on.to_string();
    Ok((days > schedule.accept_days).then_some(Occasion { rule: ReminderRule::NotAccepted, days, key, sms: false }))
}

fn unconfirmed(facts: &TaskFacts, today: NaiveDate, schedule: &Schedule, cal: &WorkCalendar) -> Result<Option<Occasion>, CalendarError> {
    let Some(reported) = facts.reported_at.map(local_date) else { return Ok(None) };
    let days = days_since(reported, today, cal)?;
    Ok((days > schedule.confirm_days).then_some(Occasion { rule: ReminderRule::Unconfirmed, days, key: reported.to_string(), sms: false }))
}

/// Before, on and after the due date.
fn of_the_unit(due: NaiveDate, today: NaiveDate, schedule: &Schedule, cal: &WorkCalendar) -> Result<Option<Occasion>, CalendarError> {
    if today > due {
        let days = days_since(due, today, cal)?;
        let key = format!("{due} {today}");
        return Ok((days > 0).then(|| Occasion { rule: ReminderRule::Overdue, days, key, sms: schedule.sms_overdue(days) }));
    }
    // A due date on a day off is reminded of on the last working day before it.
    let days = match cal.working_days_between(today, due) {
        Ok(days) => days,
        // A due date beyond the known calendars is far away.
        Err(CalendarError::Missing(_)) => return Ok(None),
        Err(other) => return Err(other),
    };
    Ok(match days {
        0 => Some(Occasion { rule: ReminderRule::DueToday, days, key: due.to_string(), sms: true }),
        days if schedule.before_days.contains(&days) => Some(Occasion { rule: ReminderRule::DueSoon, days, key: format!("{due} {days}"), sms: false }),
        _ => None,
    })
}

fn escalation(facts: &TaskFacts, due: NaiveDate, today: NaiveDate, schedule: &Schedule, cal: &WorkCalendar) -> Result<Vec<Occasion>, CalendarError> {
    let mut found = Vec::new();
    if today <= due || !facts.followed {
        return Ok(found);
    }
    let days = days_since(due, today, cal)?;
    let mut say = |rule, key| found.push(Occasion { rule, days, key, sms: false });
    if days >= schedule.escalate_days {
        say(ReminderRule::Escalated, due.to_string());
    }
    if days >= schedule.chair_days {
        say(ReminderRule::Explain, due.to_string());
        if begins_week(today, schedule, cal)? {
            say(ReminderRule::ChairList, format!("{due} {today}"));
        }
    }
    Ok(found)
}

/// Working days from a day until today, as the rules count days overdue and days of waiting. History from before the first
/// known calendar counts from its first day.
///
/// # Errors
/// [`CalendarError::Missing`] for a year without calendar.
pub fn days_since(day: NaiveDate, today: NaiveDate, cal: &WorkCalendar) -> Result<u32, CalendarError> {
    let first = cal.known_years().and_then(|(first, _)| NaiveDate::from_ymd_opt(first, 1, 1));
    cal.working_days_between(first.map_or(day, |first| day.max(first)), today)
}

/// What is said of an express task at this minute of its working time: half of it, then most of it, has passed.
///
/// # Errors
/// [`CalendarError::Missing`] for a year without calendar.
pub fn express(facts: &TaskFacts, now: DateTime<Utc>, schedule: &Schedule, cal: &WorkCalendar) -> Result<Option<Occasion>, CalendarError> {
    let open = matches!(facts.state, TaskState::Assigned | TaskState::Accepted | TaskState::InProgress);
    let (Some(due_on), Some(from), true) = (facts.due_on, facts.assigned_at, open && facts.urgency == Urgency::Express) else { return Ok(None) };
    let due = cal.date_due(due_on)?;
    if now < from || now >= due {
        return Ok(None);
    }
    let (whole, used) = (cal.working_minutes_between(from, due)?, cal.working_minutes_between(from, now)?);
    if whole <= 0 {
        return Ok(None);
    }
    let share = u32::try_from(used.max(0) * 100 / whole).unwrap_or(100);
    let [half, most] = schedule.express;
    let rule = match share {
        share if share >= most => ReminderRule::ExpressMost,
        share if share >= half => ReminderRule::ExpressHalf,
        _ => return Ok(None),
    };
    Ok(Some(Occasion { rule, days: share, key: due_on.to_string(), sms: true }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::at_minute;

    fn day(m: u32, d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, m, d).expect("day")
    }

    fn facts(state: TaskState) -> TaskFacts {
        TaskFacts {
            state,
            urgency: Urgency::Normal,
            due_on: Some(day(11, 25)),
            assigned_on: day(11, 2),
            assigned_at: Some(at_minute(day(11, 2), 480)),
            reported_at: None,
            followed: true,
        }
    }

    fn said(facts: &TaskFacts, today: NaiveDate) -> Vec<(&'static str, u32)> {
        let found = daily(facts, today, &Schedule::default(), &WorkCalendar::vietnam()).expect("calendar");
        found.iter().map(|occasion| (occasion.rule.as_str(), occasion.days)).collect()
    }

    /// Tuesday 24/11/2026 is a holiday (03 §2), so Friday 20/11 is two working days before Wednesday 25/11.
    #[test]
    fn the_days_around_a_due_date() {
        let work = facts(TaskState::InProgress);
        assert_eq!(said(&work, day(11, 19)), [("due_soon", 3)]);
        assert!(said(&work, day(11, 20)).is_empty());
        assert!(said(&work, day(11, 21)).is_empty(), "Saturday");
        assert_eq!(said(&work, day(11, 23)), [("due_soon", 1)]);
        assert!(said(&work, day(11, 24)).is_empty(), "holiday");
        assert_eq!(said(&work, day(11, 25)), [("due_today", 0)]);
        assert_eq!(said(&work, day(11, 26)), [("overdue", 1)]);
        assert_eq!(said(&work, day(11, 30)), [("overdue", 3), ("escalated", 3)]);
        assert_eq!(said(&work, day(12, 9)), [("overdue", 10), ("escalated", 10), ("explain", 10)]);
        assert_eq!(said(&work, day(12, 14)).last(), Some(&("chair_list", 13)));
    }

    #[test]
    fn who_is_not_reminded() {
        for state in [TaskState::Draft, TaskState::Suspended, TaskState::Completed, TaskState::Cancelled] {
            assert!(said(&facts(state), day(12, 14)).is_empty(), "{state}");
        }
        assert_eq!(said(&facts(TaskState::ReturnedToAssigner), day(12, 14)), [("escalated", 13), ("chair_list", 13)]);
        let inside = TaskFacts { followed: false, ..facts(TaskState::InProgress) };
        assert_eq!(said(&inside, day(12, 14)), [("overdue", 13)]);
        let reported = TaskFacts { reported_at: Some(at_minute(day(11, 25), 900)), ..facts(TaskState::CompletionReported) };
        assert!(said(&reported, day(11, 27)).is_empty());
        assert_eq!(said(&reported, day(11, 30)), [("unconfirmed", 3)]);
        let waiting = TaskFacts { assigned_on: day(11, 18), ..facts(TaskState::Assigned) };
        assert_eq!(said(&waiting, day(11, 19)), [("due_soon", 3)]);
        assert_eq!(said(&waiting, day(11, 20)), [("not_accepted", 2)]);
    }

    #[test]
    fn weeks_begin_on_their_first_working_day() {
        let (schedule, calendar) = (Schedule { weekly_on: 2, ..Schedule::default() }, WorkCalendar::vietnam());
        let begins: Vec<u32> = (16..=28).filter(|d| begins_week(day(11, *d), &schedule, &calendar).expect("calendar")).collect();
        assert_eq!(begins, [17, 25], "Tuesday 24/11 is a holiday");
    }

    #[test]
    fn shares_of_an_express_task() {
        let calendar = WorkCalendar::vietnam();
        let task =
            TaskFacts { urgency: Urgency::Express, due_on: Some(day(11, 18)), assigned_at: Some(at_minute(day(11, 18), 420)), ..facts(TaskState::Accepted) };
        let at = |minute: u16| express(&task, at_minute(day(11, 18), minute), &Schedule::default(), &calendar).expect("calendar").map(|said| said.rule);
        // 07:00 to 17:00 are eight working hours: half of them have passed at 11:00, four fifths at 15:24.
        assert_eq!(
            (at(650), at(660), at(920), at(925), at(1_020)),
            (None, Some(ReminderRule::ExpressHalf), Some(ReminderRule::ExpressHalf), Some(ReminderRule::ExpressMost), None)
        );
        let normal = TaskFacts { urgency: Urgency::Normal, ..task };
        assert_eq!(express(&normal, at_minute(day(11, 18), 700), &Schedule::default(), &calendar), Ok(None));
    }
}
