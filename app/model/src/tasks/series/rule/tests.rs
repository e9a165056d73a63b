use super::*;

fn day(text: &str) -> NaiveDate {
    text.parse().expect("day")
}

fn rule(repeat: Repeat, weekday: u32, month: u32, of_month: u32, off_day: OffDay) -> Rule {
    Rule { repeat, weekday, month, day: of_month, off_day }
}

/// The slow way: every day of the span is asked whether the rule means it, and moves go one day at a time.
fn oracle(rule: &Rule, from: NaiveDate, to: NaiveDate, calendar: &WorkCalendar) -> Vec<(NaiveDate, Option<NaiveDate>)> {
    let last_of_month = |day: NaiveDate| (day + Days::new(1)).month() != day.month();
    let works = |day: NaiveDate| calendar.is_working_day(day).expect("calendar");
    let mut found = Vec::new();
    let mut at = from;
    while at <= to {
        let in_month = if rule.day == 0 { last_of_month(at) } else { at.day() == rule.day || (at.day() < rule.day && last_of_month(at)) };
        let meant = match rule.repeat {
            Repeat::Weekly => at.weekday().number_from_monday() == rule.weekday,
            Repeat::Monthly => in_month,
            Repeat::Quarterly => in_month && at.month0() % 3 + 1 == rule.month,
            Repeat::Yearly => in_month && at.month() == rule.month,
        };
        if meant {
            let before = rule.off_day == OffDay::Before || (rule.day == 0 && rule.repeat != Repeat::Weekly);
            let mut moved = at;
            while !works(moved) && (before || rule.off_day == OffDay::After) {
                moved = if before { moved - Days::new(1) } else { moved + Days::new(1) };
            }
            found.push((at, works(moved).then_some(moved)));
        }
        at = at + Days::new(1);
    }
    found
}

#[test]
fn a_year_with_holidays_agrees_with_the_slow_way() {
    let calendar = WorkCalendar::vietnam();
    // From the middle of a week and a quarter; the last days keep clear of the end of the known years.
    let (from, to) = (day("2026-01-14"), day("2026-12-20"));
    let mut compared = 0;
    for off_day in OffDay::ALL {
        let weekly = (1..=7).map(|weekday| rule(Repeat::Weekly, weekday, 1, 1, *off_day));
        let monthly = (0..=31).map(|of_month| rule(Repeat::Monthly, 1, 1, of_month, *off_day));
        let quarterly = (1..=3).flat_map(|month| (0..=31).map(move |of_month| rule(Repeat::Quarterly, 1, month, of_month, *off_day)));
        let yearly = (1..=12).flat_map(|month| (0..=31).map(move |of_month| rule(Repeat::Yearly, 1, month, of_month, *off_day)));
        for rule in weekly.chain(monthly).chain(quarterly).chain(yearly) {
            let placed: Vec<_> = rule
                .named(from, to)
                .into_iter()
                .map(|(period, nominal)| rule.place(period, nominal, &calendar).expect("calendar"))
                .map(|found| (found.nominal, found.day))
                .collect();
            assert_eq!(placed, oracle(&rule, from, to, &calendar), "{rule:?}");
            compared += placed.len();
        }
    }
    assert!(compared > 2_000, "{compared}");
}

#[test]
fn every_period_has_one_name() {
    let names = |rule: Rule, from: &str, to: &str| rule.named(day(from), day(to)).into_iter().map(|(period, _)| period).collect::<Vec<_>>();
    assert_eq!(names(rule(Repeat::Weekly, 5, 1, 1, OffDay::After), "2026-12-21", "2027-01-10"), ["2026-W52", "2026-W53", "2027-W01"]);
    assert_eq!(names(rule(Repeat::Monthly, 1, 1, 31, OffDay::After), "2026-01-31", "2026-03-30"), ["2026-01", "2026-02"]);
    assert_eq!(names(rule(Repeat::Quarterly, 1, 3, 0, OffDay::After), "2026-03-31", "2026-12-31"), ["2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4"]);
    assert_eq!(names(rule(Repeat::Yearly, 1, 12, 15, OffDay::After), "2025-12-16", "2027-12-15"), ["2026", "2027"]);
    assert!(names(rule(Repeat::Monthly, 1, 1, 5, OffDay::After), "2026-02-06", "2026-02-28").is_empty());
}

#[test]
fn a_day_off_moves_or_leaves_out() {
    let calendar = WorkCalendar::vietnam();
    // Sunday, 22/11/2026; Tuesday, 24/11 is a holiday.
    let place = |off_day, nominal| rule(Repeat::Monthly, 1, 1, 22, off_day).place(String::new(), day(nominal), &calendar).expect("calendar").day;
    assert_eq!(place(OffDay::After, "2026-11-22"), Some(day("2026-11-23")));
    assert_eq!(place(OffDay::Before, "2026-11-22"), Some(day("2026-11-20")));
    assert_eq!(place(OffDay::Skip, "2026-11-22"), None);
    assert_eq!(place(OffDay::After, "2026-11-24"), Some(day("2026-11-25")));
    assert_eq!(place(OffDay::Skip, "2026-11-23"), Some(day("2026-11-23")));
}

#[test]
fn words() {
    assert_eq!(rule(Repeat::Weekly, 1, 1, 1, OffDay::After).in_words(), "Hằng tuần, thứ Hai");
    assert_eq!(rule(Repeat::Monthly, 1, 1, 0, OffDay::After).in_words(), "Hằng tháng, ngày làm việc cuối cùng của tháng");
    assert_eq!(rule(Repeat::Quarterly, 1, 3, 25, OffDay::After).in_words(), "Hằng quý, ngày 25 của tháng thứ 3 trong quý");
    assert_eq!(rule(Repeat::Yearly, 1, 12, 15, OffDay::After).in_words(), "Hằng năm, ngày 15 của tháng 12");
    assert_eq!(period_words("2026-W05", day("2026-01-26")), "tuần 5 năm 2026 (26/01/2026)");
    assert_eq!(period_words("2026-09", day("2026-09-30")), "tháng 9/2026");
    assert_eq!(period_words("2026-Q4", day("2026-12-31")), "quý 4 năm 2026");
    assert_eq!(period_words("2026", day("2026-12-31")), "năm 2026");
}
