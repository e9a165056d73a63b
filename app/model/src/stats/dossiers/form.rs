//! What an address or a form asks for: the same words, the same checks.

use super::DossierPeriod;
use crate::dossiers::Channel;
use crate::errors::FieldErrors;
use crate::format;
use crate::org::OrgView;
use chrono::{Datelike, Days, NaiveDate};
use serde::{Deserialize, Serialize};

/// Longest period of one question: ten years, in days.
const LONGEST: u64 = 3_660;

/// Words of the organisation's views.
pub const VIEWS: [(OrgView, &str, &str); 2] = [(OrgView::AsThen, "luc-phat-sinh", "Lúc phát sinh"), (OrgView::AsNow, "hien-nay", "Hiện nay")];

/// Words of the channels.
pub const CHANNELS: [(Channel, &str); 3] = [(Channel::Online, "truc-tuyen"), (Channel::Direct, "truc-tiep"), (Channel::Postal, "buu-chinh")];

/// What was typed about the period.
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
    /// Word of the view; as then if empty.
    #[serde(rename = "co_cau")]
    pub view: String,
}

impl PeriodForm {
    /// The period, and what could not be read: that took its default. `names` are those of the last two fields (`tinh-den`,
    /// `co-cau` in an address, with underscores in a form).
    #[must_use]
    pub fn read(&self, today: NaiveDate, names: [&str; 2]) -> (DossierPeriod, FieldErrors) {
        let mut errors = FieldErrors::new();
        let mut day = |name: &str, typed: &str, default: NaiveDate| match typed.trim() {
            "" => default,
            typed => format::parse_date(typed).unwrap_or_else(|error| {
                errors.add(name, error.to_string());
                default
            }),
        };
        let first = NaiveDate::from_ymd_opt(today.year(), 1, 1).unwrap_or(today);
        let (from, to) = (day("tu", &self.from, first), day("den", &self.to, today));
        let as_of = day(names[0], &self.as_of, today);
        let view = match self.view.trim() {
            "" => OrgView::AsThen,
            typed => VIEWS.iter().find(|(_, word, _)| *word == typed).map_or_else(
                || {
                    errors.add(names[1], "Chọn cơ cấu tổ chức lúc phát sinh hoặc hiện nay.");
                    OrgView::AsThen
                },
                |(view, ..)| *view,
            ),
        };
        errors.require(from <= to, "den", "Ngày cuối kỳ phải từ ngày đầu kỳ trở đi. Hãy sửa một trong hai ngày.");
        let (from, to) = (from.min(to), from.max(to));
        let earliest = to.checked_sub_days(Days::new(LONGEST)).unwrap_or(from);
        errors.require(from >= earliest, "tu", "Kỳ dài nhất là mười năm. Hãy chọn ngày đầu kỳ muộn hơn.");
        (DossierPeriod { from: from.max(earliest), to, as_of, view }, errors)
    }
}

/// The form "Chốt số liệu".
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct FreezeForm {
    /// First day.
    #[serde(rename = "tu")]
    pub from: String,
    /// Last day.
    #[serde(rename = "den")]
    pub to: String,
    /// Day of the figures.
    #[serde(rename = "tinh_den")]
    pub as_of: String,
    /// Word of the view.
    #[serde(rename = "co_cau")]
    pub view: String,
    /// Code of a unit; empty for the whole province.
    #[serde(rename = "don_vi")]
    pub unit: String,
    /// Code of a sector; empty for all.
    #[serde(rename = "linh_vuc")]
    pub sector: String,
}

/// What is to be frozen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Freeze {
    /// Period.
    pub period: DossierPeriod,
    /// Code of a unit.
    pub unit: Option<String>,
    /// Code of a sector.
    pub sector: Option<String>,
}

impl FreezeForm {
    /// What is to be frozen.
    ///
    /// # Errors
    /// What cannot be read.
    pub fn validate(&self, today: NaiveDate) -> Result<Freeze, FieldErrors> {
        let form = PeriodForm { from: self.from.clone(), to: self.to.clone(), as_of: self.as_of.clone(), view: self.view.clone() };
        let (period, errors) = form.read(today, ["tinh_den", "co_cau"]);
        let typed = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        errors.into_result(Freeze { period, unit: typed(&self.unit), sector: typed(&self.sector) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(y: i32, m: u32, d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(y, m, d).expect("a day")
    }

    #[test]
    fn wrong_words_are_said_and_take_their_default() {
        let today = day(2026, 11, 23);
        let (period, errors) = PeriodForm::default().read(today, ["tinh-den", "co-cau"]);
        assert!(errors.is_empty());
        assert_eq!(period, DossierPeriod { from: day(2026, 1, 1), to: today, as_of: today, view: OrgView::AsThen });
        let typed = |from: &str, to: &str, as_of: &str, view: &str| {
            let form = PeriodForm { from: from.into(), to: to.into(), as_of: as_of.into(), view: view.into() };
            let (period, errors) = form.read(today, ["tinh-den", "co-cau"]);
            (period, errors.0.into_iter().map(|(name, _)| name).collect::<Vec<_>>())
        };
        assert_eq!(typed("x", "y", "z", "w").1, ["tu", "den", "tinh-den", "co-cau"]);
        let (period, errors) = typed("01/02/2026", "01/01/2026", "", "hien-nay");
        assert_eq!((period.from, period.to, period.view, errors), (day(2026, 1, 1), day(2026, 2, 1), OrgView::AsNow, vec!["den".to_owned()]));
        let (period, errors) = typed("1926-01-01", "2026-01-01", "", "");
        assert_eq!((period.to - period.from).num_days(), 3_660);
        assert_eq!(errors, ["tu"]);
    }

    #[test]
    fn a_freeze_wants_a_period_that_can_be_read() {
        let today = day(2026, 11, 23);
        let form = FreezeForm { unit: " H99.101 ".into(), ..FreezeForm::default() };
        assert_eq!(form.validate(today).expect("defaults").unit.as_deref(), Some("H99.101"));
        let form = FreezeForm { as_of: "32/01/2026".into(), ..FreezeForm::default() };
        assert!(form.validate(today).expect_err("no such day").of("tinh_den").is_some());
    }
}
