//! 08 §2: mean and median working days, against values that were counted by hand on the calendar of 2026.

use super::support::{DEPARTMENT, Dossier, WARD, day, lay, midnight, system, write};
use chrono::{DateTime, Duration, NaiveDate, Utc, Weekday};
use domain::stats::dossiers::{Asked, rows, sheet, table};
use domain::testing::{TestPortal, with_dbs};
use model::calendar::{SegmentPurpose, WorkSegment, default_segments};
use model::dossiers::Channel;
use model::org::OrgView;
use model::stats::dossiers::{DossierFigure as F, DossierPeriod, DossierSheet, Handling};

fn at(month: u32, date: u32) -> DateTime<Utc> {
    midnight(day(2026, month, date)) + Duration::hours(9)
}

fn received(unit: i64, sector: i64, channel: Channel, at: DateTime<Utc>) -> Dossier {
    let mut dossier = Dossier::new(unit, sector, channel, at - Duration::hours(1));
    dossier.receive(at, Some(at + Duration::days(20)));
    dossier
}

async fn tell(t: &TestPortal, dossiers: &[Dossier]) {
    let mut cx = t.portal.write(&system()).await.unwrap();
    for (number, dossier) in dossiers.iter().enumerate() {
        write(&mut cx, number, dossier).await;
    }
    cx.commit().await.unwrap();
}

async fn told(t: &TestPortal, from: NaiveDate, to: NaiveDate, as_of: NaiveDate) -> DossierSheet {
    let mut cx = t.portal.snapshot(&system()).await.unwrap();
    sheet(&mut cx, &Asked::default(), &DossierPeriod { from, to, as_of, view: OrgView::AsThen }).await.unwrap()
}

fn words(handling: Option<&Handling>) -> (String, String) {
    let handling = handling.unwrap();
    (handling.mean(), handling.median())
}

fn of(sheet: &DossierSheet, unit: &str) -> (String, String) {
    words(sheet.units.iter().find(|line| line.code == unit).unwrap().handling.as_ref())
}

fn pair(mean: &str, median: &str) -> (String, String) {
    (mean.to_owned(), median.to_owned())
}

/// Five results of August and September 2026: 5, 0, 4, 2 and 3 working days (the last one 1 day until its receipt was corrected).
fn history() -> Vec<Dossier> {
    let online = |from| received(DEPARTMENT, 1, Channel::Online, from);
    // Over Quốc khánh: 03, 04, 07, 08, 09/09.
    let mut holiday = online(at(8, 28));
    holiday.step(at(9, 9), "result_ready");
    let mut at_once = online(at(9, 7));
    at_once.step(at(9, 7) + Duration::hours(2), "result_ready").step(at(9, 8), "returned");
    // 08, 09/09; a pause until 21/09; 22, 23/09.
    let mut paused = online(at(9, 7));
    paused.wait(at(9, 9)).step(at(9, 21), "processing").step(at(9, 23), "result_ready");
    // Saturday 22/08 is worked: 22, 24/08.
    let mut make_up = received(WARD, 2, Channel::Direct, at(8, 21));
    make_up.step(at(8, 24), "result_ready");
    // 11/09; with the corrected receipt 09, 10, 11/09.
    let mut corrected = online(at(9, 10));
    corrected.step(at(9, 11), "result_ready");
    corrected.corrected = Some((at(10, 1), at(9, 8)));
    // Not results of the period: stopped, open, later.
    let (mut stopped, mut later) = (online(at(9, 7)), online(at(9, 28)));
    stopped.step(at(9, 18), "stopped");
    later.step(at(10, 5), "result_ready");
    vec![holiday, at_once, paused, make_up, corrected, stopped, later, online(at(9, 14))]
}

#[tokio::test(flavor = "multi_thread")]
async fn mean_and_median_working_days_by_hand() {
    with_dbs(async |t| {
        lay(t).await;
        tell(t, &history()).await;
        let (from, to) = (day(2026, 8, 1), day(2026, 9, 30));
        let now = told(t, from, to, day(2026, 11, 23)).await;
        assert_eq!(now.number(F::Handled), 5, "{}", t.engine);
        assert_eq!(words(now.handling.as_ref()), pair("2,80", "3,0"), "{}", t.engine);
        assert_eq!((of(&now, "H99.10"), of(&now, "H99.22")), (pair("3,00", "3,5"), pair("2,00", "2,0")), "{}", t.engine);
        assert_eq!(words(now.handling_by(Channel::Direct)), pair("2,00", "2,0"), "{}", t.engine);
        assert_eq!(words(now.handling_by(Channel::Postal)), pair("–", "–"), "{}", t.engine);
        let sectors: Vec<_> = now.sectors.iter().map(|line| words(line.handling.as_ref())).collect();
        assert_eq!(sectors, [pair("3,00", "3,5"), pair("2,00", "2,0")], "{}", t.engine);
        let whole = table(&now);
        assert_eq!(whole.last().unwrap()[31..], ["5", "2,80", "3,0"], "{}", t.engine);
        // Before the receipt was corrected.
        let then = told(t, from, to, day(2026, 9, 30)).await;
        assert_eq!(words(then.handling.as_ref()), pair("2,40", "2,0"), "{}", t.engine);
        // The rows behind the figure say the days that it is made of.
        let mut cx = t.portal.snapshot(&system()).await.unwrap();
        let period = DossierPeriod { from, to, as_of: day(2026, 11, 23), view: OrgView::AsThen };
        let found = rows(&mut cx, &Asked::default(), F::Handled, &period, 1, true).await.unwrap();
        let mut days: Vec<_> = found.list.rows.iter().map(|row| row.working_days).collect();
        days.sort_unstable();
        assert_eq!(days, [0, 2, 3, 4, 5].map(Some), "{}", t.engine);
        let open = rows(&mut cx, &Asked::default(), F::Open, &period, 1, true).await.unwrap();
        assert!(open.list.rows.iter().all(|row| row.working_days.is_none()), "{}", t.engine);
    })
    .await;
}

/// Each unit counts by its own calendar; a year without calendar is not a zero.
#[tokio::test(flavor = "multi_thread")]
async fn working_days_follow_the_calendar_of_the_unit() {
    with_dbs(async |t| {
        lay(t).await;
        let mut cx = t.portal.write(&system()).await.unwrap();
        domain::calendar::set_up(&mut cx, day(2024, 1, 1)).await.unwrap();
        let saturday = WorkSegment { weekday: Weekday::Sat, start_min: 420, end_min: 690, purpose: SegmentPurpose::Counting };
        let hours: Vec<WorkSegment> = default_segments().into_iter().chain([saturday]).collect();
        domain::calendar::set_hours(&mut cx, WARD, &hours, day(2024, 1, 1)).await.unwrap();
        cx.commit().await.unwrap();
        // From Friday to Monday.
        let mut dossiers = [DEPARTMENT, WARD].map(|unit| received(unit, 1, Channel::Online, at(9, 11)));
        for dossier in &mut dossiers {
            dossier.step(at(9, 14), "result_ready");
        }
        let long_ago = midnight(day(2023, 12, 4));
        let mut before = received(DEPARTMENT, 1, Channel::Online, long_ago);
        before.step(long_ago + Duration::days(2), "result_ready");
        let [department, ward] = dossiers;
        tell(t, &[department, ward, before]).await;
        let now = told(t, day(2026, 9, 1), day(2026, 9, 30), day(2026, 11, 23)).await;
        assert_eq!((of(&now, "H99.10"), of(&now, "H99.22")), (pair("1,00", "1,0"), pair("2,00", "2,0")), "{}", t.engine);
        let then = told(t, day(2023, 12, 1), day(2023, 12, 31), day(2026, 11, 23)).await;
        let handling = then.handling.clone().unwrap();
        assert_eq!((then.number(F::Handled), handling.known(), handling.unknown()), (1, 0, 1), "{}", t.engine);
        assert_eq!(words(Some(&handling)), pair("–", "–"), "{}", t.engine);
    })
    .await;
}
