//! A list of tasks as a month of due dates: a table of weeks on wide screens, a list by day everywhere.

use super::views::address;
use chrono::{Datelike, Months, NaiveDate};
use leptos::prelude::*;
use model::format;
use model::tasks::{ListFilter, MonthDay, TaskView};
use ui::icon::Icon;
use ui::{CalendarDay, DayKind};

/// The first day of the month that an address names (`2026-11`); this month if it names none.
pub fn first_day(word: Option<&str>, today: NaiveDate) -> NaiveDate {
    let named = word.and_then(|word| NaiveDate::parse_from_str(&format!("{word}-01"), "%Y-%m-%d").ok());
    let day = named.filter(|day| (1990..=2100).contains(&day.year())).unwrap_or(today);
    day.with_day(1).unwrap_or(day)
}

/// Address of a month of a list.
fn month_href(filter: &ListFilter, first: NaiveDate) -> String {
    let base = address(&ListFilter { due: None, ..filter.clone() }, TaskView::Month);
    let mark = if base.contains('?') { '&' } else { '?' };
    format!("{base}{mark}thang={}", first.format("%Y-%m"))
}

/// The month.
pub fn view(filter: &ListFilter, first: NaiveDate, days: Vec<MonthDay>, today: NaiveDate) -> impl IntoView + use<> {
    let title = format!("Hạn nhiệm vụ, tháng {}", first.format("%m/%Y"));
    let total: i64 = days.iter().map(|day| day.due).sum();
    let step = |to: Option<NaiveDate>, label: &'static str, icon: Icon| {
        to.filter(|day| (1990..=2100).contains(&day.year())).map(|day| {
            let (href, of) = (month_href(filter, day), format!("tháng {}", day.format("%m/%Y")));
            view! { <ui::LinkButton href=href label=label kind=ui::ButtonKind::Line icon=icon of=of/> }
        })
    };
    let previous = step(first.checked_sub_months(Months::new(1)), "Tháng trước", Icon::Left);
    let next = step(first.checked_add_months(Months::new(1)), "Tháng sau", Icon::Right);
    let href = |day: NaiveDate| address(&ListFilter { due: Some(day), ..filter.clone() }, TaskView::List);
    let list = days
        .iter()
        .filter(|day| day.due > 0 || !day.name.is_empty())
        .map(|day| {
            let (when, words) = (format!("{}, {}", model::text::capital(format::weekday(day.day)), format::date(day.day)), words(day));
            let count = (day.due > 0).then(|| view! { <a href=href(day.day)>{format!("{}\u{a0}nhiệm vụ", format::number(day.due))}</a> });
            view! { <li>{when}": "{count}{words}</li> }
        })
        .collect_view();
    let listed = days.iter().any(|day| day.due > 0 || !day.name.is_empty());
    let weeks = weeks(&days, first, today, href);
    let note = format!("{}\u{a0}nhiệm vụ có hạn trong tháng. Bấm vào số để xem đúng các nhiệm vụ của ngày đó.", format::number(total));
    view! {
        <div class="p-actions">{previous}{next}</div>
        <div class="p-task-month"><ui::DueCalendar title=title.clone() weeks=weeks/></div>
        <ui::Section id="theo-ngay" title=format!("{title}, theo ngày") note=note>
            {listed.then(|| view! { <ul class="p-rows">{list}</ul> })}
        </ui::Section>
    }
}

/// What stands behind the number of a day: how many are overdue, the holiday.
fn words(day: &MonthDay) -> String {
    let overdue = if day.overdue > 0 { format!(", {} quá hạn", format::number(day.overdue)) } else { String::new() };
    match (day.due > 0, day.name.is_empty()) {
        (true, true) => overdue,
        (true, false) => format!("{overdue}, {}", day.name),
        (false, _) => day.name.clone(),
    }
}

/// Weeks from Monday to Sunday.
fn weeks(days: &[MonthDay], first: NaiveDate, today: NaiveDate, href: impl Fn(NaiveDate) -> String) -> Vec<Vec<Option<CalendarDay>>> {
    let before = first.weekday().num_days_from_monday();
    let mut cells: Vec<Option<CalendarDay>> = (0..before).map(|_| None).collect();
    cells.extend(days.iter().map(|day| {
        let kind = match (day.day == today, day.overdue > 0, day.working) {
            (true, ..) => DayKind::Today,
            (_, true, _) => DayKind::Overdue,
            (_, _, false) => DayKind::Off,
            _ => DayKind::Working,
        };
        let overdue = if day.overdue > 0 { ", quá hạn" } else { "" };
        let (note, href) = if day.due > 0 { (format!("{} việc{overdue}", day.due), href(day.day)) } else { (day.name.clone(), String::new()) };
        Some(CalendarDay { day: day.day.day(), kind, note, href })
    }));
    while !cells.len().is_multiple_of(7) {
        cells.push(None);
    }
    let mut weeks = Vec::with_capacity(cells.len() / 7);
    let mut cells = cells.into_iter().peekable();
    while cells.peek().is_some() {
        weeks.push(cells.by_ref().take(7).collect());
    }
    weeks
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(y: i32, m: u32, d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(y, m, d).expect("day")
    }

    #[test]
    fn a_month_has_whole_weeks() {
        let first = day(2026, 11, 1);
        let days: Vec<MonthDay> = first
            .iter_days()
            .take(30)
            .map(|day| MonthDay { day, working: true, name: String::new(), due: i64::from(day.day() == 25) * 4, overdue: 0 })
            .collect();
        let weeks = weeks(&days, first, day(2026, 11, 23), |day| day.to_string());
        assert!(weeks.len() == 6 && weeks.iter().all(|week| week.len() == 7));
        assert_eq!(weeks[0].iter().flatten().count(), 1, "1/11/2026 is a Sunday");
        let shown = weeks.iter().flatten().flatten().find(|cell| cell.day == 25).expect("a day");
        assert_eq!((shown.note.as_str(), shown.href.as_str()), ("4 việc", "2026-11-25"));
    }

    #[test]
    fn nonsense_is_this_month() {
        let today = day(2026, 11, 23);
        for word in [None, Some(""), Some("x"), Some("2026-13"), Some("9999-01"), Some("0001-01")] {
            assert_eq!(first_day(word, today), day(2026, 11, 1), "{word:?}");
        }
        assert_eq!(first_day(Some("2027-02"), today), day(2027, 2, 1));
    }
}
