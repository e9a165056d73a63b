//! Form actions of news.

use crate::web::{Done, Error, Form, Result, Rq, Uploads};
use domain::{files, news};
use model::files::Purpose;
use model::news::{ApproveForm, ArticleAction, ArticleForm, ArticleText, CommentForm, CorrectionForm, LockForm, ModerationForm, ReturnForm, UnpublishForm};

/// A reader's comment.
pub async fn comment(rq: Rq, form: Form) -> Result<Done> {
    let body = form.read::<CommentForm>()?.validate()?;
    let mut cx = rq.write().await?;
    news::comment(&mut cx, rq.param("ma"), &body).await?;
    cx.commit().await?;
    Ok(Done::to(format!("/tin-tuc/{}", rq.param("ma"))).say("Đã gửi ý kiến. Ý kiến hiện ra sau khi ban biên tập duyệt."))
}

/// Decides a reader's comment.
pub async fn moderate(rq: Rq, form: Form) -> Result<Done> {
    let input = form.read::<ModerationForm>()?.validate()?;
    let mut cx = rq.write().await?;
    news::moderate(&mut cx, &input).await?;
    cx.commit().await?;
    Ok(Done::to("/can-bo/tin-bai/y-kien").say(if input.rejected.is_none() { "Đã đăng ý kiến." } else { "Đã ghi nhận không đăng ý kiến." }))
}

/// A new draft.
pub async fn create(rq: Rq, form: Form, uploads: Uploads) -> Result<Done> {
    let mut cx = rq.write().await?;
    let text = article_text(&mut cx, &form, &uploads).await?;
    let code = news::create(&mut cx, &text).await?;
    cx.commit().await?;
    Ok(Done::to(address(&code)).say("Đã lưu bài nháp."))
}

/// A new text of a draft, or of a published article as a correction that waits for approval.
pub async fn save(rq: Rq, form: Form, uploads: Uploads) -> Result<Done> {
    let version = form.version()?;
    let correction = if form.get("dinh_chinh") == "1" { Some(form.read::<CorrectionForm>()?.validate()?) } else { None };
    let mut cx = rq.write().await?;
    let text = article_text(&mut cx, &form, &uploads).await?;
    match &correction {
        Some(correction) => news::propose_correction(&mut cx, rq.param("ma"), version, &text, correction).await?,
        None => news::save(&mut cx, rq.param("ma"), version, &text).await?,
    }
    cx.commit().await?;
    let said = if correction.is_some() { "Đã gửi bản đính chính để duyệt. Bạn đọc vẫn thấy bản cũ." } else { "Đã lưu bài." };
    Ok(Done::to(address(rq.param("ma"))).say(said))
}

/// The fields of the form; a new picture is taken into the store first and takes the place of the old one.
async fn article_text(cx: &mut domain::Cx, form: &Form, uploads: &Uploads) -> Result<ArticleText> {
    let mut article = form.read::<ArticleForm>()?;
    if let Some(upload) = uploads.0.iter().find(|upload| upload.field == "tep") {
        article.picture = files::keep(cx, &upload.blob, &upload.name, Purpose::Picture).await?.token;
        article.drop_picture.clear();
    }
    Ok(article.validate()?)
}

/// Reserves the text for editing and opens the form.
pub async fn lock(rq: Rq, form: Form) -> Result<Done> {
    let take_over = form.read::<LockForm>()?.validate()?;
    let mut cx = rq.write().await?;
    news::lock(&mut cx, rq.param("ma"), take_over).await?;
    cx.commit().await?;
    Ok(Done::to(format!("{}/sua", address(rq.param("ma")))))
}

/// A step of the editorial work; the button says which.
pub async fn step(rq: Rq, form: Form) -> Result<Done> {
    match form.get("buoc").parse().map_err(|_| Error::NotFound)? {
        ArticleAction::Return => send_back(rq, form).await,
        ArticleAction::Approve => approve(rq, form).await,
        ArticleAction::Unpublish => unpublish(rq, form).await,
        action => plain_step(rq, form, action).await,
    }
}

async fn send_back(rq: Rq, form: Form) -> Result<Done> {
    let (version, input) = (form.version()?, form.read::<ReturnForm>()?.validate()?);
    let mut cx = rq.write().await?;
    news::send_back(&mut cx, rq.param("ma"), version, &input).await?;
    cx.commit().await?;
    Ok(Done::to(address(rq.param("ma"))).say("Đã trả bài, người viết được báo lý do."))
}

async fn approve(rq: Rq, form: Form) -> Result<Done> {
    let (version, at) = (form.version()?, form.read::<ApproveForm>()?.validate()?);
    let mut cx = rq.write().await?;
    news::approve(&mut cx, rq.param("ma"), version, at).await?;
    cx.commit().await?;
    Ok(Done::to(address(rq.param("ma"))).say(if at.is_some() { "Đã duyệt, bài đăng vào giờ đã hẹn." } else { "Đã duyệt và xuất bản." }))
}

async fn unpublish(rq: Rq, form: Form) -> Result<Done> {
    let (version, input) = (form.version()?, form.read::<UnpublishForm>()?.validate()?);
    let mut cx = rq.write().await?;
    news::unpublish(&mut cx, rq.param("ma"), version, &input).await?;
    cx.commit().await?;
    Ok(Done::to(address(rq.param("ma"))).say("Đã gỡ bài. Địa chỉ cũ báo bài đã được gỡ."))
}

/// A step whose form holds nothing but the version.
async fn plain_step(rq: Rq, form: Form, action: ArticleAction) -> Result<Done> {
    let (code, version) = (rq.param("ma"), form.version()?);
    let mut cx = rq.write().await?;
    let said = match action {
        ArticleAction::Submit => news::submit(&mut cx, code, version).await.map(|()| "Đã gửi bài cho biên tập viên.")?,
        ArticleAction::SubmitForApproval => news::submit_for_approval(&mut cx, code, version).await.map(|()| "Đã trình duyệt.")?,
        ArticleAction::Pass => news::pass(&mut cx, code, version).await.map(|()| "Đã chuyển bài để duyệt.")?,
        ArticleAction::Publish => news::publish(&mut cx, code, version).await.map(|()| "Đã xuất bản.")?,
        ArticleAction::Unapprove => news::unapprove(&mut cx, code, version).await.map(|()| "Đã rút lại việc duyệt.")?,
        ArticleAction::Correct => news::correct(&mut cx, code, version).await.map(|()| "Đã đăng bản đính chính.")?,
        ArticleAction::Archive => news::archive(&mut cx, code, version).await.map(|()| "Đã đưa bài vào lưu trữ.")?,
        ArticleAction::Reopen => news::reopen(&mut cx, code, version).await.map(|()| "Đã mở lại bài để sửa.")?,
        _ => return Err(Error::NotFound),
    };
    cx.commit().await?;
    Ok(Done::to(address(code)).say(said))
}

/// The page of an article on the desk.
fn address(code: &str) -> String {
    format!("/can-bo/tin-bai/{code}")
}
