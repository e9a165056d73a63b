//! Due dates: the rule, its pauses and its extensions.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::classify::Clock;
use super::engine::run;
use super::{Basis, CalendarError, DeadlineRule, WorkCalendar};
use crate::format;

/// A stop of the clock, by a supplement request or a payment notice only.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pause {
    /// Instant at which the clock stopped.
    pub from: DateTime<Utc>,
    /// Instant at which it went on; `None` while it stands still.
    pub to: Option<DateTime<Utc>>,
    /// Reason shown in explanations, for example "yêu cầu bổ sung lần 1".
    pub reason: String,
}

/// A promised later date (form 04), as units added to the due date in force at that moment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Extension {
    /// Instant of the decision.
    pub at: DateTime<Utc>,
    /// Working days (also for same-day rules), calendar days or working minutes, by the rule.
    pub units: u32,
    /// Reason shown in explanations.
    pub reason: String,
}

/// What is left of a time limit while the clock stands still.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Remaining {
    /// Working days.
    WorkingDays(u32),
    /// Calendar days.
    CalendarDays(u32),
    /// Working minutes.
    Minutes(u64),
    /// A same-day rule is applied again when the clock goes on.
    SameDay,
    /// The due instant had passed before the pause, which therefore changes nothing.
    Late,
}

/// A computed due date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Due {
    /// Due instant; `None` without a time limit. While paused it is the one before the pause.
    pub at: Option<DateTime<Utc>>,
    /// What is left when the clock stands still.
    pub paused: Option<Remaining>,
    /// How finishing is compared with `at`.
    pub basis: Basis,
    /// Whether the span touches an estimated day: texts carry "(lịch dự kiến)".
    pub estimated: bool,
    /// First and last date of the counted span; a changed day outside it cannot move the due
    /// date.
    pub span: Option<(NaiveDate, NaiveDate)>,
}

impl Due {
    /// State of the clock, for [`super::classify`] and [`super::remaining_text`].
    #[must_use]
    pub fn clock(&self) -> Clock {
        match (self.at, self.paused) {
            (None, _) => Clock::NoDue,
            (Some(due), None) => Clock::Running { due, basis: self.basis },
            (Some(_), Some(left)) => Clock::Paused { left },
        }
    }
}

/// The three due dates that every dossier stores.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deadlines {
    /// As computed at receipt.
    pub original: Due,
    /// After pauses, without extensions.
    pub without_extension: Due,
    /// After pauses and extensions.
    pub current: Due,
}

/// Due date of a rule for a valid receipt. Pauses in order of time, the last may be open;
/// extensions in order of time, usually none or one. A pause that starts when the due date
/// has already passed changes nothing.
///
/// # Errors
/// [`CalendarError::Missing`] when a needed day has no calendar, [`CalendarError::OutOfRange`],
/// [`CalendarError::EventOrder`] for events that overlap or lie before the receipt.
pub fn due(rule: DeadlineRule, received_at: DateTime<Utc>, pauses: &[Pause], extensions: &[Extension], cal: &WorkCalendar) -> Result<Due, CalendarError> {
    Ok(run(rule, received_at, pauses, extensions, cal)?.0)
}

/// The original due date, the one after pauses and the one with extensions.
///
/// # Errors
/// As [`due`].
pub fn deadlines(
    rule: DeadlineRule,
    received_at: DateTime<Utc>,
    pauses: &[Pause],
    extensions: &[Extension],
    cal: &WorkCalendar,
) -> Result<Deadlines, CalendarError> {
    Ok(Deadlines {
        original: due(rule, received_at, &[], &[], cal)?,
        without_extension: due(rule, received_at, pauses, &[], cal)?,
        current: due(rule, received_at, pauses, extensions, cal)?,
    })
}

/// Units of the rule between an old due instant and a new promised date, to be stored in
/// [`Extension::units`]; 0 when the new date is not later.
///
/// # Errors
/// [`CalendarError::Missing`] when the span touches a year without calendar.
pub fn extension_units(rule: DeadlineRule, old_due: DateTime<Utc>, new_due: DateTime<Utc>, cal: &WorkCalendar) -> Result<u32, CalendarError> {
    let (old, new) = (format::local_date(old_due), format::local_date(new_due));
    Ok(match rule {
        DeadlineRule::WorkingDay(_) | DeadlineRule::SameDay(_) => cal.working_days_between(old, new)?,
        DeadlineRule::CalendarDay(_) => u32::try_from((new - old).num_days()).unwrap_or(0),
        DeadlineRule::WorkingHour(_) => u32::try_from(cal.working_minutes_between(old_due, new_due)?).unwrap_or(0),
        DeadlineRule::NoDeadline => 0,
    })
}
