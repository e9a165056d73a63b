//! Actions of signing in and out.

use crate::web::{Done, Error, Form, Result, Rq, encode, no_session_cookie, session_cookie, sign_in_cookie};
use domain::identity;

/// First step: user name or phone number, and password.
pub async fn sign_in(rq: Rq, form: Form) -> Result<Done> {
    let step = identity::sign_in(&rq.portal, form.get("username"), form.get("mat_khau"), &rq.address).await?;
    Ok(Done::to(format!("/dang-nhap/ma?ve={}", encode(form.get("ve")))).cookie(sign_in_cookie(Some(&step.challenge))))
}

/// Second step: the one-time code.
pub async fn confirm(rq: Rq, form: Form) -> Result<Done> {
    let challenge = rq.sign_in_token.as_deref().ok_or_else(|| Error::field("ma_xac_thuc", "Bước đăng nhập này đã hết hạn. Hãy nhập lại tên đăng nhập và mật khẩu."))?;
    let code: String = form.get("ma_xac_thuc").chars().filter(|c| !c.is_whitespace()).collect();
    let session = identity::confirm(&rq.portal, challenge, &code, &rq.device).await?;
    let actor = identity::actor_of_session(&rq.portal, &session.token).await?;
    let home = if actor.is_some_and(|actor| actor.is_official()) { "/can-bo" } else { "/ho-so-cua-toi" };
    let to = if form.get("ve").starts_with('/') { form.get("ve") } else { home };
    Ok(Done::to(to).cookie(session_cookie(&session.token)).cookie(sign_in_cookie(None)))
}

/// Ends this session.
pub async fn sign_out(rq: Rq, _form: Form) -> Result<Done> {
    if let Some(token) = &rq.session_token {
        let mut cx = rq.write().await?;
        identity::end_session(&mut cx, token).await?;
        cx.commit().await?;
    }
    Ok(Done::to("/").say("Bạn đã đăng xuất.").cookie(no_session_cookie()))
}
