//! Quarters of the year: the rounds of the survey.

use chrono::{Datelike, Months, NaiveDate};
use std::fmt;
use std::str::FromStr;

/// A quarter, held by its first day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Quarter(NaiveDate);

impl Quarter {
    /// The quarter of a day.
    #[must_use]
    pub fn of(day: NaiveDate) -> Self {
        Self(day.with_day(1).and_then(|first| first.checked_sub_months(Months::new(first.month0() % 3))).unwrap_or(day))
    }

    /// Its first day.
    #[must_use]
    pub const fn first_day(self) -> NaiveDate {
        self.0
    }

    /// Its last day.
    #[must_use]
    pub fn last_day(self) -> NaiveDate {
        self.next().0.pred_opt().unwrap_or(self.0)
    }

    /// The one after it.
    #[must_use]
    pub fn next(self) -> Self {
        Self(self.0.checked_add_months(Months::new(3)).unwrap_or(self.0))
    }

    /// The one before it.
    #[must_use]
    pub fn previous(self) -> Self {
        Self(self.0.checked_sub_months(Months::new(3)).unwrap_or(self.0))
    }

    /// "quý 4 năm 2026".
    #[must_use]
    pub fn label(self) -> String {
        format!("quý {} năm {}", self.number(), self.0.year())
    }

    fn number(self) -> u32 {
        self.0.month0() / 3 + 1
    }
}

/// As in addresses: `2026-4`.
impl fmt::Display for Quarter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.0.year(), self.number())
    }
}

impl FromStr for Quarter {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let (year, number) = text.split_once('-').ok_or(())?;
        let year: i32 = year.parse().map_err(|_| ())?;
        let number: u32 = number.parse().map_err(|_| ())?;
        if !(2000..=2200).contains(&year) || !(1..=4).contains(&number) {
            return Err(());
        }
        NaiveDate::from_ymd_opt(year, number * 3 - 2, 1).map(Self).ok_or(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_belong_to_their_quarter() {
        let of = |text: &str| Quarter::of(text.parse().expect("a day"));
        for (day, quarter) in [("2026-01-01", "2026-1"), ("2026-03-31", "2026-1"), ("2026-11-22", "2026-4"), ("2026-12-31", "2026-4")] {
            assert_eq!(of(day).to_string(), quarter);
            assert_eq!(quarter.parse(), Ok(of(day)));
        }
        assert_eq!(of("2026-12-31").next(), of("2027-01-01"));
        assert_eq!(of("2026-01-31").previous(), of("2025-10-01"));
        assert_eq!(of("2026-11-22").last_day().to_string(), "2026-12-31");
        assert_eq!(of("2026-05-31").label(), "quý 2 năm 2026");
        assert!(of("2026-05-31") < of("2026-07-01"));
        for nonsense in ["", "2026", "2026-0", "2026-5", "1999-4", "99999999999-1", "2026-1-1", "-2026-1", "năm-1"] {
            assert!(nonsense.parse::<Quarter>().is_err(), "{nonsense}");
        }
    }
}
