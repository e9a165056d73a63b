//! When a series comes again: the day that the rule names in each period, and what a day off does to it.

use crate::calendar::{CalendarError, WorkCalendar};
use crate::format;
use chrono::{Datelike, Days, NaiveDate};

text_enum! {
    /// How often a series comes.
    #[derive(Default)]
    pub enum Repeat {
        #[default] Weekly = "weekly" => "Hằng tuần", Monthly = "monthly" => "Hằng tháng", Quarterly = "quarterly" => "Hằng quý", Yearly = "yearly" => "Hằng năm",
    }
}

text_enum! {
    /// What happens if the day of a period is a day off.
    #[derive(Default)]
    pub enum OffDay {
        #[default] After = "after" => "Chuyển sang ngày làm việc liền sau", Before = "before" => "Chuyển về ngày làm việc liền trước",
        Skip = "skip" => "Bỏ kỳ đó",
    }
}

/// Words of the weekdays, Monday first.
pub const WEEKDAYS: [&str; 7] = ["thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật"];

/// Longest run of days off that a move looks over.
const LONGEST_BREAK: u32 = 40;

/// When a series comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rule {
    /// How often.
    pub repeat: Repeat,
    /// 1 Monday to 7 Sunday; counts for weekly series only.
    pub weekday: u32,
    /// Month of the quarter (1–3) or of the year (1–12); counts for these only.
    pub month: u32,
    /// Day of the month, in shorter months their last day; 0 is the last working day.
    pub day: u32,
    /// What a day off does.
    pub off_day: OffDay,
}

/// One period of a series.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Occurrence {
    /// Name of the period for ever: `2026-W48`, `2026-11`, `2026-Q4`, `2026`.
    pub period: String,
    /// Day that the rule names.
    pub nominal: NaiveDate,
    /// Day of the assignment; none if the period is left out because of a day off.
    pub day: Option<NaiveDate>,
}

impl Occurrence {
    /// The day on which the period is dealt with: that of the assignment, or the day off for which it is left out.
    #[must_use]
    pub fn stands(&self) -> NaiveDate {
        self.day.unwrap_or(self.nominal)
    }
}

impl Rule {
    /// The periods whose named day lies from `from` to `to`, in order.
    #[must_use]
    pub fn named(&self, from: NaiveDate, to: NaiveDate) -> Vec<(String, NaiveDate)> {
        let mut found = Vec::new();
        let mut day = from;
        while day <= to {
            let (period, named, next) = self.period_of(day);
            if (from..=to).contains(&named) && found.last().is_none_or(|(last, _)| *last != period) {
                found.push((period, named));
            }
            day = next;
        }
        found
    }

    /// The period of a day: its name, the day that the rule names in it, and the first day of the next one.
    fn period_of(&self, day: NaiveDate) -> (String, NaiveDate, NaiveDate) {
        if self.repeat == Repeat::Weekly {
            let monday = day - Days::new(u64::from(day.weekday().num_days_from_monday()));
            let week = monday.iso_week();
            let named = monday + Days::new(u64::from(self.weekday.clamp(1, 7) - 1));
            return (format!("{}-W{:02}", week.year(), week.week()), named, monday + Days::new(7));
        }
        let (year, month) = (day.year(), day.month());
        match self.repeat {
            Repeat::Quarterly => {
                let quarter = (month - 1) / 3;
                let named = self.in_month(year, quarter * 3 + self.month.clamp(1, 3));
                (format!("{year}-Q{}", quarter + 1), named, first_after(year, quarter * 3 + 3))
            }
            Repeat::Yearly => (year.to_string(), self.in_month(year, self.month.clamp(1, 12)), first_after(year, 12)),
            Repeat::Weekly | Repeat::Monthly => (format!("{year}-{month:02}"), self.in_month(year, month), first_after(year, month)),
        }
    }

    /// The day that the rule names in a month; the last day where the month is shorter, and for the last working day.
    fn in_month(&self, year: i32, month: u32) -> NaiveDate {
        let last = first_after(year, month) - Days::new(1);
        if self.day == 0 { last } else { NaiveDate::from_ymd_opt(year, month, self.day).unwrap_or(last) }
    }

    /// The period with the day on which its task is given, by the calendar.
    ///
    /// # Errors
    /// [`CalendarError::Missing`] if the move needs a year without calendar.
    pub fn place(&self, period: String, nominal: NaiveDate, calendar: &WorkCalendar) -> Result<Occurrence, CalendarError> {
        let off_day = if self.day == 0 && self.repeat != Repeat::Weekly { OffDay::Before } else { self.off_day };
        let day = match off_day {
            OffDay::After => Some(calendar.add_working_days(nominal, 0)?),
            OffDay::Skip => calendar.is_working_day(nominal)?.then_some(nominal),
            OffDay::Before => Some(working_day_before(nominal, calendar)?),
        };
        Ok(Occurrence { period, nominal, day })
    }

    /// The next periods from a day on, at most `most`; ends early where the calendar ends.
    #[must_use]
    pub fn coming(&self, from: NaiveDate, to: Option<NaiveDate>, most: usize, calendar: &WorkCalendar) -> Vec<Occurrence> {
        let end = to.unwrap_or(from + Days::new(800)).min(from + Days::new(800));
        let all = self.named(from, end).into_iter();
        all.map_while(|(period, nominal)| self.place(period, nominal, calendar).ok()).take(most).collect()
    }

    /// "Hằng tháng, ngày 25", "Hằng quý, ngày làm việc cuối cùng của tháng thứ 3 trong quý".
    #[must_use]
    pub fn in_words(&self) -> String {
        let day = if self.day == 0 { "ngày làm việc cuối cùng".to_owned() } else { format!("ngày {}", self.day) };
        let how = self.repeat.label();
        match self.repeat {
            Repeat::Weekly => format!("{how}, {}", WEEKDAYS[self.weekday.clamp(1, 7) as usize - 1]),
            Repeat::Monthly if self.day == 0 => format!("{how}, {day} của tháng"),
            Repeat::Monthly => format!("{how}, {day}"),
            Repeat::Quarterly => format!("{how}, {day} của tháng thứ {} trong quý", self.month),
            Repeat::Yearly => format!("{how}, {day} của tháng {}", self.month),
        }
    }
}

/// The first day after a month.
fn first_after(year: i32, month: u32) -> NaiveDate {
    let next = if month >= 12 { NaiveDate::from_ymd_opt(year + 1, 1, 1) } else { NaiveDate::from_ymd_opt(year, month + 1, 1) };
    next.unwrap_or(NaiveDate::MAX)
}

/// The day itself, or the nearest working day before it.
fn working_day_before(day: NaiveDate, calendar: &WorkCalendar) -> Result<NaiveDate, CalendarError> {
    let mut at = day;
    for _ in 0..LONGEST_BREAK {
        if calendar.is_working_day(at)? {
            return Ok(at);
        }
        at = at.pred_opt().ok_or(CalendarError::OutOfRange)?;
    }
    Err(CalendarError::OutOfRange)
}

/// "tuần 48 năm 2026", "tháng 11/2026", "quý 4 năm 2026", "năm 2026": a period in words.
#[must_use]
pub fn period_words(period: &str, nominal: NaiveDate) -> String {
    match period.split_once('-') {
        Some((year, rest)) if rest.starts_with('W') => format!("tuần {} năm {year} ({})", rest.trim_start_matches(['W', '0']), format::date(nominal)),
        Some((year, rest)) if rest.starts_with('Q') => format!("quý {} năm {year}", rest.trim_start_matches('Q')),
        Some((year, month)) => format!("tháng {}/{year}", month.trim_start_matches('0')),
        None => format!("năm {period}"),
    }
}

#[cfg(test)]
mod tests;
