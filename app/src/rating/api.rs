//! Actions on ratings: read the form, call one use case, go to the next page.

use crate::web::{Done, Form, Result, Rq, encode};
use domain::rating::{self, Target};
use model::rating::{AnswerForm, CloseForm, ModerateForm, RateForm};

/// Gives or changes a rating.
pub async fn rate(rq: Rq, form: Form) -> Result<Done> {
    let input = form.read::<RateForm>()?.validate()?;
    let version = form.version()?;
    // The try counts even if the rating itself is refused.
    let mut cx = rq.write_unflushed().await?;
    let counted = domain::rate::hit(&mut cx, domain::rate::RATING, &rq.address).await;
    cx.commit().await?;
    counted?;
    let mut cx = rq.write().await?;
    rating::rate(&mut cx, rq.param("ma"), version, &input).await?;
    cx.commit().await?;
    Ok(Done::to(format!("/danh-gia/{}", encode(rq.param("ma")))).say("Đã ghi nhận đánh giá. Cảm ơn bạn."))
}

fn target(rq: &Rq, form: &Form) -> Result<Target> {
    Ok(Target { id: super::detail::id(rq)?, version: form.version()? })
}

fn back(rq: &Rq) -> String {
    format!("/can-bo/danh-gia/{}", encode(rq.param("ma")))
}

/// The unit answers.
pub async fn answer(rq: Rq, form: Form) -> Result<Done> {
    let (target, input) = (target(&rq, &form)?, form.read::<AnswerForm>()?.validate()?);
    let mut cx = rq.write().await?;
    rating::answer(&mut cx, target, &input).await?;
    cx.commit().await?;
    Ok(Done::to(back(&rq)).say("Đã trả lời."))
}

/// The leader has looked into a low rating.
pub async fn close_follow_up(rq: Rq, form: Form) -> Result<Done> {
    let (target, outcome) = (target(&rq, &form)?, form.read::<CloseForm>()?.validate()?);
    let mut cx = rq.write().await?;
    rating::close_follow_up(&mut cx, target, &outcome).await?;
    cx.commit().await?;
    Ok(Done::to(back(&rq)).say("Đã kết thúc việc theo dõi."))
}

/// Shows the words of a rating to everybody, or not.
pub async fn moderate(rq: Rq, form: Form) -> Result<Done> {
    let (target, input) = (target(&rq, &form)?, form.read::<ModerateForm>()?.validate()?);
    let mut cx = rq.write().await?;
    rating::moderate(&mut cx, target, &input).await?;
    cx.commit().await?;
    Ok(Done::to(back(&rq)).say("Đã duyệt nhận xét."))
}
