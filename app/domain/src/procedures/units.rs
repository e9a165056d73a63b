//! Units for the page of offers.

use super::resolve::counter;
use crate::cx::Cx;
use crate::error::Result;
use crate::org;
use model::org::{Unit, UnitKind};
use model::procedures::{OfferDoc, yes_no};
use std::collections::HashMap;

/// One offer for every commune of today, with its own counter; online if the procedure is.
///
/// # Errors
/// If the database cannot be read.
pub async fn communes(cx: &mut Cx, online: bool) -> Result<Vec<OfferDoc>> {
    let today = org::today(cx);
    let units = org::all(cx, today).await?;
    let commune = |kind: UnitKind| matches!(kind.as_str(), "commune" | "ward" | "township" | "special_zone");
    let offer = |unit: &Unit| OfferDoc {
        competent: unit.code.clone(),
        receiving: counter(&units, unit).code.clone(),
        online: yes_no(online).to_owned(),
        direct: "co".to_owned(),
        postal: "co".to_owned(),
        deadline: String::new(),
    };
    Ok(units.iter().filter(|unit| commune(unit.kind)).map(offer).collect())
}

/// Names of the units of today by agency code, for the rows of the page.
///
/// # Errors
/// If the database cannot be read.
pub async fn names_of(cx: &mut Cx) -> Result<HashMap<String, String>> {
    let today = org::today(cx);
    Ok(org::all(cx, today).await?.into_iter().map(|unit| (unit.code, unit.name)).collect())
}
