//! The import of tasks: repeat-safe, all or nothing, every fault in one pass.

use super::support::{TASKS_2017, province, system};
use domain::import::ImportFailure;
use domain::testing::with_dbs;

#[tokio::test(flavor = "multi_thread")]
async fn a_file_may_come_again() {
    with_dbs(async |t| {
        super::f000::load(t).await;
        let mut cx = t.portal.write(&system()).await.expect("context");
        let again = domain::tasks::import_tasks(&mut cx, TASKS_2017, "tasks_2017.csv").await.expect("tasks");
        assert_eq!((again.added, again.kept), (0, 556));
        // With a byte order mark and Windows line ends, and one line more.
        let mut file = b"\xef\xbb\xbf".to_vec();
        file.extend(String::from_utf8(TASKS_2017.to_vec()).expect("UTF-8").replace('\n', "\r\n").bytes());
        file.extend("NV-2017-000999,Báo cáo tình hình đầu tư công,,,2017-12-01,H98.02,,,\r\n".bytes());
        let more = domain::tasks::import_tasks(&mut cx, &file, "tasks_2017.csv").await.expect("tasks");
        assert_eq!((more.added, more.kept), (1, 556));
        cx.commit().await.expect("commit");
    })
    .await;
}

/// Thousands of rows go in batches, and whoever waits hears how far they are. Figures and events are those of single rows.
#[tokio::test(flavor = "multi_thread")]
async fn many_rows_in_batches() {
    with_dbs(async |t| {
        province(t).await;
        let mut file = "code,title,source_number,source_date,assigned_on,lead_unit,co_units,due_on,completed_on\n".to_owned();
        for n in 1..=2_001 {
            let done = ["", "2026-10-15", "2026-10-20"][n % 3];
            let co_unit = if n % 2 == 0 { "H99.03" } else { "" };
            file.push_str(&format!("NV-2026-{n:06},Rà soát quy hoạch số {n},,,2026-10-01,H99.02,{co_unit},2026-10-16,{done}\n"));
        }
        let mut heard = Vec::new();
        let mut cx = t.portal.write(&system()).await.expect("context");
        let mut progress = |written: u64, all: u64| heard.push((written, all));
        let report = domain::tasks::import_tasks_showing(&mut cx, file.as_bytes(), "tasks.csv", &mut progress).await.expect("tasks");
        assert_eq!((report.added, report.kept), (2_001, 0));
        cx.commit().await.expect("commit");
        assert!(heard.len() > 3 && heard.is_sorted() && heard.last() == Some(&(2_001, 2_001)), "{heard:?}");
        let day = |text: &str| text.parse().expect("day");
        let mut cx = t.portal.read(&system()).await.expect("context");
        for (as_of, done_on_time, done_late, open) in [("2026-10-02", 0, 0, 2_001), ("2026-10-16", 667, 0, 1_334), ("2026-11-20", 667, 667, 667)] {
            let period = model::stats::Period::cohort(day("2026-01-01"), day("2026-12-31"), day(as_of));
            let figures = domain::stats::task_counts(&mut cx, &domain::stats::Scope::All, &period).await.expect("figures");
            assert_eq!((figures.total.done_on_time, figures.total.done_late, figures.total.open()), (done_on_time, done_late, open), "{as_of}");
            assert_eq!(figures.units.iter().map(|unit| unit.as_co_unit).sum::<i64>(), 1_000);
        }
        let task = domain::tasks::find(&mut cx, "NV-2026-000002").await.expect("task");
        assert_eq!((task.timeline.len(), task.co_units.len(), task.version), (5, 1, 5));
    })
    .await;
}

/// 100,000 rows within two minutes on each engine. Run with
/// `cargo nextest run -r … --run-ignored only -E 'test(a_hundred_thousand_rows)' --no-capture`.
#[tokio::test(flavor = "multi_thread")]
#[ignore = "a measurement: writes 100,000 tasks on each engine"]
async fn a_hundred_thousand_rows() {
    with_dbs(async |t| {
        province(t).await;
        let mut file = "code,title,source_number,source_date,assigned_on,lead_unit,co_units,due_on,completed_on\n".to_owned();
        for n in 1..=100_000 {
            let (unit, done) = (n % 4 + 1, ["", "2026-10-15", "2026-10-20"][n % 3]);
            file.push_str(&format!("NV-2026-{n:06},Rà soát quy hoạch số {n},,,2026-10-01,H99.0{unit},,2026-10-16,{done}\n"));
        }
        let begun = std::time::Instant::now();
        let mut cx = t.portal.write(&system()).await.expect("context");
        let report = domain::tasks::import_tasks(&mut cx, file.as_bytes(), "tasks.csv").await.expect("tasks");
        cx.commit().await.expect("commit");
        println!("{}: {} tasks in {:?}", t.engine, report.added, begun.elapsed());
        assert_eq!((report.added, report.kept), (100_000, 0));
        assert!(begun.elapsed() < std::time::Duration::from_secs(120), "{}: {:?}", t.engine, begun.elapsed());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_fault_in_one_pass() {
    with_dbs(async |t| {
        province(t).await;
        let file = "code,title,source_number,source_date,assigned_on,lead_unit,co_units,due_on,completed_on\n\
            NV-2026-000001,Rà soát quy hoạch sử dụng đất,,,2026-11-02,H99.02,H99.03;H99.04,2026-11-30,\n\
            NV-26-1,Ngắn,,,2026-11-02,H99.02,,2026-11-30,\n\
            NV-2026-000003,Rà soát quy hoạch sử dụng đất,,,2026-13-02,H99.77,H99.02,,\n\
            NV-2026-000004,Rà soát quy hoạch sử dụng đất,,,2026-11-02,H99.02,H99.02,2026-11-01,2026-10-01\n\
            NV-2026-000001,Rà soát quy hoạch sử dụng đất,,,2026-11-02,H99.02,,9999-12-31,\n\
            NV-2026-000006,Rà soát quy hoạch sử dụng đất,,,,,,,\n";
        let mut cx = t.portal.write(&system()).await.expect("context");
        let Err(ImportFailure::File(errors)) = domain::tasks::import_tasks(&mut cx, file.as_bytes(), "tasks.csv").await else { panic!("accepted") };
        let places: Vec<String> = errors.0.iter().map(|error| format!("{} {}", error.line, error.column)).collect();
        assert_eq!(
            places,
            [
                "3 code",
                "3 title",
                "4 assigned_on",
                "4 lead_unit",
                "5 due_on",
                "5 completed_on",
                "5 co_units",
                "6 due_on",
                "6 code",
                "7 assigned_on",
                "7 lead_unit"
            ]
        );
        cx.commit().await.expect("commit");
        let period = model::stats::Period::cohort("2026-01-01".parse().expect("day"), "2026-12-31".parse().expect("day"), "2026-11-23".parse().expect("day"));
        let mut cx = t.portal.read(&system()).await.expect("context");
        let figures = domain::stats::task_counts(&mut cx, &domain::stats::Scope::All, &period).await.expect("figures");
        assert_eq!(figures.total.total(), 0);
    })
    .await;
}
