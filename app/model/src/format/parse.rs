//! Reading dates and times that people type. Messages say what is wrong in Vietnamese.

use std::fmt;

use chrono::{Datelike, NaiveDate, NaiveTime};

/// Years that a form accepts.
const YEARS: std::ops::RangeInclusive<i32> = 1900..=2199;

/// Why a typed date or time was refused. The text of [`fmt::Display`] is shown at the field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateError {
    /// Nothing was typed.
    Empty,
    /// The day is missing.
    NoDay,
    /// The month is missing.
    NoMonth,
    /// The year is missing.
    NoYear,
    /// The text is no date.
    Unreadable,
    /// The month is not 1–12.
    Month,
    /// The day is not 1–31.
    Day,
    /// The year is not a number of four digits in the accepted range.
    Year,
    /// The month has fewer days.
    TooManyDays {
        /// The month.
        month: u32,
        /// The year.
        year: i32,
        /// Its last day.
        last: u32,
    },
    /// The text is no time of day.
    Time,
}

impl fmt::Display for DateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Empty => f.write_str("Nhập ngày, tháng, năm."),
            Self::NoDay => f.write_str("Nhập ngày."),
            Self::NoMonth => f.write_str("Nhập tháng."),
            Self::NoYear => f.write_str("Nhập năm."),
            Self::Unreadable => f.write_str("Nhập ngày theo dạng ngày/tháng/năm, ví dụ 21/11/2026."),
            Self::Month => f.write_str("Tháng phải từ 1 đến 12."),
            Self::Day => f.write_str("Ngày phải từ 1 đến 31."),
            Self::Year => write!(f, "Năm phải gồm 4 chữ số, từ {} đến {}.", YEARS.start(), YEARS.end()),
            Self::TooManyDays { month: 2, year, last } => {
                write!(f, "Tháng 2 năm {year} chỉ có {last} ngày.")
            }
            Self::TooManyDays { month, last, .. } => {
                write!(f, "Tháng {month} chỉ có {last} ngày.")
            }
            Self::Time => f.write_str("Nhập giờ theo dạng giờ:phút, ví dụ 14:30."),
        }
    }
}

impl std::error::Error for DateError {}

/// Reads `dd/MM/yyyy` (also with `-` or `.` and without leading zeros), `ddMMyyyy` or `yyyy-MM-dd`.
///
/// # Errors
/// [`DateError`] with the message for the field.
pub fn parse_date(text: &str) -> Result<NaiveDate, DateError> {
    let text = text.trim();
    if text.is_empty() {
        return Err(DateError::Empty);
    }
    let parts: Vec<&str> = text.split(['/', '-', '.']).map(str::trim).collect();
    let numeric = |part: &&str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    match parts[..] {
        _ if !parts.iter().all(numeric) => Err(DateError::Unreadable),
        [digits] if digits.len() == 8 => date_from_parts(&digits[..2], &digits[2..4], &digits[4..]),
        [year, month, day] if year.len() == 4 => date_from_parts(day, month, year),
        [day, month, year] => date_from_parts(day, month, year),
        _ => Err(DateError::Unreadable),
    }
}

/// Reads a date from three fields.
///
/// # Errors
/// [`DateError`] with the message for the first wrong field.
pub fn date_from_parts(day: &str, month: &str, year: &str) -> Result<NaiveDate, DateError> {
    let (day, month, year) = (day.trim(), month.trim(), year.trim());
    match (day.is_empty(), month.is_empty(), year.is_empty()) {
        (true, true, true) => return Err(DateError::Empty),
        (true, ..) => return Err(DateError::NoDay),
        (_, true, _) => return Err(DateError::NoMonth),
        (.., true) => return Err(DateError::NoYear),
        _ => {}
    }
    let day = digits(day, 2).filter(|day| (1..=31).contains(day)).ok_or(DateError::Day)?;
    let month = digits(month, 2).filter(|month| (1..=12).contains(month)).ok_or(DateError::Month)?;
    let year = digits(year, 4).and_then(|year| i32::try_from(year).ok()).filter(|year| YEARS.contains(year)).ok_or(DateError::Year)?;
    NaiveDate::from_ymd_opt(year, month, day).ok_or_else(|| DateError::TooManyDays { month, year, last: last_day(year, month) })
}

/// Reads `HH:mm`.
///
/// # Errors
/// [`DateError::Time`].
pub fn parse_time(text: &str) -> Result<NaiveTime, DateError> {
    let (hour, minute) = text.trim().split_once(':').ok_or(DateError::Time)?;
    if minute.len() != 2 {
        return Err(DateError::Time);
    }
    let (hour, minute) = digits(hour, 2).zip(digits(minute, 2)).ok_or(DateError::Time)?;
    NaiveTime::from_hms_opt(hour, minute, 0).ok_or(DateError::Time)
}

/// A number of at most `max` ASCII digits.
fn digits(text: &str, max: usize) -> Option<u32> {
    let valid = !text.is_empty() && text.len() <= max && text.bytes().all(|b| b.is_ascii_digit());
    valid.then(|| text.parse().ok()).flatten()
}

fn last_day(year: i32, month: u32) -> u32 {
    (28..=31).rev().filter_map(|day| NaiveDate::from_ymd_opt(year, month, day)).map(|date| date.day()).next().unwrap_or(31)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(text: &str) -> String {
        parse_date(text).unwrap_err().to_string()
    }

    #[test]
    fn dates_are_read_in_both_forms() {
        let expected = NaiveDate::from_ymd_opt(2026, 11, 5).unwrap();
        for text in ["05/11/2026", " 5/11/2026 ", "2026-11-05", "5-11-2026", "5.11.2026", "05112026"] {
            assert_eq!(parse_date(text), Ok(expected), "{text}");
        }
        assert_eq!(date_from_parts("5", " 11", "2026"), Ok(expected));
    }

    #[test]
    fn wrong_dates_are_explained() {
        assert_eq!(refused("31/11/2026"), "Tháng 11 chỉ có 30 ngày.");
        assert_eq!(refused("29/02/2026"), "Tháng 2 năm 2026 chỉ có 28 ngày.");
        assert_eq!(refused("30/02/2028"), "Tháng 2 năm 2028 chỉ có 29 ngày.");
        assert_eq!(refused("01/13/2026"), "Tháng phải từ 1 đến 12.");
        assert_eq!(refused("32/12/2026"), "Ngày phải từ 1 đến 31.");
        assert_eq!(refused("00/12/2026"), "Ngày phải từ 1 đến 31.");
        assert_eq!(refused("1/1/26"), "Năm phải gồm 4 chữ số, từ 1900 đến 2199.");
        assert_eq!(refused("9999-01-01"), "Năm phải gồm 4 chữ số, từ 1900 đến 2199.");
        assert_eq!(refused(""), "Nhập ngày, tháng, năm.");
        for text in ["hôm nay", "1/1", "1/1/2026/1", "+1/1/2026", "１/1/2026", "1//2026", "🙂"] {
            assert_eq!(refused(text), "Nhập ngày theo dạng ngày/tháng/năm, ví dụ 21/11/2026.", "{text}");
        }
        assert_eq!(date_from_parts("1", "", "2026"), Err(DateError::NoMonth));
        assert_eq!(date_from_parts("", "1", "2026"), Err(DateError::NoDay));
        assert_eq!(date_from_parts("1", "1", " "), Err(DateError::NoYear));
        assert_eq!(date_from_parts("x", "1", "2026"), Err(DateError::Day));
        assert_eq!(date_from_parts("999999999999", "1", "2026"), Err(DateError::Day));
    }

    #[test]
    fn times_are_read() {
        assert_eq!(parse_time("15:00"), Ok(NaiveTime::from_hms_opt(15, 0, 0).unwrap()));
        assert_eq!(parse_time("7:05"), Ok(NaiveTime::from_hms_opt(7, 5, 0).unwrap()));
        for text in ["", "24:00", "7:5", "12:60", "-1:00", "7h30"] {
            assert_eq!(parse_time(text), Err(DateError::Time), "{text}");
        }
    }
}
