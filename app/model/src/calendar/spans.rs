//! Spans of days: which days off lie in them and why, and what changed between two calendars.

use chrono::{Datelike, NaiveDate, Weekday};
use serde::{Deserialize, Serialize};

use super::value::CalendarDayKind;
use super::{CalendarError, WorkCalendar};

/// Days off that share a reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SkippedGroup {
    /// The days, ascending.
    pub days: Vec<NaiveDate>,
    /// Reason, for example "nghỉ Quốc khánh" or "nghỉ cuối tuần".
    pub reason: String,
}

impl SkippedGroup {
    /// "01/09 và 02/09 nghỉ Quốc khánh".
    #[must_use]
    pub fn text(&self) -> String {
        format!("{} {}", days_text(&self.days, self.reason == WEEKEND), self.reason)
    }
}

pub(super) const WEEKEND: &str = "nghỉ cuối tuần";

/// Days off from `first` to `last`, both included: named days first, weekends last.
pub(super) fn skipped(cal: &WorkCalendar, first: NaiveDate, last: NaiveDate) -> Result<Vec<SkippedGroup>, CalendarError> {
    let mut groups: Vec<SkippedGroup> = Vec::new();
    for date in first.iter_days().take_while(|date| *date <= last) {
        if cal.is_working_day(date)? {
            continue;
        }
        let reason = reason(cal, date);
        match groups.iter_mut().find(|group| group.reason == reason) {
            Some(group) => group.days.push(date),
            None => groups.push(SkippedGroup { days: vec![date], reason }),
        }
    }
    groups.sort_by_key(|group| group.reason == WEEKEND);
    Ok(groups)
}

/// Groups as one text: "31/08 nghỉ hoán đổi; 29–30/08 nghỉ cuối tuần".
pub(super) fn groups_text(groups: &[SkippedGroup]) -> String {
    groups.iter().map(SkippedGroup::text).collect::<Vec<_>>().join("; ")
}

fn reason(cal: &WorkCalendar, date: NaiveDate) -> String {
    let Some(row) = cal.day_row(date) else {
        return match date.weekday() {
            Weekday::Sat | Weekday::Sun => WEEKEND.to_owned(),
            _ => "không có giờ làm việc".to_owned(),
        };
    };
    match row.kind {
        CalendarDayKind::Holiday => {
            // The remark in brackets explains the row in the calendar, not the day.
            let name = row.name.split(" (").next().unwrap_or_default().trim();
            match name {
                "" => "nghỉ lễ".to_owned(),
                name if name.starts_with("nghỉ ") => name.to_owned(),
                name => format!("nghỉ {name}"),
            }
        }
        CalendarDayKind::SwapOff | CalendarDayKind::Closure => row.kind.label().to_owned(),
        CalendarDayKind::MakeUp => "không có giờ làm việc".to_owned(),
    }
}

/// "31/08", "01/09 và 02/09", "16–20/02", "31/10–01/11".
fn days_text(days: &[NaiveDate], pairs_as_range: bool) -> String {
    let mut runs: Vec<(NaiveDate, NaiveDate)> = Vec::new();
    for day in days {
        match runs.last_mut() {
            Some((_, last)) if last.succ_opt() == Some(*day) => *last = *day,
            _ => runs.push((*day, *day)),
        }
    }
    let mut items = Vec::new();
    for (first, last) in runs {
        if first == last {
            items.push(short(first));
        } else if first.succ_opt() == Some(last) && !pairs_as_range {
            items.extend([short(first), short(last)]);
        } else if first.month() == last.month() {
            items.push(format!("{:02}–{}", first.day(), short(last)));
        } else {
            items.push(format!("{}–{}", short(first), short(last)));
        }
    }
    match items.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} và {last}", rest.join(", ")),
        None => String::new(),
    }
}

/// Day and month, "03/09".
pub(super) fn short(date: NaiveDate) -> String {
    format!("{:02}/{:02}", date.day(), date.month())
}

/// Days whose counting hours differ between two calendars, ascending: exactly the days whose
/// records have to be recomputed. A year that only one of them knows changes as a whole.
#[must_use]
pub fn changed_days(old: &WorkCalendar, new: &WorkCalendar) -> Vec<NaiveDate> {
    let years = [old.known_years(), new.known_years()];
    let first = years.iter().flatten().map(|(first, _)| *first).min();
    let last = years.iter().flatten().map(|(_, last)| *last).max();
    let (Some(first), Some(last)) = (first, last) else {
        return Vec::new();
    };
    let Some(start) = NaiveDate::from_ymd_opt(first, 1, 1) else {
        return Vec::new();
    };
    start.iter_days().take_while(|date| date.year() <= last).filter(|date| old.segments(*date).ok() != new.segments(*date).ok()).collect()
}

/// Whether a span (both ends included) contains one of the ascending `days`.
#[must_use]
pub fn span_contains(span: (NaiveDate, NaiveDate), days: &[NaiveDate]) -> bool {
    let index = days.partition_point(|day| *day < span.0);
    days.get(index).is_some_and(|day| *day <= span.1)
}
