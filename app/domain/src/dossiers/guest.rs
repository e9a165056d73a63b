//! Applicants without an account (02 §23): a verified telephone begins a draft, code and telephone open what it became.

use super::draft;
use super::row;
use crate::audit::AuditEvent;
use crate::cx::{Cx, Portal};
use crate::error::{Error, Result};
use crate::identity::phone::{self, OPENING, Verified};
use crate::notify::{self, Recipient};
use crate::{Actor, numbering, procedures};
use model::dossiers::apply::{Entry, is_submission_code};
use model::format::mask_phone;
use model::notify::{Event, NotifyChannel};
use model::procedures::IdentityLevel;

const START: &str = "start:";
/// Under what the messages with codes of drafts are counted: for the telephone, beside those that lead back to one draft.
const CODES: &str = "open:ban-nhap";

/// Address of the page with the open drafts of a visitor.
pub const DRAFTS: &str = "/nop/ban-nhap";

/// Why a procedure is not for somebody without an account.
pub const NEEDS_ACCOUNT: &str = "Thủ tục này chỉ nhận hồ sơ trực tuyến của người có tài khoản. Hãy đăng nhập, hoặc đến trung tâm phục vụ hành chính công.";

/// Asks for a code to begin an application.
///
/// # Errors
/// `NotFound` for an unknown procedure, `Conflict` if it needs an account or cannot be submitted here, `RateLimited`.
pub async fn ask_to_start(portal: &Portal, procedure: &str, phone: &str, address: &str) -> Result<String> {
    let mut cx = portal.read(&Actor::anonymous()).await?;
    let page = procedures::page(&mut cx, procedure).await?;
    drop(cx);
    if !page.can_apply {
        return Err(draft::not_online());
    }
    if page.identity == IdentityLevel::Account {
        return Err(Error::conflict(NEEDS_ACCOUNT));
    }
    phone::ask(portal, phone, &format!("{START}{}", page.code), true, address).await
}

/// Asks for a code to come back to a draft or a dossier. A code is sent only if both belong together; the answer is always the
/// same.
///
/// # Errors
/// `RateLimited`.
pub async fn ask_to_open(portal: &Portal, entry: &Entry, address: &str) -> Result<String> {
    let mut cx = portal.read(&Actor::guest(&entry.phone)).await?;
    let genuine = belongs(&mut cx, &entry.code).await?;
    drop(cx);
    phone::ask(portal, &entry.phone, &format!("{OPENING}{}", entry.code), genuine, address).await
}

/// True if the code is that of a draft or dossier of this visitor's telephone, and of no account.
async fn belongs(cx: &mut Cx, code: &str) -> Result<bool> {
    if let Some(row) = row::by_code(cx, code).await? {
        return Ok(cx.actor.is_applicant(row.applicant_account, &row.applicant_phone));
    }
    match draft::open(cx, &draft::DraftKey { code: code.to_owned() }).await {
        Ok(_) => Ok(true),
        Err(Error::NotFound) => Ok(false),
        Err(other) => Err(other),
    }
}

/// A verified visitor and the page to go to.
#[derive(Debug, Clone)]
pub struct Entered {
    /// Token of the browser, for the cookie.
    pub token: String,
    /// Address: a page of the journey, or of the dossier.
    pub to: String,
}

/// Checks the code, then begins the draft or finds what was asked for.
///
/// # Errors
/// `Invalid` on `ma_xac_thuc`; `Conflict` if the procedure closed meanwhile.
pub async fn enter(portal: &Portal, token: &str, typed: &str) -> Result<Entered> {
    let Verified { token, actor, target } = phone::confirm(portal, token, typed).await?;
    let mut cx = portal.write(&actor).await?;
    let to = if let Some(procedure) = target.strip_prefix(START) {
        if draft::is_full(&mut cx).await? { DRAFTS.to_owned() } else { format!("/nop/{}", draft::create(&mut cx, procedure).await?.code) }
    } else {
        address_of(&mut cx, target.strip_prefix(OPENING).unwrap_or_default()).await?
    };
    cx.commit().await?;
    Ok(Entered { token, to })
}

/// The page of a code for a visitor who holds the telephone already.
///
/// # Errors
/// `Invalid` on `ma`, the same for what does not exist and for what belongs to somebody else.
pub async fn own_address(cx: &mut Cx, code: &str) -> Result<String> {
    if belongs(cx, code).await? {
        return address_of(cx, code).await;
    }
    Err(Error::field("ma", "Không có bản nháp hoặc hồ sơ nào có mã này và số điện thoại của bạn. Hãy xem lại mã trên biên nhận hoặc tin nhắn."))
}

/// The page of a code: the dossier, before it the draft.
async fn address_of(cx: &mut Cx, code: &str) -> Result<String> {
    let submitted = row::by_code(cx, code).await?.is_some();
    Ok(if submitted || !is_submission_code(code) { format!("/ho-so-cua-toi/{code}") } else { format!("/nop/{code}") })
}

/// Sends the codes of the open drafts of the verified telephone to it, in one message, for whoever lost them; this browser does not
/// learn them. Returns how many there are.
///
/// # Errors
/// `NotFound` for whoever uses an account or nothing, `Conflict` without an open draft, `RateLimited` beyond 3 messages per hour or
/// 10 per day and telephone, or 20 requests per hour and address.
pub async fn send_codes(portal: &Portal, actor: &Actor, address: &str) -> Result<usize> {
    let phone = actor.phone.clone().filter(|_| !actor.is_signed_in()).ok_or(Error::NotFound)?;
    let mut cx = portal.write(actor).await?;
    let codes = draft::codes(&mut cx).await?;
    if codes.is_empty() {
        return Err(Error::conflict("Số điện thoại này không có bản nháp nào chưa nộp."));
    }
    if let Err(refused) = phone::count(&mut cx, &phone, CODES, address).await {
        return Err(phone::limited(cx, refused).await);
    }
    let shown = mask_phone(&phone);
    let to = Recipient { phone: Some(phone), channels: vec![NotifyChannel::Sms], ..Recipient::default() };
    let values = [("ma", codes.join(", ")), ("link", format!("{}/vao-ho-so", cx.settings().base_url))];
    notify::send(&mut cx, Event::DraftCodes, &format!("drafts:{}", numbering::random_code(16)), &to, &values, "").await?;
    cx.audit(AuditEvent::new("draft.codes_sent", "phone", shown).detail(format!("{} bản nháp", codes.len())));
    cx.commit().await?;
    Ok(codes.len())
}
