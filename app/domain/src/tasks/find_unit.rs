//! A unit found by a part of what it is called, for the form of a task.

use super::people::Assignable;
use crate::db::search_words;
use model::org::Unit;
use model::text::fold;

/// All that a unit is called, folded, to be searched.
pub(super) fn called(unit: &Unit) -> String {
    fold(&format!("{} {} {} {}", unit.code, unit.name, unit.short_name, unit.abbr))
}

impl Assignable {
    /// True if every typed word is a part of what the unit is called, with or without marks; never for no words.
    #[must_use]
    pub fn matches(&self, typed: &str) -> bool {
        let words = search_words(typed);
        !words.is_empty() && words.iter().all(|word| self.called.contains(word.as_str()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::stats::UnitGroup;

    #[test]
    fn by_any_part_of_any_name() {
        let unit = Assignable { id: 1, name: "Sở Nội vụ".into(), group: UnitGroup::Departments, called: fold("H99.02 Sở Nội vụ Sở NV SNV") };
        for typed in ["nội", "NOI VU", "vu so", "snv", "h99.02", " Sở  nội "] {
            assert!(unit.matches(typed), "{typed}");
        }
        for typed in ["", "  ", "tư pháp", "nội tư"] {
            assert!(!unit.matches(typed), "{typed}");
        }
    }
}
