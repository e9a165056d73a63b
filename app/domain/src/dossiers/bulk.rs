//! One step for many dossiers: each in a transaction of its own, by its own version. What cannot go is named with the reason.

use super::access::{self, Access};
use super::desk::queues::{COUNTER, within};
use super::handover;
use super::timing::Times;
use super::{intake, process, view};
use crate::actor::Actor;
use crate::calendar::Calendars;
use crate::cx::{Cx, Portal};
use crate::db::Query;
use crate::error::{Error, Result};
use chrono::{DateTime, Utc};
use model::access::{Action, ObjectKind};
use model::dossiers::{Assign, BulkItem, BulkOutcome, DossierState, DossierView, HandoverQueue, HandoverRow, ReadyRow, Receive};
use model::format;
use model::{List, Paging};
use sqlx::FromRow;

/// What a refusal says about one dossier; a defect or a lost session ends the whole step.
pub(super) fn words(error: Error) -> Result<String> {
    match error {
        Error::Invalid(errors) => Ok(errors.0.into_iter().next().map(|(_, message)| message).unwrap_or_default()),
        Error::Unauthorized | Error::Internal(_) | Error::Unavailable(_) => Err(error),
        other => Ok(other.to_string()),
    }
}

/// The step that is taken for each.
#[derive(Clone, Copy)]
enum Work {
    Receive,
    Accept,
}

async fn take(cx: &mut Cx, item: &BulkItem, work: Work) -> Result<String> {
    let dossier = match work {
        Work::Receive => {
            let checked_parts = files_complete(&view::open(cx, &item.code).await?)?;
            let input = Receive { checked_parts, note: "Tiếp nhận cùng lúc nhiều hồ sơ".to_owned() };
            intake::receive(cx, &item.code, item.version, &input).await?
        }
        Work::Accept => process::start_processing(cx, &item.code, item.version, &Assign::default()).await?,
    };
    Ok(dossier.code.unwrap_or(dossier.submission_code))
}

async fn each(portal: &Portal, actor: &Actor, items: &[BulkItem], work: Work) -> Result<BulkOutcome> {
    let mut outcome = BulkOutcome::default();
    for item in items {
        let mut cx = portal.write(actor).await?;
        let done = match take(&mut cx, item, work).await {
            Ok(code) => cx.commit().await.map(|_| code),
            Err(error) => Err(error),
        };
        match done {
            Ok(code) => outcome.done.push(code),
            Err(error) if outcome.done.is_empty() => outcome.refused.push((item.code.clone(), words(error)?)),
            // What went before has gone: it is told even if the rest cannot be tried any more.
            Err(error) => outcome.refused.push((item.code.clone(), words(error).unwrap_or_else(|error| error.to_string()))),
        }
    }
    Ok(outcome)
}

/// D03 for many submissions whose mandatory papers all have their files.
///
/// # Errors
/// `Forbidden` for whoever receives no dossiers.
pub async fn receive_many(portal: &Portal, actor: &Actor, items: &[BulkItem]) -> Result<BulkOutcome> {
    portal.read(actor).await?.require_reach(Action::Receive, ObjectKind::Dossier)?;
    each(portal, actor, items, Work::Receive).await
}

/// D09 for many: the actor takes them and begins to examine.
///
/// # Errors
/// `Forbidden` for whoever works on no dossiers.
pub async fn accept_many(portal: &Portal, actor: &Actor, items: &[BulkItem]) -> Result<BulkOutcome> {
    portal.read(actor).await?.require_reach(Action::Edit, ObjectKind::Dossier)?;
    each(portal, actor, items, Work::Accept).await
}

/// The parts of a submission, all of whose mandatory ones have a file.
fn files_complete(dossier: &DossierView) -> Result<Vec<i64>> {
    let open = dossier.state == DossierState::Submitted;
    match dossier.parts.iter().find(|part| part.mandatory && part.files.is_empty()).filter(|_| open) {
        Some(part) => Err(Error::conflict(format!("“{}” nộp bản giấy, hãy tiếp nhận riêng hồ sơ này", part.name))),
        None => Ok(dossier.parts.iter().map(|part| part.id).collect()),
    }
}

#[derive(FromRow)]
struct ReadyStored {
    code: String,
    version: i64,
    procedure: String,
    applicant: String,
    signed_in: bool,
    files: i64,
    submitted_at: DateTime<Utc>,
    intake_due: Option<DateTime<Utc>>,
}

fn ready(query: &mut Query, access: &Access) {
    query.push("d.state = 'submitted' AND d.channel = 'online' AND d.processing_system = 'local' AND ");
    within(query, COUNTER, &access.receive);
    query.push(
        " AND NOT EXISTS (SELECT 1 FROM dossier_part p JOIN required_part r ON r.id = p.required_part_id
             WHERE p.dossier_id = d.id AND r.mandatory AND NOT EXISTS (SELECT 1 FROM dossier_file f WHERE f.part_id = p.id))
         AND NOT EXISTS (SELECT 1 FROM required_part r WHERE r.version_id = d.procedure_version_id AND (r.case_id IS NULL OR r.case_id = d.case_id)
             AND r.mandatory AND r.kind = 'input' AND NOT r.e_form AND r.condition = ''
             AND NOT EXISTS (SELECT 1 FROM dossier_part p WHERE p.dossier_id = d.id AND p.required_part_id = r.id))",
    );
}

/// One page of the submissions that may be received together, by their intake clock.
///
/// # Errors
/// `Forbidden` for whoever receives no dossiers.
pub async fn ready_to_receive(cx: &mut Cx, page: i64) -> Result<List<ReadyRow>> {
    cx.require_reach(Action::Receive, ObjectKind::Dossier)?;
    let access = access::of(&cx.actor);
    let mut count = Query::new("SELECT COUNT(*) FROM dossier d WHERE ");
    ready(&mut count, &access);
    let paging = Paging::of(page, count.count(&mut cx.conn()).await?);
    let mut query = Query::new(
        "SELECT d.submission_code AS code, d.version, v.name AS procedure, d.applicant_name AS applicant, d.applicant_account IS NOT NULL AS signed_in,
            (SELECT COUNT(*) FROM dossier_file f WHERE f.dossier_id = d.id) AS files, d.submitted_at, d.intake_due
         FROM dossier d JOIN procedure_version v ON v.id = d.procedure_version_id WHERE ",
    );
    ready(&mut query, &access);
    query.push(" ORDER BY d.due_order, d.id").page(paging);
    let found: Vec<ReadyStored> = query.all(&mut cx.conn()).await?;
    let row = |row: ReadyStored| ReadyRow {
        item: BulkItem { code: row.code, version: row.version },
        procedure: row.procedure,
        applicant: row.applicant,
        signed_in: row.signed_in,
        files: row.files,
        submitted_at: row.submitted_at,
        intake_due: row.intake_due,
    };
    Ok(List { rows: found.into_iter().map(row).collect(), paging })
}

#[derive(FromRow)]
struct HandoverStored {
    code: String,
    version: i64,
    procedure: String,
    applicant: String,
    competent_unit_id: i64,
    to_unit: String,
    papers: i64,
    state: String,
    deadline_rule: String,
    pauses: String,
    extensions: String,
    received_at: Option<DateTime<Utc>>,
    due_current: Option<DateTime<Utc>>,
    handed_at: Option<DateTime<Utc>>,
}

fn condition(query: &mut Query, queue: HandoverQueue, access: &Access) {
    match queue {
        HandoverQueue::Give => handover::to_give(query, access),
        HandoverQueue::Take => handover::to_take(query, access),
    }
}

/// True if this side of a hand-over is the actor's.
///
/// # Errors
/// If the database cannot be read.
pub async fn hands(cx: &mut Cx, queue: HandoverQueue) -> Result<bool> {
    let access = access::of(&cx.actor);
    Ok(match queue {
        HandoverQueue::Give => !access.receive.is_empty(),
        HandoverQueue::Take => !access.accept().is_empty(),
    })
}

/// One page of what is to be handed over, or to be taken, the most urgent first.
///
/// # Errors
/// `Forbidden` if the side is not the actor's.
pub async fn handover_list(cx: &mut Cx, queue: HandoverQueue, page: i64) -> Result<List<HandoverRow>> {
    cx.require_official()?;
    let access = access::of(&cx.actor);
    let mine = if queue == HandoverQueue::Give { !access.receive.is_empty() } else { !access.accept().is_empty() };
    if !mine {
        return Err(Error::Forbidden { action: Action::View, kind: ObjectKind::Dossier, unit: None });
    }
    let mut count = Query::new("SELECT COUNT(*) FROM dossier d WHERE ");
    condition(&mut count, queue, &access);
    let paging = Paging::of(page, count.count(&mut cx.conn()).await?);
    let now = cx.now();
    let mut query = Query::new(
        "SELECT COALESCE(d.code, d.submission_code) AS code, d.version, v.name AS procedure, d.applicant_name AS applicant, d.competent_unit_id,
            COALESCE((SELECT n.name FROM org_unit_version n WHERE n.unit_id = COALESCE(d.continuing_unit_id, d.competent_unit_id) AND n.valid_from <= ",
    );
    query.bind(format::local_date(now)).push(
        " ORDER BY n.valid_from DESC LIMIT 1), '') AS to_unit,
            (SELECT COALESCE(CAST(SUM(p.originals + p.copies) AS BIGINT), 0) FROM dossier_part p WHERE p.dossier_id = d.id) AS papers, d.state, d.deadline_rule,
            d.pauses, d.extensions, d.received_at, d.due_current,
            (SELECT MAX(h.made_at) FROM handover_dossier x JOIN handover h ON h.id = x.handover_id
             WHERE x.dossier_id = d.id AND h.to_unit_id = COALESCE(d.continuing_unit_id, d.competent_unit_id)) AS handed_at
         FROM dossier d JOIN procedure_version v ON v.id = d.procedure_version_id WHERE ",
    );
    condition(&mut query, queue, &access);
    query.push(" ORDER BY d.due_order, d.id").page(paging);
    let found: Vec<HandoverStored> = query.all(&mut cx.conn()).await?;
    let mut calendars = Calendars::now();
    let mut rows = Vec::with_capacity(found.len());
    for row in found {
        let cal = calendars.of(cx, row.competent_unit_id).await?;
        rows.push(row_of(row, now, &cal)?);
    }
    Ok(List { rows, paging })
}

fn row_of(row: HandoverStored, now: DateTime<Utc>, cal: &model::calendar::WorkCalendar) -> Result<HandoverRow> {
    let times = Times {
        state: row.state.parse()?,
        rule: &row.deadline_rule,
        pauses: &row.pauses,
        extensions: &row.extensions,
        intake_due: None,
        received_at: row.received_at,
        ended_at: None,
        due: row.due_current,
    };
    let left = times.text(now, cal)?;
    Ok(HandoverRow {
        item: BulkItem { code: row.code, version: row.version },
        procedure: row.procedure,
        applicant: row.applicant,
        to: row.to_unit,
        papers: row.papers,
        remaining: left.text,
        urgency: left.urgency,
        handed_at: row.handed_at,
    })
}
