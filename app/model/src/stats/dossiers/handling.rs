//! Working days from receipt to result, mean and median (specification 08 §2; indicator 2.2 of Quyết định 766/QĐ-TTg).

use crate::format;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How many working days the dossiers of one scope took until their result. Scopes add up, so mean and median of a whole come
/// from its dossiers and never from the means of its parts.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Handling {
    /// Dossiers by the working days that they took.
    days: BTreeMap<u32, i64>,
    /// Dossiers in years that have no calendar: they have a result, and stand in neither number.
    unknown: i64,
}

impl Handling {
    /// Adds a dossier; `None` where a calendar is missing.
    pub fn put(&mut self, days: Option<u32>) {
        match days {
            Some(days) => *self.days.entry(days).or_default() += 1,
            None => self.unknown += 1,
        }
    }

    /// Adds another scope.
    pub fn add(&mut self, other: &Handling) {
        for (days, dossiers) in &other.days {
            *self.days.entry(*days).or_default() += *dossiers;
        }
        self.unknown += other.unknown;
    }

    /// Dossiers that mean and median are made of.
    #[must_use]
    pub fn known(&self) -> i64 {
        self.days.values().sum()
    }

    /// Dossiers with a result that are left out, because a calendar is missing.
    #[must_use]
    pub fn unknown(&self) -> i64 {
        self.unknown
    }

    /// Mean in working days with two decimals, rounded half up; "–" without dossiers.
    #[must_use]
    pub fn mean(&self) -> String {
        let dossiers = self.known();
        if dossiers == 0 {
            return "–".to_owned();
        }
        let sum: i64 = self.days.iter().map(|(days, dossiers)| i64::from(*days) * dossiers).sum();
        format::decimal((200 * sum + dossiers) / (2 * dossiers), 2)
    }

    /// Median in working days with one decimal: the middle dossier, or halfway between the two in the middle; "–" without dossiers.
    #[must_use]
    pub fn median(&self) -> String {
        let dossiers = self.known();
        if dossiers == 0 {
            return "–".to_owned();
        }
        let middle = self.days_of((dossiers - 1) / 2) + self.days_of(dossiers / 2);
        format::decimal(middle * 5, 1)
    }

    /// Working days of the dossier at a place, counted from 0, in ascending order of days.
    fn days_of(&self, place: i64) -> i64 {
        let mut before = 0_i64;
        for (days, dossiers) in &self.days {
            before += *dossiers;
            if place < before {
                return i64::from(*days);
            }
        }
        0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(days: &[u32]) -> Handling {
        let mut handling = Handling::default();
        for day in days {
            handling.put(Some(*day));
        }
        handling
    }

    #[test]
    fn mean_and_median_by_hand() {
        let shown = |days: &[u32]| (of(days).mean(), of(days).median());
        let words = |mean: &str, median: &str| (mean.to_owned(), median.to_owned());
        assert_eq!(shown(&[]), words("–", "–"));
        assert_eq!(shown(&[0]), words("0,00", "0,0"));
        assert_eq!(shown(&[1, 2]), words("1,50", "1,5"));
        assert_eq!(shown(&[9, 0, 1]), words("3,33", "1,0"));
        assert_eq!(shown(&[2, 2, 3, 30]), words("9,25", "2,5"));
        assert_eq!(shown(&[0, 0, 1, 1, 1, 1, 1, 1]), words("0,75", "1,0"));
    }

    #[test]
    fn scopes_add_up_and_unknown_ones_stand_aside() {
        let mut whole = of(&[9, 0]);
        let mut part = of(&[1]);
        part.put(None);
        whole.add(&part);
        assert_eq!((whole.mean(), whole.median(), whole.known(), whole.unknown()), ("3,33".to_owned(), "1,0".to_owned(), 3, 1));
    }
}
