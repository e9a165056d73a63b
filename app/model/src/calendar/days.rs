//! Questions about whole days.

use chrono::{DateTime, Datelike, Days, NaiveDate, Utc};

use super::value::Segment;
use super::{CalendarError, WorkCalendar};
use crate::format;

impl WorkCalendar {
    /// Whether `date` has counting hours.
    ///
    /// # Errors
    /// [`CalendarError::Missing`] for a year without calendar.
    pub fn is_working_day(&self, date: NaiveDate) -> Result<bool, CalendarError> {
        Ok(self.day_hours(date)?.minutes > 0)
    }

    /// Counting hours of `date`, ascending and disjoint.
    ///
    /// # Errors
    /// [`CalendarError::Missing`] for a year without calendar.
    pub fn segments(&self, date: NaiveDate) -> Result<&[Segment], CalendarError> {
        Ok(&self.day_hours(date)?.counting)
    }

    /// Hours of `date` in which dossiers are accepted although nothing counts.
    ///
    /// # Errors
    /// [`CalendarError::Missing`] for a year without calendar.
    pub fn receiving_segments(&self, date: NaiveDate) -> Result<&[Segment], CalendarError> {
        Ok(&self.day_hours(date)?.receiving)
    }

    /// Whether a desk accepts dossiers at `t`: inside counting or receiving hours.
    ///
    /// # Errors
    /// [`CalendarError::Missing`] for a year without calendar.
    pub fn accepts_at(&self, t: DateTime<Utc>) -> Result<bool, CalendarError> {
        let (date, minute) = format::local_minute(t);
        let hours = self.day_hours(date)?;
        let inside = |list: &[Segment]| list.iter().any(|s| s.start <= minute && minute < s.end);
        Ok(inside(&hours.counting) || inside(&hours.receiving))
    }

    /// The `n`-th working day after `date`; for `n = 0` the date itself or, when it is a day
    /// off, the next working day.
    ///
    /// # Errors
    /// [`CalendarError::Missing`] as soon as a needed year has no calendar.
    pub fn add_working_days(&self, date: NaiveDate, n: u32) -> Result<NaiveDate, CalendarError> {
        if n == 0 {
            return match self.is_working_day(date)? {
                true => Ok(date),
                false => self.add_working_days(date, 1),
            };
        }
        let from = date.succ_opt().ok_or(CalendarError::OutOfRange)?;
        let mut year = from.year();
        let mut table = self.year(year)?;
        let mut skip = usize::from(table.working_before[from.ordinal0() as usize]);
        let mut left = n as usize;
        loop {
            let available = table.working.len() - skip;
            if left <= available {
                let ordinal = u32::from(table.working[skip + left - 1]) + 1;
                return NaiveDate::from_yo_opt(year, ordinal).ok_or(CalendarError::OutOfRange);
            }
            left -= available;
            year += 1;
            table = self.year(year)?;
            skip = 0;
        }
    }

    /// Number of working days `d` with `after < d ≤ until`; 0 when `until ≤ after`.
    ///
    /// # Errors
    /// [`CalendarError::Missing`] when the span touches a year without calendar.
    pub fn working_days_between(&self, after: NaiveDate, until: NaiveDate) -> Result<u32, CalendarError> {
        if until <= after {
            return Ok(0);
        }
        let from = after.succ_opt().ok_or(CalendarError::OutOfRange)?;
        let mut count = 0;
        for year in from.year()..=until.year() {
            let table = self.year(year)?;
            let start = if year == from.year() { from.ordinal0() as usize } else { 0 };
            let end = if year == until.year() { until.ordinal0() as usize + 1 } else { table.hours.len() };
            count += u32::from(table.working_before[end] - table.working_before[start]);
        }
        Ok(count)
    }

    /// Instant at which the last counting hours of a working day end; `None` on a day off.
    ///
    /// # Errors
    /// [`CalendarError::Missing`] for a year without calendar.
    pub fn end_of_hours(&self, date: NaiveDate) -> Result<Option<DateTime<Utc>>, CalendarError> {
        let last = self.day_hours(date)?.counting.last();
        Ok(last.map(|segment| format::at_minute(date, segment.end)))
    }

    /// Due instant of a task or document that is due on `date`: the end of hours of that day.
    /// On a day off it is the usual end of hours, so that the date itself never moves.
    ///
    /// # Errors
    /// [`CalendarError::Missing`] for a year without calendar.
    pub fn date_due(&self, date: NaiveDate) -> Result<DateTime<Utc>, CalendarError> {
        let end = self.end_of_hours(date)?;
        Ok(end.unwrap_or_else(|| format::at_minute(date, self.usual_end())))
    }

    /// End of hours of the first working day that is not before `date`.
    pub(super) fn end_on_or_after(&self, date: NaiveDate) -> Result<DateTime<Utc>, CalendarError> {
        let day = self.add_working_days(date, 0)?;
        self.end_of_hours(day)?.ok_or(CalendarError::OutOfRange)
    }

    /// `date` plus calendar days.
    pub(super) fn add_calendar_days(date: NaiveDate, n: u64) -> Result<NaiveDate, CalendarError> {
        date.checked_add_days(Days::new(n)).ok_or(CalendarError::OutOfRange)
    }

    /// Working days of each month of a year, January first.
    ///
    /// # Errors
    /// [`CalendarError::Missing`] for a year without calendar.
    pub fn working_days_per_month(&self, year: i32) -> Result<[u32; 12], CalendarError> {
        let mut months = [0; 12];
        for ordinal in &self.year(year)?.working {
            let date = NaiveDate::from_yo_opt(year, u32::from(*ordinal) + 1).ok_or(CalendarError::OutOfRange)?;
            months[date.month0() as usize] += 1;
        }
        Ok(months)
    }
}
