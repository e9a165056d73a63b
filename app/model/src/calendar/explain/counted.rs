//! The lines that show where counting starts and which days count.

use chrono::{DateTime, NaiveDate, Utc};

use super::super::engine::same_day;
use super::super::remaining::duration_text;
use super::super::spans::{SkippedGroup, WEEKEND, groups_text, short, skipped};
use super::super::value::CalendarDayKind;
use super::super::{CalendarError, DeadlineRule, WorkCalendar};
use super::{Line, LineKind, stamp};
use crate::format;

/// More counted days than this are shortened to the first and last three.
const SHOWN: usize = 15;

/// Start, counted days and days off from the receipt to the original due date.
pub(super) fn first_leg(rule: DeadlineRule, received_at: DateTime<Utc>, due: DateTime<Utc>, cal: &WorkCalendar) -> Result<Vec<Line>, CalendarError> {
    let (received, last) = (format::local_date(received_at), format::local_date(due));
    match rule {
        DeadlineRule::WorkingDay(0) | DeadlineRule::CalendarDay(0) => {
            let groups = skipped(cal, received, last)?;
            let text = format!("Tính đến hết giờ làm việc ngày {}{}.", weekday_date(last), brackets(&groups));
            Ok(vec![with_days(LineKind::Start, text, Vec::new(), groups)])
        }
        DeadlineRule::WorkingDay(_) => {
            let days = working_days(cal, next(received)?, last)?;
            let first = days.first().copied().unwrap_or(last);
            let groups = skipped(cal, next(received)?, first)?;
            let text = format!("Bắt đầu tính từ ngày làm việc tiếp theo: {}{}.", weekday_date(first), brackets(&groups));
            let mut lines = vec![with_days(LineKind::Start, text, Vec::new(), groups)];
            let label = |index: usize, day: NaiveDate| {
                let mark = match is_make_up(cal, day) {
                    true => " (làm bù)",
                    false => "",
                };
                format!("Ngày {}: {}{mark}", index + 1, short(day))
            };
            lines.extend(counted(days, label, cal)?);
            Ok(lines)
        }
        DeadlineRule::CalendarDay(n) => {
            let first = next(received)?;
            let nominal = WorkCalendar::add_calendar_days(received, u64::from(n))?;
            let text = format!("Bắt đầu tính từ ngày tiếp theo: {}.", weekday_date(first));
            let mut lines = vec![Line::new(LineKind::Start, text)];
            let days = first.iter_days().take_while(|day| *day <= nominal).collect();
            let label = |index: usize, day: NaiveDate| format!("Ngày {}: {}", index + 1, short(day));
            lines.push(list(days, label, |_, _| Ok(Vec::new()))?.0);
            lines.extend(moved(cal, nominal, last)?);
            Ok(lines)
        }
        DeadlineRule::WorkingHour(_) => hours(received_at, due, cal),
        DeadlineRule::SameDay(cutoff) => {
            let base = same_day(cal, received_at, cutoff)?;
            let cutoff = format::time_of_day(cutoff);
            let line = if base == received {
                let text = format!("Tiếp nhận không muộn hơn {cutoff} nên trả kết quả trong ngày.");
                Line::new(LineKind::Start, text)
            } else {
                let why = match cal.is_working_day(received)? {
                    true => format!("Tiếp nhận sau {cutoff}"),
                    false => "Tiếp nhận vào ngày nghỉ".to_owned(),
                };
                let groups = skipped(cal, next(received)?, base)?;
                let text = format!("{why} nên trả kết quả vào ngày làm việc tiếp theo: {}{}.", weekday_date(base), brackets(&groups));
                with_days(LineKind::Start, text, Vec::new(), groups)
            };
            Ok(vec![line])
        }
        DeadlineRule::NoDeadline => Ok(Vec::new()),
    }
}

/// The line of a resumption; its `days` are the days counted from there to the due date.
pub(super) fn resumed(rule: DeadlineRule, at: DateTime<Utc>, left: u64, due: DateTime<Utc>, late: bool, cal: &WorkCalendar) -> Result<Line, CalendarError> {
    let (day, last) = (format::local_date(at), format::local_date(due));
    let since = stamp(at, rule.basis());
    if late {
        let text = format!("Tiếp tục từ {since}, hạn không thay đổi.");
        return Ok(Line::new(LineKind::Resumed, text));
    }
    let mut days = Vec::new();
    let tail = match rule {
        DeadlineRule::WorkingDay(_) if left > 0 => {
            days = working_days(cal, next(day)?, last)?;
            let first = days.first().copied().unwrap_or(last);
            format!("tính từ ngày làm việc tiếp theo: {}", format::date(first))
        }
        DeadlineRule::CalendarDay(_) if left > 0 => {
            days = next(day)?.iter_days().take(usize::try_from(left).unwrap_or(0)).collect();
            format!("tính từ ngày tiếp theo: {}", format::date(next(day)?))
        }
        DeadlineRule::WorkingHour(_) => {
            let start = cal.next_working_instant(at)?;
            format!("tính từ {}", format::time_date(start))
        }
        _ => format!("tính đến hết giờ làm việc ngày {}", format::date(last)),
    };
    let text = format!("Tiếp tục từ {since}, {tail}.");
    Ok(with_days(LineKind::Resumed, text, days, Vec::new()))
}

/// Start and hours per day of an hour rule.
fn hours(received_at: DateTime<Utc>, due: DateTime<Utc>, cal: &WorkCalendar) -> Result<Vec<Line>, CalendarError> {
    let start = cal.add_working_minutes(received_at, 0)?;
    let (received, first) = (format::local_date(received_at), format::local_date(start));
    let groups = skipped(cal, received, first)?;
    let text = format!("Bắt đầu tính từ {}{}.", format::due_long(start), brackets(&groups));
    let mut lines = vec![with_days(LineKind::Start, text, Vec::new(), groups)];
    let mut days = Vec::new();
    let mut minutes = Vec::new();
    for day in working_days(cal, first, format::local_date(due))? {
        let from = start.max(format::at_minute(day, 0));
        let to = due.min(format::at_minute(day, 1439));
        let today = u64::try_from(cal.working_minutes_between(from, to)?).unwrap_or(0);
        if today > 0 {
            days.push(day);
            minutes.push(today);
        }
    }
    let label = |index: usize, day: NaiveDate| {
        // Hours, not "1 ngày": the day itself stands before the colon.
        let (whole, rest) = (minutes[index] / 60, minutes[index] % 60);
        let amount = match rest {
            0 => format!("{whole} giờ"),
            _ if whole == 0 => duration_text(rest),
            _ => format!("{whole} giờ {rest} phút"),
        };
        format!("{}: {amount}", short(day))
    };
    if !days.is_empty() {
        lines.extend(counted(days, label, cal)?);
    }
    Ok(lines)
}

/// The counted working days with the days off between them, and the days off that a
/// shortened list hides.
fn counted(days: Vec<NaiveDate>, label: impl Fn(usize, NaiveDate) -> String, cal: &WorkCalendar) -> Result<Vec<Line>, CalendarError> {
    let (line, hidden) = list(days, label, |from, to| skipped(cal, from, to))?;
    let mut lines = vec![line];
    if let Some((from, to)) = hidden {
        let groups = skipped(cal, from, to)?;
        let parts: Vec<String> = groups
            .iter()
            .map(|group| match group.reason == WEEKEND {
                true => format!("{} ngày {WEEKEND}", group.days.len()),
                false => group.text(),
            })
            .collect();
        if !parts.is_empty() {
            let text = format!("Không tính: {}.", parts.join("; "));
            lines.push(with_days(LineKind::SkippedDays, text, Vec::new(), groups));
        }
    }
    Ok(lines)
}

type Hidden = Option<(NaiveDate, NaiveDate)>;

/// "Ngày 1: 03/09 · (05–06/09 nghỉ cuối tuần) · Ngày 2: …", and the first and last day of the
/// part that was left out.
fn list(
    days: Vec<NaiveDate>,
    label: impl Fn(usize, NaiveDate) -> String,
    gap: impl Fn(NaiveDate, NaiveDate) -> Result<Vec<SkippedGroup>, CalendarError>,
) -> Result<(Line, Hidden), CalendarError> {
    let short_list = days.len() > SHOWN;
    let resume_at = days.len().saturating_sub(3);
    let (mut items, mut named, mut hidden) = (Vec::new(), Vec::new(), None);
    for (index, day) in days.iter().enumerate() {
        if short_list && (3..resume_at).contains(&index) {
            continue;
        }
        if short_list && index == resume_at {
            items.push("…".to_owned());
            hidden = Some((days[2], *day));
        } else if index > 0 {
            let groups = gap(days[index - 1], *day)?;
            if !groups.is_empty() {
                items.push(format!("({})", groups_text(&groups)));
                named.extend(groups);
            }
        }
        items.push(label(index, *day));
    }
    let text = format!("{}.", items.join(" · "));
    Ok((with_days(LineKind::CountedDays, text, days, named), hidden))
}

/// The line that says why the last calendar day moved.
fn moved(cal: &WorkCalendar, nominal: NaiveDate, last: NaiveDate) -> Result<Option<Line>, CalendarError> {
    if nominal == last {
        return Ok(None);
    }
    let groups = skipped(cal, nominal, last)?;
    let text = format!("Ngày cuối là ngày nghỉ, chuyển sang ngày làm việc tiếp theo: {}{}.", weekday_date(last), brackets(&groups));
    Ok(Some(with_days(LineKind::SkippedDays, text, Vec::new(), groups)))
}

fn with_days(kind: LineKind, text: String, days: Vec<NaiveDate>, skipped: Vec<SkippedGroup>) -> Line {
    Line { days, skipped, ..Line::new(kind, text) }
}

fn working_days(cal: &WorkCalendar, first: NaiveDate, last: NaiveDate) -> Result<Vec<NaiveDate>, CalendarError> {
    let mut days = Vec::new();
    for day in first.iter_days().take_while(|day| *day <= last) {
        if cal.is_working_day(day)? {
            days.push(day);
        }
    }
    Ok(days)
}

fn is_make_up(cal: &WorkCalendar, day: NaiveDate) -> bool {
    cal.day_row(day).is_some_and(|row| row.kind == CalendarDayKind::MakeUp)
}

fn next(day: NaiveDate) -> Result<NaiveDate, CalendarError> {
    day.succ_opt().ok_or(CalendarError::OutOfRange)
}

fn brackets(groups: &[SkippedGroup]) -> String {
    match groups {
        [] => String::new(),
        groups => format!(" ({})", groups_text(groups)),
    }
}

/// "thứ Năm, 03/09/2026".
fn weekday_date(day: NaiveDate) -> String {
    format!("{}, {}", format::weekday(day), format::date(day))
}
