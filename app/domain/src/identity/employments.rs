//! Employment: joiner, mover, leaver; the catalogue of positions (01 §2).

use super::{people, system_admins};
use crate::audit::AuditEvent;
use crate::cx::Cx;
use crate::error::{Error, Result};
use crate::org;
use chrono::{DateTime, NaiveDate, Utc};
use model::access::{Action, ObjectKind};
use model::identity::{EmploymentInput, EmploymentKind};
use model::text;
use sqlx::FromRow;

/// An employment with the name of its unit.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Employment {
    /// Row.
    pub id: i64,
    /// Person.
    pub person_id: i64,
    /// Unit.
    pub unit_id: i64,
    /// Name of the unit when the employment began, or its nearest.
    pub unit_name: String,
    /// Position in words.
    pub position: String,
    /// Stored value of [`EmploymentKind`].
    pub kind: String,
    /// First day.
    pub valid_from: NaiveDate,
    /// First day after it.
    pub valid_to: Option<NaiveDate>,
}

sql!(
    INSERT_EMPLOYMENT,
    "INSERT INTO employment (person_id, unit_id, position, rank, kind, display_order, valid_from, valid_to) VALUES ($1, $2, $3, $4, $5, $6, $7, NULL) RETURNING id"
);
sql!(RANK, "SELECT rank FROM position WHERE name = $1");
sql!(
    EMPLOYMENTS,
    "SELECT e.id, e.person_id, e.unit_id, v.name AS unit_name, e.position, e.kind, e.valid_from, e.valid_to
     FROM employment e
     JOIN org_unit_version v ON v.id = (SELECT w.id FROM org_unit_version w WHERE w.unit_id = e.unit_id ORDER BY w.valid_from DESC LIMIT 1)
     WHERE e.person_id = $1 ORDER BY CASE WHEN e.valid_to IS NULL THEN 0 ELSE 1 END, e.display_order, e.valid_from DESC, e.id"
);
sql!(EMPLOYMENT, "SELECT person_id, unit_id, valid_from FROM employment WHERE id = $1 AND (valid_to IS NULL OR valid_to > $2)");
sql!(END_EMPLOYMENT, "UPDATE employment SET valid_to = $2 WHERE id = $1 AND (valid_to IS NULL OR valid_to > $2)");
sql!(END_ROLES, "UPDATE role_assignment SET valid_to = $2 WHERE employment_id = $1 AND (valid_to IS NULL OR valid_to > $2)");
sql!(ADMIN_HERE, "SELECT COUNT(*) FROM role_assignment WHERE employment_id = $1 AND role = 'system_admin' AND (valid_to IS NULL OR valid_to > $2)");
sql!(END_DELEGATIONS, "UPDATE delegation SET ended_at = $2 WHERE from_person_id = $1 AND ended_at IS NULL AND valid_to > $3");
sql!(END_SESSIONS, "UPDATE session SET ended_at = $2, end_reason = $3 WHERE ended_at IS NULL AND account_id IN (SELECT id FROM account WHERE person_id = $1)");
sql!(POSITIONS, "SELECT name FROM position WHERE active = TRUE ORDER BY rank, name");
sql!(ADD_POSITION, "INSERT INTO position (name, rank, active) VALUES ($1, $2, TRUE) ON CONFLICT (name) DO NOTHING");

/// Starts an employment: a joiner, or a mover's new place.
///
/// # Errors
/// `Forbidden` for a unit outside the reach of the actor, `NotFound` for a person outside it (the administrator above both
/// units moves people between them); `Invalid` with one sentence per field.
pub async fn start_employment(cx: &mut Cx, person: i64, input: &EmploymentInput) -> Result<i64> {
    let unit = input.unit_id.ok_or_else(|| Error::field("don_vi", "Chưa chọn đơn vị. Hãy chọn đơn vị công tác."))?;
    cx.require(Action::Edit, ObjectKind::Person, unit)?;
    // Whoever could place anybody in the own unit would get power over people of the whole province.
    people::require_over_person(cx, Action::Edit, ObjectKind::Person, person).await?;
    people::load(cx, person).await?;
    start(cx, person, input).await
}

pub(super) async fn start(cx: &mut Cx, person: i64, input: &EmploymentInput) -> Result<i64> {
    let new = input.validate()?;
    let unit = org::unit(cx, new.unit_id, new.valid_from.max(org::today(cx))).await;
    let unit = unit.map_err(|_| Error::field("don_vi", "Đơn vị này không tồn tại hoặc đã kết thúc. Hãy chọn đơn vị khác."))?;
    let open = employments(cx, person).await?;
    let primary = |e: &&Employment| e.kind == EmploymentKind::Primary.as_str() && e.valid_to.is_none_or(|to| to > new.valid_from);
    if let Some(other) = open.iter().find(primary).filter(|_| new.kind == EmploymentKind::Primary) {
        let message = format!("Người này đang có vị trí chính tại {}. Hãy kết thúc vị trí đó trước, hoặc chọn Kiêm nhiệm.", other.unit_name);
        return Err(Error::field("hinh_thuc", message));
    }
    let rank: Option<(i64,)> = cx.conn().opt(RANK, args![&new.position]).await?;
    let order = if new.kind == EmploymentKind::Primary { 0_i64 } else { i64::try_from(open.len()).unwrap_or(1).max(1) };
    let values = args![person, unit.id, &new.position, rank.map_or(99, |(rank,)| rank), new.kind.as_str(), order, new.valid_from];
    let id = cx.conn().id(INSERT_EMPLOYMENT, values).await?;
    cx.audit(AuditEvent::new("employment.started", "person", person).detail(format!("{} tại {}", new.position, unit.name)));
    Ok(id)
}

/// Ends an employment as of today: roles of its template, delegations given by the person and all sessions end in the
/// same transaction (A01-07).
///
/// # Errors
/// `NotFound` if there is no such running employment within the reach of the actor, `Forbidden` without the right anywhere,
/// `Conflict` for the last technical administrator.
pub async fn end_employment(cx: &mut Cx, employment: i64) -> Result<()> {
    let (now, today) = (cx.now(), org::today(cx));
    let reach = cx.require_reach(Action::Edit, ObjectKind::Person)?;
    let row: Option<(i64, i64, NaiveDate)> = cx.conn().opt(EMPLOYMENT, args![employment, today]).await?;
    let (person, _, from) = row.filter(|(_, unit, _)| reach.covers(*unit)).ok_or(Error::NotFound)?;
    if cx.conn().count(ADMIN_HERE, args![employment, now]).await? > 0 {
        system_admins::keep_one_system_admin(cx, person).await?;
    }
    cx.conn().exec(END_EMPLOYMENT, args![employment, today.max(from)]).await?;
    cx.conn().exec(END_ROLES, args![employment, now]).await?;
    let left = employments(cx, person).await?.iter().filter(|e| e.valid_to.is_none_or(|to| to > today)).count();
    if left == 0 {
        cx.conn().exec(END_DELEGATIONS, args![person, now, today]).await?;
    }
    end_sessions_of(cx, person, "Kết thúc vị trí công tác").await?;
    cx.audit(AuditEvent::new("employment.ended", "person", person).detail(format!("vị trí {employment}")));
    Ok(())
}

/// Ends every session of a person.
pub(super) async fn end_sessions_of(cx: &mut Cx, person: i64, reason: &str) -> Result<u64> {
    let now: DateTime<Utc> = cx.now();
    let ended = cx.conn().exec(END_SESSIONS, args![person, now, reason]).await?;
    if ended > 0 {
        cx.audit(AuditEvent::new("session.ended", "person", person).detail(format!("{ended} phiên: {reason}")));
    }
    Ok(ended)
}

/// Every employment of a person, running ones first.
///
/// # Errors
/// If the database cannot be read.
pub async fn employments(cx: &mut Cx, person: i64) -> Result<Vec<Employment>> {
    cx.conn().all(EMPLOYMENTS, args![person]).await
}

/// Units of the person's employments of today; the last ones if none runs.
pub(super) async fn units_of(cx: &mut Cx, person: i64) -> Result<Vec<i64>> {
    let today = org::today(cx);
    let all = employments(cx, person).await?;
    let running: Vec<i64> = all.iter().filter(|e| e.valid_to.is_none_or(|to| to > today)).map(|e| e.unit_id).collect();
    Ok(if running.is_empty() { all.iter().map(|e| e.unit_id).collect() } else { running })
}

/// The catalogue of positions, highest first.
///
/// # Errors
/// If the database cannot be read.
pub async fn positions(cx: &mut Cx) -> Result<Vec<String>> {
    let rows: Vec<(String,)> = cx.conn().all(POSITIONS, args![]).await?;
    Ok(rows.into_iter().map(|(name,)| name).collect())
}

/// Adds a position to the catalogue; a known one stays as it is.
///
/// # Errors
/// `Forbidden` except for administrators of the province, `Invalid` for an empty name.
pub async fn add_position(cx: &mut Cx, name: &str, rank: i64) -> Result<()> {
    cx.require_reach(Action::Create, ObjectKind::Unit)?;
    let name = text::clean_line(name, 80);
    if name.is_empty() {
        return Err(Error::field("ten", "Chưa có tên chức vụ. Hãy nhập tên."));
    }
    cx.conn().exec(ADD_POSITION, args![name, rank.clamp(1, 99)]).await.map(|_| ())
}
