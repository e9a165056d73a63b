//! Reading the texts of a procedure document: time limits, amounts, yes and no.

use crate::calendar::DeadlineRule;

/// Reads a time limit as people write it: "3 ngày làm việc", "8 giờ làm việc", "15 ngày", "trong ngày, tiếp nhận đến 15:00",
/// "không có thời hạn"; or its stored form.
#[must_use]
pub fn read_deadline(text: &str) -> Option<DeadlineRule> {
    let text = text.trim().to_lowercase();
    if let Ok(rule) = text.parse::<DeadlineRule>() {
        return Some(rule);
    }
    if text == "không có thời hạn" {
        return Some(DeadlineRule::NoDeadline);
    }
    if text.starts_with("trong ngày") {
        let time = text.split_whitespace().last()?;
        return crate::format::parse_time(time).ok().map(DeadlineRule::SameDay);
    }
    let (number, unit) = text.split_once(char::is_whitespace)?;
    let number = number.parse::<u32>().ok().filter(|n| (1..=1_000).contains(n) && !text.starts_with('+'))?;
    match unit.trim() {
        "ngày làm việc" => Some(DeadlineRule::WorkingDay(number)),
        "giờ làm việc" => Some(DeadlineRule::WorkingHour(number)),
        "ngày" => Some(DeadlineRule::CalendarDay(number)),
        _ => None,
    }
}

/// Reads a whole number, "1.500.000" or "1500000"; at most 15 digits.
#[must_use]
pub fn read_number(text: &str) -> Option<i64> {
    let plain: String = text.chars().filter(|c| !matches!(c, '.' | ' ' | '\u{a0}')).collect();
    (!plain.is_empty() && plain.len() <= 15 && plain.bytes().all(|byte| byte.is_ascii_digit())).then(|| plain.parse().ok()).flatten()
}

/// Reads "co" or "khong"; nothing written means `usual`.
#[must_use]
pub fn read_yes(text: &str, usual: bool) -> Option<bool> {
    match text.trim().to_lowercase().as_str() {
        "" => Some(usual),
        "co" | "có" => Some(true),
        "khong" | "không" => Some(false),
        _ => None,
    }
}

/// The opposite of [`read_yes`].
#[must_use]
pub const fn yes_no(yes: bool) -> &'static str {
    if yes { "co" } else { "khong" }
}

/// True if the local time limit is certainly not longer than the one of the version (02 §2): the same unit of time and not
/// more of it; a limit within the day is never longer than days.
#[must_use]
pub fn not_longer(local: DeadlineRule, usual: DeadlineRule) -> bool {
    use DeadlineRule::{CalendarDay, NoDeadline, SameDay, WorkingDay, WorkingHour};
    match (local, usual) {
        (_, NoDeadline) => true,
        (WorkingDay(a), WorkingDay(b)) | (WorkingHour(a), WorkingHour(b)) | (CalendarDay(a), CalendarDay(b)) => a <= b,
        // Hours of a working day: eight at most.
        (WorkingHour(a), WorkingDay(b)) => a <= b.saturating_mul(8),
        (SameDay(_), WorkingDay(_) | CalendarDay(_)) => true,
        (SameDay(a), SameDay(b)) => a >= b,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_limits_are_read_as_they_are_shown() {
        for rule in ["working_day:3", "working_hour:8", "calendar_day:15", "same_day:15:00", "no_deadline"] {
            let rule: DeadlineRule = rule.parse().expect("rule");
            assert_eq!(read_deadline(&rule.label()), Some(rule));
            assert_eq!(read_deadline(&rule.to_string()), Some(rule));
        }
        for odd in ["", "ba ngày", "0 ngày", "-3 ngày", "+3 ngày", "3 tuần", "trong ngày", "99999 ngày"] {
            assert_eq!(read_deadline(odd), None, "{odd}");
        }
    }

    #[test]
    fn numbers_and_answers() {
        assert_eq!(read_number("1.500.000"), Some(1_500_000));
        assert!(read_number("-3").is_none() && read_number("").is_none() && read_number("9999999999999999").is_none());
        assert_eq!((read_yes("có", false), read_yes("", true), read_yes("yes", true)), (Some(true), Some(true), None));
    }

    #[test]
    fn a_local_time_limit_is_not_longer() {
        use DeadlineRule::{CalendarDay, NoDeadline, WorkingDay, WorkingHour};
        assert!(not_longer(WorkingDay(2), WorkingDay(3)) && not_longer(WorkingHour(8), WorkingDay(1)) && not_longer(WorkingDay(9), NoDeadline));
        assert!(!not_longer(WorkingDay(4), WorkingDay(3)) && !not_longer(CalendarDay(2), WorkingDay(3)) && !not_longer(NoDeadline, WorkingDay(3)));
    }
}
