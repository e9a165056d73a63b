//! SQL of the series.

use crate::db::Conn;
use crate::error::{Error, Result};
use chrono::{DateTime, NaiveDate, Utc};
use model::tasks::series::{Rule, Series, SeriesState, SeriesStep};
use sqlx::FromRow;

/// A series as stored.
#[derive(Debug, Clone, FromRow)]
pub(super) struct SeriesRow {
    pub id: i64,
    pub code: String,
    pub state: String,
    pub revision: i64,
    pub assigner_id: Option<i64>,
    pub monitor_id: Option<i64>,
    pub since: NaiveDate,
    pub problem: String,
    pub version: i64,
    pub updated_at: DateTime<Utc>,
}

impl SeriesRow {
    pub fn state(&self) -> Result<SeriesState> {
        Ok(self.state.parse()?)
    }
}

/// A wording of a series.
#[derive(Debug, Clone, FromRow)]
pub(super) struct Wording {
    pub id: i64,
    pub applies_from: NaiveDate,
    pub title: String,
    pub source_kind: String,
    pub source_number: String,
    pub direction: String,
    pub output: String,
    pub field: String,
    pub urgency: String,
    pub lead_unit_id: i64,
    pub repeat_kind: String,
    pub weekday: i64,
    pub month: i64,
    pub day: i64,
    pub off_day: String,
    pub due_days: i64,
    pub valid_from: NaiveDate,
    pub valid_to: Option<NaiveDate>,
}

impl Wording {
    /// When it comes.
    pub fn rule(&self) -> Result<Rule> {
        let small = |number: i64| u32::try_from(number).unwrap_or_default();
        Ok(Rule {
            repeat: self.repeat_kind.parse()?,
            weekday: small(self.weekday),
            month: small(self.month),
            day: small(self.day),
            off_day: self.off_day.parse()?,
        })
    }
}

macro_rules! series_sql {
    ($rest:literal) => {
        concat!("SELECT id, code, state, revision, assigner_id, monitor_id, since, problem, version, updated_at FROM task_series ", $rest)
    };
}

sql!(BY_CODE, series_sql!("WHERE code = $1"));
pub(super) async fn by_code(conn: &mut Conn<'_>, code: &str) -> Result<SeriesRow> {
    conn.one(BY_CODE, args![code]).await
}

sql!(BY_ID, series_sql!("WHERE id = $1"));
pub(super) async fn by_id(conn: &mut Conn<'_>, id: i64) -> Result<SeriesRow> {
    conn.one(BY_ID, args![id]).await
}

sql!(ACTIVE, "SELECT id FROM task_series WHERE state = 'active' ORDER BY id");
pub(super) async fn active(conn: &mut Conn<'_>) -> Result<Vec<(i64,)>> {
    conn.all(ACTIVE, args![]).await
}

sql!(LOCK, "UPDATE task_series SET state = state WHERE id = $1 AND state = 'active'");
/// Holds a series until the transaction ends, so that two processes make its periods one after the other. False if it is
/// not active any more.
pub(super) async fn lock(conn: &mut Conn<'_>, id: i64) -> Result<bool> {
    Ok(conn.exec(LOCK, args![id]).await? > 0)
}

sql!(
    INSERT,
    "INSERT INTO task_series (code, state, revision, assigner_id, monitor_id, since, version, created_at, updated_at)
     VALUES ($1, 'active', 1, $2, $3, $4, 0, $5, $5) RETURNING id"
);
pub(super) async fn insert(conn: &mut Conn<'_>, code: &str, assigner: Option<i64>, monitor: Option<i64>, since: NaiveDate, now: DateTime<Utc>) -> Result<i64> {
    conn.id(INSERT, args![code, assigner, monitor, since, now]).await
}

sql!(
    SAVE,
    "UPDATE task_series SET state = $3, revision = $4, since = $5, problem = $6, updated_at = $7, monitor_id = $8, version = version + 1 WHERE id = $1 AND version = $2"
);
/// Saves what steps may change, if nobody was faster.
pub(super) async fn save(conn: &mut Conn<'_>, row: &SeriesRow, now: DateTime<Utc>) -> Result<()> {
    let values = args![row.id, row.version, &row.state, row.revision, row.since, &row.problem, now, row.monitor_id];
    if conn.exec(SAVE, values).await? == 0 { Err(Error::stale("Chuỗi nhiệm vụ", row.updated_at)) } else { Ok(()) }
}

sql!(PROBLEM, "UPDATE task_series SET problem = $2 WHERE id = $1");
pub(super) async fn set_problem(conn: &mut Conn<'_>, id: i64, problem: &str) -> Result<()> {
    conn.exec(PROBLEM, args![id, problem]).await.map(|_| ())
}

sql!(
    ADD_WORDING,
    "INSERT INTO task_series_version (series_id, number, applies_from, title, source_kind, source_number, direction, output, field, urgency,
                                      lead_unit_id, repeat_kind, weekday, month, day, off_day, due_days, valid_from, valid_to, written_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20) RETURNING id"
);
sql!(ADD_CO_UNIT, "INSERT INTO task_series_co_unit (series_version_id, unit_id) VALUES ($1, $2)");
/// Appends a wording with its co-units.
pub(super) async fn add_wording(conn: &mut Conn<'_>, series: i64, number: i64, from: NaiveDate, input: &Series, now: DateTime<Utc>) -> Result<()> {
    let (task, rule) = (&input.task, &input.rule);
    let values = args![
        series,
        number,
        from,
        &task.title,
        task.source_kind.as_str(),
        &task.source_number,
        &task.direction,
        &task.output,
        &task.field,
        task.urgency.as_str(),
        task.lead_unit,
        rule.repeat.as_str(),
        rule.weekday,
        rule.month,
        rule.day,
        rule.off_day.as_str(),
        input.due_days,
        input.valid_from,
        input.valid_to,
        now
    ];
    let id = conn.id(ADD_WORDING, values).await?;
    for unit in &task.co_units {
        conn.exec(ADD_CO_UNIT, args![id, *unit]).await?;
    }
    Ok(())
}

macro_rules! wording_sql {
    ($rest:literal) => {
        concat!(
            "SELECT id, applies_from, title, source_kind, source_number, direction, output, field, urgency, lead_unit_id, repeat_kind,
                    weekday, month, day, off_day, due_days, valid_from, valid_to FROM task_series_version ",
            $rest
        )
    };
}

sql!(WORDINGS, wording_sql!("WHERE series_id = $1 ORDER BY number"));
/// Every wording, oldest first.
pub(super) async fn wordings(conn: &mut Conn<'_>, series: i64) -> Result<Vec<Wording>> {
    conn.all(WORDINGS, args![series]).await
}

sql!(WORDING, wording_sql!("WHERE series_id = $1 AND number = $2"));
/// The newest wording.
pub(super) async fn newest(conn: &mut Conn<'_>, row: &SeriesRow) -> Result<Wording> {
    conn.one(WORDING, args![row.id, row.revision]).await
}

sql!(CO_UNITS, "SELECT unit_id FROM task_series_co_unit WHERE series_version_id = $1 ORDER BY unit_id");
pub(super) async fn co_units(conn: &mut Conn<'_>, wording: i64) -> Result<Vec<i64>> {
    let rows: Vec<(i64,)> = conn.all(CO_UNITS, args![wording]).await?;
    Ok(rows.into_iter().map(|(unit,)| unit).collect())
}

sql!(APPEND, "INSERT INTO task_series_event (series_id, seq, at, actor_id, actor_name, step, note) VALUES ($1, $2, $3, $4, $5, $6, $7)");
/// Appends an event.
pub(super) async fn append(conn: &mut Conn<'_>, row: &SeriesRow, at: DateTime<Utc>, actor: (Option<i64>, &str), step: SeriesStep, note: &str) -> Result<()> {
    conn.exec(APPEND, args![row.id, row.version + 1, at, actor.0, actor.1, step.as_str(), note]).await.map(|_| ())
}

sql!(DONE, "SELECT period FROM task_series_period WHERE series_id = $1 AND nominal_on >= $2");
/// Names of the periods from a day on that are dealt with.
pub(super) async fn done(conn: &mut Conn<'_>, series: i64, from: NaiveDate) -> Result<Vec<(String,)>> {
    conn.all(DONE, args![series, from]).await
}

sql!(ADD_PERIOD, "INSERT INTO task_series_period (series_id, period, nominal_on, given_on, task_id, made_at) VALUES ($1, $2, $3, $4, $5, $6)");
/// Notes what became of a period: the day and the task, or nothing.
pub(super) async fn add_period(
    conn: &mut Conn<'_>,
    series: i64,
    period: &str,
    nominal: NaiveDate,
    task: Option<(NaiveDate, i64)>,
    now: DateTime<Utc>,
) -> Result<()> {
    let (day, task) = task.unzip();
    conn.exec(ADD_PERIOD, args![series, period, nominal, day, task, now]).await.map(|_| ())
}
