//! The immutable calendar value with its tables per year.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate, Weekday};

use super::value::{CalendarDay, CalendarDayKind, CalendarYear, DayStatus, Segment, SegmentPurpose, WeeklyPattern, WorkSegment, YearStatus};
use super::{CalendarError, vietnam};

/// Years for which a calendar may exist; the bounds keep hostile input from filling memory.
const YEARS: std::ops::RangeInclusive<i32> = 1900..=2199;

/// Hours of a kind of day.
#[derive(Clone, Debug, Default)]
pub(super) struct DayHours {
    pub(super) counting: Vec<Segment>,
    pub(super) receiving: Vec<Segment>,
    pub(super) minutes: u32,
}

/// Tables of one year that is not missing. Index 0 is 1 January.
#[derive(Clone, Debug)]
pub(super) struct YearTable {
    /// Index into `WorkCalendar::hours` for every day.
    pub(super) hours: Vec<u16>,
    /// Days of the year (from 0) that are working days, ascending.
    pub(super) working: Vec<u16>,
    /// Number of working days before each day; one entry more than there are days.
    pub(super) working_before: Vec<u16>,
    /// Counting minutes before each day; one entry more than there are days.
    pub(super) minutes_before: Vec<u32>,
    /// Estimated days before each day; one entry more than there are days.
    estimated_before: Vec<u16>,
}

/// A working calendar as of one moment: weekly patterns, days that differ, states of years.
///
/// Build it once from stored rows and share it; every question costs at most a few
/// microseconds.
#[derive(Clone, Debug)]
pub struct WorkCalendar {
    first_year: i32,
    tables: Vec<Option<YearTable>>,
    pub(super) hours: Vec<DayHours>,
    rows: BTreeMap<NaiveDate, CalendarDay>,
    usual_end: u16,
}

impl WorkCalendar {
    /// Builds a calendar from one weekly pattern that always applies.
    ///
    /// # Errors
    /// [`CalendarError::InvalidSegment`] and [`CalendarError::InvalidYear`].
    pub fn new(segments: Vec<WorkSegment>, days: Vec<CalendarDay>, years: &[CalendarYear]) -> Result<Self, CalendarError> {
        let pattern = WeeklyPattern { valid_from: None, valid_to: None, segments };
        Self::with_patterns(&[pattern], days, years)
    }

    /// Builds a calendar whose weekly hours change over time; the last pattern that covers a
    /// day applies.
    ///
    /// # Errors
    /// [`CalendarError::InvalidSegment`] and [`CalendarError::InvalidYear`].
    pub fn with_patterns(patterns: &[WeeklyPattern], days: Vec<CalendarDay>, years: &[CalendarYear]) -> Result<Self, CalendarError> {
        for segment in patterns.iter().flat_map(|pattern| &pattern.segments) {
            if segment.start_min >= segment.end_min || segment.end_min >= 1440 {
                let (start_min, end_min) = (segment.start_min, segment.end_min);
                return Err(CalendarError::InvalidSegment { start_min, end_min });
            }
        }
        match years.iter().find(|row| !YEARS.contains(&row.year)) {
            Some(row) => Err(CalendarError::InvalidYear(row.year)),
            None => Ok(Self::build(patterns, days, years)),
        }
    }

    /// The default calendar of a province: 07:00–11:30 and 13:30–17:00 from Monday to Friday
    /// with the days off of 2024–2027.
    #[must_use]
    pub fn vietnam() -> Self {
        let pattern = WeeklyPattern { valid_from: None, valid_to: None, segments: vietnam::default_segments() };
        Self::build(&[pattern], vietnam::default_days(), &vietnam::default_years())
    }

    fn build(patterns: &[WeeklyPattern], days: Vec<CalendarDay>, years: &[CalendarYear]) -> Self {
        let mut rows: BTreeMap<NaiveDate, CalendarDay> = BTreeMap::new();
        for row in days {
            let wins = rows.get(&row.day).is_none_or(|present| present.kind <= row.kind);
            if wins {
                rows.insert(row.day, row);
            }
        }
        // Entry 0 is "closed"; then seven entries for every pattern.
        let mut hours = vec![DayHours::default()];
        for pattern in patterns {
            for number in 0..7 {
                hours.push(day_hours(&pattern.segments, number));
            }
        }
        let usual_end = hours.iter().flat_map(|day| day.counting.last()).map(|segment| segment.end).max().unwrap_or(17 * 60);

        let usable = |row: &&CalendarYear| row.status != YearStatus::Missing;
        let first_year = years.iter().filter(usable).map(|row| row.year).min().unwrap_or(1900);
        let last_year = years.iter().filter(usable).map(|row| row.year).max().unwrap_or(1899);
        let tables = (first_year..=last_year)
            .map(|year| {
                // The last row of a year counts, so that a later row can withdraw a calendar.
                let status = years.iter().rev().find(|row| row.year == year)?.status;
                let estimated = match status {
                    YearStatus::Official => false,
                    YearStatus::Estimated => true,
                    YearStatus::Missing => return None,
                };
                year_table(year, estimated, patterns, &hours, &rows)
            })
            .collect();
        Self { first_year, tables, hours, rows, usual_end }
    }

    /// Tables of a year.
    pub(super) fn year(&self, year: i32) -> Result<&YearTable, CalendarError> {
        year.checked_sub(self.first_year)
            .and_then(|index| usize::try_from(index).ok())
            .and_then(|index| self.tables.get(index))
            .and_then(Option::as_ref)
            .ok_or(CalendarError::Missing(year))
    }

    pub(super) fn day_hours(&self, date: NaiveDate) -> Result<&DayHours, CalendarError> {
        let index = self.year(date.year())?.hours[date.ordinal0() as usize];
        Ok(&self.hours[usize::from(index)])
    }

    /// Latest end of hours of the weekly patterns, in minutes after midnight.
    pub(super) const fn usual_end(&self) -> u16 {
        self.usual_end
    }

    /// The row that makes `date` differ from the weekly pattern, if any.
    #[must_use]
    pub fn day_row(&self, date: NaiveDate) -> Option<&CalendarDay> {
        self.rows.get(&date)
    }

    /// Whether any day from `first` to `last` (both included) rests on an estimate. Days of
    /// missing years are passed over.
    #[must_use]
    pub fn touches_estimate(&self, first: NaiveDate, last: NaiveDate) -> bool {
        let known_last = self.first_year + self.tables.len() as i32 - 1;
        let (from, to) = (first.year().max(self.first_year), last.year().min(known_last));
        (from..=to).any(|year| {
            self.year(year).is_ok_and(|table| {
                let start = if first.year() == year { first.ordinal0() as usize } else { 0 };
                let end = if last.year() == year { last.ordinal0() as usize + 1 } else { table.hours.len() };
                end > start && table.estimated_before[end] > table.estimated_before[start]
            })
        })
    }

    /// First and last year with a usable calendar; `None` when there is none.
    #[must_use]
    pub fn known_years(&self) -> Option<(i32, i32)> {
        let last = self.first_year + self.tables.len() as i32 - 1;
        (!self.tables.is_empty()).then_some((self.first_year, last))
    }
}

fn day_hours(segments: &[WorkSegment], weekday_from_monday: u32) -> DayHours {
    let merged = |purpose: SegmentPurpose| {
        let mut list: Vec<Segment> = segments
            .iter()
            .filter(|row| row.purpose == purpose && row.weekday.num_days_from_monday() == weekday_from_monday)
            .map(|row| Segment { start: row.start_min, end: row.end_min })
            .collect();
        list.sort_by_key(|segment| segment.start);
        list.into_iter().fold(Vec::new(), |mut done: Vec<Segment>, next| {
            match done.last_mut() {
                // Touching or overlapping rows are one stretch: no minute counts twice.
                Some(last) if next.start <= last.end => last.end = last.end.max(next.end),
                _ => done.push(next),
            }
            done
        })
    };
    let counting = merged(SegmentPurpose::Counting);
    let minutes = counting.iter().map(|segment| segment.minutes()).sum();
    DayHours { counting, receiving: merged(SegmentPurpose::Receiving), minutes }
}

fn year_table(year: i32, year_estimated: bool, patterns: &[WeeklyPattern], hours: &[DayHours], rows: &BTreeMap<NaiveDate, CalendarDay>) -> Option<YearTable> {
    let first = NaiveDate::from_ymd_opt(year, 1, 1)?;
    let mut table = YearTable {
        hours: Vec::with_capacity(366),
        working: Vec::with_capacity(262),
        working_before: vec![0],
        minutes_before: vec![0],
        estimated_before: vec![0],
    };
    let (mut minutes, mut estimates) = (0_u32, 0_u16);
    for date in first.iter_days().take_while(|date| date.year() == year) {
        let row = rows.get(&date);
        let weekday = match row {
            None => Some(date.weekday()),
            Some(row) if row.kind == CalendarDayKind::MakeUp => Some(row.pattern_of.unwrap_or(Weekday::Fri)),
            Some(_) => None,
        };
        let pattern = patterns.iter().rposition(|pattern| pattern.covers(date));
        let index = match (weekday, pattern) {
            (Some(weekday), Some(pattern)) => 1 + pattern * 7 + weekday.num_days_from_monday() as usize,
            _ => 0,
        };
        let estimated = row.map_or(year_estimated, |row| row.status == DayStatus::Estimated);
        estimates += u16::from(estimated);
        minutes += hours[index].minutes;
        if hours[index].minutes > 0 {
            table.working.push(date.ordinal0() as u16);
        }
        table.hours.push(index as u16);
        table.working_before.push(table.working.len() as u16);
        table.minutes_before.push(minutes);
        table.estimated_before.push(estimates);
    }
    Some(table)
}
