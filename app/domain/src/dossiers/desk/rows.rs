//! The rows of a list, with the time that is left.

use super::super::timed::{Timed, timed_columns};
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
    code: String,
    procedure_name: String,
    applicant_name: String,
    officer: Option<String>,
    officer_id: Option<i64>,
    stage: Option<String>,
    competent_unit: String,
    source: String,
    #[sqlx(flatten)]
    times: Timed,
}

/// The rows of a list up to its condition.
pub(in crate::dossiers) fn select(now: DateTime<Utc>) -> Query {
    let mut query = Query::new(concat!(
        "SELECT COALESCE(d.code, d.submission_code) AS code, v.name AS procedure_name, d.applicant_name, o.full_name AS officer, d.officer_id, d.stage, d.source, ",
        timed_columns!(),
        ", COALESCE((SELECT n.short_name FROM org_unit_version n WHERE n.unit_id = d.competent_unit_id AND n.valid_from <= ",
    ));
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
        let cal = calendars.of(cx, row.times.unit()).await?;
        rows.push(to_row(row, now, &cal)?);
    }
    Ok(rows)
}

fn to_row(row: Row, now: DateTime<Utc>, cal: &WorkCalendar) -> Result<DeskRow> {
    let (times, left) = (&row.times, row.times.left(now, cal)?);
    Ok(DeskRow {
        code: row.code,
        procedure: row.procedure_name,
        applicant: row.applicant_name,
        officer: row.officer.unwrap_or_default(),
        officer_id: row.officer_id,
        state: times.state()?,
        stage: row.stage.as_deref().map(str::parse).transpose()?,
        due: if times.received_at.is_some() { times.due_current } else { times.intake_due },
        remaining: left.text,
        class: left.class,
        urgency: left.urgency,
        competent_unit: row.competent_unit,
        source: row.source.parse()?,
        since: times.received_at.unwrap_or(times.submitted_at),
    })
}
