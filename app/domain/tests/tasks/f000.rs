//! Fixture F000, Quảng Nam 2017: every output prints the figures of the article.

use super::support::{TASKS_2017, UNITS_2017, system};
use chrono::NaiveDate;
use domain::actor::ActorKind;
use domain::stats::{self, Cell, Scope};
use domain::testing::{TestPortal, vn, with_dbs};
use model::access::{Action, ObjectKind, Reach};
use model::stats::{Digest, OrgView, Period, StatMode, UnitGroup};
use model::tasks::{ListFilter, TaskBucket, TaskReach};
use model::text::sms_size;

fn day(y: i32, m: u32, d: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(y, m, d).expect("day")
}

fn period() -> Period {
    Period::cohort(day(2017, 9, 1), day(2017, 12, 13), day(2017, 12, 13))
}

pub async fn load(t: &TestPortal) {
    let mut cx = t.portal.write(&system()).await.expect("context");
    let units = domain::org::import_units(&mut cx, UNITS_2017, "units_2017.csv").await.expect("units");
    assert_eq!((units.added, units.kept), (30, 0));
    let tasks = domain::tasks::import_tasks(&mut cx, TASKS_2017, "tasks_2017.csv").await.expect("tasks");
    assert_eq!((tasks.added, tasks.kept), (556, 0));
    cx.commit().await.expect("commit");
}

/// A04-01, A04-10, A11-03: the figures, their rows, the ranks of the picture.
#[tokio::test(flavor = "multi_thread")]
async fn a04_01_figures_and_rows() {
    with_dbs(async |t| {
        load(t).await;
        let mut cx = t.portal.read(&domain::Actor::anonymous()).await.expect("context");
        let board = stats::leaderboard(&mut cx, &period()).await.expect("board");
        let total = board.total;
        assert_eq!((total.total(), total.done(), total.done_on_time, total.done_late), (556, 249, 81, 168));
        assert_eq!((total.open(), total.open_in_time, total.open_overdue, total.open_no_deadline), (307, 177, 130, 0));
        assert_eq!(board.rows.len(), 29);
        let groups: Vec<_> = board.groups.iter().map(|g| (g.group, g.units, g.counts.total(), g.counts.done_on_time, g.counts.open_overdue)).collect();
        assert_eq!(groups, [(UnitGroup::Departments, 20, 387, 59, 87), (UnitGroup::Districts, 9, 169, 22, 43)]);
        let ranks: Vec<String> = board
            .of_group(UnitGroup::Departments)
            .map(|row| format!("{} {} {}", row.rank.map_or("–".into(), |r| r.to_string()), row.name, row.score.map_or("–".into(), |s| format!("{s:.2}"))))
            .collect();
        assert_eq!(ranks[0], "1 Ban Dân tộc 32.77");
        assert_eq!(ranks[9], "10 Sở Tư pháp 18.97");
        assert_eq!(ranks[18], "19 Sở Giao thông vận tải 0.00");
        assert_eq!(ranks[19], "– Sở Nông nghiệp và Phát triển nông thôn –");

        let mut cells: Vec<(Cell, i64)> = vec![(Cell::default(), 556)];
        for row in &board.rows {
            let scope = Scope::Units(vec![row.unit_id]);
            cells.push((Cell { scope: scope.clone(), ..Cell::default() }, row.counts.total()));
            cells.push((Cell { scope: scope.clone(), as_co_unit: true, ..Cell::default() }, row.as_co_unit));
            for bucket in TaskBucket::ALL {
                cells.push((Cell { scope: scope.clone(), buckets: vec![*bucket], ..Cell::default() }, row.counts.of(*bucket)));
            }
        }
        for (cell, number) in cells {
            let page = stats::task_rows(&mut cx, &cell, &period(), 1).await.expect("rows");
            assert_eq!(page.list.total(), number, "{cell:?}");
            assert_eq!(page.list.rows.len() as i64, number.min(model::list::LONG_PAGE));
            assert!(cell.buckets.is_empty() || page.list.rows.iter().all(|row| row.bucket == Some(cell.buckets[0])), "{cell:?}");
        }
        // Every page together holds each row once.
        let mut codes = std::collections::HashSet::new();
        for number in 1..=6 {
            codes.extend(stats::task_rows(&mut cx, &Cell::default(), &period(), number).await.expect("rows").list.rows.into_iter().map(|row| row.code));
        }
        assert_eq!(codes.len(), 556);
        // A later day and the structure of today: the same tasks, nothing lost.
        let now = Period { as_of: day(2026, 11, 23), view: OrgView::AsNow, ..period() };
        let figures = stats::task_counts(&mut cx, &Scope::All, &now).await.expect("figures");
        assert_eq!((figures.total.total(), figures.total.open_overdue), (556, 307));
        let stock = Period { mode: StatMode::Stock, ..period() };
        assert_eq!(stats::task_counts(&mut cx, &Scope::All, &stock).await.expect("figures").total, total);
    })
    .await;
}

/// A04-01, A04-03, A04-04, A04-11: the digest of every unit, read back, equals its snapshot, its page, the CSV and the JSON; a forged one is blocked.
#[tokio::test(flavor = "multi_thread")]
async fn a04_03_digest_snapshot_page_csv_json() {
    with_dbs(async |t| {
        load(t).await;
        let mut cx = t.portal.write(&system()).await.expect("context");
        let digests = stats::digests(&mut cx, &Scope::All, &period()).await.expect("digests");
        assert_eq!(digests.len(), 29);
        let forged = digests[3].sms.replace(" NV; HT ", "1 NV; HT ");
        let refusal = stats::check(&mut cx, &digests[3].snapshot.code, &forged).await.expect_err("blocked");
        assert!(refusal.to_string().starts_with("Bản tin không được gửi: “tổng số” ghi"), "{refusal}");
        cx.commit().await.expect("commit");

        let mut cx = t.portal.read(&domain::Actor::anonymous()).await.expect("context");
        let board = stats::leaderboard(&mut cx, &period()).await.expect("board");
        let csv = stats::board_csv(&board).expect("csv");
        let json = stats::figures_json(&mut cx, &period()).await.expect("json");
        for digest in &digests {
            let unit = &digest.snapshot.unit;
            let numbers = Digest::parse(&digest.sms).expect("digest");
            let page = stats::page(&mut cx, &digest.snapshot.code).await.expect("page");
            assert_eq!(page.sent.counts, unit.counts);
            assert_eq!(page.sms, digest.sms);
            let rows: Vec<i64> = page.sent.rows.iter().map(|rows| rows.len() as i64).collect();
            assert_eq!([numbers[2], numbers[3], numbers[5], numbers[6], numbers[7]].to_vec(), rows);
            let line = csv.lines().find(|line| line.starts_with(&format!("{},", unit.code))).expect("line");
            let cells: Vec<String> = csv::ReaderBuilder::new()
                .has_headers(false)
                .from_reader(line.as_bytes())
                .records()
                .next()
                .expect("row")
                .expect("row")
                .iter()
                .map(str::to_owned)
                .collect();
            assert_eq!(cells[5..13].iter().map(|n| n.parse().expect("number")).collect::<Vec<i64>>(), numbers);
            let found = json["units"].as_array().expect("units").iter().find(|u| u["code"] == unit.code.as_str()).expect("unit");
            let json_numbers =
                ["total", "done_on_time", "done_late", "open_in_time", "open_overdue", "open_no_deadline"].map(|name| found[name].as_i64().expect("number"));
            assert_eq!(json_numbers, [numbers[0], numbers[2], numbers[3], numbers[5], numbers[6], numbers[7]]);
        }
        let total = ["total", "done_on_time", "done_late", "open_in_time", "open_overdue", "open_no_deadline"].map(|name| json["total"][name].as_i64());
        assert_eq!(total, [556, 81, 168, 177, 130, 0].map(Some));
        let mut sum = [0; 8];
        for digest in &digests {
            sum.iter_mut().zip(Digest::parse(&digest.sms).expect("digest")).for_each(|(sum, n)| *sum += n);
            // A04-11: the message of every unit, the one with the longest name among them, says how many parts it has.
            let length = sms_size(&digest.sms);
            assert_eq!(length, digest.sms.chars().count() + 2, "the two brackets take two septets each: {}", digest.sms);
            assert!(digest.sms.is_ascii() && digest.parts == if length <= 160 { 1 } else { length.div_ceil(153) }, "{length}: {}", digest.sms);
        }
        assert_eq!(sum, [556, 249, 81, 168, 307, 177, 130, 0]);
        assert!(digests.iter().any(|digest| digest.parts == 1) && digests.iter().any(|digest| digest.parts > 1));
        assert_eq!((&json["as_of"], &json["from"], &json["to"]), (&"2017-12-13".into(), &"2017-09-01".into(), &"2017-12-13".into()));
        assert!(csv.contains("Toàn tỉnh,,,,556,249,81,168,307,177,130,0,\"32,53\u{a0}%\",\"67,47\u{a0}%\",\"57,65\u{a0}%\",\"42,35\u{a0}%\",\"0,00\u{a0}%\""));
        assert!(csv.starts_with('\u{feff}'));
    })
    .await;
}

/// Somebody who sees the tasks and the statistics of the whole province.
fn watcher() -> domain::Actor {
    let mut actor = domain::Actor::new(ActorKind::Official, "Theo dõi toàn tỉnh");
    for kind in [ObjectKind::Task, ObjectKind::Statistic] {
        actor.reach.insert((Action::View, kind), Reach { all: true, own: true, units: Vec::new() });
    }
    actor
}

/// A04-01: the same figures in the list, the month, by leader, on the scorecards, with their shares in the open data, and in the message of
/// the province.
#[tokio::test(flavor = "multi_thread")]
async fn a04_01_every_other_place() {
    with_dbs(async |t| {
        load(t).await;
        t.portal.clock().set(vn(2017, 12, 13, 23, 0));
        let mut cx = t.portal.read(&watcher()).await.expect("context");
        let expected = [
            (TaskBucket::DoneOnTime, 81),
            (TaskBucket::DoneLate, 168),
            (TaskBucket::OpenInTime, 177),
            (TaskBucket::OpenOverdue, 130),
            (TaskBucket::OpenNoDeadline, 0),
        ];
        let filter = ListFilter { reach: TaskReach::Unit, page: 1, ..ListFilter::default() };
        let buckets = domain::tasks::buckets(&mut cx, &filter).await.expect("buckets");
        for (bucket, number) in expected {
            assert_eq!(buckets.of(bucket), number, "{}: {bucket}", t.engine);
            let list = domain::tasks::list(&mut cx, &ListFilter { bucket: Some(bucket), ..filter.clone() }).await.expect("list");
            assert_eq!(list.total(), number, "{}: {bucket}", t.engine);
            assert!(list.rows.iter().all(|row| row.bucket == Some(bucket)));
        }
        assert_eq!(domain::tasks::list(&mut cx, &filter).await.expect("list").total(), 556);
        let (mut due, mut overdue) = (0, 0);
        // The due dates of the file lie from September 2017 to February 2018.
        for first in [day(2017, 9, 1), day(2017, 10, 1), day(2017, 11, 1), day(2017, 12, 1), day(2018, 1, 1), day(2018, 2, 1)] {
            for found in domain::tasks::month(&mut cx, &filter, first).await.expect("month") {
                due += found.due;
                overdue += found.overdue;
            }
        }
        assert_eq!((due, overdue), (556, 130), "{}: the calendar", t.engine);

        let leaders = stats::leaders(&mut cx, &period()).await.expect("leaders");
        let lines: Vec<_> = leaders.lines.iter().map(|line| (line.person, line.counts)).collect();
        assert_eq!(lines, [(0, leaders.total)], "{}: the file names no leader", t.engine);
        let cards = stats::scorecards(&mut cx, &period()).await.expect("cards").rows;
        let of = |bucket: TaskBucket| cards.iter().map(|card| card.tasks.of(bucket)).sum::<i64>();
        for (bucket, number) in expected {
            assert_eq!((leaders.total.of(bucket), of(bucket)), (number, number), "{}: {bucket}", t.engine);
        }

        let board = stats::leaderboard(&mut cx, &period()).await.expect("board");
        let total = &stats::board_json(&board)["total"];
        let percent = |of: &str, name: &str| total[of][name].as_f64().expect("a number");
        assert_eq!((percent("percent_of_done", "done_on_time"), percent("percent_of_done", "done_late")), (32.53, 67.47));
        let open = ["open_in_time", "open_overdue", "open_no_deadline"].map(|name| percent("percent_of_open", name));
        assert_eq!(open, [57.65, 42.35, 0.0]);
        let digest =
            Digest { unit: "Toàn tỉnh".into(), as_of: board.as_of, counts: board.total, address: "lamgiang.example/s/7K2M9Q".into() };
        assert_eq!(
            digest.sms(),
            "[VPUBND] Toan tinh den 23:00 13/12: 556 NV; HT 249 (dung han 81, qua han 168); chua HT 307 (trong han 177, qua han 130). So lieu: lamgiang.example/s/7K2M9Q"
        );
        assert_eq!(digest.parts(), 1);
    })
    .await;
}
