//! Simulated weeks with weekends and a holiday: each reminder once, bundled, and what happens when nobody answers.

use super::*;
use domain::Error;
use domain::testing::{vn, with_dbs};
use model::tasks::{Complete, ExplanationFilter, ExplanationState, Reason, TaskStep, Words};

/// A fortnight: each reminder once, none on days off, none for a suspended task, one message for a person and a moment.
#[tokio::test(flavor = "multi_thread")]
async fn a_fortnight_of_reminders() {
    with_dbs(async |t| {
        t.portal.clock().set(vn(2026, 11, 16, 8, 0));
        let w = world(t).await;
        // Two run late, one is suspended, one is never accepted, the report of one waits.
        let (late, second, suspended) = (w.accepted(t, day(11, 25)).await, w.accepted(t, day(11, 25)).await, w.accepted(t, day(11, 25)).await);
        let (unseen, reported) = (w.give(t, day(12, 31), Urgency::Normal).await, w.accepted(t, day(12, 31)).await);
        t.portal.clock().set(vn(2026, 11, 17, 10, 0));
        let complete = Complete { text: "Đã trình báo cáo rà soát".into(), document: "15/BC-SNV".into() };
        run(t, &w.leader, async |cx| tasks::report_completion(cx, at(&reported), &complete, &[]).await).await.expect("reported");
        until(t, vn(2026, 11, 18, 10, 0)).await;
        let reason = Reason { reason: "Chờ quy hoạch của trung ương".into() };
        run(t, &w.assigner, async |cx| tasks::suspend(cx, at(&suspended), &reason).await).await.expect("suspended");
        until(t, vn(2026, 12, 1, 9, 0)).await;

        let officer = "Cán bộ H99.02";
        // Saturday, Sunday and the holiday of Tuesday 24/11 are silent; 07:30 is the time.
        let mut expected = vec![
            line("11-19 07:30", "due_soon", 3, officer),
            line("11-19 07:30", "due_soon", 3, "Trưởng phòng"),
            line("11-23 07:30", "due_soon", 1, officer),
            line("11-23 07:30", "due_soon", 1, "Trưởng phòng"),
            line("11-25 07:30", "due_today", 0, officer),
            line("11-25 07:30", "due_today", 0, "Trưởng phòng"),
            line("11-26 07:30", "overdue", 1, officer),
            line("11-26 07:30", "overdue", 1, "Giám đốc"),
            line("11-27 07:30", "overdue", 2, officer),
            line("11-27 07:30", "overdue", 2, "Giám đốc"),
            line("11-30 07:30", "escalated", 3, "Cán bộ H99.01"),
            line("11-30 07:30", "escalated", 3, "Cán bộ H99.04"),
            line("11-30 07:30", "overdue", 3, officer),
            line("11-30 07:30", "overdue", 3, "Giám đốc"),
            line("12-01 07:30", "overdue", 4, officer),
            line("12-01 07:30", "overdue", 4, "Giám đốc"),
        ];
        expected.sort();
        assert_eq!(said(t, &late).await, expected, "{}", t.engine);
        assert_eq!(said(t, &second).await, expected, "{}: the second one", t.engine);
        assert!(said(t, &suspended).await.is_empty(), "{}: suspended", t.engine);
        let two = [line("11-18 07:30", "not_accepted", 2, "Giám đốc"), line("11-18 07:30", "not_accepted", 2, "Văn thư")];
        assert_eq!(said(t, &unseen).await, two, "{}: not accepted", t.engine);
        assert_eq!(said(t, &reported).await, [line("11-20 07:30", "unconfirmed", 3, "Trưởng phòng theo dõi")], "{}", t.engine);

        // One message for a person, a moment and a channel, whatever the number of tasks; none in the quiet hours.
        let sent = messages(t).await;
        let mut keys: Vec<_> = sent.iter().filter(|(_, channel, ..)| channel == "in_app").map(|(account, _, when, _)| (*account, *when)).collect();
        let all = keys.len();
        keys.sort();
        keys.dedup();
        assert_eq!(keys.len(), all, "{}: two messages at once", t.engine);
        assert!(sent.iter().all(|(_, _, when, _)| local(*when).format("%H:%M").to_string() == "07:30"));
        let texts = |d: u32, channel: &str, account: Option<i64>| -> Vec<String> {
            let here = sent.iter().filter(|(who, by, when, _)| by == channel && (account.is_none() || *who == account) && local(*when).date() == day(11, d));
            here.map(|(.., text)| text.clone()).collect()
        };
        let mine = Some(w.p.accounts[1]);
        assert_eq!(texts(25, "in_app", mine), ["Nhắc việc 25/11/2026: 2 nhiệm vụ đến ngày làm việc cuối của hạn."]);
        assert_eq!(texts(26, "in_app", mine), ["Nhắc việc 26/11/2026: 2 nhiệm vụ quá hạn."]);
        // SMS on the due date, on the first and the third day overdue: to two people each.
        assert_eq!([19, 23, 25, 26, 27, 30].map(|d| texts(d, "sms", None).len()), [0, 0, 2, 2, 0, 2], "{}", t.engine);
        let sms = &texts(26, "sms", None)[0];
        assert!(sms.starts_with("[VPUBND] Nhac viec 26/11/2026: 2 nhiem vu qua han. Xem: http") && sms.len() <= 160 && sms.is_ascii(), "{sms}");
        assert_eq!(texts(30, "in_app", Some(w.p.accounts[0])), ["2 nhiệm vụ của Sở Nội vụ quá hạn từ 3 ngày làm việc trở lên."]);
        let mut cx = t.portal.read(&system()).await.expect("context");
        assert_eq!(domain::audit::verify(&mut cx.conn()).await.expect("chain").fault, None);
    })
    .await;
}

/// +10 working days: the unit explains once, the Chair reads the list each Monday. The page of a bundle is its reader's own.
#[tokio::test(flavor = "multi_thread")]
async fn the_chair_and_the_explanation() {
    with_dbs(async |t| {
        t.portal.clock().set(vn(2026, 11, 9, 8, 0));
        let w = world(t).await;
        let code = w.accepted(t, day(11, 16)).await;
        t.portal.clock().set(vn(2026, 11, 30, 7, 0));
        until(t, vn(2026, 12, 8, 9, 0)).await;
        let lines = said(t, &code).await;
        let of = |rule: &str| -> Vec<(&str, i64, &str)> {
            lines.iter().filter(|(_, other, ..)| other == rule).map(|(at, _, days, name)| (at.as_str(), *days, name.as_str())).collect()
        };
        // Nine working days on Monday 30/11, for 24/11 is a holiday.
        assert_eq!(of("explain"), [("12-01 07:30", 10, "Giám đốc")], "{}", t.engine);
        assert_eq!(of("chair_list"), [("12-07 07:30", 14, "Chủ tịch tỉnh")], "{}", t.engine);
        assert_eq!(count(t, "SELECT COUNT(*) FROM task_explanation").await, 1);
        assert_eq!(count(t, "SELECT COUNT(*) FROM task_event WHERE step = 'ask_explanation' AND actor_id IS NULL").await, 1);

        let sql = "SELECT n.code FROM task_notice n JOIN task_notice_line l ON l.notice_id = n.id WHERE l.rule = 'explain'";
        let mut cx = t.portal.read(&w.leader).await.expect("context");
        let (bundle,): (String,) = cx.conn().one(sql, args![]).await.expect("bundle");
        let page = reminders::find(&mut cx, &bundle).await.expect("page");
        assert_eq!((page.lines.len(), page.lines[0].code.as_str(), page.lines[0].lead_unit.as_str()), (2, code.as_str(), "Sở Nội vụ"));
        assert!(page.lines.iter().any(|line| line.why(page.at).ends_with("với vai trò người đứng đầu đơn vị chủ trì, ngày 01/12/2026.")));
        let steps = tasks::find(&mut cx, &code).await.expect("task").permissions.steps;
        assert!(steps.contains(&TaskStep::Explain) && !steps.contains(&TaskStep::AskExplanation));
        drop(cx);
        let mut cx = t.portal.read(&w.assigner).await.expect("context");
        assert!(matches!(reminders::find(&mut cx, &bundle).await, Err(Error::NotFound)));
        drop(cx);

        // The list of explanations: the unit has its own, whoever gave the task too, another unit none.
        let listed = async |actor: &Actor, filter: ExplanationFilter| run(t, actor, async |cx| tasks::explanations(cx, &filter).await).await.expect("list");
        let waiting = ExplanationFilter { state: Some(ExplanationState::Waiting), ..ExplanationFilter::default() };
        let given = ExplanationFilter { state: Some(ExplanationState::Given), ..ExplanationFilter::default() };
        let found = listed(&w.leader, waiting.clone()).await;
        assert_eq!((found.list.rows[0].code.as_str(), found.list.rows[0].days, found.units[0].1.as_str()), (code.as_str(), 10, "Sở Nội vụ"));
        let stranger = official(&w.p, 2, "Sở khác", &[Role::Official, Role::UnitLeader], &w.p.units[2..3]);
        assert_eq!((listed(&w.assigner, waiting.clone()).await.list.total(), listed(&stranger, waiting.clone()).await.list.total()), (1, 0), "{}", t.engine);
        assert_eq!(listed(&w.leader, ExplanationFilter { since: Some(day(12, 2)), ..waiting.clone() }).await.list.total(), 0);

        let words = Words { text: "Chờ số liệu của 12 xã, xong trước 15/12".into() };
        run(t, &w.leader, async |cx| tasks::explain(cx, at(&code), &words).await).await.expect("explained");
        assert_eq!((listed(&w.leader, waiting).await.list.total(), listed(&w.leader, given).await.list.rows[0].answer.as_str()), (0, words.text.as_str()));
        let twice = run(t, &w.leader, async |cx| tasks::explain(cx, at(&code), &words).await).await;
        assert!(matches!(twice, Err(Error::Conflict(_))), "{twice:?}");
        assert_eq!(count(t, "SELECT COUNT(*) FROM outbox WHERE event = 'task_explained'").await, 2, "{}: monitor and assigner", t.engine);
        let mut cx = t.portal.read(&w.leader).await.expect("context");
        let task = tasks::find(&mut cx, &code).await.expect("task");
        assert!(task.timeline.iter().any(|entry| entry.step == TaskStep::Explain && entry.note == words.text));
        assert!(!task.permissions.steps.contains(&TaskStep::Explain));
    })
    .await;
}
