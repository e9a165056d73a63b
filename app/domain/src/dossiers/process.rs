//! The work on a dossier: D09 start, D10 move between steps.

use super::act;
use super::consult;
use super::create::Dossier;
use super::rules::{self, Right};
use crate::cx::Cx;
use crate::error::{Error, Result};
use model::FieldErrors;
use model::dossiers::{Assign, DossierAction, Move, ProcessingStage};
use model::notify::Event;
use model::text::reason;
use sqlx::FromRow;

#[derive(FromRow)]
struct Officer {
    unit_id: i64,
    full_name: String,
}

// Somebody who works in the competent unit or in one of its parts today.
sql!(
    OFFICER,
    "SELECT e.unit_id, p.full_name FROM employment e JOIN person p ON p.id = e.person_id
     JOIN org_closure c ON c.descendant_id = e.unit_id AND c.ancestor_id IN ($2, $4)
     WHERE e.person_id = $1 AND e.valid_from <= $3 AND (e.valid_to IS NULL OR e.valid_to >= $3) ORDER BY c.depth, e.id LIMIT 1"
);

/// Unit and name of a person who works for an agency today.
pub(super) async fn officer_of(cx: &mut Cx, person: i64, agency: i64) -> Result<Option<(i64, String)>> {
    let today = model::format::local_date(cx.now());
    let found: Option<Officer> = cx.conn().opt(OFFICER, args![person, agency, today, None::<i64>]).await?;
    Ok(found.map(|officer| (officer.unit_id, officer.full_name)))
}

/// D09: a head assigns the dossier to an officer, or an officer accepts it.
///
/// # Errors
/// `Invalid` if the officer does not work for the competent unit, `Forbidden`, `Conflict`.
pub async fn start_processing(cx: &mut Cx, code: &str, version: i64, input: &Assign) -> Result<Dossier> {
    let me = cx.actor.person_id;
    let officer = input.officer.or(me).ok_or(Error::Unauthorized)?;
    let who: &[Right] = if Some(officer) == me { &[Right::Accept, Right::Assign] } else { &[Right::Assign] };
    let mut step = act::begin(cx, code, version, DossierAction::StartProcessing, Some(who)).await?;
    let today = model::format::local_date(cx.now());
    let found: Option<Officer> = cx.conn().opt(OFFICER, args![officer, step.row.competent_unit_id, today, step.row.continuing_unit_id]).await?;
    let Some(found) = found else {
        return Err(Error::field("can_bo", format!("Người được chọn không làm việc tại {}. Hãy chọn người khác.", step.row.competent_unit)));
    };
    step.row.officer_id = Some(officer);
    step.row.officer_since = Some(cx.now());
    step.row.handling_unit_id = Some(found.unit_id);
    step.row.officer.clone_from(&found.full_name);
    // Whoever takes the dossier begins to examine; somebody who was assigned confirms by the first move.
    let stage = if Some(officer) == me { ProcessingStage::Examining } else { ProcessingStage::Assigned };
    let note = if input.note.is_empty() {
        format!("Người xử lý: {}", found.full_name)
    } else {
        format!("Người xử lý: {}. {}", found.full_name, input.note)
    };
    step.stage(Some(stage)).say(&note, "");
    let (row, seq) = step.finish(cx).await?;
    let work = row.procedure_name.clone();
    act::tell_official(cx, officer, &row, seq, Event::DossierAssigned, &[("viec", work)]).await?;
    Dossier::of(&row)
}

/// D10: moves the work to another step: examine, consult, draft, submit for signature, sign, give back.
///
/// # Errors
/// `Conflict` for a move that the workflow does not have, `Invalid` for going back without a reason, `Forbidden`.
pub async fn move_stage(cx: &mut Cx, code: &str, version: i64, input: &Move) -> Result<Dossier> {
    let mut step = act::begin(cx, code, version, DossierAction::MoveStage, None).await?;
    let from = step.row.stage()?.unwrap_or(ProcessingStage::Assigned);
    let Some(found) = rules::find_step(from, input.to) else {
        return Err(Error::conflict(format!(
            "Hồ sơ {} đang ở bước “{}”, không chuyển được sang “{}”. Hãy tải lại trang để xem các bước làm được.",
            step.row.public_code(),
            from.label(),
            input.to.label()
        )));
    };
    step.access.require(&[found.who], &step.row, true)?;
    consult::check_answered(cx, &step.row, input.to).await?;
    if found.back {
        let mut errors = FieldErrors::new();
        reason(&mut errors, "ghi_chu", "Lý do trả lại", &input.note);
        errors.into_result(())?;
    }
    if input.to == ProcessingStage::Signed {
        step.row.signed_by = cx.actor.name.clone();
        step.row.signed_at = Some(cx.now());
    }
    step.stage(Some(input.to)).say(&input.note, "");
    let officer = step.row.officer_id;
    let (row, seq) = step.finish(cx).await?;
    if let Some(officer) = officer.filter(|_| found.who != Right::Officer) {
        act::tell_official(cx, officer, &row, seq, Event::DossierAssigned, &[("viec", input.to.label().to_lowercase())]).await?;
    }
    Dossier::of(&row)
}
