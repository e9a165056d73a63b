//! A change that is undone leaves nothing behind in what a process keeps: another change may take its number.

use super::support::{province, system};
use crate::dossiers::fixture::WARD;
use chrono::{NaiveDate, Weekday};
use domain::testing::with_dbs;
use domain::{Cx, args, calendar, org};
use model::calendar::{SegmentPurpose, WorkSegment, default_segments};

const SATURDAY: NaiveDate = NaiveDate::from_ymd_opt(2026, 9, 12).unwrap();

/// Whether the ward works on a Saturday, and on the Friday before it.
async fn works(cx: &mut Cx) -> (bool, bool) {
    let one = calendar::of_unit(cx, Some(WARD)).await.unwrap();
    (one.is_working_day(SATURDAY).unwrap(), one.is_working_day(SATURDAY.pred_opt().unwrap()).unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn an_undone_change_of_hours_is_not_kept() {
    with_dbs(async |t| {
        province(t).await;
        let from = NaiveDate::from_ymd_opt(2020, 1, 1).unwrap();
        let saturday = WorkSegment { weekday: Weekday::Sat, start_min: 420, end_min: 690, purpose: SegmentPurpose::Counting };
        let with_saturday: Vec<WorkSegment> = default_segments().into_iter().chain([saturday]).collect();
        let without_friday: Vec<WorkSegment> = default_segments().into_iter().filter(|own| own.weekday != Weekday::Fri).collect();
        let mut undone = t.portal.write(&system()).await.unwrap();
        calendar::set_hours(&mut undone, WARD, &with_saturday, from).await.unwrap();
        assert_eq!(works(&mut undone).await, (true, true), "{}: whoever changes it sees it", t.engine);
        drop(undone);
        assert_eq!(works(&mut t.portal.read(&system()).await.unwrap()).await, (false, true), "{}", t.engine);
        let mut cx = t.portal.write(&system()).await.unwrap();
        calendar::set_hours(&mut cx, WARD, &without_friday, from).await.unwrap();
        cx.commit().await.unwrap();
        assert_eq!(works(&mut t.portal.read(&system()).await.unwrap()).await, (false, false), "{}: the change that was made", t.engine);
    })
    .await;
}

/// The names that a process keeps are those of the state that a snapshot sees.
#[tokio::test(flavor = "multi_thread")]
async fn kept_names_follow_the_organisation() {
    with_dbs(async |t| {
        province(t).await;
        let day = NaiveDate::from_ymd_opt(2026, 9, 12).unwrap();
        let name = async |cx: &mut Cx| org::names(cx, &[WARD], day).await.unwrap().remove(&WARD).unwrap();
        let early = t.portal.at_one_moment();
        let before = name(&mut early.read(&system()).await.unwrap()).await;
        let mut cx = t.portal.write(&system()).await.unwrap();
        cx.conn().exec("UPDATE org_unit_version SET name = 'Phường Mới' WHERE unit_id = $1", args![WARD]).await.unwrap();
        // What a change of the organisation does, too.
        cx.conn().exec("INSERT INTO counter (series, n) VALUES ('org', 1) ON CONFLICT (series) DO UPDATE SET n = counter.n + 1", args![]).await.unwrap();
        assert_eq!(name(&mut cx).await, "Phường Mới", "{}: whoever changes it sees it", t.engine);
        cx.commit().await.unwrap();
        assert_eq!(name(&mut t.portal.snapshot(&system()).await.unwrap()).await, "Phường Mới", "{}", t.engine);
        assert_eq!(name(&mut early.read(&system()).await.unwrap()).await, before, "{}: the moment before the change", t.engine);
        assert_eq!(name(&mut t.portal.snapshot(&system()).await.unwrap()).await, "Phường Mới", "{}", t.engine);
        // A use case that goes on after the moment was let go tells the next moment nothing.
        let request = t.portal.at_one_moment();
        let mut older = request.read(&system()).await.unwrap();
        // A snapshot of SQLite begins with its first statement.
        older.conn().count("SELECT COUNT(*) FROM setting", args![]).await.unwrap();
        let mut cx = request.write(&system()).await.unwrap();
        cx.conn().exec("UPDATE org_unit_version SET name = 'Phường Nay' WHERE unit_id = $1", args![WARD]).await.unwrap();
        cx.conn().exec("UPDATE counter SET n = n + 1 WHERE series = 'org'", args![]).await.unwrap();
        cx.commit().await.unwrap();
        assert_eq!(name(&mut older).await, "Phường Mới", "{}", t.engine);
        assert_eq!(name(&mut request.read(&system()).await.unwrap()).await, "Phường Nay", "{}", t.engine);
    })
    .await;
}
