//! The reminder that a year still has no calendar.

use chrono::{Datelike, NaiveDate};

use super::value::{CalendarYear, YearStatus};

/// Banner and daily notice about a year without calendar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct YearNotice {
    /// The year that lacks a calendar.
    pub year: i32,
    /// From 1 December the notice goes to the province office as well.
    pub to_province_office: bool,
    /// Vietnamese text of the banner.
    pub text: String,
}

/// The notice of a day: from 1 October while the next year is missing, and on any day while
/// the running year is.
#[must_use]
pub fn next_year_notice(today: NaiveDate, years: &[CalendarYear]) -> Option<YearNotice> {
    let missing = |year: i32| {
        let row = years.iter().rev().find(|row| row.year == year);
        row.is_none_or(|row| row.status == YearStatus::Missing)
    };
    let current = today.year();
    if missing(current) {
        return Some(YearNotice {
            year: current,
            to_province_office: true,
            text: format!(
                "Chưa có lịch làm việc năm {current}. Không tiếp nhận được hồ sơ cần tính hạn \
                 trong năm này."
            ),
        });
    }
    let next = current.saturating_add(1);
    (today.month() >= 10 && missing(next)).then(|| YearNotice {
        year: next,
        to_province_office: today.month() == 12,
        text: format!(
            "Chưa có lịch làm việc năm {next}. Cần nhập ít nhất lịch dự kiến trước ngày \
             31/12/{current}."
        ),
    })
}
