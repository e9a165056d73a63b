//! "Vì sao tôi (không) thấy?" (01 §7): which role allows something, or which part is missing and who can give it.

use super::{crypto, employments, near, people, reach, session};
use crate::actor::HeldRole;
use crate::audit::AuditEvent;
use crate::cx::Cx;
use crate::error::{Error, Result};
use crate::org;
use model::access::{Action, ObjectKind};
use model::org::Unit;
use sqlx::FromRow;

/// The question: may this person do this to something of this unit?
#[derive(Debug, Clone)]
pub struct Question {
    /// Person; administrators may ask for others.
    pub person_id: i64,
    /// What is done.
    pub action: Action,
    /// To what.
    pub kind: ObjectKind,
    /// Unit of the object.
    pub unit_id: i64,
    /// For dossiers: how the unit stands to it, "cơ quan giải quyết". Empty otherwise.
    pub relation: String,
}

/// The answer, sentence by sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// True if it is allowed.
    pub allowed: bool,
    /// What to print.
    pub sentences: Vec<String>,
    /// For **Đề nghị cấp quyền**: the missing permission in words; empty if allowed.
    pub missing: String,
}

#[derive(FromRow)]
struct AdminRow {
    unit_name: String,
    phone_sealed: String,
    unit_phone: String,
}

sql!(
    ADMIN,
    "SELECT v.name AS unit_name, p.phone_sealed, v.phone AS unit_phone
     FROM org_closure c
     JOIN role_assignment r ON r.unit_id = c.ancestor_id AND r.role = 'unit_admin' AND r.valid_from <= $2 AND (r.valid_to IS NULL OR r.valid_to > $2)
     JOIN person p ON p.id = r.person_id
     JOIN org_unit_version v ON v.unit_id = c.ancestor_id AND v.valid_from <= $3 AND (v.valid_to IS NULL OR v.valid_to > $3)
     WHERE c.descendant_id = $1 ORDER BY c.depth, r.id LIMIT 1"
);

/// Answers for the actor, or for another person if the actor administers that person's unit; asking for others is an
/// act of its own in the audit log. The answer shows rules, never content.
///
/// # Errors
/// `NotFound` if the actor may not know that the object exists: its unit lies outside the agency of the person, or the
/// person outside the reach of the actor. Nothing tells the two from an unknown id (A01-08).
pub async fn why(cx: &mut Cx, question: &Question) -> Result<Answer> {
    cx.require_official()?;
    let own = cx.actor.person_id == Some(question.person_id);
    if !own {
        people::require_over_person(cx, Action::View, ObjectKind::Person, question.person_id).await.map_err(|_| Error::NotFound)?;
        cx.audit(AuditEvent::new("personal_data.viewed", "person", question.person_id).detail("hỏi lý do quyền"));
    }
    let today = org::today(cx);
    let unit = org::unit(cx, question.unit_id, today).await?;
    let roles = if own { cx.actor.roles.clone() } else { session::roles_of(cx, question.person_id).await? };
    let near = near::of(cx, &roles).await?;
    let covers = |held: &HeldRole| {
        let spread = reach::spread(std::slice::from_ref(held), &near);
        spread.get(&(question.action, question.kind)).is_some_and(|reach| reach.covers(unit.id))
    };
    let who = if own { "Bạn" } else { "Người này" };
    let allowing: Vec<&HeldRole> = roles.iter().filter(|held| covers(held)).collect();
    if !allowing.is_empty() {
        let sentences = allowing.iter().map(|held| allowed_sentence(who, held, question)).collect();
        return Ok(Answer { allowed: true, sentences, missing: String::new() });
    }
    if !may_know(cx, question.person_id, &unit).await? {
        return Err(Error::NotFound);
    }
    let mut sentences = vec![refused_sentence(who, &roles, question, &unit)];
    sentences.push(helper_sentence(cx, &unit).await?);
    let missing = format!("{} {} tại {}", question.action.label(), question.kind.label(), unit.name);
    Ok(Answer { allowed: false, sentences, missing })
}

fn verb(action: Action) -> &'static str {
    match action {
        Action::View => "xem được",
        _ => "làm được việc này",
    }
}

fn allowed_sentence(who: &str, held: &HeldRole, question: &Question) -> String {
    let since = held.since.with_timezone(&model::format::VN).format("%d/%m/%Y");
    let from = match &held.on_behalf_of {
        Some((_, name)) => format!("thừa ủy quyền của {name}"),
        None => format!("do {} cấp", held.granted_by),
    };
    let relation = match (question.kind, question.relation.is_empty()) {
        (ObjectKind::Dossier, false) => format!("; hồ sơ thuộc {} của {}", question.relation, who.to_lowercase()),
        _ => String::new(),
    };
    format!("{who} {} vì: vai trò {} tại {}, từ {since}, {from}{relation}.", verb(question.action), held.role.label(), held.unit_name)
}

/// Says which part fails: the action, the kind, or the scope.
fn refused_sentence(who: &str, roles: &[HeldRole], question: &Question, unit: &Unit) -> String {
    let (action, kind) = (question.action, question.kind);
    let with_action: Vec<&HeldRole> = roles.iter().filter(|held| held.role.permissions().contains(&(action, kind))).collect();
    let on_kind = roles.iter().any(|held| held.role.permissions().iter().any(|(_, k)| *k == kind));
    if let Some(held) = with_action.first() {
        let scope = held.scope.label();
        return format!(
            "{who} chưa {} vì: vai trò {} của {} chỉ có phạm vi {scope} tại {}, không gồm {}.",
            verb(action),
            held.role.label(),
            who.to_lowercase(),
            held.unit_name,
            unit.name
        );
    }
    if on_kind {
        return format!(
            "{who} chưa {} vì: các vai trò của {} có quyền với {} nhưng không có quyền {}.",
            verb(action),
            who.to_lowercase(),
            kind.label(),
            action.label()
        );
    }
    if roles.is_empty() {
        return format!("{who} chưa {} vì: {} chưa được cấp vai trò nào.", verb(action), who.to_lowercase());
    }
    format!("{who} chưa {} vì: không vai trò nào của {} có quyền với {}.", verb(action), who.to_lowercase(), kind.label())
}

async fn helper_sentence(cx: &mut Cx, unit: &Unit) -> Result<String> {
    let (now, today) = (cx.now(), org::today(cx));
    let admin: Option<AdminRow> = cx.conn().opt(ADMIN, args![unit.id, now, today]).await?;
    Ok(match admin {
        Some(row) => {
            let own = crypto::open_text(cx.settings(), crypto::purpose::PHONE, &row.phone_sealed);
            let phone = [own, row.unit_phone, cx.settings().hotline.clone()].into_iter().find(|phone| !phone.is_empty()).unwrap_or_default();
            format!("Người có thể cấp quyền: Quản trị đơn vị {}, điện thoại {phone}.", row.unit_name)
        }
        None => format!("Người có thể cấp quyền: Quản trị cấp tỉnh, điện thoại {}.", cx.settings().hotline),
    })
}

/// Existence may be known inside the person's own agency.
async fn may_know(cx: &mut Cx, person: i64, unit: &Unit) -> Result<bool> {
    let agency = org::agency_of(cx, unit.id).await?;
    for own in employments::units_of(cx, person).await? {
        if org::agency_of(cx, own).await.is_ok_and(|own| own.id == agency.id) {
            return Ok(true);
        }
    }
    Ok(false)
}
