//! Rows, columns and months of the same tasks; filters kept under a name; what is new since the last visit.

use crate::tasks::support::{Province, official, province, system};
use chrono::{Datelike, Duration, NaiveDate};
use domain::tasks::{self, Target};
use domain::testing::{TestPortal, with_dbs};
use domain::{Actor, Error};
use model::access::Role;
use model::format::local_date;
use model::tasks::{Accept, Complete, DeadlineKind, ListFilter, ListVisit, NewTask, Reason, SaveFilter, TaskBucket, TaskReach, TaskSource, TaskView, Urgency};

async fn give(t: &TestPortal, p: &Province, n: usize, due: Option<NaiveDate>) -> String {
    let mut cx = t.portal.write(&system()).await.expect("context");
    let input = NewTask {
        title: format!("Rà soát quy hoạch sử dụng đất số {n}"),
        source_kind: TaskSource::ALL[n % TaskSource::ALL.len()],
        urgency: Urgency::ALL[n % Urgency::ALL.len()],
        lead_unit: p.units[1],
        deadline_kind: if due.is_some() { DeadlineKind::Fixed } else { DeadlineKind::NoDeadline },
        due,
        output: "Báo cáo".into(),
        ..NewTask::default()
    };
    let code = tasks::create_and_assign(&mut cx, &input).await.expect("given");
    cx.commit().await.expect("commit");
    code
}

async fn done(t: &TestPortal, p: &Province, code: &str) {
    let mut cx = t.portal.write(&system()).await.expect("context");
    let target = Target { code, version: None };
    tasks::accept(&mut cx, target, &Accept { person: p.people[1] }).await.expect("accepted");
    tasks::report_completion(&mut cx, target, &Complete { text: "Đã trình báo cáo".into(), document: "1/BC".into() }, &[]).await.expect("reported");
    tasks::confirm(&mut cx, target).await.expect("confirmed");
    cx.commit().await.expect("commit");
}

fn reader(p: &Province, who: usize) -> Actor {
    official(p, who, "Người đọc danh sách", &[Role::Official, Role::TaskMonitor, Role::TaskAssigner], &p.units)
}

/// Tasks in all five buckets, some withdrawn, due on many days of two months.
async fn some_tasks(t: &TestPortal, p: &Province) {
    let start = t.portal.clock().now();
    for n in 0..36_usize {
        let today = local_date(t.portal.clock().now());
        let due = (n % 6 != 0).then(|| today + Duration::days((n % 9) as i64 * 3));
        let code = give(t, p, n, due).await;
        t.portal.clock().advance(Duration::hours(12));
        match n % 7 {
            1 | 2 => done(t, p, &code).await,
            3 if n > 20 => {
                let mut cx = t.portal.write(&system()).await.expect("context");
                let reason = Reason { reason: "Thu hồi theo kết luận họp".into() };
                tasks::cancel(&mut cx, Target { code: &code, version: None }, &reason).await.expect("withdrawn");
                cx.commit().await.expect("commit");
            }
            _ => {}
        }
    }
    assert!(t.portal.clock().now() > start);
}

/// A04-10: the number of a column, of a bucket, of a day is the number of rows behind its link, under every filter.
#[tokio::test(flavor = "multi_thread")]
async fn a04_10_columns_days_and_rows_agree() {
    with_dbs(async |t| {
        let p = province(t).await;
        some_tasks(t, &p).await;
        let mut cx = t.portal.snapshot(&reader(&p, 0)).await.expect("context");
        let today = local_date(cx.now());
        let plain = ListFilter { reach: TaskReach::Unit, page: 1, ..ListFilter::default() };
        let filters = [
            plain.clone(),
            ListFilter { source: Some(TaskSource::Chair), ..plain.clone() },
            ListFilter { urgency: Some(Urgency::Urgent), ..plain.clone() },
            ListFilter { words: "so 1".into(), ..plain.clone() },
            ListFilter { bucket: Some(TaskBucket::OpenOverdue), ..plain.clone() },
            ListFilter { fresh_since: Some(cx.now() - Duration::days(5)), ..plain.clone() },
        ];
        let mut overdue = 0;
        for filter in &filters {
            let buckets = tasks::buckets(&mut cx, filter).await.expect("buckets");
            let columns = tasks::columns(&mut cx, filter).await.expect("columns");
            assert_eq!(columns.len(), 5);
            for (bucket, cards) in columns {
                let rows = tasks::list(&mut cx, &ListFilter { bucket: Some(bucket), ..filter.clone() }).await.expect("list");
                assert_eq!(rows.total(), buckets.of(bucket), "{}: {bucket} {filter:?}", t.engine);
                assert_eq!(cards.len() as i64, rows.total().min(tasks::CARDS));
                assert_eq!(cards, rows.rows[..cards.len()], "the first cards are the first rows");
            }
            for first in [today, today - Duration::days(31)] {
                let days = tasks::month(&mut cx, filter, first).await.expect("month");
                assert!(days.iter().all(|day| day.day.month() == first.month()) && (28..=31).contains(&days.len()));
                assert!(days.iter().all(|day| day.working != matches!(day.day.weekday(), chrono::Weekday::Sat | chrono::Weekday::Sun) || !day.name.is_empty()));
                for day in &days {
                    let of_day = ListFilter { due: Some(day.day), ..filter.clone() };
                    assert_eq!(tasks::list(&mut cx, &of_day).await.expect("list").total(), day.due, "{}: {} {filter:?}", t.engine, day.day);
                    let late = ListFilter { bucket: Some(TaskBucket::OpenOverdue), ..of_day };
                    if filter.bucket.is_none() {
                        assert_eq!(tasks::list(&mut cx, &late).await.expect("list").total(), day.overdue);
                    }
                    overdue += day.overdue;
                }
            }
            let since = cx.now() - Duration::days(3);
            let fresh = tasks::fresh_count(&mut cx, filter, since).await.expect("fresh");
            let rows = tasks::list(&mut cx, &ListFilter { fresh_since: Some(since), ..filter.clone() }).await.expect("list");
            assert_eq!(fresh, rows.total());
            let codes: Vec<String> = rows.rows.iter().map(|row| row.code.clone()).collect();
            assert_eq!(tasks::fresh_codes(&mut cx, filter.reach, since, &codes).await.expect("codes").len(), codes.len());
        }
        assert!(overdue > 0, "some days have overdue tasks");
    })
    .await;
}

/// Filters belong to a person: nobody sees or removes those of others, names are taken once, there are not too many.
#[tokio::test(flavor = "multi_thread")]
async fn filters_are_kept_per_person() {
    with_dbs(async |t| {
        let p = province(t).await;
        let (mine, other) = (reader(&p, 0), reader(&p, 1));
        let keep = async |actor: &Actor, name: &str| {
            let filter = ListFilter { reach: TaskReach::Unit, bucket: Some(TaskBucket::OpenOverdue), words: "đất".into(), ..ListFilter::default() };
            let mut cx = t.portal.write(actor).await?;
            tasks::save_filter(&mut cx, &SaveFilter { name: name.to_owned(), filter, view: TaskView::Month }).await?;
            cx.commit().await.map(|_| ())
        };
        let own = async |actor: &Actor| tasks::saved_filters(&mut t.portal.read(actor).await.expect("context")).await.expect("filters");
        keep(&mine, "Quá hạn").await.expect("kept");
        keep(&other, "Quá hạn").await.expect("the same name for somebody else");
        let refused = keep(&mine, "Quá hạn").await.expect_err("taken");
        assert!(matches!(&refused, Error::Invalid(errors) if errors.of("ten").is_some()), "{refused}");
        for n in 1..20 {
            keep(&mine, &format!("Bộ lọc {n}")).await.expect("kept");
        }
        assert!(keep(&mine, "Một bộ nữa").await.is_err());
        let list = own(&mine).await;
        assert_eq!((list.len(), own(&other).await.len()), (20, 1), "{}", t.engine);
        let first = list.iter().find(|own| own.name == "Quá hạn").expect("kept");
        assert_eq!((first.filter.bucket, first.filter.words.as_str(), first.view), (Some(TaskBucket::OpenOverdue), "đất", TaskView::Month));
        for (actor, left) in [(&other, 20), (&mine, 19), (&mine, 19)] {
            let mut cx = t.portal.write(actor).await.expect("context");
            tasks::drop_filter(&mut cx, first.id).await.expect("no fault");
            cx.commit().await.expect("commit");
            assert_eq!(own(&mine).await.len(), left);
        }
    })
    .await;
}

/// "Mới từ lần xem trước": what came after the last visit is new during the whole next one, and for nobody else.
#[tokio::test(flavor = "multi_thread")]
async fn news_are_counted_from_the_last_visit() {
    with_dbs(async |t| {
        let p = province(t).await;
        let actor = reader(&p, 0);
        let due = Some(local_date(t.portal.clock().now()) + Duration::days(9));
        // Opens the list as the page does: reads, then notes the look.
        let open = async |reach: TaskReach| {
            let mut cx = t.portal.snapshot(&actor).await.expect("context");
            let visit: ListVisit = tasks::visit(&mut cx, reach).await.expect("visit");
            let filter = ListFilter { reach, page: 1, ..ListFilter::default() };
            let fresh = tasks::fresh_count(&mut cx, &filter, visit.fresh_since).await.expect("fresh");
            drop(cx);
            if visit.changed {
                let mut cx = t.portal.write(&actor).await.expect("context");
                tasks::note_visit(&mut cx, reach, &visit).await.expect("noted");
                cx.commit().await.expect("commit");
            }
            fresh
        };
        give(t, &p, 0, due).await;
        assert_eq!(open(TaskReach::Unit).await, 0, "the first visit has no before");
        t.portal.clock().advance(Duration::minutes(5));
        let code = give(t, &p, 1, due).await;
        t.portal.clock().advance(Duration::minutes(5));
        assert_eq!(open(TaskReach::Unit).await, 1);
        t.portal.clock().advance(Duration::hours(2));
        assert_eq!(open(TaskReach::Unit).await, 0, "{}: a new visit begins after the last look", t.engine);
        t.portal.clock().advance(Duration::minutes(10));
        give(t, &p, 2, due).await;
        give(t, &p, 3, due).await;
        t.portal.clock().advance(Duration::minutes(1));
        assert_eq!((open(TaskReach::Unit).await, open(TaskReach::Unit).await), (2, 2), "reading on keeps the marks");
        let mut cx = t.portal.write(&actor).await.expect("context");
        tasks::mark_seen(&mut cx, TaskReach::Unit).await.expect("seen");
        cx.commit().await.expect("commit");
        t.portal.clock().advance(Duration::minutes(1));
        assert_eq!(open(TaskReach::Unit).await, 0);
        // Other lists have news of their own: a report that waits.
        assert_eq!(open(TaskReach::ToConfirm).await, 0);
        t.portal.clock().advance(Duration::minutes(1));
        let mut cx = t.portal.write(&system()).await.expect("context");
        let target = Target { code: &code, version: None };
        tasks::accept(&mut cx, target, &Accept { person: p.people[1] }).await.expect("accepted");
        tasks::report_completion(&mut cx, target, &Complete { text: "Đã trình báo cáo".into(), document: "1/BC".into() }, &[]).await.expect("reported");
        cx.commit().await.expect("commit");
        t.portal.clock().advance(Duration::minutes(1));
        assert_eq!((open(TaskReach::ToConfirm).await, open(TaskReach::Unit).await), (1, 0));
        for reach in TaskReach::ALL {
            open(*reach).await;
        }
    })
    .await;
}
