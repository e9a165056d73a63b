//! The strip of days: how much is due when, in the calendar of the unit. The rows that the page reads are the most
//! urgent ones, so the next days are complete; what lies beyond is "Sau đó".

use chrono::{DateTime, Datelike, Days, NaiveDate, Utc, Weekday};
use domain::today::Worklist;
use model::calendar::WorkCalendar;
use model::format;
use model::text::capital;
use ui::{DayKind, WeekCell};

/// Days with a cell of their own; the rest is "Sau đó".
const DAYS: u64 = 4;

/// Overdue, today, three more days, and what comes later.
pub fn cells(list: &Worklist, now: DateTime<Utc>, calendar: &WorkCalendar) -> Vec<WeekCell> {
    let today = format::local_date(now);
    let load = list.load();
    let count = |n: i64| Some(u32::try_from(n).unwrap_or(0));
    let link = |n: i64, anchor: &str| if n > 0 { format!("#{anchor}") } else { String::new() };
    let overdue = load.overdue;
    let mut cells = vec![WeekCell {
        kind: DayKind::Overdue,
        label: "Quá hạn".to_owned(),
        count: count(overdue),
        note: if overdue > 0 { "xử lý trước" } else { "việc" }.to_owned(),
        href: link(overdue, "qua-han"),
    }];
    let due_on = |day: NaiveDate| list.next.iter().filter(|item| item.due.map(format::local_date) == Some(day)).count() as i64;
    let mut within = 0;
    for step in 0..DAYS {
        let Some(day) = today.checked_add_days(Days::new(step)) else { continue };
        let n = if step == 0 { load.today } else { due_on(day) };
        if step > 0 {
            within += n;
        }
        cells.push(cell(day, step, n, calendar));
    }
    let later = load.total - load.overdue - load.today - within;
    cells.push(WeekCell {
        kind: DayKind::Working, label: "Sau đó".to_owned(), count: count(later), note: "việc".to_owned(), href: link(later, "tiep-theo")
    });
    cells
}

fn cell(day: NaiveDate, step: u64, n: i64, calendar: &WorkCalendar) -> WeekCell {
    let working = calendar.is_working_day(day).unwrap_or(true);
    let label = format!("{} {:02}/{:02}", capital(format::weekday(day)).replace(' ', "\u{a0}"), day.day(), day.month());
    let anchor = if step == 0 { "den-han-hom-nay" } else { "tiep-theo" };
    let href = if n > 0 { format!("#{anchor}") } else { String::new() };
    let off = if matches!(day.weekday(), Weekday::Sat | Weekday::Sun) { "cuối tuần" } else { "nghỉ lễ" };
    let (kind, note) = match (step, working) {
        (0, _) => (DayKind::Today, "hôm nay"),
        (_, true) => (DayKind::Working, "việc"),
        (_, false) => (DayKind::Off, off),
    };
    // Something may be due on a day off all the same: then its number is shown.
    let count = (kind != DayKind::Off || n > 0).then(|| u32::try_from(n).unwrap_or(0));
    WeekCell { kind, label, count, note: note.to_owned(), href }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_demo_week_has_its_holiday() {
        let now = "2026-11-23T07:00:00Z".parse().unwrap();
        let cells = cells(&Worklist::default(), now, &WorkCalendar::vietnam());
        let labels: Vec<&str> = cells.iter().map(|cell| cell.label.as_str()).collect();
        assert_eq!(labels, ["Quá hạn", "Thứ\u{a0}Hai 23/11", "Thứ\u{a0}Ba 24/11", "Thứ\u{a0}Tư 25/11", "Thứ\u{a0}Năm 26/11", "Sau đó"]);
        assert_eq!((cells[2].kind, cells[2].count, cells[2].note.as_str()), (DayKind::Off, None, "nghỉ lễ"));
    }
}
