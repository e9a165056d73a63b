//! New names and codes for units that stay themselves. All old data end before any new data begin, so that units may take
//! over each other's codes on the same day.

use super::{store, write};
use crate::audit::AuditEvent;
use crate::cx::Cx;
use crate::error::Result;
use chrono::NaiveDate;
use model::org::{NewUnit, Unit};

sql!(END_ALIAS, "UPDATE org_code_alias SET valid_to = $3 WHERE unit_id = $1 AND code = $2 AND valid_from < $3 AND (valid_to IS NULL OR valid_to > $3)");
sql!(
    KEEP_CONTACT,
    "UPDATE org_unit_version
     SET email = COALESCE((SELECT o.email FROM org_unit_version o WHERE o.unit_id = $1 AND o.valid_to = $2 ORDER BY o.valid_from DESC LIMIT 1), ''),
         hotline = COALESCE((SELECT o.hotline FROM org_unit_version o WHERE o.unit_id = $1 AND o.valid_to = $2 ORDER BY o.valid_from DESC LIMIT 1), '')
     WHERE unit_id = $1 AND valid_from = $2"
);

/// Ends the data of a unit that gets new ones, and those of its further codes that are given to a unit on this day.
pub(super) async fn end_old(cx: &mut Cx, unit: i64, codes: &[&str], day: NaiveDate) -> Result<()> {
    store::close_version(&mut cx.conn(), unit, day).await?;
    for code in codes {
        cx.conn().exec(END_ALIAS, args![unit, *code, day]).await?;
    }
    Ok(())
}

/// Gives a unit whose old data have ended new names and codes; place, level and contact stay.
pub(super) async fn rename(cx: &mut Cx, old: Unit, mut new: NewUnit) -> Result<()> {
    (new.level, new.address, new.phone, new.parent_id) = (old.level, old.address, old.phone, old.parent_id);
    write::check_codes(cx, Some(old.id), &new, None).await?;
    let now = cx.now();
    store::insert_version(&mut cx.conn(), old.id, &new, None, now).await?;
    cx.conn().exec(KEEP_CONTACT, args![old.id, new.valid_from]).await?;
    cx.audit(AuditEvent::new("unit.versioned", "unit", &new.code).detail(format!("{} từ {}", new.name, new.valid_from.format("%d/%m/%Y"))));
    Ok(())
}
