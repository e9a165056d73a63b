//! The tree of sub-tasks below a task, and whom the form of K17 offers.

use super::rules::Who;
use super::store::Task;
use super::{people, split, store};
use crate::cx::Cx;
use crate::error::{Error, Result};
use crate::org;
use chrono::NaiveDate;
use model::access::{Action, ObjectKind, Reach};
use model::tasks::{LEVELS, TaskBranch, TaskState, TaskTree, bucket};
use sqlx::FromRow;
use std::collections::HashMap;

#[derive(FromRow)]
struct BranchRow {
    id: i64,
    parent_id: i64,
    level: i64,
    code: String,
    title: String,
    due_on: Option<NaiveDate>,
    reference_on: Option<NaiveDate>,
    state: String,
    /// The unit that works on it now, and the one that it was given to.
    unit_id: i64,
    lead_unit_id: i64,
    person_id: Option<i64>,
    assigner_id: Option<i64>,
    monitor_id: Option<i64>,
    person: String,
}

sql!(
    TREE,
    "WITH RECURSIVE tree (id, level) AS (
        SELECT id, CAST(1 AS BIGINT) FROM task WHERE parent_id = $1
        UNION ALL SELECT t.id, tree.level + 1 FROM task t JOIN tree ON t.parent_id = tree.id
     ) SELECT t.id, t.parent_id, tree.level, t.code, t.title, t.due_on, t.reference_on, t.state,
              COALESCE(t.continuing_unit_id, t.lead_unit_id) AS unit_id, t.lead_unit_id, t.person_id, t.assigner_id, t.monitor_id,
              COALESCE(p.full_name, '') AS person
       FROM tree JOIN task t ON t.id = tree.id LEFT JOIN person p ON p.id = t.person_id
       ORDER BY CASE WHEN t.due_on IS NULL THEN 1 ELSE 0 END, t.due_on, t.id LIMIT 500"
);

/// The parts of a task that the actor may see. Units that only take part see none: how the lead splits its work is its own matter.
///
/// # Errors
/// `NotFound` for a task out of sight.
pub async fn tree(cx: &mut Cx, code: &str) -> Result<TaskTree> {
    cx.require_official()?;
    let task = store::by_code(&mut cx.conn(), code).await?;
    people::why_visible(cx, &task).await?.ok_or(Error::NotFound)?;
    let reach = cx.actor.reach(Action::View, ObjectKind::Task);
    let branches = if leads(cx, &reach, &task) { branches(cx, &reach, &task).await? } else { Vec::new() };
    let splits = matches!(task.state()?, TaskState::Accepted | TaskState::InProgress) && people::may(&cx.actor, Who::Receiver, &task);
    if !splits || split::level(cx, task.id).await? >= LEVELS {
        return Ok(TaskTree { branches, ..TaskTree::default() });
    }
    let unit = task.working_unit();
    let people = people::candidates(cx, unit).await?;
    let units = org::subtree(cx, unit).await?.into_iter().filter(|below| below.id != unit).map(|below| (below.id, below.name)).collect();
    Ok(TaskTree { branches, people, units })
}

/// True for those who give or follow the task, carry it out, or look over its lead unit.
fn leads(cx: &Cx, reach: &Reach, task: &Task) -> bool {
    let me = cx.actor.person_id;
    let mine = me.is_some() && [task.assigner_id, task.monitor_id, task.person_id].contains(&me);
    mine || reach.covers(task.lead_unit_id) || reach.covers(task.working_unit())
}

async fn branches(cx: &mut Cx, reach: &Reach, task: &Task) -> Result<Vec<TaskBranch>> {
    let rows: Vec<BranchRow> = cx.conn().all(TREE, args![task.id]).await?;
    let today = model::format::local_date(cx.now());
    let mut units: Vec<i64> = rows.iter().map(|row| row.unit_id).collect();
    units.sort_unstable();
    units.dedup();
    let names = org::names(cx, &units, today).await?;
    let me = cx.actor.person_id;
    let mut below: HashMap<i64, Vec<(i64, TaskBranch)>> = HashMap::new();
    for row in rows {
        let state: TaskState = row.state.parse()?;
        let unit = names.get(&row.unit_id).cloned().unwrap_or_default();
        let mine = me.is_some() && [row.person_id, row.assigner_id, row.monitor_id].contains(&me);
        let given = reach.all || state != TaskState::Draft;
        let branch = TaskBranch {
            level: row.level,
            who: if row.person.is_empty() { unit } else { row.person },
            bucket: bucket(state, row.due_on, row.reference_on, today),
            opens: mine || (given && (reach.covers(row.lead_unit_id) || reach.covers(row.unit_id))),
            code: row.code,
            title: row.title,
            due_on: row.due_on,
            state,
        };
        below.entry(row.parent_id).or_default().push((row.id, branch));
    }
    let mut ordered = Vec::new();
    arrange(task.id, &mut below, &mut ordered);
    Ok(ordered)
}

/// Each part, followed by its own parts.
fn arrange(parent: i64, below: &mut HashMap<i64, Vec<(i64, TaskBranch)>>, ordered: &mut Vec<TaskBranch>) {
    for (id, branch) in below.remove(&parent).unwrap_or_default() {
        ordered.push(branch);
        arrange(id, below, ordered);
    }
}
