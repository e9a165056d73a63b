//! Actions of the desk: read the form, call one use case, say what was done.

use super::parts::address;
use crate::web::{Done, Error, Form, Result, Rq, Uploads};
use chrono::NaiveDate;
use domain::dossiers;
use model::dossiers::results::{HandOverForm, ResultFactsForm};
use model::dossiers::{
    AssignForm, MoveForm, PublishForm, ReasonForm, ReasonKind, ReceiveForm, RefuseForm, StopForm, SupplementDecision, SupplementDecisionForm, SupplementForm,
    WithdrawalDecision, WithdrawalDecisionForm,
};
use model::files::Purpose;
use model::format;

fn back(rq: &Rq) -> Done {
    Done::to(address(rq.param("ma")))
}

fn today(rq: &Rq) -> NaiveDate {
    format::local_date(rq.portal.clock().now())
}

/// D03.
pub async fn receive(rq: Rq, form: Form) -> Result<Done> {
    let input = form.read::<ReceiveForm>()?.validate()?;
    let mut cx = rq.write().await?;
    let dossier = dossiers::receive(&mut cx, rq.param("ma"), form.version()?, &input).await?;
    cx.commit().await?;
    let code = dossier.code.unwrap_or(dossier.submission_code);
    let due = dossier.due.map_or_else(|| "không có thời hạn".to_owned(), |due| format!("hẹn trả {}", format::time_date(due)));
    Ok(Done::to(address(&code)).say(format!("Đã tiếp nhận hồ sơ {code}, {due}.")))
}

/// D07.
pub async fn refuse(rq: Rq, form: Form) -> Result<Done> {
    let mut cx = rq.write().await?;
    let input = form.read::<RefuseForm>()?.validate(&dossiers::reasons(&mut cx, ReasonKind::IntakeRefusal).await?)?;
    dossiers::refuse_intake(&mut cx, rq.param("ma"), form.version()?, &input).await?;
    cx.commit().await?;
    Ok(back(&rq).say("Đã từ chối tiếp nhận. Người nộp đã được báo."))
}

/// D05.
pub async fn request_intake_supplement(rq: Rq, form: Form) -> Result<Done> {
    let mut cx = rq.write().await?;
    let input = SupplementForm::read(&form.0).validate(today(&rq), &dossiers::reasons(&mut cx, ReasonKind::SupplementItem).await?)?;
    dossiers::request_intake_supplement(&mut cx, rq.param("ma"), form.version()?, &input).await?;
    cx.commit().await?;
    Ok(back(&rq).say("Đã gửi yêu cầu bổ sung cho người nộp."))
}

/// D09.
pub async fn assign(rq: Rq, form: Form) -> Result<Done> {
    let input = form.read::<AssignForm>()?.validate()?;
    let mut cx = rq.write().await?;
    dossiers::start_processing(&mut cx, rq.param("ma"), form.version()?, &input).await?;
    cx.commit().await?;
    Ok(back(&rq).say("Đã phân công xử lý."))
}

/// D10.
pub async fn move_stage(rq: Rq, form: Form) -> Result<Done> {
    let input = form.read::<MoveForm>()?.validate()?;
    let mut cx = rq.write().await?;
    dossiers::move_stage(&mut cx, rq.param("ma"), form.version()?, &input).await?;
    cx.commit().await?;
    Ok(back(&rq).say(format!("Đã chuyển hồ sơ sang bước “{}”.", input.to.label())))
}

/// D11, first act.
pub async fn propose_supplement(rq: Rq, form: Form) -> Result<Done> {
    let mut cx = rq.write().await?;
    let input = SupplementForm::read(&form.0).validate(today(&rq), &dossiers::reasons(&mut cx, ReasonKind::SupplementItem).await?)?;
    dossiers::propose_supplement(&mut cx, rq.param("ma"), form.version()?, &input).await?;
    cx.commit().await?;
    Ok(back(&rq).say("Đã trình duyệt yêu cầu bổ sung."))
}

/// D11, second act.
pub async fn approve_supplement(rq: Rq, form: Form) -> Result<Done> {
    let input = form.read::<SupplementDecisionForm>()?.validate()?;
    let (code, version) = (rq.param("ma"), form.version()?);
    let mut cx = rq.write().await?;
    let said = match &input {
        SupplementDecision::Approve => {
            dossiers::approve_supplement(&mut cx, code, version).await?;
            "Đã duyệt. Người nộp đã nhận yêu cầu bổ sung, thời hạn tạm dừng."
        }
        SupplementDecision::Decline(reason) => {
            dossiers::decline_supplement(&mut cx, code, version, reason).await?;
            "Đã trả lại đề xuất bổ sung."
        }
    };
    cx.commit().await?;
    Ok(back(&rq).say(said))
}

/// D13.
pub async fn supplement_expired(rq: Rq, form: Form) -> Result<Done> {
    let mut cx = rq.write().await?;
    dossiers::supplement_expired(&mut cx, rq.param("ma"), form.version()?).await?;
    cx.commit().await?;
    Ok(back(&rq).say("Đã dừng giải quyết vì quá hạn bổ sung."))
}

/// D17.
pub async fn request_withdrawal(rq: Rq, form: Form) -> Result<Done> {
    let input = form.read::<ReasonForm>()?.validate()?;
    let mut cx = rq.write().await?;
    dossiers::request_withdrawal(&mut cx, rq.param("ma"), form.version()?, &input).await?;
    cx.commit().await?;
    Ok(back(&rq).say("Đã ghi nhận yêu cầu rút hồ sơ."))
}

/// D18, D19.
pub async fn decide_withdrawal(rq: Rq, form: Form) -> Result<Done> {
    let input = form.read::<WithdrawalDecisionForm>()?.validate()?;
    let (code, version) = (rq.param("ma"), form.version()?);
    let mut cx = rq.write().await?;
    let said = match &input {
        WithdrawalDecision::Accept(reason) => {
            dossiers::accept_withdrawal(&mut cx, code, version, reason).await?;
            "Đã đồng ý cho rút hồ sơ."
        }
        WithdrawalDecision::Reject(reason) => {
            dossiers::reject_withdrawal(&mut cx, code, version, reason).await?;
            "Đã không đồng ý cho rút; hồ sơ tiếp tục được giải quyết."
        }
    };
    cx.commit().await?;
    Ok(back(&rq).say(said))
}

/// D21.
pub async fn stop(rq: Rq, form: Form) -> Result<Done> {
    let mut cx = rq.write().await?;
    let input = form.read::<StopForm>()?.validate(&dossiers::reasons(&mut cx, ReasonKind::Stop).await?)?;
    dossiers::stop(&mut cx, rq.param("ma"), form.version()?, &input).await?;
    cx.commit().await?;
    Ok(back(&rq).say("Đã dừng giải quyết hồ sơ. Người nộp đã được báo."))
}

/// D22. "Tải lên" only keeps the file, "Bỏ" takes it off the page again; the third button publishes.
pub async fn publish(rq: Rq, form: Form, files: Uploads) -> Result<Done> {
    let here = format!("{}/phat-hanh", address(rq.param("ma")));
    if !form.get("bo_tep").is_empty() {
        return Ok(Done::to(here).say("Đã bỏ tệp."));
    }
    let mut input = form.read::<PublishForm>()?;
    let mut cx = rq.write().await?;
    if let Some(upload) = files.0.iter().find(|upload| upload.field == "tep") {
        input.file = domain::files::keep(&mut cx, &upload.blob, &upload.name, Purpose::Result).await?.token;
    }
    if form.get("tai_len") == "1" {
        if input.file.is_empty() {
            return Err(Error::field("tep", "Chưa chọn tệp. Hãy chọn tệp PDF đã ký rồi tải lên."));
        }
        cx.commit().await?;
        return Ok(Done::to(format!("{here}?tep={}", input.file)).say("Đã tải tệp lên. Hãy nhập số, ký hiệu rồi phát hành."));
    }
    let facts = form.read::<ResultFactsForm>()?.validate(today(&rq))?;
    let dossier = dossiers::publish_with_facts(&mut cx, rq.param("ma"), form.version()?, &input.validate()?, &facts).await?;
    cx.commit().await?;
    Ok(back(&rq).say(format!("Đã phát hành kết quả. Trạng thái: {}.", dossier.state.label().to_lowercase())))
}

/// D23. "Tải lên" only keeps a file, "Bỏ" takes the files off the page again; the third button hands the result over.
pub async fn give_back(rq: Rq, form: Form, files: Uploads) -> Result<Done> {
    let here = format!("{}/tra-ket-qua", address(rq.param("ma")));
    if !form.get("bo_tep").is_empty() {
        return Ok(Done::to(here).say("Đã bỏ tệp."));
    }
    let mut input = form.read::<HandOverForm>()?;
    let mut cx = rq.write().await?;
    for upload in &files.0 {
        let kept = domain::files::keep(&mut cx, &upload.blob, &upload.name, Purpose::Dossier).await?.token;
        match upload.field.as_str() {
            "tep_uy_quyen" => input.delegation_file = kept,
            _ => (input.proof_file, input.proof) = (kept, "tep".to_owned()),
        }
    }
    if form.get("tai_len") == "1" {
        if files.0.is_empty() {
            return Err(Error::field("tep_chung_cu", "Chưa chọn tệp. Hãy chọn tệp rồi bấm Tải lên."));
        }
        cx.commit().await?;
        return Ok(Done::to(format!("{here}?chung-cu={}&uy-quyen={}", input.proof_file, input.delegation_file)).say("Đã tải tệp lên."));
    }
    dossiers::results::hand_over(&mut cx, rq.param("ma"), form.version()?, &input.validate()?).await?;
    cx.commit().await?;
    Ok(back(&rq).say("Đã trả kết quả."))
}
