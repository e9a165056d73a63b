//! One dossier in full: for the desk, for its applicant, for the public tracking.

mod papers;
mod supplements;
mod timeline;

pub use papers::file_for;
pub(super) use papers::{Papers, parts};
pub(super) use supplements::supplements;
pub use timeline::timeline;

use super::access;
use super::row::{self, DossierRow};
use super::rules::{self, Right, Step};
use super::timing;
use crate::calendar;
use crate::cx::Cx;
use crate::error::{Error, Result};
use crate::org;
use model::dossiers::{DossierAction, DossierState, DossierView, ProcessingStage, SupplementRequest};

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
    if !access::of(&cx.actor).sees(&row) {
        return Err(Error::NotFound);
    }
    assemble(cx, row).await
}

/// The same for the page of a step, without the list of its papers: only for those who may take the step, in whatever state it is.
///
/// # Errors
/// As [`open`] and [`require_right`].
pub async fn open_for(cx: &mut Cx, code: &str, rights: &[Right]) -> Result<DossierView> {
    let row = row_for(cx, code, rights).await?;
    without_forms(cx, row).await
}

/// Its row.
pub(super) async fn row_for(cx: &mut Cx, code: &str, rights: &[Right]) -> Result<DossierRow> {
    cx.require_official()?;
    let row = row::by_code(cx, code).await?.ok_or(Error::NotFound)?;
    let access = access::of(&cx.actor);
    if !access.sees(&row) {
        return Err(Error::NotFound);
    }
    access.require(rights, &row, cx.actor.is_signed_in())?;
    Ok(row)
}

/// Refuses whoever holds none of these rights over the dossier, in whatever state it is: the page of a step is only for
/// those who may take the step.
///
/// # Errors
/// `NotFound` for somebody who may not see the dossier, `Forbidden` for everybody else without a right.
pub async fn require_right(cx: &mut Cx, code: &str, rights: &[Right]) -> Result<()> {
    let row = row::by_code(cx, code).await?.ok_or(Error::NotFound)?;
    access::of(&cx.actor).require(rights, &row, cx.actor.is_signed_in())
}

/// What the actor may do with the dossier now: actions of the table, and moves between steps of the work.
///
/// # Errors
/// `NotFound`.
pub async fn allowed(cx: &mut Cx, code: &str) -> Result<(Vec<DossierAction>, Vec<&'static Step>)> {
    let row = row::by_code(cx, code).await?.ok_or(Error::NotFound)?;
    let access = access::of(&cx.actor);
    if row.processing_system != "local" {
        return Ok((Vec::new(), Vec::new()));
    }
    let (state, stage) = (row.state()?, row.stage()?);
    let before = row.state_before.as_deref().map(str::parse).transpose()?;
    let published = matches!(stage, Some(ProcessingStage::Signed | ProcessingStage::Published));
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
    Ok((actions, without_missing_answers(cx, row.id, moves).await?))
}

/// Leaves out the submission for signature while a mandatory answer of another unit is missing (02 §14).
async fn without_missing_answers(cx: &mut Cx, dossier: i64, mut moves: Vec<&'static Step>) -> Result<Vec<&'static Step>> {
    let to_sign = |step: &&Step| step.to == ProcessingStage::ToSign;
    if moves.iter().any(to_sign) && !super::consult::missing(cx, dossier).await?.is_empty() {
        moves.retain(|step| step.to != ProcessingStage::ToSign);
    }
    Ok(moves)
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

/// The dossier with the list of its papers.
pub(super) async fn assemble(cx: &mut Cx, row: DossierRow) -> Result<DossierView> {
    let mut view = without_forms(cx, row).await?;
    view.forms = super::papers::lines(cx, &view).await?;
    Ok(view)
}

/// What belongs to a dossier besides its row and its history.
pub(super) struct Beside {
    papers: Papers,
    supplements: Vec<SupplementRequest>,
}

impl Beside {
    /// For a receipt, which tells of no request for papers.
    pub(super) async fn receipt(cx: &mut Cx, dossier: i64) -> Result<Self> {
        Ok(Self { papers: parts(cx, dossier).await?, supplements: Vec::new() })
    }
}

/// All that the papers themselves tell of.
pub(super) async fn without_forms(cx: &mut Cx, row: DossierRow) -> Result<DossierView> {
    let beside = Beside { papers: parts(cx, row.id).await?, supplements: supplements(cx, row.id).await? };
    with(cx, row, beside).await
}

/// The same with what was read before.
pub(super) async fn with(cx: &mut Cx, mut row: DossierRow, Beside { papers, supplements }: Beside) -> Result<DossierView> {
    both_names(cx, &mut row).await?;
    let timeline = timeline(cx, row.id).await?;
    let clock_unit = if row.received_at.is_some() { row.competent_unit_id } else { row.receiving_unit_id };
    let cal = calendar::of_unit(cx, Some(clock_unit)).await?;
    let left = row.times()?.text(cx.now(), &cal)?;
    let explanation = timing::lines(cx, &row, &timeline).await?;
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
        processing_system: row.processing_system,
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
        data_subject: row.data_subject,
        assisted_by: row.assisted_by,
        officer_id: row.officer_id,
        officer: row.officer,
        officer_since: row.officer_since,
        parts: papers.parts,
        answer_files: papers.answers,
        item_files: papers.items,
        results: papers.results,
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
        forms: Vec::new(),
        timeline,
    })
}
