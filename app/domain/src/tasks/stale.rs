//! Who was faster: the refusal of a form that was filled in for an older version of a task names the last step and its author.

use super::store::Task;
use crate::db::Conn;
use crate::error::{Error, Result};
use chrono::{DateTime, Utc};
use model::tasks::TaskStep;

sql!(LAST, "SELECT actor_name, step, recorded_at FROM task_event WHERE task_id = $1 ORDER BY seq DESC LIMIT 1");

/// The refusal for a task as it is now. Only officials who may take a step of it read it.
pub(super) async fn stale(conn: &mut Conn<'_>, task: &Task) -> Error {
    let last: Result<Option<(String, String, DateTime<Utc>)>> = conn.opt(LAST, args![task.id]).await;
    match last {
        Ok(Some((who, step, at))) => {
            let step = step.parse::<TaskStep>().map_or("", |step| step.label());
            Error::stale_after("Nhiệm vụ", at, &who, step)
        }
        Ok(None) => Error::stale("Nhiệm vụ", task.updated_at),
        Err(error) => error,
    }
}
