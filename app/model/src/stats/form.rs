//! What the form "Chốt bảng này" sends: the words of the address, with underscores.

use super::dossiers::VIEWS;
use super::{OrgView, Period, StatMode};
use crate::errors::FieldErrors;
use crate::format;
use chrono::{Datelike, Days, NaiveDate};
use serde::{Deserialize, Serialize};

/// Words of the modes in addresses and forms.
pub const MODES: [(StatMode, &str); 2] = [(StatMode::Cohort, "giao-trong-ky"), (StatMode::Stock, "dang-theo-doi")];
/// Longest period of one question: ten years, in days.
const LONGEST: u64 = 3_660;

/// The period of a leaderboard as a form sends it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PeriodForm {
    /// First day; the first of the year if empty.
    #[serde(rename = "tu")]
    pub from: String,
    /// Last day; today if empty.
    #[serde(rename = "den")]
    pub to: String,
    /// Day of the figures; today if empty.
    #[serde(rename = "tinh_den")]
    pub as_of: String,
    /// Word of the mode.
    #[serde(rename = "che_do")]
    pub mode: String,
    /// Word of the view.
    #[serde(rename = "co_cau")]
    pub view: String,
}

impl PeriodForm {
    /// The period.
    ///
    /// # Errors
    /// What cannot be read, at its field.
    pub fn validate(&self, today: NaiveDate) -> Result<Period, FieldErrors> {
        let mut errors = FieldErrors::new();
        let mut day = |name: &str, typed: &str, default: NaiveDate| match typed.trim() {
            "" => default,
            typed => format::parse_date(typed).unwrap_or_else(|error| {
                errors.add(name, error.to_string());
                default
            }),
        };
        let first = NaiveDate::from_ymd_opt(today.year(), 1, 1).unwrap_or(today);
        let (from, to, as_of) = (day("tu", &self.from, first), day("den", &self.to, today), day("tinh_den", &self.as_of, today));
        let mode = MODES.iter().find(|(_, word)| self.mode.trim() == *word).map_or(StatMode::Cohort, |(mode, _)| *mode);
        let view = VIEWS.iter().find(|(_, word, _)| self.view.trim() == *word).map_or(OrgView::AsThen, |(view, ..)| *view);
        errors.require(from <= to, "den", "Ngày cuối kỳ phải từ ngày đầu kỳ trở đi. Hãy sửa một trong hai ngày.");
        let earliest = to.checked_sub_days(Days::new(LONGEST)).unwrap_or(from);
        errors.require(from >= earliest, "tu", "Kỳ dài nhất là mười năm. Hãy chọn ngày đầu kỳ muộn hơn.");
        errors.into_result(Period { mode, from, to, as_of, view })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_period_is_read_or_refused() {
        let day = |y, m, d| NaiveDate::from_ymd_opt(y, m, d).expect("day");
        let today = day(2026, 11, 23);
        assert_eq!(PeriodForm::default().validate(today), Ok(Period::cohort(day(2026, 1, 1), today, today)));
        let form = |from: &str, to: &str, as_of: &str| PeriodForm {
            from: from.into(),
            to: to.into(),
            as_of: as_of.into(),
            mode: "dang-theo-doi".into(),
            view: "hien-nay".into(),
        };
        let period = form("2026-10-01", "31/10/2026", "2026-10-31").validate(today).expect("a period");
        assert_eq!((period.mode, period.view, period.to), (StatMode::Stock, OrgView::AsNow, day(2026, 10, 31)));
        for (wrong, field) in [
            (form("x", "", ""), "tu"),
            (form("", "x", ""), "den"),
            (form("", "", "x"), "tinh_den"),
            (form("2026-11-02", "2026-11-01", ""), "den"),
            (form("1990-01-01", "", ""), "tu"),
        ] {
            assert!(wrong.validate(today).expect_err("refused").of(field).is_some(), "{wrong:?}");
        }
    }
}
