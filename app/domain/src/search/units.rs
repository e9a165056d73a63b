//! The offices and communes of today in the index.

use super::{Document, put};
use crate::cx::Cx;
use crate::error::Result;
use crate::org;
use model::org::{Unit, UnitKind};
use model::search::SearchKind;

/// Puts every office and commune of today into the index, with name, short name, abbreviation, code, address and telephone.
/// May be repeated: a unit is one row.
///
/// # Errors
/// If the database cannot be written.
pub async fn index_units(cx: &mut Cx) -> Result<()> {
    let day = org::today(cx);
    let now = cx.now();
    for unit in org::all(cx, day).await?.into_iter().filter(is_public) {
        let body = [unit.short_name.as_str(), &unit.abbr, &unit.dvhc_code, &unit.address, &unit.phone].join("\n");
        let url = format!("/danh-ba#{}", unit.code.to_lowercase().replace('.', "-"));
        let document =
            Document { kind: SearchKind::Unit, key: &unit.code, title: &unit.name, code: &unit.code, body: &body, url: &url, site_id: None, at: now };
        put(cx, &document).await?;
    }
    Ok(())
}

/// Divisions are found through their office.
fn is_public(unit: &Unit) -> bool {
    unit.kind.is_agency() || matches!(unit.kind, UnitKind::OneStopCentre | UnitKind::PublicServiceUnit)
}
