//! What became of units: names with "nay là …", and the way from a unit of the past to a unit of today.

use super::rules::Period;
use super::store::{self, SplitRuleRow, SuccessionRow};
use crate::cx::Cx;
use crate::error::Result;
use chrono::NaiveDate;
use model::org::Today;
use std::collections::{BTreeSet, HashMap, HashSet};

/// The name of a unit on the day of a record, with its name today if that differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NameThen {
    /// Name valid then.
    pub then: String,
    /// Names of the unit or its successors today; empty if nothing changed or it has no successor.
    pub now: Vec<String>,
}

impl std::fmt::Display for NameThen {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.then)?;
        if self.now.is_empty() { Ok(()) } else { write!(f, " (nay là {})", in_words(&self.now)) }
    }
}

/// "A", "A và B", "A, B và C".
fn in_words(names: &[String]) -> String {
    match names.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} và {last}", rest.join(", ")),
        None => String::new(),
    }
}

/// What became of every unit, as known today. Load it once per report.
#[derive(Debug, Clone, Default)]
pub struct Successors {
    alive: HashSet<i64>,
    to: HashMap<i64, BTreeSet<i64>>,
    rules: Vec<SplitRuleRow>,
}

impl Successors {
    /// Where a record of this unit is booked in the structure of today (`AsNow`, 01 §1 rule 5).
    #[must_use]
    pub fn of(&self, unit: i64) -> Today {
        self.of_record(unit, &[])
    }

    /// The same, with facts of the record (`("village", "Thôn Đông")`) that a split rule may know.
    #[must_use]
    pub fn of_record(&self, unit: i64, facts: &[(&str, &str)]) -> Today {
        let mut at = unit;
        let mut seen = HashSet::new();
        while seen.insert(at) {
            if self.alive.contains(&at) {
                return Today::Unit(at);
            }
            let next = match self.to.get(&at) {
                None => return Today::Ended(at),
                Some(targets) if targets.len() == 1 => targets.first().copied(),
                Some(_) => self
                    .rules
                    .iter()
                    .find(|rule| rule.from_id == at && facts.iter().any(|(key, value)| *key == rule.key && *value == rule.value))
                    .map(|rule| rule.to_id),
            };
            match next {
                Some(next) => at = next,
                None => return Today::OldUnit(at),
            }
        }
        Today::Ended(at)
    }

    /// Every living unit that something of this unit went to; itself if it lives.
    #[must_use]
    pub fn heirs(&self, unit: i64) -> Vec<i64> {
        let (mut heirs, mut seen, mut open) = (BTreeSet::new(), HashSet::new(), vec![unit]);
        while let Some(at) = open.pop() {
            if !seen.insert(at) {
                continue;
            }
            if self.alive.contains(&at) {
                heirs.insert(at);
            } else {
                open.extend(self.to.get(&at).into_iter().flatten());
            }
        }
        heirs.into_iter().collect()
    }

    /// Every unit whose records are booked on this one today: the predecessors and the unit itself.
    #[must_use]
    pub fn booked_on(&self, unit: i64) -> Vec<i64> {
        let all: BTreeSet<i64> = self.to.keys().copied().chain([unit]).collect();
        all.into_iter().filter(|from| self.of(*from).unit() == unit).collect()
    }
}

/// Loads what became of every unit, as of today.
///
/// # Errors
/// If the database cannot be read.
pub async fn successors(cx: &mut Cx) -> Result<Successors> {
    let day = super::today(cx);
    let versions = store::all_versions(&mut cx.conn()).await?;
    let alive = versions.iter().filter(|row| Period::new(row.valid_from, row.valid_to).contains(day)).map(|row| row.unit_id).collect();
    let mut to: HashMap<i64, BTreeSet<i64>> = HashMap::new();
    for SuccessionRow { from_id, to_id, .. } in store::successions(&mut cx.conn()).await?.into_iter().filter(|row| row.on_date <= day) {
        if let Some(to_id) = to_id.filter(|to_id| *to_id != from_id) {
            to.entry(from_id).or_default().insert(to_id);
        }
    }
    let rules = store::split_rules(&mut cx.conn()).await?;
    Ok(Successors { alive, to, rules })
}

/// Where a record of this unit is booked in the structure of today. For many units load [`successors`] once.
///
/// # Errors
/// If the database cannot be read.
pub async fn successor(cx: &mut Cx, unit: i64) -> Result<Today> {
    Ok(successors(cx).await?.of(unit))
}

/// Names valid on a day, each with its name today if that differs ("nay là …").
///
/// # Errors
/// If the database cannot be read.
pub async fn names_then(cx: &mut Cx, ids: &[i64], on_day: NaiveDate) -> Result<HashMap<i64, NameThen>> {
    let today = super::today(cx);
    let then = super::names(cx, ids, on_day).await?;
    let successors = successors(cx).await?;
    let heirs: HashMap<i64, Vec<i64>> = then.keys().map(|id| (*id, successors.heirs(*id))).collect();
    let living: Vec<i64> = heirs.values().flatten().copied().collect::<BTreeSet<_>>().into_iter().collect();
    let now = super::names(cx, &living, today).await?;
    let name = |id: i64, then: String| {
        let mut names: Vec<String> = heirs.get(&id).into_iter().flatten().filter_map(|heir| now.get(heir).cloned()).collect();
        if names.len() == 1 && names.first() == Some(&then) {
            names.clear();
        }
        NameThen { then, now: names }
    };
    Ok(then.into_iter().map(|(id, then)| (id, name(id, then))).collect())
}

/// One name valid on a day, with its name today if that differs.
///
/// # Errors
/// `NotFound` for an unknown unit.
pub async fn name_then(cx: &mut Cx, id: i64, on_day: NaiveDate) -> Result<NameThen> {
    names_then(cx, &[id], on_day).await?.remove(&id).ok_or(crate::Error::NotFound)
}

/// "; nay là A (H99.101)" for a unit that ended, empty otherwise.
pub(super) async fn now_text(cx: &mut Cx, id: i64) -> Result<String> {
    let today = super::today(cx);
    let heirs = successors(cx).await?.heirs(id);
    let mut names = Vec::new();
    for row in store::versions_of(&mut cx.conn(), &heirs).await? {
        if Period::new(row.valid_from, row.valid_to).contains(today) {
            names.push(format!("{} ({})", row.name, row.agency_code));
        }
    }
    Ok(if names.is_empty() { String::new() } else { format!("; nay là {}", in_words(&names)) })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn successors(alive: &[i64], rows: &[(i64, i64)]) -> Successors {
        let mut successors = Successors { alive: alive.iter().copied().collect(), ..Successors::default() };
        for (from, to) in rows {
            successors.to.entry(*from).or_default().insert(*to);
        }
        successors
    }

    #[test]
    fn the_way_to_today() {
        // 1 and 2 merge into 3, 3 is renamed to 4; 5 splits into 4 and 6; 7 ends; 8 and 9 point at each other.
        let mut s = successors(&[4, 6], &[(1, 3), (2, 3), (3, 4), (5, 4), (5, 6), (8, 9), (9, 8)]);
        s.rules.push(SplitRuleRow { from_id: 5, to_id: 6, key: "village".into(), value: "Thôn Đông".into() });
        assert_eq!(s.of(1), Today::Unit(4));
        assert_eq!(s.of(4), Today::Unit(4));
        assert_eq!(s.of(5), Today::OldUnit(5));
        assert_eq!(s.of_record(5, &[("village", "Thôn Đông")]), Today::Unit(6));
        assert_eq!(s.of(7), Today::Ended(7));
        assert!(matches!(s.of(8), Today::Ended(_)));
        assert_eq!(s.heirs(5), [4, 6]);
        assert_eq!(s.booked_on(4), [1, 2, 3, 4]);
    }

    #[test]
    fn names_in_words() {
        let name = NameThen { then: "Xã A".into(), now: vec!["Xã B".into(), "Xã C".into()] };
        assert_eq!(name.to_string(), "Xã A (nay là Xã B và Xã C)");
    }
}
