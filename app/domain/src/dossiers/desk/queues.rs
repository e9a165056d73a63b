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

// Word for word the condition of the indexes `dossier_over…`: SQLite uses them for nothing else.
const OVER: &str = "d.state IN ('intake_refused', 'withdrawn', 'stopped', 'result_ready', 'returned')";
const OPEN_STATES: &str = "d.state IN ('received', 'processing', 'awaiting_supplement', 'awaiting_payment', 'withdraw_requested')";

/// What the actor may see, as a condition.
pub(in crate::dossiers) fn visible(query: &mut Query, access: &Access) {
    if access.system {
        query.push("1 = 1");
        return;
    }
    let (counter, agency) = reaches(access);
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

/// What the actor may see for the sake of the counter, and for the sake of the agency.
fn reaches(access: &Access) -> (Reach, Reach) {
    (joined(&access.receive, &access.view), joined(&access.view, &access.publish))
}

/// Most arms of [`newest_over`].
const MOST_ARMS: usize = 20;

/// Numbers of what is over and [`visible`], newest first, each arm of that read from the end of its own index and no further than `most`
/// rows; nothing for somebody with so many units that this would be more work than sorting.
pub(super) fn newest_over(access: &Access, most: i64) -> Option<Query> {
    let (counter, agency) = reaches(access);
    let all = access.system || counter.all || agency.all;
    let arms = if all { vec![("1 = 1", None)] } else { arms(access, &counter, &agency) };
    if arms.len() > MOST_ARMS || (access.view_near.all && !all) {
        return None;
    }
    let mut query = Query::new("SELECT x.id FROM (");
    for (at, (condition, value)) in arms.into_iter().enumerate() {
        query.push(if at == 0 { "" } else { " UNION " });
        query.push("SELECT a.id, a.ended_at FROM (SELECT d.id, d.ended_at FROM dossier d WHERE ").push(OVER).push(" AND ").push(condition);
        if let Some(value) = value {
            query.bind(value);
        }
        query.push(" ORDER BY d.ended_at DESC, d.id DESC LIMIT ").bind(most).push(") AS a");
    }
    query.push(") AS x ORDER BY x.ended_at DESC, x.id DESC");
    Some(query)
}

/// The arms of [`visible`], one for each column and unit.
fn arms(access: &Access, counter: &Reach, agency: &Reach) -> Vec<(&'static str, Option<i64>)> {
    let mut arms = vec![("d.officer_id = ", Some(access.person.unwrap_or(-1)))];
    let mut add = |conditions: &[&'static str], reach: &Reach| {
        for condition in conditions {
            arms.extend(reach.units.iter().map(|unit| (*condition, Some(*unit))));
        }
    };
    add(&["d.receiving_unit_id = ", "d.continuing_receiving_unit_id = "], counter);
    add(&["d.competent_unit_id = ", "d.continuing_unit_id = "], agency);
    add(&["d.handling_unit_id = "], &access.view);
    if !covers(agency, &access.view_near) {
        add(&["d.handling_unit_id IS NULL AND d.competent_unit_id = ", "d.continuing_unit_id = "], &access.view_near);
    }
    arms
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
            query.push(OVER).push(" AND ");
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
