//! The page of a bundle: what was said, why it came, and where each task stands now. Of a task that the reader may not see any
//! more (it went to another unit) the page says what was said then, and nothing of now.

use crate::cx::Cx;
use crate::error::Result;
use crate::org;
use crate::tasks::sight;
use chrono::{DateTime, NaiveDate, Utc};
use model::tasks::reminders::{ReminderLine, ReminderPage, ReminderRule};
use sqlx::FromRow;

sql!(BUNDLE, "SELECT id, at FROM task_notice WHERE code = $1 AND person_id = $2");

#[derive(FromRow)]
struct Row {
    id: i64,
    code: String,
    title: String,
    unit_id: i64,
    rule: String,
    role: String,
    due_on: Option<NaiveDate>,
    days: i64,
    state: String,
}

sql!(
    LINES,
    "SELECT t.id, t.code, t.title, COALESCE(t.continuing_unit_id, t.lead_unit_id) AS unit_id, l.rule, l.role, l.due_on, l.days, t.state
     FROM task_notice_line l JOIN task t ON t.id = l.task_id WHERE l.notice_id = $1 ORDER BY l.id LIMIT 1000"
);

sql!(COUNTS, "SELECT rule, COUNT(*) FROM task_notice_line WHERE notice_id = $1 GROUP BY rule");

/// A bundle of the person who acts, with its first thousand lines; five statements.
///
/// # Errors
/// `Unauthorized` unless an official acts; `NotFound` for an unknown code and for a bundle of somebody else.
pub async fn find(cx: &mut Cx, code: &str) -> Result<ReminderPage> {
    cx.require_official()?;
    let person = cx.person()?;
    let (id, at): (i64, DateTime<Utc>) = cx.conn().one(BUNDLE, args![code, person]).await?;
    let rows: Vec<Row> = cx.conn().all(LINES, args![id]).await?;
    let counts: Vec<(String, i64)> = cx.conn().all(COUNTS, args![id]).await?;
    let counts = counts.into_iter().map(|(rule, n)| Ok((rule.parse()?, n))).collect::<Result<Vec<(ReminderRule, i64)>>>()?;
    let tasks: Vec<i64> = rows.iter().map(|row| row.id).collect();
    let seen = sight::visible(cx, &tasks).await?;
    let mut units: Vec<i64> = rows.iter().map(|row| row.unit_id).collect();
    units.sort_unstable();
    units.dedup();
    let day = org::today(cx);
    let names = org::names(cx, &units, day).await?;
    let lines = rows
        .into_iter()
        .map(|row| {
            let sees = seen.contains(&row.id);
            Ok(ReminderLine {
                lead_unit: names.get(&row.unit_id).filter(|_| sees).cloned().unwrap_or_default(),
                code: row.code,
                title: row.title,
                rule: row.rule.parse()?,
                role: row.role.parse()?,
                due_on: row.due_on,
                days: row.days,
                state: if sees { Some(row.state.parse()?) } else { None },
            })
        })
        .collect::<Result<_>>()?;
    Ok(ReminderPage { code: code.to_owned(), at, counts, lines })
}
