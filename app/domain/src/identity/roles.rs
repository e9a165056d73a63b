//! The roles of a person: writing, ending, listing them (01 §5).

use super::store;
use super::{employments, grants, people, sign_in, system_admins};
use crate::audit::AuditEvent;
use crate::cx::Cx;
use crate::error::{Error, Result};
use crate::notify::{self, Recipient};
use crate::org;
use chrono::{DateTime, Utc};
use model::access::{Action, ObjectKind, Role, Scope, job_template};
use model::notify::Event;
use model::text::clean_line;

/// A role of a person, for the page of the person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoleLine {
    /// Row, for [`revoke_role`].
    pub id: i64,
    /// Role.
    pub role: Role,
    /// Label of the template that it came from, empty for a single role.
    pub template: String,
    /// Unit.
    pub unit_id: i64,
    /// Its name.
    pub unit_name: String,
    /// Scope.
    pub scope: Scope,
    /// Since when.
    pub valid_from: DateTime<Utc>,
    /// Until when.
    pub valid_to: Option<DateTime<Utc>>,
    /// Who gave it.
    pub granted_by: String,
}

sql!(
    INSERT_ROLE,
    "INSERT INTO role_assignment (person_id, role, unit_id, scope, template, source, employment_id, valid_from, valid_to, granted_by, granted_by_name, reason)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)"
);
sql!(END_ROLE, "UPDATE role_assignment SET valid_to = $2 WHERE id = $1 AND (valid_to IS NULL OR valid_to > $2)");
sql!(ROLE, "SELECT person_id, unit_id, role FROM role_assignment WHERE id = $1 AND (valid_to IS NULL OR valid_to > $2)");

/// Ends a role at an instant.
pub(super) async fn end(cx: &mut Cx, role: i64, at: DateTime<Utc>) -> Result<()> {
    cx.conn().exec(END_ROLE, args![role, at]).await.map(|_| ())
}

/// Where and how long a role holds.
pub(super) struct Place {
    /// Unit.
    pub unit: i64,
    /// Scope.
    pub scope: Scope,
    /// Code of the template, or empty.
    pub template: &'static str,
    /// Employment that it ends with.
    pub employment: Option<i64>,
    /// End.
    pub valid_to: Option<DateTime<Utc>>,
}

pub(super) async fn insert_role(cx: &mut Cx, person: i64, role: Role, place: &Place, reason: &str) -> Result<()> {
    let (now, by) = (cx.now(), cx.actor.person_id);
    let by_name = if cx.actor.position.is_empty() { cx.actor.name.clone() } else { format!("{}, {}", cx.actor.name, cx.actor.unit_name) };
    let source = if place.template.is_empty() { "manual" } else { "template" };
    let values = args![
        person,
        role.as_str(),
        place.unit,
        place.scope.as_str(),
        place.template,
        source,
        place.employment,
        now,
        place.valid_to,
        by,
        by_name,
        clean_line(reason, 300)
    ];
    cx.conn().exec(INSERT_ROLE, values).await.map(|_| ())
}

pub(super) async fn tell(cx: &mut Cx, person: i64, what: &str) -> Result<()> {
    if let Some(account) = store::official_of(&mut cx.conn(), person).await? {
        let key = format!("role:{}:{}", account.id, cx.now().timestamp_micros());
        let to = Recipient { account_id: Some(account.id), ..Recipient::default() };
        notify::send(cx, Event::RoleGranted, &key, &to, &[("viec", what.to_owned())], "/can-bo/tai-khoan").await?;
    }
    Ok(())
}

/// Takes a role away at once.
///
/// # Errors
/// `NotFound` for a role that does not run or lies outside the reach of the actor, `Conflict` for the last technical
/// administrator.
pub async fn revoke_role(cx: &mut Cx, role_id: i64) -> Result<()> {
    let now = cx.now();
    let row: Option<(i64, i64, String)> = cx.conn().opt(ROLE, args![role_id, now]).await?;
    let (person, unit, role) = row.ok_or(Error::NotFound)?;
    if !cx.actor.may(Action::Grant, ObjectKind::Role, unit) || (role == Role::SystemAdmin.as_str() && !grants::province_wide(cx)) {
        return Err(Error::NotFound);
    }
    sign_in::require_step_up(cx)?;
    if role == Role::SystemAdmin.as_str() {
        system_admins::keep_one_system_admin(cx, person).await?;
    }
    end(cx, role_id, now).await?;
    let label = role.parse::<Role>()?.label();
    cx.audit(AuditEvent::new("role.revoked", "person", person).detail(label));
    employments::end_sessions_of(cx, person, "Thay đổi quyền").await?;
    tell(cx, person, &format!("thôi vai trò {label}")).await
}

/// The roles that a person holds now, for the person or an administrator.
///
/// # Errors
/// `NotFound` outside the reach of the actor.
pub async fn roles_of_person(cx: &mut Cx, person: i64) -> Result<Vec<RoleLine>> {
    people::person(cx, person).await?;
    let (now, today) = (cx.now(), org::today(cx));
    let rows = store::roles(&mut cx.conn(), person, now, today).await?;
    rows.into_iter()
        .map(|row| {
            Ok(RoleLine {
                id: row.id,
                role: row.role.parse()?,
                template: job_template(&row.template).map(|template| template.label.to_owned()).unwrap_or_default(),
                unit_id: row.unit_id,
                unit_name: row.unit_name,
                scope: row.scope.parse()?,
                valid_from: row.valid_from,
                valid_to: row.valid_to,
                granted_by: row.granted_by_name,
            })
        })
        .collect()
}
