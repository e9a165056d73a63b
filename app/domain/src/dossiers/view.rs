//! One dossier in full: for the desk, for its applicant, for the public tracking.

use super::access;
use super::row::{self, DossierRow};
use super::rules::{self, Right, Step};
use super::timing;
use crate::calendar;
use crate::cx::Cx;
use crate::error::{Error, Result};
use crate::files::{self, StoredFile};
use crate::org;
use chrono::{DateTime, NaiveDate, Utc};
use model::dossiers::{DossierAction, DossierFile, DossierPart, DossierState, DossierView, FileRole, SupplementItem, SupplementRequest, TimelineEntry};
use sqlx::FromRow;

/// The dossier with this submission code or dossier code, whoever asks: the caller decides what of it may be shown.
///
/// # Errors
/// If the database cannot be read.
pub async fn by_any_code(cx: &mut Cx, code: &str) -> Result<Option<DossierView>> {
    match row::by_code(cx, code).await? {
        Some(row) => Ok(Some(assemble(cx, row).await?)),
        None => Ok(None),
    }
}

/// The dossier as an official opens it at the desk.
///
/// # Errors
/// `NotFound` for somebody who may not see it.
pub async fn open(cx: &mut Cx, code: &str) -> Result<DossierView> {
    cx.require_official()?;
    let row = row::by_code(cx, code).await?.ok_or(Error::NotFound)?;
    if !access::of(cx).await?.sees(&row) {
        return Err(Error::NotFound);
    }
    assemble(cx, row).await
}

/// Refuses whoever holds none of these rights over the dossier, in whatever state it is: the page of a step is only for
/// those who may take the step.
///
/// # Errors
/// `NotFound` for somebody who may not see the dossier, `Forbidden` for everybody else without a right.
pub async fn require_right(cx: &mut Cx, code: &str, rights: &[Right]) -> Result<()> {
    let row = row::by_code(cx, code).await?.ok_or(Error::NotFound)?;
    access::of(cx).await?.require(rights, &row, cx.actor.is_signed_in())
}

/// What the actor may do with the dossier now: actions of the table, and moves between steps of the work.
///
/// # Errors
/// `NotFound`.
pub async fn allowed(cx: &mut Cx, code: &str) -> Result<(Vec<DossierAction>, Vec<&'static Step>)> {
    let row = row::by_code(cx, code).await?.ok_or(Error::NotFound)?;
    let access = access::of(cx).await?;
    if row.processing_system != "local" {
        return Ok((Vec::new(), Vec::new()));
    }
    let (state, stage) = (row.state()?, row.stage()?);
    let before = row.state_before.as_deref().map(str::parse).transpose()?;
    let published = matches!(stage, Some(model::dossiers::ProcessingStage::Signed | model::dossiers::ProcessingStage::Published));
    let actions = rules::RULES
        .iter()
        .filter(|rule| rules::target(rule.action, Some(state), before).is_some())
        .filter(|rule| {
            rule.who.iter().any(|right| access.may(*right, &row)) || (rule.action == DossierAction::RequestSupplement && access.may(Right::Officer, &row))
        })
        .filter(|rule| rule.action != DossierAction::PublishResult || published)
        .map(|rule| rule.action)
        .collect();
    let moves = match (state, stage) {
        // Numbering and publishing are one act at the desk.
        (DossierState::Processing, Some(stage)) => rules::steps_from(stage).filter(|step| step.who != Right::Publish && access.may(step.who, &row)).collect(),
        _ => Vec::new(),
    };
    Ok((actions, moves))
}

#[derive(FromRow)]
struct EventView {
    seq: i64,
    action: String,
    from_state: Option<String>,
    to_state: String,
    stage_to: Option<String>,
    actor_name: String,
    unit_id: Option<i64>,
    at: DateTime<Utc>,
    note: String,
    basis: String,
    due_before: Option<DateTime<Utc>>,
    due_after: Option<DateTime<Utc>>,
}

sql!(
    EVENTS,
    "SELECT e.seq, e.action, e.from_state, e.to_state, e.stage_to, e.actor_name, e.at, e.note, e.basis, e.due_before, e.due_after, e.unit_id
     FROM dossier_event e WHERE e.dossier_id = $1 ORDER BY e.seq"
);

/// The timeline, oldest event first.
///
/// # Errors
/// If the database cannot be read.
pub async fn timeline(cx: &mut Cx, dossier: i64) -> Result<Vec<TimelineEntry>> {
    let rows: Vec<EventView> = cx.conn().all(EVENTS, args![dossier]).await?;
    let places: Vec<(i64, NaiveDate)> = rows.iter().filter_map(|e| Some((e.unit_id?, model::format::local_date(e.at)))).collect();
    let names = org::names_on(cx, &places).await?;
    rows.into_iter()
        .map(|e| {
            Ok(TimelineEntry {
                seq: e.seq,
                action: e.action.parse()?,
                from: e.from_state.as_deref().map(str::parse).transpose()?,
                to: e.to_state.parse()?,
                stage: e.stage_to.as_deref().map(str::parse).transpose()?,
                actor: e.actor_name,
                unit: e.unit_id.and_then(|unit| names.get(&(unit, model::format::local_date(e.at))).cloned()).unwrap_or_default(),
                at: e.at,
                note: e.note,
                basis: e.basis,
                due_before: e.due_before,
                due_after: e.due_after,
            })
        })
        .collect()
}

#[derive(FromRow)]
struct PartRow {
    id: i64,
    name: String,
    mandatory: bool,
}

#[derive(FromRow)]
struct FileRow {
    part_id: Option<i64>,
    token: String,
    name: String,
    size: i64,
    sha256: String,
    role: String,
    added_at: DateTime<Utc>,
}

sql!(PARTS, "SELECT p.id, p.name, r.mandatory FROM dossier_part p JOIN required_part r ON r.id = p.required_part_id WHERE p.dossier_id = $1 ORDER BY p.place");
sql!(
    FILES,
    "SELECT d.part_id, f.token, f.name, f.size, f.sha256, d.role, d.added_at FROM dossier_file d JOIN file f ON f.id = d.file_id
     WHERE d.dossier_id = $1 ORDER BY d.id"
);

#[derive(FromRow)]
struct RequestRow {
    id: i64,
    seq: i64,
    stage: String,
    state: String,
    reply_by: NaiveDate,
    proposed_by: Option<i64>,
    proposed_by_name: String,
    proposed_at: DateTime<Utc>,
    approved_by_name: String,
}

#[derive(FromRow)]
struct ItemRow {
    request_id: i64,
    id: i64,
    part_id: Option<i64>,
    subject: String,
    reason: String,
    basis: String,
    how_to_fix: String,
    state: String,
    answer: String,
}

sql!(
    REQUESTS,
    "SELECT id, seq, stage, state, reply_by, proposed_by, proposed_by_name, proposed_at, approved_by_name FROM supplement_request
     WHERE dossier_id = $1 ORDER BY seq"
);
sql!(
    ITEMS,
    "SELECT i.request_id, i.id, i.part_id, i.subject, i.reason, i.basis, i.how_to_fix, i.state, i.answer FROM supplement_item i
     JOIN supplement_request r ON r.id = i.request_id WHERE r.dossier_id = $1 ORDER BY i.request_id, i.place"
);

pub(super) async fn supplements(cx: &mut Cx, dossier: i64) -> Result<Vec<SupplementRequest>> {
    let requests: Vec<RequestRow> = cx.conn().all(REQUESTS, args![dossier]).await?;
    let items: Vec<ItemRow> = if requests.is_empty() { Vec::new() } else { cx.conn().all(ITEMS, args![dossier]).await? };
    requests
        .into_iter()
        .map(|r| {
            let items = items.iter().filter(|item| item.request_id == r.id).map(|i| {
                Ok(SupplementItem {
                    id: i.id,
                    part_id: i.part_id,
                    subject: i.subject.clone(),
                    reason: i.reason.clone(),
                    basis: i.basis.clone(),
                    how_to_fix: i.how_to_fix.clone(),
                    state: i.state.parse()?,
                    answer: i.answer.clone(),
                })
            });
            Ok(SupplementRequest {
                id: r.id,
                seq: r.seq,
                stage: r.stage.parse()?,
                state: r.state.parse()?,
                reply_by: r.reply_by,
                proposed_by: r.proposed_by_name,
                proposed_by_id: r.proposed_by,
                proposed_at: r.proposed_at,
                approved_by: r.approved_by_name,
                items: items.collect::<Result<_>>()?,
            })
        })
        .collect()
}

pub(super) async fn parts(cx: &mut Cx, dossier: i64) -> Result<(Vec<DossierPart>, Vec<DossierFile>)> {
    let rows: Vec<PartRow> = cx.conn().all(PARTS, args![dossier]).await?;
    let files: Vec<FileRow> = cx.conn().all(FILES, args![dossier]).await?;
    let mut parts: Vec<DossierPart> = rows.into_iter().map(|p| DossierPart { id: p.id, name: p.name, mandatory: p.mandatory, files: Vec::new() }).collect();
    let mut results = Vec::new();
    for f in files {
        let file = DossierFile { token: f.token, name: f.name, size: f.size, sha256: f.sha256, role: f.role.parse()?, added_at: f.added_at };
        if file.role == FileRole::Result {
            results.push(file);
        } else if let Some(part) = parts.iter_mut().find(|part| Some(part.id) == f.part_id) {
            part.files.push(file);
        }
    }
    Ok((parts, results))
}

/// Names its units as they were called when it was received, with what they are today ("nay là …", 01 §1 rule 2).
async fn both_names(cx: &mut Cx, row: &mut DossierRow) -> Result<()> {
    if row.names_ended == 0 && row.continuing_unit_id.is_none() && row.continuing_receiving_unit_id.is_none() {
        return Ok(());
    }
    let day = row.received_day.unwrap_or_else(|| model::format::local_date(row.submitted_at));
    let today = model::format::local_date(cx.now());
    let mut names = org::names_then(cx, &[row.receiving_unit_id, row.competent_unit_id], day).await?;
    let heirs: Vec<i64> = [row.continuing_unit_id, row.continuing_receiving_unit_id].into_iter().flatten().collect();
    let heirs = org::names(cx, &heirs, today).await?;
    let units = [
        (row.receiving_unit_id, row.continuing_receiving_unit_id, &mut row.receiving_unit),
        (row.competent_unit_id, row.continuing_unit_id, &mut row.competent_unit),
    ];
    for (unit, heir, shown) in units {
        let Some(name) = names.get_mut(&unit) else { continue };
        // Of the parts of a split unit, this dossier has gone to one.
        if let Some(continuing) = heir.and_then(|heir| heirs.get(&heir)).filter(|_| name.now.len() > 1) {
            name.now = vec![continuing.clone()];
        }
        *shown = name.to_string();
    }
    Ok(())
}

async fn assemble(cx: &mut Cx, mut row: DossierRow) -> Result<DossierView> {
    both_names(cx, &mut row).await?;
    let (parts, results) = parts(cx, row.id).await?;
    let supplements = supplements(cx, row.id).await?;
    let timeline = timeline(cx, row.id).await?;
    let clock_unit = if row.received_at.is_some() { row.competent_unit_id } else { row.receiving_unit_id };
    let cal = calendar::of_unit(cx, Some(clock_unit)).await?;
    let left = row.times()?.text(cx.now(), &cal)?;
    let explanation = timing::lines(cx, &row).await?;
    let end_reason = [row.end_reason.as_str(), row.end_basis.as_str()].into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(". ");
    Ok(DossierView {
        id: row.id,
        version: row.version,
        state: row.state()?,
        stage: row.stage()?,
        clock: row.clock()?,
        channel: row.channel.parse()?,
        source: row.source.parse()?,
        delivery: row.delivery.parse()?,
        delivery_status: row.delivery_status.parse()?,
        payment: row.payment.parse()?,
        answers: serde_json::from_str(&row.answers)?,
        notify: row.notify.split(',').filter_map(|channel| channel.parse().ok()).collect(),
        code: row.code,
        submission_code: row.submission_code,
        procedure_code: row.procedure_code,
        procedure_name: row.procedure_name,
        case_name: row.case_name,
        procedure_version_id: row.procedure_version_id,
        receiving_unit_id: row.receiving_unit_id,
        receiving_unit: row.receiving_unit,
        competent_unit_id: row.competent_unit_id,
        continuing_unit_id: row.continuing_unit_id,
        competent_unit: row.competent_unit,
        applicant_account: row.applicant_account,
        applicant_name: row.applicant_name,
        applicant_phone: row.applicant_phone,
        applicant_id_number: row.applicant_id_number,
        applicant_address: row.applicant_address,
        officer_id: row.officer_id,
        officer: row.officer,
        officer_since: row.officer_since,
        parts,
        results,
        supplements,
        submitted_at: row.submitted_at,
        intake_due: row.intake_due,
        received_at: row.received_at,
        finished_at: row.finished_at,
        ended_at: row.ended_at,
        returned_at: row.returned_at,
        due_original: row.due_original,
        due: row.due_current,
        promised_due: row.promised_due,
        apology_auto: row.apology_auto,
        remaining: left.text,
        class: left.class,
        urgency: left.urgency,
        explanation,
        end_reason,
        result_number: row.result_number,
        timeline,
    })
}

sql!(FILE_OF, "SELECT d.role FROM dossier_file d JOIN file f ON f.id = d.file_id WHERE d.dossier_id = $1 AND f.token = $2");

/// A file of a dossier for somebody who may read it: officials who see the dossier, and its applicant. Results only
/// once the result is ready.
///
/// # Errors
/// `NotFound` otherwise.
pub async fn file_for(cx: &mut Cx, dossier_code: &str, token: &str) -> Result<StoredFile> {
    let row = row::by_code(cx, dossier_code).await?.ok_or(Error::NotFound)?;
    let access = access::of(cx).await?;
    let desk = (cx.actor.is_official() || access.system) && access.sees(&row);
    if !desk && !access.is_applicant(&row) || token.contains('\0') {
        return Err(Error::NotFound);
    }
    let role: Option<(String,)> = cx.conn().opt(FILE_OF, args![row.id, token]).await?;
    let (role,) = role.ok_or(Error::NotFound)?;
    if role == FileRole::Result.as_str() && !desk && row.finished_at.is_none() {
        return Err(Error::NotFound);
    }
    cx.audit(crate::audit::AuditEvent::new("dossier.file_read", "dossier", row.public_code()));
    files::by_token(cx, token).await
}
