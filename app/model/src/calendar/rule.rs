//! The kinds of time limits.

use std::fmt;
use std::str::FromStr;

use chrono::{NaiveTime, Timelike};
use serde::{Deserialize, Serialize};

/// How a finish is compared with a due instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// By local date: anything on the due date is in time, whatever the hour.
    Date,
    /// By instant.
    Instant,
}

/// Time limit of a procedure or step. Stored, serialised and displayed as one short text such
/// as `working_day:5` or `same_day:15:00`; [`DeadlineRule::label`] is what people read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum DeadlineRule {
    /// Working days; day 1 is the working day after the receipt.
    WorkingDay(u32),
    /// Working hours of 60 counting minutes.
    WorkingHour(u32),
    /// Calendar days; a last day that is off moves to the next working day.
    CalendarDay(u32),
    /// The same day when received at or before the cutoff (local time), else the next working
    /// day.
    SameDay(NaiveTime),
    /// No time limit.
    NoDeadline,
}

impl DeadlineRule {
    /// How finishing is compared with the due instant: hour rules by instant, others by date.
    #[must_use]
    pub const fn basis(self) -> Basis {
        match self {
            Self::WorkingHour(_) => Basis::Instant,
            _ => Basis::Date,
        }
    }

    /// Vietnamese text, for example "5 ngày làm việc".
    #[must_use]
    pub fn label(self) -> String {
        match self {
            Self::WorkingDay(n) => format!("{n} ngày làm việc"),
            Self::WorkingHour(n) => format!("{n} giờ làm việc"),
            Self::CalendarDay(n) => format!("{n} ngày"),
            Self::SameDay(cutoff) => {
                format!("trong ngày, tiếp nhận đến {}", crate::format::time_of_day(cutoff))
            }
            Self::NoDeadline => "không có thời hạn".to_owned(),
        }
    }
}

impl fmt::Display for DeadlineRule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::WorkingDay(n) => write!(f, "working_day:{n}"),
            Self::WorkingHour(n) => write!(f, "working_hour:{n}"),
            Self::CalendarDay(n) => write!(f, "calendar_day:{n}"),
            Self::SameDay(at) => write!(f, "same_day:{:02}:{:02}", at.hour(), at.minute()),
            Self::NoDeadline => f.write_str("no_deadline"),
        }
    }
}

/// The text is not a stored deadline rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleParseError(pub String);

impl fmt::Display for RuleParseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Thời hạn \"{}\" không hợp lệ.", self.0)
    }
}

impl std::error::Error for RuleParseError {}

impl FromStr for DeadlineRule {
    type Err = RuleParseError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let bad = || RuleParseError(text.chars().take(40).collect());
        let (kind, value) = text.split_once(':').unwrap_or((text, ""));
        // Digits only: `u32::from_str` would also take a sign.
        let number = || match value.bytes().all(|b| b.is_ascii_digit()) {
            true => value.parse::<u32>().map_err(|_| bad()),
            false => Err(bad()),
        };
        match kind {
            "working_day" => number().map(Self::WorkingDay),
            "working_hour" => number().map(Self::WorkingHour),
            "calendar_day" => number().map(Self::CalendarDay),
            "same_day" => crate::format::parse_time(value).map(Self::SameDay).map_err(|_| bad()),
            "no_deadline" if text == kind => Ok(Self::NoDeadline),
            _ => Err(bad()),
        }
    }
}

impl TryFrom<String> for DeadlineRule {
    type Error = RuleParseError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<DeadlineRule> for String {
    fn from(rule: DeadlineRule) -> Self {
        rule.to_string()
    }
}
