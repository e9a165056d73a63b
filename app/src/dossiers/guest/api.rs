//! Actions of applicants without an account.

use crate::web::{Done, Error, Form, Result, Rq, code_cookie, encode, guest_cookie, is_own_path};
use domain::dossiers::guest;
use domain::identity::phone;
use model::dossiers::apply::{EntryForm, PhoneForm};
use model::format::mask_phone;

/// The page of the one-time code, with the token in a cookie. `back` is the page that was left when the time ran out.
fn second_step(token: &str, back: &str) -> Done {
    let back = own(back).map(|path| format!("?ve={}", encode(path))).unwrap_or_default();
    Done::to(format!("/vao-ho-so/ma-xac-thuc{back}")).cookie(code_cookie(Some(token)))
}

/// Only pages of drafts and own dossiers are gone back to.
fn own(back: &str) -> Option<&str> {
    (is_own_path(back) && (back.starts_with("/nop/") || back.starts_with("/ho-so-cua-toi/"))).then_some(back)
}

/// An account and a telephone are two applicants: whoever is signed in signs out first.
fn without_account(rq: &Rq) -> Result<()> {
    if rq.actor.is_signed_in() {
        return Err(Error::conflict("Bạn đang đăng nhập bằng tài khoản. Hãy đăng xuất rồi tiếp tục với số điện thoại, hoặc nộp bằng tài khoản này."));
    }
    Ok(())
}

/// "Tiếp tục với số điện thoại": sends the code. Whoever verified a number just now goes on with it.
pub async fn start(rq: Rq, form: Form) -> Result<Done> {
    without_account(&rq)?;
    let procedure = rq.param("ma");
    if form.get("buoc") == "tiep-tuc" && rq.actor.phone.is_some() {
        return crate::dossiers::begin(&rq, procedure).await;
    }
    let number = form.read::<PhoneForm>()?.validate()?;
    let token = guest::ask_to_start(&rq.portal, procedure, &number, &rq.address).await?;
    Ok(second_step(&token, ""))
}

/// "Vào hồ sơ": sends the code if both belong together; the answer never says so.
pub async fn open(rq: Rq, form: Form) -> Result<Done> {
    without_account(&rq)?;
    let entry = form.read::<EntryForm>()?.validate()?;
    if rq.actor.phone.as_ref() == Some(&entry.phone) {
        let mut cx = rq.read().await?;
        return Ok(Done::to(guest::own_address(&mut cx, &entry.code).await?));
    }
    let token = guest::ask_to_open(&rq.portal, &entry, &rq.address).await?;
    Ok(second_step(&token, form.get("ve")))
}

/// The one-time code: opens the visitor's day in this browser.
pub async fn enter(rq: Rq, form: Form) -> Result<Done> {
    without_account(&rq)?;
    let token = rq.code_token.clone().unwrap_or_default();
    let entered = guest::enter(&rq.portal, &token, form.get("ma_xac_thuc")).await?;
    let to = own(form.get("ve")).map_or(entered.to, str::to_owned);
    Ok(Done::to(to).cookie(guest_cookie(Some(&entered.token))).cookie(code_cookie(None)))
}

/// "Gửi lại mã các bản nháp": to the telephone, never to this page.
pub async fn send_codes(rq: Rq, _form: Form) -> Result<Done> {
    let count = guest::send_codes(&rq.portal, &rq.actor, &rq.address).await?;
    let number = rq.actor.phone.as_deref().map(mask_phone).unwrap_or_default();
    Ok(Done::to(guest::DRAFTS).say(format!("Đã gửi một tin nhắn có mã của {count} bản nháp đến số {number}.")))
}

/// Leaves the browser to the next person.
pub async fn leave(rq: Rq, _form: Form) -> Result<Done> {
    let mut cx = rq.write().await?;
    phone::end(&mut cx, rq.guest_token.as_deref().unwrap_or_default()).await?;
    cx.commit().await?;
    let said = "Đã thoát khỏi hồ sơ trên máy này. Những gì đã lưu vẫn còn.";
    Ok(Done::to("/vao-ho-so").say(said).cookie(guest_cookie(None)).cookie(code_cookie(None)))
}
