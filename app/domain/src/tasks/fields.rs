//! The fields of work ("Lĩnh vực") that the filter of a list offers.

use super::list::in_reach;
use crate::cx::Cx;
use crate::db::Query;
use crate::error::Result;
use model::access::{Action, ObjectKind, Reach};

/// Most fields that a list offers.
const MOST: i64 = 200;

sql!(
    /// Every field, one seek in the index each instead of a look at every task.
    EVERY_FIELD,
    "WITH RECURSIVE found(field) AS (
         SELECT MIN(t.field) FROM task t WHERE t.field > ''
         UNION ALL SELECT (SELECT MIN(t.field) FROM task t WHERE t.field > found.field) FROM found WHERE found.field IS NOT NULL
     ) SELECT field FROM found WHERE field IS NOT NULL LIMIT $1"
);

/// The fields of the tasks that the actor may see: of the units in reach, and of the own tasks.
///
/// # Errors
/// `Unauthorized` unless an official reads.
pub async fn task_fields(cx: &mut Cx) -> Result<Vec<String>> {
    cx.require_official()?;
    let reach = cx.actor.reach(Action::View, ObjectKind::Task);
    let rows: Vec<(String,)> = if reach.all { cx.conn().all(EVERY_FIELD, args![MOST]).await? } else { in_sight(cx, &reach).await? };
    let mut fields: Vec<String> = rows.into_iter().map(|(field,)| field).collect();
    fields.sort_by_key(|field| model::text::sort_key(field));
    Ok(fields)
}

/// Those of some units, and of the own tasks.
async fn in_sight(cx: &mut Cx, reach: &Reach) -> Result<Vec<(String,)>> {
    let mut query = Query::new("SELECT DISTINCT t.field AS field FROM task t WHERE t.field <> '' AND t.state <> 'draft'");
    in_reach(&mut query, reach);
    if let Some(person) = cx.actor.person_id {
        query.push(" UNION SELECT o.field AS field FROM task o WHERE o.field <> '' AND (o.person_id = ").bind(person);
        query.push(" OR o.monitor_id = ").bind(person).push(" OR o.assigner_id = ").bind(person).push(")");
    }
    query.push(" ORDER BY field LIMIT ").bind(MOST);
    query.all(&mut cx.conn()).await
}
