//! Delegation ("Ủy quyền"): dated, at most 90 days, never the right to grant or configure, never onward (01 §2).

use super::{employments, near, people, store};
use crate::actor::{ActorKind, HeldRole};
use crate::audit::AuditEvent;
use crate::cx::Cx;
use crate::error::{Error, Result};
use crate::org;
use chrono::{DateTime, Duration, NaiveDate, Utc};
use model::FieldErrors;
use model::access::{Action, ObjectKind, Role};
use model::identity::DelegationInput;
use model::text::clean_line;
use sqlx::FromRow;

/// Longest delegation; it may be renewed by a new one.
pub const MAX_DAYS: i64 = 90;

/// A delegation with names.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Delegation {
    /// Row.
    pub id: i64,
    /// Who delegates.
    pub from_person_id: i64,
    /// Name.
    pub from_name: String,
    /// Position when it was made.
    pub from_position: String,
    /// Who acts.
    pub to_person_id: i64,
    /// Name.
    pub to_name: String,
    /// Unit.
    pub unit_id: i64,
    /// Stored values of the roles, separated by spaces.
    pub roles: String,
    /// First day.
    pub valid_from: NaiveDate,
    /// First day after it.
    pub valid_to: NaiveDate,
    /// When it was ended before its time.
    pub ended_at: Option<DateTime<Utc>>,
    /// Why.
    pub reason: String,
    /// Number of the decision.
    pub document_ref: String,
}

impl Delegation {
    /// Labels of the roles.
    #[must_use]
    pub fn role_labels(&self) -> String {
        self.roles.split(' ').filter_map(|role| role.parse::<Role>().ok()).map(Role::label).collect::<Vec<_>>().join(", ")
    }
}

sql!(
    INSERT,
    "INSERT INTO delegation (from_person_id, to_person_id, unit_id, from_position, roles, valid_from, valid_to, reason, document_ref, created_by, created_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) RETURNING id"
);
sql!(
    LIST,
    "SELECT d.id, d.from_person_id, f.full_name AS from_name, d.from_position, d.to_person_id, t.full_name AS to_name, d.unit_id, d.roles, d.valid_from,
            d.valid_to, d.ended_at, d.reason, d.document_ref
     FROM delegation d JOIN person f ON f.id = d.from_person_id JOIN person t ON t.id = d.to_person_id
     WHERE d.from_person_id = $1 OR d.to_person_id = $1 ORDER BY d.valid_to DESC, d.id DESC LIMIT 200"
);
sql!(ONE, "SELECT from_person_id, to_person_id FROM delegation WHERE id = $1 AND ended_at IS NULL AND valid_to > $2");
sql!(END, "UPDATE delegation SET ended_at = $2 WHERE id = $1 AND ended_at IS NULL");

/// True for a role that may be delegated: none of its permissions grants or configures.
#[must_use]
pub fn may_be_delegated(role: Role) -> bool {
    role != Role::Official && !role.permissions().iter().any(|(action, _)| matches!(action, Action::Grant | Action::Configure))
}

async fn require(cx: &mut Cx, person: i64) -> Result<()> {
    if cx.actor.person_id == Some(person) && cx.actor.is_official() {
        return Ok(());
    }
    people::require_over_person(cx, Action::Grant, ObjectKind::Role, person).await
}

/// Creates a delegation. The delegator keeps the right.
///
/// # Errors
/// `NotFound` outside the reach of the actor, `Invalid` with one sentence per field.
pub async fn create_delegation(cx: &mut Cx, input: &DelegationInput) -> Result<i64> {
    require(cx, input.from_person).await?;
    let (now, today) = (cx.now(), org::today(cx));
    let mut errors = FieldErrors::new();
    let to = people::load(cx, input.to_person).await;
    errors.require(to.is_ok() && input.to_person != input.from_person, "nguoi_duoc_uy_quyen", "Chưa chọn người được ủy quyền. Hãy chọn một người khác.");
    let works = employments(cx, input.to_person).await?.iter().any(|e| e.valid_from <= today && e.valid_to.is_none_or(|to| to > today));
    errors.require(works, "nguoi_duoc_uy_quyen", "Người được ủy quyền chưa có vị trí công tác. Hãy chọn người khác.");
    let held = store::roles(&mut cx.conn(), input.from_person, now, today).await?;
    let mut roles = Vec::new();
    for text in &input.roles {
        let role = text.parse::<Role>().ok().filter(|role| may_be_delegated(*role));
        // Only what the delegator holds in own right: what came by delegation goes no further.
        match role.filter(|role| held.iter().any(|row| row.unit_id == input.unit_id && row.role == role.as_str())) {
            Some(role) => roles.push(role),
            None => errors.add("vai_tro", "Chỉ ủy quyền được vai trò của chính mình, trừ quyền cấp quyền và cấu hình. Hãy chọn lại."),
        }
    }
    errors.require(!input.roles.is_empty(), "vai_tro", "Chưa chọn việc được ủy quyền. Hãy chọn ít nhất một vai trò.");
    let first = input.first_day.unwrap_or(today);
    let last = input.last_day.unwrap_or(first);
    errors.require(input.last_day.is_some() && last >= first && last >= today, "den_ngay", "Ngày kết thúc chưa đúng. Hãy chọn ngày từ hôm nay trở đi.");
    errors.require(first >= today, "tu_ngay", "Ngày bắt đầu đã qua. Hãy chọn ngày từ hôm nay trở đi.");
    let short = last.signed_duration_since(first) < Duration::days(MAX_DAYS);
    errors.require(short, "den_ngay", "Ủy quyền dài nhất 90 ngày. Hãy chọn ngày sớm hơn; có thể gia hạn bằng ủy quyền mới.");
    let reason = clean_line(&input.reason, 300);
    errors.require(!reason.is_empty(), "ly_do", "Chưa có lý do. Hãy nhập lý do ủy quyền.");
    let end = last.succ_opt();
    errors.require(end.is_some(), "den_ngay", "Ngày kết thúc chưa đúng. Hãy chọn ngày sớm hơn.");
    errors.into_result(())?;
    let position = employments(cx, input.from_person).await?.first().map(|e| e.position.clone()).unwrap_or_default();
    roles.sort_unstable();
    roles.dedup();
    let list = roles.iter().map(|role| role.as_str()).collect::<Vec<_>>().join(" ");
    let by = cx.actor.person_id;
    let values = args![
        input.from_person,
        input.to_person,
        input.unit_id,
        position,
        list,
        first,
        end.unwrap_or(last),
        reason,
        clean_line(&input.document_ref, 100),
        by,
        now
    ];
    let id = cx.conn().id(INSERT, values).await?;
    cx.audit(AuditEvent::new("delegation.created", "person", input.to_person).detail(format!("ủy quyền {id}")).acting_for(Some(input.from_person)));
    Ok(id)
}

/// Ends a delegation at once: for the delegator, the delegate, or an administrator.
///
/// # Errors
/// `NotFound` if there is no such running delegation or it concerns others.
pub async fn end_delegation(cx: &mut Cx, id: i64) -> Result<()> {
    let (now, today) = (cx.now(), org::today(cx));
    let row: Option<(i64, i64)> = cx.conn().opt(ONE, args![id, today]).await?;
    let (from, to) = row.ok_or(Error::NotFound)?;
    if cx.actor.person_id != Some(to) {
        require(cx, from).await.map_err(|_| Error::NotFound)?;
    }
    cx.conn().exec(END, args![id, now]).await?;
    cx.audit(AuditEvent::new("delegation.ended", "person", to).detail(format!("ủy quyền {id}")).acting_for(Some(from)));
    Ok(())
}

/// Delegations that a person gave or received, latest first.
///
/// # Errors
/// `NotFound` outside the reach of the actor.
pub async fn delegations_of(cx: &mut Cx, person: i64) -> Result<Vec<Delegation>> {
    people::person(cx, person).await?;
    cx.conn().all(LIST, args![person]).await
}

/// The person for whom the actor does an act: the delegator, if only a delegated role allows it. Goes into the event as
/// `on_behalf_of`; pages print "Thừa ủy quyền của {chức vụ}".
///
/// # Errors
/// If the database cannot be read.
pub async fn acting_for(cx: &mut Cx, action: Action, kind: ObjectKind, unit: i64) -> Result<Option<(i64, String)>> {
    if cx.actor.kind != ActorKind::Official {
        return Ok(None);
    }
    let fitting: Vec<HeldRole> = cx.actor.roles.iter().filter(|held| held.role.permissions().contains(&(action, kind))).cloned().collect();
    if fitting.iter().all(|held| held.on_behalf_of.is_none()) {
        return Ok(None);
    }
    let near = near::of(cx, &fitting).await?;
    let covers = |held: &&HeldRole| {
        let (all, units) = super::reach::cover(held.role, held.scope, held.unit_id, &near);
        all || units.contains(&unit)
    };
    let own = fitting.iter().filter(|held| held.on_behalf_of.is_none()).any(|held| covers(&held));
    Ok(if own { None } else { fitting.iter().filter(|held| held.on_behalf_of.is_some()).find(covers).and_then(|held| held.on_behalf_of.clone()) })
}
