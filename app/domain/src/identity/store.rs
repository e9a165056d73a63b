//! SQL that several parts of identity share: accounts, roles, the tree around them.

use super::crypto;
use super::reach::Near;
use crate::actor::HeldRole;
use crate::config::Settings;
use crate::db::{Conn, Query};
use crate::error::Result;
use chrono::{DateTime, NaiveDate, Utc};
use sqlx::FromRow;

/// An account with the name of its person.
#[derive(Debug, Clone, FromRow)]
pub(super) struct AccountRow {
    pub id: i64,
    pub person_id: i64,
    pub kind: String,
    pub username: String,
    pub state: String,
    pub password_hash: String,
    pub totp_sealed: String,
    pub totp_last_step: i64,
    pub full_name: String,
    pub phone_sealed: String,
    pub email: String,
}

impl AccountRow {
    /// The telephone number of the person.
    pub fn phone(&self, settings: &Settings) -> String {
        crypto::open_text(settings, crypto::purpose::PHONE, &self.phone_sealed)
    }
}

macro_rules! account {
    ($rest:literal) => {
        concat!(
            "SELECT a.id, a.person_id, a.kind, a.username, a.state, a.password_hash, a.totp_sealed, a.totp_last_step, p.full_name, p.phone_sealed, p.email
             FROM account a JOIN person p ON p.id = a.person_id ",
            $rest
        )
    };
}

sql!(ACCOUNT, account!("WHERE a.id = $1"));
pub(super) async fn account(conn: &mut Conn<'_>, id: i64) -> Result<Option<AccountRow>> {
    conn.opt(ACCOUNT, args![id]).await
}

sql!(BY_USERNAME, account!("WHERE a.username = $1"));
/// The account with this key, see [`crypto::username_key`].
pub(super) async fn by_username(conn: &mut Conn<'_>, username: &str) -> Result<Option<AccountRow>> {
    conn.opt(BY_USERNAME, args![username]).await
}

sql!(OFFICIAL_OF, account!("WHERE a.person_id = $1 AND a.kind = 'official' ORDER BY a.id LIMIT 1"));
pub(super) async fn official_of(conn: &mut Conn<'_>, person: i64) -> Result<Option<AccountRow>> {
    conn.opt(OFFICIAL_OF, args![person]).await
}

/// A role assignment with names.
#[derive(Debug, Clone, FromRow)]
pub(super) struct RoleRow {
    pub id: i64,
    pub role: String,
    pub unit_id: i64,
    pub unit_name: String,
    pub scope: String,
    pub template: String,
    pub employment_id: Option<i64>,
    pub valid_from: DateTime<Utc>,
    pub valid_to: Option<DateTime<Utc>>,
    pub granted_by_name: String,
}

impl RoleRow {
    pub fn held(&self, on_behalf_of: Option<(i64, String)>) -> Result<HeldRole> {
        Ok(HeldRole {
            role: self.role.parse()?,
            scope: self.scope.parse()?,
            unit_id: self.unit_id,
            unit_name: self.unit_name.clone(),
            since: self.valid_from,
            granted_by: self.granted_by_name.clone(),
            on_behalf_of,
        })
    }
}

sql!(
    ROLES,
    "SELECT r.id, r.role, r.unit_id, v.name AS unit_name, r.scope, r.template, r.employment_id, r.valid_from, r.valid_to, r.granted_by_name
     FROM role_assignment r
     JOIN org_unit_version v ON v.unit_id = r.unit_id AND v.valid_from <= $3 AND (v.valid_to IS NULL OR v.valid_to > $3)
     WHERE r.person_id = $1 AND r.valid_from <= $2 AND (r.valid_to IS NULL OR r.valid_to > $2) ORDER BY r.id"
);
/// The role assignments of a person that hold now.
pub(super) async fn roles(conn: &mut Conn<'_>, person: i64, now: DateTime<Utc>, today: NaiveDate) -> Result<Vec<RoleRow>> {
    conn.all(ROLES, args![person, now, today]).await
}

/// A role that the delegator still holds at the unit of a running delegation.
#[derive(Debug, Clone, FromRow)]
pub(super) struct DelegatedRow {
    pub from_person_id: i64,
    pub from_name: String,
    pub from_position: String,
    pub delegated: String,
    pub role: String,
    pub scope: String,
    pub unit_id: i64,
    pub unit_name: String,
    pub valid_from: NaiveDate,
}

sql!(
    DELEGATED,
    "SELECT d.from_person_id, p.full_name AS from_name, d.from_position, d.roles AS delegated, r.role, r.scope, d.unit_id, v.name AS unit_name, d.valid_from
     FROM delegation d
     JOIN person p ON p.id = d.from_person_id
     JOIN role_assignment r ON r.person_id = d.from_person_id AND r.unit_id = d.unit_id AND r.source <> 'delegation'
          AND r.valid_from <= $2 AND (r.valid_to IS NULL OR r.valid_to > $2)
     JOIN org_unit_version v ON v.unit_id = d.unit_id AND v.valid_from <= $3 AND (v.valid_to IS NULL OR v.valid_to > $3)
     WHERE d.to_person_id = $1 AND d.ended_at IS NULL AND d.valid_from <= $3 AND d.valid_to > $3 ORDER BY d.id, r.id"
);
pub(super) async fn delegated_roles(conn: &mut Conn<'_>, person: i64, now: DateTime<Utc>, today: NaiveDate) -> Result<Vec<DelegatedRow>> {
    conn.all(DELEGATED, args![person, now, today]).await
}

#[derive(FromRow)]
struct NearRow {
    ancestor_id: i64,
    descendant_id: i64,
    ancestor_kind: String,
    descendant_kind: String,
    depth: i64,
}

/// Everything below and above these units, today.
pub(super) async fn near(conn: &mut Conn<'_>, units: &[i64]) -> Result<Vec<Near>> {
    let mut query = Query::new(
        "SELECT c.ancestor_id, c.descendant_id, a.kind AS ancestor_kind, d.kind AS descendant_kind, c.depth
         FROM org_closure c JOIN org_unit a ON a.id = c.ancestor_id JOIN org_unit d ON d.id = c.descendant_id
         WHERE c.ancestor_id IN ",
    );
    query.bind_list(units.iter().copied()).push(" OR c.descendant_id IN ").bind_list(units.iter().copied());
    let rows: Vec<NearRow> = query.all(conn).await?;
    rows.into_iter()
        .map(|row| {
            Ok(Near {
                ancestor: row.ancestor_id,
                descendant: row.descendant_id,
                ancestor_kind: row.ancestor_kind.parse()?,
                descendant_kind: row.descendant_kind.parse()?,
                depth: row.depth,
            })
        })
        .collect()
}
