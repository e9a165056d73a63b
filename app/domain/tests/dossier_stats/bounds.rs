//! The three mistakes of other systems, each a test: the bounds of a period, a period that ends in the future, pauses.

use super::support::{DEPARTMENT, Dossier, day, lay, midnight, system, write};
use chrono::{DateTime, Duration, NaiveDate, Utc};
use domain::stats::Scope;
use domain::stats::dossiers::{ask, dossier_figures, sheet, table};
use domain::testing::{TestPortal, with_dbs};
use model::dossiers::Channel;
use model::org::OrgView;
use model::stats::dossiers::{DossierCounts, DossierFigure as F, DossierPeriod};

async fn tell(t: &TestPortal, dossiers: &[Dossier]) {
    lay(t).await;
    let mut cx = t.portal.write(&system()).await.unwrap();
    for (number, dossier) in dossiers.iter().enumerate() {
        write(&mut cx, number, dossier).await;
    }
    cx.commit().await.unwrap();
}

async fn counts(t: &TestPortal, from: NaiveDate, to: NaiveDate, as_of: NaiveDate) -> DossierCounts {
    let mut cx = t.portal.snapshot(&system()).await.unwrap();
    let period = DossierPeriod { from, to, as_of, view: OrgView::AsThen };
    dossier_figures(&mut cx, &Scope::All, &period).await.unwrap().counts(|_| true)
}

fn dossier(received: DateTime<Utc>, due: DateTime<Utc>) -> Dossier {
    let mut dossier = Dossier::new(DEPARTMENT, 1, Channel::Online, received - Duration::hours(1));
    dossier.receive(received, Some(due));
    dossier
}

/// A dossier that ended exactly at F is carried and resolved in the period; exactly at E it is open, and carried into the next.
#[tokio::test(flavor = "multi_thread")]
async fn a08_04_ends_exactly_on_the_bounds() {
    with_dbs(async |t| {
        let (from, to) = (day(2026, 9, 1), day(2026, 9, 30));
        let end = midnight(day(2026, 10, 1));
        let mut at_start = dossier(midnight(from) - Duration::days(9), midnight(from) + Duration::days(2));
        at_start.step(midnight(from), "result_ready");
        let mut at_end = dossier(midnight(from) + Duration::days(2), end + Duration::days(2));
        at_end.step(end, "result_ready");
        let received_at_end = dossier(end, end + Duration::days(9));
        tell(t, &[at_start, at_end, received_at_end]).await;
        let now = day(2026, 11, 23);
        let of = |counts: &DossierCounts| [F::Carried, F::New, F::Resolved, F::Early, F::Open].map(|figure| counts.of(figure));
        assert_eq!(of(&counts(t, from, to, now).await), [1, 1, 1, 1, 1], "{}", t.engine);
        assert_eq!(of(&counts(t, day(2026, 8, 1), day(2026, 8, 31), now).await), [0, 1, 0, 0, 1], "{}", t.engine);
        assert_eq!(of(&counts(t, day(2026, 10, 1), day(2026, 10, 31), now).await), [1, 1, 1, 1, 1], "{}", t.engine);
        // As known inside the period: what came later is not known yet.
        assert_eq!(of(&counts(t, from, to, day(2026, 9, 10)).await), [1, 1, 1, 1, 1], "{}", t.engine);
        assert_eq!(of(&counts(t, from, to, day(2026, 8, 31)).await), [1, 0, 0, 0, 1], "{}", t.engine);
    })
    .await;
}

/// Open dossiers are judged now, not at a period end in the future.
#[tokio::test(flavor = "multi_thread")]
async fn a08_03_a_period_that_ends_in_the_future_judges_now() {
    with_dbs(async |t| {
        let now = t.portal.clock().now();
        let mut by_hour = dossier(now - Duration::days(1), now - Duration::hours(1));
        by_hour.sector = 2;
        let same_day = dossier(now - Duration::days(1), now - Duration::minutes(10));
        tell(t, &[dossier(now - Duration::days(2), now + Duration::days(3)), dossier(now - Duration::days(20), now - Duration::days(3)), same_day, by_hour])
            .await;
        let until = |to| counts(t, day(2026, 11, 1), to, day(2026, 12, 31));
        for to in [day(2026, 11, 23), day(2026, 12, 31)] {
            let counts = until(to).await;
            let shown = [F::InTime, F::Overdue, F::Open].map(|figure| counts.of(figure));
            // Due today by date is still in time; by hour it is overdue.
            assert_eq!(shown, [2, 2, 4], "{} {to}", t.engine);
        }
    })
    .await;
}

/// Paused in time and asked to wait when late are different things; without a time limit goes before paused.
#[tokio::test(flavor = "multi_thread")]
async fn pauses_hide_no_lateness() {
    with_dbs(async |t| {
        let start = midnight(day(2026, 9, 1));
        let (mut in_time, mut late, mut never) = (dossier(start, start + Duration::days(9)), dossier(start, start + Duration::days(9)), dossier(start, start));
        in_time.wait(start + Duration::days(3)).ask_back(start + Duration::days(30));
        late.wait(start + Duration::days(12));
        never.log.last_mut().unwrap().due = None;
        never.log.last_mut().unwrap().plain = None;
        never.wait(start + Duration::days(1));
        tell(t, &[in_time, late, never]).await;
        let shown = |counts: DossierCounts| [F::InTime, F::Overdue, F::Paused, F::OpenNoDue].map(|figure| counts.of(figure));
        let as_of = |as_of| counts(t, day(2026, 9, 1), day(2026, 12, 31), as_of);
        assert_eq!(shown(as_of(day(2026, 9, 2)).await), [2, 0, 0, 1], "{}", t.engine);
        assert_eq!(shown(as_of(day(2026, 9, 20)).await), [0, 1, 1, 1], "{}", t.engine);
        assert_eq!(shown(as_of(day(2026, 11, 23)).await), [0, 1, 1, 1], "{}", t.engine);
    })
    .await;
}

/// The files hold the figures of the page; a sheet of a wrong code is refused with words.
#[tokio::test(flavor = "multi_thread")]
async fn the_table_of_the_files_says_what_the_sheet_says() {
    with_dbs(async |t| {
        let start = midnight(day(2026, 9, 1));
        tell(t, &[dossier(start, start + Duration::days(9)), dossier(start, start + Duration::days(90))]).await;
        let mut cx = t.portal.snapshot(&system()).await.unwrap();
        let period = DossierPeriod { from: day(2026, 9, 1), to: day(2026, 9, 30), as_of: day(2026, 11, 23), view: OrgView::AsThen };
        let asked = ask(&mut cx, &period, None, None, None).await.unwrap();
        let sheet = sheet(&mut cx, &asked, &period).await.unwrap();
        let rows = table(&sheet);
        let total = rows.last().unwrap();
        assert_eq!((total[0].as_str(), total[4].as_str(), total[14].as_str(), total[22].as_str()), ("Tổng", "2", "2", "–"));
        assert_eq!(rows.iter().map(|row| row[0].as_str()).collect::<Vec<_>>(), ["Đơn vị giải quyết", "Lĩnh vực", "Kênh", "Kênh", "Kênh", "Tổng"]);
        let csv = domain::spreadsheet::csv(domain::stats::dossiers::HEADER, rows.clone()).unwrap();
        assert_eq!(csv.lines().count(), rows.len() + 1);
        assert!(domain::spreadsheet::xlsx("Thống kê hồ sơ", domain::stats::dossiers::HEADER, rows).unwrap().starts_with(b"PK"));
        for (unit, sector) in [(Some("H99.999"), None), (None, Some("XX")), (Some("\0"), None)] {
            assert!(matches!(ask(&mut cx, &period, unit.map(|code| (code, false)), None, sector).await, Err(domain::Error::Invalid(_))));
        }
    })
    .await;
}
