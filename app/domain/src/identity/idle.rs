//! Idle accounts of officials: a warning after 30 and 40 days, disabled after 45 (10 §1, law; 01 §8).
//!
//! Idleness counts from the last sign-in, or from the day on which an administrator opened the account again. Invited
//! accounts are left out: their link dies after 24 hours, so nobody can sign in with them.

use super::{crypto, employments, system_admins};
use crate::actor::Actor;
use crate::audit::AuditEvent;
use crate::cx::{Cx, Portal};
use crate::error::Result;
use crate::notify::{self, Recipient};
use chrono::{DateTime, Duration, Utc};
use model::format;
use model::notify::{Event, NotifyChannel};
use sqlx::FromRow;

/// Days after which a warning goes out.
pub const WARN_DAYS: [i64; 2] = [30, 40];
/// Days after which the account is disabled.
pub const DISABLE_DAYS: i64 = 45;

/// What a night did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct IdleNight {
    /// Warnings sent.
    pub warned: usize,
    /// Accounts disabled.
    pub disabled: usize,
    /// Accounts kept although they are idle: the last technical administrator.
    pub kept: usize,
}

#[derive(FromRow)]
struct IdleRow {
    id: i64,
    person_id: i64,
    username: String,
    last_sign_in_at: Option<DateTime<Utc>>,
    reopened_at: Option<DateTime<Utc>>,
    created_at: DateTime<Utc>,
    idle_warning: i64,
    phone_sealed: String,
    email: String,
}

impl IdleRow {
    /// Since when nobody has used the account.
    fn since(&self) -> DateTime<Utc> {
        let seen = self.last_sign_in_at.unwrap_or(self.created_at);
        self.reopened_at.map_or(seen, |reopened| reopened.max(seen))
    }
}

sql!(
    IDLE,
    "SELECT a.id, a.person_id, a.username, a.last_sign_in_at, a.reopened_at, a.created_at, a.idle_warning, p.phone_sealed, p.email
     FROM account a JOIN person p ON p.id = a.person_id
     WHERE a.kind = 'official' AND a.state = 'active' AND COALESCE(a.last_sign_in_at, a.created_at) <= $1 AND (a.reopened_at IS NULL OR a.reopened_at <= $1)
     ORDER BY COALESCE(a.last_sign_in_at, a.created_at), a.id"
);
// Whoever signed in since the list was read is left alone.
sql!(
    DISABLE,
    "UPDATE account SET state = 'disabled', idle_warning = 0, version = version + 1
     WHERE id = $1 AND state = 'active' AND COALESCE(last_sign_in_at, created_at) <= $2 AND (reopened_at IS NULL OR reopened_at <= $2)"
);
sql!(
    WARNED,
    "UPDATE account SET idle_warning = $2 WHERE id = $1 AND state = 'active' AND idle_warning < $2 AND COALESCE(last_sign_in_at, created_at) <= $3
        AND (reopened_at IS NULL OR reopened_at <= $3)"
);

/// Warns and disables idle accounts, each in a transaction of its own; safe to repeat.
///
/// The last technical administrator is never disabled: nobody could open any account again, and the law does not ask
/// for a portal without an administrator. The audit log says so once per idle period.
///
/// # Errors
/// If the database cannot be written.
pub async fn disable_idle(portal: &Portal) -> Result<IdleNight> {
    let mut cx = portal.read(&Actor::anonymous()).await?;
    let now = cx.now();
    let rows: Vec<IdleRow> = cx.conn().all(IDLE, args![now - Duration::days(WARN_DAYS[0])]).await?;
    drop(cx);
    let mut night = IdleNight::default();
    for row in rows.iter().filter(|row| !kept_open(portal, row)) {
        let mut cx = portal.write(&Actor::system("Tài khoản không hoạt động")).await?;
        let days = (now - row.since()).num_days();
        if days >= DISABLE_DAYS {
            disable(&mut cx, row, &mut night).await?;
        } else {
            warn(&mut cx, row, days, &mut night).await?;
        }
        cx.commit().await?;
    }
    Ok(night)
}

/// The demo offers its sample accounts to everybody on the page of the sign-in; they stay open there.
fn kept_open(portal: &Portal, row: &IdleRow) -> bool {
    portal.settings().demo && crate::seed::demo::OFFICIALS.iter().any(|sample| sample.username == row.username)
}

async fn disable(cx: &mut Cx, row: &IdleRow, night: &mut IdleNight) -> Result<()> {
    let before = cx.now() - Duration::days(DISABLE_DAYS);
    if system_admins::is_last_system_admin(cx, row.person_id).await? {
        night.kept += 1;
        if cx.conn().exec(WARNED, args![row.id, DISABLE_DAYS, before]).await? > 0 {
            let event = AuditEvent::new("account.idle_kept", "account", row.id);
            cx.audit(event.detail("không vô hiệu: quản trị kỹ thuật cuối cùng của tỉnh"));
        }
        return Ok(());
    }
    if cx.conn().exec(DISABLE, args![row.id, before]).await? == 0 {
        return Ok(());
    }
    employments::end_sessions_of(cx, row.person_id, "Tài khoản không hoạt động 45 ngày").await?;
    cx.audit(AuditEvent::new("account.disabled", "account", row.id).detail("không đăng nhập 45 ngày"));
    night.disabled += 1;
    Ok(())
}

async fn warn(cx: &mut Cx, row: &IdleRow, days: i64, night: &mut IdleNight) -> Result<()> {
    let Some(step) = WARN_DAYS.into_iter().rev().find(|step| days >= *step && row.idle_warning < *step) else { return Ok(()) };
    let before = cx.now() - Duration::days(step);
    if cx.conn().exec(WARNED, args![row.id, step, before]).await? == 0 {
        return Ok(());
    }
    let phone = crypto::open_text(cx.settings(), crypto::purpose::PHONE, &row.phone_sealed);
    let to = Recipient {
        account_id: Some(row.id),
        phone: Some(phone).filter(|phone| !phone.is_empty()),
        email: Some(row.email.clone()).filter(|email| !email.is_empty()),
        channels: vec![NotifyChannel::Sms, NotifyChannel::Email],
    };
    let last = format::date(format::local_date(row.since() + Duration::days(DISABLE_DAYS)));
    let key = format!("idle:{}:{}:{step}", row.id, row.since().timestamp());
    notify::send(cx, Event::AccountIdle, &key, &to, &[("n", step.to_string()), ("ngay", last)], "/can-bo/tai-khoan").await?;
    cx.audit(AuditEvent::new("account.idle_warned", "account", row.id).detail(format!("{step} ngày")));
    night.warned += 1;
    Ok(())
}
