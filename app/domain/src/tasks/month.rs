//! A list of tasks as a month of due dates, with the working days of the reader's unit.

use super::list::{BUCKET_HEAD, BUCKET_TAIL, conditions};
use crate::cx::Cx;
use crate::db::Query;
use crate::error::Result;
use chrono::{Datelike, NaiveDate, Weekday};
use model::calendar::{CalendarDayKind, WorkCalendar};
use model::tasks::{ListFilter, MonthDay};
use std::collections::HashMap;

/// Every day of the month that `first` lies in, each with the number of tasks due. The number of a day is the number of rows of the
/// same list with `due` set to it.
///
/// # Errors
/// As [`super::list`].
pub async fn month(cx: &mut Cx, filter: &ListFilter, first: NaiveDate) -> Result<Vec<MonthDay>> {
    cx.require_official()?;
    let as_of = model::format::local_date(cx.now());
    let first = first.with_day(1).unwrap_or(first);
    let days: Vec<NaiveDate> = first.iter_days().take_while(|day| day.month() == first.month()).collect();
    let last = days.last().copied().unwrap_or(first);
    let mut query = Query::new(
        "SELECT due_on, COUNT(*) AS due, CAST(SUM(CASE WHEN bucket = 'open_overdue' THEN 1 ELSE 0 END) AS BIGINT) AS overdue FROM (SELECT t.due_on, ",
    );
    query.push(BUCKET_HEAD).bind(as_of).push(BUCKET_TAIL).push(" AS bucket FROM task t WHERE 1 = 1");
    conditions(cx, &mut query, &ListFilter { due: None, ..filter.clone() }, as_of)?;
    query.push(" AND t.due_on >= ").bind(first).push(" AND t.due_on <= ").bind(last).push(") AS counted GROUP BY due_on");
    let rows: Vec<(NaiveDate, i64, i64)> = query.all(&mut cx.conn()).await?;
    let counts: HashMap<NaiveDate, (i64, i64)> = rows.into_iter().map(|(day, due, overdue)| (day, (due, overdue))).collect();
    let unit = cx.actor.unit_id;
    let calendar = crate::calendar::of_unit(cx, unit).await?;
    let of_day = |day: NaiveDate| {
        let (due, overdue) = counts.get(&day).copied().unwrap_or_default();
        let (working, name) = kind(&calendar, day);
        MonthDay { day, working, name, due, overdue }
    };
    Ok(days.into_iter().map(of_day).collect())
}

/// Whether a day is worked, and what makes it differ from the week. A year without calendar has its plain weeks.
fn kind(calendar: &WorkCalendar, day: NaiveDate) -> (bool, String) {
    let working = calendar.is_working_day(day).unwrap_or(!matches!(day.weekday(), Weekday::Sat | Weekday::Sun));
    let name = calendar.day_row(day).map_or_else(String::new, |row| match row.kind {
        CalendarDayKind::MakeUp => row.kind.label().to_owned(),
        kind if row.name.is_empty() => kind.label().to_owned(),
        _ => row.name.clone(),
    });
    (working, name)
}
