//! Accounts: creating, passwords, locking; registration of citizens.

use super::crypto::{self, token_hash};
use super::sign_in::{self, SignInStep};
use super::store::{self, AccountRow};
use super::{employments, links, password, people, system_admins};
use crate::actor::{Actor, ActorKind};
use crate::audit::AuditEvent;
use crate::cx::{Cx, Portal};
use crate::error::{Error, Result};
use chrono::{DateTime, Utc};
use model::FieldErrors;
use model::access::{Action, ObjectKind};
use model::identity::{AccountKind, AccountState, NewPerson, PersonInput, is_username};
use sqlx::FromRow;

sql!(
    INSERT,
    "INSERT INTO account (person_id, kind, username, state, password_hash, password_changed_at, totp_sealed, created_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (username) DO NOTHING RETURNING id"
);
sql!(SET_PASSWORD, "UPDATE account SET password_hash = $2, password_changed_at = $3, version = version + 1 WHERE id = $1");
sql!(
    SET_STATE,
    "UPDATE account SET state = $2, reopened_at = CASE WHEN $2 = 'active' THEN $3 ELSE reopened_at END, idle_warning = 0, version = version + 1 WHERE id = $1"
);
sql!(RENEW_SESSION, "UPDATE session SET token_hash = $2, step_up_until = NULL WHERE id = $1 AND ended_at IS NULL");
sql!(END_SESSIONS, "UPDATE session SET ended_at = $2, end_reason = $3 WHERE account_id = $1 AND ended_at IS NULL AND id <> $4");
sql!(
    LIST,
    "SELECT a.id, a.person_id, CASE WHEN LENGTH(a.username) = 64 THEN p.phone_masked ELSE a.username END AS username, a.kind, a.state, p.full_name,
            a.last_sign_in_at
     FROM account a JOIN person p ON p.id = a.person_id
     ORDER BY a.kind, a.username LIMIT 20000"
);

/// A line of `user list`.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct AccountLine {
    /// Account.
    pub id: i64,
    /// Person.
    pub person_id: i64,
    /// User name; of a citizen the masked phone.
    pub username: String,
    /// Stored value of [`AccountKind`].
    pub kind: String,
    /// Stored value of [`AccountState`].
    pub state: String,
    /// Name of the person.
    pub full_name: String,
    /// Last sign-in.
    pub last_sign_in_at: Option<DateTime<Utc>>,
}

/// Secrets of a ready account, for the seed.
pub(crate) struct ReadyFactors {
    /// Hash of the password.
    pub password_hash: String,
    /// Secret of the authenticator; empty for citizens.
    pub totp: Vec<u8>,
}

/// Writes an account row; refuses a user name that is taken.
pub(crate) async fn insert(cx: &mut Cx, person: i64, kind: AccountKind, username: &str, ready: Option<ReadyFactors>) -> Result<i64> {
    let now = cx.now();
    let state = if ready.is_some() { AccountState::Active } else { AccountState::Invited };
    let (hash, secret) = ready.map_or_else(Default::default, |ready| (ready.password_hash, ready.totp));
    let sealed = if secret.is_empty() { String::new() } else { crypto::seal(cx.settings(), "totp", &secret)? };
    let changed = (!hash.is_empty()).then_some(now);
    let username = crypto::username_key(cx.settings(), username);
    let row: Option<(i64,)> = cx.conn().opt(INSERT, args![person, kind.as_str(), username, state.as_str(), hash, changed, sealed, now]).await?;
    let (id,) = row.ok_or_else(|| Error::field("ten_dang_nhap", "Tên đăng nhập này đã có người dùng. Hãy chọn tên khác."))?;
    cx.audit(AuditEvent::new("account.created", "account", id).detail(kind.label()));
    Ok(id)
}

/// Creates the account of an official and the link for the first sign-in (24 hours, works once). The link token is
/// shown once and not stored.
///
/// # Errors
/// `Forbidden`, `NotFound` outside the reach, `Invalid` for a wrong or taken user name.
pub async fn create_account(cx: &mut Cx, person: i64, username: &str) -> Result<String> {
    people::require_over_person(cx, Action::Edit, ObjectKind::Account, person).await?;
    if !is_username(username) {
        return Err(Error::field("ten_dang_nhap", "Tên đăng nhập gồm 3–40 chữ thường không dấu, chữ số, dấu chấm. Ví dụ: tran.an."));
    }
    if store::official_of(&mut cx.conn(), person).await?.is_some() {
        return Err(Error::field("ten_dang_nhap", "Người này đã có tài khoản."));
    }
    let id = insert(cx, person, AccountKind::Official, username, None).await?;
    links::link(cx, id, "invite").await
}

/// Gives out a new link: the old password stays until the link is used; earlier links are void.
///
/// # Errors
/// `Forbidden`, or `NotFound` outside the reach or without an account.
pub async fn reset_account(cx: &mut Cx, person: i64) -> Result<String> {
    people::require_over_person(cx, Action::Edit, ObjectKind::Account, person).await?;
    let account = store::official_of(&mut cx.conn(), person).await?.ok_or(Error::NotFound)?;
    if account.state == AccountState::Disabled.as_str() {
        return Err(Error::conflict("Tài khoản đã bị vô hiệu. Hãy kích hoạt lại trước khi cấp liên kết mới."));
    }
    cx.audit(AuditEvent::new("totp.reset", "account", account.id));
    links::link(cx, account.id, "reset").await
}

/// Every account, for the command line.
///
/// # Errors
/// `Forbidden` except for the system itself.
pub async fn list_accounts(cx: &mut Cx) -> Result<Vec<AccountLine>> {
    if cx.actor.kind != ActorKind::System {
        return Err(Error::Forbidden { action: Action::View, kind: ObjectKind::Account, unit: None });
    }
    cx.conn().all(LIST, args![]).await
}

/// The person behind a user name, for the command line.
///
/// # Errors
/// `NotFound`.
pub async fn person_of_username(cx: &mut Cx, username: &str) -> Result<i64> {
    let key = crypto::username_key(cx.settings(), username);
    Ok(store::by_username(&mut cx.conn(), &key).await?.ok_or(Error::NotFound)?.person_id)
}

/// Everybody signs in with a second factor, officials by app, citizens by message; only machines have none.
pub(super) fn check_password(portal: &Portal, account: &AccountRow, new: &str) -> Result<(), String> {
    let min = if account.kind == AccountKind::Service.as_str() { password::MIN_WITHOUT_MFA } else { password::MIN_WITH_MFA };
    let (mail, phone) = (account.email.split('@').next().unwrap_or_default(), account.phone(portal.settings()));
    password::check(new, min, &[&account.username, &account.full_name, &phone, mail])
}

/// Changes the actor's own password: the old one is asked, every session ends. The device at hand goes on under a new
/// token, which replaces the old one in the cookie.
///
/// # Errors
/// `Invalid` for a wrong old or a weak new password, `RateLimited` after five wrong ones.
pub async fn change_password(portal: &Portal, actor: &Actor, old: &str, new: &str) -> Result<String> {
    let id = actor.account_id.ok_or(Error::Unauthorized)?;
    let mut cx = portal.write(actor).await?;
    let counted = crate::rate::hit(&mut cx, crate::rate::SIGN_IN_ACCOUNT, &format!("password {id}")).await;
    let account = store::account(&mut cx.conn(), id).await?.ok_or(Error::Unauthorized)?;
    cx.commit().await?;
    counted?;
    if !crypto::verify_password(old, &account.password_hash).await? {
        return Err(Error::field("mat_khau_cu", "Mật khẩu hiện tại không đúng. Hãy nhập lại."));
    }
    check_password(portal, &account, new).map_err(|message| Error::field("mat_khau_moi", message))?;
    if old == new {
        return Err(Error::field("mat_khau_moi", "Mật khẩu mới trùng mật khẩu hiện tại. Hãy chọn mật khẩu khác."));
    }
    let hash = crypto::hash_password(new).await?;
    let mut cx = portal.write(actor).await?;
    let now = cx.now();
    crate::rate::clear(&mut cx, crate::rate::SIGN_IN_ACCOUNT, &format!("password {id}")).await?;
    cx.conn().exec(SET_PASSWORD, args![id, hash, now]).await?;
    cx.conn().exec(END_SESSIONS, args![id, now, "Đổi mật khẩu", actor.session_id.unwrap_or_default()]).await?;
    let token = crate::numbering::random_token();
    cx.conn().exec(RENEW_SESSION, args![actor.session_id.unwrap_or_default(), token_hash(&token)]).await?;
    cx.audit(AuditEvent::new("password.changed", "account", id));
    cx.commit().await?;
    Ok(token)
}

/// Locks, disables or opens the account of an official; anything but opening ends all sessions in the same transaction.
///
/// # Errors
/// `NotFound` outside the reach, `Conflict` for one's own account and for the last technical administrator.
pub async fn set_account_state(cx: &mut Cx, person: i64, state: AccountState) -> Result<()> {
    people::require_over_person(cx, Action::Edit, ObjectKind::Account, person).await?;
    if cx.actor.person_id == Some(person) {
        return Err(Error::conflict("Bạn không tự khóa tài khoản của mình. Hãy nhờ quản trị khác."));
    }
    let account = store::official_of(&mut cx.conn(), person).await?.ok_or(Error::NotFound)?;
    if state == AccountState::Invited || (state == AccountState::Active && account.password_hash.is_empty()) {
        return Err(Error::conflict("Tài khoản chưa đăng nhập lần đầu. Hãy cấp liên kết mới."));
    }
    if state != AccountState::Active {
        system_admins::keep_one_system_admin(cx, person).await?;
    }
    let now = cx.now();
    cx.conn().exec(SET_STATE, args![account.id, state.as_str(), now]).await?;
    if state != AccountState::Active {
        employments::end_sessions_of(cx, person, state.label()).await?;
    }
    let event = if state == AccountState::Active { "account.enabled" } else { "account.disabled" };
    cx.audit(AuditEvent::new(event, "account", account.id).detail(state.label()));
    Ok(())
}

/// Registers a citizen with phone and password (demo, `citizen_local_accounts`) and sends the code that activates the
/// account. A phone that is registered already gets the same answer and no second account.
///
/// # Errors
/// `Forbidden` if local accounts are switched off, `Invalid` with one sentence per field, `RateLimited`.
pub async fn register_citizen(portal: &Portal, input: &PersonInput, new_password: &str) -> Result<SignInStep> {
    if !portal.settings().citizen_local_accounts {
        return Err(Error::conflict("Cổng không mở đăng ký tài khoản cục bộ. Hãy đăng nhập bằng VNeID."));
    }
    let today = crate::org::day_of(portal.clock().now());
    let mut errors = FieldErrors::new();
    let person: NewPerson = match input.validate(today) {
        Ok(person) => person,
        Err(wrong) => {
            errors = wrong;
            NewPerson::default()
        }
    };
    errors.require(!input.phone.trim().is_empty(), "dien_thoai", "Chưa có số điện thoại. Hãy nhập số điện thoại của bạn.");
    if let Err(message) = password::check(new_password, password::MIN_WITH_MFA, &[&person.full_name, &person.phone]) {
        errors.add("mat_khau", message);
    }
    errors.into_result(())?;
    let password_hash = crypto::hash_password(new_password).await?;
    let mut cx = portal.write(&Actor::system("Đăng ký tài khoản")).await?;
    let key = crypto::username_key(cx.settings(), &person.phone);
    if store::by_username(&mut cx.conn(), &key).await?.is_some() {
        let challenge = crate::numbering::random_token();
        return Ok(SignInStep { challenge, source: sign_in::CodeSource::Sms });
    }
    let phone = person.phone.clone();
    let person = people::insert(&mut cx, &person).await?;
    let id = insert(&mut cx, person, AccountKind::Citizen, &phone, None).await?;
    let now = cx.now();
    cx.conn().exec(SET_PASSWORD, args![id, password_hash, now]).await?;
    let account = store::account(&mut cx.conn(), id).await?.ok_or(Error::NotFound)?;
    let step = sign_in::challenge(&mut cx, &account).await?;
    cx.commit().await?;
    Ok(step)
}
