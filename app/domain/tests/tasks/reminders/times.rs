//! The times of reminders and digests: set for a day to come, by one person at a time, with a reason that stays.

use super::{World, day, run, world};
use crate::tasks::support::{official, system};
use domain::testing::{TestPortal, vn, with_dbs};
use domain::{Error, args, tasks::reminders};
use model::access::Role;
use model::tasks::reminders::{Schedule, ScheduleChange, ScheduleForm};

fn later(from: u32, time: &str) -> ScheduleChange {
    let form =
        ScheduleForm { remind_at: time.into(), reason: "Theo ý kiến Chánh Văn phòng".into(), ..ScheduleForm::of(&Schedule::default(), day(11, from)) };
    form.validate(day(11, 23)).expect("times")
}

async fn newest(t: &TestPortal) -> i64 {
    let lines = run(t, &system(), async |cx| reminders::times(cx).await).await.expect("times");
    lines.iter().map(|line| line.id).max().expect("a row")
}

async fn set(t: &TestPortal, version: i64, input: &ScheduleChange) -> domain::Result<()> {
    run(t, &system(), async |cx| reminders::change_times(cx, version, input).await).await
}

#[tokio::test(flavor = "multi_thread")]
async fn times_change_from_a_day_on() {
    with_dbs(async |t| {
        t.portal.clock().set(vn(2026, 11, 23, 10, 0));
        let World { p, .. } = world(t).await;
        let version = newest(t).await;
        let (one, two) = (later(25, "8:00"), later(26, "9:00"));
        let (one, two) = tokio::join!(set(t, version, &one), set(t, version, &two));
        assert!(one.is_ok() != two.is_ok(), "one of two at once: {one:?} {two:?}");
        let stale = one.err().or(two.err());
        assert!(matches!(stale, Some(Error::Conflict(ref text)) if text.starts_with("Thời gian nhắc việc")), "{}: {stale:?}", t.engine);

        // Whoever came second sees the new rows; a day has one set of times.
        let _ = set(t, newest(t).await, &later(25, "8:00")).await;
        let twice = set(t, newest(t).await, &later(25, "10:00")).await;
        assert!(matches!(twice, Err(Error::Invalid(ref errors)) if errors.of("ap_dung_tu").is_some()), "{}: {twice:?}", t.engine);
        let mut found = Vec::new();
        for d in [24, 25] {
            t.portal.clock().set(vn(2026, 11, d, 7, 0));
            found.push(run(t, &system(), async |cx| reminders::schedule(cx).await).await.expect("schedule").remind_at);
        }
        assert_eq!(found, [450, 480], "{}", t.engine);

        let mut cx = t.portal.read(&official(&p, 0, "Chuyên viên", &[Role::Official, Role::TaskMonitor], &p.units)).await.expect("context");
        assert!(matches!(reminders::times(&mut cx).await, Err(Error::Forbidden { .. })));
        let noted = "SELECT COUNT(*) FROM audit_event WHERE action = 'task_schedule.changed' AND detail LIKE '%07:30 → 08:00%'";
        assert_eq!(cx.conn().count(noted, args![]).await.expect("audit"), 1, "{}", t.engine);
    })
    .await;
}
