//! The explanation of a unit (04 §6): asked once for a task and a due date, whether or not a message reaches anybody.

use super::facts::OpenTask;
use crate::actor::Actor;
use crate::cx::Portal;
use crate::error::Result;
use crate::tasks::urge;
use chrono::NaiveDate;
use model::tasks::reminders::{Occasion, ReminderRule};
use std::collections::HashSet;
use std::slice;

/// Explanations that are asked for in one transaction.
const TOGETHER: usize = 50;

/// An explanation to ask for.
#[derive(Debug, Clone)]
pub(super) struct Ask {
    task_id: i64,
    code: String,
    due: NaiveDate,
    /// Working days overdue.
    days: i64,
}

impl Ask {
    /// What an occasion asks of the unit, if it is the one that asks.
    pub(super) fn of(task: &OpenTask, occasion: &Occasion) -> Option<Self> {
        let due = task.due_on.filter(|_| occasion.rule == ReminderRule::Explain)?;
        Some(Self { task_id: task.id, code: task.code.clone(), due, days: i64::from(occasion.days) })
    }
}

sql!(ASKED, "SELECT e.task_id, e.due_on FROM task_explanation e JOIN task t ON t.id = e.task_id WHERE t.state IN ('assigned', 'accepted', 'in_progress')");

/// Asks for what was not asked before; gives the tasks that could not be asked for. Such a task keeps no other from being asked for, and
/// nobody from being reminded: it is logged, and the next run asks again.
///
/// # Errors
/// If the database cannot be read.
pub(super) async fn ask(portal: &Portal, actor: &Actor, mut asks: Vec<Ask>) -> Result<HashSet<i64>> {
    let mut failed = HashSet::new();
    if asks.is_empty() {
        return Ok(failed);
    }
    let mut cx = portal.read(actor).await?;
    let asked: Vec<(i64, NaiveDate)> = cx.conn().all(ASKED, args![]).await?;
    drop(cx);
    let asked: HashSet<(i64, NaiveDate)> = asked.into_iter().collect();
    asks.retain(|ask| !asked.contains(&(ask.task_id, ask.due)));
    for group in asks.chunks(TOGETHER) {
        if together(portal, actor, group).await.is_ok() {
            continue;
        }
        for ask in group {
            if let Err(error) = together(portal, actor, slice::from_ref(ask)).await {
                tracing::warn!(%error, task = %ask.code, "asking for an explanation");
                failed.insert(ask.task_id);
            }
        }
    }
    Ok(failed)
}

/// All of them, or none.
async fn together(portal: &Portal, actor: &Actor, asks: &[Ask]) -> Result<()> {
    let mut cx = portal.write(actor).await?;
    for ask in asks {
        urge::ask_explanation(&mut cx, &ask.code, ask.due, ask.days).await?;
    }
    cx.commit().await.map(|_| ())
}
