//! A draft that a counter began and its applicant finishes at home (02 §21): from then on it belongs to their telephone, and code and
//! telephone lead back to it as to any other.

use super::{DraftKey, assisted, known, open_draft, phone_hash, store};
use crate::audit::AuditEvent;
use crate::cx::Cx;
use crate::error::{Error, Result};
use crate::identity::crypto::{self, purpose::ANSWERS};
use crate::notify::{self, Recipient};
use crate::procedures;
use chrono::Duration;
use model::dossiers::apply::{DRAFT_DAYS, DraftView, MOST_DRAFTS, field};
use model::format::{local_date, mask_phone};
use model::identity::clean_phone;
use model::notify::{Event, NotifyChannel};
use model::procedures::{IdentityLevel, OnlineLevel};

sql!(
    SEND_HOME,
    "UPDATE dossier_draft SET phone_hash = $3, offer_id = $4, answers = $5, sent_home_at = $6, updated_at = $6, expires_at = $7, version = version + 1
     WHERE id = $1 AND version = $2 AND submitted_at IS NULL AND sent_home_at IS NULL"
);

/// The offer that the applicant goes on with: the chosen one if it is taken online, else the first that is; none if the procedure is not
/// handed in here by whoever has no account.
async fn offer(cx: &mut Cx, view: &DraftView) -> Result<Option<i64>> {
    let today = local_date(cx.now());
    let version = procedures::version(&mut cx.conn(), view.version_id).await?;
    let (procedure, _) = procedures::by_code(cx, &view.procedure_code).await?;
    let closed = version.level == OnlineLevel::Information.as_str() || version.identity == IdentityLevel::Account.as_str();
    if closed || !procedures::channel::of(cx, procedure).await?.local {
        return Ok(None);
    }
    let online = procedures::offers_online(&mut cx.conn(), view.version_id, today).await?;
    Ok(online.iter().find(|offer| offer.id == view.offer_id).or(online.first()).map(|offer| offer.id))
}

/// True if the applicant may finish this draft of a counter at home.
///
/// # Errors
/// If the database cannot be read.
pub async fn may_go_home(cx: &mut Cx, view: &DraftView) -> Result<bool> {
    Ok(offer(cx, view).await?.is_some())
}

/// True if the actor began this draft at a counter and gave it to its applicant.
///
/// # Errors
/// If the database cannot be read.
pub async fn is_at_home(cx: &mut Cx, key: &DraftKey) -> Result<bool> {
    let row = store::by_code(cx, &key.code).await?;
    Ok(row.is_some_and(|row| row.sent_home_at.is_some() && row.assisted_by.is_some() && row.assisted_by == cx.actor.account_id))
}

/// Gives a draft of the counter to the telephone that stands in it, tells its code there and returns the number, masked. What was filled
/// in and scanned stays; the applicant goes through the pages, which say what an official wrote. The counter sees it no more.
///
/// # Errors
/// `Invalid` on the telephone; `Conflict` if the procedure is not handed in here without an account, if that telephone has too many
/// drafts, or if it was received meanwhile; `NotFound`, `Forbidden` as [`super::at_counter`].
pub async fn send_home(cx: &mut Cx, key: &DraftKey) -> Result<String> {
    let mut view = assisted::at_counter(cx, key).await?;
    let row = open_draft(cx, key).await?;
    let phone = clean_phone(view.answer(field::PHONE)).filter(|phone| phone.len() == 10);
    let phone = phone.ok_or_else(|| Error::field(field::PHONE, "Số điện thoại gồm 10 chữ số và bắt đầu bằng 0. Người nộp dùng số này để làm tiếp ở nhà."))?;
    let offer = offer(cx, &view).await?;
    let offer = offer.ok_or_else(|| Error::conflict("Thủ tục này không nộp trực tuyến bằng số điện thoại được. Hãy tiếp nhận tại quầy."))?;
    let hash = phone_hash(cx, &phone);
    if store::of_phone(cx, &hash).await?.len() >= MOST_DRAFTS {
        let message = format!("Số điện thoại này đang có {MOST_DRAFTS} bản nháp chưa nộp. Hãy dùng số khác, hoặc tiếp nhận tại quầy.");
        return Err(Error::field(field::PHONE, message));
    }
    let asked = view.infos.iter().chain(&view.forms).flat_map(|page| &page.questions);
    let written: Vec<&str> = asked.filter(|question| !question.is_blank(&view.answers)).map(|question| question.name.as_str()).collect();
    let written = written.join("\n");
    view.answers.insert(known::TAKEN.to_owned(), written);
    view.answers.insert(field::PHONE.to_owned(), phone.clone());
    let sealed = crypto::seal_text(cx.settings(), ANSWERS, &serde_json::to_string(&view.answers)?)?;
    let (now, until) = (cx.now(), cx.now() + Duration::days(DRAFT_DAYS));
    if cx.conn().exec(SEND_HOME, args![row.id, row.version, hash, offer, sealed, now, until]).await? != 1 {
        return Err(Error::conflict("Bản nháp vừa được lưu ở một cửa sổ khác. Hãy tải lại rồi gửi."));
    }
    let masked = mask_phone(&phone);
    let to = Recipient { phone: Some(phone), channels: vec![NotifyChannel::Sms], ..Recipient::default() };
    let link = format!("/vao-ho-so?ma={}", row.code);
    let values = [("ma", row.code.clone()), ("n", DRAFT_DAYS.to_string()), ("link", format!("{}{link}", cx.settings().base_url))];
    notify::send(cx, Event::DraftSentHome, &format!("draft:{}:home", row.code), &to, &values, &link).await?;
    cx.audit(AuditEvent::new("draft.sent_home", "dossier_draft", &row.code).detail(masked.clone()));
    Ok(masked)
}
