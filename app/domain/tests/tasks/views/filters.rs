//! The filters by field of work and by person in charge (04 §9), and which requests for more time wait for a decision.

use crate::tasks::support::{Province, official, province, system};
use chrono::{Duration, NaiveDate};
use domain::tasks::{self, Target};
use domain::testing::{TestPortal, with_dbs};
use domain::{Actor, Cx};
use model::access::Role;
use model::format::local_date;
use model::tasks::{Accept, Complete, DeadlineKind, ExtendRequest, ListFilter, NewTask, Reason, SaveFilter, TaskReach, TaskSource, TaskView};

fn at(code: &str) -> Target<'_> {
    Target { code, version: None }
}

async fn run<T>(t: &TestPortal, act: impl AsyncFnOnce(&mut Cx) -> domain::Result<T>) -> T {
    let mut cx = t.portal.write(&system()).await.expect("context");
    let done = act(&mut cx).await.expect("done");
    cx.commit().await.expect("commit");
    done
}

fn due(t: &TestPortal) -> NaiveDate {
    local_date(t.portal.clock().now()) + Duration::days(20)
}

/// A task of the second department that its official works on.
async fn accepted(t: &TestPortal, p: &Province, field: &str) -> String {
    let input = NewTask {
        title: "Rà soát quy hoạch sử dụng đất".into(),
        source_kind: TaskSource::PeopleCommittee,
        lead_unit: p.units[1],
        deadline_kind: DeadlineKind::Fixed,
        due: Some(due(t)),
        field: field.to_owned(),
        output: "Báo cáo".into(),
        ..NewTask::default()
    };
    let code = run(t, async |cx| tasks::create_and_assign(cx, &input).await).await;
    run(t, async |cx| tasks::accept(cx, at(&code), &Accept { person: p.people[1] }).await).await;
    code
}

fn reader(p: &Province, units: &[i64]) -> Actor {
    official(p, 0, "Người đọc danh sách", &[Role::Official, Role::TaskMonitor, Role::TaskAssigner], units)
}

async fn codes(t: &TestPortal, actor: &Actor, filter: ListFilter) -> Vec<String> {
    let mut cx = t.portal.read(actor).await.expect("context");
    let list = tasks::list(&mut cx, &ListFilter { page: 1, ..filter }).await.expect("list");
    list.rows.into_iter().map(|row| row.code).collect()
}

/// By field, by the name of the person in charge with and without marks; kept under a name; only fields in reach are offered.
#[tokio::test(flavor = "multi_thread")]
async fn by_field_and_by_person() {
    with_dbs(async |t| {
        let p = province(t).await;
        let (land, health) = (accepted(t, &p, "Đất đai").await, accepted(t, &p, "Y tế").await);
        let actor = reader(&p, &p.units);
        let plain = ListFilter { reach: TaskReach::Unit, ..ListFilter::default() };
        let by_field = ListFilter { field: "Y tế".into(), ..plain.clone() };
        assert_eq!(codes(t, &actor, by_field.clone()).await, [health.clone()], "{}", t.engine);
        for words in ["Cán bộ H99.02", "can bo 02"] {
            assert_eq!(codes(t, &actor, ListFilter { person: words.into(), ..plain.clone() }).await, [land.clone(), health.clone()], "{}: {words}", t.engine);
        }
        assert!(codes(t, &actor, ListFilter { person: "H99.03".into(), ..plain.clone() }).await.is_empty());

        let kept = ListFilter { person: "H99.02".into(), ..by_field };
        let mut cx = t.portal.write(&actor).await.expect("context");
        tasks::save_filter(&mut cx, &SaveFilter { name: "Y tế".into(), filter: kept.clone(), view: TaskView::List }).await.expect("kept");
        cx.commit().await.expect("commit");
        let mut cx = t.portal.read(&actor).await.expect("context");
        assert_eq!(tasks::saved_filters(&mut cx).await.expect("filters")[0].filter, kept, "{}", t.engine);
        assert_eq!(tasks::task_fields(&mut cx).await.expect("fields"), ["Đất đai", "Y tế"]);
        let mut cx = t.portal.read(&reader(&p, &p.units[3..4])).await.expect("context");
        assert!(tasks::task_fields(&mut cx).await.expect("fields").is_empty(), "{}: out of reach", t.engine);
    })
    .await;
}

/// A request waits only while it can be decided: not for a task that was withdrawn or whose completion is reported.
#[tokio::test(flavor = "multi_thread")]
async fn requests_of_ended_tasks_do_not_wait() {
    with_dbs(async |t| {
        let p = province(t).await;
        let (first, second) = (accepted(t, &p, "").await, accepted(t, &p, "").await);
        let ask = ExtendRequest { due: due(t) + Duration::days(9), reason: "Chờ số liệu của các xã".into() };
        for code in [&first, &second] {
            run(t, async |cx| tasks::request_extension(cx, at(code), &ask, &[]).await).await;
        }
        let actor = reader(&p, &p.units);
        let wait = ListFilter { reach: TaskReach::Extensions, ..ListFilter::default() };
        assert_eq!(codes(t, &actor, wait.clone()).await, [first.clone(), second.clone()]);
        let reason = Reason { reason: "Thu hồi theo kết luận họp".into() };
        run(t, async |cx| tasks::cancel(cx, at(&first), &reason).await).await;
        assert_eq!(codes(t, &actor, wait.clone()).await, [second.clone()], "{}: withdrawn", t.engine);
        let complete = Complete { text: "Đã trình báo cáo".into(), document: "1/BC".into() };
        run(t, async |cx| tasks::report_completion(cx, at(&second), &complete, &[]).await).await;
        assert!(codes(t, &actor, wait.clone()).await.is_empty(), "{}: reported", t.engine);
        run(t, async |cx| tasks::reject(cx, at(&second), &reason).await).await;
        assert_eq!(codes(t, &actor, wait).await, [second], "{}: at work again", t.engine);
    })
    .await;
}
