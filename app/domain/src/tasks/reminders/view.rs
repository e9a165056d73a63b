//! The page of a bundle: what was said, why it came, and where each task stands now.

use crate::cx::Cx;
use crate::error::Result;
use crate::org;
use chrono::{DateTime, NaiveDate, Utc};
use model::tasks::reminders::{ReminderLine, ReminderPage};
use sqlx::FromRow;

sql!(BUNDLE, "SELECT id, at FROM task_notice WHERE code = $1 AND person_id = $2");

#[derive(FromRow)]
struct Row {
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
    "SELECT t.code, t.title, COALESCE(t.continuing_unit_id, t.lead_unit_id) AS unit_id, l.rule, l.role, l.due_on, l.days, t.state
     FROM task_notice_line l JOIN task t ON t.id = l.task_id WHERE l.notice_id = $1 ORDER BY l.id LIMIT 1000"
);

/// A bundle of the person who acts; three statements.
///
/// # Errors
/// `Unauthorized` unless an official acts; `NotFound` for an unknown code and for a bundle of somebody else.
pub async fn find(cx: &mut Cx, code: &str) -> Result<ReminderPage> {
    cx.require_official()?;
    let person = cx.person()?;
    let (id, at): (i64, DateTime<Utc>) = cx.conn().one(BUNDLE, args![code, person]).await?;
    let rows: Vec<Row> = cx.conn().all(LINES, args![id]).await?;
    let mut units: Vec<i64> = rows.iter().map(|row| row.unit_id).collect();
    units.sort_unstable();
    units.dedup();
    let day = org::today(cx);
    let names = org::names(cx, &units, day).await?;
    let lines = rows
        .into_iter()
        .map(|row| {
            Ok(ReminderLine {
                lead_unit: names.get(&row.unit_id).cloned().unwrap_or_default(),
                code: row.code,
                title: row.title,
                rule: row.rule.parse()?,
                role: row.role.parse()?,
                due_on: row.due_on,
                days: row.days,
                state: row.state.parse()?,
            })
        })
        .collect::<Result<_>>()?;
    Ok(ReminderPage { code: code.to_owned(), at, lines })
}
