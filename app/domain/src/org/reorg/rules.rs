//! The states of a plan as one table, and what must hold for its lines: pure functions over rows.

use super::store::{PlanLine, PlanUnit};
use crate::org::rules::Period;
use crate::org::store::{CodeRow, EdgeRow, VersionRow};
use crate::org::succession::below;
use chrono::NaiveDate;
use model::org::{SuccessionKind, UnitKind};
use model::reorg::PlanAction::{self, Apply, Confirm, Create, Edit, Withdraw};
use model::reorg::PlanState::{self, Applied, Confirmed, Draft, Withdrawn};
use std::collections::{BTreeMap, BTreeSet, HashSet};

/// The table: what is not in it is refused. A plan that took effect cannot be taken back; another plan follows it.
pub const STEPS: &[(Option<PlanState>, PlanAction, PlanState)] = &[
    (None, Create, Draft),
    (Some(Draft), Edit, Draft),
    (Some(Draft), Confirm, Confirmed),
    (Some(Draft), Withdraw, Withdrawn),
    (Some(Confirmed), Withdraw, Withdrawn),
    (Some(Confirmed), Apply, Applied),
];

/// The state after an action; `None` if the table does not have it.
#[must_use]
pub fn target(from: Option<PlanState>, action: PlanAction) -> Option<PlanState> {
    STEPS.iter().find(|(state, act, _)| *state == from && *act == action).map(|(.., to)| *to)
}

/// What is wrong, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Row of the line, if it is about one.
    pub line: Option<i64>,
    /// Row of the new unit, if it is about one.
    pub unit: Option<i64>,
    /// What is wrong and what to do.
    pub text: String,
}

/// A plan with the tree that it changes.
#[derive(Debug)]
pub(in crate::org) struct Whole<'p> {
    /// First day of the new structure.
    pub on: NaiveDate,
    /// Units of the plan.
    pub units: &'p [PlanUnit],
    /// Lines.
    pub lines: &'p [PlanLine],
    /// Dated names.
    pub versions: &'p [VersionRow],
    /// Dated edges.
    pub edges: &'p [EdgeRow],
    /// Further codes.
    pub aliases: &'p [CodeRow],
}

pub(super) fn kind(line: &PlanLine) -> SuccessionKind {
    line.kind.parse().unwrap_or(SuccessionKind::Merge)
}

impl Whole<'_> {
    /// The name of a unit on the eve of the change.
    pub fn name(&self, unit: i64) -> String {
        self.versions.iter().rfind(|row| row.unit_id == unit && row.valid_from <= self.on).map_or_else(String::new, |row| row.name.clone())
    }

    fn lives(&self, unit: i64, day: NaiveDate) -> bool {
        self.versions.iter().any(|row| row.unit_id == unit && Period::new(row.valid_from, row.valid_to).contains(day))
    }

    /// Units that end, each with the unit of the line that ends it: itself, or one above it.
    pub fn ending(&self) -> BTreeMap<i64, i64> {
        let from: BTreeSet<i64> = self.lines.iter().filter(|line| kind(line) != SuccessionKind::Rename).map(|line| line.from_id).collect();
        let eve = self.on.pred_opt().unwrap_or(self.on);
        let mut ending: BTreeMap<i64, i64> = from.iter().map(|unit| (*unit, *unit)).collect();
        for unit in &from {
            for below in below(self.edges, *unit, eve) {
                let nearer = ending.get(&below).is_some_and(|owner| self.is_below(*owner, *unit, eve));
                if !from.contains(&below) && !nearer {
                    ending.insert(below, *unit);
                }
            }
        }
        ending
    }

    fn is_below(&self, unit: i64, above: i64, day: NaiveDate) -> bool {
        unit != above && below(self.edges, above, day).contains(&unit)
    }

    /// Everything that stands against the plan, line by line. Empty is good.
    pub fn faults(&self) -> Vec<Fault> {
        let mut faults = Vec::new();
        let ending = self.ending();
        let mut add = |line: Option<i64>, unit: Option<i64>, text: String| faults.push(Fault { line, unit, text });
        if self.lines.is_empty() && self.units.is_empty() {
            add(None, None, "Phương án chưa có nội dung. Hãy thêm đơn vị mới hoặc dòng sắp xếp.".into());
        }
        for line in self.lines {
            for text in self.line_faults(line, &ending) {
                add(Some(line.id), None, text);
            }
        }
        for unit in self.units {
            for text in self.unit_faults(unit, &ending) {
                add(None, Some(unit.id), text);
            }
        }
        faults
    }

    fn line_faults(&self, line: &PlanLine, ending: &BTreeMap<i64, i64>) -> Vec<String> {
        let (mut texts, kind, name) = (Vec::new(), kind(line), self.name(line.from_id));
        let eve = self.on.pred_opt().unwrap_or(self.on);
        if !self.lives(line.from_id, eve) || !self.lives(line.from_id, self.on) {
            texts.push(format!("{name} không hoạt động vào ngày {}. Hãy bỏ dòng này.", self.on.format("%d/%m/%Y")));
        } else if !self.edges.iter().any(|edge| edge.child_id == line.from_id && Period::new(edge.valid_from, edge.valid_to).contains(eve)) {
            texts.push(format!("{name} là đơn vị cao nhất của tỉnh, không sắp xếp được bằng phương án này. Hãy bỏ dòng này."));
        }
        let same: Vec<&PlanLine> = self.lines.iter().filter(|other| other.from_id == line.from_id).collect();
        let targets: HashSet<(Option<i64>, Option<i64>)> = same.iter().map(|other| (other.to_id, other.to_new_id)).collect();
        let split = kind == SuccessionKind::Split;
        if same.len() > 1 && (targets.len() < same.len() || same.iter().any(|other| super::rules::kind(other) != SuccessionKind::Split)) {
            texts.push(format!("{name} có hai lần trong phương án. Một đơn vị chỉ có một dòng, trừ khi chia, tách."));
        } else if split && same.len() < 2 {
            texts.push(format!("{name} được chia, tách nhưng mới có một dòng. Hãy thêm dòng cho phần còn lại, hoặc chọn sáp nhập."));
        }
        let shares: Vec<i64> = same.iter().filter_map(|other| other.share).collect();
        if split && !shares.is_empty() && (shares.len() < same.len() || shares.iter().sum::<i64>() != 100) {
            texts.push(format!("Tỷ lệ các phần của {name} chưa đủ 100 %. Hãy ghi tỷ lệ cho mọi phần, tổng bằng 100, hoặc để trống cả."));
        }
        if let Some(to) = line.to_id {
            let to_name = self.name(to);
            if to == line.from_id {
                texts.push(format!("{name} không thể là đơn vị tiếp nhận của chính mình. Hãy chọn đơn vị khác."));
            } else if ending.contains_key(&to) {
                texts.push(format!("{to_name} cũng kết thúc trong phương án này nên không tiếp nhận được. Hãy chọn đơn vị còn hoạt động."));
            } else if !self.lives(to, self.on) {
                texts.push(format!("{to_name} không hoạt động vào ngày {}. Hãy chọn đơn vị khác.", self.on.format("%d/%m/%Y")));
            }
        }
        if kind == SuccessionKind::Rename {
            let shared = self.lines.iter().any(|other| other.id != line.id && other.to_new_id.is_some() && other.to_new_id == line.to_new_id);
            if line.to_new_id.is_none() || shared {
                texts.push("Đổi tên cần một mục riêng trong “Đơn vị mới” ghi tên mới. Hãy thêm mục đó rồi ghi mã của nó.".into());
            } else if ending.contains_key(&line.from_id) {
                texts.push(format!("Đơn vị cấp trên của {name} kết thúc trong phương án này. Hãy chọn sáp nhập thay cho đổi tên."));
            }
        } else if kind != SuccessionKind::Dissolve && line.to_id.is_none() && line.to_new_id.is_none() {
            texts.push("Dòng này chưa có đơn vị tiếp nhận. Hãy bỏ dòng và thêm lại.".into());
        }
        texts
    }

    /// The line that gives its unit the data of this entry, if it is the new name of a unit.
    pub fn renames(&self, unit: &PlanUnit) -> Option<i64> {
        self.lines.iter().find(|line| kind(line) == SuccessionKind::Rename && line.to_new_id == Some(unit.id)).map(|line| line.from_id)
    }

    fn unit_faults(&self, unit: &PlanUnit, ending: &BTreeMap<i64, i64>) -> Vec<String> {
        let mut texts = Vec::new();
        let renamed = self.renames(unit);
        if let Some(parent) = unit.parent_id.filter(|_| renamed.is_none())
            && (ending.contains_key(&parent) || !self.lives(parent, self.on))
        {
            texts.push(format!("Đơn vị cấp trên {} không hoạt động vào ngày {}. Hãy bỏ mục này và thêm lại.", self.name(parent), self.on.format("%d/%m/%Y")));
        }
        if renamed.is_none() && unit.kind == UnitKind::Province.as_str() {
            texts.push("Không lập tỉnh mới bằng phương án này. Hãy chọn loại đơn vị khác.".into());
        }
        if let Some(old) = renamed {
            let later = self.versions.iter().any(|row| row.unit_id == old && row.valid_from >= self.on);
            if later {
                texts.push(format!("{} đã có thông tin mới từ ngày này hoặc sau đó. Hãy chọn ngày khác.", self.name(old)));
            }
        }
        let period = Period::new(self.on, None);
        let frees = |owner: i64| {
            ending.contains_key(&owner) || renamed == Some(owner) || self.lines.iter().any(|l| l.from_id == owner && kind(l) == SuccessionKind::Rename)
        };
        for code in [&unit.code, &unit.dvhc_code].into_iter().filter(|code| !code.is_empty()) {
            // Codes of units that end, and of those that get new data, are free from that day on.
            let version = self.versions.iter().find(|row| {
                (row.agency_code == *code || row.dvhc_code == *code)
                    && Period::new(row.valid_from, row.valid_to).common(period).is_some()
                    && !frees(row.unit_id)
            });
            // A further code that begins on that day or later is not ended by the plan.
            let alias = self.aliases.iter().find(|row| {
                row.code == *code && Period::new(row.valid_from, row.valid_to).common(period).is_some() && !(row.valid_from < self.on && frees(row.unit_id))
            });
            let owner = version.map(|row| row.unit_id).or(alias.map(|row| row.unit_id));
            let twice = self.units.iter().any(|other| other.id != unit.id && (other.code == *code || other.dvhc_code == *code));
            if let Some(owner) = owner {
                texts.push(format!("Mã {code} đang là mã của {}. Hãy chọn mã khác.", self.name(owner)));
            } else if twice {
                texts.push(format!("Mã {code} có hai lần trong phương án. Hãy chọn mã khác."));
            }
        }
        texts
    }
}

/// Which line of a plan a record of an old unit follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    /// This line, by its rule or because it is the only one.
    Sure(usize),
    /// No rule fits: the part with the largest share.
    Largest(usize),
    /// The unit ends without a successor.
    Nowhere,
}

/// Facts of a record that a split rule may know.
pub(super) type RecordFacts<'r> = [(&'r str, &'r str)];

/// Where a record of an ending unit goes.
pub(super) fn way(lines: &[PlanLine], ending: &BTreeMap<i64, i64>, unit: i64, facts: &RecordFacts<'_>) -> Way {
    let owner = ending.get(&unit).copied().unwrap_or(unit);
    let mine: Vec<(usize, &PlanLine)> = lines.iter().enumerate().filter(|(_, line)| line.from_id == owner).collect();
    match mine.as_slice() {
        [] => Way::Nowhere,
        [(_, line)] if kind(line) == SuccessionKind::Dissolve => Way::Nowhere,
        [(at, _)] => Way::Sure(*at),
        many => match many.iter().find(|(_, line)| fits(line, facts)) {
            Some((at, _)) => Way::Sure(*at),
            None => many.iter().rev().max_by_key(|(_, line)| line.share.unwrap_or_default()).map_or(Way::Nowhere, |(at, _)| Way::Largest(*at)),
        },
    }
}

fn fits(line: &PlanLine, facts: &RecordFacts<'_>) -> bool {
    let fold = |text: &str| format!(" {} ", model::text::fold(text));
    model::reorg::values(&line.rule_values).any(|value| {
        facts.iter().any(|(key, fact)| match *key {
            _ if *key != line.rule_key => false,
            // A village is named somewhere in an address; "Thôn 1" is not "Thôn 12".
            "village" => fold(&fact.replace([',', ';', '.', '-', '–'], " ")).contains(&fold(value)),
            _ => fold(fact) == fold(value),
        })
    })
}

#[cfg(test)]
mod tests;
