//! The work of each night: what has to be looked at once a day, however many processes there are.
//!
//! Every step is its own transaction and may run twice without harm, so a night that was interrupted is repeated.

use crate::cx::{Cx, Portal};
use crate::error::Result;
use crate::{Actor, change, flash, identity, jobs, rate};
use chrono::{Duration, NaiveTime};
use model::format::{instant, local_date};

/// Kind of the job.
pub const JOB: &str = "nightly";
/// Signals between processes live this long; whoever was away longer loads the page again.
const SIGNALS: Duration = Duration::hours(24);

/// Plans the work of the current day at one in the morning; one row however often it is called. A portal that slept
/// through the night does it as soon as it is up.
///
/// # Errors
/// If the database cannot be written.
pub async fn plan(cx: &mut Cx) -> Result<()> {
    let today = local_date(cx.now());
    let at = instant(today, NaiveTime::MIN) + Duration::hours(1);
    jobs::later(cx, JOB, &format!("{JOB}:{today}"), &serde_json::Value::Null, at).await
}

/// Does the work of one night.
///
/// # Errors
/// If a step fails; the whole night is tried again later.
pub async fn run(portal: &Portal) -> Result<()> {
    // One step that fails keeps no other from its night.
    let steps = [
        tidy(portal).await,
        crate::files::nightly(portal).await,
        crate::calendar::nightly(portal).await,
        organisation(portal).await,
        identity::nightly(portal).await,
        crate::queue::nightly(portal).await,
        crate::dossiers::results::nightly(portal).await,
        crate::dossiers::remind_supplements(portal).await.map(drop),
        crate::procedures::nightly(portal).await,
        crate::tasks::series::nightly(portal).await,
        crate::stats::dossiers::nightly(portal).await,
    ];
    steps.into_iter().collect()
}

/// Looks at the tree of units, mends its closure and reports what is wrong.
async fn organisation(portal: &Portal) -> Result<()> {
    let mut cx = portal.write(&Actor::system("Kiểm tra đêm")).await?;
    crate::org::nightly(&mut cx).await?;
    cx.commit().await?;
    Ok(())
}

/// Removes signals and expired rows that carry no facts.
async fn tidy(portal: &Portal) -> Result<()> {
    let mut cx = portal.write(&Actor::system("Dọn dẹp")).await?;
    flash::prune(&mut cx).await?;
    rate::prune(&mut cx).await?;
    let before = cx.now() - SIGNALS;
    change::prune(&mut cx.conn(), before).await?;
    crate::notify::care::settle(&mut cx).await?;
    crate::dossiers::draft::prune(&mut cx).await?;
    crate::dossiers::draft::warn(&mut cx).await?;
    crate::news::prune_visitors(&mut cx).await?;
    crate::tasks::bulk::prune(&mut cx).await?;
    jobs::try_again(&mut cx).await?;
    cx.commit().await?;
    Ok(())
}
