//! Single moments: hours of express tasks, the quiet hours, the job and its time, a word by hand.

use super::*;
use domain::notify::outbox;
use domain::tasks::reminders::REMIND_JOB;
use domain::testing::{vn, with_dbs};
use domain::{Error, jobs};
use model::tasks::{Reason, TaskStep, Words};

/// Express tasks at half and at four fifths of their working time, to the leaders while nobody is in charge.
#[tokio::test(flavor = "multi_thread")]
async fn express_tasks_by_the_hour() {
    with_dbs(async |t| {
        t.portal.clock().set(vn(2026, 11, 18, 7, 0));
        let w = world(t).await;
        let code = w.give(t, day(11, 18), Urgency::Express).await;
        until(t, vn(2026, 11, 18, 23, 0)).await;
        let lines = said(t, &code).await;
        let expected = [
            line("11-18 07:30", "due_today", 0, "Giám đốc"),
            line("11-18 11:00", "express_half", 50, "Giám đốc"),
            line("11-18 15:30", "express_most", 81, "Giám đốc"),
        ];
        assert_eq!(lines, expected, "{}", t.engine);
        let sms: Vec<String> = messages(t).await.into_iter().filter(|(_, channel, ..)| channel == "sms").map(|(.., text)| text).collect();
        assert_eq!(sms.len(), 3);
        assert!(sms[1].starts_with(&format!("Nhiem vu {code}: han 18/11/2026, den 11:00 18/11/2026 da qua 50 % thoi gian. http")), "{}", sms[1]);
    })
    .await;
}

/// Nothing is written in the quiet hours, however late the portal wakes, and nothing before the time of the day.
#[tokio::test(flavor = "multi_thread")]
async fn quiet_hours_and_a_long_sleep() {
    with_dbs(async |t| {
        t.portal.clock().set(vn(2026, 11, 16, 8, 0));
        let w = world(t).await;
        let code = w.accepted(t, day(11, 19)).await;
        for (d, hour) in [(19, 6), (19, 7), (19, 21), (19, 23), (20, 3)] {
            t.portal.clock().set(vn(2026, 11, d, hour, 0));
            assert_eq!(reminders::remind(&t.portal).await.expect("a look").bundles, 0, "{d} {hour}");
        }
        // It slept through the morning of the due date: the day after, it speaks of the day after.
        t.portal.clock().set(vn(2026, 11, 20, 16, 0));
        assert_eq!(reminders::remind(&t.portal).await.expect("a look").bundles, 2);
        assert_eq!(reminders::remind(&t.portal).await.expect("a look").bundles, 0);
        assert!(said(t, &code).await.iter().all(|(at, rule, days, _)| (at.as_str(), rule.as_str(), *days) == ("11-20 16:00", "overdue", 1)));
    })
    .await;
}

/// The texts that leave now; the gateway takes each.
async fn leaving(t: &TestPortal) -> Vec<String> {
    let mut texts = Vec::new();
    while let Some(message) = outbox::claim(&t.portal).await.expect("claim") {
        outbox::sent(&t.portal, &message, "p").await.expect("noted");
        texts.push(message.text);
    }
    texts
}

/// Written at 20:55 and held by the quiet hours: the words of that day never leave; the next morning says by SMS what is true then, once.
#[tokio::test(flavor = "multi_thread")]
async fn words_of_the_evening_do_not_leave_in_the_morning() {
    with_dbs(async |t| {
        t.portal.clock().set(vn(2026, 11, 16, 8, 0));
        let w = world(t).await;
        let code = w.accepted(t, day(11, 18)).await;
        leaving(t).await;
        t.portal.clock().set(vn(2026, 11, 19, 20, 55));
        assert_eq!(reminders::remind(&t.portal).await.expect("a look").bundles, 2);
        t.portal.clock().set(vn(2026, 11, 20, 7, 0));
        assert!(leaving(t).await.is_empty(), "{}", t.engine);
        assert_eq!(count(t, "SELECT COUNT(*) FROM outbox WHERE state = 'expired'").await, 2);
        // Two days overdue are not worth an SMS, and five are; the fourth shows that nothing is made up for twice.
        for (d, days, texts) in [(20, 2, 2), (23, 3, 2), (25, 4, 0), (26, 5, 2)] {
            t.portal.clock().set(vn(2026, 11, d, 7, 30));
            reminders::remind(&t.portal).await.expect("a look");
            let left = leaving(t).await;
            let start = format!("Nhiem vu {code} qua han {days} ngay lam viec. ");
            assert!(left.len() == texts && left.iter().all(|text| text.starts_with(&start)), "{} {d}: {left:?}", t.engine);
        }
    })
    .await;
}

/// Two mornings in a row whose texts did not leave: the next one that works says it by SMS, once, though its own day is not worth one.
#[tokio::test(flavor = "multi_thread")]
async fn a_text_survives_two_mornings_that_fail() {
    with_dbs(async |t| {
        t.portal.clock().set(vn(2026, 11, 16, 8, 0));
        let w = world(t).await;
        let code = w.accepted(t, day(11, 18)).await;
        leaving(t).await;
        // The fifth day overdue is worth an SMS, the days after it are not.
        for d in [26, 27] {
            t.portal.clock().set(vn(2026, 11, d, 7, 0));
            assert!(leaving(t).await.is_empty(), "{} {d}", t.engine);
            t.portal.clock().set(vn(2026, 11, d, 7, 30));
            assert!(reminders::remind(&t.portal).await.expect("a look").bundles > 0, "{} {d}", t.engine);
        }
        for (m, d, days, texts) in [(11, 30, 7, 2), (12, 1, 8, 0)] {
            t.portal.clock().set(vn(2026, m, d, 7, 0));
            assert!(leaving(t).await.is_empty(), "{} {d}", t.engine);
            t.portal.clock().set(vn(2026, m, d, 7, 30));
            reminders::remind(&t.portal).await.expect("a look");
            let left = leaving(t).await;
            let start = format!("Nhiem vu {code} qua han {days} ngay lam viec. ");
            assert!(left.len() == texts && left.iter().all(|text| text.starts_with(&start)), "{} {d}: {left:?}", t.engine);
        }
    })
    .await;
}

/// The worker plans the morning once a day and performs it as a job, at the time that stands in the database.
#[tokio::test(flavor = "multi_thread")]
async fn the_morning_is_a_job_at_the_time_of_the_table() {
    with_dbs(async |t| {
        t.portal.clock().set(vn(2026, 11, 16, 8, 0));
        let w = world(t).await;
        w.accepted(t, day(11, 19)).await;
        let later = "INSERT INTO task_schedule (valid_from, remind_at, digest_at, digest_life, weekly_on, before_days, sms_days, sms_every, accept_days,
                confirm_days, escalate_days, chair_days, express_half, express_most, basis)
            SELECT $1, 540, digest_at, digest_life, weekly_on, '2', sms_days, sms_every, accept_days, confirm_days, escalate_days, chair_days, express_half,
                express_most, 'Kiểm thử' FROM task_schedule";
        run(t, &system(), async |cx| cx.conn().exec(later, args![day(11, 17)]).await).await.expect("another time");
        t.portal.clock().set(vn(2026, 11, 17, 8, 0));
        for _ in 0..2 {
            run(t, &system(), async |cx| reminders::plan(cx).await).await.expect("plan");
        }
        let mut performed = 0;
        for hour in [8, 9] {
            t.portal.clock().set(vn(2026, 11, 17, hour, 0));
            while let Some(job) = jobs::claim(&t.portal).await.expect("claim") {
                domain::perform(&t.portal, &job).await.expect("performed");
                performed += usize::from(job.kind == REMIND_JOB);
            }
            assert_eq!(performed, usize::from(hour == 9), "{}", t.engine);
        }
        // Two working days before the due date, as the new row wants it.
        assert_eq!(count(t, "SELECT COUNT(*) FROM task_notice_line WHERE rule = 'due_soon' AND days = 2").await, 2);
        t.portal.clock().set(vn(2026, 11, 19, 12, 0));
        reminders::watch_express(&t.portal).await.expect("a look");
        assert_eq!(count(t, "SELECT COUNT(*) FROM job WHERE kind = 'tasks.express' AND state = 'done'").await, 0, "finished looks do not pile up");
    })
    .await;
}

/// Đôn đốc: logged with its words, one event, told to the person in charge and the unit; not by anybody.
#[tokio::test(flavor = "multi_thread")]
async fn urging_by_hand() {
    with_dbs(async |t| {
        t.portal.clock().set(vn(2026, 11, 16, 8, 0));
        let w = world(t).await;
        let code = w.accepted(t, day(11, 25)).await;
        let words = Words { text: "Báo cáo kết quả trước thứ Sáu".into() };
        let own = run(t, &w.leader, async |cx| tasks::urge(cx, at(&code), &words).await).await;
        assert!(matches!(own, Err(Error::Forbidden { .. })), "{own:?}");
        run(t, &w.assigner, async |cx| tasks::urge(cx, at(&code), &words).await).await.expect("urged");
        let mut cx = t.portal.read(&w.assigner).await.expect("context");
        let task = tasks::find(&mut cx, &code).await.expect("task");
        let urges: Vec<_> = task.timeline.iter().filter(|entry| entry.step == TaskStep::Urge).collect();
        assert_eq!((urges.len(), urges[0].note.as_str(), urges[0].actor.as_str()), (1, words.text.as_str(), "Phó Chủ tịch"));
        drop(cx);
        // Giám đốc, Văn thư and the person in charge, in the portal and by SMS.
        assert_eq!(count(t, "SELECT COUNT(*) FROM outbox WHERE event = 'task_urged' AND channel = 'in_app'").await, 3, "{}", t.engine);
        run(t, &w.assigner, async |cx| tasks::suspend(cx, at(&code), &Reason { reason: words.text.clone() }).await).await.expect("suspended");
        let stopped = run(t, &w.assigner, async |cx| tasks::urge(cx, at(&code), &words).await).await;
        assert!(matches!(stopped, Err(Error::Conflict(_))), "{stopped:?}");
    })
    .await;
}
