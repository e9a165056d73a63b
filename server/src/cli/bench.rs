//! `portal bench`: what `make bench` needs besides pages: runs of the digests, and submissions to be received. Only a demo may: it
//! writes the digests of days to come.

use super::{Common, describe, load, open};
use anyhow::{Result, anyhow, bail};
use chrono::Days;
use clap::Subcommand;
use domain::{Clock, Portal};
use model::format::{at_minute, local_date};
use std::time::Instant;

/// A minute after the usual time of the digests, counted from midnight.
const MINUTE: u16 = 451;
/// Days that are looked at for each run: the longest holiday is shorter.
const PATIENCE: u64 = 14;

/// `portal bench …`
#[derive(Debug, Subcommand)]
pub enum BenchCommand {
    /// Bản tin của mọi đơn vị, mỗi ngày làm việc một lượt: một dòng JSON cho mỗi lượt
    Digests {
        /// Số lượt
        #[arg(long, default_value_t = 20, value_parser = clap::value_parser!(u32).range(1..=20))]
        runs: u32,
    },
    /// Thêm hồ sơ chờ tiếp nhận ở quầy của xã mẫu
    Waiting {
        /// Số hồ sơ
        #[arg(long, value_parser = clap::value_parser!(u32).range(1..=100_000))]
        count: u32,
    },
}

pub(super) async fn run(common: &Common, command: BenchCommand) -> Result<()> {
    let settings = load(common)?;
    if !settings.demo {
        bail!("chỉ đo được trên dữ liệu mô phỏng");
    }
    let opened = open(&settings).await?;
    let first = domain::seed::demo_start().max(opened.clock().now());
    let portal = Portal::new(opened.db().clone(), Clock::manual(first), opened.files().clone(), settings);
    let done = match command {
        BenchCommand::Digests { runs } => digests(&portal, runs).await,
        BenchCommand::Waiting { count } => {
            let made = domain::seed::dossiers::waiting(&portal, usize::try_from(count)?).await;
            made.map_err(|error| anyhow!("{}", describe(&error)))
        }
    };
    portal.db().close().await;
    done
}

/// The digests of so many working days, one line of JSON each.
async fn digests(portal: &Portal, runs: u32) -> Result<()> {
    let first = portal.clock().now();
    let mut day = local_date(first);
    for _ in 0..runs {
        let mut looked = 0;
        loop {
            day = day.checked_add_days(Days::new(1)).unwrap_or(day);
            portal.clock().set(at_minute(day, MINUTE));
            let begun = Instant::now();
            let done = domain::stats::bulletin::run(portal).await.map_err(|error| anyhow!("{}", describe(&error)))?;
            if done.sent + done.blocked > 0 {
                println!("{}", serde_json::json!({ "day": day, "digests": done.sent, "blocked": done.blocked, "ms": begun.elapsed().as_secs_f64() * 1000.0 }));
                break;
            }
            looked += 1;
            if looked > PATIENCE {
                bail!("không có bản tin nào sau {day}");
            }
        }
    }
    Ok(())
}
