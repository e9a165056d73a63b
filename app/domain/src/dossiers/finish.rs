//! The end of a dossier: D22 publish the result, D23 return it, D21 stop.

use super::act;
use super::create::Dossier;
use super::row;
use crate::cx::Cx;
use crate::error::{Error, Result};
use crate::files;
use model::dossiers::{DeliveryStatus, DossierAction, MoveForm, PaymentStatus, ProcessingStage, PublishForm, ResultDelivery, ReturnForm, StopForm, StopReason};
use model::format;
use model::notify::Event;
use model::text::{clean_line, clean_text};

/// D22: the clerk numbers the signed result and publishes it; `finished_at` is written, once and for ever.
///
/// A signed dossier is numbered (D10) and published in one act, as the clerk does it.
///
/// # Errors
/// `Conflict` if the result is not signed, `Invalid` without a file or a registered paper, `Forbidden`.
pub async fn publish_result(cx: &mut Cx, code: &str, form: &PublishForm) -> Result<Dossier> {
    form.validate()?;
    let mut version = form.version;
    let first = act::begin(cx, code, version, DossierAction::PublishResult, None).await?;
    match first.row.stage()? {
        Some(ProcessingStage::Published) => {}
        Some(ProcessingStage::Signed) => {
            let step = MoveForm { version, to: ProcessingStage::Published, note: format!("Số, ký hiệu {}", clean_line(&form.number, 60)) };
            version = super::process::move_stage(cx, code, &step).await?.version;
        }
        _ => return Err(Error::conflict("Kết quả chưa được ký. Hãy trình lãnh đạo ký trước khi phát hành.")),
    }
    let mut step = act::begin(cx, code, version, DossierAction::PublishResult, None).await?;
    let file = if form.paper { None } else { Some(files::by_token(cx, form.file.trim()).await.map_err(no_file)?) };
    if let Some(file) = &file {
        if file.media_type != "application/pdf" {
            return Err(Error::field("tep", "Tệp kết quả phải là PDF đã ký. Hãy chọn tệp khác."));
        }
        if !cx.portal().files().is_whole(&file.sha256, file.size).await? {
            return Err(Error::field("tep", "Tệp kết quả trong kho không còn nguyên vẹn. Hãy tải tệp lên lại."));
        }
    }
    let now = cx.now();
    step.row.finished_at = Some(now);
    step.row.result_number = clean_line(&form.number, 60);
    step.row.result_paper = form.paper;
    let electronic = step.row.delivery == ResultDelivery::ElectronicOnly.as_str();
    step.row.delivery_status = DeliveryStatus::Ready.as_str().to_owned();
    step.say(&format!("Số, ký hiệu {}", clean_line(&form.number, 60)), "");
    let early = step.row.due_current.is_some_and(|due| format::local_date(now) < format::local_date(due));
    let (row, seq) = step.finish(cx).await?;
    if let Some(file) = file {
        row::link_file(&mut cx.conn(), row.id, None, file.id, "result", seq, now).await?;
    }
    act::tell(cx, &row, seq, if early { Event::ResultEarly } else { Event::ResultReady }, &[]).await?;
    // An electronic result lies in the person's store from this moment: it is returned (02 §13).
    if electronic && !form.paper && row.applicant_account.is_some() && row.payment != PaymentStatus::Due.as_str() {
        return deliver_electronically(cx, row).await;
    }
    Dossier::of(&row)
}

fn no_file(error: Error) -> Error {
    match error {
        Error::NotFound => Error::field("tep", "Không tìm thấy tệp kết quả. Hãy tải tệp lên lại."),
        other => other,
    }
}

/// After the last payment: an electronic result that waited for its money lies in the person's store from now on.
pub(super) async fn deliver_after_payment(cx: &mut Cx, row: row::DossierRow) -> Result<()> {
    if row.delivery == ResultDelivery::ElectronicOnly.as_str() && !row.result_paper && row.applicant_account.is_some() {
        deliver_electronically(cx, row).await?;
    }
    Ok(())
}

async fn deliver_electronically(cx: &mut Cx, row: row::DossierRow) -> Result<Dossier> {
    let code = row.public_code().to_owned();
    let who: &[_] = &[super::rules::Right::Publish, super::rules::Right::Receive, super::rules::Right::Return, super::rules::Right::Collect];
    let mut step = act::begin(cx, &code, row.version, DossierAction::ReturnResult, Some(who)).await?;
    step.row.returned_at = Some(cx.now());
    step.row.receiver.clone_from(&row.applicant_name);
    step.row.delivery_status = DeliveryStatus::EDelivered.as_str().to_owned();
    step.say("Giao bản điện tử vào kho của người nộp", "");
    let (row, seq) = step.finish(cx).await?;
    act::tell(cx, &row, seq, Event::ResultReturned, &[]).await?;
    Dossier::of(&row)
}

/// D23: the receptionist hands the result over, or registers the proof of the post.
///
/// # Errors
/// `Conflict` in another state or while money is due, `Invalid`, `Forbidden`.
pub async fn return_result(cx: &mut Cx, code: &str, form: &ReturnForm) -> Result<Dossier> {
    form.validate()?;
    let mut step = act::begin(cx, code, form.version, DossierAction::ReturnResult, None).await?;
    if step.row.payment == PaymentStatus::Due.as_str() {
        return Err(Error::conflict("Hồ sơ còn khoản phí, lệ phí chưa nộp. Hãy thu phí trước khi trả kết quả."));
    }
    let post = clean_line(&form.postal_code, 60);
    if step.row.delivery == ResultDelivery::ByPost.as_str() && post.is_empty() {
        return Err(Error::field("ma_buu_gui", "Người nộp chọn nhận qua bưu chính. Hãy nhập mã bưu gửi đã phát."));
    }
    let status = if post.is_empty() { DeliveryStatus::HandedOver } else { DeliveryStatus::Delivered };
    step.row.returned_at = Some(cx.now());
    step.row.delivery_status = status.as_str().to_owned();
    step.row.receiver = clean_line(&form.receiver, 200);
    step.row.postal_code.clone_from(&post);
    let note = if post.is_empty() {
        format!("Người nhận: {}", step.row.receiver)
    } else {
        format!("Người nhận: {}, mã bưu gửi {post}", step.row.receiver)
    };
    step.say(&note, "");
    let (row, seq) = step.finish(cx).await?;
    act::tell(cx, &row, seq, Event::ResultReturned, &[]).await?;
    Dossier::of(&row)
}

/// D21: the unit leader stops a received dossier with reason, basis and what happens to the money.
///
/// # Errors
/// `Invalid`, `Conflict`, `Forbidden`.
pub async fn stop(cx: &mut Cx, code: &str, form: &StopForm) -> Result<Dossier> {
    form.validate()?;
    let mut step = act::begin(cx, code, form.version, DossierAction::Stop, None).await?;
    let reason = form.reason.unwrap_or(StopReason::NotEligible);
    step.row.end_reason = reason.label().to_owned();
    step.row.end_basis = clean_text(&format!("{} Xử lý phí, lệ phí đã nộp: {}", form.basis, form.money), 8_000);
    step.say(&format!("{}. Xử lý phí, lệ phí đã nộp: {}", reason.label(), form.money), &form.basis);
    let (row, seq) = step.finish(cx).await?;
    act::tell(cx, &row, seq, Event::DossierStopped, &[]).await?;
    Dossier::of(&row)
}
