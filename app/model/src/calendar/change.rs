//! The form that changes a calendar: one day, a moved day off, a withdrawn day, the state of a year.

use chrono::{Datelike, NaiveDate, Weekday};
use serde::{Deserialize, Serialize};

use super::value::{CalendarDayKind, DayStatus};
use crate::FieldErrors;
use crate::format::{date, parse_date, weekday};
use crate::text::capital;
use crate::text::clean_line;

/// Fewest characters of a reason.
const MIN_REASON: usize = 10;
/// Most characters of a reason.
const MAX_REASON: usize = 300;
/// Most characters of a name or a source.
const MAX_NAME: usize = 120;
/// How many years before and after the present one may be changed.
const YEARS_AROUND: (i32, i32) = (1, 3);

crate::text_enum! {
    /// What is done to a calendar.
    pub enum ChangeKind {
        /// A day gets a kind and a name, whatever it had before.
        Put = "put" => "Thêm hoặc sửa một ngày",
        /// A day off becomes a working day again and another one becomes off in its place.
        Move = "move" => "Dời một ngày nghỉ sang ngày khác",
        /// A day follows the weekly hours again.
        Withdraw = "withdraw" => "Bỏ một ngày nghỉ hoặc ngày làm bù",
        /// A year becomes estimated or official.
        Year = "year" => "Đổi tình trạng của cả năm",
    }
}

/// What was typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CalendarForm {
    /// `viec`: [`ChangeKind`].
    pub viec: String,
    /// `nam`: year of the page.
    pub nam: String,
    /// `ngay`: the day that changes; for a move the new day off.
    pub ngay: String,
    /// `ngay_cu`: for a move the day that is worked again.
    pub ngay_cu: String,
    /// `loai`: [`CalendarDayKind`].
    pub loai: String,
    /// `theo_thu`: weekday whose hours a make-up day has, 1 for Monday.
    pub theo_thu: String,
    /// `ten`: name of the occasion.
    pub ten: String,
    /// `tinh_trang`: [`DayStatus`].
    pub tinh_trang: String,
    /// `nguon`: legal source or announcement.
    pub nguon: String,
    /// `don_vi`: code of the unit that closes; empty for the whole province.
    pub don_vi: String,
    /// `ly_do`: why, as citizens read it.
    pub ly_do: String,
}

/// A checked change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DayChange {
    /// What is done.
    pub kind: ChangeKind,
    /// The day; none for a year.
    pub day: Option<NaiveDate>,
    /// The day that a move gives up.
    pub old_day: Option<NaiveDate>,
    /// Kind of the day; none for a withdrawal and a year.
    pub day_kind: Option<CalendarDayKind>,
    /// Hours of a make-up day.
    pub pattern_of: Option<Weekday>,
    /// Name; a move keeps that of the old day when empty.
    pub name: String,
    /// Announced or expected, of the day or of the year.
    pub status: DayStatus,
    /// Source.
    pub source: String,
    /// Code of the unit that closes; empty for all.
    pub unit_code: String,
    /// Year that is changed.
    pub year: i32,
    /// Why.
    pub reason: String,
}

impl DayChange {
    /// The days whose hours may differ afterwards, ascending; none for a year.
    #[must_use]
    pub fn days(&self) -> Vec<NaiveDate> {
        let mut days: Vec<NaiveDate> = self.day.into_iter().chain(self.old_day).collect();
        days.sort_unstable();
        days.dedup();
        days
    }

    /// Whether a second person has to agree (03 §2): a day lies in the next 30 days or has passed already.
    #[must_use]
    pub fn needs_second(&self, today: NaiveDate) -> bool {
        self.days().iter().any(|day| *day <= today + chrono::Duration::days(30))
    }
}

impl DayChange {
    /// What changes, in one sentence without full stop.
    #[must_use]
    pub fn words(&self) -> String {
        let on = |day: Option<NaiveDate>| day.map(|day| format!("{}, {}", weekday(day), date(day))).unwrap_or_default();
        let place = if self.unit_code.is_empty() { String::new() } else { format!(" của đơn vị {}", self.unit_code) };
        match (self.kind, self.day_kind) {
            (ChangeKind::Move, _) => format!("Dời ngày nghỉ {} từ {} sang {}", self.name, on(self.old_day), on(self.day)),
            (ChangeKind::Withdraw, _) => format!("{} theo giờ làm việc thường{place}", capital(&on(self.day))),
            (ChangeKind::Year, _) => format!("Lịch năm {}: {}", self.year, self.status.label()),
            (ChangeKind::Put, kind) => {
                let kind = kind.map(CalendarDayKind::label).unwrap_or_default();
                format!("{}: {kind} ({}, {}){place}", capital(&on(self.day)), self.name, self.status.label())
            }
        }
    }
}

impl CalendarForm {
    /// Checks what can be checked without the calendar itself.
    ///
    /// # Errors
    /// One sentence per wrong field.
    pub fn validate(&self, today: NaiveDate) -> Result<DayChange, FieldErrors> {
        let mut errors = FieldErrors::new();
        let Ok(kind) = self.viec.parse::<ChangeKind>() else {
            return Err(FieldErrors::one("viec", "Chưa chọn việc cần làm. Hãy chọn một việc trong danh sách."));
        };
        let mut change = DayChange {
            kind,
            day: None,
            old_day: None,
            day_kind: None,
            pattern_of: None,
            name: clean_line(&self.ten, MAX_NAME),
            status: self.tinh_trang.parse().unwrap_or(DayStatus::Official),
            source: clean_line(&self.nguon, MAX_NAME),
            unit_code: clean_line(&self.don_vi, 40).to_uppercase(),
            year: self.nam.trim().parse().unwrap_or_else(|_| today.year()),
            reason: clean_line(&self.ly_do, MAX_REASON),
        };
        if self.tinh_trang.parse::<DayStatus>().is_err() && kind != ChangeKind::Withdraw {
            errors.add("tinh_trang", "Chưa chọn tình trạng. Hãy chọn chính thức hoặc dự kiến.");
        }
        match kind {
            ChangeKind::Year => change.unit_code.clear(),
            ChangeKind::Withdraw => change.day = read_day(&self.ngay, "ngay", &mut errors),
            ChangeKind::Put => self.put(&mut change, &mut errors),
            ChangeKind::Move => self.shift(&mut change, &mut errors),
        }
        if let Some(day) = change.day {
            change.year = day.year();
        }
        let years = today.year() - YEARS_AROUND.0..=today.year() + YEARS_AROUND.1;
        let days = change.days();
        let outside = !years.contains(&change.year) || days.iter().any(|day| !years.contains(&day.year()));
        if outside {
            let field = if kind == ChangeKind::Year { "nam" } else { "ngay" };
            errors.add(field, format!("Chỉ sửa được lịch từ năm {} đến năm {}.", years.start(), years.end()));
        }
        if change.reason.chars().count() < MIN_REASON {
            errors.add("ly_do", format!("Lý do cần ít nhất {MIN_REASON} ký tự, vì người dân đọc được lý do này khi ngày hẹn đổi."));
        }
        errors.into_result(change)
    }

    fn put(&self, change: &mut DayChange, errors: &mut FieldErrors) {
        change.day = read_day(&self.ngay, "ngay", errors);
        let Ok(kind) = self.loai.parse::<CalendarDayKind>() else {
            errors.add("loai", "Chưa chọn loại ngày. Hãy chọn một loại trong danh sách.");
            return;
        };
        change.day_kind = Some(kind);
        errors.require(!change.name.is_empty(), "ten", "Chưa ghi dịp nghỉ hoặc làm bù. Ví dụ: Quốc khánh.");
        let of_unit = kind == CalendarDayKind::Closure;
        errors.require(
            of_unit != change.unit_code.is_empty(),
            "don_vi",
            match of_unit {
                true => "Chưa ghi mã đơn vị nghỉ riêng. Ví dụ: H99.101.",
                false => "Chỉ ngày nghỉ riêng mới gắn với một đơn vị. Hãy để trống mã đơn vị.",
            },
        );
        if kind == CalendarDayKind::MakeUp {
            change.pattern_of = self.theo_thu.trim().parse::<u8>().ok().and_then(|n| Weekday::try_from(n.wrapping_sub(1)).ok()).or(Some(Weekday::Fri));
        }
        let Some(day) = change.day else { return };
        let weekend = matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
        if kind == CalendarDayKind::MakeUp {
            errors.require(weekend, "ngay", format!("Ngày làm bù phải là thứ Bảy hoặc Chủ nhật; ngày này là {}.", weekday(day)));
        } else if kind != CalendarDayKind::Closure {
            errors.require(!weekend, "ngay", format!("Ngày này là {}, vốn không tính. Hãy nhập ngày nghỉ bù.", weekday(day)));
        }
    }

    fn shift(&self, change: &mut DayChange, errors: &mut FieldErrors) {
        change.day = read_day(&self.ngay, "ngay", errors);
        change.old_day = read_day(&self.ngay_cu, "ngay_cu", errors);
        change.unit_code.clear();
        let Some(day) = change.day else { return };
        errors.require(change.old_day != Some(day), "ngay", "Ngày mới trùng ngày cũ. Hãy chọn ngày khác.");
        let weekend = matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
        errors.require(!weekend, "ngay", format!("Ngày này là {}, vốn không tính. Hãy chọn ngày làm việc.", weekday(day)));
    }
}

fn read_day(text: &str, field: &str, errors: &mut FieldErrors) -> Option<NaiveDate> {
    parse_date(text).map_err(|error| errors.add(field, error.to_string())).ok()
}

/// Public holidays with a fixed date in the calendar (Bộ luật Lao động, điều 112; Nghị quyết 28/2026/QH16).
const FIXED: [(u32, u32); 5] = [(1, 1), (4, 30), (5, 1), (9, 2), (11, 24)];

/// Fixed public holidays of a year on a weekday that are not among the days off: a year that lacks one is not complete.
#[must_use]
pub fn missing_holidays(year: i32, off: &[NaiveDate]) -> Vec<NaiveDate> {
    FIXED
        .iter()
        .filter_map(|(month, day)| NaiveDate::from_ymd_opt(year, *month, *day))
        .filter(|day| !matches!(day.weekday(), Weekday::Sat | Weekday::Sun) && !off.contains(day))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        parse_date(text).expect("date")
    }

    fn form() -> CalendarForm {
        CalendarForm {
            viec: "put".into(),
            ngay: "2027-09-01".into(),
            loai: "holiday".into(),
            ten: "Quốc khánh".into(),
            tinh_trang: "official".into(),
            ly_do: "Thông báo của Bộ Nội vụ".into(),
            ..CalendarForm::default()
        }
    }

    #[test]
    fn wrong_fields_are_named() {
        let today = day("2026-11-23");
        assert!(form().validate(today).is_ok());
        let refused = |form: CalendarForm| form.validate(today).expect_err("refused").0[0].0.clone();
        assert_eq!(refused(CalendarForm { viec: "?".into(), ..form() }), "viec");
        assert_eq!(refused(CalendarForm { ngay: "2027-02-30".into(), ..form() }), "ngay");
        assert_eq!(refused(CalendarForm { ngay: "9999-12-31".into(), ..form() }), "ngay");
        assert_eq!(refused(CalendarForm { ngay: "2027-09-04".into(), ..form() }), "ngay");
        assert_eq!(refused(CalendarForm { loai: "make_up".into(), ..form() }), "ngay");
        assert_eq!(refused(CalendarForm { loai: "closure".into(), ..form() }), "don_vi");
        assert_eq!(refused(CalendarForm { ten: " ".into(), ..form() }), "ten");
        assert_eq!(refused(CalendarForm { ly_do: "ngắn".into(), ..form() }), "ly_do");
        assert_eq!(refused(CalendarForm { viec: "move".into(), ngay_cu: "2027-09-01".into(), ..form() }), "ngay");
        assert_eq!(refused(CalendarForm { viec: "year".into(), nam: "2999".into(), ..form() }), "nam");
    }

    #[test]
    fn near_and_past_days_need_two_persons() {
        let change = form().validate(day("2026-11-23")).expect("right");
        assert!(!change.needs_second(day("2027-08-01")));
        assert!(change.needs_second(day("2027-08-02")) && change.needs_second(day("2027-10-01")));
    }

    #[test]
    fn a_year_without_its_fixed_holidays_is_incomplete() {
        // 01/01, 30/04 and 02/09 of 2028 are weekend days.
        assert_eq!(missing_holidays(2028, &[]), [day("2028-05-01"), day("2028-11-24")]);
        assert_eq!(missing_holidays(2028, &[day("2028-05-01")]), [day("2028-11-24")]);
    }
}
