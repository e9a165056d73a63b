//! What units are called on a day. A unit that did not exist then is named by its nearest version, so that no record
//! stays without a name.

use crate::cx::Cx;
use crate::db::Query;
use crate::error::Result;
use chrono::NaiveDate;
use model::org::UnitKind;
use sqlx::FromRow;
use std::collections::HashMap;

/// A unit as it is called on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitName {
    /// Agency code.
    pub code: String,
    /// Full name.
    pub name: String,
    /// Short name, for texts of 160 characters; empty without one.
    pub short_name: String,
    /// Kind of unit.
    pub kind: UnitKind,
}

/// One name of a unit.
#[derive(FromRow)]
struct NameRow {
    id: i64,
    valid_from: NaiveDate,
    code: String,
    name: String,
    short_name: String,
    kind: String,
}

/// Every name of these units; those of one unit in order of time.
async fn rows(cx: &mut Cx, ids: &[i64]) -> Result<Vec<NameRow>> {
    let mut rows = Vec::new();
    for part in ids.chunks(500) {
        let mut query = Query::new(
            "SELECT u.id, v.valid_from, v.agency_code AS code, v.name, v.short_name, u.kind
             FROM org_unit u JOIN org_unit_version v ON v.unit_id = u.id WHERE u.id IN ",
        );
        query.bind_list(part.iter().copied()).push(" ORDER BY u.id, v.valid_from");
        rows.extend(query.all::<NameRow>(&mut cx.conn()).await?);
    }
    Ok(rows)
}

/// Code, names and kind of units on a day: as valid then, else as last before, else as first after.
///
/// # Errors
/// If the database cannot be read.
pub async fn unit_names(cx: &mut Cx, ids: &[i64], on_day: NaiveDate) -> Result<HashMap<i64, UnitName>> {
    let mut names: HashMap<i64, UnitName> = HashMap::new();
    for row in rows(cx, ids).await? {
        // The first name stands for the days before it, a later one replaces it once it began.
        if row.valid_from <= on_day || !names.contains_key(&row.id) {
            names.insert(row.id, UnitName { kind: row.kind.parse()?, code: row.code, name: row.name, short_name: row.short_name });
        }
    }
    Ok(names)
}

/// Names of units on a day.
///
/// # Errors
/// If the database cannot be read.
pub async fn names(cx: &mut Cx, ids: &[i64], on_day: NaiveDate) -> Result<HashMap<i64, String>> {
    Ok(unit_names(cx, ids, on_day).await?.into_iter().map(|(id, unit)| (id, unit.name)).collect())
}

/// Names of units, each on a day of its own: for a history, whose lines keep the names of their time.
///
/// # Errors
/// If the database cannot be read.
pub async fn names_on(cx: &mut Cx, places: &[(i64, NaiveDate)]) -> Result<HashMap<(i64, NaiveDate), String>> {
    let mut ids: Vec<i64> = places.iter().map(|(unit, _)| *unit).collect();
    ids.sort_unstable();
    ids.dedup();
    let rows = rows(cx, &ids).await?;
    let mut names = HashMap::new();
    for (unit, day) in places {
        let of_unit = || rows.iter().filter(|row| row.id == *unit);
        if let Some(row) = of_unit().rfind(|row| row.valid_from <= *day).or_else(|| of_unit().next()) {
            names.insert((*unit, *day), row.name.clone());
        }
    }
    Ok(names)
}
