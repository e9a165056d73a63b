//! A04-08 on a real board: equal scores share the rank and the next rank is left out; few tasks carry none.

use super::support::{Province, province, system};
use chrono::NaiveDate;
use domain::stats;
use domain::tasks::{self, Target};
use domain::testing::{TestPortal, vn, with_dbs};
use model::stats::{Period, UnitGroup};
use model::tasks::{Accept, Complete, DeadlineKind, NewTask, TaskSource};

fn day(m: u32, d: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, m, d).expect("day")
}

/// A task of a department, accepted on the day it was given.
async fn accepted(t: &TestPortal, p: &Province, place: usize) -> String {
    let mut cx = t.portal.write(&system()).await.expect("context");
    let input = NewTask {
        title: "Rà soát quy hoạch sử dụng đất".into(),
        source_kind: TaskSource::PeopleCommittee,
        lead_unit: p.units[place],
        deadline_kind: DeadlineKind::Fixed,
        due: Some(day(11, 20)),
        output: "Báo cáo".into(),
        ..NewTask::default()
    };
    let code = tasks::create_and_assign(&mut cx, &input).await.expect("given");
    tasks::accept(&mut cx, Target { code: &code, version: None }, &Accept { person: p.people[place] }).await.expect("accepted");
    cx.commit().await.expect("commit");
    code
}

async fn done(t: &TestPortal, code: &str) {
    let mut cx = t.portal.write(&system()).await.expect("context");
    let target = Target { code, version: None };
    tasks::report_completion(&mut cx, target, &Complete { text: "Đã trình báo cáo".into(), document: "1/BC".into() }, &[]).await.expect("reported");
    tasks::confirm(&mut cx, target).await.expect("confirmed");
    cx.commit().await.expect("commit");
}

async fn ranks(t: &TestPortal, p: &Province) -> Vec<Option<usize>> {
    let mut cx = t.portal.read(&domain::Actor::anonymous()).await.expect("context");
    let board = stats::leaderboard(&mut cx, &Period::cohort(day(1, 1), day(12, 31), day(11, 25))).await.expect("board");
    assert!(board.rows.iter().all(|row| row.group == UnitGroup::Departments));
    p.units.iter().map(|unit| board.rows.iter().find(|row| row.unit_id == *unit).and_then(|row| row.rank)).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a04_08_ranks_of_a_real_board() {
    with_dbs(async |t| {
        let p = province(t).await;
        t.portal.clock().set(vn(2026, 11, 18, 8, 0));
        // Of five tasks so many are done late: none, one, one, three.
        let mut late = Vec::new();
        for (place, behind) in [0_usize, 1, 1, 3].into_iter().enumerate() {
            for n in 0..5 {
                let code = accepted(t, &p, place).await;
                if n < behind { late.push(code) } else { done(t, &code).await }
            }
        }
        t.portal.clock().set(vn(2026, 11, 23, 8, 0));
        for code in &late {
            done(t, code).await;
        }
        assert_eq!(ranks(t, &p).await, [Some(1), Some(2), Some(2), Some(4)], "{}", t.engine);
    })
    .await;
}

/// 04 §7: fewer than five tasks carry no rank, and take none from the others.
#[tokio::test(flavor = "multi_thread")]
async fn a04_08_few_tasks_carry_no_rank() {
    with_dbs(async |t| {
        let p = province(t).await;
        t.portal.clock().set(vn(2026, 11, 18, 8, 0));
        for (place, number) in [(0, 4), (1, 5)] {
            for _ in 0..number {
                let code = accepted(t, &p, place).await;
                done(t, &code).await;
            }
        }
        assert_eq!(ranks(t, &p).await, [None, Some(1), None, None], "{}", t.engine);
    })
    .await;
}
