//! Actions of administration.

use crate::web::{Done, Error, Form, Result, Rq, encode, session_cookie};
use domain::identity;
use domain::org::{self, Change};
use model::identity::{AccountStateForm, DelegationForm, EmploymentForm, GrantForm, NewPersonForm};
use model::org::UnitForm;

fn person_page(form: &Form) -> String {
    format!("/quan-tri/nguoi/{}", form.row("nguoi"))
}

fn link_sentence(rq: &Rq, token: &str) -> String {
    format!("Gửi liên kết này cho người dùng; dùng một lần, trong 24 giờ: {}/kich-hoat/{token}", rq.portal.settings().base_url)
}

/// A new person with employment and account.
pub async fn add_person(rq: Rq, form: Form) -> Result<Done> {
    let input = form.read::<NewPersonForm>()?;
    let (person, employment) = input.validate()?;
    let mut cx = rq.write().await?;
    let (person, _) = identity::add_person(&mut cx, &person, &employment).await?;
    let token = identity::create_account(&mut cx, person, input.username.trim()).await?;
    cx.commit().await?;
    Ok(Done::to(format!("/quan-tri/nguoi/{person}")).say(format!("Đã thêm người. {}", link_sentence(&rq, &token))))
}

/// An account for a person who has none.
pub async fn create_account(rq: Rq, form: Form) -> Result<Done> {
    let mut cx = rq.write().await?;
    let token = identity::create_account(&mut cx, form.row("nguoi"), form.get("ten_dang_nhap")).await?;
    cx.commit().await?;
    Ok(Done::to(person_page(&form)).say(format!("Đã tạo tài khoản. {}", link_sentence(&rq, &token))))
}

/// A new link for a lost password or telephone.
pub async fn reset(rq: Rq, form: Form) -> Result<Done> {
    let mut cx = rq.write().await?;
    let token = identity::reset_account(&mut cx, form.row("nguoi")).await?;
    cx.commit().await?;
    Ok(Done::to(person_page(&form)).say(link_sentence(&rq, &token)))
}

/// Locks, disables or opens an account.
pub async fn set_state(rq: Rq, form: Form) -> Result<Done> {
    let state = form.read::<AccountStateForm>()?.validate()?;
    let mut cx = rq.write().await?;
    identity::set_account_state(&mut cx, form.row("nguoi"), state).await?;
    cx.commit().await?;
    Ok(Done::to(person_page(&form)).say(format!("Tài khoản: {}.", state.label().to_lowercase())))
}

/// Ends every session of a person.
pub async fn end_sessions(rq: Rq, form: Form) -> Result<Done> {
    let mut cx = rq.write().await?;
    let ended = identity::end_all_sessions(&mut cx, form.row("nguoi")).await?;
    cx.commit().await?;
    Ok(Done::to(person_page(&form)).say(format!("Đã đăng xuất {ended} thiết bị.")))
}

/// Ends an employment with its roles and all sessions.
pub async fn end_employment(rq: Rq, form: Form) -> Result<Done> {
    let mut cx = rq.write().await?;
    identity::end_employment(&mut cx, form.row("vi_tri")).await?;
    cx.commit().await?;
    Ok(Done::to(person_page(&form)).say("Đã kết thúc vị trí công tác; quyền kèm theo và mọi phiên đăng nhập đã dừng."))
}

/// A further employment.
pub async fn start_employment(rq: Rq, form: Form) -> Result<Done> {
    let input = form.read::<EmploymentForm>()?;
    let mut cx = rq.write().await?;
    let today = org::today(&cx);
    let unit = org::by_code(&mut cx, &input.unit_code, today).await;
    let unit = unit.map_err(|_| Error::field("don_vi", "Không có đơn vị nào đang hoạt động mang mã này. Hãy kiểm tra lại mã."))?;
    identity::start_employment(&mut cx, form.row("nguoi"), &input.input(unit.id)).await?;
    cx.commit().await?;
    Ok(Done::to(person_page(&form)).say("Đã thêm vị trí công tác."))
}

/// Saves a job template. With a code in the form the second factor is repeated first.
pub async fn grant(rq: Rq, form: Form) -> Result<Done> {
    let input = form.read::<GrantForm>()?.validate()?;
    // Everything else is checked before the code is used up: a refusal afterwards would cost the session's new cookie.
    let mut cx = rq.read().await?;
    let preview = identity::preview(&mut cx, &input).await?;
    let ready = identity::require_step_up(&cx).is_ok();
    drop(cx);
    let mut done = Done::to(format!("/quan-tri/nguoi/{}", input.person_id));
    let mut actor = rq.actor.clone();
    if !ready {
        let (token, until) = identity::step_up(&rq.portal, &rq.actor, form.get("ma_xac_thuc")).await?;
        actor.step_up_until = Some(until);
        done = done.cookie(session_cookie(&token));
    }
    let mut cx = rq.portal.write(&actor).await?;
    identity::grant(&mut cx, &input).await?;
    cx.commit().await?;
    Ok(done.say(format!("Đã lưu phân quyền: {} – {} tại {}.", preview.person, preview.template, preview.unit)))
}

/// Takes a role away; asks for the second factor first if it was not repeated lately.
pub async fn revoke(rq: Rq, form: Form) -> Result<Done> {
    let mut cx = rq.write().await?;
    if identity::require_step_up(&cx).is_err() {
        return Ok(Done::to(format!("/can-bo/xac-thuc-lai?ve={}", encode(&person_page(&form)))));
    }
    identity::revoke_role(&mut cx, form.row("quyen")).await?;
    cx.commit().await?;
    Ok(Done::to(person_page(&form)).say("Đã thu hồi quyền."))
}

/// A new delegation.
pub async fn delegate(rq: Rq, form: Form) -> Result<Done> {
    let input = form.read::<DelegationForm>()?.input();
    let mut cx = rq.write().await?;
    identity::create_delegation(&mut cx, &input).await?;
    cx.commit().await?;
    Ok(Done::to(format!("/quan-tri/nguoi/{}", input.from_person)).say("Đã lưu ủy quyền."))
}

/// Ends a delegation before its time.
pub async fn end_delegation(rq: Rq, form: Form) -> Result<Done> {
    let mut cx = rq.write().await?;
    identity::end_delegation(&mut cx, form.row("uy_quyen")).await?;
    cx.commit().await?;
    Ok(Done::to(person_page(&form)).say("Đã kết thúc ủy quyền."))
}

/// A new unit.
pub async fn add_unit(rq: Rq, form: Form) -> Result<Done> {
    let input = form.read::<UnitForm>()?.input();
    let mut cx = rq.write().await?;
    let today = org::today(&cx);
    let unit = org::create_unit(&mut cx, &input).await?;
    cx.commit().await?;
    // A unit of a later day has no page yet.
    let later = input.valid_from.is_some_and(|from| from > today);
    let to = if later { format!("/quan-tri/don-vi?duoi={}", unit.parent_id.unwrap_or_default()) } else { format!("/quan-tri/don-vi/{}", unit.id) };
    Ok(Done::to(to).say(format!("Đã thêm đơn vị {}.", unit.name)))
}

/// The procedures of another unit, for one that offers none yet.
pub async fn copy_offers(rq: Rq, form: Form) -> Result<Done> {
    let unit = form.row("don_vi");
    let mut cx = rq.write().await?;
    let today = org::today(&cx);
    let from = org::by_code(&mut cx, form.get("tu_don_vi"), today).await;
    let from = from.map_err(|_| Error::field("tu_don_vi", "Không có đơn vị nào đang hoạt động mang mã này. Hãy kiểm tra lại mã."))?;
    let added = org::copy_offers(&mut cx, from.id, unit).await?;
    cx.commit().await?;
    Ok(Done::to(format!("/quan-tri/don-vi/{unit}")).say(format!("Đã thêm {added} thủ tục giống {}.", from.name)))
}

/// New data of a unit from a day on.
pub async fn edit_unit(rq: Rq, form: Form) -> Result<Done> {
    let change = Change { unit_id: form.row("don_vi"), seen_version: form.version()?, input: form.read::<UnitForm>()?.input() };
    let mut cx = rq.write().await?;
    let unit = org::new_version(&mut cx, &change).await?;
    cx.commit().await?;
    Ok(Done::to(format!("/quan-tri/don-vi/{}", unit.id)).say(format!("Đã lưu {}.", unit.name)))
}
