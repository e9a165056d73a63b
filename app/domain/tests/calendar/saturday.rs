//! A03-07: hours in which a unit receives although nothing counts, from the submission to the explained due date.

use crate::calendar::support::*;
use crate::dossiers::fixture::*;
use chrono::{DateTime, NaiveDate, Utc, Weekday};
use domain::testing::{TestPortal, vn, with_dbs};
use domain::{calendar, dossiers};
use model::calendar::{DeadlineRule, LineKind, SegmentPurpose, WorkSegment, default_segments};
use model::dossiers::{ClockState, DossierView};

/// The week of the law with Saturday 07:30–11:00.
fn week(purpose: SegmentPurpose) -> Vec<WorkSegment> {
    default_segments().into_iter().chain([WorkSegment { weekday: Weekday::Sat, start_min: 450, end_min: 660, purpose }]).collect()
}

/// Application `n`, submitted at one instant and received at another.
async fn taken_in(t: &TestPortal, n: usize, submitted: DateTime<Utc>, received: DateTime<Utc>) -> DossierView {
    t.portal.clock().set(submitted);
    let dossier = submit(t, n).await;
    t.portal.clock().set(received);
    receive(t, &dossier).await;
    let mut cx = t.portal.read(&system()).await.unwrap();
    dossiers::by_any_code(&mut cx, &dossier.submission_code).await.unwrap().unwrap()
}

/// A ward whose counter receives on Saturday mornings: the receipt bears the date of Saturday, the first counted day is Monday; the
/// intake clock, too, counts from Monday. Where Saturday counts, both are earlier.
#[tokio::test(flavor = "multi_thread")]
async fn a03_07_received_on_saturday_counted_from_monday() {
    with_dbs(async |t| {
        province(t).await;
        let from = NaiveDate::from_ymd_opt(2010, 1, 1).unwrap();
        for (unit, purpose) in [(WARD, SegmentPurpose::Receiving), (OTHER_WARD, SegmentPurpose::Counting)] {
            run(t, &system(), async |cx| calendar::set_hours(cx, unit, &week(purpose), from).await).await.unwrap();
        }
        let saturday = vn(2026, 11, 21, 9, 30);
        // Five working days from Monday, without the holiday of 24/11.
        let due = Some(vn(2026, 11, 30, 17, 0));
        // Submitted and received on Friday after hours: Saturday is no counted day.
        assert_eq!(taken_in(t, 1, vn(2026, 11, 20, 18, 0), vn(2026, 11, 20, 18, 5)).await.due, due);

        // The intake clock: eight working hours of the receiving unit's calendar are the whole of Monday.
        t.portal.clock().set(vn(2026, 11, 21, 9, 0));
        assert_eq!(submit(t, 2).await.due, Some(vn(2026, 11, 23, 17, 0)));

        let seen = taken_in(t, 3, vn(2026, 11, 21, 9, 0), saturday).await;
        assert_eq!((seen.received_at, seen.due, seen.due_original, seen.clock), (Some(saturday), due, due, ClockState::Running));
        assert!(seen.code.as_deref().is_some_and(|code| code.starts_with("H99.101-261121-")), "{:?}", seen.code);
        let said = |kind: LineKind| seen.explanation.iter().find(|line| line.kind == kind).map(|line| line.text.clone()).unwrap_or_default();
        assert!(said(LineKind::Received).starts_with("Tiếp nhận lúc 09:30 thứ Bảy, 21/11/2026"), "{:?}", seen.explanation);
        assert!(said(LineKind::Start).contains("thứ Hai, 23/11/2026"), "{:?}", seen.explanation);
        assert!(said(LineKind::CountedDays).starts_with("Ngày 1: 23/11"), "{:?}", seen.explanation);
        assert!(said(LineKind::Due).contains("17:00 thứ Hai, 30/11/2026"), "{:?}", seen.explanation);

        // From a receipt on Monday it is one day more.
        assert_eq!(taken_in(t, 4, vn(2026, 11, 21, 10, 0), vn(2026, 11, 23, 7, 30)).await.due, Some(vn(2026, 12, 1, 17, 0)));

        let mut cx = t.portal.read(&system()).await.unwrap();
        let list = [
            (WARD, DeadlineRule::WorkingHour(8), vn(2026, 11, 21, 9, 0), vn(2026, 11, 23, 17, 0)),
            (OTHER_WARD, DeadlineRule::WorkingHour(8), vn(2026, 11, 21, 9, 0), vn(2026, 11, 23, 15, 0)),
            (WARD, DeadlineRule::WorkingDay(5), vn(2026, 11, 20, 9, 0), vn(2026, 11, 30, 17, 0)),
            (OTHER_WARD, DeadlineRule::WorkingDay(5), vn(2026, 11, 20, 9, 0), vn(2026, 11, 27, 17, 0)),
        ];
        for (unit, rule, received, due) in list {
            let computed = calendar::compute(&mut cx, rule, received, Some(unit)).await.unwrap();
            assert_eq!(computed.due.at, Some(due), "unit {unit} {rule}");
        }
    })
    .await;
}
