//! Actions of the exchange: read the form, call one use case, say what was done.

use crate::web::{Done, Error, Form, Result, Rq};
use domain::dossiers::partners::{desk, external};
use model::partners::{CloseForm, InboxState, NewExternalForm, ResolveForm};

/// The row in the address.
pub(super) fn id(rq: &Rq) -> Result<i64> {
    rq.param("ma").parse().map_err(|_| Error::NotFound)
}

/// Applies a message again.
pub async fn again(rq: Rq, _form: Form) -> Result<Done> {
    let line = desk::again(&rq.portal, &rq.actor, id(&rq)?).await?;
    let said = match line.state {
        InboxState::Applied => "Đã xử lý xong bản tin.".to_owned(),
        state => format!("Đã thử lại, bản tin vẫn ở trạng thái “{}”.", state.label()),
    };
    Ok(Done::to(format!("/quan-tri/lien-thong/{}", line.id)).say(said))
}

/// Closes a message that is not needed any more.
pub async fn close(rq: Rq, form: Form) -> Result<Done> {
    let reason = form.read::<CloseForm>()?.validate()?;
    let mut cx = rq.write().await?;
    desk::close(&mut cx, id(&rq)?, &reason).await?;
    cx.commit().await?;
    Ok(Done::to("/quan-tri/lien-thong").say("Đã đóng bản tin."))
}

/// Sends a message again.
pub async fn resend(rq: Rq, _form: Form) -> Result<Done> {
    let mut cx = rq.write().await?;
    desk::resend(&mut cx, id(&rq)?).await?;
    cx.commit().await?;
    Ok(Done::to("/quan-tri/lien-thong/gui").say("Đã đưa bản tin vào hàng chờ gửi."))
}

/// The counter records a ministry's code.
pub async fn record(rq: Rq, form: Form) -> Result<Done> {
    let input = form.read::<NewExternalForm>()?.validate()?;
    let mut cx = rq.write().await?;
    let id = external::record(&mut cx, &input).await?;
    cx.commit().await?;
    Ok(Done::to(format!("/can-bo/ho-so-bo-nganh/{id}")).say("Đã ghi nhận mã của bộ, ngành. Hãy trao giấy tiếp nhận của bộ, ngành cho người nộp."))
}

/// A person looked into a contradiction.
pub async fn resolve(rq: Rq, form: Form) -> Result<Done> {
    let (id, input) = (id(&rq)?, form.read::<ResolveForm>()?.validate()?);
    let mut cx = rq.write().await?;
    external::resolve(&mut cx, id, form.version()?, &input).await?;
    cx.commit().await?;
    Ok(Done::to(format!("/can-bo/ho-so-bo-nganh/{id}")).say("Đã ghi kết quả kiểm tra."))
}
