//! Procedures that a unit offers like another one: for a new unit, and for the successor of one that ended (01 §1 rule 9).

use super::write::require;
use crate::audit::AuditEvent;
use crate::cx::Cx;
use crate::error::{Error, Result};
use chrono::NaiveDate;
use model::access::Action;

sql!(
    CENTRE,
    "SELECT u.id FROM org_edge e JOIN org_unit u ON u.id = e.child_id
     WHERE e.parent_id = $1 AND e.relation = 'administrative' AND e.valid_from <= $2 AND (e.valid_to IS NULL OR e.valid_to > $2) AND u.kind = 'one_stop_centre'
     ORDER BY u.id LIMIT 1"
);
// What the unit or its own counter receives goes to the counter of the other one; a common centre stays.
sql!(
    COPY,
    "INSERT INTO procedure_offer (version_id, competent_unit_id, receiving_unit_id, online, local_deadline)
     SELECT o.version_id, $2, CASE WHEN o.receiving_unit_id = $1
            OR EXISTS (SELECT 1 FROM org_closure c WHERE c.ancestor_id = $1 AND c.descendant_id = o.receiving_unit_id) THEN $3 ELSE o.receiving_unit_id END,
        o.online, o.local_deadline
     FROM procedure_offer o JOIN procedure_version v ON v.id = o.version_id
     WHERE o.competent_unit_id = $1 AND v.state = 'published' AND (v.valid_to IS NULL OR v.valid_to > $4)
     ON CONFLICT (version_id, competent_unit_id) DO NOTHING"
);

/// The one-stop counter directly below a unit on a day.
pub(super) async fn centre(cx: &mut Cx, unit: i64, day: NaiveDate) -> Result<Option<i64>> {
    let row: Option<(i64,)> = cx.conn().opt(CENTRE, args![unit, day]).await?;
    Ok(row.map(|(id,)| id))
}

sql!(
    RECEIVE_AT,
    "UPDATE procedure_offer SET receiving_unit_id = $2
     WHERE receiving_unit_id = $1 AND EXISTS (SELECT 1 FROM procedure_version v WHERE v.id = procedure_offer.version_id AND v.state = 'published')"
);

/// Lets another unit receive what a counter received that ended; returns how many offers were changed.
pub(super) async fn receive_at(cx: &mut Cx, from: i64, to: i64) -> Result<u64> {
    cx.conn().exec(RECEIVE_AT, args![from, to]).await
}

/// Copies what one unit offers to another; returns how many procedures were added.
pub(super) async fn copy(cx: &mut Cx, from: i64, to: i64, day: NaiveDate) -> Result<u64> {
    let receiving = centre(cx, to, day).await?.unwrap_or(to);
    cx.conn().exec(COPY, args![from, to, receiving, day]).await
}

/// Lets a unit offer the procedures of another one. Returns how many were added; those that it offers already stay.
///
/// # Errors
/// `Forbidden`, or `NotFound` if one of the units does not exist today.
pub async fn copy_offers(cx: &mut Cx, from: i64, to: i64) -> Result<u64> {
    require(cx, Action::Edit, Some(to))?;
    let today = super::today(cx);
    let name = super::unit(cx, from, today).await?.name;
    let unit = super::unit(cx, to, today).await?;
    if from == to {
        return Err(Error::field("tu_don_vi", "Hãy chọn một đơn vị khác để chép thủ tục."));
    }
    let added = copy(cx, from, to, today).await?;
    cx.audit(AuditEvent::new("unit.offers_copied", "unit", &unit.code).detail(format!("{added} thủ tục từ {name}")));
    Ok(added)
}

sql!(
    OFFERS,
    "SELECT COUNT(*) FROM procedure_offer o JOIN procedure_version v ON v.id = o.version_id
     WHERE o.competent_unit_id = $1 AND v.state = 'published' AND v.valid_from <= $2 AND (v.valid_to IS NULL OR v.valid_to > $2)"
);
sql!(ADMINS, "SELECT COUNT(*) FROM role_assignment WHERE unit_id = $1 AND role = 'unit_admin' AND valid_from <= $2 AND (valid_to IS NULL OR valid_to > $2)");
sql!(HOURS, "SELECT COUNT(*) FROM work_segment WHERE unit_id = $1");

/// What a new unit still needs before it can work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SetUp {
    /// Procedures that it offers today.
    pub offers: i64,
    /// The one-stop counter below it.
    pub centre: Option<i64>,
    /// People who administer it.
    pub admins: i64,
    /// True if it has hours of its own; otherwise those of the unit above hold.
    pub own_hours: bool,
}

/// How far a unit is set up (rule 9).
///
/// # Errors
/// If the database cannot be read.
pub async fn set_up(cx: &mut Cx, unit: i64) -> Result<SetUp> {
    let (now, today) = (cx.now(), super::today(cx));
    Ok(SetUp {
        offers: cx.conn().count(OFFERS, args![unit, today]).await?,
        centre: centre(cx, unit, today).await?,
        admins: cx.conn().count(ADMINS, args![unit, now]).await?,
        own_hours: cx.conn().count(HOURS, args![unit]).await? > 0,
    })
}
