//! Who may be put in charge of a dossier.

use super::access;
use crate::actor::ActorKind;
use crate::cx::Cx;
use crate::error::{Error, Result};
use model::access::{Action, ObjectKind};
use model::dossiers::StaffChoice;
use model::format;
use sqlx::FromRow;

#[derive(FromRow)]
struct StaffRow {
    person_id: i64,
    full_name: String,
    unit: String,
    load: i64,
}

sql!(
    STAFF,
    "SELECT p.id AS person_id, p.full_name,
        COALESCE((SELECT n.short_name FROM org_unit_version n WHERE n.unit_id = e.unit_id AND n.valid_from <= $2 ORDER BY n.valid_from DESC LIMIT 1), '') AS unit,
        (SELECT COUNT(*) FROM dossier d WHERE d.officer_id = p.id AND d.state IN ('processing', 'awaiting_supplement', 'awaiting_payment')) AS load
     FROM org_closure c
     JOIN employment e ON e.unit_id = c.descendant_id AND e.valid_from <= $2 AND (e.valid_to IS NULL OR e.valid_to >= $2)
     JOIN person p ON p.id = e.person_id
     JOIN role_assignment r ON r.person_id = p.id AND r.role = 'case_officer' AND r.valid_from <= $3 AND (r.valid_to IS NULL OR r.valid_to > $3)
     WHERE c.ancestor_id = $1 AND c.depth <= 2
     GROUP BY p.id, p.full_name, p.sort_key, e.unit_id ORDER BY load, p.sort_key LIMIT 200"
);

/// Who may be put in charge of dossiers of a competent unit, least loaded first.
///
/// # Errors
/// `Forbidden` without the right to assign.
pub async fn staff(cx: &mut Cx, competent_unit: i64) -> Result<Vec<StaffChoice>> {
    if !access::of(&cx.actor).assign.covers(competent_unit) && cx.actor.kind != ActorKind::System {
        return Err(Error::Forbidden { action: Action::Assign, kind: ObjectKind::Dossier, unit: None });
    }
    let now = cx.now();
    let rows: Vec<StaffRow> = cx.conn().all(STAFF, args![competent_unit, format::local_date(now), now]).await?;
    Ok(rows.into_iter().map(|r| StaffChoice { person_id: r.person_id, name: r.full_name, unit: r.unit, load: r.load }).collect())
}
