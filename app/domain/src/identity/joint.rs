//! What one technical administrator proposes and another one confirms: giving `system_admin`, changing a job template
//! (01 §4, §5; 10 §4). A proposal runs out after a week; both names stand in the audit log.

use super::roles::Place;
use super::store;
use super::{people, roles, sign_in, system_admins, templates};
use crate::audit::AuditEvent;
use crate::cx::Cx;
use crate::error::{Error, Result};
use crate::notify::{self, Recipient};
use crate::org;
use chrono::{DateTime, Duration, Utc};
use model::access::{Role, Scope, job_template};
use model::format;
use model::identity::{JointKind, JointState};
use model::notify::Event;
use model::text::clean_line;
use sqlx::FromRow;

/// How long a proposal waits for the second person.
pub const OPEN: Duration = Duration::days(7);

/// The page of proposals.
const PAGE: &str = "/quan-tri/phan-quyen/hai-nguoi";

/// A proposal with names.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct JointAct {
    /// Row.
    pub id: i64,
    /// Stored value of [`JointKind`].
    pub kind: String,
    /// Who becomes technical administrator.
    pub person_id: Option<i64>,
    /// Name of that person, empty for a template.
    pub person_name: String,
    /// Code of the template, or empty.
    pub template: String,
    /// Its new roles, separated by spaces.
    pub roles: String,
    /// Why.
    pub reason: String,
    /// Stored value of [`JointState`].
    pub state: String,
    /// Who proposed it.
    pub proposed_by: i64,
    /// Name.
    pub proposed_by_name: String,
    /// When.
    pub proposed_at: DateTime<Utc>,
    /// Until when it can be confirmed.
    pub expires_at: DateTime<Utc>,
    /// Name of the second person, empty before the decision.
    pub decided_by_name: String,
    /// When it was decided.
    pub decided_at: Option<DateTime<Utc>>,
    /// Why it was refused.
    pub decision_reason: String,
}

impl JointAct {
    /// The proposal in words.
    #[must_use]
    pub fn sentence(&self) -> String {
        match self.kind.parse::<JointKind>() {
            Ok(JointKind::SystemAdmin) => format!("cấp quyền quản trị kỹ thuật cho {}", self.person_name),
            _ => {
                let label = job_template(&self.template).map_or("", |template| template.label);
                let roles = templates::read(&self.roles).unwrap_or_default();
                let roles: Vec<&str> = roles.into_iter().map(Role::label).collect();
                format!("mẫu công việc «{label}» gồm các vai trò: {}", roles.join(", "))
            }
        }
    }
}

macro_rules! acts {
    ($rest:literal) => {
        concat!(
            "SELECT j.id, j.kind, j.person_id, COALESCE(p.full_name, '') AS person_name, j.template, j.roles, j.reason, j.state, j.proposed_by,
                    j.proposed_by_name, j.proposed_at, j.expires_at, j.decided_by_name, j.decided_at, j.decision_reason
             FROM joint_act j LEFT JOIN person p ON p.id = j.person_id ",
            $rest
        )
    };
}

sql!(ONE, acts!("WHERE j.id = $1"));
sql!(LIST, acts!("ORDER BY CASE WHEN j.state = 'proposed' THEN 0 ELSE 1 END, j.id DESC LIMIT 100"));
sql!(SAME, "SELECT COUNT(*) FROM joint_act WHERE state = 'proposed' AND expires_at > $1 AND kind = $2 AND COALESCE(person_id, 0) = $3 AND template = $4");
sql!(
    INSERT,
    "INSERT INTO joint_act (kind, person_id, template, roles, reason, state, proposed_by, proposed_by_name, proposed_at, expires_at)
     VALUES ($1, $2, $3, $4, $5, 'proposed', $6, $7, $8, $9) RETURNING id"
);
sql!(
    DECIDE,
    "UPDATE joint_act SET state = $2, decided_by = $3, decided_by_name = $4, decided_at = $5, decision_reason = $6 WHERE id = $1 AND state = 'proposed'"
);
sql!(RUN_OUT, "SELECT id FROM joint_act WHERE state = 'proposed' AND expires_at <= $1 ORDER BY id");
sql!(EXPIRE, "UPDATE joint_act SET state = 'expired', decided_at = $2 WHERE id = $1 AND state = 'proposed'");

/// Proposes a person as technical administrator.
///
/// # Errors
/// `Forbidden` except for technical administrators, `Invalid` without a reason or a repeated second factor, `Conflict`
/// for oneself, for somebody without work or account, or if the same proposal waits already.
pub async fn propose_system_admin(cx: &mut Cx, person: i64, reason: &str) -> Result<i64> {
    let by = system_admins::require_admin(cx)?;
    sign_in::require_step_up(cx)?;
    people::load(cx, person).await?;
    if by == person {
        return Err(Error::conflict("Bạn không tự cấp quyền cho mình. Hãy nhờ quản trị khác."));
    }
    system_admins::candidate(cx, person).await?;
    propose(cx, JointKind::SystemAdmin, Some(person), "", "", reason).await
}

/// Proposes another set of roles for a job template.
///
/// # Errors
/// As [`propose_system_admin`]; `Invalid` for wrong roles, `Conflict` if nothing would change.
pub async fn propose_template(cx: &mut Cx, code: &str, roles: &[String], reason: &str) -> Result<i64> {
    system_admins::require_admin(cx)?;
    sign_in::require_step_up(cx)?;
    let (template, roles) = templates::check(code, roles)?;
    let (_, old) = templates::template_roles(cx, template).await?;
    if old.len() == roles.len() && old.iter().all(|role| roles.contains(role)) {
        return Err(Error::conflict("Mẫu công việc không có gì thay đổi. Hãy chọn vai trò khác."));
    }
    let roles = roles.iter().map(|role| role.as_str()).collect::<Vec<_>>().join(" ");
    propose(cx, JointKind::JobTemplate, None, template.code, &roles, reason).await
}

async fn propose(cx: &mut Cx, kind: JointKind, person: Option<i64>, template: &str, roles: &str, reason: &str) -> Result<i64> {
    let (by, now) = (cx.person()?, cx.now());
    let reason = clean_line(reason, 300);
    if reason.is_empty() {
        return Err(Error::field("ly_do", "Chưa có lý do. Hãy nhập lý do."));
    }
    if cx.conn().count(SAME, args![now, kind.as_str(), person.unwrap_or_default(), template]).await? > 0 {
        return Err(Error::conflict("Đề nghị này đang chờ người thứ hai xác nhận."));
    }
    let (name, until) = (cx.actor.name.clone(), now + OPEN);
    let id = cx.conn().id(INSERT, args![kind.as_str(), person, template, roles, reason, by, name, now, until]).await?;
    let act: JointAct = cx.conn().one(ONE, args![id]).await?;
    cx.audit(event("proposed", &act).detail(act.sentence()));
    for (account, _) in system_admins::admins(cx).await?.into_iter().filter(|(_, who)| *who != by && Some(*who) != person) {
        let values = [("nguoi", act.proposed_by_name.clone()), ("viec", act.sentence()), ("ngay", format::date_time(until))];
        tell(cx, Event::JointActProposed, id, account, &values).await?;
    }
    Ok(id)
}

/// `role.proposed` about a person, `template.proposed` about a template.
fn event(what: &str, act: &JointAct) -> AuditEvent {
    match act.person_id {
        Some(person) => AuditEvent::new(format!("role.{what}"), "person", person),
        None => AuditEvent::new(format!("template.{what}"), "job_template", &act.template),
    }
}

async fn tell(cx: &mut Cx, event: Event, id: i64, account: i64, values: &[(&str, String)]) -> Result<()> {
    let to = Recipient { account_id: Some(account), ..Recipient::default() };
    notify::send(cx, event, &format!("joint:{id}"), &to, values, PAGE).await
}

/// Every proposal, open ones first.
///
/// # Errors
/// `Forbidden` except for technical administrators.
pub async fn joint_acts(cx: &mut Cx) -> Result<Vec<JointAct>> {
    system_admins::require_admin(cx)?;
    cx.conn().all(LIST, args![]).await
}

async fn open(cx: &mut Cx, id: i64) -> Result<JointAct> {
    let act: JointAct = cx.conn().one(ONE, args![id]).await?;
    if act.state != JointState::Proposed.as_str() || act.expires_at <= cx.now() {
        return Err(Error::conflict("Đề nghị này đã có kết quả hoặc đã hết hạn. Hãy tải lại trang."));
    }
    Ok(act)
}

async fn decide(cx: &mut Cx, act: &JointAct, state: JointState, reason: &str) -> Result<()> {
    let (by, name, now) = (cx.actor.person_id, cx.actor.name.clone(), cx.now());
    if cx.conn().exec(DECIDE, args![act.id, state.as_str(), by, name, now, reason]).await? == 0 {
        return Err(Error::conflict("Đề nghị này vừa được người khác xử lý. Hãy tải lại trang."));
    }
    if by != Some(act.proposed_by)
        && let Some(account) = store::official_of(&mut cx.conn(), act.proposed_by).await?
    {
        let values = [("viec", act.sentence()), ("ket_qua", state.label().to_lowercase())];
        tell(cx, Event::JointActDecided, act.id, account.id, &values).await?;
    }
    Ok(())
}

/// Confirms a proposal as the second technical administrator; it takes effect in the same transaction.
///
/// # Errors
/// `Forbidden` except for technical administrators, `Conflict` for one's own proposal, for the person it is about, if
/// the first person is no administrator any more, or if it ran out; `Invalid` without a repeated second factor.
pub async fn confirm_joint(cx: &mut Cx, id: i64) -> Result<()> {
    let me = system_admins::require_admin(cx)?;
    let act = open(cx, id).await?;
    if me == act.proposed_by || Some(me) == act.person_id {
        return Err(Error::conflict("Cần một quản trị kỹ thuật khác xác nhận: không phải người đề nghị, không phải người được cấp."));
    }
    if !system_admins::admins(cx).await?.iter().any(|(_, who)| *who == act.proposed_by) {
        return Err(Error::conflict("Người đề nghị không còn là quản trị kỹ thuật. Hãy từ chối và lập đề nghị mới."));
    }
    sign_in::require_step_up(cx)?;
    decide(cx, &act, JointState::Confirmed, "").await?;
    let both = format!("{}; đề nghị: {}, xác nhận: {}", act.sentence(), act.proposed_by_name, cx.actor.name);
    let Some(person) = act.person_id else {
        templates::apply(cx, &act.template, &act.roles, act.id).await?;
        cx.audit(event("changed", &act).detail(both));
        return Ok(());
    };
    let employment = system_admins::candidate(cx, person).await?;
    let root = org::root(cx).await?;
    let place = Place { unit: root.id, scope: Scope::Province, template: "", employment: Some(employment), valid_to: None };
    roles::insert_role(cx, person, Role::SystemAdmin, &place, &act.reason).await?;
    cx.audit(event("granted", &act).detail(both));
    roles::tell(cx, person, Role::SystemAdmin.label()).await
}

/// Refuses a proposal, or withdraws one's own.
///
/// # Errors
/// `Forbidden` except for technical administrators, `Invalid` without a reason, `Conflict` if it was decided already.
pub async fn refuse_joint(cx: &mut Cx, id: i64, reason: &str) -> Result<()> {
    let me = system_admins::require_admin(cx)?;
    let act = open(cx, id).await?;
    let reason = clean_line(reason, 300);
    let own = me == act.proposed_by;
    if reason.is_empty() && !own {
        return Err(Error::field("ly_do", "Chưa có lý do. Hãy nhập lý do từ chối."));
    }
    let state = if own { JointState::Withdrawn } else { JointState::Refused };
    decide(cx, &act, state, &reason).await?;
    let both = format!("{}; đề nghị: {}, {}: {}", act.sentence(), act.proposed_by_name, state.label().to_lowercase(), cx.actor.name);
    cx.audit(event(state.as_str(), &act).detail(both));
    Ok(())
}

/// Closes proposals that nobody confirmed in time; part of the nightly work.
///
/// # Errors
/// If the database cannot be written.
pub async fn expire_joint(cx: &mut Cx) -> Result<usize> {
    let now = cx.now();
    let ids: Vec<(i64,)> = cx.conn().all(RUN_OUT, args![now]).await?;
    for (id,) in &ids {
        let act: JointAct = cx.conn().one(ONE, args![*id]).await?;
        cx.conn().exec(EXPIRE, args![*id, now]).await?;
        cx.audit(event("expired", &act).detail(act.sentence()));
    }
    Ok(ids.len())
}
