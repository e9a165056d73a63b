//! Two mornings of the demo province: the weekly digests and lists of a Monday, the daily ones of a Friday, as the jobs make them.

use crate::cx::Portal;
use crate::error::Result;
use chrono::{DateTime, Days, Utc};
use model::format::{at_minute, local_date};

/// A minute after the usual time of reminders and digests, so that both are due.
const MINUTE: u16 = 451;

/// The mornings, the later one first: the Friday and the Monday before the demo begins on a Monday.
pub(super) fn mornings(end: DateTime<Utc>) -> Vec<DateTime<Utc>> {
    [3, 7].into_iter().filter_map(|days| local_date(end).checked_sub_days(Days::new(days))).map(|day| at_minute(day, MINUTE)).collect()
}

/// Makes the mornings that have come before this instant.
pub(super) async fn make(portal: &Portal, left: &mut Vec<DateTime<Utc>>, until: DateTime<Utc>) -> Result<()> {
    while let Some(at) = left.pop_if(|at| *at <= until) {
        portal.clock().set(at);
        crate::stats::bulletin::run(portal).await?;
        crate::tasks::reminders::remind(portal).await?;
    }
    Ok(())
}
