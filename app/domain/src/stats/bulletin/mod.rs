//! Digests that leave by themselves (04 §5): daily for the office of each unit, weekly for its head and for the province.
//!
//! A job of the morning takes the snapshots of every unit and commits them with the texts made from them (`prepare`); then
//! each text is read back, compared with its snapshot and sent (`send`). Whoever writes the row of the day prepares it, and a
//! text leaves together with its state, so a job may stop anywhere, may be repeated, and several processes may do it.
//!
//! | file | what |
//! |---|---|
//! | `prepare` | snapshots and texts of a day |
//! | `readers` | who gets which digest |
//! | `send` | read back, compared, sent or blocked |
//! | `province` | the frozen sheet of the province |
//! | `view` | the page Bản tin |

mod prepare;
mod province;
mod readers;
mod send;
mod view;

pub use province::page as province_page;
pub use view::page;

use crate::actor::Actor;
use crate::cx::{Cx, Portal};
use crate::error::Result;
use crate::jobs;
use crate::notify::outbox::is_quiet;
use chrono::Duration;
use model::format::{at_minute, local_date};

/// Kind of the job.
pub const DIGEST_JOB: &str = "tasks.digest";

/// Plans the digests of the day; one row however often it is called.
///
/// # Errors
/// If the database cannot be written.
pub async fn plan(cx: &mut Cx) -> Result<()> {
    let today = local_date(cx.now());
    let at = at_minute(today, crate::tasks::reminders::schedule(cx).await?.digest_at);
    jobs::later(cx, DIGEST_JOB, &format!("{DIGEST_JOB}:{today}"), &serde_json::Value::Null, at).await
}

fn worker() -> Actor {
    Actor::system("Bản tin nhiệm vụ")
}

/// What a run did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Delivered {
    /// Digests that left.
    pub sent: usize,
    /// Digests whose text did not say what their snapshot says.
    pub blocked: usize,
}

/// Prepares and sends the digests of the present day: on working days, between their time and the end of their life.
///
/// # Errors
/// If the database cannot be used; what was sent stays sent, the rest leaves with the next try.
pub async fn run(portal: &Portal) -> Result<Delivered> {
    let mut cx = portal.read(&worker()).await?;
    let (now, schedule) = (cx.now(), crate::tasks::reminders::schedule(&mut cx).await?);
    let today = local_date(now);
    let calendar = crate::calendar::of_unit(&mut cx, None).await?;
    drop(cx);
    let from = at_minute(today, schedule.digest_at);
    let until = from + Duration::minutes(i64::from(schedule.digest_life));
    if is_quiet(now) || now < from || now >= until || !calendar.is_working_day(today)? {
        return Ok(Delivered::default());
    }
    prepare::prepare(portal, &schedule, &calendar).await?;
    send::send_ready(portal, today, until).await
}
