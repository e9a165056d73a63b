//! Which units lie below a unit: identity C says that its figures are its own and those of every unit below it.

use super::name_day;
use crate::cx::Cx;
use crate::error::Result;
use chrono::NaiveDate;
use model::format;
use model::stats::dossiers::DossierPeriod;
use std::collections::{BTreeSet, HashMap};

sql!(EDGES, "SELECT child_id, parent_id FROM org_edge WHERE relation = 'administrative' AND valid_from <= $1 ORDER BY child_id, valid_from");

/// These units with every unit below them: each unit stands below the last parent that it had by the end of the period (as
/// then) or by today (as now), so that a unit that ended meanwhile still counts for one parent and never for two.
///
/// # Errors
/// If the database cannot be read.
pub async fn below(cx: &mut Cx, units: &[i64], period: &DossierPeriod) -> Result<Vec<i64>> {
    let day: NaiveDate = name_day(period, format::local_date(cx.now()));
    let edges: Vec<(i64, i64)> = cx.conn().all(EDGES, args![day]).await?;
    // Rows of a unit come in order of time, so the last one wins.
    let parents: HashMap<i64, i64> = edges.into_iter().collect();
    let mut children: HashMap<i64, Vec<i64>> = HashMap::new();
    for (child, parent) in parents {
        children.entry(parent).or_default().push(child);
    }
    let mut found: BTreeSet<i64> = BTreeSet::new();
    let mut open = units.to_vec();
    while let Some(unit) = open.pop() {
        if found.insert(unit) {
            open.extend(children.get(&unit).into_iter().flatten());
        }
    }
    Ok(found.into_iter().collect())
}
