//! 03 §6: the list, the page of a task and Hôm nay say the same words of one task, by the hour.

use crate::tasks::support::{official, province, system};
use chrono::NaiveDate;
use domain::Cx;
use domain::tasks::{self, Target};
use domain::testing::{TestPortal, vn, with_dbs};
use domain::today::DueKind;
use model::access::Role;
use model::tasks::{Accept, Complete, DeadlineKind, ListFilter, NewTask, Reason, TaskReach, TaskSource};

fn at(code: &str) -> Target<'_> {
    Target { code, version: None }
}

async fn run<T>(t: &TestPortal, act: impl AsyncFnOnce(&mut Cx) -> domain::Result<T>) -> T {
    let mut cx = t.portal.write(&system()).await.expect("context");
    let done = act(&mut cx).await.expect("done");
    cx.commit().await.expect("commit");
    done
}

/// Due on this day of November; without one it has no deadline.
async fn accepted(t: &TestPortal, unit: i64, person: i64, day: Option<u32>) -> String {
    let input = NewTask {
        title: "Rà soát quy hoạch sử dụng đất".into(),
        source_kind: TaskSource::PeopleCommittee,
        lead_unit: unit,
        deadline_kind: if day.is_some() { DeadlineKind::Fixed } else { DeadlineKind::NoDeadline },
        due: day.and_then(|day| NaiveDate::from_ymd_opt(2026, 11, day)),
        output: "Báo cáo".into(),
        ..NewTask::default()
    };
    let code = run(t, async |cx| tasks::create_and_assign(cx, &input).await).await;
    run(t, async |cx| tasks::accept(cx, at(&code), &Accept { person }).await).await;
    code
}

#[tokio::test(flavor = "multi_thread")]
async fn three_pages_say_the_same() {
    with_dbs(async |t| {
        let p = province(t).await;
        let (unit, person) = (p.units[1], p.people[1]);
        t.portal.clock().set(vn(2026, 11, 20, 9, 0));
        let mut codes = Vec::new();
        for day in [Some(20), Some(23), Some(25), Some(30), Some(30), None] {
            codes.push(accepted(t, unit, person, day).await);
        }
        let reason = Reason { reason: "Chờ ý kiến của bộ".into() };
        run(t, async |cx| tasks::suspend(cx, at(&codes[3]), &reason).await).await;
        let complete = Complete { text: "Đã trình báo cáo".into(), document: "1/BC".into() };
        run(t, async |cx| tasks::report_completion(cx, at(&codes[4]), &complete, &[]).await).await;

        t.portal.clock().set(vn(2026, 11, 23, 8, 0));
        let reader = official(&p, 1, "Chuyên viên", &[Role::Official, Role::CaseOfficer], &p.units[1..2]);
        let mut cx = t.portal.read(&reader).await.expect("context");
        let list = tasks::list(&mut cx, &ListFilter { reach: TaskReach::Mine, page: 1, ..ListFilter::default() }).await.expect("list").rows;
        assert_eq!(list.len(), codes.len());
        let words = tasks::due_words(&mut cx).await.expect("words");
        let waiting = tasks::work_items(&mut cx).await.expect("work");
        for line in &list {
            let said = words.of(line);
            assert_eq!(tasks::find(&mut cx, &line.code).await.expect("task").remaining, said, "{}: {}", t.engine, line.code);
            let item = waiting.iter().find(|item| item.code == line.code).expect("waits");
            if line.due_on.is_some() {
                assert_eq!(said, Some((item.due_kind, item.due_text.clone())), "{}: {}", t.engine, line.code);
            }
        }
        let of = |code: &str| list.iter().find(|line| line.code == code).and_then(|line| words.of(line));
        let expected = [
            Some((DueKind::Overdue, "Quá 1 giờ làm việc")),
            Some((DueKind::Today, "Còn 7 giờ làm việc")),
            // 24/11 is a holiday.
            Some((DueKind::Soon, "Còn 1 ngày 7 giờ làm việc")),
            Some((DueKind::Paused, "Tạm dừng")),
            Some((DueKind::Open, "Báo cáo trong hạn")),
            None,
        ];
        for (code, expected) in codes.iter().zip(expected) {
            assert_eq!(of(code), expected.map(|(kind, text)| (kind, text.to_owned())), "{}: {code}", t.engine);
        }
    })
    .await;
}
