//! The rows of a list, with the time that is left.

use super::super::timed::{Timed, timed_columns};
use crate::calendar;
use crate::cx::Cx;
use crate::db::Query;
use crate::error::Result;
use crate::org::{self, Listed};
use chrono::{DateTime, Utc};
use model::calendar::WorkCalendar;
use model::dossiers::DeskRow;
use model::format;
use sqlx::FromRow;

/// A row as it is read.
#[derive(FromRow)]
pub(in crate::dossiers) struct Row {
    code: String,
    procedure_version_id: i64,
    applicant_name: String,
    officer_id: Option<i64>,
    stage: Option<String>,
    source: String,
    #[sqlx(flatten)]
    times: Timed,
    /// Rows of all pages, if [`BEGIN`] asked for it.
    #[sqlx(default)]
    pub(super) total: i64,
    /// Rows of several lists without filters, with commas between, if the page was asked for them.
    #[sqlx(default)]
    pub(super) counts: String,
}

macro_rules! columns {
    () => {
        concat!("COALESCE(d.code, d.submission_code) AS code, d.procedure_version_id, d.applicant_name, d.officer_id, d.stage, d.source, ", timed_columns!())
    };
}

/// The rows of a list up to its condition.
pub(in crate::dossiers) fn select() -> Query {
    Query::new(concat!("SELECT ", columns!(), " FROM dossier d WHERE "))
}

/// A page by urgency, each row with the number of all: this, which rows pass (1 or 0), [`OF`], the condition of the list, [`TOTAL`], further
/// numbers as one text, [`CUT`], the page and [`OF_PAGE`]. The list is gone through once, by numbers and due times alone.
pub(super) const BEGIN: &str = "WITH list AS MATERIALIZED (SELECT d.id, d.due_order, ";
/// See [`BEGIN`].
pub(super) const OF: &str = " AS passes FROM dossier d WHERE ";
/// See [`BEGIN`]. A number is counted once: as a table to join with, PostgreSQL would count it again for every row of the page.
pub(super) const TOTAL: &str = ") SELECT (SELECT SUM(passes) FROM list) AS total, ''";
/// See [`BEGIN`].
pub(super) const CUT: &str = concat!(" AS counts, ", columns!(), " FROM (SELECT id, due_order FROM list WHERE passes = 1 ORDER BY due_order, id");
/// See [`BEGIN`].
pub(super) const OF_PAGE: &str = ") AS page JOIN dossier d ON d.id = page.id ORDER BY page.due_order, page.id";

/// Tells of each row how much time is left, by the calendar of its unit, and what unit, procedure and officer are called today.
pub(in crate::dossiers) async fn judged(cx: &mut Cx, found: Vec<Row>) -> Result<Vec<DeskRow>> {
    let now = cx.now();
    let units: Vec<i64> = found.iter().map(|row| row.times.competent_unit_id).collect();
    let names = org::unit_names(cx, &units, format::local_date(now)).await?;
    let procedures = org::listed(cx, Listed::Procedure, found.iter().map(|row| row.procedure_version_id)).await?;
    let officers = org::listed(cx, Listed::Person, found.iter().filter_map(|row| row.officer_id)).await?;
    let mut calendars = calendar::Calendars::now();
    let mut rows = Vec::with_capacity(found.len());
    for row in found {
        let cal = calendars.of(cx, row.times.unit()).await?;
        let unit = names.get(&row.times.competent_unit_id).map_or("", |unit| &unit.short_name);
        let procedure = procedures.get(&row.procedure_version_id).map_or("", |name| name);
        let officer = row.officer_id.and_then(|officer| officers.get(&officer)).map_or("", |name| name);
        rows.push(to_row(&row, Named { unit, procedure, officer }, now, &cal)?);
    }
    Ok(rows)
}

/// What the numbers of a row are called.
struct Named<'a> {
    unit: &'a str,
    procedure: &'a str,
    officer: &'a str,
}

fn to_row(row: &Row, named: Named<'_>, now: DateTime<Utc>, cal: &WorkCalendar) -> Result<DeskRow> {
    let (times, left) = (&row.times, row.times.left(now, cal)?);
    Ok(DeskRow {
        code: row.code.clone(),
        procedure: named.procedure.to_owned(),
        applicant: row.applicant_name.clone(),
        officer: named.officer.to_owned(),
        officer_id: row.officer_id,
        state: times.state()?,
        stage: row.stage.as_deref().map(str::parse).transpose()?,
        due: if times.received_at.is_some() { times.due_current } else { times.intake_due },
        remaining: left.text,
        class: left.class,
        urgency: left.urgency,
        competent_unit: named.unit.to_owned(),
        source: row.source.parse()?,
        since: times.received_at.unwrap_or(times.submitted_at),
    })
}
