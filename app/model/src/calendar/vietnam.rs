//! The default calendar of a province: rows that the database is seeded with.

use chrono::{NaiveDate, Weekday};

use super::value::{CalendarDay, CalendarDayKind, CalendarYear, DayStatus, SegmentPurpose, WorkSegment, YearStatus};

use CalendarDayKind::{Holiday, MakeUp, SwapOff};
use DayStatus::{Estimated, Official};

/// Basis of the public holidays (Bộ luật Lao động, điều 112).
const LABOUR: &str = "Bộ luật Lao động 2019, điều 112";
/// Basis of swapped days.
const NOTICE: &str = "Thông báo của Bộ Nội vụ";
/// Basis of 24 November.
const CULTURE: &str = "Nghị quyết 28/2026/QH16, từ 01/07/2026";
/// Mark of rows that wait for an announcement.
const EXPECTED: &str = "Dự kiến, chờ thông báo";

type Row = (i32, u32, u32, CalendarDayKind, &'static str, DayStatus, &'static str);

const ROWS: &[Row] = &[
    (2024, 1, 1, Holiday, "Tết Dương lịch", Official, LABOUR),
    (2024, 2, 8, Holiday, "Tết Giáp Thìn", Official, LABOUR),
    (2024, 2, 9, Holiday, "Tết Giáp Thìn", Official, LABOUR),
    (2024, 2, 12, Holiday, "Tết Giáp Thìn", Official, LABOUR),
    (2024, 2, 13, Holiday, "Tết Giáp Thìn", Official, LABOUR),
    (2024, 2, 14, Holiday, "Tết Giáp Thìn", Official, LABOUR),
    (2024, 4, 18, Holiday, "Giỗ Tổ Hùng Vương", Official, LABOUR),
    (2024, 4, 29, SwapOff, "nghỉ hoán đổi Ngày Chiến thắng", Official, NOTICE),
    (2024, 4, 30, Holiday, "Ngày Chiến thắng", Official, LABOUR),
    (2024, 5, 1, Holiday, "Quốc tế Lao động", Official, LABOUR),
    (2024, 5, 4, MakeUp, "làm bù cho 29/04", Official, NOTICE),
    (2024, 9, 2, Holiday, "Quốc khánh", Official, LABOUR),
    (2024, 9, 3, Holiday, "Quốc khánh", Official, LABOUR),
    (2025, 1, 1, Holiday, "Tết Dương lịch", Official, LABOUR),
    (2025, 1, 27, Holiday, "Tết Ất Tỵ", Official, LABOUR),
    (2025, 1, 28, Holiday, "Tết Ất Tỵ", Official, LABOUR),
    (2025, 1, 29, Holiday, "Tết Ất Tỵ", Official, LABOUR),
    (2025, 1, 30, Holiday, "Tết Ất Tỵ", Official, LABOUR),
    (2025, 1, 31, Holiday, "Tết Ất Tỵ", Official, LABOUR),
    (2025, 4, 7, Holiday, "Giỗ Tổ Hùng Vương", Official, LABOUR),
    (2025, 4, 26, MakeUp, "làm bù cho 02/05", Official, NOTICE),
    (2025, 4, 30, Holiday, "Ngày Chiến thắng", Official, LABOUR),
    (2025, 5, 1, Holiday, "Quốc tế Lao động", Official, LABOUR),
    (2025, 5, 2, SwapOff, "nghỉ hoán đổi Quốc tế Lao động", Official, NOTICE),
    (2025, 9, 1, Holiday, "Quốc khánh", Official, LABOUR),
    (2025, 9, 2, Holiday, "Quốc khánh", Official, LABOUR),
    (2026, 1, 1, Holiday, "Tết Dương lịch", Official, LABOUR),
    (2026, 1, 2, SwapOff, "nghỉ hoán đổi Tết Dương lịch", Official, NOTICE),
    (2026, 1, 10, MakeUp, "làm bù cho 02/01", Official, NOTICE),
    (2026, 2, 16, Holiday, "Tết Bính Ngọ (29 tháng Chạp – mùng 4)", Official, LABOUR),
    (2026, 2, 17, Holiday, "Tết Bính Ngọ (29 tháng Chạp – mùng 4)", Official, LABOUR),
    (2026, 2, 18, Holiday, "Tết Bính Ngọ (29 tháng Chạp – mùng 4)", Official, LABOUR),
    (2026, 2, 19, Holiday, "Tết Bính Ngọ (29 tháng Chạp – mùng 4)", Official, LABOUR),
    (2026, 2, 20, Holiday, "Tết Bính Ngọ (29 tháng Chạp – mùng 4)", Official, LABOUR),
    (2026, 4, 27, Holiday, "Giỗ Tổ Hùng Vương, nghỉ bù (26/04 là Chủ nhật)", Official, LABOUR),
    (2026, 4, 30, Holiday, "Ngày Chiến thắng", Official, LABOUR),
    (2026, 5, 1, Holiday, "Quốc tế Lao động", Official, LABOUR),
    (2026, 8, 22, MakeUp, "làm bù cho 31/08", Official, NOTICE),
    (2026, 8, 31, SwapOff, "nghỉ hoán đổi Quốc khánh", Official, NOTICE),
    (2026, 9, 1, Holiday, "Quốc khánh", Official, LABOUR),
    (2026, 9, 2, Holiday, "Quốc khánh", Official, LABOUR),
    (2026, 11, 24, Holiday, "Ngày Văn hóa Việt Nam", Official, CULTURE),
    (2027, 1, 1, Holiday, "Tết Dương lịch", Official, LABOUR),
    (2027, 2, 5, Holiday, "Tết Đinh Mùi", Estimated, EXPECTED),
    (2027, 2, 8, Holiday, "Tết Đinh Mùi", Estimated, EXPECTED),
    (2027, 2, 9, Holiday, "Tết Đinh Mùi", Estimated, EXPECTED),
    (2027, 2, 10, Holiday, "nghỉ bù Tết (06–07/02 là cuối tuần)", Estimated, EXPECTED),
    (2027, 2, 11, Holiday, "nghỉ bù Tết (06–07/02 là cuối tuần)", Estimated, EXPECTED),
    (2027, 4, 16, Holiday, "Giỗ Tổ Hùng Vương (10/3 âm lịch)", Official, LABOUR),
    (2027, 4, 30, Holiday, "Ngày Chiến thắng", Official, LABOUR),
    (2027, 5, 3, Holiday, "nghỉ bù Quốc tế Lao động (01/05 là thứ Bảy)", Official, LABOUR),
    (2027, 9, 2, Holiday, "Quốc khánh", Estimated, EXPECTED),
    (2027, 9, 3, Holiday, "Quốc khánh", Estimated, EXPECTED),
    (2027, 11, 24, Holiday, "Ngày Văn hóa Việt Nam", Official, CULTURE),
];

/// Make-up days whose swapped day was not a Friday: (year, month, day, weekday worked).
const MONDAY_PATTERNS: &[(i32, u32, u32)] = &[(2024, 5, 4), (2026, 8, 22)];

/// Days of 2024–2027 that differ from the weekly pattern, ascending.
#[must_use]
pub fn default_days() -> Vec<CalendarDay> {
    ROWS.iter()
        .filter_map(|&(year, month, date, kind, name, status, source)| {
            let pattern_of = (kind == MakeUp).then(|| match MONDAY_PATTERNS.contains(&(year, month, date)) {
                true => Weekday::Mon,
                false => Weekday::Fri,
            });
            Some(CalendarDay { day: NaiveDate::from_ymd_opt(year, month, date)?, kind, pattern_of, name: name.to_owned(), status, source: source.to_owned() })
        })
        .collect()
}

/// Monday to Friday 07:00–11:30 and 13:30–17:00.
#[must_use]
pub fn default_segments() -> Vec<WorkSegment> {
    [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri]
        .into_iter()
        .flat_map(|weekday| {
            [(7 * 60, 11 * 60 + 30), (13 * 60 + 30, 17 * 60)].map(|(start_min, end_min)| WorkSegment {
                weekday,
                start_min,
                end_min,
                purpose: SegmentPurpose::Counting,
            })
        })
        .collect()
}

/// 2024–2026 official, 2027 estimated, 2028 missing.
#[must_use]
pub fn default_years() -> Vec<CalendarYear> {
    [(2024, YearStatus::Official), (2025, YearStatus::Official), (2026, YearStatus::Official), (2027, YearStatus::Estimated), (2028, YearStatus::Missing)]
        .map(|(year, status)| CalendarYear { year, status })
        .to_vec()
}
