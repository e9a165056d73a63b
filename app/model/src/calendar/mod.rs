//! Deadlines and working time: every due date, every "còn/quá" text and every explanation of
//! a date comes from here, so that the desk, the tracking page, form 01 and the statistics
//! can never disagree.
//!
//! Everything is a pure function over an immutable [`WorkCalendar`]: no clock, no database.
//! Instants are UTC; days, weekdays and hours are those of Vietnam (UTC+7,
//! [`crate::format::VN`]).

mod change;
mod classify;
mod days;
mod due;
mod engine;
mod error;
mod explain;
mod hours;
mod notice;
mod remaining;
mod rule;
mod spans;
mod table;
mod value;
mod vietnam;
mod warnings;

pub use change::{CalendarForm, ChangeKind, DayChange, missing_holidays};
pub use classify::{Clock, DueClass, Moment, classify, on_time_by_extension};
pub use due::{Deadlines, Due, Extension, Pause, Remaining, deadlines, due, extension_units};
pub use error::CalendarError;
pub use explain::{CalendarChange, Explain, Line, LineKind, explain, version_context};
pub use notice::{YearNotice, next_year_notice};
pub use remaining::{ESTIMATED_NOTE, duration_text, remaining_text};
pub use rule::{Basis, DeadlineRule, RuleParseError};
pub use spans::{SkippedGroup, changed_days, span_contains};
pub use table::WorkCalendar;
pub use value::{CalendarDay, CalendarDayKind, CalendarYear, DayStatus, Segment, SegmentPurpose, WeeklyPattern, WorkSegment, YearStatus};
pub use vietnam::{default_days, default_segments, default_years};
pub use warnings::{DueStep, DueWindow, RANK_LAST, RANK_TO_DECIDE, due_windows};

/// Working minutes of one working day when a time is shown: 8 hours.
pub const MINUTES_PER_WORKING_DAY: u32 = 480;
