//! Two mornings of the demo province: the weekly digests and lists of a Monday, the daily ones of a Friday, as the jobs make them.

use crate::actor::Actor;
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

// Their messages left on that morning; the demo does not begin with the news of last week.
sql!(
    LEFT,
    "UPDATE outbox SET state = 'delivered', sent_at = $1, delivered_at = $1 WHERE state = 'queued' AND channel <> 'in_app' AND expires_at IS NOT NULL AND created_at = $1"
);

// Two people of the demo read their digests elsewhere, too.
sql!(CHANNELS, "UPDATE account SET notify_channels = 'sms,zalo,email' WHERE username IN ('van.thu', 'chu.tich')");

/// Makes the mornings that have come before this instant.
pub(super) async fn make(portal: &Portal, left: &mut Vec<DateTime<Utc>>, until: DateTime<Utc>) -> Result<()> {
    while let Some(at) = left.pop_if(|at| *at <= until) {
        portal.clock().set(at);
        let mut cx = portal.write(&Actor::system("Dữ liệu mô phỏng")).await?;
        cx.conn().exec(CHANNELS, args![]).await?;
        cx.commit().await?;
        crate::stats::bulletin::run(portal).await?;
        crate::tasks::reminders::remind(portal).await?;
        let mut cx = portal.write(&Actor::system("Dữ liệu mô phỏng")).await?;
        cx.conn().exec(LEFT, args![at]).await?;
        cx.commit().await?;
    }
    Ok(())
}
