//! Many tasks from one table (04 §1): a draft that only its writer sees, checked as often as they like, and given in one
//! transaction or not at all.

mod file;
mod give;
mod read;
mod store;

pub use file::read_file;
pub use give::{Outcome, begin, submit};
pub use read::{Given, Preview, preview, require_right};

use crate::cx::Cx;
use crate::error::Result;
use chrono::Duration;

/// Drafts that nobody has touched for this long are removed.
const FORGOTTEN: Duration = Duration::days(30);

/// Removes forgotten drafts.
///
/// # Errors
/// If the database cannot be written.
pub async fn prune(cx: &mut Cx) -> Result<u64> {
    let before = cx.now() - FORGOTTEN;
    store::prune(&mut cx.conn(), before).await
}
