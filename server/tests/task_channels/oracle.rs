//! What the test itself knows and counts: random histories, each unit's numbers at the end of a day.

use chrono::NaiveDate;
use model::stats::{Period, TaskFigure};
use std::collections::{BTreeMap, BTreeSet};

/// Total, done, on time, late, open, in time, overdue, without due date: the order of a digest.
pub type Numbers = [i64; 8];
/// The figures of a page in that order, as they stand in addresses.
pub const FIGURES: [TaskFigure; 8] = [
    TaskFigure::Total,
    TaskFigure::Done,
    TaskFigure::DoneOnTime,
    TaskFigure::DoneLate,
    TaskFigure::Open,
    TaskFigure::OpenInTime,
    TaskFigure::OpenOverdue,
    TaskFigure::OpenNoDeadline,
];

/// What the test itself knows of a task.
#[derive(Clone)]
pub struct Known {
    pub code: String,
    pub lead: usize,
    pub assigned: NaiveDate,
    pub due: Option<NaiveDate>,
    pub done: Option<NaiveDate>,
    /// Changes of today, after the history: only the latest figures know them.
    pub today: Change,
}

#[derive(Clone, Copy, PartialEq)]
pub enum Change {
    Nothing,
    Cancelled,
    Suspended,
    Moved(usize),
    Reported,
    Confirmed,
    Extended(NaiveDate),
}

/// Unit and place of the bucket (2, 3, 5, 6, 7) of a task at the end of a day; only the last day knows what was changed today.
pub fn judge(task: &Known, period: &Period, today: NaiveDate) -> Option<(usize, usize)> {
    let day = period.as_of.min(today);
    let change = if day == today { task.today } else { Change::Nothing };
    let (lead, assigned) = match change {
        Change::Moved(unit) => (unit, today),
        _ => (task.lead, task.assigned),
    };
    if task.assigned > day || assigned < period.from || assigned > period.to {
        return None;
    }
    let due = if let Change::Extended(due) = change { Some(due) } else { task.due };
    let late = |on: NaiveDate| due.is_some_and(|due| on > due);
    let done = if change == Change::Confirmed { Some(today) } else { task.done.filter(|done| *done <= day) };
    let place = match (change, done) {
        (Change::Cancelled, _) => return None,
        (_, Some(done)) => 2 + usize::from(late(done)),
        _ if due.is_none() => 7,
        (Change::Suspended, None) if !late(day) => 7,
        _ if late(day) => 6,
        _ => 5,
    };
    Some((lead, place))
}

pub fn expected(tasks: &[Known], codes: &[String], period: &Period, today: NaiveDate) -> BTreeMap<String, Numbers> {
    let mut units: BTreeMap<String, Numbers> = BTreeMap::new();
    for (lead, place) in tasks.iter().filter_map(|task| judge(task, period, today)) {
        let numbers = units.entry(codes[lead].clone()).or_default();
        for at in [0, if place < 4 { 1 } else { 4 }, place] {
            numbers[at] += 1;
        }
    }
    units
}

/// The codes of the tasks behind each bucket of each unit.
pub type Behind = BTreeMap<(String, usize), BTreeSet<String>>;

pub fn behind(tasks: &[Known], codes: &[String], period: &Period, today: NaiveDate) -> Behind {
    let mut found = Behind::new();
    for task in tasks {
        if let Some((lead, place)) = judge(task, period, today) {
            found.entry((codes[lead].clone(), place)).or_default().insert(task.code.clone());
        }
    }
    found
}
