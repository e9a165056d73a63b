//! Job templates as data with versions (01 §5): which roles a template gives today, and what a change would do.

use crate::cx::Cx;
use crate::error::{Error, Result};
use chrono::{DateTime, Utc};
use model::access::{Action, JobTemplate, ObjectKind, Role, Scope, job_template};
use sqlx::FromRow;
use std::collections::{BTreeMap, BTreeSet, HashMap};

sql!(NEWEST, "SELECT version, roles FROM job_template_version WHERE code = $1 ORDER BY version DESC LIMIT 1");
sql!(INSERT, "INSERT INTO job_template_version (code, version, roles, joint_act_id, created_at) VALUES ($1, $2, $3, $4, $5)");
sql!(
    HOLDERS,
    "SELECT r.person_id, r.unit_id, r.role, r.template FROM role_assignment r
     WHERE (r.valid_to IS NULL OR r.valid_to > $2) AND r.valid_from <= $2
       AND r.person_id IN (SELECT h.person_id FROM role_assignment h WHERE h.template = $1 AND (h.valid_to IS NULL OR h.valid_to > $2))
     ORDER BY r.person_id, r.id"
);
sql!(
    ADD_ROLE,
    "INSERT INTO role_assignment (person_id, role, unit_id, scope, template, source, employment_id, valid_from, valid_to, granted_by, granted_by_name, reason)
     SELECT o.person_id, CAST($2 AS TEXT), o.unit_id,
            COALESCE((SELECT s.scope FROM role_assignment s WHERE s.person_id = o.person_id AND s.unit_id = o.unit_id AND s.template = o.template
                      AND s.role <> 'official' AND (s.valid_to IS NULL OR s.valid_to > $4) ORDER BY s.id LIMIT 1), CAST($3 AS TEXT)),
            o.template, 'template', o.employment_id, $4, o.valid_to, $5, CAST($6 AS TEXT), 'Đổi mẫu công việc'
     FROM role_assignment o WHERE o.template = $1 AND o.role = 'official' AND (o.valid_to IS NULL OR o.valid_to > $4)"
);
sql!(END_ROLE, "UPDATE role_assignment SET valid_to = $3 WHERE template = $1 AND role = $2 AND (valid_to IS NULL OR valid_to > $3)");
sql!(
    END_SESSIONS,
    "UPDATE session SET ended_at = $2, end_reason = 'Đổi mẫu công việc' WHERE ended_at IS NULL AND account_id IN (
         SELECT a.id FROM account a JOIN role_assignment r ON r.person_id = a.person_id WHERE r.template = $1 AND (r.valid_to IS NULL OR r.valid_to > $2))"
);

/// How many people a change of a template touches.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TemplateImpact {
    /// People who have the template today.
    pub people: usize,
    /// "Tiếp nhận hồ sơ", and how many people gain it.
    pub gains: Vec<(String, usize)>,
    /// The same for what is lost.
    pub losses: Vec<(String, usize)>,
}

/// The roles that a template gives today and the number of its version; 0 is the one of the specification.
///
/// # Errors
/// If the database cannot be read.
pub async fn template_roles(cx: &mut Cx, template: &JobTemplate) -> Result<(i64, Vec<Role>)> {
    let row: Option<(i64, String)> = cx.conn().opt(NEWEST, args![template.code]).await?;
    match row {
        Some((version, roles)) => Ok((version, read(&roles)?)),
        None => Ok((0, template.roles.to_vec())),
    }
}

/// Roles from a list separated by spaces.
pub(super) fn read(roles: &str) -> Result<Vec<Role>> {
    Ok(roles.split(' ').filter(|role| !role.is_empty()).map(str::parse).collect::<std::result::Result<_, _>>()?)
}

/// A checked set of roles, sorted: always with `official`, never with `system_admin` or roles of citizens.
pub(super) fn check(code: &str, roles: &[String]) -> Result<(&'static JobTemplate, Vec<Role>)> {
    let template = job_template(code).ok_or_else(|| Error::field("mau", "Chưa chọn công việc. Hãy chọn một trong 12 công việc."))?;
    let mut wanted = BTreeSet::from([Role::Official.as_str()]);
    for role in roles {
        let fits = role.parse::<Role>().ok().filter(|role| !matches!(role, Role::SystemAdmin | Role::Applicant));
        let role = fits.ok_or_else(|| Error::field("vai_tro", "Có vai trò không đặt vào mẫu được. Hãy chọn lại."))?;
        wanted.insert(role.as_str());
    }
    if wanted.len() < 2 {
        return Err(Error::field("vai_tro", "Mẫu chưa có vai trò nào. Hãy chọn ít nhất một vai trò."));
    }
    // The order of the table of roles, so that equal sets are equal texts.
    let roles = Role::ALL.iter().copied().filter(|role| wanted.contains(role.as_str())).collect();
    Ok((template, roles))
}

#[derive(FromRow)]
struct HeldRow {
    person_id: i64,
    unit_id: i64,
    role: String,
    template: String,
}

type Rights = BTreeSet<(Action, ObjectKind, i64)>;

fn add(rights: &mut Rights, role: Role, unit: i64) {
    rights.extend(role.permissions().iter().map(|(action, kind)| (*action, *kind, unit)));
}

/// What a new set of roles would give to and take from the people who have the template.
///
/// # Errors
/// `Invalid` for a wrong template or role.
pub async fn template_impact(cx: &mut Cx, code: &str, roles: &[String]) -> Result<TemplateImpact> {
    let (template, new) = check(code, roles)?;
    let now = cx.now();
    let rows: Vec<HeldRow> = cx.conn().all(HOLDERS, args![template.code, now]).await?;
    let mut people: HashMap<i64, (Rights, Rights)> = HashMap::new();
    for row in &rows {
        let role = row.role.parse::<Role>()?;
        let (before, after) = people.entry(row.person_id).or_default();
        add(before, role, row.unit_id);
        if row.template != template.code || role == Role::SystemAdmin {
            add(after, role, row.unit_id);
        } else if role == Role::Official {
            // Every template gives this role, so it stands for the assignment as a whole.
            new.iter().for_each(|role| add(after, *role, row.unit_id));
        }
    }
    let (mut gains, mut losses) = (BTreeMap::new(), BTreeMap::new());
    for (before, after) in people.values() {
        count(&mut gains, after, before);
        count(&mut losses, before, after);
    }
    let lines = |counts: BTreeMap<String, usize>| counts.into_iter().collect();
    Ok(TemplateImpact { people: people.len(), gains: lines(gains), losses: lines(losses) })
}

/// Counts a person once for each permission that stands on one side only.
fn count(counts: &mut BTreeMap<String, usize>, one: &Rights, other: &Rights) {
    let names: BTreeSet<String> = one.difference(other).map(|(action, kind, _)| format!("{} {}", action.label(), kind.label())).collect();
    for name in names {
        *counts.entry(name).or_default() += 1;
    }
}

/// Stores a new version and gives and takes the roles of everybody who has the template, in the same transaction.
pub(super) async fn apply(cx: &mut Cx, code: &str, roles: &str, act: i64) -> Result<()> {
    let template = job_template(code).ok_or(Error::NotFound)?;
    let (version, old) = template_roles(cx, template).await?;
    let new = read(roles)?;
    let (now, by, by_name): (DateTime<Utc>, _, _) = (cx.now(), cx.actor.person_id, cx.actor.name.clone());
    cx.conn().exec(INSERT, args![template.code, version + 1, roles, act, now]).await?;
    let scope = if template.scope == Scope::Province { Scope::Subtree } else { template.scope };
    for role in new.iter().filter(|role| !old.contains(role)) {
        cx.conn().exec(ADD_ROLE, args![template.code, role.as_str(), scope.as_str(), now, by, &by_name]).await?;
    }
    let lost: Vec<&Role> = old.iter().filter(|role| !new.contains(role)).collect();
    if !lost.is_empty() {
        cx.conn().exec(END_SESSIONS, args![template.code, now]).await?;
    }
    for role in lost {
        cx.conn().exec(END_ROLE, args![template.code, role.as_str(), now]).await?;
    }
    Ok(())
}
