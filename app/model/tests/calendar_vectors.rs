//! Vectors of the deadline rules on the calendars of 2026 and 2027.

#![expect(clippy::unwrap_used, reason = "a panic is how a test fails")]

use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc, Weekday};
use model::calendar::{
    Basis, CalendarDay, CalendarDayKind, CalendarError, CalendarYear, Clock, DayStatus, DeadlineRule, DueClass, Explain, Extension, LineKind, Moment, Pause,
    Remaining, SegmentPurpose, WeeklyPattern, WorkCalendar, WorkSegment, YearStatus, changed_days, classify, deadlines, default_days, default_segments,
    default_years, due, explain, extension_units, next_year_notice, on_time_by_extension, remaining_text, span_contains, version_context,
};
use model::format;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// Instant of a local time, "2026-11-23 09:00" or "2026-11-23 16:59:59".
fn at(text: &str) -> DateTime<Utc> {
    let (date, time) = text.split_once(' ').unwrap();
    let time = if time.len() == 5 { format!("{time}:00") } else { time.to_owned() };
    format::instant(day(date), time.parse().unwrap())
}

fn pause(from: &str, to: Option<&str>, reason: &str) -> Pause {
    Pause { from: at(from), to: to.map(at), reason: reason.to_owned() }
}

fn same_day() -> DeadlineRule {
    DeadlineRule::SameDay(NaiveTime::from_hms_opt(15, 0, 0).unwrap())
}

#[track_caller]
fn assert_due(rule: DeadlineRule, received: &str, expected: &str) {
    let result = due(rule, at(received), &[], &[], &WorkCalendar::vietnam()).unwrap();
    assert_eq!(result.at, Some(at(expected)), "{rule} {received}");
}

/// A03-01: working days V01 to V10.
#[test]
fn a03_01_working_days_v01_to_v10() {
    for (received, n, expected) in [
        ("2026-02-12", 3, "2026-02-24"),
        ("2026-02-13", 5, "2026-02-27"),
        ("2026-01-08", 3, "2026-01-12"),
        ("2026-08-20", 3, "2026-08-24"),
        ("2026-08-28", 5, "2026-09-09"),
        ("2026-11-23", 1, "2026-11-25"),
        ("2026-11-23", 15, "2026-12-15"),
        ("2026-12-30", 3, "2027-01-05"),
        ("2027-02-03", 10, "2027-02-24"),
        ("2027-04-29", 3, "2027-05-06"),
    ] {
        // The hour of the receipt never matters for working days.
        for hour in ["00:00", "09:15", "16:59", "23:59"] {
            assert_due(DeadlineRule::WorkingDay(n), &format!("{received} {hour}"), &format!("{expected} 17:00"));
        }
    }
}

/// A03-01: working hours V11 to V14.
#[test]
fn a03_01_working_hours_v11_to_v14() {
    for (received, n, expected) in [
        ("2026-11-23 16:00", 4, "2026-11-25 10:00"),
        ("2026-11-23 10:30", 2, "2026-11-23 14:30"),
        ("2026-11-21 09:00", 8, "2026-11-23 17:00"),
        ("2026-08-21 15:30", 8, "2026-08-22 15:30"),
    ] {
        assert_due(DeadlineRule::WorkingHour(n), received, expected);
    }
}

/// A03-01: pauses V15 and V21.
#[test]
fn a03_01_pauses_v15_and_v21() {
    let cal = WorkCalendar::vietnam();
    let rule = DeadlineRule::WorkingDay(10);
    let received = at("2026-11-16 08:00");
    let run = |pauses: &[Pause]| due(rule, received, pauses, &[], &cal).unwrap();
    assert_eq!(run(&[]).at, Some(at("2026-12-01 17:00")));

    let open = run(&[pause("2026-11-18 10:00", None, "")]);
    assert_eq!(open.paused, Some(Remaining::WorkingDays(8)));
    assert_eq!(classify(Moment::Open(at("2026-11-20 10:00")), &open.clock()), DueClass::Paused);
    assert_eq!(remaining_text(at("2026-11-20 10:00"), &open.clock(), &cal), "Tạm dừng, còn 8 ngày làm việc khi tiếp tục");

    let resumed = run(&[pause("2026-11-18 10:00", Some("2026-11-30 09:00"), "")]);
    assert_eq!(resumed.at, Some(at("2026-12-10 17:00")));
    assert_eq!(resumed.paused, None);

    // V21: paused and resumed on the same day.
    let short = run(&[pause("2026-11-18 08:00", Some("2026-11-18 16:00"), "")]);
    assert_eq!(short.at, Some(at("2026-12-01 17:00")));
}

/// A03-01: same day V16 and V17.
#[test]
fn a03_01_same_day_v16_and_v17() {
    assert_due(same_day(), "2026-11-23 14:59", "2026-11-23 17:00");
    assert_due(same_day(), "2026-11-23 15:01", "2026-11-25 17:00");
    assert_due(same_day(), "2026-11-23 15:00", "2026-11-23 17:00");
    assert_due(same_day(), "2026-11-21 08:00", "2026-11-23 17:00");
}

/// A03-01: calendar days V18 to V20.
#[test]
fn a03_01_calendar_days_v18_to_v20() {
    for (received, expected) in [("2026-10-02", "2026-11-16"), ("2026-10-10", "2026-11-25"), ("2026-12-24", "2027-02-12")] {
        assert_due(DeadlineRule::CalendarDay(45), &format!("{received} 10:00"), &format!("{expected} 17:00"));
    }
}

/// A03-02: month tables.
#[test]
fn a03_02_month_tables() {
    let cal = WorkCalendar::vietnam();
    let months = cal.working_days_per_month(2026).unwrap();
    assert_eq!(months, [21, 15, 22, 20, 20, 22, 23, 21, 20, 22, 20, 23]);
    assert_eq!(months.iter().sum::<u32>(), 249);
    let months = cal.working_days_per_month(2027).unwrap();
    assert_eq!(months, [20, 15, 23, 20, 20, 22, 22, 22, 20, 21, 21, 23]);
    assert_eq!(months.iter().sum::<u32>(), 249);
    assert!(cal.working_days_per_month(2024).is_ok() && cal.working_days_per_month(2025).is_ok());
}

/// A03-04: a missing year is an error.
#[test]
fn a03_04_a_missing_year_is_an_error() {
    let cal = WorkCalendar::vietnam();
    let received = at("2027-12-29 10:00");
    for rule in [
        DeadlineRule::WorkingDay(3),
        DeadlineRule::WorkingHour(30),
        DeadlineRule::CalendarDay(3),
        DeadlineRule::WorkingDay(u32::MAX),
        DeadlineRule::WorkingHour(u32::MAX),
    ] {
        let error = due(rule, received, &[], &[], &cal).unwrap_err();
        assert_eq!(error, CalendarError::Missing(2028), "{rule}");
        assert_eq!(error.to_string(), "Chưa có lịch làm việc năm 2028. Báo quản trị tỉnh.");
        assert_eq!(error.code(), "calendar_missing(2028)");
    }
    // The last working day of 2027 can still be promised.
    assert!(due(DeadlineRule::WorkingDay(2), received, &[], &[], &cal).is_ok());
}

/// A03-04: the banner shows from October.
#[test]
fn a03_04_the_banner_shows_from_october() {
    let years = default_years();
    let notice = |text: &str| next_year_notice(day(text), &years);
    assert_eq!(notice("2026-10-01"), None);
    assert_eq!(notice("2027-09-30"), None);
    let october = notice("2027-10-01").unwrap();
    assert_eq!((october.year, october.to_province_office), (2028, false));
    assert!(october.text.contains("2028"));
    assert!(!notice("2027-11-30").unwrap().to_province_office);
    assert!(notice("2027-12-01").unwrap().to_province_office);
    assert_eq!(notice("2028-02-01").unwrap().year, 2028);

    let mut entered = years.clone();
    entered.push(CalendarYear { year: 2028, status: YearStatus::Estimated });
    assert_eq!(next_year_notice(day("2027-10-01"), &entered), None);
}

/// A03-05: only spans with a changed day move.
#[test]
fn a03_05_only_spans_with_a_changed_day_move() {
    let old = WorkCalendar::vietnam();
    let mut days = default_days();
    for row in &mut days {
        if row.day == day("2027-09-03") {
            row.day = day("2027-09-01");
        }
    }
    let new = WorkCalendar::new(default_segments(), days, &default_years()).unwrap();
    let changed = changed_days(&old, &new);
    assert_eq!(changed, [day("2027-09-01"), day("2027-09-03")]);

    let mut moved = 0;
    for received in day("2027-07-15").iter_days().take(80) {
        for n in 1..30 {
            for rule in [DeadlineRule::WorkingDay(n), DeadlineRule::CalendarDay(n)] {
                let received = format::at_minute(received, 600);
                let before = due(rule, received, &[], &[], &old).unwrap();
                let after = due(rule, received, &[], &[], &new).unwrap();
                if before.at != after.at {
                    moved += 1;
                    assert!(span_contains(before.span.unwrap(), &changed), "{rule} {received}");
                }
            }
        }
    }
    assert!(moved > 0);
    assert!(!span_contains((day("2027-09-04"), day("2027-12-01")), &changed));
    assert!(!span_contains((day("2027-08-01"), day("2027-08-31")), &changed));
    assert!(span_contains((day("2027-09-02"), day("2027-09-03")), &changed));
    assert!(changed_days(&old, &old).is_empty());
}

/// A03-07: Saturday receipt counts from monday.
#[test]
fn a03_07_saturday_receipt_counts_from_monday() {
    let mut segments = default_segments();
    segments.push(WorkSegment { weekday: Weekday::Sat, start_min: 420, end_min: 690, purpose: SegmentPurpose::Receiving });
    let cal = WorkCalendar::new(segments, default_days(), &default_years()).unwrap();
    let received = at("2026-11-21 09:00");
    assert!(cal.accepts_at(received).unwrap());
    assert!(!cal.accepts_at(at("2026-11-21 14:00")).unwrap());
    assert!(!WorkCalendar::vietnam().accepts_at(received).unwrap());
    assert!(!cal.is_working_day(day("2026-11-21")).unwrap());
    let result = due(DeadlineRule::WorkingDay(1), received, &[], &[], &cal).unwrap();
    assert_eq!(result.at, Some(at("2026-11-23 17:00")));
    // A holiday closes the receiving hours as well, a make-up day brings the weekday's hours.
    assert_eq!(cal.segments(day("2026-08-22")).unwrap().len(), 2);
}

/// A03-08: class boundaries.
#[test]
fn a03_08_class_boundaries() {
    use DueClass::{Early, InTime, Late, OnTime, Overdue};
    let due = at("2026-11-25 17:00");
    for (time, by_date, by_instant) in [
        ("2026-11-23 23:59:59", (Early, InTime), (Early, InTime)),
        ("2026-11-24 23:59:59", (Early, InTime), (Early, InTime)),
        ("2026-11-25 00:00:00", (OnTime, InTime), (OnTime, InTime)),
        ("2026-11-25 16:59:59", (OnTime, InTime), (OnTime, InTime)),
        ("2026-11-25 17:00:00", (OnTime, InTime), (OnTime, InTime)),
        ("2026-11-25 17:00:01", (OnTime, InTime), (Late, Overdue)),
        ("2026-11-25 23:59:59", (OnTime, InTime), (Late, Overdue)),
        ("2026-11-26 00:00:00", (Late, Overdue), (Late, Overdue)),
    ] {
        for (basis, (closed, open)) in [(Basis::Date, by_date), (Basis::Instant, by_instant)] {
            let clock = Clock::Running { due, basis };
            assert_eq!(classify(Moment::Finished(at(time)), &clock), closed, "{time} {basis:?}");
            assert_eq!(classify(Moment::Open(at(time)), &clock), open, "{time} {basis:?}");
        }
    }
    assert_eq!(classify(Moment::Open(due), &Clock::NoDue), DueClass::NoDue);
    assert_eq!(DueClass::NoDue.label(), "Không có thời hạn");
    assert_eq!(DeadlineRule::WorkingHour(1).basis(), Basis::Instant);

    let (old, new) = (at("2026-11-25 17:00"), at("2026-11-27 17:00"));
    assert!(!on_time_by_extension(at("2026-11-25 23:59"), old, new));
    assert!(on_time_by_extension(at("2026-11-26 00:00"), old, new));
    assert!(on_time_by_extension(at("2026-11-27 23:59"), old, new));
    assert!(!on_time_by_extension(at("2026-11-28 00:00"), old, new));
}

#[test]
fn remaining_texts() {
    let cal = WorkCalendar::vietnam();
    let text = |now: &str, due: &str, basis: Basis| remaining_text(at(now), &Clock::Running { due: at(due), basis }, &cal);
    let hour = |now: &str, due: &str| text(now, due, Basis::Instant);
    let now = "2026-11-23 09:00";
    assert_eq!(hour(now, "2026-11-25 17:00"), "Còn 1 ngày 6 giờ làm việc");
    assert_eq!(hour(now, "2026-11-26 10:00"), "Còn 2 ngày 1 giờ làm việc");
    assert_eq!(hour(now, "2026-11-23 17:00"), "Còn 6 giờ làm việc");
    assert_eq!(hour(now, "2026-11-20 17:00"), "Quá 2 giờ làm việc");
    assert_eq!(hour(now, "2026-11-20 10:00"), "Quá 7 giờ làm việc");

    let date = |now: &str, due: &str| text(now, due, Basis::Date);
    assert_eq!(date("2026-11-23 14:00", "2026-11-26 17:00"), "Còn 2 ngày 3 giờ làm việc");
    assert_eq!(date("2026-11-23 08:30", "2026-11-23 17:00"), "Còn 6 giờ 30 phút làm việc");
    assert_eq!(date("2026-11-23 16:40", "2026-11-23 17:00"), "Còn 20 phút làm việc");
    assert_eq!(date("2026-11-23 17:00", "2026-11-23 17:00"), "Đến hạn hôm nay");
    assert_eq!(date("2026-11-23 21:00", "2026-11-23 17:00"), "Đến hạn hôm nay");
    assert_eq!(date("2026-11-23 11:00", "2026-11-19 17:00"), "Quá 1 ngày 4 giờ làm việc");
    assert_eq!(date("2026-11-21 10:00", "2026-11-20 17:00"), "Quá hạn từ 17:00 20/11/2026");
    assert_eq!(hour("2026-11-20 10:00:30", "2026-11-20 10:00"), "Quá hạn từ 10:00 20/11/2026");
    assert_eq!(remaining_text(at(now), &Clock::NoDue, &cal), "Không có thời hạn");
    assert_eq!(date("2027-01-04 16:00", "2027-01-05 17:00"), "Còn 1 ngày 1 giờ làm việc (lịch dự kiến)");
    // Without a calendar the text stays true and no list fails.
    assert_eq!(date("2028-01-10 08:00", "2027-12-30 17:00"), "Quá hạn từ 17:00 30/12/2027 (lịch dự kiến)");
    let paused = |left| remaining_text(at(now), &Clock::Paused { left }, &cal);
    assert_eq!(paused(Remaining::Minutes(390)), "Tạm dừng, còn 6 giờ 30 phút làm việc khi tiếp tục");
    assert_eq!(paused(Remaining::CalendarDays(12)), "Tạm dừng, còn 12 ngày khi tiếp tục");
}

#[test]
fn explanation_of_v05_and_v15() {
    let cal = WorkCalendar::vietnam();
    let context = version_context(day("2026-01-01"));
    let mut input = Explain::new(DeadlineRule::WorkingDay(5), at("2026-08-28 09:15"));
    input.context = Some(&context);
    let lines = explain(&input, &cal).unwrap();
    let text: Vec<String> = lines.iter().map(|line| line.marked()).collect();
    assert_eq!(
        text,
        [
            "Tiếp nhận lúc 09:15 thứ Sáu, 28/08/2026.",
            "Thời hạn giải quyết: 5 ngày làm việc (phiên bản thủ tục hiệu lực từ 01/01/2026).",
            "Bắt đầu tính từ ngày làm việc tiếp theo: thứ Năm, 03/09/2026 (31/08 nghỉ hoán đổi; \
             01/09 và 02/09 nghỉ Quốc khánh; 29–30/08 nghỉ cuối tuần).",
            "Ngày 1: 03/09 · Ngày 2: 04/09 · (05–06/09 nghỉ cuối tuần) · Ngày 3: 07/09 · \
             Ngày 4: 08/09 · Ngày 5: 09/09.",
            "Hạn trả kết quả: **17:00 thứ Tư, 09/09/2026**.",
        ]
    );
    let kinds: Vec<LineKind> = lines.iter().map(|line| line.kind).collect();
    assert_eq!(kinds, [LineKind::Received, LineKind::Rule, LineKind::Start, LineKind::CountedDays, LineKind::Due]);
    assert_eq!(lines[3].days.len(), 5);

    let pauses = [pause("2026-11-18 10:00", Some("2026-11-30 09:00"), "yêu cầu bổ sung lần 1")];
    let mut input = Explain::new(DeadlineRule::WorkingDay(10), at("2026-11-16 08:00"));
    input.pauses = &pauses;
    let lines = explain(&input, &cal).unwrap();
    let text: Vec<String> = lines.iter().map(|line| line.marked()).collect();
    assert_eq!(text[4], "Hạn trả kết quả: **17:00 thứ Ba, 01/12/2026**.");
    assert_eq!(
        text[5..],
        [
            "Tạm dừng từ 18/11/2026 (yêu cầu bổ sung lần 1): đã dùng 2 ngày, còn 8 ngày.",
            "Tiếp tục từ 30/11/2026, tính từ ngày làm việc tiếp theo: 01/12/2026.",
            "Hạn trả kết quả mới: **17:00 thứ Năm, 10/12/2026** (hạn ban đầu: 01/12/2026).",
        ]
    );
    assert_eq!(lines[6].days.len(), 8);
}

#[test]
fn explanations_of_other_rules() {
    let cal = WorkCalendar::vietnam();
    let text = |rule: DeadlineRule, received: &str| -> Vec<String> {
        let lines = explain(&Explain::new(rule, at(received)), &cal).unwrap();
        lines.into_iter().skip(2).map(|line| line.text).collect()
    };
    assert_eq!(
        text(DeadlineRule::WorkingHour(4), "2026-11-23 16:00"),
        [
            "Bắt đầu tính từ 16:00 thứ Hai, 23/11/2026.",
            "23/11: 1 giờ · (24/11 nghỉ Ngày Văn hóa Việt Nam) · 25/11: 3 giờ.",
            "Hạn trả kết quả: 10:00 thứ Tư, 25/11/2026.",
        ]
    );
    assert_eq!(
        text(DeadlineRule::CalendarDay(45), "2026-10-10 10:00"),
        [
            "Bắt đầu tính từ ngày tiếp theo: Chủ nhật, 11/10/2026.",
            "Ngày 1: 11/10 · Ngày 2: 12/10 · Ngày 3: 13/10 · … · Ngày 43: 22/11 · \
             Ngày 44: 23/11 · Ngày 45: 24/11.",
            "Ngày cuối là ngày nghỉ, chuyển sang ngày làm việc tiếp theo: thứ Tư, 25/11/2026 \
             (24/11 nghỉ Ngày Văn hóa Việt Nam).",
            "Hạn trả kết quả: 17:00 thứ Tư, 25/11/2026.",
        ]
    );
    assert_eq!(
        text(same_day(), "2026-11-23 15:01"),
        [
            "Tiếp nhận sau 15:00 nên trả kết quả vào ngày làm việc tiếp theo: thứ Tư, 25/11/2026 \
             (24/11 nghỉ Ngày Văn hóa Việt Nam).",
            "Hạn trả kết quả: 17:00 thứ Tư, 25/11/2026.",
        ]
    );
    assert_eq!(text(DeadlineRule::WorkingDay(3), "2026-08-20 10:00")[1], "Ngày 1: 21/08 · Ngày 2: 22/08 (làm bù) · (23/08 nghỉ cuối tuần) · Ngày 3: 24/08.");
    assert_eq!(text(DeadlineRule::NoDeadline, "2026-08-20 10:00"), ["Không có thời hạn trả kết quả."]);
    let long = text(DeadlineRule::WorkingDay(20), "2026-11-16 10:00");
    assert_eq!(
        long[1..3],
        [
            "Ngày 1: 17/11 · Ngày 2: 18/11 · Ngày 3: 19/11 · … · Ngày 18: 11/12 · \
             (12–13/12 nghỉ cuối tuần) · Ngày 19: 14/12 · Ngày 20: 15/12.",
            "Không tính: 24/11 nghỉ Ngày Văn hóa Việt Nam; 6 ngày nghỉ cuối tuần.",
        ]
    );
    let estimated = text(DeadlineRule::WorkingDay(3), "2026-12-30 10:00");
    assert_eq!(estimated[2], "Hạn trả kết quả: 17:00 thứ Ba, 05/01/2027 (lịch dự kiến).");
    assert!(estimated[3].ends_with("(lịch dự kiến)."));
}

#[test]
fn extensions_keep_the_other_dates() {
    let cal = WorkCalendar::vietnam();
    let rule = DeadlineRule::WorkingDay(10);
    let received = at("2026-11-16 08:00");
    let (old, promised) = (at("2026-12-01 17:00"), at("2026-12-04 17:00"));
    let units = extension_units(rule, old, promised, &cal).unwrap();
    assert_eq!(units, 3);
    let extensions = [Extension { at: at("2026-11-30 10:00"), units, reason: "chờ kết quả đo đạc".to_owned() }];
    let pauses = [pause("2026-12-02 09:00", Some("2026-12-07 09:00"), "")];
    let result = deadlines(rule, received, &pauses, &extensions, &cal).unwrap();
    assert_eq!(result.original.at, Some(old));
    // The pause came after the old due date: without the extension it changes nothing.
    assert_eq!(result.without_extension.at, Some(old));
    // Two of the three promised days were left.
    assert_eq!(result.current.at, Some(at("2026-12-09 17:00")));

    let mut input = Explain::new(rule, received);
    input.extensions = &extensions;
    let lines = explain(&input, &cal).unwrap();
    assert_eq!(lines[5].text, "Hẹn lại ngày 30/11/2026 (chờ kết quả đo đạc): thêm 3 ngày làm việc.");
    // A02-07: what an officer typed is not for everybody who has the code.
    assert_eq!(lines[5].public_text(), "Hẹn lại ngày 30/11/2026: thêm 3 ngày làm việc.");
    assert_eq!(lines[6].public_text(), lines[6].text);
    assert_eq!(lines[6].text, "Hạn trả kết quả mới: 17:00 thứ Sáu, 04/12/2026 (hạn ban đầu: 01/12/2026).");
}

#[test]
fn events_out_of_order_are_refused() {
    let cal = WorkCalendar::vietnam();
    let run = |pauses: &[Pause]| due(DeadlineRule::WorkingDay(10), at("2026-11-16 08:00"), pauses, &[], &cal);
    for pauses in [
        vec![pause("2026-11-13 08:00", None, "")],
        vec![pause("2026-11-18 08:00", Some("2026-11-17 08:00"), "")],
        vec![pause("2026-11-18 08:00", None, ""), pause("2026-11-19 08:00", None, "")],
        vec![pause("2026-11-18 08:00", Some("2026-11-20 08:00"), ""), pause("2026-11-19 08:00", None, "")],
    ] {
        assert_eq!(run(&pauses), Err(CalendarError::EventOrder));
    }
}

#[test]
fn rules_have_a_stored_form() {
    for (text, label) in [
        ("working_day:5", "5 ngày làm việc"),
        ("working_hour:8", "8 giờ làm việc"),
        ("calendar_day:45", "45 ngày"),
        ("same_day:15:00", "trong ngày, tiếp nhận đến 15:00"),
        ("no_deadline", "không có thời hạn"),
    ] {
        let rule: DeadlineRule = text.parse().unwrap();
        assert_eq!(rule.to_string(), text);
        assert_eq!(rule.label(), label);
        let json = serde_json::to_string(&rule).unwrap();
        assert_eq!(json, format!("\"{text}\""));
        assert_eq!(serde_json::from_str::<DeadlineRule>(&json).unwrap(), rule);
    }
    for text in [
        "",
        "working_day",
        "working_day:",
        "working_day:-1",
        "working_day:+1",
        "working_day:99999999999",
        "same_day:25:00",
        "no_deadline:1",
        "năm ngày",
        "working_day:5 ",
    ] {
        assert!(text.parse::<DeadlineRule>().is_err(), "{text}");
    }
}

#[test]
fn hostile_dates_are_errors() {
    let cal = WorkCalendar::vietnam();
    let mut instants = vec![DateTime::<Utc>::MIN_UTC, DateTime::<Utc>::MAX_UTC];
    instants.extend(["0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z"].map(|t| t.parse::<DateTime<Utc>>().unwrap()));
    for t in instants {
        for rule in [
            DeadlineRule::WorkingDay(0),
            DeadlineRule::WorkingDay(u32::MAX),
            DeadlineRule::WorkingHour(0),
            DeadlineRule::WorkingHour(u32::MAX),
            DeadlineRule::CalendarDay(u32::MAX),
            same_day(),
        ] {
            assert!(due(rule, t, &[], &[], &cal).is_err(), "{rule} {t}");
            assert!(explain(&Explain::new(rule, t), &cal).is_err());
        }
        assert!(due(DeadlineRule::NoDeadline, t, &[], &[], &cal).is_ok());
        assert!(cal.next_working_instant(t).is_err());
        assert!(cal.working_minutes_between(t, at("2026-11-23 09:00")).is_err());
        let date = format::local_date(t);
        assert!(cal.is_working_day(date).is_err());
        assert!(cal.date_due(date).is_err());
        let clock = Clock::Running { due: t, basis: Basis::Date };
        assert!(!remaining_text(at("2026-11-23 09:00"), &clock, &cal).is_empty());
    }
    let long = DeadlineRule::CalendarDay(u32::MAX);
    assert!(due(long, at("2026-11-23 09:00"), &[], &[], &cal).is_err());
}

#[test]
fn calendars_are_checked_and_layered() {
    let segment = |start_min, end_min| WorkSegment { weekday: Weekday::Mon, start_min, end_min, purpose: SegmentPurpose::Counting };
    for bad in [segment(600, 600), segment(700, 600), segment(600, 1440)] {
        assert!(WorkCalendar::new(vec![bad], Vec::new(), &[]).is_err());
    }
    let hostile = CalendarYear { year: i32::MAX, status: YearStatus::Official };
    assert_eq!(WorkCalendar::new(Vec::new(), Vec::new(), &[hostile]).unwrap_err(), CalendarError::InvalidYear(i32::MAX));
    let year = CalendarYear { year: 2026, status: YearStatus::Official };
    let nothing = WorkCalendar::new(Vec::new(), Vec::new(), &[year]).unwrap();
    let run = due(DeadlineRule::WorkingDay(1), at("2026-05-04 08:00"), &[], &[], &nothing);
    assert_eq!(run, Err(CalendarError::Missing(2027)));

    let row =
        |kind| CalendarDay { day: day("2026-11-24"), kind, pattern_of: None, name: "thử".to_owned(), status: DayStatus::Official, source: String::new() };
    let working = |kinds: &[CalendarDayKind]| {
        let mut days = default_days();
        days.extend(kinds.iter().map(|kind| row(*kind)));
        let cal = WorkCalendar::new(default_segments(), days, &default_years()).unwrap();
        cal.is_working_day(day("2026-11-24")).unwrap()
    };
    assert!(!working(&[]));
    assert!(working(&[CalendarDayKind::MakeUp]));
    assert!(!working(&[CalendarDayKind::Closure, CalendarDayKind::MakeUp]));
    assert!(!working(&[CalendarDayKind::SwapOff]));
}

#[test]
fn weekly_hours_may_change_over_time() {
    let summer: Vec<WorkSegment> = default_segments().into_iter().map(|segment| WorkSegment { end_min: segment.end_min.min(990), ..segment }).collect();
    let cal = WorkCalendar::with_patterns(
        &[
            WeeklyPattern { valid_from: None, valid_to: None, segments: default_segments() },
            WeeklyPattern { valid_from: Some(day("2026-06-01")), valid_to: Some(day("2026-08-31")), segments: summer },
        ],
        default_days(),
        &default_years(),
    )
    .unwrap();
    let due = |date: &str| cal.date_due(day(date)).unwrap();
    assert_eq!(due("2026-05-29"), at("2026-05-29 17:00"));
    assert_eq!(due("2026-06-01"), at("2026-06-01 16:30"));
    assert_eq!(due("2026-09-03"), at("2026-09-03 17:00"));
    // A task due on a day off keeps its date.
    assert_eq!(due("2026-09-02"), at("2026-09-02 17:00"));
}

#[test]
fn one_due_date_costs_microseconds() {
    let cal = WorkCalendar::vietnam();
    let first = at("2026-01-05 08:00");
    let started = std::time::Instant::now();
    for n in 0..20_000 {
        let received = first + TimeDelta::minutes(17 * n);
        due(DeadlineRule::WorkingDay(20), received, &[], &[], &cal).unwrap();
    }
    // Generous for an unoptimised build on a busy machine; optimised it is far below.
    assert!(started.elapsed().as_micros() / 20_000 < 100);
}
