//! The use cases of the portal: permissions, SQL, migrations, jobs. No HTTP, no Leptos.
//!
//! Every write goes through a use case that takes a [`Cx`]; the caller opens the context with
//! [`Portal::read`] or [`Portal::write`] and commits it. One folder per slice.

#[macro_use]
pub mod db;

pub mod actor;
pub mod audit;
pub mod calendar;
pub mod change;
mod clock;
pub mod config;
pub mod cx;
pub mod dossiers;
pub mod error;
pub mod files;
pub mod flash;
pub mod identity;
pub mod import;
pub mod jobs;
mod kept;
pub mod mailbox;
pub mod news;
pub mod nightly;
pub mod notify;
pub mod numbering;
pub mod org;
pub mod paper;
pub mod procedures;
pub mod queue;
pub mod rate;
pub mod rating;
pub mod search;
pub mod seed;
pub mod spreadsheet;
pub mod stats;
pub mod survey;
pub mod tasks;
#[cfg(feature = "testing")]
#[expect(clippy::expect_used, reason = "test code stops at the first surprise")]
pub mod testing;
pub mod today;

pub use actor::Actor;
pub use clock::Clock;
pub use cx::{Cx, Portal};
pub use db::{Conn, Db};
pub use error::{Error, Result};

/// Performs a claimed job through the use case of its slice, and marks it as done in the same transaction.
///
/// # Errors
/// Whatever the use case reports; the job is tried again later.
pub async fn perform(portal: &Portal, job: &jobs::Job) -> Result<()> {
    match job.kind.as_str() {
        // Work in many transactions, each of which may be done again.
        nightly::JOB => nightly::run(portal).await?,
        calendar::recompute::JOB => calendar::recompute::run(portal, &job.payload).await?,
        dossiers::WATCH_JOB => drop(dossiers::watch(portal).await?),
        tasks::reminders::REMIND_JOB => drop(tasks::reminders::remind(portal).await?),
        tasks::reminders::EXPRESS_JOB => drop(tasks::reminders::watch_express(portal).await?),
        stats::bulletin::DIGEST_JOB => drop(stats::bulletin::run(portal).await?),
        _ => {}
    }
    let mut cx = portal.write(&Actor::system("Công việc nền")).await?;
    match job.kind.as_str() {
        nightly::JOB | calendar::recompute::JOB | dossiers::WATCH_JOB => {}
        tasks::reminders::REMIND_JOB | tasks::reminders::EXPRESS_JOB | stats::bulletin::DIGEST_JOB => {}
        identity::HELP_JOB => identity::help_to_province(&mut cx, &job.payload).await?,
        "mailbox.deliver" => mailbox::deliver_job(&mut cx, &job.payload).await?,
        news::PUBLISH_JOB | news::EXPIRE_JOB => {
            news::run_job(&mut cx, job).await?;
        }
        org::reorg::JOB => org::reorg::run_job(&mut cx, job).await?,
        other => return Err(Error::internal(format!("unknown job {other}"))),
    }
    jobs::done(&mut cx, job.id).await?;
    cx.commit().await?;
    Ok(())
}
