//! Dossiers of the demo province (11 §2): arrivals by hour and weekday, outcomes, supplements; the virtual clock goes
//! from step to step through the real use cases. Sizes M and L add an older history in bulk.

mod bulk;
mod pay;
mod places;
mod plan;
mod results;
mod run;
mod waiting;

pub use waiting::make as waiting;

pub use results::seed as results;

use super::Size;
use crate::cx::Portal;
use crate::error::Result;
use chrono::NaiveDate;
use rand::rngs::StdRng;

/// Dossiers that go through the real commands, and those of the older history.
const fn counts(size: Size) -> (usize, usize) {
    match size {
        Size::S => (2_000, 0),
        Size::M => (4_000, 96_000),
        Size::L => (4_000, 1_196_000),
    }
}

/// First day of the dossiers that go through the real commands.
fn first_day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 8, 3).unwrap_or_default()
}

/// Makes the dossiers. Needs organisation, identity and procedures; leaves the clock at the start of the demo.
/// `progress` hears the number of dossiers.
///
/// # Errors
/// Whatever a use case refuses.
pub async fn seed(portal: &Portal, size: Size, rng: &mut StdRng, progress: &mut (dyn FnMut(u64) + Send)) -> Result<()> {
    let (real, older) = counts(size);
    let places = places::load(portal).await?;
    bulk::make(portal, &places, older, rng, progress).await?;
    run::make(portal, &places, real, rng, progress).await?;
    portal.clock().set(super::demo_start());
    Ok(())
}
