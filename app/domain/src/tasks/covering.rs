//! Whose role covers a unit: the whole province, the unit itself, or one above it with all below (04 §1: leader and monitor).

use crate::cx::Cx;
use crate::db::Query;
use crate::error::Result;
use model::access::Role;
use std::collections::HashSet;

/// A role `r` of the whole province: by its reach, or at the province itself with all below.
pub(super) const OF_PROVINCE: &str =
    "(r.scope = 'province' OR (r.scope = 'subtree' AND EXISTS (SELECT 1 FROM org_unit u WHERE u.id = r.unit_id AND u.kind = 'province')))";

/// Adds the conditions of a role `r` that holds now.
pub(super) fn holds(cx: &Cx, query: &mut Query, role: Role) {
    let now = cx.now();
    query.push(" r.role = ").bind(role.as_str()).push(" AND r.valid_from <= ").bind(now).push(" AND (r.valid_to IS NULL OR r.valid_to > ").bind(now).push(")");
}

/// Adds the condition that a role `r` covers one of these units at least.
pub(super) fn reaches(query: &mut Query, units: &[i64]) {
    query.push(" AND (").push(OF_PROVINCE).push(" OR r.unit_id IN ").bind_list(units.iter().copied());
    query.push(" OR (r.scope = 'subtree' AND r.unit_id IN (SELECT c.ancestor_id FROM org_closure c WHERE c.descendant_id IN ");
    query.bind_list(units.iter().copied()).push(")))");
}

/// Those of these units that the person's role covers now.
///
/// # Errors
/// If the database cannot be read.
pub(super) async fn covered(cx: &mut Cx, person: i64, role: Role, units: &[i64]) -> Result<HashSet<i64>> {
    if units.is_empty() {
        return Ok(HashSet::new());
    }
    let mut query = Query::new("SELECT k.id FROM org_unit k WHERE k.id IN ");
    query.bind_list(units.iter().copied()).push(" AND EXISTS (SELECT 1 FROM role_assignment r WHERE");
    holds(cx, &mut query, role);
    query.push(" AND r.person_id = ").bind(person).push(" AND (r.unit_id = k.id OR ").push(OF_PROVINCE);
    query.push(" OR (r.scope = 'subtree' AND r.unit_id IN (SELECT c.ancestor_id FROM org_closure c WHERE c.descendant_id = k.id))))");
    let rows: Vec<(i64,)> = query.all(&mut cx.conn()).await?;
    Ok(rows.into_iter().map(|(unit,)| unit).collect())
}
