//! From roles to reach: which units each permission of each role covers. Pure; the tree of today is a parameter.

use crate::actor::HeldRole;
use model::access::{Action, ObjectKind, Reach, Role, Scope};
use model::org::UnitKind;
use std::collections::HashMap;

/// One line of the closure around the units of the roles: `descendant` lies `depth` below `ancestor`.
#[derive(Debug, Clone, Copy)]
pub(super) struct Near {
    pub ancestor: i64,
    pub descendant: i64,
    pub ancestor_kind: UnitKind,
    pub descendant_kind: UnitKind,
    pub depth: i64,
}

/// True for a role that serves the whole agency even if it sits in one of its divisions or centres: the register, the
/// counter, the cash desk and the site belong to the agency.
const fn serves_agency(role: Role) -> bool {
    matches!(
        role,
        Role::Receptionist
            | Role::Assistant
            | Role::Clerk
            | Role::Accountant
            | Role::Writer
            | Role::Editor
            | Role::ManagingEditor
            | Role::EditorInChief
            | Role::SiteAdmin
    )
}

/// Spreads the roles of an actor over the tree of today.
pub(super) fn spread(roles: &[HeldRole], near: &[Near]) -> HashMap<(Action, ObjectKind), Reach> {
    let mut reach: HashMap<(Action, ObjectKind), Reach> = HashMap::new();
    for held in roles {
        let (all, units) = cover(held.role, held.scope, held.unit_id, near);
        for (action, kind) in held.role.permissions() {
            let entry = reach.entry((*action, *kind)).or_default();
            entry.own = true;
            if !acts_only_on_own(held.role, held.scope, *action, *kind) {
                entry.all |= all;
                entry.units.extend(units.iter().copied());
            }
        }
    }
    for entry in reach.values_mut() {
        entry.units.sort_unstable();
        entry.units.dedup();
    }
    reach
}

/// The divisions and one-stop centres among these units, each with the agency above it.
pub(super) fn parts(near: &[Near]) -> Vec<(i64, i64)> {
    let is_part = |line: &&Near| line.depth == 1 && matches!(line.descendant_kind, UnitKind::Division | UnitKind::OneStopCentre);
    near.iter().filter(is_part).map(|line| (line.descendant, line.ancestor)).collect()
}

/// Everybody sees own tasks only (01 §4, `official`); an officer acts on what was assigned to him or her and sees the rest
/// of the unit (01 §5, template 2).
fn acts_only_on_own(role: Role, scope: Scope, action: Action, kind: ObjectKind) -> bool {
    (role == Role::Official && kind == ObjectKind::Task) || (role == Role::CaseOfficer && scope == Scope::Unit && action == Action::Edit)
}

/// The units that a role covers, or the whole province.
pub(super) fn cover(role: Role, scope: Scope, unit: i64, near: &[Near]) -> (bool, Vec<i64>) {
    let above = || near.iter().filter(move |line| line.descendant == unit && line.depth > 0);
    match scope {
        Scope::Own => (false, Vec::new()),
        Scope::Province => (true, Vec::new()),
        Scope::Subtree => {
            let is_root = above().next().is_none() && near.iter().any(|line| line.ancestor == unit && line.ancestor_kind == UnitKind::Province);
            (is_root, near.iter().filter(|line| line.ancestor == unit).map(|line| line.descendant).collect())
        }
        Scope::Unit => {
            let mut units = vec![unit];
            if serves_agency(role) {
                let own_kind = near.iter().find(|line| line.ancestor == unit && line.depth == 0).map(|line| line.ancestor_kind);
                if own_kind.is_some_and(UnitKind::is_agency) {
                    // The agency's own counter.
                    let centres = near.iter().filter(|line| line.ancestor == unit && line.depth == 1 && line.descendant_kind == UnitKind::OneStopCentre);
                    units.extend(centres.filter(|_| own_kind != Some(UnitKind::Province)).map(|line| line.descendant));
                } else {
                    let agency = above().filter(|line| line.ancestor_kind.is_agency()).min_by_key(|line| line.depth);
                    // The province's centre receives for departments, not in the name of the province itself.
                    units.extend(agency.filter(|line| line.ancestor_kind != UnitKind::Province).map(|line| line.ancestor));
                }
            }
            (false, units)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::DateTime;

    // 1 province, 2 ward, 3 division of the ward, 4 centre of the ward, 5 provincial centre.
    fn near() -> Vec<Near> {
        let kinds = |id| match id {
            1 => UnitKind::Province,
            2 => UnitKind::Ward,
            3 => UnitKind::Division,
            _ => UnitKind::OneStopCentre,
        };
        [(1, 1, 0), (1, 2, 1), (1, 3, 2), (1, 4, 2), (1, 5, 1), (2, 2, 0), (2, 3, 1), (2, 4, 1), (3, 3, 0), (4, 4, 0), (5, 5, 0)]
            .map(|(ancestor, descendant, depth)| Near { ancestor, descendant, ancestor_kind: kinds(ancestor), descendant_kind: kinds(descendant), depth })
            .to_vec()
    }

    fn held(role: Role, scope: Scope, unit_id: i64) -> HeldRole {
        HeldRole { role, scope, unit_id, unit_name: String::new(), since: DateTime::UNIX_EPOCH, granted_by: String::new(), on_behalf_of: None }
    }

    fn units(role: Role, scope: Scope, unit: i64) -> (bool, Vec<i64>) {
        let (all, mut units) = cover(role, scope, unit, &near());
        units.sort_unstable();
        (all, units)
    }

    #[test]
    fn scopes() {
        assert_eq!(units(Role::UnitLeader, Scope::Subtree, 2), (false, vec![2, 3, 4]));
        assert!(units(Role::UnitAdmin, Scope::Subtree, 1).0);
        assert!(units(Role::Inspector, Scope::Province, 5).0);
        assert_eq!(units(Role::CaseOfficer, Scope::Own, 3), (false, vec![]));
        assert_eq!(units(Role::CaseOfficer, Scope::Unit, 3), (false, vec![3]));
    }

    #[test]
    fn the_counter_and_the_register_serve_the_agency() {
        assert_eq!(units(Role::Receptionist, Scope::Unit, 4), (false, vec![2, 4]));
        assert_eq!(units(Role::Receptionist, Scope::Unit, 2), (false, vec![2, 4]));
        assert_eq!(units(Role::Receptionist, Scope::Unit, 5), (false, vec![5]));
        assert_eq!(units(Role::Clerk, Scope::Unit, 3), (false, vec![2, 3]));
        assert_eq!(units(Role::Clerk, Scope::Unit, 1), (false, vec![1]));
    }

    #[test]
    fn parts_name_their_agency() {
        let mut found = parts(&near());
        found.sort_unstable();
        // The centre of the province is a part of it as well; wards are agencies of their own.
        assert_eq!(found, [(3, 2), (4, 2), (5, 1)]);
    }

    #[test]
    fn an_officer_sees_the_unit_and_acts_on_own_work() {
        let reach = spread(&[held(Role::CaseOfficer, Scope::Unit, 3)], &near());
        assert!(reach[&(Action::View, ObjectKind::Dossier)].covers(3));
        let edit = &reach[&(Action::Edit, ObjectKind::Dossier)];
        assert!(edit.own && !edit.covers(3) && !edit.is_empty());
        let both = spread(&[held(Role::CaseOfficer, Scope::Unit, 3), held(Role::CaseOfficer, Scope::Subtree, 2)], &near());
        assert_eq!(both[&(Action::Edit, ObjectKind::Dossier)].units, [2, 3, 4]);
    }
}
