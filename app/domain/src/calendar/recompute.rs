//! The recomputation after a change of a calendar (03 §8): a job in batches that may stop anywhere and be repeated.

use super::Calendars;
use super::rows::{self, ChangeRow};
use crate::audit::AuditEvent;
use crate::cx::Portal;
use crate::dossiers::recompute::{self, Why};
use crate::error::Result;
use crate::{Actor, Error};
use serde::{Deserialize, Serialize};

/// Kind of the job.
pub const JOB: &str = "calendar.recompute";
/// Dossiers that move in one transaction.
pub const BATCH: usize = 500;
/// A dossier that was received or resumed meanwhile with the old calendar is found in a later pass.
const PASSES: usize = 4;

/// What the job needs to know.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Payload {
    /// Number of the change.
    pub change: i64,
}

/// What a run did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Recomputed {
    /// Dossiers that got another due date.
    pub moved: usize,
    /// False if it stopped at the limit.
    pub finished: bool,
}

fn worker() -> Actor {
    Actor::system("Lịch làm việc")
}

/// Does the job.
///
/// # Errors
/// If the database cannot be used; the job is tried again.
pub async fn run(portal: &Portal, payload: &str) -> Result<()> {
    let Payload { change } = serde_json::from_str(payload)?;
    recompute(portal, change, BATCH, usize::MAX).await.map(|_| ())
}

/// Recomputes the open records that a change concerns, `size` in a transaction, in at most `most` transactions.
///
/// # Errors
/// `NotFound` for an unknown change, `Conflict` for one that does not hold; if the database cannot be used.
pub async fn recompute(portal: &Portal, change: i64, size: usize, most: usize) -> Result<Recomputed> {
    let mut cx = portal.read(&worker()).await?;
    let row = rows::by_id(&mut cx, change).await?;
    drop(cx);
    if row.state != "applied" {
        return Err(Error::conflict("Thay đổi này chưa có hiệu lực."));
    }
    let days = row.days()?;
    let why = Why { reason: row.reason.clone(), basis: format!("Thay đổi lịch làm việc số {}", row.id) };
    let (mut done, mut batches) = (Recomputed::default(), 0);
    for _ in 0..PASSES {
        let mut cx = portal.read(&worker()).await?;
        let mut queue = recompute::find(&mut cx, &days, &mut Calendars::now()).await?.shifts;
        drop(cx);
        let before = done.moved;
        while !queue.is_empty() {
            if batches == most {
                return Ok(done);
            }
            batches += 1;
            done.moved += batch(portal, &row, &why, size, &mut queue).await?;
        }
        if done.moved == before {
            break;
        }
    }
    let mut cx = portal.write(&worker()).await?;
    rows::finished(&mut cx, change).await?;
    cx.commit().await?;
    Ok(Recomputed { finished: true, ..done })
}

/// One transaction: moves dossiers until it is full, and takes shifts that are done off the queue.
async fn batch(portal: &Portal, row: &ChangeRow, why: &Why, size: usize, queue: &mut Vec<recompute::Shift>) -> Result<usize> {
    let mut cx = portal.write(&worker()).await?;
    let mut moved = 0;
    while let Some(shift) = queue.last().filter(|_| moved < size) {
        let room = size - moved;
        let n = recompute::apply(&mut cx, shift, why, room).await?;
        moved += n;
        if n < room {
            queue.pop();
        }
    }
    if moved > 0 {
        cx.audit(AuditEvent::new("calendar.recomputed", "calendar", row.id).detail(format!("{moved} hồ sơ có hạn mới")));
    }
    cx.commit().await?;
    Ok(moved)
}
