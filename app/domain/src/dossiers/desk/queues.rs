//! The lists as conditions: which dossiers stand in a list, and for whom there is one.

use super::super::access::Access;
use super::super::proposals;
use crate::db::Query;
use chrono::{DateTime, Utc};
use model::access::Reach;
use model::dossiers::Queue;
use model::format;

/// The unit that receives and returns, and its heir.
pub(in crate::dossiers) const COUNTER: &[&str] = &["d.receiving_unit_id", "d.continuing_receiving_unit_id"];
/// The unit that decides, and its heir.
pub(in crate::dossiers) const AGENCY: &[&str] = &["d.competent_unit_id", "d.continuing_unit_id"];

/// Adds that one of the columns is among the units; nothing for a reach over the whole province.
pub(in crate::dossiers) fn within(query: &mut Query, columns: &'static [&'static str], reach: &Reach) {
    if reach.all {
        query.push("1 = 1");
        return;
    }
    for (at, column) in columns.iter().enumerate() {
        query.push(if at == 0 { "(" } else { " OR " }).push(column).push(" IN ").bind_list(reach.units.iter().copied());
    }
    query.push(")");
}

const OPEN_STATES: &str = "d.state IN ('received', 'processing', 'awaiting_supplement', 'awaiting_payment', 'withdraw_requested')";

/// What the actor may see, as a condition.
pub(in crate::dossiers) fn visible(query: &mut Query, access: &Access) {
    if access.system {
        query.push("1 = 1");
        return;
    }
    let (counter, agency) = (joined(&access.receive, &access.view), joined(&access.view, &access.publish));
    query.push("(d.officer_id = ").bind(access.person.unwrap_or(-1));
    for (columns, reach) in [(COUNTER, &counter), (AGENCY, &agency), (&["d.handling_unit_id"], &access.view)] {
        query.push(" OR ");
        within(query, columns, reach);
    }
    // An arm that another one covers would only be read in vain.
    if !covers(&agency, &access.view_near) {
        query.push(" OR (d.handling_unit_id IS NULL AND ");
        within(query, AGENCY, &access.view_near);
        query.push(") OR ");
        within(query, &["d.continuing_unit_id"], &access.view_near);
    }
    query.push(")");
}

/// What one of the reaches covers.
fn joined(one: &Reach, other: &Reach) -> Reach {
    let mut units: Vec<i64> = one.units.iter().chain(&other.units).copied().collect();
    units.sort_unstable();
    units.dedup();
    Reach { all: one.all || other.all, own: one.own || other.own, units }
}

/// True if every unit of `inner` is covered.
fn covers(outer: &Reach, inner: &Reach) -> bool {
    outer.all || (!inner.all && inner.units.iter().all(|unit| outer.units.binary_search(unit).is_ok()))
}

/// The condition of a list.
pub(in crate::dossiers) fn condition(query: &mut Query, queue: Queue, access: &Access) {
    match queue {
        Queue::Intake => {
            query.push("d.state = 'submitted' AND ");
            within(query, COUNTER, &access.receive);
        }
        Queue::Assign => {
            query.push("d.state = 'received' AND ");
            within(query, AGENCY, &access.assign);
        }
        Queue::Mine => {
            query.push(OPEN_STATES).push(" AND d.officer_id = ").bind(access.person.unwrap_or(-1));
        }
        Queue::Open => {
            query.push(OPEN_STATES).push(" AND ");
            visible(query, access);
        }
        Queue::Supplement => {
            proposals::waiting(query, access);
        }
        Queue::Apology => {
            query.push("d.clock = 'running' AND d.warned_step >= 3 AND d.warned_due = d.due_current AND NOT EXISTS (SELECT 1 FROM dossier_extension x ");
            query.push("WHERE x.dossier_id = d.id AND x.state = 'approved' AND x.due_before = d.due_current) AND (d.officer_id = ");
            query.bind(access.person.unwrap_or(-1)).push(" OR ");
            within(query, AGENCY, &access.sign);
            query.push(")");
        }
        Queue::Sign => {
            query.push("d.state = 'processing' AND d.stage = 'to_sign' AND ");
            within(query, AGENCY, &access.sign);
        }
        Queue::Publish => {
            query.push("d.state = 'processing' AND d.stage IN ('signed', 'published') AND ");
            within(query, AGENCY, &access.publish);
        }
        Queue::Return => {
            query.push("d.state = 'result_ready' AND ");
            within(query, COUNTER, &access.give_back);
        }
        Queue::Done => {
            query.push("d.state IN ('intake_refused', 'withdrawn', 'stopped', 'result_ready', 'returned') AND ");
            visible(query, access);
        }
    }
}

/// True if the list belongs to somebody with these permissions.
pub(in crate::dossiers) fn offered(queue: Queue, access: &Access) -> bool {
    access.system
        || match queue {
            Queue::Intake => !access.receive.is_empty(),
            Queue::Assign => !access.assign.is_empty(),
            Queue::Mine => access.person.is_some() && !access.view.is_empty(),
            Queue::Open | Queue::Done => !access.view.is_empty(),
            Queue::Supplement => !access.approve.is_empty() || !access.sign.is_empty(),
            Queue::Apology => access.person.is_some() && (access.edits() || !access.sign.is_empty()),
            Queue::Sign => !access.sign.is_empty(),
            Queue::Publish => !access.publish.is_empty(),
            Queue::Return => !access.give_back.is_empty(),
        }
}

/// What is past its due time: by date, or by the minute for intake and rules in working hours.
pub(in crate::dossiers) fn overdue(query: &mut Query, now: DateTime<Utc>) {
    let (today, _) = format::day_range(format::local_date(now), format::local_date(now));
    query.push("d.clock IN ('running', 'intake') AND (d.due_order < ").bind(today);
    query.push(" OR ((d.clock = 'intake' OR d.deadline_rule LIKE 'working_hour:%') AND d.due_order < ").bind(now).push("))");
}
