//! The oracle: reads the raw rows itself and walks over the minutes without any shortcut.

use chrono::{Datelike, NaiveDate, Timelike, Weekday};
use model::calendar::{CalendarDay, CalendarDayKind, CalendarYear, DayStatus, DeadlineRule, SegmentPurpose, WorkCalendar, WorkSegment, YearStatus};
use proptest::prelude::*;

/// Days of the oracle.
const DAYS: i64 = 250;

/// A day by its number; day 0 is Monday 2 March 2026.
pub fn day_of(index: i64) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 3, 2).unwrap() + chrono::TimeDelta::days(index)
}

/// A row to be completed.
pub fn row(index: i64) -> CalendarDay {
    CalendarDay {
        day: day_of(index),
        kind: CalendarDayKind::Holiday,
        pattern_of: None,
        name: "thử".to_owned(),
        status: DayStatus::Official,
        source: String::new(),
    }
}

/// Random holidays, swapped days, make-up days (also with half-day hours) and closures, several
/// of which may fall on one day.
pub fn rows() -> impl Strategy<Value = Vec<CalendarDay>> {
    let weekday = prop::sample::select(vec![None, Some(Weekday::Mon), Some(Weekday::Fri), Some(Weekday::Sat)]);
    let kind = prop::sample::select(CalendarDayKind::ALL.to_vec());
    let one = (0_i64..60, kind, weekday).prop_map(|(day, kind, pattern_of)| CalendarDay {
        kind,
        pattern_of: pattern_of.filter(|_| kind == CalendarDayKind::MakeUp),
        ..row(day)
    });
    prop::collection::vec(one, 0..16)
}

/// Hours of a weekday: 0 default, 1 Friday only in the morning, 2 Saturday morning counts,
/// 3 Saturday morning only receives.
fn hours(pattern: u8, weekday: Weekday) -> Vec<(u16, u16)> {
    let full = vec![(420, 690), (810, 1020)];
    match (weekday, pattern) {
        (Weekday::Sun, _) | (Weekday::Sat, 0 | 1 | 3) => Vec::new(),
        (Weekday::Sat, _) => vec![(420, 690)],
        (Weekday::Fri, 1) => vec![(420, 690)],
        _ => full,
    }
}

const WEEK: [Weekday; 7] = [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri, Weekday::Sat, Weekday::Sun];

/// The library's calendar of a pattern and rows.
pub fn calendar(pattern: u8, rows: &[CalendarDay]) -> WorkCalendar {
    let mut segments = Vec::new();
    for weekday in WEEK {
        for (start_min, end_min) in hours(pattern, weekday) {
            let purpose = SegmentPurpose::Counting;
            segments.push(WorkSegment { weekday, start_min, end_min, purpose });
        }
    }
    if pattern == 3 {
        segments.push(WorkSegment { weekday: Weekday::Sat, start_min: 420, end_min: 690, purpose: SegmentPurpose::Receiving });
    }
    let years = [CalendarYear { year: 2026, status: YearStatus::Official }];
    WorkCalendar::new(segments, rows.to_vec(), &years).unwrap()
}

/// What happens to the clock.
#[derive(Clone, Copy, Debug)]
pub enum Event {
    /// The clock stops.
    Stop,
    /// The clock goes on.
    Go,
    /// Units are added.
    Extend(u32),
}

/// Result of the oracle.
pub enum Outcome {
    /// Due minute.
    Due(i64),
    /// The clock stands still at the end of the events.
    Paused,
}

/// Counting minutes of every day.
pub struct OracleCalendar {
    days: Vec<Vec<(u16, u16)>>,
}

fn date(minute: i64) -> i64 {
    minute.div_euclid(1440)
}

impl OracleCalendar {
    /// Applies the layers one after the other.
    pub fn new(pattern: u8, rows: &[CalendarDay]) -> Self {
        let mut days: Vec<Vec<(u16, u16)>> = (0..DAYS).map(|day| hours(pattern, day_of(day).weekday())).collect();
        for layer in CalendarDayKind::ALL {
            for row in rows.iter().filter(|row| row.kind == *layer) {
                let index = (row.day - day_of(0)).num_days() as usize;
                days[index] = match layer {
                    CalendarDayKind::MakeUp => hours(pattern, row.pattern_of.unwrap_or(Weekday::Fri)),
                    _ => Vec::new(),
                };
            }
        }
        Self { days }
    }

    fn day(&self, day: i64) -> &[(u16, u16)] {
        &self.days[day as usize]
    }

    /// Whether the minute that starts at `minute` counts.
    pub fn counts(&self, minute: i64) -> bool {
        let of_day = minute.rem_euclid(1440) as u16;
        for (start, end) in self.day(date(minute)) {
            if *start <= of_day && of_day < *end {
                return true;
            }
        }
        false
    }

    fn works(&self, day: i64) -> bool {
        !self.day(day).is_empty()
    }

    fn is_end_of_hours(&self, minute: i64) -> bool {
        self.day(date(minute)).last().is_some_and(|(_, end)| i64::from(*end) == minute.rem_euclid(1440))
    }

    /// End of hours of the first working day from `day` on.
    fn end_from(&self, day: i64) -> i64 {
        (day * 1440..).find(|minute| self.is_end_of_hours(*minute)).unwrap()
    }

    /// Due minute of a rule.
    pub fn due(&self, rule: DeadlineRule, received: i64, events: Vec<(i64, Event)>) -> Outcome {
        match rule {
            DeadlineRule::WorkingDay(n) => self.by_days(true, n, received, events),
            DeadlineRule::CalendarDay(n) => self.by_days(false, n, received, events),
            DeadlineRule::WorkingHour(n) => self.by_minutes(n * 60, received, events),
            DeadlineRule::SameDay(cutoff) => {
                let cutoff = i64::from(cutoff.hour() * 60 + cutoff.minute());
                self.same_day(cutoff, received, events)
            }
            DeadlineRule::NoDeadline => Outcome::Paused,
        }
    }

    /// Day rules. A working date is consumed at its end of hours or at a pause on it, a
    /// calendar date as soon as it begins.
    fn by_days(&self, working: bool, n: u32, received: i64, events: Vec<(i64, Event)>) -> Outcome {
        let mut events = events.into_iter().peekable();
        let mut left = n;
        let mut consumed = date(received);
        let mut due = (left == 0).then(|| self.end_from(consumed));
        let (mut running, mut late_pause) = (true, false);
        let mut minute = received;
        loop {
            if running && due.is_none() && self.consumes(working, minute) && date(minute) > consumed {
                consumed = date(minute);
                left -= 1;
                if left == 0 {
                    due = Some(self.end_from(consumed));
                }
            }
            while let Some((_, event)) = events.next_if(|(at, _)| *at <= minute) {
                match event {
                    Event::Stop if due.is_some_and(|due| date(minute) > date(due)) => {
                        late_pause = true;
                    }
                    Event::Stop => {
                        let today = date(minute);
                        if due.is_none() && today > consumed && self.works(today) {
                            consumed = today;
                            left -= 1;
                        }
                        (running, due) = (false, None);
                    }
                    Event::Go if late_pause => late_pause = false,
                    Event::Go => {
                        running = true;
                        consumed = date(minute);
                        due = (left == 0).then(|| self.end_from(consumed));
                    }
                    Event::Extend(units) if !running => left += units,
                    Event::Extend(units) => {
                        let old = due.unwrap_or_else(|| self.ahead(working, consumed, left));
                        let days = (consumed + 1..=date(old)).filter(|day| !working || self.works(*day));
                        left = days.count() as u32 + units;
                        due = None;
                        // After a passed due date the walk is made up for until now.
                        for m in (consumed + 1) * 1440..=minute {
                            if due.is_none() && self.consumes(working, m) {
                                consumed = date(m);
                                left -= 1;
                                due = (left == 0).then(|| self.end_from(consumed));
                            }
                        }
                    }
                }
            }
            if events.peek().is_none() {
                match due {
                    _ if !running || late_pause => return Outcome::Paused,
                    Some(due) => return Outcome::Due(due),
                    None => {}
                }
            }
            minute += 1;
        }
    }

    /// Whether the date of a minute is consumed at that minute.
    fn consumes(&self, working: bool, minute: i64) -> bool {
        match working {
            true => self.is_end_of_hours(minute),
            false => minute.rem_euclid(1440) == 0,
        }
    }

    /// Due minute when nothing else happens.
    fn ahead(&self, working: bool, consumed: i64, left: u32) -> i64 {
        let (mut day, mut left) = (consumed, left);
        while left > 0 {
            day += 1;
            if !working || self.works(day) {
                left -= 1;
            }
        }
        self.end_from(day)
    }

    /// Hour rules: every counting minute that passes while the clock runs is consumed.
    fn by_minutes(&self, minutes: u32, received: i64, events: Vec<(i64, Event)>) -> Outcome {
        let mut events = events.into_iter().peekable();
        let mut left = minutes;
        // Without remaining minutes the due minute is the next working one; the end of a
        // segment still belongs to it.
        let zero = |from: i64| (from..).find(|m| self.counts(*m) || self.counts(*m - 1));
        let zero = |from: i64| match from {
            0 => (0..).find(|m| self.counts(*m)),
            from => zero(from),
        };
        let mut due = if left == 0 { zero(received) } else { None };
        let (mut running, mut late_pause) = (true, false);
        let mut minute = received;
        loop {
            while let Some((_, event)) = events.next_if(|(at, _)| *at <= minute) {
                match event {
                    Event::Stop if due.is_some_and(|due| minute > due) => late_pause = true,
                    Event::Stop => (running, due) = (false, None),
                    Event::Go if late_pause => late_pause = false,
                    Event::Go => {
                        running = true;
                        due = if left == 0 { zero(minute) } else { None };
                    }
                    Event::Extend(units) if !running => left += units,
                    Event::Extend(units) => match due.take() {
                        None => left += units,
                        Some(old) => {
                            left = units;
                            for m in old..minute {
                                if due.is_none() && self.counts(m) {
                                    left -= 1;
                                    due = (left == 0).then_some(m + 1);
                                }
                            }
                        }
                    },
                }
            }
            if events.peek().is_none() {
                match due {
                    _ if !running || late_pause => return Outcome::Paused,
                    Some(due) => return Outcome::Due(due),
                    None => {}
                }
            }
            if running && due.is_none() && self.counts(minute) {
                left -= 1;
                due = (left == 0).then_some(minute + 1);
            }
            minute += 1;
        }
    }

    fn same_day(&self, cutoff: i64, received: i64, events: Vec<(i64, Event)>) -> Outcome {
        let count = |from: i64, units: u32| {
            let today = date(from);
            let in_time = self.works(today) && from.rem_euclid(1440) <= cutoff;
            let base = if in_time { today } else { date(self.end_from(today + 1)) };
            self.ahead(true, base, units)
        };
        let (mut start, mut units) = (received, 0);
        let (mut running, mut late_pause) = (true, false);
        let mut due = count(start, units);
        for (minute, event) in events {
            match event {
                Event::Stop if date(minute) > date(due) => late_pause = true,
                Event::Stop => running = false,
                Event::Go if late_pause => late_pause = false,
                Event::Go => {
                    (running, start) = (true, minute);
                    due = count(start, units);
                }
                Event::Extend(more) => {
                    units += more;
                    if running {
                        due = count(start, units);
                    }
                }
            }
        }
        match running && !late_pause {
            true => Outcome::Due(due),
            false => Outcome::Paused,
        }
    }
}
