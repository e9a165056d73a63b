//! The lists of the desk (02 §24): filtered by what the actor may see, overdue first, with the time that is left.

use super::access::{self, Access};
use super::proposals;
use super::timing::Times;
use crate::calendar;
use crate::cx::Cx;
use crate::db::{Query, like, search_words};
use crate::error::{Error, Result};
use crate::today::{Load, MOST};
use chrono::{DateTime, Utc};
use model::Paging;
use model::access::Reach;
use model::calendar::WorkCalendar;
use model::dossiers::{Counts, DeskFilter, DeskList, DeskRow, Queue, StaffChoice};
use model::format;
use sqlx::FromRow;

#[derive(FromRow)]
struct Row {
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
    deadline_rule: String,
    pauses: String,
    extensions: String,
    submitted_at: DateTime<Utc>,
    intake_due: Option<DateTime<Utc>>,
    received_at: Option<DateTime<Utc>>,
    ended_at: Option<DateTime<Utc>>,
    due_current: Option<DateTime<Utc>>,
}

/// The unit that receives and returns, and its heir.
const COUNTER: &[&str] = &["d.receiving_unit_id", "d.continuing_receiving_unit_id"];
/// The unit that decides, and its heir.
pub(super) const AGENCY: &[&str] = &["d.competent_unit_id", "d.continuing_unit_id"];

/// Adds that one of the columns is among the units; nothing for a reach over the whole province.
pub(super) fn within(query: &mut Query, columns: &'static [&'static str], reach: &Reach) {
    if reach.all {
        query.push("1 = 1");
        return;
    }
    for (at, column) in columns.iter().enumerate() {
        query.push(if at == 0 { "(" } else { " OR " }).push(column).push(" IN ").bind_list(reach.units.iter().copied());
    }
    query.push(")");
}

const OPEN_STATES: &str = "d.state IN ('received', 'processing', 'awaiting_supplement', 'awaiting_payment', 'withdraw_requested')";

/// What the actor may see, as a condition.
fn visible(query: &mut Query, access: &Access) {
    if access.system {
        query.push("1 = 1");
        return;
    }
    query.push("(d.officer_id = ").bind(access.person.unwrap_or(-1));
    for (columns, reach) in
        [(COUNTER, &access.receive), (AGENCY, &access.view), (COUNTER, &access.view), (&["d.handling_unit_id"], &access.view), (AGENCY, &access.publish)]
    {
        query.push(" OR ");
        within(query, columns, reach);
    }
    query.push(" OR (d.handling_unit_id IS NULL AND ");
    within(query, AGENCY, &access.view_near);
    query.push(") OR ");
    within(query, &["d.continuing_unit_id"], &access.view_near);
    query.push(")");
}

/// The condition of a list.
fn condition(query: &mut Query, queue: Queue, access: &Access) {
    match queue {
        Queue::Intake => {
            query.push("d.state = 'submitted' AND ");
            within(query, COUNTER, &access.receive);
        }
        Queue::Assign => {
            query.push("d.state = 'received' AND ");
            within(query, AGENCY, &access.assign);
        }
        Queue::Mine => {
            query.push(OPEN_STATES).push(" AND d.officer_id = ").bind(access.person.unwrap_or(-1));
        }
        Queue::Open => {
            query.push(OPEN_STATES).push(" AND ");
            visible(query, access);
        }
        Queue::Supplement => {
            proposals::waiting(query, access);
        }
        Queue::Apology => {
            query.push("d.clock = 'running' AND d.warned_step >= 3 AND d.warned_due = d.due_current AND NOT EXISTS (SELECT 1 FROM dossier_extension x ");
            query.push("WHERE x.dossier_id = d.id AND x.state = 'approved' AND x.due_before = d.due_current) AND (d.officer_id = ");
            query.bind(access.person.unwrap_or(-1)).push(" OR ");
            within(query, AGENCY, &access.sign);
            query.push(")");
        }
        Queue::Sign => {
            query.push("d.state = 'processing' AND d.stage = 'to_sign' AND ");
            within(query, AGENCY, &access.sign);
        }
        Queue::Publish => {
            query.push("d.state = 'processing' AND d.stage IN ('signed', 'published') AND ");
            within(query, AGENCY, &access.publish);
        }
        Queue::Return => {
            query.push("d.state = 'result_ready' AND ");
            within(query, COUNTER, &access.give_back);
        }
        Queue::Done => {
            query.push("d.state IN ('intake_refused', 'withdrawn', 'stopped', 'result_ready', 'returned') AND ");
            visible(query, access);
        }
    }
}

/// True if the list belongs to somebody with these permissions.
fn offered(queue: Queue, access: &Access) -> bool {
    access.system
        || match queue {
            Queue::Intake => !access.receive.is_empty(),
            Queue::Assign => !access.assign.is_empty(),
            Queue::Mine => access.person.is_some() && !access.view.is_empty(),
            Queue::Open | Queue::Done => !access.view.is_empty(),
            Queue::Supplement => !access.approve.is_empty() || !access.sign.is_empty(),
            Queue::Apology => access.person.is_some() && (access.edits() || !access.sign.is_empty()),
            Queue::Sign => !access.sign.is_empty(),
            Queue::Publish => !access.publish.is_empty(),
            Queue::Return => !access.give_back.is_empty(),
        }
}

fn filters(query: &mut Query, filter: &DeskFilter, units: Option<&[i64]>, now: DateTime<Utc>) {
    if let Some(units) = units {
        for (at, column) in AGENCY.iter().chain(COUNTER).enumerate() {
            query.push(if at == 0 { " AND (" } else { " OR " }).push(column).push(" IN ").bind_list(units.iter().copied());
        }
        query.push(")");
    }
    for word in search_words(&filter.words) {
        query.push(" AND (d.fold LIKE ").bind(like(&word)).push(" ESCAPE '!'");
        // The dossier code is given after the folded text was written.
        query.push(" OR d.code LIKE ").bind(format!("%{}%", word.to_uppercase().replace(['!', '%', '_'], ""))).push(")");
    }
    if filter.overdue {
        query.push(" AND ");
        overdue(query, now);
    }
}

/// What is past its due time: by date, or by the minute for intake and rules in working hours.
fn overdue(query: &mut Query, now: DateTime<Utc>) {
    let (today, _) = format::day_range(format::local_date(now), format::local_date(now));
    query.push("d.clock IN ('running', 'intake') AND (d.due_order < ").bind(today);
    query.push(" OR ((d.clock = 'intake' OR d.deadline_rule LIKE 'working_hour:%') AND d.due_order < ").bind(now).push("))");
}

/// One page of a list.
///
/// # Errors
/// `Forbidden` if the list is not for the actor.
pub async fn list(cx: &mut Cx, filter: &DeskFilter) -> Result<DeskList> {
    cx.require_official()?;
    let access = access::of(cx).await?;
    let queue = filter.queue.unwrap_or(Queue::Open);
    if !offered(queue, &access) {
        return Err(Error::Forbidden { action: model::access::Action::View, kind: model::access::ObjectKind::Dossier, unit: None });
    }
    let now = cx.now();
    let units = match filter.unit.trim() {
        "" => None,
        code => Some(crate::org::units_of_code(cx, code).await?),
    };
    let mut count = Query::new("SELECT COUNT(*) FROM dossier d WHERE ");
    condition(&mut count, queue, &access);
    filters(&mut count, filter, units.as_deref(), now);
    let total = count.count(&mut cx.conn()).await?;
    let paging = Paging::of(filter.page, total);
    let mut query = select(now);
    condition(&mut query, queue, &access);
    filters(&mut query, filter, units.as_deref(), now);
    // What is over is read from its end; everything else by urgency.
    query.push(if queue == Queue::Done { " ORDER BY d.ended_at DESC, d.id DESC" } else { " ORDER BY d.due_order, d.id" });
    query.page(paging);
    let found: Vec<Row> = query.all(&mut cx.conn()).await?;
    let rows = judged(cx, found).await?;
    Ok(DeskList { queue, rows, paging, as_of: now })
}

/// The rows of a list up to its condition.
fn select(now: DateTime<Utc>) -> Query {
    let mut query = Query::new(
        "SELECT d.code, d.submission_code, v.name AS procedure_name, d.applicant_name, o.full_name AS officer, d.officer_id, d.state, d.stage,
            d.competent_unit_id, d.receiving_unit_id, d.deadline_rule, d.pauses, d.extensions, d.submitted_at, d.intake_due, d.received_at, d.ended_at,
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
async fn judged(cx: &mut Cx, found: Vec<Row>) -> Result<Vec<DeskRow>> {
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
        since: row.received_at.unwrap_or(row.submitted_at),
    })
}

/// How many dossiers wait in each list of the actor; one short statement per list, none for lists of others.
///
/// # Errors
/// `Unauthorized` for somebody who is not an official.
pub async fn counts(cx: &mut Cx) -> Result<Counts> {
    cx.require_official()?;
    let access = access::of(cx).await?;
    let mut counts = Counts::new();
    for queue in Queue::ALL.iter().copied().filter(|queue| *queue != Queue::Done && offered(*queue, &access)) {
        let mut query = Query::new("SELECT COUNT(*) FROM dossier d WHERE ");
        condition(&mut query, queue, &access);
        counts.push((queue, query.count(&mut cx.conn()).await?));
    }
    Ok(counts)
}

/// The lists in which something waits for an act of their reader.
const WAITING: [Queue; 7] = [Queue::Intake, Queue::Assign, Queue::Mine, Queue::Supplement, Queue::Sign, Queue::Publish, Queue::Return];

/// The dossiers that stand in any of the lists of [`WAITING`], each once. None if no list is the actor's.
fn waits_for(query: &mut Query, access: &Access) {
    query.push("d.id IN (");
    for (i, queue) in WAITING.into_iter().filter(|queue| offered(*queue, access)).enumerate() {
        query.push(if i == 0 { "SELECT d.id FROM dossier d WHERE " } else { " UNION SELECT d.id FROM dossier d WHERE " });
        condition(query, queue, access);
    }
    query.push(")");
}

/// How many dossiers wait for the actor, how many of them are overdue, and how many are due today: one statement.
///
/// # Errors
/// If the database cannot be read.
pub async fn waiting_load(cx: &mut Cx) -> Result<Load> {
    let access = access::of(cx).await?;
    if !WAITING.into_iter().any(|queue| offered(queue, &access)) {
        return Ok(Load::default());
    }
    let now = cx.now();
    let (_, tomorrow) = format::day_range(format::local_date(now), format::local_date(now));
    let mut query = Query::new("SELECT COUNT(*) AS total, COALESCE(SUM(CASE WHEN ");
    overdue(&mut query, now);
    query.push(" THEN 1 ELSE 0 END), 0) AS overdue, COALESCE(SUM(CASE WHEN d.clock IN ('running', 'intake') AND d.due_order < ").bind(tomorrow);
    query.push(" AND NOT (");
    overdue(&mut query, now);
    query.push(") THEN 1 ELSE 0 END), 0) AS today FROM dossier d WHERE ");
    waits_for(&mut query, &access);
    Ok(query.opt(&mut cx.conn()).await?.unwrap_or_default())
}

/// The most urgent dossiers that wait for the actor.
///
/// # Errors
/// If the database cannot be read.
pub(super) async fn waiting(cx: &mut Cx) -> Result<Vec<DeskRow>> {
    let access = access::of(cx).await?;
    if !WAITING.into_iter().any(|queue| offered(queue, &access)) {
        return Ok(Vec::new());
    }
    let mut query = select(cx.now());
    waits_for(&mut query, &access);
    query.push(" ORDER BY d.due_order, d.id LIMIT ").bind(MOST);
    let found = query.all(&mut cx.conn()).await?;
    judged(cx, found).await
}

#[derive(FromRow)]
struct StaffRow {
    person_id: i64,
    full_name: String,
    unit: String,
    load: i64,
}

sql!(
    STAFF,
    "SELECT p.id AS person_id, p.full_name,
        COALESCE((SELECT n.short_name FROM org_unit_version n WHERE n.unit_id = e.unit_id AND n.valid_from <= $2 ORDER BY n.valid_from DESC LIMIT 1), '') AS unit,
        (SELECT COUNT(*) FROM dossier d WHERE d.officer_id = p.id AND d.state IN ('processing', 'awaiting_supplement', 'awaiting_payment')) AS load
     FROM org_closure c
     JOIN employment e ON e.unit_id = c.descendant_id AND e.valid_from <= $2 AND (e.valid_to IS NULL OR e.valid_to >= $2)
     JOIN person p ON p.id = e.person_id
     JOIN role_assignment r ON r.person_id = p.id AND r.role = 'case_officer' AND r.valid_from <= $3 AND (r.valid_to IS NULL OR r.valid_to > $3)
     WHERE c.ancestor_id = $1 AND c.depth <= 2
     GROUP BY p.id, p.full_name, p.sort_key, e.unit_id ORDER BY load, p.sort_key LIMIT 200"
);

/// Who may be put in charge of dossiers of a competent unit, least loaded first.
///
/// # Errors
/// `Forbidden` without the right to assign.
pub async fn staff(cx: &mut Cx, competent_unit: i64) -> Result<Vec<StaffChoice>> {
    if !access::of(cx).await?.assign.covers(competent_unit) && cx.actor.kind != crate::actor::ActorKind::System {
        return Err(Error::Forbidden { action: model::access::Action::Assign, kind: model::access::ObjectKind::Dossier, unit: None });
    }
    let now = cx.now();
    let rows: Vec<StaffRow> = cx.conn().all(STAFF, args![competent_unit, format::local_date(now), now]).await?;
    Ok(rows.into_iter().map(|r| StaffChoice { person_id: r.person_id, name: r.full_name, unit: r.unit, load: r.load }).collect())
}
