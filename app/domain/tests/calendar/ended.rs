//! A unit that has ended keeps the working hours that it had: its own, else those of its last parent (03 §2).

use chrono::{NaiveDate, Weekday};
use domain::testing::with_dbs;
use domain::{Actor, args, calendar};
use model::calendar::{SegmentPurpose, WorkSegment, default_segments};

const ROWS: &[&str] = &[
    "INSERT INTO org_unit (id, kind) VALUES (1, 'province'), (2, 'ward'), (3, 'ward'), (4, 'division'), (5, 'ward'), (6, 'division'), (7, 'division')",
    // 2 lives and works on Saturdays; 4 ended below it, after it had stood below 3. 5 ended and worked on Saturdays, 6 ended below it.
    "INSERT INTO org_edge (parent_id, child_id, relation, valid_from, valid_to) VALUES (1, 2, 'administrative', '2020-01-01', NULL),
        (1, 3, 'administrative', '2020-01-01', NULL), (3, 4, 'administrative', '2020-01-01', '2024-01-01'),
        (2, 4, 'administrative', '2024-01-01', '2026-01-01'), (1, 5, 'administrative', '2020-01-01', '2026-01-01'),
        (5, 6, 'administrative', '2020-01-01', '2026-01-01'), (3, 7, 'administrative', '2020-01-01', '2026-01-01')",
    "INSERT INTO org_closure (ancestor_id, descendant_id, depth) VALUES (1, 1, 0), (2, 2, 0), (3, 3, 0), (1, 2, 1), (1, 3, 1)",
];

#[tokio::test(flavor = "multi_thread")]
async fn an_ended_unit_keeps_the_hours_of_its_last_parent() {
    with_dbs(async |t| {
        let from = NaiveDate::from_ymd_opt(2024, 1, 1).unwrap();
        let mut cx = t.portal.write(&Actor::system("Kiểm thử")).await.unwrap();
        for rows in ROWS {
            cx.conn().exec(*rows, args![]).await.unwrap();
        }
        calendar::set_up(&mut cx, from).await.unwrap();
        let saturday = WorkSegment { weekday: Weekday::Sat, start_min: 420, end_min: 690, purpose: SegmentPurpose::Counting };
        let hours: Vec<WorkSegment> = default_segments().into_iter().chain([saturday]).collect();
        for unit in [2, 5] {
            calendar::set_hours(&mut cx, unit, &hours, from).await.unwrap();
        }
        cx.commit().await.unwrap();
        let day = NaiveDate::from_ymd_opt(2026, 9, 12).unwrap();
        let mut cx = t.portal.read(&Actor::system("Kiểm thử")).await.unwrap();
        for (unit, works) in [(2, true), (3, false), (4, true), (5, true), (6, true), (7, false)] {
            let found = calendar::of_unit(&mut cx, Some(unit)).await.unwrap();
            assert_eq!(found.is_working_day(day), Ok(works), "{}: unit {unit}", t.engine);
        }
    })
    .await;
}
