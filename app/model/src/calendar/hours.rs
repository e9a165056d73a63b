//! Questions about minutes. Instants are taken to the whole minute that people see: 10:00:40
//! counts as 10:00.

use chrono::{DateTime, Datelike, NaiveDate, Utc};

use super::value::Segment;
use super::{CalendarError, WorkCalendar};
use crate::format;

impl WorkCalendar {
    /// `t` if it lies inside counting hours, otherwise the start of the next ones. The end of
    /// a segment is outside: 17:00 becomes 07:00 of the next working day.
    ///
    /// # Errors
    /// [`CalendarError::Missing`] as soon as a needed year has no calendar.
    pub fn next_working_instant(&self, t: DateTime<Utc>) -> Result<DateTime<Utc>, CalendarError> {
        let (date, minute) = format::local_minute(t);
        if let Some(segment) = self.segments(date)?.iter().find(|s| minute < s.end) {
            return Ok(match segment.start <= minute {
                true => t,
                false => format::at_minute(date, segment.start),
            });
        }
        let next = self.add_working_days(date, 1)?;
        let first = self.segments(next)?.first().ok_or(CalendarError::OutOfRange)?;
        Ok(format::at_minute(next, first.start))
    }

    /// Adds minutes inside counting hours only, starting at the next working minute. A result
    /// at the end of a segment stays there (17:00, not 07:00 of the next day).
    ///
    /// # Errors
    /// [`CalendarError::Missing`] as soon as a needed year has no calendar.
    pub fn add_working_minutes(&self, t: DateTime<Utc>, minutes: u64) -> Result<DateTime<Utc>, CalendarError> {
        let (date, minute) = format::local_minute(t);
        if minutes == 0 {
            let inside = |s: &Segment| s.start <= minute && minute <= s.end;
            return match self.segments(date)?.iter().any(inside) {
                true => Ok(format::at_minute(date, minute)),
                false => self.next_working_instant(t),
            };
        }
        let mut year = date.year();
        let mut position = u64::from(self.minutes_of_year(date, minute)?);
        let mut left = minutes;
        loop {
            let table = self.year(year)?;
            let total = table.minutes_before.last().copied().map_or(0, u64::from);
            if left <= total - position {
                let target = position + left;
                // The day during which the running total reaches the target.
                let day = table.minutes_before.partition_point(|m| u64::from(*m) < target) - 1;
                let date = NaiveDate::from_yo_opt(year, day as u32 + 1).ok_or(CalendarError::OutOfRange)?;
                let rest = (target - u64::from(table.minutes_before[day])) as u32;
                return Ok(format::at_minute(date, self.minute_after(date, rest)?));
            }
            left -= total - position;
            position = 0;
            year += 1;
        }
    }

    /// Counting minutes from `a` to `b`; negative when `b` lies before `a`.
    ///
    /// # Errors
    /// [`CalendarError::Missing`] when the span touches a year without calendar.
    pub fn working_minutes_between(&self, a: DateTime<Utc>, b: DateTime<Utc>) -> Result<i64, CalendarError> {
        if b < a {
            return Ok(-self.working_minutes_between(b, a)?);
        }
        let ((from, from_minute), (to, to_minute)) = (format::local_minute(a), format::local_minute(b));
        let mut sum = i64::from(self.minutes_of_year(to, to_minute)?) - i64::from(self.minutes_of_year(from, from_minute)?);
        for year in from.year()..to.year() {
            sum += self.year(year)?.minutes_before.last().copied().map_or(0, i64::from);
        }
        Ok(sum)
    }

    /// Counting minutes of the year before a minute of a date.
    fn minutes_of_year(&self, date: NaiveDate, minute: u16) -> Result<u32, CalendarError> {
        let before = self.year(date.year())?.minutes_before[date.ordinal0() as usize];
        let today: u32 = self.segments(date)?.iter().map(|s| u32::from(minute.clamp(s.start, s.end) - s.start)).sum();
        Ok(before + today)
    }

    /// Minute of the day at which `count > 0` counting minutes of the date have passed.
    fn minute_after(&self, date: NaiveDate, count: u32) -> Result<u16, CalendarError> {
        let mut left = count;
        for segment in self.segments(date)? {
            if left <= segment.minutes() {
                return Ok(segment.start + left as u16);
            }
            left -= segment.minutes();
        }
        Err(CalendarError::OutOfRange)
    }
}
