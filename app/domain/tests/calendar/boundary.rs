//! A03-05 on both sides of the boundary, rule by rule: Quốc khánh 2027 on Wed 01/09 instead of Fri 03/09. The dates stand here as
//! counted by hand: before the change 02/09 and 03/09 are off, after it 01/09 and 02/09; 04/09 and 05/09 are a weekend.

use crate::calendar::support::*;
use chrono::{DateTime, Utc};
use domain::testing::{vn, with_dbs};
use model::calendar::{Extension, Pause};

/// An instant of August or September 2027.
fn at(month: u32, day: u32, hour: u32, minute: u32) -> DateTime<Utc> {
    vn(2027, month, day, hour, minute)
}

/// Rule, receipt, due before and after: month, day, hour, minute.
type Case = (&'static str, [u32; 4], [u32; 4], [u32; 4]);

/// Cases without pause and extension; those whose last two columns are equal must not move.
const CASES: [Case; 29] = [
    // Working days: the span ends before both days, at either, holds both, begins after the first, begins after both.
    ("working_day:1", [8, 27, 9, 0], [8, 30, 17, 0], [8, 30, 17, 0]),
    ("working_day:2", [8, 27, 9, 0], [8, 31, 17, 0], [8, 31, 17, 0]),
    ("working_day:3", [8, 27, 9, 0], [9, 1, 17, 0], [9, 3, 17, 0]),
    ("working_day:4", [8, 27, 9, 0], [9, 6, 17, 0], [9, 6, 17, 0]),
    ("working_day:1", [8, 31, 9, 0], [9, 1, 17, 0], [9, 3, 17, 0]),
    ("working_day:2", [8, 31, 9, 0], [9, 6, 17, 0], [9, 6, 17, 0]),
    ("working_day:1", [9, 1, 9, 0], [9, 6, 17, 0], [9, 3, 17, 0]),
    ("working_day:2", [9, 1, 9, 0], [9, 7, 17, 0], [9, 6, 17, 0]),
    ("working_day:1", [9, 2, 9, 0], [9, 6, 17, 0], [9, 3, 17, 0]),
    ("working_day:1", [9, 3, 9, 0], [9, 6, 17, 0], [9, 6, 17, 0]),
    ("working_day:2", [9, 6, 9, 0], [9, 8, 17, 0], [9, 8, 17, 0]),
    // Calendar days: only where the last day falls counts.
    ("calendar_day:1", [8, 30, 9, 0], [8, 31, 17, 0], [8, 31, 17, 0]),
    ("calendar_day:1", [8, 31, 9, 0], [9, 1, 17, 0], [9, 3, 17, 0]),
    ("calendar_day:3", [8, 30, 9, 0], [9, 6, 17, 0], [9, 3, 17, 0]),
    ("calendar_day:4", [8, 30, 9, 0], [9, 6, 17, 0], [9, 3, 17, 0]),
    ("calendar_day:5", [8, 30, 9, 0], [9, 6, 17, 0], [9, 6, 17, 0]),
    ("calendar_day:20", [8, 25, 9, 0], [9, 14, 17, 0], [9, 14, 17, 0]),
    // Working hours: to the minute.
    ("working_hour:3", [8, 31, 13, 30], [8, 31, 16, 30], [8, 31, 16, 30]),
    ("working_hour:4", [8, 31, 13, 30], [9, 1, 7, 30], [9, 3, 7, 30]),
    ("working_hour:2", [9, 1, 9, 0], [9, 1, 11, 0], [9, 3, 9, 0]),
    ("working_hour:2", [9, 1, 16, 0], [9, 6, 8, 0], [9, 3, 9, 0]),
    ("working_hour:1", [9, 3, 16, 30], [9, 6, 8, 0], [9, 6, 7, 30]),
    ("working_hour:1", [9, 3, 17, 0], [9, 6, 8, 0], [9, 6, 8, 0]),
    // The same day until 15:00.
    ("same_day:15:00", [8, 31, 15, 0], [8, 31, 17, 0], [8, 31, 17, 0]),
    ("same_day:15:00", [8, 31, 15, 1], [9, 1, 17, 0], [9, 3, 17, 0]),
    ("same_day:15:00", [9, 1, 14, 0], [9, 1, 17, 0], [9, 3, 17, 0]),
    ("same_day:15:00", [9, 1, 16, 0], [9, 6, 17, 0], [9, 3, 17, 0]),
    ("same_day:15:00", [9, 3, 15, 0], [9, 6, 17, 0], [9, 3, 17, 0]),
    ("same_day:15:00", [9, 3, 15, 1], [9, 6, 17, 0], [9, 6, 17, 0]),
];

/// What stands still, was extended, is over or has no limit: the record, its due date before and after.
fn others() -> Vec<(Spec, Option<DateTime<Utc>>, Option<DateTime<Utc>>)> {
    let pause = |from, to| Pause { from, to: Some(to), reason: "yêu cầu bổ sung lần 1".into() };
    let n = CASES.len();
    // Two of three days used; the last one is counted after the pause.
    let paused = Spec { received_at: at(8, 23, 9, 0), pauses: vec![pause(at(8, 25, 10, 0), at(8, 31, 9, 0))], ..Spec::new(n + 1, "working_day:3") };
    // The same that went on a day earlier ends before both days.
    let earlier = Spec { pauses: vec![pause(at(8, 25, 10, 0), at(8, 30, 9, 0))], n: n + 2, ..paused.clone() };
    // Only the extension reaches the changed day.
    let extension = Extension { at: at(8, 30, 8, 0), units: 2, reason: String::new() };
    let extended = Spec { received_at: at(8, 26, 9, 0), extensions: vec![extension], ..Spec::new(n + 3, "working_day:2") };
    let shorter = Spec { extensions: vec![Extension { at: at(8, 30, 8, 0), units: 1, reason: String::new() }], n: n + 4, ..extended.clone() };
    let over = Spec { received_at: at(9, 1, 9, 0), ended_at: Some(at(9, 1, 10, 0)), ..Spec::new(n + 5, "working_day:1") };
    let free = Spec { received_at: at(8, 31, 9, 0), ..Spec::new(n + 6, "no_deadline") };
    vec![
        (paused, Some(at(9, 1, 17, 0)), Some(at(9, 3, 17, 0))),
        (earlier, Some(at(8, 31, 17, 0)), Some(at(8, 31, 17, 0))),
        (extended, Some(at(9, 1, 17, 0)), Some(at(9, 3, 17, 0))),
        (shorter, Some(at(8, 31, 17, 0)), Some(at(8, 31, 17, 0))),
        (over, Some(at(9, 6, 17, 0)), Some(at(9, 6, 17, 0))),
        (free, None, None),
    ]
}

/// A03-05: exactly the open records move whose span contains one of the two days, whatever their rule; the preview counts them, each
/// gets one event, the others stay as they are to the last column.
#[tokio::test(flavor = "multi_thread")]
async fn a03_05_every_rule_on_both_sides_of_the_boundary() {
    with_dbs(async |t| {
        province(t).await;
        t.portal.clock().set(vn(2027, 6, 1, 9, 0));
        let time = |[month, day, hour, minute]: [u32; 4]| at(month, day, hour, minute);
        let plain = CASES.iter().enumerate().map(|(n, (rule, received, before, after))| {
            (Spec { received_at: time(*received), ..Spec::new(n + 1, rule) }, Some(time(*before)), Some(time(*after)))
        });
        let records: Vec<_> = plain.chain(others()).collect();
        for (spec, ..) in &records {
            insert(t, spec).await;
        }
        let before = all(t).await;
        assert_eq!(before.len(), records.len());
        for ((spec, due, _), row) in records.iter().zip(&before) {
            assert_eq!(row.due_current, *due, "before the change: {spec:?}");
        }
        let moves = |earlier: bool| records.iter().filter(|(_, old, new)| old != new && (new < old) == earlier).count();
        let seen = preview(t, &administrator(1), &moved_national_day()).await.unwrap();
        assert_eq!((seen.earlier, seen.later), (i64::try_from(moves(true)).unwrap(), i64::try_from(moves(false)).unwrap()));
        assert_eq!(all(t).await, before, "a preview writes nothing");
        assert_eq!(change_and_run(t, &moved_national_day(), 7).await, moves(true) + moves(false));

        for (((spec, old_due, due), old), new) in records.iter().zip(&before).zip(all(t).await) {
            assert_eq!(new.due_current, *due, "after the change: {spec:?}");
            if old_due == due {
                assert_eq!(*old, new, "{spec:?}");
                continue;
            }
            assert_eq!((new.due_original, new.version, new.events), (old.due_original, old.version + 1, old.events + 1), "{spec:?}");
            // What the extension alone moved leaves the due date without it where it was.
            let without = if spec.extensions.is_empty() { *due } else { old.due_without_extension };
            assert_eq!(new.due_without_extension, without, "{spec:?}");
            let event = last_event(t, new.id).await;
            assert_eq!((event.action.as_str(), event.due_before, event.due_after), ("due_recomputed", *old_due, *due), "{spec:?}");
        }
    })
    .await;
}
