//! Actions of the mail pages.

use super::message_id;
use crate::web::{Done, Form, Result, Rq, Uploads};
use axum::response::Response;
use domain::mailbox;
use model::mailbox::{Act, DraftForm, DraftInput, OrderForm, RecallForm, RecipientForm, ReplyForm};

/// The compose page has one form and several buttons; whichever is pressed, what was typed is saved first.
pub async fn compose(rq: Rq, form: Form, files: Uploads) -> Result<Done> {
    let input = form.read::<DraftForm>()?.validate()?;
    let version = input.draft.map(|_| form.version()).transpose()?;
    let sends = form.get("buoc") == "gui";
    let mut cx = rq.write().await?;
    if sends && files.0.is_empty() {
        let id = mailbox::send(&mut cx, &input, version, None).await?;
        cx.commit().await?;
        return Ok(Done::to(format!("/can-bo/thu/{id}/cho-gui")));
    }
    let id = mailbox::save_draft(&mut cx, &input, version).await?;
    // Which button was pressed: one that takes a file or a recipient off the draft?
    let pressed = |name: &str| form.get(name).parse::<i64>().ok();
    if let Some(file) = pressed("bo_tep") {
        mailbox::detach(&mut cx, id, file).await?;
    }
    if let Some(recipient) = pressed("bo_nguoi") {
        mailbox::remove_recipient(&mut cx, id, recipient).await?;
    }
    for file in &files.0 {
        mailbox::attach(&mut cx, id, &file.blob, &file.name).await?;
    }
    if sends {
        // Files that came with the button "Gửi thư" are part of the message.
        mailbox::send(&mut cx, &DraftInput { draft: Some(id), ..input }, None, None).await?;
    }
    cx.commit().await?;
    Ok(match form.get("buoc") {
        "gui" => Done::to(format!("/can-bo/thu/{id}/cho-gui")),
        "tim" => Done::to(format!("/can-bo/thu/{id}/nguoi-nhan")),
        _ => Done::to(format!("/can-bo/thu/soan?thu={id}")).say("Đã lưu thư nháp."),
    })
}

/// Puts a found recipient on the draft.
pub async fn add_recipient(rq: Rq, form: Form) -> Result<Done> {
    let id = message_id(&rq)?;
    let input = form.read::<RecipientForm>()?.validate()?;
    let mut cx = rq.write().await?;
    mailbox::add_recipient(&mut cx, id, input.line, &input.key).await?;
    cx.commit().await?;
    Ok(Done::to(format!("/can-bo/thu/{id}/nguoi-nhan")).say("Đã thêm người nhận. Tìm tiếp, hoặc quay lại thư."))
}

/// Throws a draft away.
pub async fn discard(rq: Rq, _form: Form) -> Result<Done> {
    let mut cx = rq.write().await?;
    mailbox::discard(&mut cx, message_id(&rq)?).await?;
    cx.commit().await?;
    Ok(Done::to("/can-bo/thu?muc=thu-nhap").say("Đã bỏ thư nháp."))
}

/// Takes a message back before it leaves.
pub async fn undo(rq: Rq, _form: Form) -> Result<Done> {
    let id = message_id(&rq)?;
    let mut cx = rq.write().await?;
    mailbox::undo(&mut cx, id).await?;
    cx.commit().await?;
    Ok(Done::to(format!("/can-bo/thu/soan?thu={id}")).say("Đã hoàn tác gửi. Thư trở lại là thư nháp; chưa ai nhận được."))
}

/// Begins an answer.
pub async fn reply(rq: Rq, form: Form) -> Result<Done> {
    let everybody = form.read::<ReplyForm>()?.everybody();
    let mut cx = rq.write().await?;
    let id = mailbox::reply(&mut cx, message_id(&rq)?, everybody).await?;
    cx.commit().await?;
    Ok(Done::to(format!("/can-bo/thu/soan?thu={id}")))
}

/// Begins to pass a message on.
pub async fn forward(rq: Rq, _form: Form) -> Result<Done> {
    let mut cx = rq.write().await?;
    let id = mailbox::forward(&mut cx, message_id(&rq)?).await?;
    cx.commit().await?;
    Ok(Done::to(format!("/can-bo/thu/soan?thu={id}")))
}

/// Archives, bins, stars, marks; returns to the list.
pub async fn organise(rq: Rq, form: Form) -> Result<Done> {
    let order = form.read::<OrderForm>()?.validate()?;
    let mut cx = rq.write().await?;
    mailbox::organise(&mut cx, &order.messages, order.act).await?;
    cx.commit().await?;
    let (said, stay) = match order.act {
        Act::Archive => ("Đã chuyển thư vào Lưu trữ.", false),
        Act::Trash => ("Đã chuyển thư vào Thùng rác. Mở Thùng rác để đưa lại.", false),
        Act::Restore => ("Đã đưa thư về Hộp thư đến.", true),
        Act::MarkRead => ("Đã đánh dấu là đã đọc.", false),
        Act::MarkUnread => ("Đã đánh dấu là chưa đọc.", false),
        Act::Star => ("Đã gắn sao.", true),
        Act::Unstar => ("Đã bỏ sao.", true),
    };
    let to = match order.messages.first() {
        Some(id) if stay => format!("/can-bo/thu/{id}"),
        _ => "/can-bo/thu".to_owned(),
    };
    Ok(Done::to(to).say(said))
}

/// Takes a sent message back from those who have not opened it.
pub async fn recall(rq: Rq, form: Form) -> Result<Done> {
    let id = message_id(&rq)?;
    let chosen = form.read::<RecallForm>()?.validate()?;
    let mut cx = rq.write().await?;
    let count = mailbox::recall(&mut cx, id, &chosen).await?;
    cx.commit().await?;
    Ok(Done::to(format!("/can-bo/thu/{id}/da-mo")).say(format!("Đã thu hồi thư với {count} người chưa mở.")))
}

/// An attachment.
pub async fn file(rq: Rq) -> Result<Response> {
    let id = message_id(&rq)?;
    let mut cx = rq.read().await?;
    let file = mailbox::file(&mut cx, id, rq.param("tep")).await?;
    crate::files::send(&rq, &file).await
}
