//! Which of some tasks the actor may see, in one statement: as [`super::people::why_visible`] says of one.

use crate::cx::Cx;
use crate::db::Query;
use crate::error::Result;
use model::access::{Action, ObjectKind};
use std::collections::HashSet;

/// Tasks that one statement asks for: both engines bound the number of values.
const TOGETHER: usize = 500;

/// Those of these tasks that the actor may see: their own, and what the units in reach lead, go on with or take part in.
pub(super) async fn visible(cx: &mut Cx, tasks: &[i64]) -> Result<HashSet<i64>> {
    let reach = cx.actor.reach(Action::View, ObjectKind::Task);
    if reach.all {
        return Ok(tasks.iter().copied().collect());
    }
    let mut found = HashSet::with_capacity(tasks.len());
    for some in tasks.chunks(TOGETHER) {
        let mut query = Query::new("SELECT t.id FROM task t WHERE t.id IN ");
        query.bind_list(some.iter().copied()).push(" AND (");
        if let Some(me) = cx.actor.person_id {
            query.push("t.person_id = ").bind(me).push(" OR t.assigner_id = ").bind(me).push(" OR t.monitor_id = ").bind(me).push(" OR ");
        }
        query.push("(t.state <> 'draft' AND (t.lead_unit_id IN ").bind_list(reach.units.iter().copied());
        query.push(" OR t.continuing_unit_id IN ").bind_list(reach.units.iter().copied());
        query.push(" OR EXISTS (SELECT 1 FROM task_co_unit c WHERE c.task_id = t.id AND c.unit_id IN ").bind_list(reach.units.iter().copied()).push("))))");
        let rows: Vec<(i64,)> = query.all(&mut cx.conn()).await?;
        found.extend(rows.into_iter().map(|(id,)| id));
    }
    Ok(found)
}
