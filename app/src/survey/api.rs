//! Actions of the survey: read the form, call one use case, go to the next page.

use crate::web::{Done, Error, Form, Result, Rq};
use domain::Actor;
use domain::dossiers::tracking;
use domain::survey;
use model::survey::{AnswerForm, QuestionsForm};

/// Answers the questions about an agency. Whoever is signed in answers without a name, too.
pub async fn answer(rq: Rq, form: Form) -> Result<Done> {
    let input = AnswerForm::read(|name| form.get(name)).validate()?;
    let set = form.version()?;
    // The try counts even if it fails.
    let mut cx = rq.portal.write_unflushed(&Actor::anonymous()).await?;
    let proven = tracking::proven(&mut cx, &input.code, &input.check, &rq.address).await;
    cx.commit().await?;
    let miss = || Error::field("ma", "Không tìm thấy hồ sơ với mã và 4 số này. Hãy kiểm tra mã trên biên nhận và 4 số cuối.");
    let dossier = proven?.ok_or_else(miss)?;
    let mut cx = rq.portal.write(&Actor::anonymous()).await?;
    let place = survey::answer(&mut cx, rq.param("ma"), set, dossier, &input).await?;
    cx.commit().await?;
    Ok(Done::to(format!("/khao-sat/ket-qua?don-vi={}", place.code)).say("Đã ghi nhận câu trả lời. Cảm ơn bạn."))
}

/// Writes the questions of the quarter to come.
pub async fn change_questions(rq: Rq, form: Form) -> Result<Done> {
    let (version, texts) = (form.version()?, QuestionsForm::read(|name| form.get(name)).validate()?);
    let mut cx = rq.write().await?;
    let quarter = survey::change_questions(&mut cx, version, &texts).await?;
    cx.commit().await?;
    Ok(Done::to("/can-bo/khao-sat/cau-hoi").say(format!("Đã lưu bộ câu hỏi, dùng từ {}.", quarter.label())))
}
