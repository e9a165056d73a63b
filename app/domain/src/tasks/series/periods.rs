//! The periods of a series with their tasks.

use crate::cx::Cx;
use crate::db::Query;
use crate::error::Result;
use crate::tasks::sight;
use chrono::NaiveDate;
use model::tasks::series::{SeriesPeriod, period_words};
use model::{List, Paging};
use sqlx::FromRow;
use std::collections::HashSet;

sql!(PERIODS_COUNT, "SELECT COUNT(*) FROM task_series_period WHERE series_id = $1");

#[derive(FromRow)]
struct PeriodRow {
    period: String,
    nominal_on: NaiveDate,
    given_on: Option<NaiveDate>,
    task_id: Option<i64>,
    task: Option<String>,
    state: Option<String>,
    due_on: Option<NaiveDate>,
}

/// A page of the periods of a series, the newest first.
pub(super) async fn page(cx: &mut Cx, series: i64, page: i64) -> Result<List<SeriesPeriod>> {
    let total = cx.conn().count(PERIODS_COUNT, args![series]).await?;
    let paging = Paging::of(page, total);
    let mut query = Query::new(
        "SELECT p.period, p.nominal_on, p.given_on, p.task_id, t.code AS task, t.state, t.due_on
         FROM task_series_period p LEFT JOIN task t ON t.id = p.task_id WHERE p.series_id = ",
    );
    query.bind(series).push(" ORDER BY p.nominal_on DESC, p.period DESC").page(paging);
    let rows: Vec<PeriodRow> = query.all(&mut cx.conn()).await?;
    // A former lead unit keeps its tasks: who sees the series does not see those.
    let tasks: Vec<i64> = rows.iter().filter_map(|row| row.task_id).collect();
    let seen = sight::visible(cx, &tasks).await?;
    let rows = rows.into_iter().map(|row| period(row, &seen)).collect::<Result<_>>()?;
    Ok(List { rows, paging })
}

fn period(row: PeriodRow, seen: &HashSet<i64>) -> Result<SeriesPeriod> {
    let sees = row.task_id.is_some_and(|task| seen.contains(&task));
    Ok(SeriesPeriod {
        period: period_words(&row.period, row.nominal_on),
        nominal: row.nominal_on,
        given_on: row.given_on,
        task: row.task.filter(|_| sees).unwrap_or_default(),
        task_state: row.state.filter(|_| sees).map(|state| state.parse()).transpose()?,
        due_on: row.due_on.filter(|_| sees),
    })
}
