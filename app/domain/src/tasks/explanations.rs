//! The list of explanations: for the unit its own, for the Chair and whoever watches the province all of them.

use crate::cx::Cx;
use crate::db::Query;
use crate::error::Result;
use crate::org;
use chrono::{DateTime, NaiveDate, Utc};
use model::access::{Action, ObjectKind, Reach};
use model::format::at_minute;
use model::tasks::{ExplanationFilter, ExplanationLine, ExplanationPage, ExplanationState};
use model::text::sort_key;
use model::{List, Paging};
use sqlx::FromRow;

#[derive(FromRow)]
struct Row {
    code: String,
    title: String,
    unit_id: i64,
    due_on: NaiveDate,
    days: i64,
    asked_at: DateTime<Utc>,
    answer: String,
    answered_at: Option<DateTime<Utc>>,
    answered_name: String,
    state: String,
}

/// What still waits: a task that has ended is explained by nobody.
const WAITS: &str = "e.answered_at IS NULL AND t.state NOT IN ('completed', 'cancelled')";

/// Seen by whoever sees the tasks of the unit that leads now, and by those who gave, follow or carry out the task.
fn visible(cx: &Cx, query: &mut Query, reach: &Reach) {
    if !reach.all {
        let person = cx.actor.person_id.unwrap_or_default();
        query.push(" AND (COALESCE(t.continuing_unit_id, t.lead_unit_id) IN ").bind_list(reach.units.iter().copied());
        query.push(" OR t.assigner_id = ").bind(person).push(" OR t.monitor_id = ").bind(person).push(" OR t.person_id = ").bind(person).push(")");
    }
}

fn conditions(query: &mut Query, filter: &ExplanationFilter) {
    if let Some(state) = filter.state {
        query.push(" AND ").push(match state {
            ExplanationState::Waiting => WAITS,
            ExplanationState::Given => "e.answered_at IS NOT NULL",
        });
    }
    if let Some(unit) = filter.unit {
        query.push(" AND e.unit_id = ").bind(unit);
    }
    if let Some(day) = filter.since {
        query.push(" AND e.asked_at >= ").bind(at_minute(day, 0));
    }
    query.words(&["t.fold"], &filter.words);
}

/// A page of explanations, those that wait first, with the units to choose from.
///
/// # Errors
/// `Unauthorized` unless an official acts; `Forbidden` without the right to see tasks.
pub async fn explanations(cx: &mut Cx, filter: &ExplanationFilter) -> Result<ExplanationPage> {
    cx.require_official()?;
    let reach = cx.require_reach(Action::View, ObjectKind::Task)?;
    let mut count = Query::new("SELECT COUNT(*) FROM task_explanation e JOIN task t ON t.id = e.task_id WHERE 1 = 1");
    visible(cx, &mut count, &reach);
    conditions(&mut count, filter);
    let paging = Paging::of(filter.page, count.count(&mut cx.conn()).await?);
    let mut query = Query::new(
        "SELECT t.code, t.title, e.unit_id, e.due_on, e.days, e.asked_at, e.answer, e.answered_at, e.answered_name, t.state
         FROM task_explanation e JOIN task t ON t.id = e.task_id WHERE 1 = 1",
    );
    visible(cx, &mut query, &reach);
    conditions(&mut query, filter);
    query.push(" ORDER BY CASE WHEN ").push(WAITS).push(" THEN 0 ELSE 1 END, e.asked_at DESC, e.id DESC").page(paging);
    let rows: Vec<Row> = query.all(&mut cx.conn()).await?;
    let mut asked = Query::new("SELECT DISTINCT e.unit_id FROM task_explanation e JOIN task t ON t.id = e.task_id WHERE 1 = 1");
    visible(cx, &mut asked, &reach);
    let asked: Vec<(i64,)> = asked.all(&mut cx.conn()).await?;
    let ids: Vec<i64> = asked.into_iter().map(|(unit,)| unit).collect();
    let day = org::today(cx);
    let names = org::names(cx, &ids, day).await?;
    let rows = rows
        .into_iter()
        .map(|row| {
            Ok(ExplanationLine {
                unit: names.get(&row.unit_id).cloned().unwrap_or_default(),
                code: row.code,
                title: row.title,
                due_on: row.due_on,
                days: row.days,
                asked_at: row.asked_at,
                answer: row.answer,
                answered_at: row.answered_at,
                answered_name: row.answered_name,
                state: row.state.parse()?,
            })
        })
        .collect::<Result<_>>()?;
    let mut units: Vec<(i64, String)> = names.into_iter().collect();
    units.sort_by_cached_key(|(_, name)| sort_key(name));
    Ok(ExplanationPage { list: List { rows, paging }, units })
}
