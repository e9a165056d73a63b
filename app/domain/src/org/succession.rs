//! What becomes of units: they end with everything below them, their records and roles with them (01 §1 rules 5 and 7).

use super::rules::Period;
use super::store::{self, EdgeRow};
use super::write::{check_parent, lock, rebuild_closure, require};
use crate::audit::AuditEvent;
use crate::cx::Cx;
use crate::error::Result;
use chrono::NaiveDate;
use model::access::Action;
use model::org::SuccessionKind;
use std::collections::{BTreeMap, BTreeSet};

/// What became of a unit on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Succession {
    /// The unit of the past.
    pub from_id: i64,
    /// Its successor; none for a plain end.
    pub to_id: Option<i64>,
    /// What happened.
    pub kind: SuccessionKind,
    /// First day of the new state.
    pub on_date: NaiveDate,
    /// Share of the old unit in percent, for a split.
    pub share: Option<i64>,
    /// Decision that it rests on.
    pub legal_basis: String,
}

/// A unit that ended because one above it did: itself, the one above, the day.
pub(super) type EndedBelow = (i64, i64, NaiveDate);

/// Carries out a reorganisation: every `from` unit ends on its day with everything below it, its role assignments end
/// (01 §1 rules 5 and 7). The units of `to` must exist on that day. A `from` that is also a `to` lives on.
///
/// # Errors
/// `Forbidden`, or `Invalid` if a unit does not exist on the day.
pub async fn succeed(cx: &mut Cx, rows: &[Succession]) -> Result<()> {
    for row in rows {
        require(cx, Action::Edit, Some(row.from_id))?;
    }
    lock(cx).await?;
    for row in rows {
        check_parent(cx, row.from_id, Period::new(row.on_date.pred_opt().unwrap_or(row.on_date), None)).await?;
        if let Some(to) = row.to_id {
            check_parent(cx, to, Period::new(row.on_date, None)).await?;
        }
    }
    let ends = rows.iter().filter(|row| !rows.iter().any(|other| other.to_id == Some(row.from_id))).map(|row| (row.from_id, row.on_date)).collect();
    let below = end_units(cx, &ends).await?;
    note(cx, rows, &below).await?;
    rebuild_closure(cx).await
}

/// Ends units with everything below them, and says what ended below.
pub(super) async fn end_units(cx: &mut Cx, ends: &BTreeMap<i64, NaiveDate>) -> Result<Vec<EndedBelow>> {
    let edges = store::all_edges(&mut cx.conn()).await?;
    let mut ended = Vec::new();
    for (unit, day) in ends {
        end_unit(cx, *unit, *day).await?;
        for below in below(&edges, *unit, *day) {
            if !ends.contains_key(&below) && end_unit(cx, below, *day).await? {
                ended.push((below, *unit, *day));
            }
        }
    }
    Ok(ended)
}

/// Writes down what became of the units. What lay below one follows its successor if there is exactly one.
pub(super) async fn note(cx: &mut Cx, rows: &[Succession], below: &[EndedBelow]) -> Result<()> {
    for row in rows {
        store::insert_succession(&mut cx.conn(), row).await?;
        cx.audit(AuditEvent::new("unit.succession", "unit", row.from_id).detail(format!("{}: {:?}", row.kind.label(), row.to_id)));
    }
    for (unit, above, on_date) in below {
        let to: BTreeSet<i64> = rows.iter().filter(|row| row.from_id == *above).filter_map(|row| row.to_id).collect();
        let heir = if to.len() == 1 { to.first().copied() } else { None };
        let kind = if heir.is_some() { SuccessionKind::Merge } else { SuccessionKind::Dissolve };
        let row = Succession { from_id: *unit, to_id: heir, kind, on_date: *on_date, share: None, legal_basis: String::new() };
        store::insert_succession(&mut cx.conn(), &row).await?;
    }
    Ok(())
}

/// Units below another one on a day that have not been moved elsewhere.
pub(super) fn below(edges: &[EdgeRow], unit: i64, day: NaiveDate) -> Vec<i64> {
    let (mut found, mut open) = (Vec::new(), vec![unit]);
    while let Some(at) = open.pop() {
        for edge in edges.iter().filter(|edge| edge.parent_id == at && Period::new(edge.valid_from, edge.valid_to).contains(day)) {
            if !found.contains(&edge.child_id) {
                found.push(edge.child_id);
                open.push(edge.child_id);
            }
        }
    }
    found
}

sql!(
    END_SESSIONS,
    "UPDATE session SET ended_at = $3, end_reason = 'Đơn vị kết thúc hoạt động' WHERE ended_at IS NULL AND account_id IN
        (SELECT a.id FROM account a JOIN role_assignment r ON r.person_id = a.person_id WHERE r.unit_id = $1 AND (r.valid_to IS NULL OR r.valid_to > $2))"
);
sql!(END_ROLES, "UPDATE role_assignment SET valid_to = $2 WHERE unit_id = $1 AND (valid_to IS NULL OR valid_to > $2)");
sql!(END_DELEGATIONS, "UPDATE delegation SET ended_at = $2 WHERE unit_id = $1 AND ended_at IS NULL AND valid_to > $3");
sql!(END_ALIASES, "UPDATE org_code_alias SET valid_to = $2 WHERE unit_id = $1 AND valid_from < $2 AND (valid_to IS NULL OR valid_to > $2)");

/// Ends one unit: name, codes, place in the tree, roles, delegations, and the sessions of those who lose a role.
async fn end_unit(cx: &mut Cx, unit: i64, day: NaiveDate) -> Result<bool> {
    let (now, midnight) = (cx.now(), super::midnight(day));
    let ended = store::close_version(&mut cx.conn(), unit, day).await?;
    store::close_edges(&mut cx.conn(), unit, day).await?;
    cx.conn().exec(END_ALIASES, args![unit, day]).await?;
    if midnight <= now {
        cx.conn().exec(END_SESSIONS, args![unit, midnight, now]).await?;
    }
    cx.conn().exec(END_DELEGATIONS, args![unit, midnight, day]).await?;
    cx.conn().exec(END_ROLES, args![unit, midnight]).await?;
    Ok(ended)
}
