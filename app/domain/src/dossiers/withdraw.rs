//! Withdrawal (02 §12): D17 request, D18 accept, D19 reject, D20 cancel.

use super::act;
use super::create::Dossier;
use super::papers;
use crate::cx::Cx;
use crate::error::{Error, Result};
use model::dossiers::{DossierAction, ProcessingStage, Reason};
use model::notify::Event;

/// D17: the applicant (or the receptionist with the paper) asks to withdraw; impossible once the result is signed.
///
/// # Errors
/// `Conflict` in another state or after the signature, `Forbidden`.
pub async fn request_withdrawal(cx: &mut Cx, code: &str, version: i64, input: &Reason) -> Result<Dossier> {
    let mut step = act::begin(cx, code, version, DossierAction::RequestWithdrawal, None).await?;
    if matches!(step.row.stage()?, Some(ProcessingStage::Signed | ProcessingStage::Published)) {
        return Err(Error::conflict("Kết quả đã được ký nên không rút được hồ sơ. Hãy chờ nhận kết quả."));
    }
    step.say(&input.reason, "");
    let (row, seq) = step.finish(cx).await?;
    if let Some(officer) = row.officer_id {
        act::tell_official(cx, officer, &row, seq, Event::DossierAssigned, &[("viec", "người nộp yêu cầu rút hồ sơ".to_owned())]).await?;
    }
    Dossier::of(&row)
}

/// D18: the head lets the applicant withdraw and states what happens to the money (in `reason`).
///
/// # Errors
/// `Conflict`, `Forbidden`.
pub async fn accept_withdrawal(cx: &mut Cx, code: &str, version: i64, input: &Reason) -> Result<Dossier> {
    let mut step = act::begin(cx, code, version, DossierAction::AcceptWithdrawal, None).await?;
    step.row.end_reason = "Rút theo yêu cầu".to_owned();
    step.row.end_basis.clone_from(&input.reason);
    step.say(&input.reason, "");
    decided(cx, step, "đồng ý").await
}

/// D19: the head refuses; the dossier goes back to where it was.
///
/// # Errors
/// `Conflict`, `Forbidden`.
pub async fn reject_withdrawal(cx: &mut Cx, code: &str, version: i64, input: &Reason) -> Result<Dossier> {
    let mut step = act::begin(cx, code, version, DossierAction::RejectWithdrawal, None).await?;
    step.say(&input.reason, "");
    decided(cx, step, "không đồng ý").await
}

async fn decided(cx: &mut Cx, step: act::Step, outcome: &str) -> Result<Dossier> {
    let (row, seq) = step.finish(cx).await?;
    act::tell(cx, &row, seq, Event::WithdrawalDecided, &[("ket_qua", outcome.to_owned())]).await?;
    papers::keep(cx, &row, seq).await?;
    Dossier::of(&row)
}

/// D20: the applicant thinks better of it.
///
/// # Errors
/// `Conflict`, `Forbidden`.
pub async fn cancel_withdrawal(cx: &mut Cx, code: &str, version: i64) -> Result<Dossier> {
    let step = act::begin(cx, code, version, DossierAction::CancelWithdrawal, None).await?;
    let (row, _) = step.finish(cx).await?;
    Dossier::of(&row)
}
