//! Early, on time, late: the classes that lists, warnings and statistics share.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::due::Remaining;
use super::rule::Basis;
use crate::format;

crate::text_enum! {
    /// Class of a record with respect to its due date.
    pub enum DueClass {
        /// Finished before the due date.
        Early = "early" => "Trước hạn",
        /// Finished on the due date.
        OnTime = "on_time" => "Đúng hạn",
        /// Finished after the due date.
        Late = "late" => "Quá hạn",
        /// Open, not yet due.
        InTime = "in_time" => "Trong hạn",
        /// Open, past the due date.
        Overdue = "overdue" => "Quá hạn",
        /// Open, the clock stands still.
        Paused = "paused" => "Tạm dừng",
        /// No due date.
        NoDue = "no_due" => "Không có thời hạn",
    }
}

/// State of the clock of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Clock {
    /// No due date.
    NoDue,
    /// The clock runs towards `due`.
    Running {
        /// Due instant in force.
        due: DateTime<Utc>,
        /// How it is compared; tasks and documents compare by date.
        basis: Basis,
    },
    /// The clock stands still.
    Paused {
        /// What is left.
        left: Remaining,
    },
}

/// The moment that is compared with the due date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moment {
    /// The record ended at this instant.
    Finished(DateTime<Utc>),
    /// The record is open and this is the present.
    Open(DateTime<Utc>),
}

/// Whether `at` lies after `due`.
pub(super) fn is_late(at: DateTime<Utc>, due: DateTime<Utc>, basis: Basis) -> bool {
    match basis {
        Basis::Date => format::local_date(at) > format::local_date(due),
        Basis::Instant => at > due,
    }
}

/// Class of a record (§4 of the deadline rules). A record that ends while its clock stands
/// still is early, on time when nothing was left, late when it was late before the pause.
#[must_use]
pub fn classify(moment: Moment, clock: &Clock) -> DueClass {
    match (moment, clock) {
        (_, Clock::NoDue) => DueClass::NoDue,
        (Moment::Open(_), Clock::Paused { .. }) => DueClass::Paused,
        (Moment::Open(now), Clock::Running { due, basis }) => match is_late(now, *due, *basis) {
            true => DueClass::Overdue,
            false => DueClass::InTime,
        },
        (Moment::Finished(at), Clock::Running { due, basis }) => {
            if is_late(at, *due, *basis) {
                DueClass::Late
            } else if format::local_date(at) < format::local_date(*due) {
                DueClass::Early
            } else {
                DueClass::OnTime
            }
        }
        (Moment::Finished(_), Clock::Paused { left }) => match left {
            Remaining::Late => DueClass::Late,
            Remaining::WorkingDays(0) | Remaining::CalendarDays(0) | Remaining::Minutes(0) => DueClass::OnTime,
            _ => DueClass::Early,
        },
    }
}

/// "Đúng hạn theo hẹn lại": finished after the date that would have held without extension,
/// but not after the promised one. Compared by date for every rule.
#[must_use]
pub fn on_time_by_extension(finished_at: DateTime<Utc>, due_without_extension: DateTime<Utc>, due_current: DateTime<Utc>) -> bool {
    let finished = format::local_date(finished_at);
    finished > format::local_date(due_without_extension) && finished <= format::local_date(due_current)
}
