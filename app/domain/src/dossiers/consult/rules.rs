//! What may be done with a question, by whom, in which state. What is not here does not happen.

use super::super::access::Access;
use super::super::row::DossierRow;
use super::super::rules::Right;
use super::store::Row;
use crate::error::{Error, Result};
use model::access::Reach;
use model::dossiers::{ConsultationAct, ConsultationState, DossierState, ProcessingStage};

use ConsultationAct as Act;
use ConsultationState as S;

/// States in which an act is possible, and the state after it; none leaves it.
#[must_use]
pub const fn allowed_in(act: ConsultationAct) -> (&'static [ConsultationState], Option<ConsultationState>) {
    match act {
        Act::Accept => (&[S::Asked], Some(S::Accepted)),
        // A newer answer replaces an older one, which stays.
        Act::Answer => (&[S::Asked, S::Accepted, S::Answered], Some(S::Answered)),
        Act::Return => (&[S::Asked, S::Accepted], Some(S::Returned)),
        Act::Waive => (&[S::Asked, S::Accepted, S::Returned], None),
    }
}

/// Who may ask: the officer in charge, and the head.
pub const ASK: &[Right] = &[Right::Officer, Right::Approve];
/// Who may go on without a mandatory answer: the head.
pub const WAIVE: &[Right] = &[Right::Approve];

/// True while opinions may come in: the dossier is open, and nothing was submitted for signature yet.
pub(in crate::dossiers) fn is_open(row: &DossierRow) -> Result<bool> {
    let late = matches!(row.stage()?, Some(ProcessingStage::ToSign | ProcessingStage::Signed | ProcessingStage::Published));
    let state = row.state()?;
    Ok(!late && matches!(state, DossierState::Processing | DossierState::AwaitingSupplement | DossierState::AwaitingPayment | DossierState::WithdrawRequested))
}

/// True if new questions may be asked: the work has begun and is going on.
pub(in crate::dossiers) fn may_be_asked(row: &DossierRow) -> Result<bool> {
    let stage = matches!(row.stage()?, Some(ProcessingStage::Examining | ProcessingStage::Consulting | ProcessingStage::Drafting));
    Ok(stage && row.state()? == DossierState::Processing && row.processing_system == "local")
}

/// Units for which the actor answers: heads and leaders, and officers for the unit whose dossiers they see.
pub(in crate::dossiers) fn answers_for(access: &Access) -> Reach {
    let mut reach = Reach { all: access.system, ..Reach::default() };
    let mut reaches = vec![&access.assign, &access.approve];
    if access.edits() {
        reaches.push(&access.view_near);
    }
    for one in reaches {
        reach.all |= one.all;
        reach.units.extend_from_slice(&one.units);
    }
    reach.units.sort_unstable();
    reach.units.dedup();
    reach
}

/// True if the actor may ever take this act, whatever the state.
pub(super) fn may(access: &Access, act: ConsultationAct, consultation: &Row, dossier: &DossierRow) -> bool {
    match act {
        Act::Accept | Act::Answer | Act::Return => answers_for(access).covers(consultation.asked_unit_id),
        Act::Waive => WAIVE.iter().any(|right| access.may(*right, dossier)),
    }
}

/// True if the table allows the act now.
pub(super) fn possible(act: ConsultationAct, consultation: &Row, dossier: &DossierRow) -> Result<bool> {
    let (from, _) = allowed_in(act);
    let waive = act != Act::Waive || (consultation.mandatory && consultation.waived_at.is_none());
    Ok(from.contains(&consultation.state()?) && waive && is_open(dossier)?)
}

/// The refusal of an act that the table does not allow now.
pub(super) fn refusal(act: ConsultationAct, consultation: &Row, dossier: &DossierRow) -> Error {
    let words = match consultation.state() {
        Ok(_) if !is_open(dossier).unwrap_or(false) => "Hồ sơ đã trình ký hoặc đã kết thúc".to_owned(),
        Ok(state) => format!("Yêu cầu đang ở trạng thái “{}”", state.label()),
        Err(error) => return error,
    };
    Error::conflict(format!("{words} nên không làm được việc “{}”. Hãy tải lại trang để xem các việc làm được.", act.label()))
}
