//! The demo province Lam Giang, made through the real use cases with a fixed random seed and a virtual clock (11 §2).

pub mod demo;
pub mod dossiers;
pub mod identity;
pub mod mailbox;
pub mod news;
mod news_texts;
pub mod org;
pub mod partners;
pub mod procedures;
pub mod queue;
pub mod rating;
mod task_views;
pub mod tasks;
mod tasks_bulk;
mod tasks_mornings;
mod tasks_series;

use crate::actor::Actor;
use crate::clock::Clock;
use crate::cx::Portal;
use crate::db::Db;
use crate::error::{Error, Result};
use chrono::{DateTime, Duration, TimeZone, Utc};
use rand::SeedableRng;
use rand::rngs::StdRng;

/// The fixed seed: the same province every time.
const SEED: u64 = 0x4C61_6D47_6961_6E67;

/// How much data (11 §1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Size {
    /// 2,000 dossiers: demo and tests.
    S,
    /// 100,000 dossiers.
    M,
    /// 1.2 million dossiers.
    L,
}

/// First instant of the demo: 07:00 on Monday, 23/11/2026.
#[must_use]
pub fn demo_start() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 11, 23, 0, 0, 0).single().unwrap_or_default()
}

sql!(PUT_SETTING, "INSERT INTO setting (name, value) VALUES ($1, $2)");
sql!(GET_SETTING, "SELECT value FROM setting WHERE name = $1");

/// How far the demo's clock is from the machine's: at the moment of the seed it stood at [`demo_start`], and it runs on from there.
///
/// # Errors
/// If the database cannot be read.
pub async fn demo_shift(db: &Db) -> Result<Duration> {
    let mut held = db.read().await?;
    let row: Option<(String,)> = held.conn().opt(GET_SETTING, args!["seeded_at"]).await?;
    let seeded_at = row.and_then(|(text,)| DateTime::parse_from_rfc3339(&text).ok()).map(|at| at.with_timezone(&Utc));
    Ok(seeded_at.map_or_else(Duration::zero, |at| demo_start() - at))
}

/// Makes the province in an empty database. `progress` hears the name of each part and how many records it has made.
///
/// # Errors
/// `Conflict` if the database was seeded before; whatever a use case refuses.
pub async fn seed(portal: &Portal, size: Size, progress: &mut (dyn FnMut(&'static str, u64) + Send)) -> Result<()> {
    if !matches!(portal.clock(), Clock::Manual(_)) {
        return Err(Error::internal("the seed needs a clock that it may move"));
    }
    let mut held = portal.db().begin().await?;
    let done: Option<(String,)> = held.conn().opt(GET_SETTING, args!["seeded_at"]).await?;
    if done.is_some() {
        return Err(Error::conflict("Cơ sở dữ liệu này đã có dữ liệu mô phỏng."));
    }
    held.conn().exec(PUT_SETTING, args!["seeded_at", Utc::now().to_rfc3339()]).await?;
    held.commit().await?;
    let mut rng = StdRng::seed_from_u64(SEED);
    let mut say = |part: &'static str, n: u64| progress(part, n);
    org::seed(portal, size, &mut rng, &mut |n| say("Đơn vị", n)).await?;
    identity::seed(portal, size, &mut rng, &mut |n| say("Cán bộ, tài khoản, lịch làm việc", n)).await?;
    procedures::seed_with_templates(portal, &mut |n| say("Thủ tục", n)).await?;
    dossiers::seed(portal, size, &mut rng, &mut |n| say("Hồ sơ", n)).await?;
    news::seed(portal, size, &mut rng, &mut |n| say("Tin bài", n)).await?;
    mailbox::seed(portal, size, &mut rng, &mut |n| say("Thư", n)).await?;
    tasks::seed(portal, size, &mut rng, &mut |n| say("Nhiệm vụ", n)).await?;
    task_views::seed(portal).await?;
    queue::seed(portal, &mut rng, &mut |n| say("Phiếu gọi số", n)).await?;
    rating::seed(portal, &mut rng, &mut |n| say("Đánh giá", n)).await?;
    dossiers::results(portal).await?;
    partners::seed(portal, &mut |n| say("Liên thông, xin ý kiến", n)).await?;
    let mut cx = portal.write(&Actor::system("Dữ liệu mô phỏng")).await?;
    cx.conn().exec(GONE, args![demo_start() - Duration::days(1)]).await?;
    cx.commit().await?;
    portal.clock().set(demo_start());
    portal.db().analyse().await
}

sql!(
    /// Messages of the seeded past left in their time.
    GONE,
    "UPDATE outbox SET state = 'delivered', sent_at = next_at, delivered_at = next_at WHERE state = 'queued' AND next_at < $1"
);
sql!(SAMPLE, "SELECT code FROM dossier WHERE code IS NOT NULL ORDER BY id LIMIT 1");

/// The code of a dossier that anybody may look up, for demonstrations and measurements.
///
/// # Errors
/// `NotFound` without dossiers.
pub async fn sample_dossier(db: &Db) -> Result<String> {
    let mut held = db.read().await?;
    let (code,): (String,) = held.conn().one(SAMPLE, args![]).await?;
    Ok(code)
}
