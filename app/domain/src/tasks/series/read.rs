//! What the pages of series read.

use super::change::may_change;
use super::periods;
use super::store::{self, SeriesRow, Wording};
use crate::actor::ActorKind;
use crate::cx::Cx;
use crate::db::Query;
use crate::error::{Error, Result};
use crate::org;
use chrono::{DateTime, NaiveDate, Utc};
use model::access::{Action, ObjectKind};
use model::format::{date, local_date};
use model::tasks::series::{Occurrence, Repeat, Rule, Series, SeriesDetail, SeriesEvent, SeriesForm, SeriesLine, SeriesPeriod, SeriesState, period_words};
use model::tasks::{DeadlineKind, NewTask};
use model::{List, Paging};
use sqlx::FromRow;
use std::collections::HashMap;

/// Next periods on a page.
const COMING: usize = 6;

/// Refuses a series out of sight: seen by those who gave or follow it, and by whoever sees the tasks of its lead unit.
pub(super) fn require_visible(cx: &Cx, row: &SeriesRow, lead: i64) -> Result<()> {
    cx.require_official()?;
    let actor = &cx.actor;
    let me = |person: Option<i64>| person.is_some() && person == actor.person_id;
    let seen = actor.kind == ActorKind::System || me(row.assigner_id) || me(row.monitor_id) || actor.reach(Action::View, ObjectKind::Task).covers(lead);
    if seen { Ok(()) } else { Err(Error::NotFound) }
}

#[derive(FromRow)]
struct LineRow {
    code: String,
    state: String,
    problem: String,
    title: String,
    lead_unit_id: i64,
    repeat_kind: String,
    weekday: i64,
    month: i64,
    day: i64,
    off_day: String,
    made: i64,
}

const LINES: &str = "SELECT s.code, s.state, s.problem, v.title, v.lead_unit_id, v.repeat_kind, v.weekday, v.month, v.day, v.off_day,
        (SELECT COUNT(*) FROM task_series_period p WHERE p.series_id = s.id AND p.task_id IS NOT NULL) AS made
     FROM task_series s JOIN task_series_version v ON v.series_id = s.id AND v.number = s.revision WHERE 1 = 1";
const COUNT: &str = "SELECT COUNT(*) FROM task_series s JOIN task_series_version v ON v.series_id = s.id AND v.number = s.revision WHERE 1 = 1";

fn visible(cx: &Cx, query: &mut Query, state: Option<SeriesState>) {
    let reach = cx.actor.reach(Action::View, ObjectKind::Task);
    if !reach.all {
        query.push(" AND (v.lead_unit_id IN ").bind_list(reach.units.iter().copied());
        let person = cx.actor.person_id.unwrap_or_default();
        query.push(" OR s.assigner_id = ").bind(person).push(" OR s.monitor_id = ").bind(person).push(")");
    }
    if let Some(state) = state {
        query.push(" AND s.state = ").bind(state.as_str());
    }
}

/// A page of series: those that run first, the newest first.
///
/// # Errors
/// `Unauthorized` unless an official asks.
pub async fn list(cx: &mut Cx, state: Option<SeriesState>, page: i64) -> Result<List<SeriesLine>> {
    cx.require_official()?;
    let mut count = Query::new(COUNT);
    visible(cx, &mut count, state);
    let total = count.count(&mut cx.conn()).await?;
    let paging = Paging::of(page, total);
    let mut query = Query::new(LINES);
    visible(cx, &mut query, state);
    query.push(" ORDER BY CASE s.state WHEN 'active' THEN 0 WHEN 'paused' THEN 1 ELSE 2 END, s.id DESC").page(paging);
    let rows: Vec<LineRow> = query.all(&mut cx.conn()).await?;
    let mut units: Vec<i64> = rows.iter().map(|row| row.lead_unit_id).collect();
    units.sort_unstable();
    units.dedup();
    let names = org::names(cx, &units, org::today(cx)).await?;
    let rows = rows.into_iter().map(|row| line(row, &names)).collect::<Result<_>>()?;
    Ok(List { rows, paging })
}

fn line(row: LineRow, names: &HashMap<i64, String>) -> Result<SeriesLine> {
    let small = |number: i64| u32::try_from(number).unwrap_or_default();
    let rule =
        Rule { repeat: row.repeat_kind.parse()?, weekday: small(row.weekday), month: small(row.month), day: small(row.day), off_day: row.off_day.parse()? };
    Ok(SeriesLine {
        lead_unit: names.get(&row.lead_unit_id).cloned().unwrap_or_default(),
        rule: rule.in_words(),
        state: row.state.parse()?,
        code: row.code,
        title: row.title,
        made: row.made,
        problem: row.problem,
    })
}

#[derive(FromRow)]
struct EventRow {
    at: DateTime<Utc>,
    actor_name: String,
    step: String,
    note: String,
}

sql!(EVENTS, "SELECT at, actor_name, step, note FROM task_series_event WHERE series_id = $1 ORDER BY seq");
sql!(MADE, "SELECT COUNT(*) FROM task_series_period WHERE series_id = $1 AND task_id IS NOT NULL");

/// A series that the actor may see, with a page of its periods, the newest first.
///
/// # Errors
/// `NotFound` for an unknown code and for a series out of sight.
pub async fn detail(cx: &mut Cx, code: &str, page: i64) -> Result<(SeriesDetail, List<SeriesPeriod>)> {
    let row = store::by_code(&mut cx.conn(), code).await?;
    let wording = store::newest(&mut cx.conn(), &row).await?;
    require_visible(cx, &row, wording.lead_unit_id)?;
    let co_units = store::co_units(&mut cx.conn(), wording.id).await?;
    let units: Vec<i64> = co_units.iter().copied().chain([wording.lead_unit_id]).collect();
    let today = local_date(cx.now());
    let names = org::names(cx, &units, today).await?;
    let made = cx.conn().count(MADE, args![row.id]).await?;
    let rule = wording.rule()?;
    let line = SeriesLine {
        code: row.code.clone(),
        title: wording.title.clone(),
        lead_unit: names.get(&wording.lead_unit_id).cloned().unwrap_or_default(),
        rule: rule.in_words(),
        state: row.state()?,
        made,
        problem: row.problem.clone(),
    };
    let series = worded(&wording, co_units.clone())?;
    let coming = if line.state == SeriesState::Active { next_days(cx, &row, &wording, &series, today).await? } else { Vec::new() };
    let events: Vec<EventRow> = cx.conn().all(EVENTS, args![row.id]).await?;
    let people = people(cx, &row).await?;
    let person = |id: Option<i64>| id.and_then(|id| people.get(&id)).cloned().unwrap_or_default();
    let detail = SeriesDetail {
        may_change: line.state != SeriesState::Ended && may_change(&cx.actor, &row, wording.lead_unit_id),
        line,
        task: series.task,
        co_units: co_units.iter().filter_map(|unit| names.get(unit)).cloned().collect(),
        rule,
        due_days: series.due_days,
        valid_from: wording.valid_from,
        valid_to: wording.valid_to,
        applies_from: wording.applies_from,
        revision: row.revision,
        assigner: person(row.assigner_id),
        monitor: person(row.monitor_id),
        version: row.version,
        coming,
        events: events.into_iter().map(event).collect::<Result<_>>()?,
    };
    let periods = periods::page(cx, row.id, page).await?;
    Ok((detail, periods))
}

/// The next days on which the newest wording gives a task, without the periods that are dealt with.
async fn next_days(cx: &mut Cx, row: &SeriesRow, wording: &Wording, series: &Series, today: NaiveDate) -> Result<Vec<NaiveDate>> {
    let from = wording.valid_from.max(today);
    let done: Vec<String> = store::done(&mut cx.conn(), row.id, from).await?.into_iter().map(|(period,)| period).collect();
    let found = coming(cx, series, from, COMING + 1).await?;
    Ok(found.into_iter().filter(|next| !done.contains(&next.period)).filter_map(|next| next.day).take(COMING).collect())
}

/// The next periods of a series as it would be, from a day on.
///
/// # Errors
/// If the database cannot be read.
pub async fn coming(cx: &mut Cx, series: &Series, from: NaiveDate, most: usize) -> Result<Vec<Occurrence>> {
    let calendar = crate::calendar::of_unit(cx, Some(series.task.lead_unit)).await?;
    Ok(series.rule.coming(from.max(series.valid_from), series.valid_to, most, &calendar))
}

fn event(row: EventRow) -> Result<SeriesEvent> {
    Ok(SeriesEvent { at: row.at, actor: row.actor_name, step: row.step.parse()?, note: row.note })
}

/// A wording as input.
fn worded(wording: &Wording, co_units: Vec<i64>) -> Result<Series> {
    let task = NewTask {
        title: wording.title.clone(),
        source_kind: wording.source_kind.parse()?,
        source_number: wording.source_number.clone(),
        direction: wording.direction.clone(),
        lead_unit: wording.lead_unit_id,
        co_units,
        deadline_kind: DeadlineKind::Recurring,
        urgency: wording.urgency.parse()?,
        field: wording.field.clone(),
        output: wording.output.clone(),
        ..NewTask::default()
    };
    let due_days = u32::try_from(wording.due_days).unwrap_or_default();
    Ok(Series { task, rule: wording.rule()?, due_days, valid_from: wording.valid_from, valid_to: wording.valid_to })
}

async fn people(cx: &mut Cx, row: &SeriesRow) -> Result<HashMap<i64, String>> {
    let mut query = Query::new("SELECT id, full_name FROM person WHERE id IN ");
    query.bind_list([row.assigner_id, row.monitor_id].into_iter().flatten());
    let rows: Vec<(i64, String)> = query.all(&mut cx.conn()).await?;
    Ok(rows.into_iter().collect())
}

/// The form of a series as it is worded now, with its version.
///
/// # Errors
/// As [`detail`]; `Forbidden` for who may not change it.
pub async fn form(cx: &mut Cx, code: &str) -> Result<(SeriesForm, i64)> {
    let row = store::by_code(&mut cx.conn(), code).await?;
    let wording = store::newest(&mut cx.conn(), &row).await?;
    require_visible(cx, &row, wording.lead_unit_id)?;
    if !may_change(&cx.actor, &row, wording.lead_unit_id) {
        return Err(Error::Forbidden { action: Action::Assign, kind: ObjectKind::Task, unit: None });
    }
    let co_units = store::co_units(&mut cx.conn(), wording.id).await?;
    let month = |repeat: Repeat| if wording.repeat_kind == repeat.as_str() { wording.month.to_string() } else { String::new() };
    let form = SeriesForm {
        month_of_quarter: month(Repeat::Quarterly),
        month: month(Repeat::Yearly),
        title: wording.title,
        source_kind: wording.source_kind,
        source_number: wording.source_number,
        direction: wording.direction,
        lead_unit: wording.lead_unit_id.to_string(),
        co_units: co_units.iter().map(ToString::to_string).collect(),
        assigner: row.assigner_id.map_or_else(String::new, |person| person.to_string()),
        monitor: row.monitor_id.map_or_else(String::new, |person| person.to_string()),
        urgency: wording.urgency,
        field: wording.field,
        output: wording.output,
        weekday: wording.weekday.to_string(),
        day: if wording.day == 0 { "cuoi".to_owned() } else { wording.day.to_string() },
        repeat: wording.repeat_kind,
        off_day: wording.off_day,
        due_days: wording.due_days.to_string(),
        valid_from: date(wording.valid_from),
        valid_to: wording.valid_to.map_or_else(String::new, date),
    };
    Ok((form, row.version))
}

sql!(
    OF_TASK,
    "SELECT s.code, p.period, p.nominal_on FROM task_series_period p JOIN task t ON t.id = p.task_id JOIN task_series s ON s.id = p.series_id
     WHERE t.code = $1"
);
/// The series that a task comes from, and its period in words; nothing for a series out of sight.
///
/// # Errors
/// If the database cannot be read.
pub async fn of_task(cx: &mut Cx, code: &str) -> Result<Option<(String, String)>> {
    let found: Option<(String, String, NaiveDate)> = cx.conn().opt(OF_TASK, args![code]).await?;
    let Some((series, period, nominal)) = found else { return Ok(None) };
    let row = store::by_code(&mut cx.conn(), &series).await?;
    let lead = store::newest(&mut cx.conn(), &row).await?.lead_unit_id;
    Ok(require_visible(cx, &row, lead).is_ok().then(|| (series, period_words(&period, nominal))))
}
