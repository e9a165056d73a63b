//! Lists of tasks for officials: one statement for the rows, one for the buckets and so for their number, one for the names of units.

use crate::cx::Cx;
use crate::db::Query;
use crate::error::Result;
use crate::kept::Key;
use crate::org;
use chrono::NaiveDate;
use model::access::{Action, ObjectKind, Reach};
use model::tasks::{ListFilter, TaskBucket, TaskLine, TaskReach, bucket};
use model::{List, Paging};
use sqlx::FromRow;

/// The columns of [`LineRow`].
pub(super) const LINE: &str = "SELECT t.code, t.title, t.lead_unit_id, t.source_number, t.assigned_on, t.due_on, t.reference_on, t.state, t.urgency,
        COALESCE(p.full_name, '') AS person, t.progress
     FROM task t LEFT JOIN person p ON p.id = t.person_id WHERE 1 = 1";

/// A row of a list.
#[derive(Debug, FromRow)]
pub(crate) struct LineRow {
    pub code: String,
    pub title: String,
    pub lead_unit_id: i64,
    pub source_number: String,
    pub assigned_on: Option<NaiveDate>,
    pub due_on: Option<NaiveDate>,
    pub reference_on: Option<NaiveDate>,
    pub state: String,
    pub urgency: String,
    pub person: String,
    pub progress: i64,
}

/// Turns rows into lines: units are named as on `name_day`, buckets are judged on `as_of`.
pub(crate) async fn lines(cx: &mut Cx, rows: Vec<LineRow>, name_day: Option<NaiveDate>, as_of: NaiveDate) -> Result<Vec<TaskLine>> {
    let mut ids: Vec<i64> = rows.iter().map(|row| row.lead_unit_id).collect();
    ids.sort_unstable();
    ids.dedup();
    let names = org::unit_names(cx, &ids, name_day.unwrap_or(as_of)).await?;
    rows.into_iter()
        .map(|row| {
            let state = row.state.parse()?;
            let unit = names.get(&row.lead_unit_id);
            Ok(TaskLine {
                lead_unit: unit.map_or_else(String::new, |unit| unit.name.clone()),
                lead_code: unit.map_or_else(String::new, |unit| unit.code.clone()),
                bucket: bucket(state, row.due_on, row.reference_on, as_of),
                completed_on: row.reference_on.filter(|_| matches!(state, model::tasks::TaskState::Completed | model::tasks::TaskState::CompletionReported)),
                code: row.code,
                title: row.title,
                source_number: row.source_number,
                assigned_on: row.assigned_on.unwrap_or(as_of),
                due_on: row.due_on,
                state,
                urgency: row.urgency.parse()?,
                person: row.person,
                progress: row.progress,
            })
        })
        .collect()
}

/// Everything before the day on which open tasks are judged; [`BUCKET_TAIL`] follows it. Says in SQL what `model::tasks::bucket` says.
pub(crate) const BUCKET_HEAD: &str = "CASE WHEN t.state = 'draft' THEN 'draft' WHEN t.state = 'cancelled' THEN 'cancelled'
    WHEN t.state = 'completed' THEN CASE WHEN t.due_on IS NULL OR t.reference_on <= t.due_on THEN 'done_on_time' ELSE 'done_late' END
    WHEN t.due_on IS NULL OR (t.state = 'suspended' AND t.reference_on <= t.due_on) THEN 'open_no_deadline'
    WHEN COALESCE(t.reference_on, ";
/// The end of [`BUCKET_HEAD`].
pub(crate) const BUCKET_TAIL: &str = ") <= t.due_on THEN 'open_in_time' ELSE 'open_overdue' END";

/// Tasks that a unit of this reach leads, goes on with or takes part in. Three seeks in three indexes: an `OR` over two tables would
/// read every task.
pub(super) fn in_reach(query: &mut Query, reach: &Reach) {
    if reach.all {
        return;
    }
    query.push(" AND t.id IN (SELECT a.id FROM task a WHERE a.lead_unit_id IN ").bind_list(reach.units.iter().copied());
    query.push(" UNION SELECT b.id FROM task b WHERE b.continuing_unit_id IN ").bind_list(reach.units.iter().copied());
    query.push(" UNION SELECT c.task_id FROM task_co_unit c WHERE c.unit_id IN ").bind_list(reach.units.iter().copied()).push(")");
}

/// Only tasks that a unit of this reach leads or goes on with.
pub(super) fn leads_in_reach(query: &mut Query, reach: &Reach) {
    if !reach.all {
        query.push(" AND (t.lead_unit_id IN ").bind_list(reach.units.iter().copied());
        query.push(" OR t.continuing_unit_id IN ").bind_list(reach.units.iter().copied()).push(")");
    }
}

/// Adds the conditions of a filter after `WHERE 1 = 1`. The rights of the actor are part of them.
pub(super) fn conditions(cx: &Cx, query: &mut Query, filter: &ListFilter, as_of: NaiveDate) -> Result<()> {
    match filter.reach {
        TaskReach::Mine => {
            let person = cx.person()?;
            query.push(" AND (t.person_id = ").bind(person).push(" OR t.monitor_id = ").bind(person).push(" OR t.assigner_id = ").bind(person).push(")");
        }
        TaskReach::Unit => {
            in_reach(query, &cx.require_reach(Action::View, ObjectKind::Task)?);
            query.push(" AND t.state <> 'draft'");
        }
        TaskReach::ToConfirm => {
            leads_in_reach(query, &cx.require_reach(Action::Approve, ObjectKind::Task)?);
            query.push(" AND t.state = 'completion_reported'");
        }
        TaskReach::Extensions => {
            leads_in_reach(query, &cx.require_reach(Action::Assign, ObjectKind::Task)?);
            // K12 is taken from these states: what ended, or was withdrawn with its task, needs no decision any more.
            query.push(" AND t.state IN ('assigned', 'accepted', 'in_progress')");
            query.push(" AND EXISTS (SELECT 1 FROM task_extension e WHERE e.task_id = t.id AND e.state = 'pending')");
        }
    }
    if let Some(bucket) = filter.bucket {
        query.push(" AND ").push(BUCKET_HEAD).bind(as_of).push(BUCKET_TAIL).push(" = ").bind(bucket.as_str());
    }
    if let Some(source) = filter.source {
        query.push(" AND t.source_kind = ").bind(source.as_str());
    }
    if let Some(urgency) = filter.urgency {
        query.push(" AND t.urgency = ").bind(urgency.as_str());
    }
    if !filter.field.is_empty() {
        query.push(" AND t.field = ").bind(filter.field.as_str());
    }
    if !filter.person.trim().is_empty() {
        query.push(" AND t.person_id IN (SELECT w.id FROM person w WHERE 1 = 1").words(&["w.fold"], &filter.person).push(")");
    }
    if let Some(due) = filter.due {
        query.push(" AND t.due_on = ").bind(due);
    }
    if let Some(since) = filter.fresh_since {
        super::visits::fresh(cx, query, filter.reach, since)?;
    }
    query.words(&["t.fold"], &filter.words);
    Ok(())
}

/// Open tasks first, the nearest due date first, so that what is overdue leads.
pub(super) const ORDER: &str = " ORDER BY CASE WHEN t.state IN ('completed', 'cancelled') THEN 1 ELSE 0 END, CASE WHEN t.due_on IS NULL THEN 1 ELSE 0 END,
    t.due_on, t.id";

/// A page of tasks in the [`ORDER`] of lists.
///
/// # Errors
/// `Unauthorized` or `Forbidden` without the right that the list needs.
pub async fn list(cx: &mut Cx, filter: &ListFilter) -> Result<List<TaskLine>> {
    let counts = buckets(cx, filter).await?;
    list_of(cx, filter, &counts).await
}

/// The same for whoever has the [`buckets`] of the list already.
///
/// # Errors
/// As [`list`].
pub async fn list_of(cx: &mut Cx, filter: &ListFilter, counts: &Buckets) -> Result<List<TaskLine>> {
    cx.require_official()?;
    let as_of = model::format::local_date(cx.now());
    let paging = Paging::of(filter.page, filter.bucket.map_or_else(|| counts.all(), |bucket| counts.of(bucket)));
    let mut query = Query::new(LINE);
    conditions(cx, &mut query, filter, as_of)?;
    query.push(ORDER).page(paging);
    let rows = query.all(&mut cx.conn()).await?;
    let rows = lines(cx, rows, None, as_of).await?;
    Ok(List { rows, paging })
}

/// How many tasks each bucket of a list holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Buckets {
    all: i64,
    parts: Vec<(TaskBucket, i64)>,
}

impl Buckets {
    /// Number of tasks in a bucket.
    #[must_use]
    pub fn of(&self, bucket: TaskBucket) -> i64 {
        self.parts.iter().find(|(name, _)| *name == bucket).map_or(0, |(_, n)| *n)
    }

    /// Number of tasks in the list, drafts among them.
    #[must_use]
    pub fn all(&self) -> i64 {
        self.all
    }
}

/// A list over the whole province whose buckets are kept: its filter without bucket and page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ListAsked(ListFilter);

impl ListAsked {
    /// None for lists of persons and of some units: they are read faster than kept.
    fn of(cx: &Cx, filter: &ListFilter) -> Option<Self> {
        let whole = filter.reach == TaskReach::Unit && filter.fresh_since.is_none() && cx.actor.reach(Action::View, ObjectKind::Task).all;
        whole.then(|| Self(ListFilter { bucket: None, page: 1, ..filter.clone() }))
    }
}

/// The buckets of a list, for the links above it. The bucket of the filter itself is left out.
///
/// # Errors
/// As [`list`].
pub async fn buckets(cx: &mut Cx, filter: &ListFilter) -> Result<Buckets> {
    cx.require_official()?;
    let key = match ListAsked::of(cx, filter) {
        Some(asked) => Key::of(cx, asked).await?,
        None => None,
    };
    if let Some(counts) = key.as_ref().and_then(|key| cx.portal().buckets().get(key)) {
        return Ok((*counts).clone());
    }
    let counts = count(cx, filter).await?;
    if let Some(key) = key {
        cx.portal().buckets().keep(key, counts.clone());
    }
    Ok(counts)
}

async fn count(cx: &mut Cx, filter: &ListFilter) -> Result<Buckets> {
    let as_of = model::format::local_date(cx.now());
    let mut query = Query::new("SELECT bucket, COUNT(*) FROM (SELECT ");
    query.push(BUCKET_HEAD).bind(as_of).push(BUCKET_TAIL).push(" AS bucket FROM task t WHERE 1 = 1");
    conditions(cx, &mut query, &ListFilter { bucket: None, ..filter.clone() }, as_of)?;
    query.push(") AS counted GROUP BY bucket");
    let rows: Vec<(String, i64)> = query.all(&mut cx.conn()).await?;
    let all = rows.iter().map(|(_, n)| n).sum();
    Ok(Buckets { all, parts: rows.into_iter().filter_map(|(name, n)| Some((name.parse().ok()?, n))).collect() })
}
