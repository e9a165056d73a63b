//! Errors of the calendar library.

use std::fmt;

/// Why a date could not be computed. The text of [`fmt::Display`] is shown to people.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CalendarError {
    /// A needed day lies in a year without a working calendar: receipt is refused rather than
    /// counting the year as if it had no holidays.
    Missing(i32),
    /// The date leaves the range that the portal can represent.
    OutOfRange,
    /// A weekly segment does not satisfy `start < end < 1440` minutes.
    InvalidSegment {
        /// First minute of the day.
        start_min: u16,
        /// Minute after the last one.
        end_min: u16,
    },
    /// A calendar year outside 1900–2199.
    InvalidYear(i32),
    /// Pauses or extensions overlap, run backwards or lie before the receipt.
    EventOrder,
}

impl CalendarError {
    /// Code used by the API and the logs, for example `calendar_missing(2028)`.
    #[must_use]
    pub fn code(self) -> String {
        match self {
            Self::Missing(year) => format!("calendar_missing({year})"),
            Self::OutOfRange => "calendar_out_of_range".to_owned(),
            Self::InvalidSegment { .. } => "calendar_invalid_segment".to_owned(),
            Self::InvalidYear(year) => format!("calendar_invalid_year({year})"),
            Self::EventOrder => "calendar_event_order".to_owned(),
        }
    }
}

impl fmt::Display for CalendarError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing(year) => {
                write!(f, "Chưa có lịch làm việc năm {year}. Báo quản trị tỉnh.")
            }
            Self::OutOfRange => f.write_str("Ngày nằm ngoài khoảng hệ thống tính được."),
            Self::InvalidSegment { start_min, end_min } => {
                write!(f, "Khung giờ {:02}:{:02}–{:02}:{:02} không hợp lệ.", start_min / 60, start_min % 60, end_min / 60, end_min % 60)
            }
            Self::InvalidYear(year) => write!(f, "Năm {year} nằm ngoài khoảng 1900–2199."),
            Self::EventOrder => f.write_str("Các lần tạm dừng hoặc hẹn lại không đúng thứ tự thời gian."),
        }
    }
}

impl std::error::Error for CalendarError {}
