//! What units are called on a day. A unit that did not exist then is named by its nearest version, so that no record
//! stays without a name. And what procedures and people are called, for lists: a name that a process has read is not looked up again for
//! each row.

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
    valid_to: Option<NaiveDate>,
    code: String,
    name: String,
    short_name: String,
    kind: String,
}

/// Names by unit, those of one unit in order of time.
type Names = HashMap<i64, Vec<NameRow>>;

/// Names as this process has read them, with the state of the organisation that they belong to: its counter moves with every change, also
/// of a person.
#[derive(Debug, Default)]
pub(crate) struct KeptNames {
    /// All units.
    units: Mutex<Option<(i64, Arc<Names>)>>,
    /// Whatever lists have named.
    listed: Mutex<(i64, HashMap<(Listed, i64), Arc<str>>)>,
}

const SELECT: &str = "SELECT u.id, v.valid_from, v.valid_to, v.agency_code AS code, v.name, v.short_name, u.kind
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
    let kept = cx.portal().names().units.lock().unwrap_or_else(PoisonError::into_inner).clone();
    if let Some((_, names)) = kept.filter(|(own, _)| *own == state) {
        return Ok(names);
    }
    if !cx.sees_one_moment() {
        return Ok(Arc::new(by_unit(rows(cx, ids).await?)));
    }
    let mut query = Query::new(SELECT);
    query.push(" ORDER BY u.id, v.valid_from");
    let names = Arc::new(by_unit(query.all(&mut cx.conn()).await?));
    *cx.portal().names().units.lock().unwrap_or_else(PoisonError::into_inner) = Some((state, Arc::clone(&names)));
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

/// What a list names by a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Listed {
    /// A published version of a procedure. It never changes.
    Procedure,
    /// A person.
    Person,
}

/// Names for the rows of a list. Whatever is not there is left out.
///
/// # Errors
/// If the database cannot be read.
pub(crate) async fn listed(cx: &mut Cx, what: Listed, ids: impl IntoIterator<Item = i64>) -> Result<HashMap<i64, Arc<str>>> {
    let (_, state) = crate::calendar::state(cx).await?;
    let keeps = cx.sees_one_moment() && !cx.has_changed_state();
    let mut found = HashMap::new();
    let mut missing: Vec<i64> = Vec::new();
    {
        let kept = cx.portal().names().listed.lock().unwrap_or_else(PoisonError::into_inner);
        let names = (keeps && kept.0 == state).then_some(&kept.1);
        for id in ids {
            match names.and_then(|names| names.get(&(what, id))) {
                Some(name) => {
                    found.insert(id, Arc::clone(name));
                }
                None => missing.push(id),
            }
        }
    }
    missing.sort_unstable();
    missing.dedup();
    for part in missing.chunks(500) {
        let mut query = Query::new(match what {
            Listed::Procedure => "SELECT id, name FROM procedure_version WHERE id IN ",
            Listed::Person => "SELECT id, full_name AS name FROM person WHERE id IN ",
        });
        query.bind_list(part.iter().copied());
        let rows: Vec<(i64, String)> = query.all(&mut cx.conn()).await?;
        let rows = rows.into_iter().map(|(id, name)| (id, Arc::from(name)));
        found.extend(rows);
    }
    if keeps && !missing.is_empty() {
        let mut kept = cx.portal().names().listed.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.0 != state {
            *kept = (state, HashMap::new());
        }
        kept.1.extend(missing.iter().filter_map(|id| Some(((what, *id), Arc::clone(found.get(id)?)))));
    }
    Ok(found)
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

/// Names of those of the units that exist on a day.
///
/// # Errors
/// If the database cannot be read.
pub(crate) async fn names_valid(cx: &mut Cx, ids: &[i64], on_day: NaiveDate) -> Result<HashMap<i64, String>> {
    let names = names_of(cx, ids).await?;
    let valid = |row: &&NameRow| row.valid_from <= on_day && row.valid_to.is_none_or(|end| end > on_day);
    Ok(ids.iter().filter_map(|id| on(&names, *id, on_day)).filter(valid).map(|row| (row.id, row.name.clone())).collect())
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
