//! Sessions: opaque rows, a random token in the cookie, only its hash in the database (01 §8).

use super::crypto::token_hash;
use super::{employments, near, people, reach, store};
use crate::actor::{Actor, ActorKind, HeldRole};
use crate::audit::AuditEvent;
use crate::cx::{Cx, Portal};
use crate::error::{Error, Result};
use crate::org;
use chrono::{DateTime, Duration, Utc};
use model::access::{Action, ObjectKind, Reach, Role};
use model::identity::{AccountKind, AccountState};
use model::text::clean_line;
use sqlx::FromRow;
use std::collections::HashMap;

/// How long a session lives, whatever happens.
#[must_use]
pub const fn absolute_limit(kind: AccountKind) -> Duration {
    match kind {
        AccountKind::Official => Duration::hours(8),
        _ => Duration::hours(12),
    }
}

/// How long a session lives without a request.
#[must_use]
pub const fn idle_limit(kind: AccountKind) -> Duration {
    match kind {
        AccountKind::Official => Duration::minutes(30),
        _ => Duration::minutes(60),
    }
}

/// How long a repeated second factor counts.
pub const STEP_UP: Duration = Duration::minutes(10);
/// A request moves the idle limit at most this often, so that reading pages seldom writes.
const TOUCH_EVERY: Duration = Duration::minutes(1);

/// A fresh session: the token goes into the cookie and nowhere else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewSession {
    /// 256 random bits in hexadecimal.
    pub token: String,
    /// Until when at the longest.
    pub expires_at: DateTime<Utc>,
    /// Kind of the account, for the page to go to.
    pub kind: AccountKind,
}

/// A line of "Thiết bị đang đăng nhập".
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct SessionLine {
    /// Row.
    pub id: i64,
    /// Browser and system, as they named themselves.
    pub device: String,
    /// Signed in at.
    pub created_at: DateTime<Utc>,
    /// Last request (to the minute).
    pub seen_at: DateTime<Utc>,
}

sql!(INSERT, "INSERT INTO session (token_hash, account_id, employment_id, created_at, seen_at, expires_at, device) VALUES ($1, $2, $3, $4, $4, $5, $6)");
sql!(SIGNED_IN, "UPDATE account SET last_sign_in_at = $2, idle_warning = 0 WHERE id = $1");
sql!(
    FIRST_EMPLOYMENT,
    "SELECT e.id FROM employment e JOIN account a ON a.person_id = e.person_id
     WHERE a.id = $1 AND e.valid_from <= $2 AND (e.valid_to IS NULL OR e.valid_to > $2) ORDER BY e.display_order, e.valid_from, e.id LIMIT 1"
);

/// Opens a session for an account whose factors were checked.
///
/// # Errors
/// `Unauthorized` for an official without a running employment and for a partner's service account.
pub async fn start_session(cx: &mut Cx, account_id: i64, device: &str) -> Result<NewSession> {
    let (now, today) = (cx.now(), org::today(cx));
    let account = store::account(&mut cx.conn(), account_id).await?.ok_or(Error::NotFound)?;
    let kind: AccountKind = account.kind.parse()?;
    let employment: Option<(i64,)> = cx.conn().opt(FIRST_EMPLOYMENT, args![account_id, today]).await?;
    // A partner's account calls the interface for machines with its own token; it cannot open pages (10 §5).
    if kind == AccountKind::Service || (kind == AccountKind::Official && employment.is_none()) {
        return Err(Error::Unauthorized);
    }
    let token = crate::numbering::random_token();
    let expires_at = now + absolute_limit(kind);
    let values = args![token_hash(&token), account_id, employment.map(|(id,)| id), now, expires_at, clean_line(device, 200)];
    cx.conn().exec(INSERT, values).await?;
    cx.conn().exec(SIGNED_IN, args![account_id, now]).await?;
    Ok(NewSession { token, expires_at, kind })
}

/// Everything about a session that one statement can tell.
#[derive(FromRow)]
struct SessionRow {
    id: i64,
    account_id: i64,
    seen_at: DateTime<Utc>,
    expires_at: DateTime<Utc>,
    step_up_until: Option<DateTime<Utc>>,
    kind: String,
    state: String,
    person_id: i64,
    full_name: String,
    employment_id: Option<i64>,
    unit_id: Option<i64>,
    position: Option<String>,
    stands_in: bool,
    calendar_state: Option<i64>,
    org_state: Option<i64>,
    #[sqlx(flatten)]
    role: RoleColumns,
}

/// A role of the person, all columns or none.
#[derive(FromRow)]
struct RoleColumns {
    role: Option<String>,
    scope: Option<String>,
    role_unit_id: Option<i64>,
    role_since: Option<DateTime<Utc>>,
    granted_by: Option<String>,
}

impl RoleColumns {
    /// The role, at a unit that exists today: `units` names those.
    fn held(&self, units: &HashMap<i64, String>) -> Option<Result<HeldRole>> {
        let (role, scope) = (self.role.as_ref()?, self.scope.as_ref()?);
        let unit_id = self.role_unit_id?;
        let unit_name = units.get(&unit_id)?.clone();
        let (since, granted_by) = (self.role_since?, self.granted_by.clone()?);
        let held = |(role, scope)| HeldRole { role, scope, unit_id, unit_name, since, granted_by, on_behalf_of: None };
        Some(role.parse().and_then(|role| Ok((role, scope.parse()?))).map(held).map_err(Error::from))
    }
}

// One row for each role that belongs to the employment or to none, one without a role for whoever holds none.
sql!(
    BY_TOKEN,
    "SELECT s.id, s.account_id, s.seen_at, s.expires_at, s.step_up_until, a.kind, a.state, p.id AS person_id, p.full_name,
            e.id AS employment_id, e.unit_id, e.position,
            EXISTS (SELECT 1 FROM delegation d WHERE d.to_person_id = p.id AND d.ended_at IS NULL AND d.valid_from <= $2 AND d.valid_to > $2) AS stands_in,
            (SELECT c.n FROM counter c WHERE c.series = 'calendar') AS calendar_state,
            (SELECT c.n FROM counter c WHERE c.series = 'org') AS org_state,
            r.role, r.scope, r.unit_id AS role_unit_id, r.valid_from AS role_since, r.granted_by_name AS granted_by
     FROM session s
     JOIN account a ON a.id = s.account_id
     JOIN person p ON p.id = a.person_id
     LEFT JOIN employment e ON e.id = s.employment_id AND e.valid_from <= $2 AND (e.valid_to IS NULL OR e.valid_to > $2)
     LEFT JOIN role_assignment r ON r.person_id = e.person_id AND r.valid_from <= $3 AND (r.valid_to IS NULL OR r.valid_to > $3)
          AND (r.employment_id IS NULL OR r.employment_id = e.id)
     WHERE s.token_hash = $1 AND s.ended_at IS NULL ORDER BY r.id"
);
sql!(TOUCH, "UPDATE session SET seen_at = $2 WHERE id = $1 AND seen_at < $2");

/// The actor behind a session token, with all permissions of this moment; nobody if the session ended, ran out, or the
/// account was locked. One statement, a second for whoever stands in for others; once a minute one more to move the idle limit.
///
/// # Errors
/// If the database cannot be reached.
pub async fn actor_of_session(portal: &Portal, token: &str) -> Result<Option<Actor>> {
    if token.len() != 64 {
        return Ok(None);
    }
    let mut cx = portal.read(&Actor::anonymous()).await?;
    let (now, today) = (cx.now(), org::today(&cx));
    let rows: Vec<SessionRow> = cx.conn().all(BY_TOKEN, args![token_hash(token), today, now]).await?;
    let Some(row) = rows.first() else { return Ok(None) };
    cx.note_state((row.calendar_state.unwrap_or_default(), row.org_state.unwrap_or_default()));
    let kind: AccountKind = row.kind.parse()?;
    let over = now >= row.expires_at || now - row.seen_at >= idle_limit(kind) || row.state.parse::<AccountState>()? != AccountState::Active;
    if over || kind == AccountKind::Service || (kind == AccountKind::Official && row.employment_id.is_none()) {
        return Ok(None);
    }
    let actor = load_actor(&mut cx, kind, row, &rows).await?;
    drop(cx);
    if now - row.seen_at >= TOUCH_EVERY {
        let mut cx = portal.write_unflushed(&Actor::system("Phiên làm việc")).await?;
        cx.conn().exec(TOUCH, args![row.id, now]).await?;
        cx.commit().await?;
    }
    Ok(Some(actor))
}

async fn load_actor(cx: &mut Cx, kind: AccountKind, row: &SessionRow, rows: &[SessionRow]) -> Result<Actor> {
    let actor_kind = if kind == AccountKind::Official { ActorKind::Official } else { ActorKind::Citizen };
    let mut actor = Actor::new(actor_kind, &row.full_name);
    actor.account_id = Some(row.account_id);
    actor.person_id = Some(row.person_id);
    actor.session_id = Some(row.id);
    actor.step_up_until = row.step_up_until;
    if kind == AccountKind::Official {
        actor.employment_id = row.employment_id;
        actor.unit_id = row.unit_id;
        actor.position = row.position.clone().unwrap_or_default();
        let today = org::today(cx);
        let units: Vec<i64> = rows.iter().filter_map(|row| row.role.role_unit_id).chain(row.unit_id).collect();
        let units = org::names_valid(cx, &units, today).await?;
        actor.unit_name = row.unit_id.and_then(|unit| units.get(&unit).cloned()).unwrap_or_default();
        actor.roles = rows.iter().filter_map(|row| row.role.held(&units)).collect::<Result<_>>()?;
        if row.stands_in {
            actor.roles.extend(delegated_roles(cx, row.person_id).await?);
        }
        let near = near::of_state(cx, &actor.roles, row.org_state.unwrap_or_default()).await?;
        actor.reach = reach::spread(&actor.roles, &near);
        actor.parts = reach::parts(&near);
    } else {
        // A citizen holds the applicant's rights over what is theirs and nothing else.
        let role = if kind == AccountKind::Assistant { Role::Assistant } else { Role::Applicant };
        for (action, object) in role.permissions() {
            actor.reach.insert((*action, *object), Reach { own: true, ..Reach::default() });
        }
    }
    Ok(actor)
}

/// The roles of a person now, of all employments: own ones and those received by delegation.
pub(super) async fn roles_of(cx: &mut Cx, person: i64) -> Result<Vec<HeldRole>> {
    let (now, today) = (cx.now(), org::today(cx));
    let rows = store::roles(&mut cx.conn(), person, now, today).await?;
    let mut roles: Vec<HeldRole> = rows.iter().map(|row| row.held(None)).collect::<Result<_>>()?;
    roles.extend(delegated_roles(cx, person).await?);
    Ok(roles)
}

async fn delegated_roles(cx: &mut Cx, person: i64) -> Result<Vec<HeldRole>> {
    let (now, today) = (cx.now(), org::today(cx));
    let mut roles = Vec::new();
    for row in store::delegated_roles(&mut cx.conn(), person, now, today).await? {
        if row.delegated.split(' ').any(|role| role == row.role) {
            let from = (row.from_person_id, format!("{} {}", row.from_position, row.from_name).trim().to_owned());
            let since = org::midnight(row.valid_from);
            let held = HeldRole {
                role: row.role.parse()?,
                scope: row.scope.parse()?,
                unit_id: row.unit_id,
                unit_name: row.unit_name,
                since,
                granted_by: from.1.clone(),
                on_behalf_of: Some(from),
            };
            roles.push(held);
        }
    }
    Ok(roles)
}

sql!(END, "UPDATE session SET ended_at = $2, end_reason = $3 WHERE token_hash = $1 AND ended_at IS NULL");
sql!(END_ONE, "UPDATE session SET ended_at = $3, end_reason = $4 WHERE id = $1 AND account_id = $2 AND ended_at IS NULL");
sql!(END_OTHERS, "UPDATE session SET ended_at = $3, end_reason = $4 WHERE account_id = $1 AND id <> $2 AND ended_at IS NULL AND expires_at > $3");
sql!(
    LIST,
    "SELECT id, device, created_at, seen_at FROM session WHERE account_id = $1 AND ended_at IS NULL AND expires_at > $2 AND seen_at > $3 ORDER BY seen_at DESC, id DESC"
);

/// Signs out: ends the session of this token.
///
/// # Errors
/// If the database cannot be written.
pub async fn end_session(cx: &mut Cx, token: &str) -> Result<()> {
    let now = cx.now();
    if cx.conn().exec(END, args![token_hash(token), now, "Đăng xuất"]).await? > 0 {
        let account = cx.actor.account_id.unwrap_or_default();
        cx.audit(AuditEvent::new("session.ended", "account", account).detail("Đăng xuất"));
    }
    Ok(())
}

/// Ends one of the actor's own sessions.
///
/// # Errors
/// `NotFound` for a session of somebody else or one that already ended.
pub async fn end_own_session(cx: &mut Cx, session: i64) -> Result<()> {
    let (now, account) = (cx.now(), cx.actor.account_id.ok_or(Error::Unauthorized)?);
    if cx.conn().exec(END_ONE, args![session, account, now, "Người dùng kết thúc"]).await? == 0 {
        return Err(Error::NotFound);
    }
    cx.audit(AuditEvent::new("session.ended", "account", account).detail("Kết thúc từ danh sách thiết bị"));
    Ok(())
}

/// Ends every session of the actor except the present one; returns how many.
///
/// # Errors
/// `Unauthorized` if nobody is signed in.
pub async fn end_other_sessions(cx: &mut Cx) -> Result<u64> {
    let (now, account) = (cx.now(), cx.actor.account_id.ok_or(Error::Unauthorized)?);
    let present = cx.actor.session_id.unwrap_or_default();
    let ended = cx.conn().exec(END_OTHERS, args![account, present, now, "Người dùng kết thúc"]).await?;
    cx.audit(AuditEvent::new("session.ended", "account", account).detail(format!("{ended} phiên khác")));
    Ok(ended)
}

/// Ends every session of a person, for an administrator.
///
/// # Errors
/// `NotFound` outside the reach of the actor.
pub async fn end_all_sessions(cx: &mut Cx, person: i64) -> Result<u64> {
    people::require_over_person(cx, Action::Edit, ObjectKind::Account, person).await?;
    employments::end_sessions_of(cx, person, "Quản trị kết thúc").await
}

/// The actor's own running sessions, latest first.
///
/// # Errors
/// `Unauthorized` if nobody is signed in.
pub async fn own_sessions(cx: &mut Cx) -> Result<Vec<SessionLine>> {
    let (now, account) = (cx.now(), cx.actor.account_id.ok_or(Error::Unauthorized)?);
    let idle = idle_limit(if cx.actor.is_official() { AccountKind::Official } else { AccountKind::Citizen });
    cx.conn().all(LIST, args![account, now, now - idle]).await
}

sql!(
    SWITCH,
    "UPDATE session SET employment_id = $2 WHERE id = $1 AND EXISTS (
         SELECT 1 FROM employment e WHERE e.id = $2 AND e.person_id = $3 AND e.valid_from <= $4 AND (e.valid_to IS NULL OR e.valid_to > $4))"
);

/// Changes the active employment of the present session ("Đang làm việc tại: …"); the next request acts under it.
///
/// # Errors
/// `NotFound` for an employment that is not the actor's own or does not run.
pub async fn switch_employment(cx: &mut Cx, employment: i64) -> Result<()> {
    let (session, person, today) = (cx.actor.session_id.ok_or(Error::Unauthorized)?, cx.person()?, org::today(cx));
    if cx.conn().exec(SWITCH, args![session, employment, person, today]).await? == 0 {
        return Err(Error::NotFound);
    }
    Ok(())
}
