//! A03-07 at the door: a centre that receives on Saturday mornings gives numbers then, and only then.

use crate::queue::support::*;
use chrono::{NaiveDate, Weekday};
use domain::testing::{vn, with_dbs};
use domain::{Error, calendar, queue};
use model::calendar::{SegmentPurpose, WorkSegment, default_segments};

#[tokio::test(flavor = "multi_thread")]
async fn a03_07_a_centre_gives_numbers_in_its_saturday_hours() {
    with_dbs(async |t| {
        lay(t, 0).await;
        let p = &t.portal;
        p.clock().set(vn(2026, 11, 20, 9, 0));
        let from = NaiveDate::from_ymd_opt(2010, 1, 1).unwrap();
        let saturday = WorkSegment { weekday: Weekday::Sat, start_min: 450, end_min: 660, purpose: SegmentPurpose::Receiving };
        let week: Vec<WorkSegment> = default_segments().into_iter().chain([saturday]).collect();
        run(p, &system(), async |cx| {
            calendar::set_up(cx, from).await?;
            let centre = domain::org::by_code(cx, CENTRE, day(20)).await?;
            calendar::set_hours(cx, centre.id, &week, from).await
        })
        .await
        .unwrap();
        let take = async |centre: &'static str| run(p, &visitor(), async |cx| queue::take(cx, centre, "A").await).await;
        p.clock().set(vn(2026, 11, 21, 9, 0));
        take(CENTRE).await.unwrap();
        let closed = take(OTHER).await.unwrap_err();
        assert!(matches!(&closed, Error::Conflict(text) if text.contains("Hôm nay trung tâm không làm việc.")), "{closed}");
        p.clock().set(vn(2026, 11, 21, 14, 0));
        let late = take(CENTRE).await.unwrap_err();
        assert!(matches!(&late, Error::Conflict(text) if text.contains("Giờ làm việc hôm nay: 07:30–11:00.")), "{late}");
        p.clock().set(vn(2026, 11, 22, 9, 0));
        assert!(matches!(take(CENTRE).await, Err(Error::Conflict(_))), "Sunday");
    })
    .await;
}
