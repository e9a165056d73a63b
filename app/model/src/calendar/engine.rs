//! The clock of one record: counts units, stops, goes on, is extended.

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};

use super::classify::is_late;
use super::due::{Due, Extension, Pause, Remaining};
use super::{CalendarError, DeadlineRule, WorkCalendar};
use crate::format;

/// What happened to the clock, for explanations.
#[derive(Clone, Copy, Debug)]
pub(super) enum Step {
    Received {
        due: DateTime<Utc>,
    },
    /// `used` counts all units used so far.
    Paused {
        pause: usize,
        used: u64,
        left: Remaining,
    },
    Resumed {
        pause: usize,
        left: u64,
        due: DateTime<Utc>,
        late: bool,
    },
    Extended {
        extension: usize,
    },
}

enum Event {
    Stop(usize),
    Go(usize),
    Extend(usize),
}

struct Engine<'a> {
    rule: DeadlineRule,
    cal: &'a WorkCalendar,
    /// Receipt or last resumption.
    start: DateTime<Utc>,
    /// Units counted from `start`; for a same-day rule the working days of extensions.
    left: u64,
    used: u64,
    due: DateTime<Utc>,
    paused: Option<Remaining>,
}

pub(super) fn run(
    rule: DeadlineRule,
    received_at: DateTime<Utc>,
    pauses: &[Pause],
    extensions: &[Extension],
    cal: &WorkCalendar,
) -> Result<(Due, Vec<Step>), CalendarError> {
    let basis = rule.basis();
    let events = order_events(received_at, pauses, extensions)?;
    let left = match rule {
        DeadlineRule::WorkingDay(n) | DeadlineRule::CalendarDay(n) => u64::from(n),
        DeadlineRule::WorkingHour(n) => u64::from(n) * 60,
        DeadlineRule::SameDay(_) => 0,
        DeadlineRule::NoDeadline => {
            let none = Due { at: None, paused: None, basis, estimated: false, span: None };
            return Ok((none, Vec::new()));
        }
    };
    let mut engine = Engine { rule, cal, start: received_at, left, used: 0, due: received_at, paused: None };
    engine.due = engine.count()?;
    let mut steps = vec![Step::Received { due: engine.due }];
    for (at, event) in events {
        steps.push(match event {
            Event::Stop(pause) => engine.stop(pause, at)?,
            Event::Go(pause) => engine.go(pause, at)?,
            Event::Extend(extension) => engine.extend(extension, extensions[extension].units)?,
        });
    }
    let span = (format::local_date(received_at), format::local_date(engine.due));
    let result = Due { at: Some(engine.due), paused: engine.paused, basis, estimated: cal.touches_estimate(span.0, span.1), span: Some(span) };
    Ok((result, steps))
}

/// Merges pauses and extensions by time; at one instant the pause goes first.
fn order_events(received_at: DateTime<Utc>, pauses: &[Pause], extensions: &[Extension]) -> Result<Vec<(DateTime<Utc>, Event)>, CalendarError> {
    let mut clock = Vec::with_capacity(pauses.len() * 2);
    for (index, pause) in pauses.iter().enumerate() {
        clock.push((pause.from, Event::Stop(index)));
        match pause.to {
            Some(to) => clock.push((to, Event::Go(index))),
            None if index + 1 < pauses.len() => return Err(CalendarError::EventOrder),
            None => {}
        }
    }
    let mut merged = Vec::with_capacity(clock.len() + extensions.len());
    let mut waiting = extensions.iter().enumerate().peekable();
    for (at, event) in clock {
        while let Some((index, extension)) = waiting.next_if(|(_, e)| e.at < at) {
            merged.push((extension.at, Event::Extend(index)));
        }
        merged.push((at, event));
    }
    merged.extend(waiting.map(|(index, extension)| (extension.at, Event::Extend(index))));
    let mut last = received_at;
    for (at, _) in &merged {
        if *at < last {
            return Err(CalendarError::EventOrder);
        }
        last = *at;
    }
    Ok(merged)
}

impl Engine<'_> {
    /// Due instant when `left` units are counted from `start`.
    fn count(&self) -> Result<DateTime<Utc>, CalendarError> {
        let date = format::local_date(self.start);
        match self.rule {
            DeadlineRule::WorkingDay(_) => {
                let days = u32::try_from(self.left).unwrap_or(u32::MAX);
                self.cal.end_on_or_after(self.cal.add_working_days(date, days)?)
            }
            DeadlineRule::CalendarDay(_) => self.cal.end_on_or_after(WorkCalendar::add_calendar_days(date, self.left)?),
            DeadlineRule::WorkingHour(_) => self.cal.add_working_minutes(self.start, self.left),
            DeadlineRule::SameDay(cutoff) => {
                let base = same_day(self.cal, self.start, cutoff)?;
                let days = u32::try_from(self.left).unwrap_or(u32::MAX);
                self.cal.end_on_or_after(self.cal.add_working_days(base, days)?)
            }
            DeadlineRule::NoDeadline => Ok(self.start),
        }
    }

    /// Units of the rule between `start` and an instant.
    fn units_until(&self, at: DateTime<Utc>) -> Result<u64, CalendarError> {
        let (from, to) = (format::local_date(self.start), format::local_date(at));
        Ok(match self.rule {
            DeadlineRule::WorkingDay(_) => u64::from(self.cal.working_days_between(from, to)?),
            DeadlineRule::CalendarDay(_) => u64::try_from((to - from).num_days()).unwrap_or(0),
            DeadlineRule::WorkingHour(_) => u64::try_from(self.cal.working_minutes_between(self.start, at)?).unwrap_or(0),
            DeadlineRule::SameDay(_) | DeadlineRule::NoDeadline => 0,
        })
    }

    fn remaining(&self) -> Remaining {
        let days = u32::try_from(self.left).unwrap_or(u32::MAX);
        match self.rule {
            DeadlineRule::WorkingDay(_) => Remaining::WorkingDays(days),
            DeadlineRule::CalendarDay(_) => Remaining::CalendarDays(days),
            DeadlineRule::WorkingHour(_) => Remaining::Minutes(self.left),
            DeadlineRule::SameDay(_) | DeadlineRule::NoDeadline => Remaining::SameDay,
        }
    }

    fn stop(&mut self, pause: usize, at: DateTime<Utc>) -> Result<Step, CalendarError> {
        let left = if is_late(at, self.due, self.rule.basis()) {
            Remaining::Late
        } else {
            let used = self.units_until(at)?.min(self.left);
            self.left -= used;
            self.used += used;
            self.remaining()
        };
        self.paused = Some(left);
        Ok(Step::Paused { pause, used: self.used, left })
    }

    fn go(&mut self, pause: usize, at: DateTime<Utc>) -> Result<Step, CalendarError> {
        let late = self.paused.take() == Some(Remaining::Late);
        if !late {
            self.start = at;
            self.due = self.count()?;
        }
        Ok(Step::Resumed { pause, left: self.left, due: self.due, late })
    }

    fn extend(&mut self, extension: usize, units: u32) -> Result<Step, CalendarError> {
        if let Some(left) = self.paused
            && left != Remaining::Late
        {
            self.left += u64::from(units);
            self.paused = Some(self.remaining());
        } else {
            // Units from the due date in force, which a day off may have moved.
            let until_due = match self.rule {
                DeadlineRule::SameDay(_) | DeadlineRule::WorkingHour(_) => self.left,
                _ => self.units_until(self.due)?,
            };
            self.left = until_due + u64::from(units);
            self.due = self.count()?;
        }
        Ok(Step::Extended { extension })
    }
}

/// Day on which a same-day limit ends.
pub(super) fn same_day(cal: &WorkCalendar, at: DateTime<Utc>, cutoff: NaiveTime) -> Result<NaiveDate, CalendarError> {
    let local = format::local(at);
    if local.time() <= cutoff && cal.is_working_day(local.date())? { Ok(local.date()) } else { cal.add_working_days(local.date(), 1) }
}
