//! A03-03: property tests of the deadline library against an oracle that walks minute by
//! minute. `PORTAL_ORACLE_CASES` sets the number of random cases of P1 (10,000 by default).

#![expect(clippy::unwrap_used, reason = "a panic is how a test fails")]

use crate::oracle::{Event, OracleCalendar, Outcome, calendar, day_of, rows};
use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc, Weekday};
use model::calendar::{
    Basis, CalendarDay, CalendarDayKind, Clock, DeadlineRule, DueClass, Explain, Extension, LineKind, Moment, Pause, WorkCalendar, classify, due, explain,
    remaining_text,
};
use model::format;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;

/// A random record: minutes are counted from the first day of the oracle.
#[derive(Clone, Debug)]
struct Case {
    pattern: u8,
    rows: Vec<CalendarDay>,
    rule: DeadlineRule,
    received: i64,
    /// Gap before each pause and its length, in minutes.
    pauses: Vec<(i64, i64)>,
    last_open: bool,
    /// Minutes after the receipt and units.
    extension: Option<(i64, u32)>,
}

fn rules(kind: &'static str) -> BoxedStrategy<DeadlineRule> {
    match kind {
        "working_day" => (0_u32..9).prop_map(DeadlineRule::WorkingDay).boxed(),
        "calendar_day" => (0_u32..14).prop_map(DeadlineRule::CalendarDay).boxed(),
        "working_hour" => (0_u32..40).prop_map(DeadlineRule::WorkingHour).boxed(),
        "same_day" => (6_u32..19, 0_u32..2).prop_map(|(hour, half)| DeadlineRule::SameDay(NaiveTime::from_hms_opt(hour, half * 30, 0).unwrap())).boxed(),
        _ => prop_oneof![rules("working_day"), rules("calendar_day"), rules("working_hour")].boxed(),
    }
}

/// Minutes that favour the edges of hours and days.
fn minute_of_day() -> impl Strategy<Value = i64> {
    prop_oneof![
        3 => 0_i64..1440,
        2 => prop::sample::select(vec![0, 419, 420, 421, 690, 809, 810, 900, 1019, 1020, 1021, 1439]),
    ]
}

fn moment(days: std::ops::Range<i64>) -> impl Strategy<Value = i64> {
    (days, minute_of_day()).prop_map(|(day, minute)| day * 1440 + minute)
}

fn cases(kind: &'static str) -> impl Strategy<Value = Case> {
    (
        0_u8..4,
        rows(),
        rules(kind),
        moment(0..12),
        prop::collection::vec((prop_oneof![0_i64..4 * 1440, Just(0), Just(1440)], prop_oneof![0_i64..4 * 1440, 0_i64..300, Just(0)]), 0..5),
        prop::bool::weighted(0.1),
        prop::option::of((0_i64..12 * 1440, 1_u32..6)),
    )
        .prop_map(|(pattern, rows, rule, received, pauses, last_open, extension)| Case { pattern, rows, rule, received, pauses, last_open, extension })
}

impl Case {
    fn pauses(&self) -> Vec<Pause> {
        let mut at = self.received;
        let count = self.pauses.len();
        let pauses = self.pauses.iter().enumerate().map(|(index, (gap, length))| {
            let from = at + gap;
            at = from + length;
            let open = self.last_open && index + 1 == count;
            Pause { from: instant(from), to: (!open).then(|| instant(at)), reason: String::new() }
        });
        pauses.collect()
    }

    fn extensions(&self) -> Vec<Extension> {
        let one = |(after, units): (i64, u32)| Extension {
            at: instant(self.received + after),
            units: if matches!(self.rule, DeadlineRule::WorkingHour(_)) { units * 97 } else { units },
            reason: String::new(),
        };
        self.extension.map(one).into_iter().collect()
    }

    /// Events of the oracle; at one minute the clock goes before the extension.
    fn events(&self) -> Vec<(i64, Event)> {
        let mut events = Vec::new();
        for pause in self.pauses() {
            events.push((minute(pause.from), Event::Stop));
            events.extend(pause.to.map(|to| (minute(to), Event::Go)));
        }
        for extension in self.extensions() {
            events.push((minute(extension.at), Event::Extend(extension.units)));
        }
        events.sort_by_key(|(at, _)| *at);
        events
    }
}

fn instant(minute: i64) -> DateTime<Utc> {
    format::at_minute(day_of(0), 0) + TimeDelta::minutes(minute)
}

fn minute(t: DateTime<Utc>) -> i64 {
    (t - format::at_minute(day_of(0), 0)).num_minutes()
}

fn p1(kind: &'static str, share: u32) {
    let total: u32 = std::env::var("PORTAL_ORACLE_CASES").ok().and_then(|n| n.parse().ok()).unwrap_or(10_000);
    let config = ProptestConfig { cases: total / share, failure_persistence: None, ..ProptestConfig::default() };
    let result = TestRunner::new(config).run(&cases(kind), |case| {
        let library = due(case.rule, instant(case.received), &case.pauses(), &case.extensions(), &calendar(case.pattern, &case.rows));
        let library = library.map_err(|error| TestCaseError::fail(error.to_string()))?;
        let oracle = OracleCalendar::new(case.pattern, &case.rows);
        match oracle.due(case.rule, case.received, case.events()) {
            Outcome::Due(at) => {
                prop_assert_eq!(library.paused, None);
                prop_assert_eq!(library.at.map(format::date_time), Some(format::date_time(instant(at))));
            }
            Outcome::Paused => prop_assert!(library.paused.is_some()),
        }
        Ok(())
    });
    if let Err(error) = result {
        panic!("{error}");
    }
}

/// A03-03: P1 working days.
#[test]
fn a03_03_p1_working_days() {
    p1("working_day", 4);
}

/// A03-03: P1 calendar days.
#[test]
fn a03_03_p1_calendar_days() {
    p1("calendar_day", 4);
}

/// A03-03: P1 working hours.
#[test]
fn a03_03_p1_working_hours() {
    p1("working_hour", 4);
}

/// A03-03: P1 same day.
#[test]
fn a03_03_p1_same_day() {
    p1("same_day", 4);
}

fn simple_due(rule: DeadlineRule, received: i64, cal: &WorkCalendar) -> DateTime<Utc> {
    due(rule, instant(received), &[], &[], cal).unwrap().at.unwrap()
}

fn one_more(rule: DeadlineRule) -> DeadlineRule {
    match rule {
        DeadlineRule::WorkingDay(n) => DeadlineRule::WorkingDay(n + 1),
        DeadlineRule::CalendarDay(n) => DeadlineRule::CalendarDay(n + 1),
        DeadlineRule::WorkingHour(n) => DeadlineRule::WorkingHour(n + 1),
        other => other,
    }
}

fn any_rule() -> impl Strategy<Value = DeadlineRule> {
    prop_oneof![3 => rules("any"), 1 => rules("same_day")]
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 400,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    /// A03-03: P2 due is monotonic.
    #[test]
    fn a03_03_p2_due_is_monotonic(
        pattern in 0_u8..4, rows in rows(), rule in any_rule(),
        received in moment(0..30), later in 0_i64..6000,
    ) {
        let cal = calendar(pattern, &rows);
        let first = simple_due(rule, received, &cal);
        prop_assert!(first <= simple_due(rule, received + later, &cal));
        prop_assert!(first <= simple_due(one_more(rule), received, &cal));
    }

    /// A03-03: P3 adding minutes composes.
    #[test]
    fn a03_03_p3_adding_minutes_composes(
        pattern in 0_u8..4, rows in rows(), t in moment(0..30), a in 0_u64..3000, b in 0_u64..3000,
    ) {
        let cal = calendar(pattern, &rows);
        let add = |t, minutes| cal.add_working_minutes(t, minutes).unwrap();
        prop_assert_eq!(add(instant(t), a + b), add(add(instant(t), a), b));
        let counted = cal.working_minutes_between(instant(t), add(instant(t), a)).unwrap();
        prop_assert_eq!(counted, a as i64);
    }

    /// A03-03: P4 minutes are additive.
    #[test]
    fn a03_03_p4_minutes_are_additive(
        pattern in 0_u8..4, rows in rows(), a in moment(0..40), b in moment(0..40), c in moment(0..40),
    ) {
        let cal = calendar(pattern, &rows);
        let between = |a, b| cal.working_minutes_between(instant(a), instant(b)).unwrap();
        prop_assert_eq!(between(a, b) + between(b, c), between(a, c));
        prop_assert_eq!(between(a, b), -between(b, a));
        let oracle = OracleCalendar::new(pattern, &rows);
        let walked = (a.min(b)..a.max(b)).filter(|m| oracle.counts(*m)).count() as i64;
        prop_assert_eq!(between(a, b).abs(), walked);
        let next = minute(cal.next_working_instant(instant(a)).unwrap());
        prop_assert_eq!(Some(next), (a..).find(|m| oracle.counts(*m)));
    }

    /// A03-03: P4 text and class agree.
    #[test]
    fn a03_03_p4_text_and_class_agree(
        pattern in 0_u8..4, rows in rows(), rule in any_rule(),
        received in moment(0..20), now in moment(0..60), seconds in 0_i64..60,
    ) {
        let cal = calendar(pattern, &rows);
        let now = instant(now) + TimeDelta::seconds(seconds);
        for basis in [Basis::Date, Basis::Instant] {
            let clock = Clock::Running { due: simple_due(rule, received, &cal), basis };
            let text = remaining_text(now, &clock, &cal);
            let overdue = classify(Moment::Open(now), &clock) == DueClass::Overdue;
            prop_assert_eq!(text.starts_with("Quá "), overdue, "{}", text);
            prop_assert_eq!(
                text.starts_with("Còn ") || text == "Đến hạn hôm nay", !overdue, "{}", text
            );
        }
    }

    /// A03-03: P5 more days off never help.
    #[test]
    fn a03_03_p5_more_days_off_never_help(
        pattern in 0_u8..4, rows in rows(), rule in any_rule(),
        received in moment(0..20), changed in 0_i64..40,
    ) {
        let before = simple_due(rule, received, &calendar(pattern, &rows));
        let row = |kind, pattern_of| {
            let mut more: Vec<CalendarDay> = rows.clone();
            more.retain(|row| row.day != day_of(changed));
            more.push(CalendarDay { kind, pattern_of, ..crate::oracle::row(changed) });
            simple_due(rule, received, &calendar(pattern, &more))
        };
        prop_assert!(before <= row(CalendarDayKind::Holiday, None));
        let cal = calendar(pattern, &rows);
        if !cal.is_working_day(day_of(changed)).unwrap() {
            prop_assert!(row(CalendarDayKind::MakeUp, Some(Weekday::Wed)) <= before);
        }
    }

    /// A03-03: P6 a pause within one day changes nothing.
    #[test]
    fn a03_03_p6_a_pause_within_one_day_changes_nothing(
        pattern in 0_u8..4, rows in rows(), n in 0_u32..12, received in moment(0..10),
        day in 0_i64..30, from in minute_of_day(), length in minute_of_day(),
    ) {
        let cal = calendar(pattern, &rows);
        let from = (day * 1440 + from).max(received);
        let end_of_day = from - from.rem_euclid(1440) + 1439;
        let pause = Pause {
            from: instant(from),
            to: Some(instant((from + length).min(end_of_day))),
            reason: String::new(),
        };
        for rule in [DeadlineRule::WorkingDay(n), DeadlineRule::CalendarDay(n)] {
            let paused = due(rule, instant(received), std::slice::from_ref(&pause), &[], &cal).unwrap();
            prop_assert_eq!(paused.at, Some(simple_due(rule, received, &cal)));
        }
    }

    /// A03-03: P7 explanations list the counted days.
    #[test]
    fn a03_03_p7_explanations_list_the_counted_days(
        pattern in 0_u8..4, rows in rows(), n in 1_u32..40, received in moment(0..20),
    ) {
        let cal = calendar(pattern, &rows);
        let rule = DeadlineRule::WorkingDay(n);
        let lines = explain(&Explain::new(rule, instant(received)), &cal).unwrap();
        let counted = lines.iter().find(|line| line.kind == LineKind::CountedDays).unwrap();
        prop_assert_eq!(counted.days.len(), n as usize);
        prop_assert!(counted.days.iter().all(|day| cal.is_working_day(*day).unwrap()));
        prop_assert!(counted.days.windows(2).all(|pair| pair[0] < pair[1]));
        let due = simple_due(rule, received, &cal);
        prop_assert_eq!(counted.days.last().copied(), Some(format::local_date(due)));
        let named: Vec<NaiveDate> =
            lines.iter().flat_map(|line| &line.skipped).flat_map(|group| group.days.clone()).collect();
        prop_assert!(named.iter().all(|day| !cal.is_working_day(*day).unwrap()));
        let printed = lines.iter().find(|line| line.kind == LineKind::Due).unwrap();
        prop_assert!(printed.text.contains(&format::due_long(due)));
    }

    #[test]
    fn explanations_never_fail(case in prop_oneof![cases("any"), cases("same_day")]) {
        let (pauses, extensions) = (case.pauses(), case.extensions());
        let mut input = Explain::new(case.rule, instant(case.received));
        (input.pauses, input.extensions) = (&pauses, &extensions);
        let lines = explain(&input, &calendar(case.pattern, &case.rows)).unwrap();
        prop_assert!(lines.iter().all(|line| line.text.ends_with('.')));
    }
}
