//! A change of a calendar: preview, saving, what moves, who may, what is refused.

use crate::calendar::support::*;
use crate::dossiers::fixture::*;
use chrono::NaiveDate;
use domain::calendar::{self, change, recompute};
use domain::testing::{vn, with_dbs};
use domain::{Actor, Error, args, dossiers, jobs};
use model::calendar::{CalendarForm, LineKind};

fn day(month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2027, month, day).unwrap()
}

/// A03-05: Fri 03/09/2027 becomes Wed 01/09/2027; exactly the open records whose span contains either day move.
#[tokio::test(flavor = "multi_thread")]
async fn a03_05_moving_a_day_off_moves_exactly_the_spans_that_contain_it() {
    with_dbs(async |t| {
        province(t).await;
        // Two working days each (version from 01/03/2027), received in August and September.
        let received = [(8, 26), (8, 27), (8, 30), (8, 31), (9, 1), (9, 6)];
        let mut codes = Vec::new();
        for (n, (month, date)) in received.iter().enumerate() {
            t.portal.clock().set(vn(2027, *month, *date, 9, 0));
            let submitted = submit(t, n + 1).await;
            codes.push(receive(t, &submitted).await);
        }
        let before = all(t).await;
        t.portal.clock().set(vn(2027, 7, 1, 9, 0));
        let seen = preview(t, &administrator(1), &moved_national_day()).await.unwrap();
        assert_eq!((seen.earlier, seen.later, seen.needs_second), (1, 1, false));
        assert_eq!(seen.words, "Dời ngày nghỉ Quốc khánh từ thứ Sáu, 03/09/2027 sang thứ Tư, 01/09/2027");
        assert_eq!(all(t).await, before, "a preview writes nothing");
        let saved = run(t, &administrator(1), async |cx| change::save(cx, &moved_national_day()).await).await.unwrap();
        assert!(!saved.waits);
        let job = jobs::claim(&t.portal).await.unwrap().unwrap();
        assert_eq!(job.kind, recompute::JOB);
        domain::perform(&t.portal, &job).await.unwrap();

        let after = all(t).await;
        let dates = |rows: &[Row]| rows.iter().map(|row| model::format::local_date(row.due_current.unwrap())).collect::<Vec<_>>();
        assert_eq!(dates(&before), [day(8, 30), day(8, 31), day(9, 1), day(9, 6), day(9, 7), day(9, 8)]);
        // 31/08 contains both days, which outweigh each other: nothing moves, nothing is written.
        assert_eq!(dates(&after), [day(8, 30), day(8, 31), day(9, 3), day(9, 6), day(9, 6), day(9, 8)]);
        for (old, new) in before.iter().zip(&after) {
            assert_eq!(old.due_original, new.due_original);
            assert_eq!(new.due_current, new.due_without_extension);
            let moved = old.due_current != new.due_current;
            let event = last_event(t, new.id).await;
            assert_eq!(event.action == "due_recomputed", moved, "{event:?}");
            if moved {
                assert_eq!((event.due_before, event.due_after, event.note.as_str()), (old.due_current, new.due_current, "Thông báo của Bộ Nội vụ"));
                assert_eq!(new.due_order, new.due_current.unwrap());
            } else {
                assert_eq!(old, new);
            }
        }
        let told = messages(t).await;
        assert_eq!(told.len(), 4, "two applicants, by SMS and inside the portal: {told:?}");
        assert!(told.iter().any(|text| text.contains("chuyển từ 17:00 01/09/2027 sang 17:00 03/09/2027")), "{told:?}");

        let mut cx = t.portal.read(&Actor::system("Kiểm thử")).await.unwrap();
        let view = dossiers::by_any_code(&mut cx, codes[2].code.as_deref().unwrap()).await.unwrap().unwrap();
        let line = view.explanation.iter().find(|line| line.kind == LineKind::CalendarChanged).unwrap();
        assert_eq!(line.text, "Lịch làm việc thay đổi ngày 01/07/2027 (Thông báo của Bộ Nội vụ): hạn 01/09/2027 được tính lại.");
        let due = view.explanation.iter().rfind(|line| line.kind == LineKind::Due).unwrap();
        assert!(due.text.contains("17:00 thứ Sáu, 03/09/2027 (hạn ban đầu: 01/09/2027)"), "{}", due.text);
        let logged = domain::audit::of_object(&mut cx.conn(), "calendar", &saved.id.to_string()).await.unwrap();
        assert_eq!(logged.iter().map(|row| row.action.as_str()).collect::<Vec<_>>(), ["calendar.recomputed", "calendar.changed"]);
        assert!(change::by_id(&mut cx, saved.id).await.unwrap().recomputed_at.is_some());
        drop(cx);
        // The same job again does nothing.
        let again = recompute::recompute(&t.portal, saved.id, 500, usize::MAX).await.unwrap();
        assert_eq!((again.moved, again.finished), (0, true));
        assert_eq!(all(t).await, after);
    })
    .await;
}

/// A closure moves only the dossiers of that unit.
#[tokio::test(flavor = "multi_thread")]
async fn a_closure_concerns_its_unit_alone() {
    with_dbs(async |t| {
        province(t).await;
        t.portal.clock().set(vn(2027, 6, 1, 9, 0));
        let mut rows = Vec::new();
        for unit in [WARD, OTHER_WARD] {
            let spec = Spec { unit, received_at: vn(2027, 8, 9, 9, 0), ..Spec::new(rows.len() + 1, "working_day:3") };
            rows.push(insert(t, &spec).await);
        }
        let closure =
            CalendarForm { loai: "closure".into(), ngay: "10/08/2027".into(), ten: "Chuyển trụ sở".into(), don_vi: "H99.101".into(), ..holiday() };
        let done = change_and_run(t, &closure, 500).await;
        assert_eq!(done, 1);
        let dates: Vec<NaiveDate> = all(t).await.iter().map(|row| model::format::local_date(row.due_current.unwrap())).collect();
        assert_eq!(dates, [day(8, 13), day(8, 12)]);
    })
    .await;
}

/// Days of the next 30 days and of the past need two persons; nobody else may change anything.
#[tokio::test(flavor = "multi_thread")]
async fn near_days_need_two_persons() {
    with_dbs(async |t| {
        province(t).await;
        t.portal.clock().set(vn(2027, 8, 20, 9, 0));
        insert(t, &Spec { received_at: vn(2027, 8, 19, 9, 0), ..Spec::new(1, "working_day:5") }).await;
        let form = CalendarForm { ngay: "24/08/2027".into(), ten: "Quốc tang".into(), ..holiday() };
        for actor in [Actor::anonymous(), citizen(), receptionist(), leader()] {
            let refused = run(t, &actor, async |cx| change::save(cx, &form).await).await.unwrap_err();
            assert!(matches!(refused, Error::Forbidden { .. } | Error::Unauthorized), "{refused}");
            assert!(preview(t, &actor, &form).await.is_err());
        }
        let before = all(t).await;
        let saved = run(t, &administrator(1), async |cx| change::save(cx, &form).await).await.unwrap();
        assert!(saved.waits);
        assert!(jobs::claim(&t.portal).await.unwrap().is_none());
        assert!(recompute::recompute(&t.portal, saved.id, 500, 1).await.is_err(), "a proposal moves nothing");
        let own = run(t, &administrator(1), async |cx| change::approve(cx, saved.id).await).await.unwrap_err();
        assert!(own.to_string().contains("người duyệt phải khác người đề nghị"), "{own}");
        assert!(run(t, &leader(), async |cx| change::approve(cx, saved.id).await).await.is_err());
        run(t, &administrator(2), async |cx| change::approve(cx, saved.id).await).await.unwrap();
        let twice = run(t, &administrator(2), async |cx| change::approve(cx, saved.id).await).await.unwrap_err();
        assert!(matches!(twice, Error::Invalid(_) | Error::Conflict(_)), "{twice}");
        perform_all(t).await;
        assert_eq!((before[0].due_current, all(t).await[0].due_current), (Some(vn(2027, 8, 26, 17, 0)), Some(vn(2027, 8, 27, 17, 0))));

        let other = CalendarForm { ngay: "25/08/2027".into(), ..form };
        let saved = run(t, &administrator(1), async |cx| change::save(cx, &other).await).await.unwrap();
        run(t, &administrator(2), async |cx| change::decline(cx, saved.id).await).await.unwrap();
        assert!(run(t, &administrator(2), async |cx| change::approve(cx, saved.id).await).await.is_err());
    })
    .await;
}

/// A03-04: 2028 has no calendar: refused, with a banner from 01/10/2027 until it is entered with its public holidays.
#[tokio::test(flavor = "multi_thread")]
async fn a03_04_a_missing_year() {
    with_dbs(async |t| {
        province(t).await;
        let sql = "INSERT INTO role_assignment (person_id, role, unit_id, scope, source, valid_from, granted_by_name) VALUES
            (4, 'system_admin', 1, 'province', 'manual', '2025-07-01T00:00:00+00:00', ''),
            (5, 'procedure_controller', 1, 'province', 'manual', '2025-07-01T00:00:00+00:00', ''),
            (3, 'procedure_controller', 2, 'unit', 'manual', '2025-07-01T00:00:00+00:00', '')";
        run(t, &system(), async |cx| cx.conn().exec(sql, args![]).await).await.unwrap();
        let notice = async || {
            let mut cx = t.portal.read(&Actor::system("Kiểm thử")).await.unwrap();
            calendar::notice(&mut cx).await.unwrap()
        };
        t.portal.clock().set(vn(2027, 9, 30, 23, 59));
        assert_eq!(notice().await, None);
        t.portal.clock().set(vn(2027, 10, 1, 0, 0));
        assert_eq!(notice().await.map(|notice| (notice.year, notice.to_province_office)), Some((2028, false)));
        t.portal.clock().set(vn(2027, 12, 1, 0, 0));
        assert!(notice().await.unwrap().to_province_office);
        for _ in 0..2 {
            calendar::nightly(&t.portal).await.unwrap();
        }
        let mut held = t.portal.db().read().await.unwrap();
        let told: Vec<(i64, String)> =
            held.conn().all("SELECT account_id, text FROM outbox WHERE event = 'calendar_missing' ORDER BY account_id", args![]).await.unwrap();
        drop(held);
        assert_eq!(told.iter().map(|(account, _)| *account).collect::<Vec<_>>(), [4, 5], "the administrator and the office, once a day");
        assert!(told[0].1.starts_with("Chưa có lịch làm việc năm 2028."));
        t.portal.clock().set(vn(2027, 12, 30, 9, 0));
        let submitted = submit(t, 1).await;
        let refused = receive_as(t, &receptionist(), &submitted).await.unwrap_err();
        assert_eq!(refused.to_string(), "Chưa có lịch làm việc năm 2028. Báo quản trị tỉnh.");

        // A dossier that would be pushed into 2028 stops the change, not the dossier.
        t.portal.clock().set(vn(2027, 10, 1, 9, 0));
        insert(t, &Spec { received_at: vn(2027, 12, 24, 9, 0), ..Spec::new(2, "working_day:5") }).await;
        let late = CalendarForm { ngay: "31/12/2027".into(), ..holiday() };
        let Err(Error::Invalid(errors)) = preview(t, &administrator(1), &late).await else { panic!("refused") };
        assert!(errors.of("ngay").unwrap().contains("1 hồ sơ sẽ có hạn sang năm 2028"), "{errors:?}");

        let year = CalendarForm {
            viec: "year".into(),
            nam: "2028".into(),
            tinh_trang: "estimated".into(),
            ly_do: "Lịch dự kiến năm 2028".into(),
            ..CalendarForm::default()
        };
        let Err(Error::Invalid(errors)) = preview(t, &administrator(1), &year).await else { panic!("refused") };
        assert!(errors.of("nam").unwrap().contains("thiếu ngày lễ 01/05/2028, 24/11/2028"), "{errors:?}");
        for date in ["2028-05-01", "2028-11-24"] {
            change_and_run(t, &CalendarForm { ngay: date.into(), tinh_trang: "estimated".into(), ..holiday() }, 500).await;
        }
        change_and_run(t, &year, 500).await;
        assert_eq!(notice().await, None);
        assert!(preview(t, &administrator(1), &year).await.is_err(), "the same state twice");
        t.portal.clock().set(vn(2027, 12, 30, 9, 0));
        receive(t, &submitted).await;
        let official = CalendarForm { tinh_trang: "official".into(), ..year };
        assert_eq!(change_and_run(t, &official, 500).await, 0);
        let mut cx = t.portal.read(&Actor::system("Kiểm thử")).await.unwrap();
        assert!(calendar::special_days(&mut cx, 2028).await.unwrap().iter().all(|day| day.status == model::calendar::DayStatus::Official));
    })
    .await;
}

/// What the calendar itself refuses, at the field; hostile input among it.
#[tokio::test(flavor = "multi_thread")]
async fn refused_changes_store_nothing() {
    with_dbs(async |t| {
        province(t).await;
        t.portal.clock().set(vn(2027, 3, 1, 9, 0));
        let cases = [
            (CalendarForm { ngay_cu: "07/09/2027".into(), ..moved_national_day() }, "ngay_cu"),
            (CalendarForm { ngay: "02/09/2027".into(), ..moved_national_day() }, "ngay"),
            (CalendarForm { viec: "withdraw".into(), ngay: "07/09/2027".into(), ..moved_national_day() }, "ngay"),
            (CalendarForm { ngay: "02/09/2027".into(), ten: "Quốc khánh".into(), tinh_trang: "estimated".into(), ..holiday() }, "ngay"),
            (CalendarForm { loai: "closure".into(), don_vi: "'; DROP TABLE dossier; --".into(), ..holiday() }, "don_vi"),
            (CalendarForm { ngay: "\0".into(), ..holiday() }, "ngay"),
            (CalendarForm { ngay: "0001-01-01".into(), ..holiday() }, "ngay"),
            (CalendarForm { ngay: "x".repeat(10_000), ..holiday() }, "ngay"),
        ];
        for (form, field) in cases {
            let Err(Error::Invalid(errors)) = run(t, &administrator(1), async |cx| change::save(cx, &form).await).await else { panic!("{field} {form:?}") };
            assert!(errors.of(field).is_some(), "{field}: {errors:?}");
        }
        let mut cx = t.portal.read(&Actor::system("Kiểm thử")).await.unwrap();
        assert_eq!(cx.conn().count("SELECT COUNT(*) FROM calendar_change", args![]).await.unwrap(), 0);
    })
    .await;
}
