//! Form actions of news.

use crate::web::{Done, Error, Form, Result, Rq, Uploads};
use domain::{files, news};
use model::files::Purpose;
use model::news::{ArticleAction, ArticleForm, ArticleState, UnpublishReason, parse_publish_at};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

/// Percent-encodes a query value.
pub(super) fn encoded(text: &str) -> String {
    utf8_percent_encode(text, NON_ALPHANUMERIC).to_string()
}

/// A reader's comment.
pub async fn comment(rq: Rq, form: Form) -> Result<Done> {
    let mut cx = rq.write().await?;
    news::comment(&mut cx, rq.param("slug"), form.get("y_kien")).await?;
    cx.commit().await?;
    Ok(Done::to(format!("/tin-tuc/{}", rq.param("slug"))).say("Đã gửi ý kiến. Ý kiến hiện ra sau khi ban biên tập duyệt."))
}

/// A new draft.
pub async fn create(rq: Rq, form: Form, uploads: Uploads) -> Result<Done> {
    let mut cx = rq.write().await?;
    let article = article_form(&mut cx, &form, &uploads).await?;
    let code = news::create(&mut cx, &article).await?;
    cx.commit().await?;
    Ok(Done::to(format!("/can-bo/tin-bai/{code}")).say("Đã lưu bài nháp."))
}

/// A new text of a draft, or of a published article as a correction that waits for approval.
pub async fn save(rq: Rq, form: Form, uploads: Uploads) -> Result<Done> {
    let code = rq.param("code").to_owned();
    let version = form.version()?;
    let mut cx = rq.write().await?;
    let article = article_form(&mut cx, &form, &uploads).await?;
    let said = if form.get("dinh_chinh") == "1" {
        news::propose_correction(&mut cx, &code, version, &article, form.get("ly_do"), form.get("sai_so_lieu") == "1").await?;
        "Đã gửi bản đính chính để duyệt. Bạn đọc vẫn thấy bản cũ."
    } else {
        news::save(&mut cx, &code, version, &article).await?;
        "Đã lưu bài."
    };
    cx.commit().await?;
    Ok(Done::to(format!("/can-bo/tin-bai/{code}")).say(said))
}

/// Reserves the text for editing and opens the form.
pub async fn lock(rq: Rq, form: Form) -> Result<Done> {
    let mut cx = rq.write().await?;
    news::lock(&mut cx, rq.param("code"), form.get("sua_thay") == "1").await?;
    cx.commit().await?;
    Ok(Done::to(format!("/can-bo/tin-bai/{}/sua", rq.param("code"))))
}

/// A step of the editorial work.
pub async fn step(rq: Rq, form: Form) -> Result<Done> {
    let code = rq.param("code").to_owned();
    let action: ArticleAction = form.get("buoc").parse().map_err(|_| Error::NotFound)?;
    let version = form.version()?;
    let mut cx = rq.write().await?;
    let said = match action {
        ArticleAction::Submit => news::submit(&mut cx, &code, version).await.map(|()| "Đã gửi bài cho biên tập viên.")?,
        ArticleAction::SubmitForApproval => news::submit_for_approval(&mut cx, &code, version).await.map(|()| "Đã trình duyệt.")?,
        ArticleAction::Pass => news::pass(&mut cx, &code, version).await.map(|()| "Đã chuyển bài để duyệt.")?,
        ArticleAction::Return => {
            let to = form.get("tra_ve").parse::<ArticleState>().ok();
            news::send_back(&mut cx, &code, version, form.get("ly_do"), to).await.map(|()| "Đã trả bài, người viết được báo lý do.")?
        }
        ArticleAction::Approve => {
            let at = parse_publish_at(form.get("ngay_dang"), form.get("gio_dang"))?;
            news::approve(&mut cx, &code, version, at)
                .await
                .map(|()| if at.is_some() { "Đã duyệt, bài đăng vào giờ đã hẹn." } else { "Đã duyệt và xuất bản." })?
        }
        ArticleAction::Publish => news::publish(&mut cx, &code, version).await.map(|()| "Đã xuất bản.")?,
        ArticleAction::Unapprove => news::unapprove(&mut cx, &code, version).await.map(|()| "Đã rút lại việc duyệt.")?,
        ArticleAction::Correct => news::correct(&mut cx, &code, version).await.map(|()| "Đã đăng bản đính chính.")?,
        ArticleAction::Unpublish => {
            let reason: UnpublishReason =
                form.get("nguyen_nhan").parse().map_err(|_| Error::field("nguyen_nhan", "Chưa chọn nguyên nhân gỡ bài. Hãy chọn một nguyên nhân."))?;
            news::unpublish(&mut cx, &code, version, reason, form.get("ly_do"), form.get("chuyen_den"))
                .await
                .map(|()| "Đã gỡ bài. Địa chỉ cũ báo bài đã được gỡ.")?
        }
        ArticleAction::Archive => news::archive(&mut cx, &code, version).await.map(|()| "Đã đưa bài vào lưu trữ.")?,
        ArticleAction::Reopen => news::reopen(&mut cx, &code, version).await.map(|()| "Đã mở lại bài để sửa.")?,
        ArticleAction::Create | ArticleAction::Save | ArticleAction::ProposeCorrection | ArticleAction::Expire => return Err(Error::NotFound),
    };
    cx.commit().await?;
    Ok(Done::to(format!("/can-bo/tin-bai/{code}")).say(said))
}

/// Decides a reader's comment.
pub async fn moderate(rq: Rq, form: Form) -> Result<Done> {
    let id = form.get("id").parse::<i64>().map_err(|_| Error::NotFound)?;
    let approve = form.get("duyet") == "1";
    let mut cx = rq.write().await?;
    news::moderate(&mut cx, id, approve, form.get("ly_do")).await?;
    cx.commit().await?;
    Ok(Done::to("/can-bo/tin-bai/y-kien").say(if approve { "Đã đăng ý kiến." } else { "Đã ghi nhận không đăng ý kiến." }))
}

/// The fields of the form; a new picture is taken into the store first.
async fn article_form(cx: &mut domain::Cx, form: &Form, uploads: &Uploads) -> Result<ArticleForm> {
    let get = |name: &str| form.get(name).to_owned();
    let mut picture = if form.get("bo_anh") == "1" { String::new() } else { get("anh") };
    if let Some(upload) = uploads.0.iter().find(|upload| upload.field == "tep") {
        picture = files::keep(cx, &upload.blob, &upload.name, Purpose::Picture).await?.token;
    }
    let options = form.all("tuy_chon");
    let chosen = |name: &str| options.iter().any(|option| option == name);
    Ok(ArticleForm {
        site: get("cong"),
        section: get("chuyen_muc"),
        channel: get("kenh"),
        title: get("tieu_de"),
        summary: get("trich_yeu"),
        body: get("noi_dung"),
        picture,
        picture_alt: get("anh_thay_the"),
        picture_caption: get("anh_chu_thich"),
        picture_credit: get("anh_nguon"),
        pen_name: get("but_danh"),
        source: get("nguon_tin"),
        keywords: get("tu_khoa"),
        ends_on: get("ngay_ket_thuc"),
        allow_comments: chosen("binh_luan"),
        on_front: chosen("trang_chu"),
        featured: chosen("noi_bat"),
    })
}
