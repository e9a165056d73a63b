//! The rows of a list, with the time that is left.

use super::super::timing::Times;
use crate::calendar;
use crate::cx::Cx;
use crate::db::Query;
use crate::error::Result;
use chrono::{DateTime, Utc};
use model::calendar::WorkCalendar;
use model::dossiers::DeskRow;
use model::format;
use sqlx::FromRow;

/// A row as it is read.
#[derive(FromRow)]
pub(in crate::dossiers) struct Row {
    code: Option<String>,
    submission_code: String,
    procedure_name: String,
    applicant_name: String,
    officer: Option<String>,
    officer_id: Option<i64>,
    state: String,
    stage: Option<String>,
    competent_unit_id: i64,
    receiving_unit_id: i64,
    competent_unit: String,
    source: String,
    deadline_rule: String,
    pauses: String,
    extensions: String,
    submitted_at: DateTime<Utc>,
    intake_due: Option<DateTime<Utc>>,
    received_at: Option<DateTime<Utc>>,
    ended_at: Option<DateTime<Utc>>,
    due_current: Option<DateTime<Utc>>,
}

/// The rows of a list up to its condition.
pub(in crate::dossiers) fn select(now: DateTime<Utc>) -> Query {
    let mut query = Query::new(
        "SELECT d.code, d.submission_code, v.name AS procedure_name, d.applicant_name, o.full_name AS officer, d.officer_id, d.state, d.stage,
            d.competent_unit_id, d.receiving_unit_id, d.source, d.deadline_rule, d.pauses, d.extensions, d.submitted_at, d.intake_due, d.received_at, d.ended_at,
            d.due_current,
            COALESCE((SELECT n.short_name FROM org_unit_version n WHERE n.unit_id = d.competent_unit_id AND n.valid_from <= ",
    );
    query.bind(format::local_date(now)).push(
        " ORDER BY n.valid_from DESC LIMIT 1), '') AS competent_unit
         FROM dossier d JOIN procedure_version v ON v.id = d.procedure_version_id LEFT JOIN person o ON o.id = d.officer_id WHERE ",
    );
    query
}

/// Tells of each row how much time is left, by the calendar of its unit.
pub(in crate::dossiers) async fn judged(cx: &mut Cx, found: Vec<Row>) -> Result<Vec<DeskRow>> {
    let now = cx.now();
    let mut calendars = calendar::Calendars::now();
    let mut rows = Vec::with_capacity(found.len());
    for row in found {
        let unit = if row.received_at.is_some() { row.competent_unit_id } else { row.receiving_unit_id };
        let cal = calendars.of(cx, unit).await?;
        rows.push(to_row(row, now, &cal)?);
    }
    Ok(rows)
}

fn to_row(row: Row, now: DateTime<Utc>, cal: &WorkCalendar) -> Result<DeskRow> {
    let state = row.state.parse()?;
    let times = Times {
        state,
        rule: &row.deadline_rule,
        pauses: &row.pauses,
        extensions: &row.extensions,
        intake_due: row.intake_due,
        received_at: row.received_at,
        ended_at: row.ended_at,
        due: row.due_current,
    };
    let left = times.text(now, cal)?;
    Ok(DeskRow {
        code: row.code.unwrap_or(row.submission_code),
        procedure: row.procedure_name,
        applicant: row.applicant_name,
        officer: row.officer.unwrap_or_default(),
        officer_id: row.officer_id,
        state,
        stage: row.stage.as_deref().map(str::parse).transpose()?,
        due: if row.received_at.is_some() { row.due_current } else { row.intake_due },
        remaining: left.text,
        class: left.class,
        urgency: left.urgency,
        competent_unit: row.competent_unit,
        source: row.source.parse()?,
        since: row.received_at.unwrap_or(row.submitted_at),
    })
}
