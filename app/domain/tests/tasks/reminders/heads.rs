//! Units without a leader: divisions, a vacant head, a head without account; and what a reader no longer sees.

use super::*;
use domain::testing::{vn, with_dbs};
use domain::today::{self, WorkKind};
use model::tasks::reminders::ReminderRule;
use model::tasks::{Reassign, Words};

/// Looks in the morning of these days of November.
async fn mornings(t: &TestPortal, days: &[u32]) {
    for d in days {
        t.portal.clock().set(vn(2026, 11, *d, 7, 30));
        reminders::remind(&t.portal).await.expect("a look");
    }
}

/// A task of a division reminds its head, before and after somebody accepts it.
#[tokio::test(flavor = "multi_thread")]
async fn a_division_is_led_by_its_head() {
    with_dbs(async |t| {
        t.portal.clock().set(vn(2026, 11, 16, 8, 0));
        let w = world(t).await;
        let mut cx = t.portal.write(&system()).await.expect("context");
        let csv = "code,name,kind,parent,valid_from,valid_to\nH99.02.01,Phòng Tổ chức,division,H99.02,2010-01-01,\n";
        domain::org::import_units(&mut cx, csv.as_bytes(), "units.csv").await.expect("units");
        let today = domain::org::today(&cx);
        let division = domain::org::by_code(&mut cx, "H99.02.01", today).await.expect("division").id;
        holder(&mut cx, "Trưởng phòng Tổ chức", Role::DivisionHead, division).await;
        cx.commit().await.expect("commit");
        let input = NewTask {
            title: "Lập danh sách cán bộ đi học".into(),
            source_kind: TaskSource::UnitInternal,
            lead_unit: division,
            deadline_kind: DeadlineKind::Fixed,
            due: Some(day(11, 25)),
            output: "Danh sách".into(),
            ..NewTask::default()
        };
        let leader = official(&w.p, 1, "Giám đốc", &[Role::Official, Role::UnitLeader, Role::TaskAssigner], &[w.p.units[1], division]);
        let code = run(t, &leader, async |cx| tasks::create_and_assign(cx, &input).await).await.expect("given");
        mornings(t, &[17, 18, 19, 20, 23, 25, 26]).await;
        let head = "Trưởng phòng Tổ chức";
        let expected = [
            line("11-18 07:30", "not_accepted", 2, head),
            line("11-19 07:30", "due_soon", 3, head),
            line("11-23 07:30", "due_soon", 1, head),
            line("11-25 07:30", "due_today", 0, head),
            line("11-26 07:30", "overdue", 1, head),
        ];
        assert_eq!(said(t, &code).await, expected, "{}", t.engine);
    })
    .await;
}

/// A due date on a Sunday is not said to be today; the last working day before it is.
#[tokio::test(flavor = "multi_thread")]
async fn the_words_before_a_day_off() {
    with_dbs(async |t| {
        t.portal.clock().set(vn(2026, 11, 16, 8, 0));
        let w = world(t).await;
        let code = w.accepted(t, day(11, 22)).await;
        mornings(t, &[20]).await;
        let expected = format!("Nhiệm vụ {code}: hạn 22/11/2026, hôm nay là ngày làm việc cuối trước khi hết hạn.");
        let texts: Vec<String> = messages(t).await.into_iter().filter(|(_, channel, ..)| channel == "in_app").map(|(.., text)| text).collect();
        assert_eq!(texts, [expected.clone(), expected], "{}: the person and the head of the division", t.engine);
    })
    .await;
}

/// The explanation is asked for although nobody is reached; it waits in Hôm nay of the leaders, and a deputy is told.
#[tokio::test(flavor = "multi_thread")]
async fn an_explanation_without_a_head() {
    with_dbs(async |t| {
        t.portal.clock().set(vn(2026, 11, 9, 8, 0));
        let w = world(t).await;
        let code = w.accepted(t, day(11, 16)).await;
        let away = "UPDATE account SET state = 'disabled' WHERE id = $1";
        run(t, &system(), async |cx| cx.conn().exec(away, args![w.leader.account_id]).await).await.expect("no account");
        let explains = async || -> Vec<(String, String, i64, String)> { said(t, &code).await.into_iter().filter(|(_, rule, ..)| rule == "explain").collect() };
        for hour in [8, 9] {
            t.portal.clock().set(vn(2026, 12, 1, hour, 0));
            reminders::remind(&t.portal).await.expect("a look");
        }
        assert_eq!((explains().await.len(), count(t, "SELECT COUNT(*) FROM task_explanation").await), (0, 1), "{}", t.engine);
        assert_eq!(count(t, "SELECT COUNT(*) FROM task_event WHERE step = 'ask_explanation'").await, 1, "{}", t.engine);
        let waits = async || {
            let mut cx = t.portal.read(&w.leader).await.expect("context");
            let items = tasks::work_items(&mut cx).await.expect("items");
            assert_eq!(today::waiting_load(&mut cx, WorkKind::Task).await.expect("load").total, items.len() as i64);
            items.into_iter().filter(|item| item.code == code).map(|item| item.action_label).collect::<Vec<_>>()
        };
        assert_eq!(waits().await, ["Giải trình"], "{}", t.engine);
        let mut cx = t.portal.write(&system()).await.expect("context");
        holder(&mut cx, "Phó giám đốc", Role::UnitLeader, w.p.units[1]).await;
        cx.commit().await.expect("commit");
        t.portal.clock().set(vn(2026, 12, 2, 8, 0));
        reminders::remind(&t.portal).await.expect("a look");
        assert_eq!(explains().await, [line("12-02 08:00", "explain", 11, "Phó giám đốc")], "{}", t.engine);
        assert_eq!(count(t, "SELECT COUNT(*) FROM task_explanation").await, 1);
        let words = Words { text: "Chờ số liệu của 12 xã, xong trước 15/12".into() };
        run(t, &w.leader, async |cx| tasks::explain(cx, at(&code), &words).await).await.expect("explained");
        assert!(waits().await.is_empty(), "{}: explained", t.engine);
    })
    .await;
}

/// A task went to another unit: its former leader reads what was said then, and nothing of now.
#[tokio::test(flavor = "multi_thread")]
async fn a_bundle_tells_nothing_of_a_task_that_left() {
    with_dbs(async |t| {
        t.portal.clock().set(vn(2026, 11, 9, 8, 0));
        let w = world(t).await;
        let (stays, leaves) = (w.accepted(t, day(11, 16)).await, w.accepted(t, day(11, 16)).await);
        mornings(t, &[17]).await;
        let other = Reassign { lead_unit: w.p.units[2], reason: "Chuyển chức năng quản lý".into() };
        run(t, &w.assigner, async |cx| tasks::change_lead(cx, at(&leaves), &other).await).await.expect("moved");
        let mut cx = t.portal.read(&w.leader).await.expect("context");
        let sql = "SELECT code FROM task_notice WHERE person_id = $1";
        let (bundle,): (String,) = cx.conn().one(sql, args![w.leader.person_id]).await.expect("bundle");
        let page = reminders::find(&mut cx, &bundle).await.expect("page");
        let shown: Vec<(&str, &str, bool)> = page.lines.iter().map(|line| (line.code.as_str(), line.lead_unit.as_str(), line.state.is_some())).collect();
        assert_eq!(shown, [(stays.as_str(), "Sở Nội vụ", true), (leaves.as_str(), "", false)], "{}", t.engine);
        assert_eq!((page.count(ReminderRule::Overdue), page.total()), (2, 2));
        // What is not shown is counted all the same.
        drop(cx);
        let mut cx = t.portal.write(&system()).await.expect("context");
        let many = "INSERT INTO task_notice_line (notice_id, task_id, person_id, rule, role, occasion, days)
            WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 1200)
            SELECT l.notice_id, l.task_id, l.person_id, l.rule, l.role, 'thử ' || CAST(n AS TEXT), 1 FROM numbers
            CROSS JOIN (SELECT * FROM task_notice_line WHERE person_id = $1 ORDER BY id LIMIT 1) AS l";
        cx.conn().exec(many, args![w.leader.person_id]).await.expect("lines");
        cx.commit().await.expect("commit");
        let mut cx = t.portal.read(&w.leader).await.expect("context");
        let page = reminders::find(&mut cx, &bundle).await.expect("page");
        assert_eq!((page.lines.len(), page.count(ReminderRule::Overdue), page.total()), (1_000, 1_202, 1_202), "{}", t.engine);
    })
    .await;
}

/// A task that no event can be appended to: it is passed over and asked again the next day; the others are asked, and all are reminded.
#[tokio::test(flavor = "multi_thread")]
async fn one_that_cannot_be_asked_stops_no_other() {
    with_dbs(async |t| {
        t.portal.clock().set(vn(2026, 11, 9, 8, 0));
        let w = world(t).await;
        let (stuck, other) = (w.accepted(t, day(11, 16)).await, w.accepted(t, day(11, 16)).await);
        let taken = "INSERT INTO task_event (task_id, seq, at, recorded_at, actor_id, actor_name, step, from_state, to_state, note, data)
            SELECT e.task_id, e.seq + 1, e.at, e.recorded_at, e.actor_id, e.actor_name, e.step, e.from_state, e.to_state, e.note, e.data
            FROM task_event e JOIN task t ON t.id = e.task_id WHERE t.code = $1 AND e.seq = t.version";
        assert_eq!(run(t, &system(), async |cx| cx.conn().exec(taken, args![&stuck]).await).await.expect("its next number"), 1);
        let of = async |code: &str, rule: &str| said(t, code).await.into_iter().filter(|(_, found, ..)| found == rule).map(|(at, ..)| at).collect::<Vec<_>>();
        t.portal.clock().set(vn(2026, 12, 1, 8, 0));
        reminders::remind(&t.portal).await.expect("a look");
        assert_eq!((of(&stuck, "explain").await.len(), of(&other, "explain").await.len()), (0, 1), "{}", t.engine);
        assert_eq!(of(&stuck, "overdue").await.len(), 2, "{}: the person in charge and the head", t.engine);
        assert_eq!(count(t, "SELECT COUNT(*) FROM task_explanation").await, 1);
        let free = "UPDATE task SET version = version + 1 WHERE code = $1";
        run(t, &system(), async |cx| cx.conn().exec(free, args![&stuck]).await).await.expect("free again");
        t.portal.clock().set(vn(2026, 12, 2, 8, 0));
        reminders::remind(&t.portal).await.expect("a look");
        assert_eq!(of(&stuck, "explain").await, ["12-02 08:00"], "{}", t.engine);
        assert_eq!(count(t, "SELECT COUNT(*) FROM task_explanation").await, 2);
    })
    .await;
}
