//! Actions of the catalogue at the desk.

use super::address;
use crate::web::{Done, Form, Result, Rq};
use domain::procedures;
use model::procedures::{DraftStep, DraftStepForm, NewProcedureForm};

/// Begins a procedure that does not exist yet.
pub async fn create(rq: Rq, form: Form) -> Result<Done> {
    let (code, name) = form.read::<NewProcedureForm>()?.validate()?;
    let mut cx = rq.write().await?;
    procedures::create_new(&mut cx, &code, &name).await?;
    cx.commit().await?;
    Ok(Done::to(address(&code, "chung")).say("Đã tạo dự thảo. Hãy điền từng trang, rồi trình duyệt."))
}

/// Begins a new version from the present one.
pub async fn renew(rq: Rq, _form: Form) -> Result<Done> {
    let mut cx = rq.write().await?;
    procedures::renew(&mut cx, rq.param("ma")).await?;
    cx.commit().await?;
    Ok(Done::to(address(rq.param("ma"), "chung")).say("Đã tạo dự thảo từ phiên bản đang áp dụng. Hãy nhập ngày có hiệu lực và quyết định công bố."))
}

async fn take(rq: Rq, form: Form, step: DraftStep, done: &'static str) -> Result<Done> {
    let reason = form.read::<DraftStepForm>()?.validate(step)?;
    let version = form.version()?;
    let mut cx = rq.write().await?;
    procedures::take(&mut cx, rq.param("ma"), version, step, &reason).await?;
    cx.commit().await?;
    // A new procedure whose draft was dropped has no page any more.
    let to = if step == DraftStep::Drop { "/can-bo/thu-tuc".to_owned() } else { address(rq.param("ma"), "") };
    Ok(Done::to(to).say(done))
}

/// Asks for review.
pub async fn submit(rq: Rq, form: Form) -> Result<Done> {
    take(rq, form, DraftStep::Submit, "Đã trình duyệt. Một người khác có quyền công bố sẽ duyệt.").await
}

/// Sends back to be changed.
pub async fn send_back(rq: Rq, form: Form) -> Result<Done> {
    take(rq, form, DraftStep::Return, "Đã trả lại để sửa.").await
}

/// Gives a draft up.
pub async fn drop_draft(rq: Rq, form: Form) -> Result<Done> {
    take(rq, form, DraftStep::Drop, "Đã bỏ dự thảo. Lịch sử vẫn được giữ.").await
}

/// The second person agrees.
pub async fn approve(rq: Rq, form: Form) -> Result<Done> {
    take(rq, form, DraftStep::Approve, "Đã duyệt. Bấm “Công bố” khi quyết định đã ký.").await
}

/// Publishes; the version starts by itself on its day.
pub async fn publish(rq: Rq, form: Form) -> Result<Done> {
    take(rq, form, DraftStep::Publish, "Đã công bố. Phiên bản tự áp dụng từ ngày có hiệu lực.").await
}
