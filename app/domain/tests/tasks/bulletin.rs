//! 04 §5: digests that leave by themselves on working days, from committed snapshots, read back before they leave.

use super::support::{Province, grant, person, province, system};
use chrono::{DateTime, Duration, NaiveDate, Utc};
use domain::db::{Query, counting};
use domain::stats::bulletin::{self, Delivered};
use domain::stats::{self, Scope};
use domain::tasks::{self, Target};
use domain::testing::{TestPortal, vn, with_dbs};
use domain::{Actor, args};
use model::access::Role;
use model::stats::Digest;
use model::stats::bulletin::{BulletinKind, BulletinState, period};
use model::tasks::{Accept, Complete, DeadlineKind, NewTask, TaskSource};
use std::time::Instant;

fn day(m: u32, d: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, m, d).expect("day")
}

/// Three departments with tasks, each with a head and a clerk; the Chair; a technical administrator.
pub(super) async fn world(t: &TestPortal) -> Province {
    t.portal.clock().set(vn(2026, 11, 2, 8, 0));
    let p = province(t).await;
    let mut cx = t.portal.write(&system()).await.expect("context");
    let root = domain::org::root(&mut cx).await.expect("root").id;
    let (chair, _) = person(&mut cx, "Chủ tịch tỉnh", root).await;
    grant(&mut cx, chair, Role::UnitLeader, root).await;
    let (administrator, _) = person(&mut cx, "Quản trị", p.units[3]).await;
    grant(&mut cx, administrator, Role::SystemAdmin, root).await;
    for unit in &p.units[..3] {
        let (clerk, _) = person(&mut cx, &format!("Văn thư {unit}"), *unit).await;
        grant(&mut cx, clerk, Role::Clerk, *unit).await;
        let (head, _) = person(&mut cx, &format!("Giám đốc {unit}"), *unit).await;
        grant(&mut cx, head, Role::UnitLeader, *unit).await;
    }
    Query::new("UPDATE person SET phone_sealed = '0999000001'").exec(&mut cx.conn()).await.expect("telephones");
    cx.commit().await.expect("commit");
    // Unit 0: two of six done; unit 1: one of five; unit 2: none of two.
    for (place, given, done) in [(0, 6, 2), (1, 5, 1), (2, 2, 0)] {
        for n in 0..given {
            task(t, &p, place, if n % 2 == 0 { day(11, 10) } else { day(12, 15) }, n < done).await;
        }
    }
    p
}

async fn task(t: &TestPortal, p: &Province, place: usize, due: NaiveDate, done: bool) {
    let mut cx = t.portal.write(&system()).await.expect("context");
    let input = NewTask {
        title: "Rà soát quy hoạch sử dụng đất".into(),
        source_kind: TaskSource::PeopleCommittee,
        source_number: "12/UBND-TH".into(),
        lead_unit: p.units[place],
        deadline_kind: DeadlineKind::Fixed,
        due: Some(due),
        output: "Báo cáo".into(),
        ..NewTask::default()
    };
    let code = tasks::create_and_assign(&mut cx, &input).await.expect("given");
    let target = Target { code: &code, version: None };
    tasks::accept(&mut cx, target, &Accept { person: p.people[place] }).await.expect("accepted");
    if done {
        let report = Complete { text: "Đã trình báo cáo rà soát".into(), document: "15/BC".into() };
        tasks::report_completion(&mut cx, target, &report, &[]).await.expect("reported");
        tasks::confirm(&mut cx, target).await.expect("confirmed");
    }
    cx.commit().await.expect("commit");
}

async fn at(t: &TestPortal, instant: DateTime<Utc>) -> Delivered {
    t.portal.clock().set(instant);
    bulletin::run(&t.portal).await.expect("run")
}

async fn count(t: &TestPortal, sql: &'static str) -> i64 {
    let mut cx = t.portal.read(&system()).await.expect("context");
    cx.conn().count(sql, args![]).await.expect("count")
}

/// Kind, code of the snapshot, both texts of every digest.
async fn made(t: &TestPortal) -> Vec<(String, String, String, String)> {
    let mut cx = t.portal.read(&system()).await.expect("context");
    cx.conn().all("SELECT kind, snapshot_code, sms, text FROM task_digest ORDER BY id", args![]).await.expect("digests")
}

/// A04-03: the text of every scheduled digest parsed back = snapshot = page = CSV; two processes send each once.
#[tokio::test(flavor = "multi_thread")]
async fn a04_03_scheduled_digests() {
    with_dbs(async |t| {
        world(t).await;
        assert_eq!(at(t, vn(2026, 11, 23, 7, 0)).await, Delivered::default(), "before the time");
        t.portal.clock().set(vn(2026, 11, 23, 7, 30));
        let (one, two) = tokio::join!(bulletin::run(&t.portal), bulletin::run(&t.portal));
        let (one, two) = (one.expect("run"), two.expect("run"));
        // Monday: three units, their three heads, and the leaders of the province.
        assert_eq!((one.sent + two.sent, one.blocked + two.blocked), (7, 0), "{}", t.engine);
        assert_eq!(at(t, vn(2026, 11, 23, 8, 0)).await, Delivered::default(), "again");
        assert_eq!(count(t, "SELECT COUNT(*) FROM outbox WHERE event = 'task_digest' AND channel = 'in_app'").await, 7);
        assert_eq!(count(t, "SELECT COUNT(*) FROM outbox WHERE event = 'task_digest' AND channel = 'sms'").await, 7);

        let mut cx = t.portal.read(&Actor::anonymous()).await.expect("context");
        let board = stats::leaderboard(&mut cx, &period(day(11, 23))).await.expect("board");
        let csv = stats::board_csv(&board).expect("csv");
        let mut of_units = 0;
        for (kind, code, sms, text) in made(t).await {
            let numbers = Digest::parse(&sms).expect("digest");
            assert_eq!(Digest::parse_text(&text).expect("text"), numbers);
            if kind == BulletinKind::Province.as_str() {
                let page = bulletin::province_page(&mut cx, &code).await.expect("page");
                assert_eq!((numbers[0], numbers[1], numbers[6]), (page.sent.total.total(), page.sent.total.done(), page.sent.total.open_overdue));
                assert_eq!(page.sent.units.len(), 3);
                assert_eq!(page.live, page.sent.total);
                assert_eq!(stats::metric(&mut cx, &code).await.expect("metric"), stats::Metric::Province);
                continue;
            }
            of_units += 1;
            let page = stats::page(&mut cx, &code).await.expect("page");
            assert_eq!((page.sms.as_str(), Digest::check(&sms, &page.sent.counts)), (sms.as_str(), Ok(())));
            assert_eq!(page.live, page.sent.counts);
            let rows: Vec<i64> = page.sent.rows.iter().map(|rows| rows.len() as i64).collect();
            assert_eq!([numbers[2], numbers[3], numbers[5], numbers[6], numbers[7]].to_vec(), rows);
            let line = csv.lines().find(|line| line.starts_with(&format!("{},", page.sent.code))).expect("line");
            let cells = csv::ReaderBuilder::new().has_headers(false).from_reader(line.as_bytes()).records().next().expect("row").expect("row");
            let found: Vec<i64> = cells.iter().skip(5).take(8).map(|cell| cell.parse().expect("number")).collect();
            assert_eq!(found, numbers);
        }
        assert_eq!(of_units, 6);
        // Six tasks and more carry a rank, two do not.
        let ranked = made(t).await.iter().filter(|(kind, _, _, text)| kind == "head" && text.starts_with("Xếp hạng ")).count();
        assert_eq!(ranked, 2, "{}", t.engine);
    })
    .await;
}

/// A04-03: every channel that a person chose gets one message with the same figures and the same snapshot; no other gets any.
#[tokio::test(flavor = "multi_thread")]
async fn a04_03_every_chosen_channel_says_the_same() {
    with_dbs(async |t| {
        let p = world(t).await;
        let mut cx = t.portal.write(&system()).await.expect("context");
        // The clerk of the first unit is its head, too, and reads by Zalo and mail; another clerk reads at the bell only.
        let (who, account) = person(&mut cx, "Văn thư kiêm nhiệm", p.units[1]).await;
        let other = format!("Văn thư {}", p.units[2]);
        for (sql, values) in [
            ("UPDATE role_assignment SET person_id = $1 WHERE unit_id = $2", args![who, p.units[1]]),
            ("UPDATE person SET phone_sealed = '0999000002', email = 'van.thu@lamgiang.example' WHERE id = $1", args![who]),
            ("UPDATE account SET notify_channels = 'zalo,email' WHERE id = $1", args![account]),
            ("UPDATE account SET notify_channels = '' WHERE username = $1", args![other]),
        ] {
            assert!(cx.conn().exec(sql, values).await.expect("rows") > 0, "{sql}");
        }
        cx.commit().await.expect("commit");
        assert_eq!(at(t, vn(2026, 11, 23, 7, 30)).await, Delivered { sent: 7, blocked: 0 });

        let sql = "SELECT o.channel, o.text, d.sms, d.snapshot_code FROM outbox o JOIN task_digest d ON o.event_key = 'ban-tin:' || CAST(d.id AS TEXT)
                   WHERE o.event = 'task_digest' AND o.account_id = $1 ORDER BY o.channel";
        let mut cx = t.portal.read(&system()).await.expect("context");
        let found: Vec<(String, String, String, String)> = cx.conn().all(sql, args![account]).await.expect("messages");
        assert_eq!(found.iter().map(|(channel, ..)| channel.as_str()).collect::<Vec<_>>(), ["email", "in_app", "zalo"], "{}", t.engine);
        for (channel, text, sms, snapshot) in &found {
            assert_eq!(Digest::parse_text(text).expect("text"), Digest::parse(sms).expect("sms"), "{channel}");
            assert!(text.contains(&format!("/s/{snapshot}")) && text.starts_with("Xếp hạng "), "{channel}: the head's digest, once: {text}");
        }
        // The daily digest of this unit has no other reader, and one clerk reads at the bell only.
        assert_eq!(count(t, "SELECT COUNT(*) FROM outbox WHERE event = 'task_digest' AND channel = 'in_app'").await, 6);
        assert_eq!(count(t, "SELECT COUNT(*) FROM outbox WHERE event = 'task_digest' AND channel = 'sms'").await, 4);
    })
    .await;
}

/// A04-04: a digest whose number was changed by hand is blocked, and the administrators learn of it; the others leave.
#[tokio::test(flavor = "multi_thread")]
async fn a04_04_a_changed_digest_is_blocked() {
    with_dbs(async |t| {
        world(t).await;
        // Wednesday: three units. They left; now somebody rewrites one and makes all wait again.
        assert_eq!(at(t, vn(2026, 11, 25, 7, 30)).await, Delivered { sent: 3, blocked: 0 });
        let mut cx = t.portal.write(&system()).await.expect("context");
        Query::new("UPDATE task_digest SET state = 'ready'").exec(&mut cx.conn()).await.expect("ready");
        let forge = "UPDATE task_digest SET sms = REPLACE(sms, ' NV; HT ', '1 NV; HT ') WHERE id = (SELECT MIN(id) FROM task_digest)";
        Query::new(forge).exec(&mut cx.conn()).await.expect("forged");
        cx.commit().await.expect("commit");
        assert_eq!(at(t, vn(2026, 11, 25, 7, 31)).await, Delivered { sent: 2, blocked: 1 }, "{}", t.engine);
        assert_eq!(count(t, "SELECT COUNT(*) FROM task_digest WHERE state = 'blocked' AND error LIKE '%tổng số%' AND sent_at IS NULL").await, 1);
        assert_eq!(count(t, "SELECT COUNT(*) FROM audit_event WHERE action = 'digest_mismatch' AND result = 'refused'").await, 1);
        assert_eq!(count(t, "SELECT COUNT(*) FROM outbox WHERE event = 'digest_mismatch' AND channel = 'in_app'").await, 1);
        assert_eq!(count(t, "SELECT COUNT(*) FROM outbox WHERE event = 'task_digest' AND channel = 'in_app'").await, 3, "nothing twice");
    })
    .await;
}

/// The head of office of a department gets the digest of the department, not that of the unit above it.
#[tokio::test(flavor = "multi_thread")]
async fn an_office_of_an_agency_is_not_that_of_the_province() {
    with_dbs(async |t| {
        let p = world(t).await;
        let root = count(t, "SELECT id FROM org_unit WHERE kind = 'province'").await;
        let chair = count(t, "SELECT id FROM person WHERE full_name = 'Chủ tịch tỉnh'").await;
        task(t, &Province { units: vec![root], people: vec![chair], accounts: Vec::new() }, 0, day(12, 15), false).await;
        let mut cx = t.portal.write(&system()).await.expect("context");
        let (office, account) = person(&mut cx, "Lê Thị Mẫu", p.units[1]).await;
        grant(&mut cx, chair, Role::Clerk, root).await;
        let position = "UPDATE employment SET position = 'Chánh Văn phòng' WHERE person_id = $1";
        cx.conn().exec(position, args![office]).await.expect("position");
        cx.commit().await.expect("commit");
        at(t, vn(2026, 11, 25, 7, 30)).await;
        let of_root = "SELECT COUNT(*) FROM task_digest d JOIN org_unit u ON u.id = d.unit_id WHERE d.kind = 'unit' AND u.kind = 'province'";
        assert_eq!(count(t, of_root).await, 1, "{}: the province unit has a digest", t.engine);
        let mut cx = t.portal.read(&system()).await.expect("context");
        let sql = "SELECT COUNT(*) FROM outbox WHERE event = 'task_digest' AND channel = 'in_app' AND account_id = $1";
        assert_eq!(cx.conn().count(sql, args![account]).await.expect("messages"), 1, "{}: the own unit only", t.engine);
    })
    .await;
}

/// On working days only; not after the morning; weekly ones on the first working day of the week.
#[tokio::test(flavor = "multi_thread")]
async fn days_of_the_digests() {
    with_dbs(async |t| {
        world(t).await;
        let mut sent = Vec::new();
        for d in 19..=30 {
            sent.push(at(t, vn(2026, 11, d, 7, 30)).await.sent);
        }
        // Thursday 19/11 to Monday 30/11: Tuesday 24/11 is a holiday, Mondays have the weekly ones.
        assert_eq!(sent, [3, 3, 0, 0, 7, 0, 3, 3, 3, 0, 0, 7], "{}", t.engine);
        assert_eq!(at(t, vn(2026, 12, 1, 11, 30)).await, Delivered::default(), "the morning is over");
        assert_eq!(count(t, "SELECT COUNT(*) FROM task_digest_day").await, 7);
    })
    .await;
}

/// The page Bản tin: the rows of the reader's reach, what became of the messages, and the difference to now.
#[tokio::test(flavor = "multi_thread")]
async fn the_page_of_the_digests() {
    with_dbs(async |t| {
        let p = world(t).await;
        at(t, vn(2026, 11, 23, 7, 30)).await;
        at(t, vn(2026, 11, 25, 7, 30)).await;
        t.portal.clock().set(vn(2026, 11, 25, 9, 0));
        task(t, &p, 2, day(12, 15), false).await;
        domain::notify::outbox::claim(&t.portal).await.expect("delivered");
        let mut cx = t.portal.read(&system()).await.expect("context");
        let (page, statements) = counting(bulletin::page(&mut cx, None, 1)).await;
        let page = page.expect("page");
        assert_eq!((page.day, page.around, page.list.total()), (Some(day(11, 25)), (Some(day(11, 23)), None), 3));
        assert!(statements <= 14, "{statements}");
        let row = page.list.rows.iter().find(|row| row.unit == "Sở Tư pháp").expect("row");
        assert_eq!((row.sent.total(), row.live.total(), row.state), (2, 3, BulletinState::Sent));
        let in_app: i64 = row.messages.iter().filter(|(channel, ..)| channel.as_str() == "in_app").map(|(.., n)| n).sum();
        assert_eq!(in_app, 1);
        let monday = bulletin::page(&mut cx, Some(day(11, 24)), 1).await.expect("page");
        assert_eq!((monday.day, monday.list.rows[0].kind, monday.list.total()), (Some(day(11, 23)), BulletinKind::Province, 7));
        drop(cx);
        // Somebody of one unit sees the digests of that unit.
        let clerk = super::support::official(&p, 1, "Văn thư", &[Role::Official, Role::Clerk], &p.units[1..2]);
        let mut cx = t.portal.read(&clerk).await.expect("context");
        let own = bulletin::page(&mut cx, None, 1).await.expect("page");
        assert_eq!(own.list.rows.iter().map(|row| row.unit.as_str()).collect::<Vec<_>>(), ["Sở Nội vụ"]);
    })
    .await;
}

/// All digests of 130 units with 100,000 tasks in two seconds. Run alone, in release:
/// `cargo nextest run -r … --run-ignored only -E 'test(every_unit_in_two_seconds)'`.
#[tokio::test(flavor = "multi_thread")]
#[ignore = "writes 100,000 tasks"]
async fn every_unit_in_two_seconds() {
    with_dbs(async |t| {
        t.portal.clock().set(vn(2026, 11, 2, 8, 0));
        let mut units = "code,name,kind,parent,valid_from,valid_to\nH99,Ủy ban nhân dân tỉnh Lam Giang,province,,2010-01-01,\n".to_owned();
        for n in 1..=130 {
            units.push_str(&format!("H99.{n:03},Sở mẫu số {n},department,H99,2010-01-01,\n"));
        }
        let mut cx = t.portal.write(&system()).await.expect("context");
        domain::org::import_units(&mut cx, units.as_bytes(), "units.csv").await.expect("units");
        let today = domain::org::today(&cx);
        for n in 1..=130 {
            let unit = domain::org::by_code(&mut cx, &format!("H99.{n:03}"), today).await.expect("unit").id;
            let (who, _) = person(&mut cx, &format!("Văn thư {n}"), unit).await;
            grant(&mut cx, who, Role::Clerk, unit).await;
            grant(&mut cx, who, Role::UnitLeader, unit).await;
        }
        cx.commit().await.expect("commit");
        // One task through the use cases, then its rows a hundred thousand times, spread over the units.
        let unit: i64 = count(t, "SELECT MIN(id) FROM org_unit WHERE kind = 'department'").await;
        let p = Province { units: vec![unit], people: vec![count(t, "SELECT MIN(id) FROM person").await], accounts: Vec::new() };
        task(t, &p, 0, day(11, 20), false).await;
        let mut cx = t.portal.write(&system()).await.expect("context");
        for statement in BULK {
            Query::new(statement).exec(&mut cx.conn()).await.expect("rows");
        }
        cx.commit().await.expect("commit");
        t.portal.clock().set(vn(2026, 11, 23, 7, 30) + Duration::seconds(1));
        let begin = Instant::now();
        let (done, statements) = counting(bulletin::run(&t.portal)).await;
        let (done, took) = (done.expect("run"), begin.elapsed());
        println!("{}: {} digests, {statements} statements, {took:?}", t.engine, done.sent);
        assert!(done.sent >= 260 && took.as_secs_f64() <= 2.0, "{took:?}");
        let mut cx = t.portal.read(&system()).await.expect("context");
        assert_eq!(stats::task_counts(&mut cx, &Scope::All, &period(day(11, 23))).await.expect("figures").total.total(), 100_001);
    })
    .await;
}

/// Copies the one task and its period.
const BULK: [&str; 2] = [
    "INSERT INTO task (code, title, fold, source_kind, source_number, source_date, source_issuer, source_signer, direction, field, output, urgency,
        deadline_kind, due_original, due_on, state, lead_unit_id, assigned_on, assigned_at, tracked, created_at, updated_at)
     WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 100000)
     SELECT 'NV-2026-' || CAST(n + 100000 AS TEXT), t.title, t.fold, t.source_kind, t.source_number, t.source_date, t.source_issuer, t.source_signer,
        t.direction, t.field, t.output, t.urgency, t.deadline_kind, t.due_original, t.due_on, t.state, u.first + n % 130, t.assigned_on, t.assigned_at,
        t.tracked, t.created_at, t.updated_at
     FROM numbers CROSS JOIN (SELECT * FROM task ORDER BY id LIMIT 1) AS t
     CROSS JOIN (SELECT MIN(id) AS first FROM org_unit WHERE kind = 'department') AS u",
    "INSERT INTO task_period (task_id, known_from, known_to, lead_unit_id, state, assigned_on, due_on, due_original, tracked, received_in_time, first_time,
        inherited, has_source, days_late)
     SELECT k.id, p.known_from, p.known_to, k.lead_unit_id, p.state, p.assigned_on, p.due_on, p.due_original, p.tracked, p.received_in_time, p.first_time,
        p.inherited, p.has_source, p.days_late
     FROM task k CROSS JOIN (SELECT * FROM task_period ORDER BY id DESC LIMIT 1) AS p WHERE k.code > 'NV-2026-100000' AND LENGTH(k.code) = 14",
];
