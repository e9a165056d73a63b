//! The slow way to count histories of tasks: from what the test itself noted, without the database.

use chrono::{DateTime, NaiveDate, Utc};
use model::format::local_date;
use model::stats::{Period, StatMode, TaskCounts};
use std::collections::BTreeMap;

/// What the test itself notes of a step; the oracle reads nothing else.
#[derive(Debug, Clone, Copy)]
pub enum Note {
    Given(i64, Option<NaiveDate>),
    Reported,
    Rejected,
    Confirmed,
    Due(NaiveDate),
    Suspended,
    Resumed,
    Moved(i64),
    Cancelled,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum At {
    Assigned,
    Accepted,
    InProgress,
    Returned,
    Reported,
    Suspended,
    Over,
}

pub struct History {
    pub code: String,
    /// Given by a unit to itself: not in the figures.
    pub internal: bool,
    pub lead: i64,
    pub due: Option<NaiveDate>,
    pub at: At,
    pub before: At,
    pub stopped: Option<NaiveDate>,
    pub asked: Option<NaiveDate>,
    /// Extensions that moved the due date.
    pub approved: usize,
    pub given: NaiveDate,
    pub log: Vec<(DateTime<Utc>, Note)>,
}

/// Buckets: on time, late, in time, overdue, without deadline, cancelled.
pub type Counts = [i64; 6];

/// The figures of the product in that order.
pub fn list(counts: &TaskCounts) -> Counts {
    [counts.done_on_time, counts.done_late, counts.open_in_time, counts.open_overdue, counts.open_no_deadline, counts.cancelled]
}

/// Counts one history at T from the notes alone; `None` before it was given or outside the period.
fn judge(history: &History, t: DateTime<Utc>, period: &Period) -> Option<(i64, usize)> {
    let (mut lead, mut due, mut given, mut reported, mut stopped, mut closed) = (0, None, None, None, None, None);
    let mut cancelled = false;
    for (at, note) in history.log.iter().filter(|(at, _)| *at <= t) {
        let day = local_date(*at);
        match *note {
            Note::Given(unit, date) => (lead, due, given) = (unit, date, Some(day)),
            Note::Reported => reported = Some(day),
            Note::Rejected => reported = None,
            Note::Confirmed => closed = Some(day),
            Note::Due(date) => due = Some(date),
            Note::Suspended => stopped = Some(day),
            Note::Resumed => stopped = None,
            Note::Moved(unit) => (lead, given, reported, stopped) = (unit, Some(day), None, None),
            Note::Cancelled => (closed, cancelled) = (Some(day), true),
        }
    }
    let given = given.filter(|_| !history.internal)?;
    let inside = match period.mode {
        StatMode::Cohort => period.from <= given && given <= period.to,
        StatMode::Stock => given <= period.to && closed.is_none_or(|day| day >= period.from),
    };
    if !inside {
        return None;
    }
    let fits = |day: NaiveDate| due.is_none_or(|due| day <= due);
    let bucket = match (closed, due) {
        (Some(_), _) if cancelled => 5,
        (Some(_), _) => usize::from(!fits(reported?)),
        (None, None) => 4,
        (None, Some(_)) => match stopped {
            Some(day) if fits(day) => 4,
            Some(_) => 3,
            None if fits(reported.unwrap_or(local_date(t))) => 2,
            None => 3,
        },
    };
    Some((lead, bucket))
}

/// Counts of every unit at T.
pub fn expected(histories: &[History], t: DateTime<Utc>, period: &Period) -> BTreeMap<i64, Counts> {
    let mut units: BTreeMap<i64, Counts> = BTreeMap::new();
    for (lead, bucket) in histories.iter().filter_map(|history| judge(history, t, period)) {
        units.entry(lead).or_default()[bucket] += 1;
    }
    units
}
