//! The stored rows from which a calendar is built.

use chrono::{NaiveDate, Weekday};
use serde::{Deserialize, Serialize};

crate::text_enum! {
    /// What the minutes of a weekly segment are for.
    pub enum SegmentPurpose {
        /// Minutes that count as working time.
        Counting = "counting" => "Giờ làm việc",
        /// Dossiers may be handed in, but the time counts nothing.
        Receiving = "receiving" => "Giờ tiếp nhận",
    }
}

crate::text_enum! {
    /// Why a single day differs from the weekly pattern. Later kinds win over earlier ones.
    pub enum CalendarDayKind {
        /// Public holiday (Bộ luật Lao động, điều 112).
        Holiday = "holiday" => "nghỉ lễ, Tết",
        /// A working day taken off against a make-up day.
        SwapOff = "swap_off" => "nghỉ hoán đổi",
        /// A day off that is worked instead of a swapped day.
        MakeUp = "make_up" => "làm bù",
        /// The unit alone is closed.
        Closure = "closure" => "nghỉ riêng của đơn vị",
    }
}

crate::text_enum! {
    /// Whether a day has been announced.
    pub enum DayStatus {
        /// Announced or fixed by law.
        Official = "official" => "chính thức",
        /// Expected; the announcement is still to come.
        Estimated = "estimated" => "dự kiến",
    }
}

crate::text_enum! {
    /// State of the calendar of one year.
    pub enum YearStatus {
        /// Announced.
        Official = "official" => "chính thức",
        /// Usable; every text that touches it carries "(lịch dự kiến)".
        Estimated = "estimated" => "dự kiến",
        /// Not entered: nothing may be computed.
        Missing = "missing" => "chưa có",
    }
}

/// One stretch of hours of one weekday, in minutes after local midnight.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct WorkSegment {
    /// Day of the week.
    pub weekday: Weekday,
    /// First minute, for example 420 for 07:00.
    pub start_min: u16,
    /// Minute after the last one, below 1440: a due instant has to lie on its own date.
    pub end_min: u16,
    /// Counting or receiving.
    pub purpose: SegmentPurpose,
}

/// The weekly pattern that is in force between two days.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WeeklyPattern {
    /// First day, `None` for always.
    pub valid_from: Option<NaiveDate>,
    /// Last included day, `None` for no end.
    pub valid_to: Option<NaiveDate>,
    /// Hours of the week.
    pub segments: Vec<WorkSegment>,
}

impl WeeklyPattern {
    /// Whether the pattern applies on `day`.
    #[must_use]
    pub fn covers(&self, day: NaiveDate) -> bool {
        self.valid_from.is_none_or(|from| from <= day) && self.valid_to.is_none_or(|to| day <= to)
    }
}

/// A day that differs from the weekly pattern. Rows of other units are left out by the caller.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CalendarDay {
    /// The date.
    pub day: NaiveDate,
    /// Why it differs.
    pub kind: CalendarDayKind,
    /// For a make-up day: the weekday whose hours apply; Friday when absent.
    pub pattern_of: Option<Weekday>,
    /// Name shown to people, for example "Quốc khánh". A remark in brackets at its end is
    /// left out of explanations.
    pub name: String,
    /// Announced or expected.
    pub status: DayStatus,
    /// Legal source or announcement; may be empty.
    pub source: String,
}

/// State of one year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CalendarYear {
    /// The year.
    pub year: i32,
    /// Its state.
    pub status: YearStatus,
}

/// Hours of one date, in minutes after local midnight, half-open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Segment {
    /// First minute.
    pub start: u16,
    /// Minute after the last one.
    pub end: u16,
}

impl Segment {
    /// Length in minutes.
    #[must_use]
    pub const fn minutes(self) -> u32 {
        (self.end - self.start) as u32
    }
}
