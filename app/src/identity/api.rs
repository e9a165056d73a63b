//! Actions of sign-in and of the own account.

use crate::web::{Done, Error, Form, Result, Rq, encode, guest_cookie, no_session_cookie, session_cookie, sign_in_cookie};
use domain::identity::{self, CodeSource, NewSession, SignInStep};
use model::identity::{AccountKind, PersonInput};

/// An address inside the portal, or nothing.
pub(super) fn own_path(path: &str) -> Option<&str> {
    crate::web::is_own_path(path).then_some(path)
}

/// The page of the second step, with the token in a cookie: it never stands in an address.
fn second_step(step: &SignInStep, back: &str) -> Done {
    let way = if step.source == CodeSource::Sms { "?cach=tin-nhan" } else { "?cach=ung-dung" };
    let back = own_path(back).map(|path| format!("&ve={}", encode(path))).unwrap_or_default();
    Done::to(format!("/dang-nhap/ma{way}{back}")).cookie(sign_in_cookie(Some(&step.challenge)))
}

/// First step: user name or phone, and password.
pub async fn sign_in(rq: Rq, form: Form) -> Result<Done> {
    let step = identity::sign_in(&rq.portal, form.get("ten_dang_nhap"), form.get("mat_khau"), &rq.address).await?;
    Ok(second_step(&step, form.get("ve")))
}

/// Second step: the code. Opens the session and goes where the visitor wanted to go.
pub async fn confirm(rq: Rq, form: Form) -> Result<Done> {
    let token = rq.sign_in_token.clone().unwrap_or_default();
    let session = identity::confirm(&rq.portal, &token, form.get("ma_xac_thuc"), &rq.device).await?;
    if let Some(old) = &rq.session_token {
        let mut cx = rq.write().await?;
        identity::end_session(&mut cx, old).await?;
        cx.commit().await?;
    }
    Ok(signed_in(&session, form.get("ve")))
}

fn signed_in(session: &NewSession, back: &str) -> Done {
    let home = if session.kind == AccountKind::Official { "/can-bo" } else { "/ho-so-cua-toi" };
    Done::to(own_path(back).unwrap_or(home)).cookie(session_cookie(&session.token)).cookie(sign_in_cookie(None))
}

/// Signs out.
pub async fn sign_out(rq: Rq, _form: Form) -> Result<Done> {
    let mut cx = rq.write().await?;
    identity::end_session(&mut cx, rq.session_token.as_deref().unwrap_or_default()).await?;
    // Nor does a telephone that was verified here before stay behind for the next person.
    identity::phone::end(&mut cx, rq.guest_token.as_deref().unwrap_or_default()).await?;
    cx.commit().await?;
    Ok(Done::to("/dang-nhap").say("Bạn đã đăng xuất.").cookie(no_session_cookie()).cookie(guest_cookie(None)))
}

/// Registers a citizen and sends the code.
pub async fn register(rq: Rq, form: Form) -> Result<Done> {
    let person = PersonInput { full_name: form.get("ho_ten").to_owned(), phone: form.get("dien_thoai").to_owned(), ..PersonInput::default() };
    let step = identity::register_citizen(&rq.portal, &person, form.get("mat_khau")).await?;
    Ok(second_step(&step, form.get("ve")))
}

/// Uses a link for the first sign-in: password and authenticator. The recovery codes are shown once.
pub async fn use_link(rq: Rq, form: Form) -> Result<Done> {
    if form.get("mat_khau") != form.get("mat_khau_lai") {
        return Err(Error::field("mat_khau_lai", "Hai lần nhập mật khẩu khác nhau. Hãy nhập lại."));
    }
    let codes = identity::use_link(&rq.portal, form.get("lien_ket"), form.get("mat_khau"), form.get("ma_xac_thuc")).await?;
    let message = format!("Tài khoản đã sẵn sàng. Hãy chép lại 10 mã dự phòng, mỗi mã dùng một lần khi mất điện thoại: {}.", codes.join(", "));
    Ok(Done::to("/dang-nhap").say(message))
}

/// The page of the own account for this visitor.
fn account_page(rq: &Rq) -> &'static str {
    if rq.actor.is_official() { "/can-bo/tai-khoan" } else { "/tai-khoan" }
}

/// Changes the own password.
pub async fn change_password(rq: Rq, form: Form) -> Result<Done> {
    if form.get("mat_khau_moi") != form.get("mat_khau_lai") {
        return Err(Error::field("mat_khau_lai", "Hai lần nhập mật khẩu mới khác nhau. Hãy nhập lại."));
    }
    let token = identity::change_password(&rq.portal, &rq.actor, form.get("mat_khau_cu"), form.get("mat_khau_moi")).await?;
    Ok(Done::to(account_page(&rq)).say("Đã đổi mật khẩu. Các thiết bị khác đã bị đăng xuất.").cookie(session_cookie(&token)))
}

/// Ends one of the own sessions.
pub async fn end_session(rq: Rq, form: Form) -> Result<Done> {
    let mut cx = rq.write().await?;
    identity::end_own_session(&mut cx, form.row("phien")).await?;
    cx.commit().await?;
    Ok(Done::to(account_page(&rq)).say("Đã đăng xuất thiết bị đó."))
}

/// Ends every other session.
pub async fn end_other_sessions(rq: Rq, _form: Form) -> Result<Done> {
    let mut cx = rq.write().await?;
    let ended = identity::end_other_sessions(&mut cx).await?;
    cx.commit().await?;
    Ok(Done::to(account_page(&rq)).say(format!("Đã đăng xuất {ended} thiết bị khác.")))
}

/// Changes the active employment.
pub async fn switch_employment(rq: Rq, form: Form) -> Result<Done> {
    let mut cx = rq.write().await?;
    identity::switch_employment(&mut cx, form.row("vi_tri")).await?;
    cx.commit().await?;
    Ok(Done::to("/can-bo/tai-khoan").say("Đã chuyển vị trí làm việc."))
}

/// Repeats the second factor, then goes on.
pub async fn step_up(rq: Rq, form: Form) -> Result<Done> {
    let (token, _) = identity::step_up(&rq.portal, &rq.actor, form.get("ma_xac_thuc")).await?;
    let back = own_path(form.get("ve")).unwrap_or("/can-bo").to_owned();
    Ok(Done::to(back).say("Đã xác thực lại, có hiệu lực 10 phút.").cookie(session_cookie(&token)))
}
