//! What must hold for the tree on every day: pure functions over dated rows, used before each write and every night.

use super::store::{EdgeRow, VersionRow};
use chrono::NaiveDate;
use std::collections::{HashMap, HashSet};

/// A half-open period; no end is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    /// First day.
    pub from: NaiveDate,
    /// First day after it.
    pub to: Option<NaiveDate>,
}

impl Period {
    /// A period.
    #[must_use]
    pub const fn new(from: NaiveDate, to: Option<NaiveDate>) -> Self {
        Self { from, to }
    }

    /// True if the day lies in it.
    #[must_use]
    pub fn contains(self, day: NaiveDate) -> bool {
        self.from <= day && self.to.is_none_or(|to| day < to)
    }

    /// The days that both have in common.
    #[must_use]
    pub fn common(self, other: Self) -> Option<Self> {
        let from = self.from.max(other.from);
        let to = match (self.to, other.to) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        };
        to.is_none_or(|to| from < to).then_some(Self { from, to })
    }
}

/// The first two of the periods that share a day.
#[must_use]
pub fn overlap(periods: &[Period]) -> Option<(Period, Period)> {
    let mut sorted = periods.to_vec();
    sorted.sort_by_key(|period| period.from);
    sorted.windows(2).find_map(|pair| pair[0].common(pair[1]).map(|_| (pair[0], pair[1])))
}

/// Edges by child: the way up.
pub(super) type Up<'e> = HashMap<i64, Vec<&'e EdgeRow>>;

/// Sorts edges by child.
pub(super) fn upward(edges: &[EdgeRow]) -> Up<'_> {
    let mut up = Up::new();
    for edge in edges {
        up.entry(edge.child_id).or_default().push(edge);
    }
    up
}

/// True if an edge `parent → child` in this period closes a circle on some day.
#[must_use]
pub(super) fn closes_circle(up: &Up<'_>, parent: i64, child: i64, period: Period) -> bool {
    let mut open = vec![(parent, period)];
    let mut seen = HashSet::new();
    while let Some((unit, period)) = open.pop() {
        if unit == child {
            return true;
        }
        if !seen.insert((unit, period.from, period.to)) {
            continue;
        }
        for edge in up.get(&unit).into_iter().flatten() {
            if let Some(common) = period.common(Period::new(edge.valid_from, edge.valid_to)) {
                open.push((edge.parent_id, common));
            }
        }
    }
    false
}

/// Everything that is wrong with the tree, in words for the operator: overlapping versions, two parents, circles, one
/// code for two units.
#[must_use]
pub(super) fn faults(versions: &[VersionRow], edges: &[EdgeRow]) -> Vec<String> {
    let mut faults = Vec::new();
    let mut by_unit: HashMap<i64, Vec<Period>> = HashMap::new();
    let mut by_code: HashMap<&str, Vec<(i64, Period)>> = HashMap::new();
    for version in versions {
        let period = Period::new(version.valid_from, version.valid_to);
        by_unit.entry(version.unit_id).or_default().push(period);
        for code in [&version.agency_code, &version.dvhc_code] {
            if !code.is_empty() {
                by_code.entry(code).or_default().push((version.unit_id, period));
            }
        }
    }
    let up = upward(edges);
    for (unit, periods) in &by_unit {
        if overlap(periods).is_some() {
            faults.push(format!("Đơn vị {unit} có hai tên trong cùng một ngày"));
        }
    }
    for (unit, edges) in &up {
        let periods: Vec<Period> = edges.iter().map(|edge| Period::new(edge.valid_from, edge.valid_to)).collect();
        if overlap(&periods).is_some() {
            faults.push(format!("Đơn vị {unit} có hai đơn vị cấp trên trong cùng một ngày"));
        }
    }
    for (code, uses) in &by_code {
        let mut sorted = uses.clone();
        sorted.sort_by_key(|(_, period)| period.from);
        if sorted.windows(2).any(|pair| pair[0].0 != pair[1].0 && pair[0].1.common(pair[1].1).is_some()) {
            faults.push(format!("Mã {code} chỉ hai đơn vị trong cùng một ngày"));
        }
    }
    for edge in edges {
        if closes_circle(&up, edge.parent_id, edge.child_id, Period::new(edge.valid_from, edge.valid_to)) {
            faults.push(format!("Đơn vị {} nằm trong một vòng trực thuộc", edge.child_id));
        }
    }
    faults.sort();
    faults
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(year: i32, month: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, 1).unwrap()
    }

    fn edge(parent_id: i64, child_id: i64, from: NaiveDate, to: Option<NaiveDate>) -> EdgeRow {
        EdgeRow { parent_id, child_id, valid_from: from, valid_to: to }
    }

    #[test]
    fn periods_that_touch_do_not_overlap() {
        let first = Period::new(day(2024, 1), Some(day(2025, 7)));
        let second = Period::new(day(2025, 7), None);
        assert_eq!(overlap(&[second, first]), None);
        assert!(overlap(&[first, Period::new(day(2025, 6), None)]).is_some());
        assert!(!first.contains(day(2025, 7)) && second.contains(day(2025, 7)));
    }

    #[test]
    fn a_circle_counts_only_on_common_days() {
        let edges = [edge(1, 2, day(2024, 1), Some(day(2025, 1))), edge(2, 3, day(2024, 1), None)];
        let up = upward(&edges);
        assert!(closes_circle(&up, 3, 1, Period::new(day(2024, 6), None)));
        assert!(!closes_circle(&up, 3, 1, Period::new(day(2025, 1), None)));
        assert!(closes_circle(&up, 1, 1, Period::new(day(2025, 1), None)));
    }

    #[test]
    fn faults_are_named() {
        let version = |unit_id, code: &str, from, to| VersionRow {
            id: 0,
            unit_id,
            valid_from: from,
            valid_to: to,
            name: String::new(),
            agency_code: code.to_owned(),
            dvhc_code: String::new(),
        };
        let versions = [version(1, "H99", day(2024, 1), None), version(1, "H98", day(2025, 1), None), version(2, "H99", day(2026, 1), None)];
        let edges = [edge(1, 2, day(2024, 1), None), edge(3, 2, day(2025, 1), None)];
        assert_eq!(faults(&versions, &edges).len(), 3);
        assert!(faults(&versions[..1], &edges[..1]).is_empty());
    }
}
