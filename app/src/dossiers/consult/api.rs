//! Actions on questions: read the form, call one use case, say what was done.

use super::{address, detail};
use crate::web::{Done, Form, Result, Rq, Uploads};
use domain::Cx;
use domain::dossiers::consult;
use domain::files::keep;
use model::dossiers::{AskForm, OpinionForm, ReasonForm};
use model::files::Purpose;
use model::format::local_date;

/// Takes the files of a form into the database, for their tokens.
async fn stored(cx: &mut Cx, files: &Uploads) -> Result<Vec<String>> {
    let mut tokens = Vec::with_capacity(files.0.len());
    for file in files.0.iter().filter(|file| file.field == "tep") {
        tokens.push(keep(cx, &file.blob, &file.name, Purpose::Dossier).await?.token);
    }
    Ok(tokens)
}

/// The officer asks another unit.
pub async fn ask(rq: Rq, form: Form, files: Uploads) -> Result<Done> {
    let mut input = form.read::<AskForm>()?;
    let mut cx = rq.write().await?;
    input.uploads = stored(&mut cx, &files).await?;
    let input = input.validate(local_date(cx.now()))?;
    consult::ask(&mut cx, rq.param("ma"), form.version()?, &input).await?;
    cx.commit().await?;
    Ok(Done::to(format!("/can-bo/ho-so/{}?muc=y-kien", rq.param("ma"))).say("Đã gửi xin ý kiến. Đơn vị được hỏi đã nhận thông báo."))
}

/// The asked unit takes the question.
pub async fn accept(rq: Rq, form: Form) -> Result<Done> {
    let id = detail::id(&rq)?;
    let mut cx = rq.write().await?;
    consult::accept(&mut cx, id, form.version()?).await?;
    cx.commit().await?;
    Ok(Done::to(address(id)).say("Đã nhận yêu cầu. Hãy trả lời trước hạn."))
}

/// The asked unit answers, or replaces its answer.
pub async fn answer(rq: Rq, form: Form, files: Uploads) -> Result<Done> {
    let id = detail::id(&rq)?;
    let mut input = form.read::<OpinionForm>()?;
    let mut cx = rq.write().await?;
    input.uploads = stored(&mut cx, &files).await?;
    consult::answer(&mut cx, id, form.version()?, &input.validate()?).await?;
    cx.commit().await?;
    Ok(Done::to(address(id)).say("Đã gửi ý kiến. Đơn vị hỏi đã được báo; còn thay được đến khi hồ sơ trình ký."))
}

/// The asked unit is not competent.
pub async fn give_back(rq: Rq, form: Form) -> Result<Done> {
    let id = detail::id(&rq)?;
    let input = form.read::<ReasonForm>()?.validate()?;
    let mut cx = rq.write().await?;
    consult::give_back(&mut cx, id, form.version()?, &input.reason).await?;
    cx.commit().await?;
    Ok(Done::to(address(id)).say("Đã trả lại yêu cầu. Đơn vị hỏi đã được báo lý do."))
}

/// The head goes on without the answer.
pub async fn waive(rq: Rq, form: Form) -> Result<Done> {
    let id = detail::id(&rq)?;
    let input = form.read::<ReasonForm>()?.validate()?;
    let mut cx = rq.write().await?;
    consult::waive(&mut cx, id, form.version()?, &input.reason).await?;
    cx.commit().await?;
    Ok(Done::to(address(id)).say("Đã ghi giải trình. Hồ sơ trình ký được mà không chờ ý kiến này."))
}
