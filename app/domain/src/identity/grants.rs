//! Giving job templates in three steps, with their preview; single roles (01 §5, §6).

use super::store::{self, RoleRow};
use super::{employments, near, people, reach, roles, sign_in, templates};
use crate::actor::HeldRole;
use crate::audit::AuditEvent;
use crate::cx::Cx;
use crate::error::{Error, Result};
use crate::org;
use chrono::{DateTime, NaiveDate, Utc};
use model::access::{Action, JOB_TEMPLATES, JobTemplate, ObjectKind, Reach, Role, Scope, job_template};
use model::identity::GrantInput;
use model::text::capital;
use std::collections::{BTreeSet, HashMap};

/// What the third page shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preview {
    /// Name of the person.
    pub person: String,
    /// Label of the template.
    pub template: String,
    /// Name of the unit.
    pub unit: String,
    /// "Người này sẽ thấy".
    pub will_see: Vec<String>,
    /// "Người này sẽ làm được".
    pub will_do: Vec<String>,
    /// What is lost.
    pub loses: Vec<String>,
}

/// A checked grant: what it gives and what it replaces.
struct Plan {
    person: people::Person,
    template: &'static JobTemplate,
    unit: model::org::Unit,
    employment: Option<i64>,
    valid_to: Option<DateTime<Utc>>,
    kept: Vec<RoleRow>,
    replaced: Vec<RoleRow>,
    given: Vec<(Role, Scope)>,
}

/// Scope of each role of a template at a unit (01 §5). Roles of the whole province need the province root or a unit
/// whose work is the whole province.
fn scopes(template: &JobTemplate, roles: &[Role], unit_is_root: bool, province_office: bool) -> Vec<(Role, Scope)> {
    let scope = |role: Role| match (template.code, role) {
        // Own matters only: everybody's mailbox, tasks and help requests.
        (_, Role::Official) => Scope::Unit,
        ("tpl_task_monitor", _) if province_office => Scope::Province,
        ("tpl_inspector", _) if unit_is_root || province_office => Scope::Province,
        _ => template.scope,
    };
    roles.iter().map(|role| (*role, scope(*role))).collect()
}

async fn plan(cx: &mut Cx, input: &GrantInput) -> Result<Plan> {
    let template = job_template(&input.template).ok_or_else(|| Error::field("viec", "Chưa chọn công việc. Hãy chọn một trong 12 công việc."))?;
    let today = org::today(cx);
    let unit = org::unit(cx, input.unit_id, today).await.map_err(|_| Error::field("don_vi", "Chưa chọn đơn vị. Hãy chọn đơn vị."))?;
    cx.require(Action::Grant, ObjectKind::Role, unit.id)?;
    people::require_over_person(cx, Action::Grant, ObjectKind::Role, input.person_id).await?;
    if cx.actor.person_id == Some(input.person_id) {
        return Err(Error::conflict("Bạn không tự cấp quyền cho mình. Hãy nhờ quản trị khác."));
    }
    let valid_to = match input.until {
        Some(last) if last < today => return Err(Error::field("den_ngay", "Ngày kết thúc đã qua. Hãy chọn ngày từ hôm nay trở đi.")),
        Some(last) => last.succ_opt().map(org::midnight),
        None => None,
    };
    let person = people::load(cx, input.person_id).await?;
    let running: Vec<employments::Employment> =
        employments(cx, person.id).await?.into_iter().filter(|e| e.valid_from <= today && e.valid_to.is_none_or(|to| to > today)).collect();
    let mut employment = None;
    for row in &running {
        // The employment in the unit itself or below it, else the first one.
        let near = row.unit_id == unit.id || org::ancestors(cx, row.unit_id).await?.iter().any(|above| above.id == unit.id);
        if near && employment.is_none() {
            employment = Some(row.id);
        }
    }
    let employment = employment.or_else(|| running.first().map(|e| e.id));
    if employment.is_none() {
        return Err(Error::conflict("Người này chưa có vị trí công tác. Hãy thêm vị trí công tác trước."));
    }
    let now = cx.now();
    let root = unit.parent_id.is_none();
    let works_for_province = matches!(unit.abbr.as_str(), "VPUBND" | "TTT");
    let (_, roles) = templates::template_roles(cx, template).await?;
    let given = scopes(template, &roles, root, works_for_province);
    if given.iter().any(|(_, scope)| *scope == Scope::Province) && !province_wide(cx) {
        let message = format!("Công việc «{}» có phạm vi toàn tỉnh; chỉ quản trị cấp tỉnh cấp được.", template.label);
        return Err(Error::field("viec", message));
    }
    let (replaced, kept) = store::roles(&mut cx.conn(), person.id, now, today)
        .await?
        .into_iter()
        // `system_admin` came from two people together; a template given by one of them does not take it away.
        .partition(|row| {
            let same_place = row.employment_id == employment || row.employment_id.is_none();
            input.until.is_none() && !row.template.is_empty() && row.role != Role::SystemAdmin.as_str() && same_place
        });
    Ok(Plan { person, template, unit, employment, valid_to, kept, replaced, given })
}

/// True if the actor may grant in the whole province.
pub(super) fn province_wide(cx: &Cx) -> bool {
    cx.actor.reach(Action::Grant, ObjectKind::Role).all
}

fn held(role: Role, scope: Scope, unit: &model::org::Unit) -> HeldRole {
    HeldRole { role, scope, unit_id: unit.id, unit_name: unit.name.clone(), since: DateTime::UNIX_EPOCH, granted_by: String::new(), on_behalf_of: None }
}

fn held_rows(rows: &[RoleRow]) -> Result<Vec<HeldRole>> {
    rows.iter().map(|row| row.held(None)).collect()
}

/// What a grant would change, in words; nothing is stored.
///
/// # Errors
/// As [`grant`], without the repeated second factor.
pub async fn preview(cx: &mut Cx, input: &GrantInput) -> Result<Preview> {
    let plan = plan(cx, input).await?;
    let kept = held_rows(&plan.kept)?;
    let before: Vec<HeldRole> = kept.iter().cloned().chain(held_rows(&plan.replaced)?).collect();
    let given: Vec<HeldRole> = plan.given.iter().map(|(role, scope)| held(*role, *scope, &plan.unit)).collect();
    let after: Vec<HeldRole> = kept.into_iter().chain(given.iter().cloned()).collect();
    let reach_before = reach::spread(&before, &near::of(cx, &before).await?);
    let reach_after = reach::spread(&after, &near::of(cx, &after).await?);
    let mut will_do: Vec<String> = plan.template.plain.split([';', ',']).map(|part| capital(part.trim())).collect();
    will_do.dedup();
    Ok(Preview {
        person: plan.person.full_name,
        template: plan.template.label.to_owned(),
        unit: plan.unit.name.clone(),
        will_see: sights(&given),
        will_do,
        loses: losses(&before, &reach_before, &reach_after),
    })
}

/// "Hồ sơ: Phường Thành Lam (đơn vị và trực thuộc)", one line per kind and place.
fn sights(roles: &[HeldRole]) -> Vec<String> {
    let mut lines = BTreeSet::new();
    for role in roles {
        for (_, kind) in role.role.permissions().iter().filter(|(action, _)| *action == Action::View) {
            lines.insert(if *kind == ObjectKind::Mailbox {
                "Hộp thư của mình".to_owned()
            } else if role.scope == Scope::Province {
                format!("{}: {}", capital(kind.label()), Scope::Province.label())
            } else {
                format!("{}: {} ({})", capital(kind.label()), role.unit_name, role.scope.label())
            });
        }
    }
    lines.into_iter().collect()
}

/// Permissions that shrink.
fn losses(before: &[HeldRole], old: &HashMap<(Action, ObjectKind), Reach>, new: &HashMap<(Action, ObjectKind), Reach>) -> Vec<String> {
    let mut lines = BTreeSet::new();
    for role in before {
        for (action, kind) in role.role.permissions() {
            let (had, has) = (old.get(&(*action, *kind)).cloned().unwrap_or_default(), new.get(&(*action, *kind)).cloned().unwrap_or_default());
            let smaller = (!has.all && (had.all || had.units.iter().any(|unit| !has.covers(*unit)))) || (had.own && !has.own);
            if smaller {
                lines.insert(format!("{} {} tại {}", capital(action.label()), kind.label(), role.unit_name));
            }
        }
    }
    lines.into_iter().collect()
}

/// Gives a job template: takes effect at the person's next request (A01-04). Without an end date it replaces the
/// template that the person has in the same employment.
///
/// # Errors
/// `Forbidden` outside the reach (A01-09), `NotFound` for a person outside it, `Invalid` per field, `Invalid` on `ma_xac_thuc`
/// without a repeated second factor.
pub async fn grant(cx: &mut Cx, input: &GrantInput) -> Result<()> {
    sign_in::require_step_up(cx)?;
    let (person, what) = apply(cx, input).await?;
    roles::tell(cx, person, &what).await
}

/// Checks and stores a grant; returns the person and the grant in words.
pub(super) async fn apply(cx: &mut Cx, input: &GrantInput) -> Result<(i64, String)> {
    let plan = plan(cx, input).await?;
    let now = cx.now();
    for row in &plan.replaced {
        roles::end(cx, row.id, now).await?;
    }
    for (role, scope) in &plan.given {
        let place = roles::Place { unit: plan.unit.id, scope: *scope, template: plan.template.code, employment: plan.employment, valid_to: plan.valid_to };
        roles::insert_role(cx, plan.person.id, *role, &place, &input.reason).await?;
    }
    // What is only added holds at the next request (A01-04); whoever loses something signs in again (10 §5).
    if plan.replaced.iter().any(|row| !plan.given.iter().any(|(role, _)| role.as_str() == row.role && row.unit_id == plan.unit.id)) {
        employments::end_sessions_of(cx, plan.person.id, "Thay đổi quyền").await?;
    }
    let what = format!("{} tại {}", plan.template.label, plan.unit.name);
    cx.audit(AuditEvent::new("role.granted", "person", plan.person.id).detail(&what));
    Ok((plan.person.id, what))
}

/// Gives a single role with an end date, besides the template.
///
/// # Errors
/// As [`grant`]; `system_admin` is never given this way (A01-09).
pub async fn grant_role(cx: &mut Cx, person: i64, role: Role, unit: i64, until: NaiveDate, reason: &str) -> Result<()> {
    if role == Role::SystemAdmin {
        return Err(Error::Forbidden { action: Action::Grant, kind: ObjectKind::Role, unit: None });
    }
    // The nearest template decides about scope; the checks of the person, the unit and the dates are the same.
    let template = JOB_TEMPLATES.iter().find(|template| template.roles.contains(&role)).ok_or(Error::NotFound)?;
    let input = GrantInput { person_id: person, template: template.code.to_owned(), unit_id: unit, until: Some(until), reason: reason.to_owned() };
    let plan = plan(cx, &input).await?;
    sign_in::require_step_up(cx)?;
    let scope = plan.given.iter().find(|(given, _)| *given == role).map_or(Scope::Own, |(_, scope)| *scope);
    let place = roles::Place { unit, scope, template: "", employment: plan.employment, valid_to: plan.valid_to };
    roles::insert_role(cx, person, role, &place, reason).await?;
    cx.audit(AuditEvent::new("role.granted", "person", person).detail(format!("{} tại {}", role.label(), plan.unit.name)));
    roles::tell(cx, person, &format!("{} tại {}", role.label(), plan.unit.name)).await
}
