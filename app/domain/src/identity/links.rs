//! Links for the first sign-in and after a lost password or telephone: password, authenticator, recovery codes.

use super::crypto::{self, token_hash};
use super::sign_in;
use super::store::{self, AccountRow};
use super::{accounts, employments, totp};
use crate::actor::{Actor, ActorKind};
use crate::audit::AuditEvent;
use crate::cx::{Cx, Portal};
use crate::error::{Error, Result};
use chrono::Duration;
use model::FieldErrors;

/// How long a link for the first sign-in or a reset works.
const LINK: Duration = Duration::hours(24);

/// How many recovery codes an account has.
const RECOVERY_CODES: usize = 10;

sql!(VOID_LINKS, "UPDATE account_link SET used_at = $2 WHERE account_id = $1 AND used_at IS NULL");
sql!(INSERT_LINK, "INSERT INTO account_link (account_id, token_hash, purpose, created_by, created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6)");
sql!(OPEN_LINK, "SELECT account_id FROM account_link WHERE token_hash = $1 AND used_at IS NULL AND expires_at > $2");
sql!(USE_LINK, "UPDATE account_link SET used_at = $2 WHERE token_hash = $1 AND used_at IS NULL AND expires_at > $2");
sql!(
    SET_FACTORS,
    "UPDATE account SET password_hash = $2, password_changed_at = $3, totp_sealed = $4, totp_last_step = $5, state = 'active',
        reopened_at = $3, idle_warning = 0, version = version + 1 WHERE id = $1"
);
sql!(CLEAR_RECOVERY, "DELETE FROM recovery_code WHERE account_id = $1");
sql!(INSERT_RECOVERY, "INSERT INTO recovery_code (account_id, code_hash) VALUES ($1, $2)");

pub(super) async fn link(cx: &mut Cx, account: i64, purpose: &str) -> Result<String> {
    let (now, token) = (cx.now(), crate::numbering::random_token());
    cx.conn().exec(VOID_LINKS, args![account, now]).await?;
    let by = cx.actor.person_id;
    cx.conn().exec(INSERT_LINK, args![account, token_hash(&token), purpose, by, now, now + LINK]).await?;
    Ok(token)
}

/// What the page of a link shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkView {
    /// Name of the person.
    pub full_name: String,
    /// User name.
    pub username: String,
    /// The new secret for the authenticator app, base 32.
    pub secret: String,
    /// The same as an address that the app reads.
    pub otpauth: String,
}

/// The new authenticator secret of a link: derived from its token, so that nothing is stored before it is confirmed.
fn link_secret(cx: &Cx, token: &str) -> [u8; 20] {
    crypto::derived_secret(cx.settings(), "link", token)
}

async fn link_account(cx: &mut Cx, token: &str) -> Result<AccountRow> {
    let now = cx.now();
    let row: Option<(i64,)> = cx.conn().opt(OPEN_LINK, args![token_hash(token), now]).await?;
    let gone = || Error::conflict("Liên kết đã dùng hoặc đã quá 24 giờ. Hãy đề nghị quản trị đơn vị cấp liên kết mới.");
    let (id,) = row.ok_or_else(gone)?;
    store::account(&mut cx.conn(), id).await?.ok_or_else(gone)
}

/// Opens a link without using it up.
///
/// # Errors
/// `Conflict` if it was used or is too old.
pub async fn open_link(cx: &mut Cx, token: &str) -> Result<LinkView> {
    let account = link_account(cx, token).await?;
    let secret = link_secret(cx, token);
    Ok(LinkView {
        secret: totp::secret_text(&secret),
        otpauth: totp::address(&secret, &account.username),
        full_name: account.full_name,
        username: account.username,
    })
}

/// Uses a link: sets the password and the authenticator, ends all sessions, and returns ten recovery codes, which are
/// shown once.
///
/// # Errors
/// `Conflict` for a used link, `Invalid` for a weak password or a wrong code.
pub async fn use_link(portal: &Portal, token: &str, new_password: &str, code: &str) -> Result<Vec<String>> {
    let mut cx = portal.read(&Actor::anonymous()).await?;
    let account = link_account(&mut cx, token).await?;
    let secret = link_secret(&cx, token);
    drop(cx);
    let mut errors = FieldErrors::new();
    if let Err(message) = accounts::check_password(portal, &account, new_password) {
        errors.add("mat_khau", message);
    }
    let typed: String = code.chars().filter(char::is_ascii_digit).take(12).collect();
    let step = totp::matching_step(&secret, &typed, portal.clock().wall(), 0)?;
    errors.require(step.is_some(), "ma_xac_thuc", "Mã xác thực không đúng. Hãy quét lại mã QR hoặc kiểm tra giờ của điện thoại.");
    errors.into_result(())?;
    let hash = crypto::hash_password(new_password).await?;

    let mut actor = Actor::new(ActorKind::Anonymous, &account.full_name);
    actor.account_id = Some(account.id);
    let mut cx = portal.write(&actor).await?;
    let now = cx.now();
    if cx.conn().exec(USE_LINK, args![token_hash(token), now]).await? == 0 {
        return Err(Error::conflict("Liên kết vừa được dùng ở nơi khác. Hãy đề nghị quản trị đơn vị cấp liên kết mới."));
    }
    let sealed = crypto::seal(cx.settings(), "totp", &secret)?;
    cx.conn().exec(SET_FACTORS, args![account.id, hash, now, sealed, step.unwrap_or_default()]).await?;
    let codes = new_recovery_codes(&mut cx, account.id).await?;
    employments::end_sessions_of(&mut cx, account.person_id, "Đặt lại mật khẩu").await?;
    cx.audit(AuditEvent::new("password.changed", "account", account.id));
    cx.audit(AuditEvent::new("totp.enrolled", "account", account.id));
    cx.commit().await?;
    Ok(codes)
}

async fn new_recovery_codes(cx: &mut Cx, account: i64) -> Result<Vec<String>> {
    cx.conn().exec(CLEAR_RECOVERY, args![account]).await?;
    let mut codes = Vec::with_capacity(RECOVERY_CODES);
    for _ in 0..RECOVERY_CODES {
        // A code with a letter in front can never be taken for six digits of the app.
        let code = format!("R{}-{}", crate::numbering::random_code(5), crate::numbering::random_code(5));
        let hash = sign_in::recovery_hash(cx, account, &code);
        cx.conn().exec(INSERT_RECOVERY, args![account, hash]).await?;
        codes.push(code);
    }
    Ok(codes)
}
