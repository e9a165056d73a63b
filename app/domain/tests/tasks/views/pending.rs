//! 04 §9: what stands beside a report that waits for its confirmation, and beside a request for more time.

use crate::tasks::support::{official, province, system};
use chrono::NaiveDate;
use domain::Cx;
use domain::tasks::{self, Target};
use domain::testing::{TestPortal, vn, with_dbs};
use model::access::Role;
use model::tasks::{Accept, Complete, DeadlineKind, DecideExtension, ExtendRequest, ExtensionState, ListFilter, NewTask, Reason, TaskReach, TaskSource};

fn at(code: &str) -> Target<'_> {
    Target { code, version: None }
}

async fn run<T>(t: &TestPortal, act: impl AsyncFnOnce(&mut Cx) -> domain::Result<T>) -> T {
    let mut cx = t.portal.write(&system()).await.expect("context");
    let done = act(&mut cx).await.expect("done");
    cx.commit().await.expect("commit");
    done
}

fn day(d: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 12, d).expect("day")
}

#[tokio::test(flavor = "multi_thread")]
async fn reports_and_requests_with_their_facts() {
    with_dbs(async |t| {
        let p = province(t).await;
        t.portal.clock().set(vn(2026, 11, 23, 8, 0));
        let input = NewTask {
            title: "Rà soát quy hoạch sử dụng đất".into(),
            source_kind: TaskSource::PeopleCommittee,
            lead_unit: p.units[1],
            deadline_kind: DeadlineKind::Fixed,
            due: Some(day(1)),
            output: "Báo cáo rà soát".into(),
            ..NewTask::default()
        };
        let mut codes = Vec::new();
        for _ in 0..2 {
            let code = run(t, async |cx| tasks::create_and_assign(cx, &input).await).await;
            run(t, async |cx| tasks::accept(cx, at(&code), &Accept { person: p.people[1] }).await).await;
            codes.push(code);
        }
        // A first report is sent back, the second waits; a first request is refused, the second waits.
        let report = |text: &str, document: &str| Complete { text: text.to_owned(), document: document.to_owned() };
        run(t, async |cx| tasks::report_completion(cx, at(&codes[0]), &report("Bản đầu chưa đủ", "1/BC"), &[]).await).await;
        let reason = Reason { reason: "Thiếu số liệu của các xã".into() };
        run(t, async |cx| tasks::reject(cx, at(&codes[0]), &reason).await).await;
        run(t, async |cx| tasks::report_completion(cx, at(&codes[0]), &report("Đã bổ sung số liệu 12 xã", "2/BC"), &[]).await).await;
        let ask = |d: u32, why: &str| ExtendRequest { due: day(d), reason: why.to_owned() };
        run(t, async |cx| tasks::request_extension(cx, at(&codes[1]), &ask(20, "Chờ số liệu của các xã"), &[]).await).await;
        let no = DecideExtension { approve: false, note: "Không đủ căn cứ gia hạn".into() };
        run(t, async |cx| tasks::decide_extension(cx, at(&codes[1]), &no).await).await;
        run(t, async |cx| tasks::request_extension(cx, at(&codes[1]), &ask(10, "Chờ ý kiến của bộ"), &[]).await).await;

        let reader = official(&p, 0, "Người quyết định", &[Role::Official, Role::TaskAssigner], &p.units);
        let mut cx = t.portal.read(&reader).await.expect("context");
        let listed = async |cx: &mut Cx, reach: TaskReach| -> Vec<String> {
            let list = tasks::list(cx, &ListFilter { reach, page: 1, ..ListFilter::default() }).await.expect("list");
            list.rows.into_iter().map(|row| row.code).collect()
        };
        let waiting = listed(&mut cx, TaskReach::ToConfirm).await;
        assert_eq!(waiting, codes[..1], "{}", t.engine);
        let reports = tasks::waiting_reports(&mut cx, &waiting).await.expect("reports");
        let found = &reports[&codes[0]];
        assert_eq!(
            (found.note.as_str(), found.document.as_str(), found.output.as_str(), reports.len()),
            ("Đã bổ sung số liệu 12 xã", "2/BC", "Báo cáo rà soát", 1),
            "{}: the last report",
            t.engine
        );
        let asking = listed(&mut cx, TaskReach::Extensions).await;
        assert_eq!(asking, codes[1..], "{}", t.engine);
        let requests = tasks::extension_requests(&mut cx, &asking).await.expect("requests");
        let facts: Vec<_> = requests[&codes[1]].iter().map(|row| (row.state, row.old_due, row.new_due, row.reason.as_str())).collect();
        assert_eq!(
            facts,
            [(ExtensionState::Pending, day(1), day(10), "Chờ ý kiến của bộ"), (ExtensionState::Refused, day(1), day(20), "Chờ số liệu của các xã")],
            "{}: the one that waits leads",
            t.engine
        );
        assert!(tasks::waiting_reports(&mut cx, &[]).await.expect("none").is_empty());
    })
    .await;
}
