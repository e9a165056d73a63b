//! Actions of the proposals: read the form, call one use case, say what was done.

use crate::dossiers::desk::parts::address;
use crate::web::{Done, Error, Form, Result, Rq, Uploads};
use domain::dossiers;
use domain::identity;
use model::dossiers::{AdjustForm, NewDueForm, ProposalDecision, ProposalDecisionForm, TransferForm};
use model::files::Purpose;
use model::format;

fn back(rq: &Rq) -> Done {
    Done::to(address(rq.param("ma")))
}

/// D24, first act.
pub async fn propose_extension(rq: Rq, form: Form) -> Result<Done> {
    let input = form.read::<NewDueForm>()?.validate()?;
    let mut cx = rq.write().await?;
    dossiers::propose_extension(&mut cx, rq.param("ma"), form.version()?, &input).await?;
    cx.commit().await?;
    Ok(back(&rq).say(format!("Đã trình ký văn bản xin lỗi, hẹn lại ngày {}.", format::date(input.day))))
}

/// D24, second act.
pub async fn decide_extension(rq: Rq, form: Form) -> Result<Done> {
    let input = form.read::<ProposalDecisionForm>()?.validate()?;
    let mut cx = rq.write().await?;
    let dossier = dossiers::decide_extension(&mut cx, rq.param("ma"), form.version()?, &input).await?;
    cx.commit().await?;
    Ok(back(&rq).say(match (input, dossier.due) {
        (ProposalDecision::Approve(_), Some(due)) => format!("Đã ký văn bản xin lỗi. Người nộp đã được báo. Hạn trả: {}.", format::time_date(due)),
        (ProposalDecision::Approve(_), None) => "Đã ký văn bản xin lỗi. Người nộp đã được báo.".to_owned(),
        (ProposalDecision::Refuse(_), _) => "Đã trả lại đề xuất gia hạn.".to_owned(),
    }))
}

/// D25, first act.
pub async fn propose_transfer(rq: Rq, form: Form) -> Result<Done> {
    let input = form.read::<TransferForm>()?.validate()?;
    let mut cx = rq.write().await?;
    dossiers::propose_transfer(&mut cx, rq.param("ma"), form.version()?, &input).await?;
    cx.commit().await?;
    Ok(back(&rq).say("Đã gửi đề nghị chuyển. Hồ sơ vẫn do cơ quan bạn giải quyết cho đến khi cơ quan kia nhận."))
}

/// D25, second act. Whoever refuses does not see the dossier any more: back to the list.
pub async fn decide_transfer(rq: Rq, form: Form) -> Result<Done> {
    let input = form.read::<ProposalDecisionForm>()?.validate()?;
    let mut cx = rq.write().await?;
    dossiers::decide_transfer(&mut cx, rq.param("ma"), form.version()?, &input).await?;
    cx.commit().await?;
    Ok(match input {
        ProposalDecision::Approve(_) => back(&rq).say("Đã nhận hồ sơ. Ngày hẹn trả không thay đổi."),
        ProposalDecision::Refuse(_) => Done::to("/can-bo/ho-so").say("Đã từ chối nhận hồ sơ. Nơi chuyển đã được báo."),
    })
}

/// D26, first act. "Tải lên" only keeps the file, "Bỏ" takes it off the page again; the third button asks.
pub async fn request_adjustment(rq: Rq, form: Form, files: Uploads) -> Result<Done> {
    let here = format!("{}/dieu-chinh", address(rq.param("ma")));
    if !form.get("bo_tep").is_empty() {
        return Ok(Done::to(here).say("Đã bỏ tệp."));
    }
    let mut input = form.read::<AdjustForm>()?;
    let mut cx = rq.write().await?;
    if let Some(upload) = files.0.iter().find(|upload| upload.field == "tep") {
        input.evidence = domain::files::keep(&mut cx, &upload.blob, &upload.name, Purpose::Dossier).await?.token;
    }
    if form.get("tai_len") == "1" {
        if input.evidence.is_empty() {
            return Err(Error::field("tep", "Chưa chọn tệp. Hãy chọn tệp PDF hoặc ảnh rồi tải lên."));
        }
        cx.commit().await?;
        return Ok(Done::to(format!("{here}?tep={}", input.evidence)).say("Đã tải tệp lên. Hãy nhập các mục còn lại."));
    }
    dossiers::request_adjustment(&mut cx, rq.param("ma"), form.version()?, &input.validate()?).await?;
    cx.commit().await?;
    Ok(back(&rq).say("Đã gửi đề nghị điều chỉnh. Lãnh đạo cơ quan duyệt thì dữ liệu mới thay đổi."))
}

/// D26, second act.
pub async fn decide_adjustment(rq: Rq, form: Form) -> Result<Done> {
    let input = form.read::<ProposalDecisionForm>()?.validate()?;
    let mut cx = rq.write().await?;
    if identity::require_step_up(&cx).is_err() {
        return Ok(Done::to(super::adjust::again(rq.param("ma"), "duyet-dieu-chinh")).say("Hãy xác thực lại, rồi quyết định việc điều chỉnh."));
    }
    dossiers::decide_adjustment(&mut cx, rq.param("ma"), form.version()?, &input).await?;
    cx.commit().await?;
    Ok(back(&rq).say(match input {
        ProposalDecision::Approve(_) => "Đã duyệt điều chỉnh.",
        ProposalDecision::Refuse(_) => "Đã trả lại đề nghị điều chỉnh.",
    }))
}
