//! "Mới từ lần xem trước": when a person looked at a list, and what came into it since.

use super::list::conditions;
use crate::cx::Cx;
use crate::db::Query;
use crate::error::Result;
use chrono::{DateTime, Utc};
use model::tasks::{ListFilter, ListVisit, TaskReach};
use std::collections::HashSet;

sql!(NOTED, "SELECT fresh_since, last_at FROM task_list_visit WHERE person_id = $1 AND reach = $2");
sql!(
    NOTE,
    "INSERT INTO task_list_visit (person_id, reach, fresh_since, last_at) VALUES ($1, $2, $3, $4)
     ON CONFLICT (person_id, reach) DO UPDATE SET fresh_since = excluded.fresh_since, last_at = excluded.last_at"
);

/// The visit that this look at a list belongs to. Note it with [`note_visit`] if it changed.
///
/// # Errors
/// `Unauthorized` unless an official reads.
pub async fn visit(cx: &mut Cx, reach: TaskReach) -> Result<ListVisit> {
    let (person, now) = (cx.person()?, cx.now());
    let noted: Option<(DateTime<Utc>, DateTime<Utc>)> = cx.conn().opt(NOTED, args![person, reach.as_str()]).await?;
    Ok(ListVisit::at(now, noted))
}

/// Notes a look at a list.
///
/// # Errors
/// `Unauthorized` unless an official reads.
pub async fn note_visit(cx: &mut Cx, reach: TaskReach, visit: &ListVisit) -> Result<()> {
    let person = cx.person()?;
    cx.conn().exec(NOTE, args![person, reach.as_str(), visit.fresh_since, visit.last_at]).await.map(|_| ())
}

/// "Đánh dấu đã xem": from now on nothing of this list is new.
///
/// # Errors
/// `Unauthorized` unless an official acts.
pub async fn mark_seen(cx: &mut Cx, reach: TaskReach) -> Result<()> {
    cx.require_official()?;
    let now = cx.now();
    note_visit(cx, reach, &ListVisit { fresh_since: now, last_at: now, changed: true }).await
}

/// Adds the condition that a task came into a list after an instant: given (or given to this person), reported, or asked to be extended.
pub(super) fn fresh(cx: &Cx, query: &mut Query, reach: TaskReach, since: DateTime<Utc>) -> Result<()> {
    match reach {
        TaskReach::Mine => {
            let person = cx.person()?;
            // What somebody gave is no news to them; who is put in charge hears of it when the unit accepts.
            query.push(" AND ((t.assigned_at > ").bind(since).push(" AND (t.assigner_id IS NULL OR t.assigner_id <> ").bind(person);
            query.push(")) OR (t.received_at > ").bind(since).push(" AND t.person_id = ").bind(person).push("))");
        }
        TaskReach::Unit => {
            query.push(" AND t.assigned_at > ").bind(since);
        }
        TaskReach::ToConfirm => {
            query.push(" AND t.reported_at > ").bind(since);
        }
        TaskReach::Extensions => {
            query.push(" AND EXISTS (SELECT 1 FROM task_extension f WHERE f.task_id = t.id AND f.state = 'pending' AND f.requested_at > ");
            query.bind(since).push(")");
        }
    }
    Ok(())
}

/// Which of these tasks came into the list after an instant.
///
/// # Errors
/// `Unauthorized` unless an official reads.
pub async fn fresh_codes(cx: &mut Cx, reach: TaskReach, since: DateTime<Utc>, codes: &[String]) -> Result<HashSet<String>> {
    let mut query = Query::new("SELECT t.code FROM task t WHERE t.code IN ");
    query.bind_list(codes.iter());
    fresh(cx, &mut query, reach, since)?;
    let rows: Vec<(String,)> = query.all(&mut cx.conn()).await?;
    Ok(rows.into_iter().map(|(code,)| code).collect())
}

/// How many tasks of a list, with its filters, came into it after an instant: as many as the list has rows with `fresh_since` set to it.
///
/// # Errors
/// As [`super::list`].
pub async fn fresh_count(cx: &mut Cx, filter: &ListFilter, since: DateTime<Utc>) -> Result<i64> {
    let as_of = model::format::local_date(cx.now());
    let mut query = Query::new("SELECT COUNT(*) FROM task t WHERE 1 = 1");
    conditions(cx, &mut query, &ListFilter { fresh_since: Some(since), ..filter.clone() }, as_of)?;
    query.count(&mut cx.conn()).await
}
