//! Signing in: password, then a second factor. Every try is counted before anything is compared, and the count stays
//! even if the try is refused; that is why these use cases open their own transactions.

use super::crypto::{self, token_hash};
use super::session::{NewSession, STEP_UP, start_session};
use super::store::{self, AccountRow};
use super::totp;
use crate::actor::Actor;
use crate::audit::AuditEvent;
use crate::cx::{Cx, Portal};
use crate::error::{Error, Result};
use crate::notify::{self, Recipient};
use crate::rate::{self, Limit};
use chrono::{DateTime, Duration, Utc};
use model::identity::{AccountKind, AccountState};
use model::notify::{Event, NotifyChannel};
use model::text::clean_line;

/// The one answer to every wrong sign-in: it does not say which part was wrong, nor whether the account exists.
pub const REFUSED: &str = "Tên đăng nhập, mật khẩu hoặc mã xác thực không đúng.";

/// Wrong codes per account: 5 in 15 minutes.
const CODE: Limit = Limit { name: "signin.code", max: 5, window: Duration::minutes(15) };
/// How long the way from the password to the code stays open, and how long a sent code counts.
const CHALLENGE: Duration = Duration::minutes(10);

/// How long ended sign-ins, used codes and links are kept (10 §10).
const KEPT: Duration = Duration::days(90);

/// What comes after the password.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignInStep {
    /// Token of the second step; goes into the form, never into an address.
    pub challenge: String,
    /// Where the code comes from.
    pub source: CodeSource,
}

/// Where a code comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CodeSource {
    /// The authenticator app of an official.
    App,
    /// A message to the phone of a citizen.
    Sms,
}

fn refused() -> Error {
    Error::field("ten_dang_nhap", REFUSED)
}

/// What the counters of an address are kept under: never the address itself.
fn address_key(portal: &Portal, address: &str) -> String {
    crypto::keyed_hash(portal.settings(), "address", address)
}

/// The first step: user name (officials) or phone number (citizens) and password.
///
/// # Errors
/// `Invalid` with [`REFUSED`], `RateLimited` after five tries of an account in 15 minutes, even if the sixth is right.
pub async fn sign_in(portal: &Portal, username: &str, password: &str, address: &str) -> Result<SignInStep> {
    let typed = clean_line(username, 80).to_lowercase();
    // The keyed hash of a phone also names the counter: no number is kept in clear, not even there.
    let username = crypto::username_key(portal.settings(), &typed);
    let address = address_key(portal, address);
    count(portal, rate::SIGN_IN_ACCOUNT, &username, Some(&address)).await?;

    let mut cx = portal.read(&Actor::anonymous()).await?;
    let account = store::by_username(&mut cx.conn(), &username).await?;
    drop(cx);
    // Passwords beyond the allowed length are not even hashed: that would be work for an attacker's money.
    let password = if password.chars().count() <= super::password::MAX { password } else { "" };
    let fits = crypto::verify_password(password, account.as_ref().map_or("", |account| account.password_hash.as_str())).await?;

    let mut cx = portal.write(&Actor::system("Đăng nhập")).await?;
    let usable = account.filter(|account| fits && may_sign_in(portal, account));
    let Some(account) = usable else {
        // Beyond the limit of an address its tries are already refused in `count`.
        let _ = rate::hit(&mut cx, rate::SIGN_IN_ADDRESS, &address).await;
        cx.audit(AuditEvent::new("signin.failed", "account", "").refused());
        cx.commit().await?;
        return Err(refused());
    };
    rate::clear(&mut cx, rate::SIGN_IN_ACCOUNT, &username).await?;
    let step = challenge(&mut cx, &account).await?;
    cx.commit().await?;
    Ok(step)
}

fn may_sign_in(portal: &Portal, account: &AccountRow) -> bool {
    let state = account.state.parse::<AccountState>();
    match account.kind.parse::<AccountKind>() {
        Ok(AccountKind::Official) => state == Ok(AccountState::Active) && !account.totp_sealed.is_empty(),
        // A citizen who registered but never typed the code gets a new one.
        Ok(AccountKind::Citizen | AccountKind::Organisation | AccountKind::Assistant) => {
            portal.settings().citizen_local_accounts && matches!(state, Ok(AccountState::Active | AccountState::Invited))
        }
        Ok(AccountKind::Service) | Err(_) => false,
    }
}

/// Counts a try in a transaction of its own.
async fn count(portal: &Portal, limit: Limit, key: &str, address: Option<&str>) -> Result<()> {
    let mut cx = portal.write(&Actor::system("Đăng nhập")).await?;
    if let Some(address) = address {
        rate::check(&mut cx, rate::SIGN_IN_ADDRESS, address).await?;
    }
    let counted = rate::hit(&mut cx, limit, key).await;
    if counted.is_err() {
        cx.audit(AuditEvent::new("signin.locked", "account", "").detail(limit.name).refused());
    }
    cx.commit().await?;
    counted
}

/// Opens the second step and, for citizens, sends the code.
pub(super) async fn challenge(cx: &mut Cx, account: &AccountRow) -> Result<SignInStep> {
    let token = crate::numbering::random_token();
    let until = cx.now() + CHALLENGE;
    let official = account.kind == AccountKind::Official.as_str();
    let mut code_hash = String::new();
    if !official {
        let phone = account.phone(cx.settings());
        let counter = crypto::keyed_hash(cx.settings(), crypto::purpose::PHONE, &phone);
        rate::hit(cx, rate::CODE_SEND, &counter).await?;
        rate::hit(cx, rate::CODE_SEND_DAY, &counter).await?;
        let code = format!("{:06}", rand::random_range(0..1_000_000_u32));
        code_hash = crypto::keyed_hash(cx.settings(), "code", &format!("{token} {code}"));
        let to = Recipient { account_id: Some(account.id), phone: Some(phone), channels: vec![NotifyChannel::Sms], ..Recipient::default() };
        notify::send(cx, Event::SigninCode, &format!("signin:{}", token_hash(&token)), &to, &[("so", code)], "").await?;
    }
    cx.conn().exec(INSERT_CHALLENGE, args![token_hash(&token), account.id, code_hash, until]).await?;
    Ok(SignInStep { challenge: token, source: if official { CodeSource::App } else { CodeSource::Sms } })
}

sql!(INSERT_CHALLENGE, "INSERT INTO sign_in_challenge (token_hash, account_id, code_hash, expires_at) VALUES ($1, $2, $3, $4)");
sql!(CHALLENGE_ROW, "SELECT account_id, code_hash FROM sign_in_challenge WHERE token_hash = $1 AND expires_at > $2");
sql!(TAKE_CHALLENGE, "DELETE FROM sign_in_challenge WHERE token_hash = $1 AND expires_at > $2");
sql!(USE_STEP, "UPDATE account SET totp_last_step = $2 WHERE id = $1 AND totp_last_step < $2");
sql!(USE_RECOVERY, "UPDATE recovery_code SET used_at = $3 WHERE account_id = $1 AND code_hash = $2 AND used_at IS NULL");
sql!(ACTIVATE, "UPDATE account SET state = 'active' WHERE id = $1 AND state = 'invited'");
sql!(STEP_UP_SESSION, "UPDATE session SET step_up_until = $2, token_hash = $3 WHERE id = $1 AND ended_at IS NULL");
sql!(PRUNE, "DELETE FROM sign_in_challenge WHERE expires_at <= $1");
sql!(PRUNE_SESSIONS, "DELETE FROM session WHERE expires_at <= $1");
sql!(PRUNE_CODES, "DELETE FROM recovery_code WHERE used_at <= $1");
sql!(PRUNE_LINKS, "DELETE FROM account_link WHERE expires_at <= $1");

/// The second step: the code of the app, a recovery code, or the code from the message. Opens the session.
///
/// # Errors
/// `Invalid` with [`REFUSED`]; `RateLimited` after five wrong codes in 15 minutes, even if the sixth is right (A01-10).
pub async fn confirm(portal: &Portal, challenge: &str, code: &str, device: &str) -> Result<NewSession> {
    let mut cx = portal.read(&Actor::anonymous()).await?;
    let now = cx.now();
    let row: Option<(i64, String)> = cx.conn().opt(CHALLENGE_ROW, args![token_hash(challenge), now]).await?;
    let account = match &row {
        Some((id, _)) => store::account(&mut cx.conn(), *id).await?,
        None => None,
    };
    drop(cx);
    let (Some((_, sent)), Some(account)) = (row, account) else {
        return Err(Error::field("ma_xac_thuc", "Phiên đăng nhập đã quá 10 phút. Hãy đăng nhập lại từ đầu."));
    };
    count(portal, CODE, &account.id.to_string(), None).await?;

    let mut actor = Actor::new(crate::actor::ActorKind::Anonymous, &account.full_name);
    actor.account_id = Some(account.id);
    let mut cx = portal.write(&actor).await?;
    let fits = if sent.is_empty() {
        second_factor(&mut cx, &account, code).await?
    } else {
        crypto::same(&sent, &crypto::keyed_hash(cx.settings(), "code", &format!("{challenge} {}", digits(code))))
    };
    if !fits {
        cx.audit(AuditEvent::new("signin.failed", "account", account.id).detail("mã xác thực").refused());
        cx.commit().await?;
        return Err(Error::field("ma_xac_thuc", REFUSED));
    }
    if cx.conn().exec(TAKE_CHALLENGE, args![token_hash(challenge), now]).await? == 0 {
        return Err(Error::field("ma_xac_thuc", REFUSED));
    }
    rate::clear(&mut cx, CODE, &account.id.to_string()).await?;
    if !sent.is_empty() {
        cx.conn().exec(ACTIVATE, args![account.id]).await?;
    }
    let session = start_session(&mut cx, account.id, device).await?;
    cx.audit(AuditEvent::new("signin.ok", "account", account.id));
    cx.commit().await?;
    Ok(session)
}

fn digits(code: &str) -> String {
    code.chars().filter(char::is_ascii_digit).take(12).collect()
}

/// Checks and uses up a code of the app or a recovery code.
pub(super) async fn second_factor(cx: &mut Cx, account: &AccountRow, code: &str) -> Result<bool> {
    let typed = clean_line(code, 40);
    let six = digits(&typed);
    let wall: DateTime<Utc> = cx.portal().clock().wall();
    if typed.chars().all(|c| c.is_ascii_digit() || c.is_whitespace()) {
        let Some(secret) = crypto::open(cx.settings(), "totp", &account.totp_sealed) else { return Ok(false) };
        let Some(step) = totp::matching_step(&secret, &six, wall, account.totp_last_step)? else { return Ok(false) };
        // Two requests with the same code at the same time: only one of them moves the step.
        return Ok(cx.conn().exec(USE_STEP, args![account.id, step]).await? > 0);
    }
    let now = cx.now();
    let hash = recovery_hash(cx, account.id, &typed);
    Ok(cx.conn().exec(USE_RECOVERY, args![account.id, hash, now]).await? > 0)
}

/// Recovery codes are compared without hyphens and in capitals.
pub(super) fn recovery_hash(cx: &Cx, account: i64, code: &str) -> String {
    let plain: String = code.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_uppercase();
    crypto::keyed_hash(cx.settings(), "recovery", &format!("{account} {plain}"))
}

/// Repeats the second factor for signing, granting, exporting: counts ten minutes. The session gets a new token, which
/// replaces the old one in the cookie.
///
/// # Errors
/// `Invalid` on field `ma_xac_thuc` for a wrong code, `RateLimited` after five.
pub async fn step_up(portal: &Portal, actor: &Actor, code: &str) -> Result<(String, DateTime<Utc>)> {
    let (account_id, session) = (actor.account_id.ok_or(Error::Unauthorized)?, actor.session_id.ok_or(Error::Unauthorized)?);
    count(portal, CODE, &account_id.to_string(), None).await?;
    let mut cx = portal.write(actor).await?;
    let account = store::account(&mut cx.conn(), account_id).await?.ok_or(Error::Unauthorized)?;
    if !second_factor(&mut cx, &account, code).await? {
        cx.audit(AuditEvent::new("signin.failed", "account", account_id).detail("xác thực lại").refused());
        cx.commit().await?;
        return Err(Error::field("ma_xac_thuc", "Mã xác thực không đúng hoặc đã dùng. Hãy nhập mã mới trong ứng dụng."));
    }
    rate::clear(&mut cx, CODE, &account_id.to_string()).await?;
    let (token, until) = (crate::numbering::random_token(), cx.now() + STEP_UP);
    cx.conn().exec(STEP_UP_SESSION, args![session, until, token_hash(&token)]).await?;
    cx.audit(AuditEvent::new("stepup.ok", "account", account_id));
    cx.commit().await?;
    Ok((token, until))
}

/// Refuses an act that needs a repeated second factor (01 §8). The system itself needs none.
///
/// # Errors
/// `Invalid` on field `ma_xac_thuc`.
pub fn require_step_up(cx: &Cx) -> Result<()> {
    let system = cx.actor.kind == crate::actor::ActorKind::System;
    if system || cx.actor.step_up_until.is_some_and(|until| until > cx.now()) {
        return Ok(());
    }
    Err(Error::field("ma_xac_thuc", "Việc này cần xác thực lại. Hãy nhập mã 6 số trong ứng dụng xác thực."))
}

/// Removes challenges that ran out and, after 90 days, ended sign-ins, used recovery codes and links (10 §10). The acts
/// themselves stand in the audit log. Returns how many rows went.
///
/// # Errors
/// If the database cannot be written.
pub async fn prune(cx: &mut Cx) -> Result<u64> {
    let now = cx.now();
    let mut removed = cx.conn().exec(PRUNE, args![now]).await?;
    for statement in [PRUNE_SESSIONS, PRUNE_CODES, PRUNE_LINKS] {
        removed += cx.conn().exec(statement, args![now - KEPT]).await?;
    }
    Ok(removed)
}
