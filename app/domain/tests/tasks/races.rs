//! One task, two people, one moment: whoever comes second hears that somebody was faster, and nothing happens twice.

use super::support::{official, province, system};
use chrono::NaiveDate;
use domain::tasks::{self, Target};
use domain::testing::{TestPortal, vn, with_dbs};
use domain::{Actor, Error, args};
use model::access::Role;
use model::tasks::{Accept, Complete, DeadlineKind, NewTask, TaskSource, TaskState};

async fn confirm(t: &TestPortal, actor: &Actor, code: &str, version: i64) -> domain::Result<()> {
    let mut cx = t.portal.write(actor).await?;
    tasks::confirm(&mut cx, Target { code, version: Some(version) }).await?;
    cx.commit().await.map(|_| ())
}

/// Two confirmations of one report at once, by two who may: one wins, the other gets the conflict.
#[tokio::test(flavor = "multi_thread")]
async fn two_confirmations_at_once() {
    with_dbs(async |t| {
        let p = province(t).await;
        t.portal.clock().set(vn(2026, 11, 23, 8, 0));
        let input = NewTask {
            title: "Rà soát quy hoạch sử dụng đất".into(),
            source_kind: TaskSource::PeopleCommittee,
            lead_unit: p.units[1],
            deadline_kind: DeadlineKind::Fixed,
            due: NaiveDate::from_ymd_opt(2026, 12, 1),
            output: "Báo cáo".into(),
            ..NewTask::default()
        };
        let (chair, monitor) = (
            official(&p, 0, "Chủ tịch", &[Role::Official, Role::TaskAssigner], &p.units),
            official(&p, 3, "Theo dõi", &[Role::Official, Role::TaskMonitor], &p.units),
        );
        for round in 0..4 {
            let mut cx = t.portal.write(&system()).await.expect("context");
            let code = tasks::create_and_assign(&mut cx, &input).await.expect("given");
            let target = Target { code: &code, version: None };
            tasks::accept(&mut cx, target, &Accept { person: p.people[1] }).await.expect("accepted");
            let report = Complete { text: "Đã trình báo cáo".into(), document: "1/BC".into() };
            tasks::report_completion(&mut cx, target, &report, &[]).await.expect("reported");
            let version = tasks::find(&mut cx, &code).await.expect("task").version;
            cx.commit().await.expect("commit");

            let (first, second) = tokio::join!(confirm(t, &chair, &code, version), confirm(t, &monitor, &code, version));
            let lost = match (first, second) {
                (Ok(()), Err(lost)) | (Err(lost), Ok(())) => lost,
                both => panic!("{}, round {round}: one must win: {both:?}", t.engine),
            };
            assert!(matches!(lost, Error::Conflict(_)), "{}: {lost:?}", t.engine);
            let mut cx = t.portal.read(&system()).await.expect("context");
            let task = tasks::find(&mut cx, &code).await.expect("task");
            assert_eq!((task.line.state, task.version), (TaskState::Completed, version + 1), "{}", t.engine);
            let sql = "SELECT COUNT(*) FROM task_event e JOIN task k ON k.id = e.task_id WHERE k.code = $1 AND e.step = 'confirm'";
            assert_eq!(cx.conn().count(sql, args![&code]).await.expect("count"), 1, "{}", t.engine);
        }
    })
    .await;
}
