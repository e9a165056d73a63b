//! 08 §1: a kept figure is never shown after a finished write has changed it, whichever process wrote.

use crate::tasks::support::{Province, province, system};
use chrono::{Duration, NaiveDate};
use domain::config::Settings;
use domain::db::{DbOptions, counting};
use domain::files::FileStore;
use domain::stats::{self, Cell, Scope};
use domain::tasks::{self, Target};
use domain::testing::{TestPortal, with_dbs};
use domain::{Actor, Clock, Cx, Db, Portal};
use model::format::local_date;
use model::stats::{Period, TaskFigure};
use model::tasks::{DeadlineKind, NewTask, Reason};

async fn second_process(t: &TestPortal) -> Portal {
    let db = Db::connect(&t.url, &DbOptions { connections: 4, ..DbOptions::default() }).await.expect("database");
    let settings = Settings { database: t.url.clone(), ..t.portal.settings().clone() };
    Portal::new(db, Clock::manual(t.portal.clock().now()), FileStore::new(t.portal.files().root()), settings)
}

fn period(portal: &Portal) -> Period {
    let today = local_date(portal.clock().now());
    Period::cohort(today - Duration::days(30), today, today)
}

async fn give(portal: &Portal, p: &Province, due: NaiveDate) -> String {
    let mut cx = portal.write(&system()).await.expect("context");
    let input = NewTask {
        title: "Rà soát quy hoạch sử dụng đất".into(),
        lead_unit: p.units[1],
        deadline_kind: DeadlineKind::Fixed,
        due: Some(due),
        output: "Báo cáo".into(),
        ..NewTask::default()
    };
    let code = tasks::create_and_assign(&mut cx, &input).await.expect("given");
    cx.commit().await.expect("commit");
    code
}

async fn look(portal: &Portal) -> Cx {
    portal.snapshot(&Actor::anonymous()).await.expect("context")
}

/// The total and the cancelled tasks of the board, and the statements that it took.
async fn board(cx: &mut Cx, period: &Period) -> (i64, i64, u32) {
    let (board, sent) = counting(stats::leaderboard(cx, period)).await;
    let board = board.expect("board");
    (board.total.total(), board.total.cancelled, sent)
}

/// A kept board costs one statement; a change of either process makes both compute anew; a look that began before the change keeps
/// its moment.
#[tokio::test(flavor = "multi_thread")]
async fn kept_boards_never_outlive_a_change() {
    with_dbs(async |t| {
        let p = province(t).await;
        let other = second_process(t).await;
        let (period, due) = (period(&t.portal), local_date(t.portal.clock().now()) + Duration::days(5));
        give(&t.portal, &p, due).await;
        for portal in [&t.portal, &other] {
            let (first, second) = (board(&mut look(portal).await, &period).await, board(&mut look(portal).await, &period).await);
            assert_eq!((first.0, second.0, second.2), (1, 1, 1), "{}", t.engine);
            assert!(first.2 > 1);
        }
        // One process writes, the other one has kept the old board.
        let mut before = look(&t.portal).await;
        assert_eq!(board(&mut before, &period).await.0, 1);
        let code = give(&other, &p, due).await;
        assert_eq!(board(&mut before, &period).await.0, 1, "a look sees one moment");
        assert_eq!(board(&mut look(&t.portal).await, &period).await.0, 2, "{}: the other process has kept an old figure", t.engine);
        assert_eq!(board(&mut look(&other).await, &period).await.0, 2);
        drop(before);
        // Work that was given up changes nothing, and nobody keeps it.
        let mut unfinished = t.portal.write(&system()).await.expect("context");
        let reason = Reason { reason: "Thu hồi theo kết luận họp".into() };
        tasks::cancel(&mut unfinished, Target { code: &code, version: None }, &reason).await.expect("cancelled");
        assert_eq!(board(&mut unfinished, &period).await.1, 1);
        drop(unfinished);
        assert_eq!(board(&mut look(&t.portal).await, &period).await, (2, 0, 1), "{}", t.engine);
        let mut cx = other.write(&system()).await.expect("context");
        tasks::cancel(&mut cx, Target { code: &code, version: None }, &reason).await.expect("cancelled");
        cx.commit().await.expect("commit");
        let mut cx = look(&t.portal).await;
        assert_eq!(board(&mut cx, &period).await.0, 1);
        // Every figure of a kept board is the number of its rows (A04-10).
        let kept = stats::leaderboard(&mut cx, &period).await.expect("board");
        for row in &kept.rows {
            for figure in [TaskFigure::Total, TaskFigure::OpenInTime, TaskFigure::Cancelled] {
                let cell = Cell { scope: Scope::Units(vec![row.unit_id]), buckets: figure.buckets().to_vec(), ..Cell::default() };
                let rows = stats::task_rows(&mut cx, &cell, &period, 1).await.expect("rows");
                assert_eq!(rows.list.total(), figure.of(&row.counts), "{figure}");
            }
        }
        drop(cx);
        other.db().close().await;
    })
    .await;
}

/// A change that is noted by a clock a little ahead is not missed for longer than the clocks differ, and names follow the organisation.
#[tokio::test(flavor = "multi_thread")]
async fn clocks_and_names() {
    with_dbs(async |t| {
        let p = province(t).await;
        let other = second_process(t).await;
        other.clock().advance(Duration::seconds(2));
        let (period, due) = (period(&t.portal), local_date(t.portal.clock().now()) + Duration::days(5));
        give(&other, &p, due).await;
        // At this instant the task is not known yet; that answer may be shown, but not kept.
        assert_eq!(board(&mut look(&t.portal).await, &period).await.0, 0);
        t.portal.clock().advance(Duration::seconds(2));
        assert_eq!(board(&mut look(&t.portal).await, &period).await.0, 1, "{}", t.engine);
        // Open tasks are judged by the day: the next one has a board of its own.
        let late = Period { to: due + Duration::days(1), as_of: due + Duration::days(1), ..period };
        assert_eq!(stats::leaderboard(&mut look(&t.portal).await, &late).await.expect("board").total.open_in_time, 1);
        t.portal.clock().advance(Duration::days(6));
        assert_eq!(stats::leaderboard(&mut look(&t.portal).await, &late).await.expect("board").total.open_overdue, 1);

        let name = async || stats::leaderboard(&mut look(&t.portal).await, &late).await.expect("board").rows[0].name.clone();
        assert_eq!(name().await, "Sở Nội vụ");
        let mut cx = other.write(&system()).await.expect("context");
        let today = local_date(t.portal.clock().now());
        let unit = domain::org::unit(&mut cx, p.units[1], today).await.expect("unit");
        let seen = domain::org::versions(&mut cx, unit.id).await.expect("versions")[0].id;
        let input = model::org::UnitInput {
            name: "Sở Nội vụ và Lao động".into(),
            code: unit.code.clone(),
            kind: unit.kind.to_string(),
            parent_id: unit.parent_id,
            valid_from: Some(today),
            legal_basis: "Nghị quyết kiểm thử".into(),
            ..model::org::UnitInput::default()
        };
        domain::org::new_version(&mut cx, &domain::org::Change { unit_id: unit.id, seen_version: seen, input }).await.expect("renamed");
        cx.commit().await.expect("commit");
        let late = Period { to: today, as_of: today, ..late };
        let board = stats::leaderboard(&mut look(&t.portal).await, &late).await.expect("board");
        assert_eq!(board.rows[0].name, "Sở Nội vụ và Lao động", "{}", t.engine);
        other.db().close().await;
    })
    .await;
}

/// The figures by leader add up to the figures of the units, each with its rows; whoever may not see statistics gets nothing.
#[tokio::test(flavor = "multi_thread")]
async fn leaders_and_frozen_boards() {
    with_dbs(async |t| {
        let p = province(t).await;
        let due = local_date(t.portal.clock().now()) + Duration::days(5);
        let period = period(&t.portal);
        for leader in [Some(p.people[0]), Some(p.people[0]), Some(p.people[2]), None] {
            let mut actor = system();
            actor.person_id = leader;
            let mut cx = t.portal.write(&actor).await.expect("context");
            let input = NewTask {
                title: "Rà soát quy hoạch sử dụng đất".into(),
                lead_unit: p.units[1],
                deadline_kind: DeadlineKind::Fixed,
                due: Some(due),
                output: "Báo cáo".into(),
                ..NewTask::default()
            };
            tasks::create_and_assign(&mut cx, &input).await.expect("given");
            cx.commit().await.expect("commit");
        }
        let mut cx = t.portal.snapshot(&system()).await.expect("context");
        let leaders = stats::leaders(&mut cx, &period).await.expect("leaders");
        let lines: Vec<(i64, i64)> = leaders.lines.iter().map(|line| (line.person, line.counts.total())).collect();
        assert_eq!(lines, [(p.people[0], 2), (p.people[2], 1), (0, 1)], "{}", t.engine);
        for line in &leaders.lines {
            let cell = Cell { leader: Some(line.person), ..Cell::default() };
            assert_eq!(stats::task_rows(&mut cx, &cell, &period, 1).await.expect("rows").list.total(), line.counts.total());
        }
        drop(cx);
        let mut stranger = t.portal.snapshot(&Actor::anonymous()).await.expect("context");
        assert!(stats::leaders(&mut stranger, &period).await.is_err() && stats::scorecards(&mut stranger, &period).await.is_err());
        drop(stranger);

        let mut cx = t.portal.write(&system()).await.expect("context");
        let code = stats::freeze_board(&mut cx, &period).await.expect("frozen");
        cx.commit().await.expect("commit");
        give(&t.portal, &p, due).await;
        let mut cx = t.portal.snapshot(&Actor::anonymous()).await.expect("context");
        let frozen = stats::frozen_board(&mut cx, &code).await.expect("page");
        assert_eq!((frozen.total.total(), frozen.live.total(), frozen.rows.len()), (4, 5, 1), "{}", t.engine);
        let unit = frozen.rows[0].unit_id;
        for (unit, figure, number) in [(None, TaskFigure::Total, 4), (Some(unit), TaskFigure::OpenInTime, 4), (None, TaskFigure::Done, 0)] {
            let (_, list) = stats::frozen_board_rows(&mut cx, &code, unit, figure, 1).await.expect("rows");
            assert_eq!((list.total(), list.rows.len()), (number, number as usize), "{figure}");
        }
        assert!(stats::frozen_board_rows(&mut cx, &code, Some(0), TaskFigure::Total, 1).await.is_err());
        assert!(stats::frozen_board(&mut cx, "KHONGCO").await.is_err());
        assert_eq!(stats::metric(&mut cx, &code).await.expect("metric"), stats::Metric::Board);
    })
    .await;
}
