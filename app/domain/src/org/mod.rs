//! The organisation in time: units, names valid on a day, the tree, what became of whom (01 §1).
//!
//! Every reading takes a day; a record asks with the day on which it happened and prints the name valid then.

mod closure;
mod history;
mod import;
mod names;
mod night;
mod offers;
mod rename;
pub mod reorg;
mod rules;
mod store;
mod succession;
mod write;

pub use history::{NameThen, Successors, name_then, names_then, successor, successors};
pub use import::import_units;
pub(crate) use names::{KeptNames, Listed, listed, names_valid};
pub use names::{UnitName, names, names_on, unit_names};
pub use night::nightly;
pub(crate) use night::tell_system_admins;
pub use offers::{SetUp, copy_offers, set_up};
pub use rules::{Period, overlap};
pub use succession::{Succession, succeed};
pub use write::{Change, UnitVersion, add_alias, add_split_rule, check, create_unit, link, move_unit, new_version, rebuild_closure, versions};

pub(crate) use write::{insert as insert_unit, renamed};

use crate::cx::Cx;
use crate::error::{Error, Result};
use chrono::{DateTime, NaiveDate, Utc};
use model::org::{Unit, canonical_code};

/// Most rows of a search for units.
pub const FIND_LIMIT: usize = 50;

/// The day in Viet Nam of an instant.
#[must_use]
pub fn day_of(at: DateTime<Utc>) -> NaiveDate {
    at.with_timezone(&model::format::VN).date_naive()
}

/// 00:00 in Viet Nam of a day.
#[must_use]
pub fn midnight(day: NaiveDate) -> DateTime<Utc> {
    // Viet Nam has one fixed offset, so the local midnight always exists exactly once.
    (day.and_time(chrono::NaiveTime::MIN) - chrono::Duration::hours(7)).and_utc()
}

/// Today in Viet Nam.
#[must_use]
pub fn today(cx: &Cx) -> NaiveDate {
    day_of(cx.now())
}

/// The unit as it was on a day.
///
/// # Errors
/// `NotFound` if there is no such unit or it did not exist on that day.
pub async fn unit(cx: &mut Cx, id: i64, on_day: NaiveDate) -> Result<Unit> {
    store::unit(&mut cx.conn(), id, on_day).await?.ok_or(Error::NotFound)
}

/// Every unit that existed on a day, by code.
///
/// # Errors
/// If the database cannot be read.
pub async fn all(cx: &mut Cx, on_day: NaiveDate) -> Result<Vec<Unit>> {
    sorted(store::all(&mut cx.conn(), on_day).await?)
}

/// The units directly below, today, by code.
///
/// # Errors
/// If the database cannot be read.
pub async fn children(cx: &mut Cx, id: i64) -> Result<Vec<Unit>> {
    let day = today(cx);
    sorted(store::children(&mut cx.conn(), id, day).await?)
}

/// The unit and everything below it, today, by code.
///
/// # Errors
/// If the database cannot be read.
pub async fn subtree(cx: &mut Cx, id: i64) -> Result<Vec<Unit>> {
    let day = today(cx);
    sorted(store::subtree(&mut cx.conn(), id, day).await?)
}

/// The unit and everything above it, today, from the unit up to the province.
///
/// # Errors
/// If the database cannot be read.
pub async fn ancestors(cx: &mut Cx, id: i64) -> Result<Vec<Unit>> {
    let day = today(cx);
    store::ancestors(&mut cx.conn(), id, day).await
}

/// The agency that a unit belongs to, today: the nearest unit upwards that acts under its own name (a commune, a
/// department, the province), or the unit itself.
///
/// # Errors
/// `NotFound` if the unit does not exist today.
pub async fn agency_of(cx: &mut Cx, id: i64) -> Result<Unit> {
    ancestors(cx, id).await?.into_iter().find(|unit| unit.kind.is_agency()).ok_or(Error::NotFound)
}

/// The province: the unit without a parent, today.
///
/// # Errors
/// `NotFound` before the organisation was set up.
pub async fn root(cx: &mut Cx) -> Result<Unit> {
    let day = today(cx);
    store::root(&mut cx.conn(), day).await?.ok_or(Error::NotFound)
}

/// Units by part of the name (with or without marks), abbreviation or any of their codes; at most [`FIND_LIMIT`].
///
/// # Errors
/// If the database cannot be read.
pub async fn find(cx: &mut Cx, text: &str, on_day: NaiveDate) -> Result<Vec<Unit>> {
    let fold = model::text::fold(&model::text::clean_line(text, 100));
    if fold.is_empty() {
        return Ok(Vec::new());
    }
    let code = canonical_code(text);
    store::find(&mut cx.conn(), &crate::db::like(&fold), &code, on_day).await
}

/// The unit that a code means on a day: canonical (`H99.16`), 13 characters (`000.00.16.H99`), administrative or former.
///
/// # Errors
/// `NotFound` for a code that nobody ever had; `Invalid` on field `code` for one that was not valid on that day, with
/// what the unit is called today.
pub async fn by_code(cx: &mut Cx, code: &str, on_day: NaiveDate) -> Result<Unit> {
    let canonical = canonical_code(code);
    let versions = store::versions_of_code(&mut cx.conn(), &canonical).await?;
    let aliases = store::aliases_of_code(&mut cx.conn(), &canonical).await?;
    let by_version = versions.iter().find(|row| Period::new(row.valid_from, row.valid_to).contains(on_day)).map(|row| row.unit_id);
    let by_alias = || aliases.iter().find(|row| Period::new(row.valid_from, row.valid_to).contains(on_day)).map(|row| row.unit_id);
    if let Some(id) = by_version.or_else(by_alias) {
        return unit(cx, id, on_day).await;
    }
    let former =
        versions.iter().map(|row| (row.unit_id, row.valid_from, row.valid_to)).chain(aliases.iter().map(|row| (row.unit_id, row.valid_from, row.valid_to)));
    let Some((id, from, to)) = former.last() else { return Err(Error::NotFound) };
    let shown = crate::import::shortened(&canonical);
    if on_day < from {
        return Err(Error::field("ma", format!("Mã {shown} chỉ có hiệu lực từ ngày {}. Hãy dùng mã đúng của ngày ghi nhận.", from.format("%d/%m/%Y"))));
    }
    let now = history::now_text(cx, id).await?;
    let last = to.and_then(|to| to.pred_opt()).unwrap_or(from);
    Err(Error::field("ma", format!("Mã {shown} chỉ có hiệu lực đến hết ngày {}{now}. Hãy dùng mã hiện hành.", last.format("%d/%m/%Y"))))
}

/// The unit that a code meant on a day; on a day on which it was not valid, the unit that had it last before, else first after. For figures of
/// the past, whose codes go on leading to them.
///
/// # Errors
/// `NotFound` for a code that nobody ever had.
pub async fn code_then(cx: &mut Cx, code: &str, on_day: NaiveDate) -> Result<i64> {
    let code = canonical_code(code);
    let versions = store::versions_of_code(&mut cx.conn(), &code).await?;
    let aliases = store::aliases_of_code(&mut cx.conn(), &code).await?;
    let mut had: Vec<(NaiveDate, i64)> = versions.iter().map(|row| (row.valid_from, row.unit_id)).collect();
    had.extend(aliases.iter().map(|row| (row.valid_from, row.unit_id)));
    had.sort_unstable();
    had.iter().rfind(|(from, _)| *from <= on_day).or_else(|| had.first()).map(|(_, unit)| *unit).ok_or(Error::NotFound)
}

/// Every unit that a code has ever meant, with those whose records are booked on it today: an old code and the new one
/// both find a record of the time before. Empty for a code that nobody has had.
///
/// # Errors
/// If the database cannot be read.
pub async fn units_of_code(cx: &mut Cx, code: &str) -> Result<Vec<i64>> {
    let code = canonical_code(code);
    let versions = store::versions_of_code(&mut cx.conn(), &code).await?;
    let aliases = store::aliases_of_code(&mut cx.conn(), &code).await?;
    let successors = successors(cx).await?;
    let own = versions.iter().map(|row| row.unit_id).chain(aliases.iter().map(|row| row.unit_id));
    let mut units: Vec<i64> = own.flat_map(|unit| successors.booked_on(unit).into_iter().chain([unit])).collect();
    units.sort_unstable();
    units.dedup();
    Ok(units)
}

/// Codes sort by number, part by part: `H99.16` before `H99.101`.
fn sorted(mut units: Vec<Unit>) -> Result<Vec<Unit>> {
    units.sort_by_cached_key(|unit| (code_key(&unit.code), unit.id));
    Ok(units)
}

/// The sort key of a code.
#[must_use]
pub fn code_key(code: &str) -> (String, Vec<u64>) {
    let mut parts = code.split('.');
    let province = parts.next().unwrap_or_default().to_owned();
    (province, parts.map(|part| part.parse().unwrap_or(u64::MAX)).collect())
}
