//! What units are called on a day. A unit that did not exist then is named by its nearest version, so that no record
//! stays without a name.

use crate::cx::Cx;
use crate::db::Query;
use crate::error::Result;
use chrono::NaiveDate;
use model::org::UnitKind;
use sqlx::FromRow;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

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
#[derive(Debug, FromRow)]
struct NameRow {
    id: i64,
    valid_from: NaiveDate,
    code: String,
    name: String,
    short_name: String,
    kind: String,
}

/// Names by unit, those of one unit in order of time.
type Names = HashMap<i64, Vec<NameRow>>;

/// The names of all units as this process has read them, with the state of the organisation that they belong to: its counter moves
/// with every change.
#[derive(Debug, Default)]
pub(crate) struct KeptNames(Mutex<Option<(i64, Arc<Names>)>>);

const SELECT: &str = "SELECT u.id, v.valid_from, v.agency_code AS code, v.name, v.short_name, u.kind
    FROM org_unit u JOIN org_unit_version v ON v.unit_id = u.id";

fn by_unit(rows: Vec<NameRow>) -> Names {
    let mut names = Names::new();
    for row in rows {
        names.entry(row.id).or_default().push(row);
    }
    names
}

/// Every name of these units, and maybe of others. A process keeps only what a snapshot saw.
async fn names_of(cx: &mut Cx, ids: &[i64]) -> Result<Arc<Names>> {
    if cx.has_changed_state() {
        return Ok(Arc::new(by_unit(rows(cx, ids).await?)));
    }
    let (_, state) = crate::calendar::state(cx).await?;
    let kept = cx.portal().names().0.lock().unwrap_or_else(PoisonError::into_inner).clone();
    if let Some((_, names)) = kept.filter(|(own, _)| *own == state) {
        return Ok(names);
    }
    if !cx.sees_one_moment() {
        return Ok(Arc::new(by_unit(rows(cx, ids).await?)));
    }
    let mut query = Query::new(SELECT);
    query.push(" ORDER BY u.id, v.valid_from");
    let names = Arc::new(by_unit(query.all(&mut cx.conn()).await?));
    *cx.portal().names().0.lock().unwrap_or_else(PoisonError::into_inner) = Some((state, Arc::clone(&names)));
    Ok(names)
}

async fn rows(cx: &mut Cx, ids: &[i64]) -> Result<Vec<NameRow>> {
    let mut rows = Vec::new();
    for part in ids.chunks(500) {
        let mut query = Query::new(SELECT);
        query.push(" WHERE u.id IN ").bind_list(part.iter().copied()).push(" ORDER BY u.id, v.valid_from");
        rows.extend(query.all::<NameRow>(&mut cx.conn()).await?);
    }
    Ok(rows)
}

/// The name of a day: as valid then, else as last before, else as first after.
fn on(names: &Names, unit: i64, day: NaiveDate) -> Option<&NameRow> {
    let of_unit = names.get(&unit)?;
    of_unit.iter().rfind(|row| row.valid_from <= day).or_else(|| of_unit.first())
}

/// Code, names and kind of units on a day.
///
/// # Errors
/// If the database cannot be read.
pub async fn unit_names(cx: &mut Cx, ids: &[i64], on_day: NaiveDate) -> Result<HashMap<i64, UnitName>> {
    let names = names_of(cx, ids).await?;
    let named = ids.iter().filter_map(|id| on(&names, *id, on_day));
    let name = |row: &NameRow| -> Result<UnitName> {
        Ok(UnitName { code: row.code.clone(), name: row.name.clone(), short_name: row.short_name.clone(), kind: row.kind.parse()? })
    };
    named.map(|row| Ok((row.id, name(row)?))).collect()
}

/// Names of units on a day.
///
/// # Errors
/// If the database cannot be read.
pub async fn names(cx: &mut Cx, ids: &[i64], on_day: NaiveDate) -> Result<HashMap<i64, String>> {
    let names = names_of(cx, ids).await?;
    Ok(ids.iter().filter_map(|id| on(&names, *id, on_day)).map(|row| (row.id, row.name.clone())).collect())
}

/// Names of units, each on a day of its own: for a history, whose lines keep the names of their time.
///
/// # Errors
/// If the database cannot be read.
pub async fn names_on(cx: &mut Cx, places: &[(i64, NaiveDate)]) -> Result<HashMap<(i64, NaiveDate), String>> {
    let mut ids: Vec<i64> = places.iter().map(|(unit, _)| *unit).collect();
    ids.sort_unstable();
    ids.dedup();
    let names = names_of(cx, &ids).await?;
    Ok(places.iter().filter_map(|(unit, day)| on(&names, *unit, *day).map(|row| ((*unit, *day), row.name.clone()))).collect())
}
