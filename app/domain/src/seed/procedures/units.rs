//! The units of the demo province that offer procedures.

use super::Place;
use crate::cx::Cx;
use crate::db::Query;
use crate::error::{Error, Result};
use crate::procedures::NewOffer;
use chrono::NaiveDate;
use std::collections::HashMap;

/// Units by agency code, and the desk that receives for each.
pub(super) struct Units {
    by_code: HashMap<String, i64>,
    communes: Vec<i64>,
    desk: HashMap<i64, i64>,
    centre: i64,
}

sql!(
    UNITS,
    "SELECT u.id, u.kind, v.agency_code FROM org_unit u JOIN org_unit_version v ON v.unit_id = u.id
     WHERE v.valid_from <= $1 AND (v.valid_to IS NULL OR v.valid_to > $1) AND v.agency_code <> '' ORDER BY v.agency_code, u.id"
);

impl Units {
    /// The units of a day.
    pub(super) async fn load(cx: &mut Cx, day: NaiveDate) -> Result<Self> {
        let rows: Vec<(i64, String, String)> = cx.conn().all(UNITS, args![day]).await?;
        let is_commune = |kind: &str| matches!(kind, "commune" | "ward" | "township" | "special_zone");
        let communes: Vec<i64> = rows.iter().filter(|(_, kind, _)| is_commune(kind)).map(|(id, ..)| *id).collect();
        let mut by_code: HashMap<String, i64> = HashMap::new();
        for (id, _, code) in &rows {
            by_code.entry(code.clone()).or_insert(*id);
        }
        let mut query = Query::new(
            "SELECT e.parent_id, e.child_id FROM org_edge e JOIN org_unit u ON u.id = e.child_id WHERE u.kind = 'one_stop_centre' AND e.relation = 'administrative' AND e.valid_to IS NULL AND e.parent_id IN ",
        );
        query.bind_list(communes.iter().copied());
        let desk: HashMap<i64, i64> = query.all(&mut cx.conn()).await?.into_iter().collect::<HashMap<i64, i64>>();
        let centre = by_code.get("H99.16").copied().ok_or_else(|| Error::internal("no unit H99.16: seed the organisation first"))?;
        Ok(Self { by_code, communes, desk, centre })
    }

    /// The offers of a procedure.
    pub(super) fn offers(&self, place: Place, online: bool) -> Result<Vec<NewOffer>> {
        let department = |code: &str| {
            let unit = self.by_code.get(code).copied().ok_or_else(|| Error::internal(format!("no unit {code}")))?;
            Ok::<_, Error>(NewOffer::usual(unit, self.centre, online))
        };
        let communes = || self.communes.iter().map(|unit| NewOffer::usual(*unit, self.desk.get(unit).copied().unwrap_or(*unit), online));
        Ok(match place {
            Place::Commune => communes().collect(),
            Place::Department(code) => vec![department(code)?],
            Place::CommuneAnd(code) => communes().chain([department(code)?]).collect(),
        })
    }
}
