//! The "còn/quá" text of every row.

use chrono::{DateTime, Utc};

use super::classify::{Clock, DueClass, Moment, classify};
use super::due::Remaining;
use super::{MINUTES_PER_WORKING_DAY, WorkCalendar};
use crate::format;

/// Mark of every text that rests on an estimated calendar.
pub const ESTIMATED_NOTE: &str = "(lịch dự kiến)";

/// Working minutes as "2 ngày 3 giờ", "6 giờ 30 phút" or "20 phút": split by 480 and 60,
/// minutes only below one working day. Empty for 0.
#[must_use]
pub fn duration_text(minutes: u64) -> String {
    let day = u64::from(MINUTES_PER_WORKING_DAY);
    let (days, hours, rest) = (minutes / day, minutes % day / 60, minutes % 60);
    let mut parts = Vec::new();
    if days > 0 {
        parts.push(format!("{days} ngày"));
    }
    if hours > 0 {
        parts.push(format!("{hours} giờ"));
    }
    if days == 0 && rest > 0 {
        parts.push(format!("{rest} phút"));
    }
    parts.join(" ")
}

/// Text that tells how much working time is left or how long a record is overdue.
///
/// Without a calendar for the span, the text falls back to the due date itself, which is
/// always true: a list never fails because of one row.
#[must_use]
pub fn remaining_text(now: DateTime<Utc>, clock: &Clock, cal: &WorkCalendar) -> String {
    let (due, overdue) = match clock {
        Clock::NoDue => return "Không có thời hạn".to_owned(),
        Clock::Paused { left } => return paused_text(*left),
        Clock::Running { due, .. } => (*due, classify(Moment::Open(now), clock) == DueClass::Overdue),
    };
    let (today, due_day) = (format::local_date(now), format::local_date(due));
    let minutes = cal.working_minutes_between(now, due).ok().map(i64::unsigned_abs);
    let duration = minutes.map(duration_text).filter(|text| !text.is_empty());
    let text = match (overdue, duration) {
        (false, Some(duration)) if now <= due => format!("Còn {duration} làm việc"),
        (false, _) if today == due_day => "Đến hạn hôm nay".to_owned(),
        (false, _) => format!("Còn đến {}", format::time_date(due)),
        (true, Some(duration)) => format!("Quá {duration} làm việc"),
        (true, None) => format!("Quá hạn từ {}", format::time_date(due)),
    };
    match cal.touches_estimate(today.min(due_day), today.max(due_day)) {
        true => format!("{text} {ESTIMATED_NOTE}"),
        false => text,
    }
}

fn paused_text(left: Remaining) -> String {
    match left {
        Remaining::WorkingDays(n) => format!("Tạm dừng, còn {n} ngày làm việc khi tiếp tục"),
        Remaining::CalendarDays(n) => format!("Tạm dừng, còn {n} ngày khi tiếp tục"),
        Remaining::Minutes(0) => "Tạm dừng, còn 0 giờ làm việc khi tiếp tục".to_owned(),
        Remaining::Minutes(n) => {
            format!("Tạm dừng, còn {} làm việc khi tiếp tục", duration_text(n))
        }
        Remaining::SameDay => "Tạm dừng, tính lại hạn khi tiếp tục".to_owned(),
        Remaining::Late => "Tạm dừng, đã quá hạn".to_owned(),
    }
}
