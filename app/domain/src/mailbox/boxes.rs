//! Mailboxes: one per person, one per organisation, and who may use which.

use crate::cx::Cx;
use crate::db::Query;
use crate::error::{Error, Result};
use crate::org;
use model::access::Role;
use model::mailbox::{organisation_address, person_address};
use sqlx::FromRow;
use std::collections::HashSet;

/// A mailbox.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Mailbox {
    /// Row.
    pub id: i64,
    /// Stored value of `MailboxKind`.
    pub kind: String,
    /// Address.
    pub address: String,
    /// Whose it is, for a person's.
    pub person_id: Option<i64>,
    /// Whose it is, for an organisation's.
    pub unit_id: Option<i64>,
    /// Name of the person or organisation.
    pub name: String,
}

const COLUMNS: &str = "SELECT id, kind, address, person_id, unit_id, name FROM mailbox WHERE ";

/// The roles whose holders read and send an organisation's mail, at that unit itself. Wider scopes do not count: an
/// inspector or administrator above sees no message.
const ORGANISATION_ROLES: [Role; 2] = [Role::Clerk, Role::UnitLeader];

/// The mailboxes that the person who acts may use: the own one first.
///
/// # Errors
/// `Unauthorized` unless an official acts.
pub async fn boxes(cx: &mut Cx) -> Result<Vec<Mailbox>> {
    let mut query = Query::new(COLUMNS);
    owned(cx, &mut query)?;
    query.push(" ORDER BY kind DESC, id");
    query.all(&mut cx.conn()).await
}

/// Adds that a mailbox is one of [`boxes`].
fn owned(cx: &Cx, query: &mut Query) -> Result<()> {
    let Some(person) = cx.actor.person_id.filter(|_| cx.actor.is_official()) else { return Err(Error::Unauthorized) };
    let units: Vec<i64> = cx.actor.roles.iter().filter(|held| ORGANISATION_ROLES.contains(&held.role)).map(|held| held.unit_id).collect();
    query.push("person_id = ").bind(person).push(" OR unit_id IN ").bind_list(units);
    Ok(())
}

/// Adds the ids of [`boxes`] as a subquery.
pub(super) fn own_ids(cx: &Cx, query: &mut Query) -> Result<()> {
    query.push("SELECT id FROM mailbox WHERE ");
    owned(cx, query)
}

/// Ids of [`boxes`].
pub(super) async fn box_ids(cx: &mut Cx) -> Result<Vec<i64>> {
    Ok(boxes(cx).await?.into_iter().map(|mailbox| mailbox.id).collect())
}

/// The mailbox that a page asked for, or the own one. None while a new official has no mailbox yet.
///
/// # Errors
/// `NotFound` for a mailbox that the person may not use.
pub async fn pick(cx: &mut Cx, wanted: Option<i64>) -> Result<Option<Mailbox>> {
    let all = boxes(cx).await?;
    match wanted {
        Some(id) => all.into_iter().find(|mailbox| mailbox.id == id).map(Some).ok_or(Error::NotFound),
        None => {
            let person = cx.actor.person_id;
            Ok(all.into_iter().find(|mailbox| mailbox.person_id == person))
        }
    }
}

/// The own mailbox, made now if there is none.
pub(super) async fn own(cx: &mut Cx) -> Result<Mailbox> {
    let person = cx.person()?;
    of_person(cx, person).await
}

sql!(OF_PERSON, "SELECT id, kind, address, person_id, unit_id, name FROM mailbox WHERE person_id = $1");
sql!(OF_UNIT, "SELECT id, kind, address, person_id, unit_id, name FROM mailbox WHERE unit_id = $1");

/// A person's mailbox, made now if there is none.
///
/// # Errors
/// `NotFound` for somebody who is not employed today.
pub(super) async fn of_person(cx: &mut Cx, person: i64) -> Result<Mailbox> {
    if let Some(found) = cx.conn().opt(OF_PERSON, args![person]).await? {
        return Ok(found);
    }
    let mut query = missing(cx);
    query.push(" AND p.id = ").bind(person);
    create(cx, query).await?;
    cx.conn().one(OF_PERSON, args![person]).await
}

/// An organisation's mailbox, made now if there is none.
///
/// # Errors
/// `NotFound` for a unit that does not exist today.
pub(super) async fn of_unit(cx: &mut Cx, unit: i64) -> Result<Mailbox> {
    if let Some(found) = cx.conn().opt(OF_UNIT, args![unit]).await? {
        return Ok(found);
    }
    let day = org::today(cx);
    let unit = org::unit(cx, unit, day).await?;
    let taken = taken(cx).await?;
    create_organisation(cx, &unit, &taken).await?;
    cx.conn().one(OF_UNIT, args![unit.id]).await
}

/// Makes the mailboxes of everybody employed today, in one unit and below or in the whole province. Returns how many
/// were made.
///
/// # Errors
/// If the database cannot be written.
pub async fn ensure_people(cx: &mut Cx, below: Option<i64>) -> Result<u64> {
    let mut query = missing(cx);
    if let Some(unit) = below {
        query.push(" AND e.unit_id IN (SELECT descendant_id FROM org_closure WHERE ancestor_id = ").bind(unit).push(")");
    }
    create(cx, query).await
}

/// Makes the mailboxes of every agency: the province, departments, communes. Returns how many were made.
///
/// # Errors
/// If the database cannot be written.
pub async fn ensure_organisations(cx: &mut Cx) -> Result<u64> {
    let day = org::today(cx);
    let have: HashSet<i64> = cx.conn().all::<(i64,)>(UNITS_WITH_BOX, args![]).await?.into_iter().map(|(id,)| id).collect();
    let mut taken = taken(cx).await?;
    let mut made = 0;
    for unit in org::all(cx, day).await?.into_iter().filter(|unit| unit.kind.is_agency() && !have.contains(&unit.id)) {
        taken.insert(create_organisation(cx, &unit, &taken).await?);
        made += 1;
    }
    Ok(made)
}

sql!(UNITS_WITH_BOX, "SELECT unit_id FROM mailbox WHERE unit_id IS NOT NULL");
sql!(TAKEN, "SELECT address FROM mailbox");
sql!(INSERT_PERSON, "INSERT INTO mailbox (kind, address, person_id, name, created_at) VALUES ('person', $1, $2, $3, $4) ON CONFLICT DO NOTHING");
sql!(INSERT_UNIT, "INSERT INTO mailbox (kind, address, unit_id, name, created_at) VALUES ('organisation', $1, $2, $3, $4) ON CONFLICT DO NOTHING");

/// Somebody who needs a mailbox, with what the address is made of.
#[derive(FromRow)]
struct Missing {
    id: i64,
    full_name: String,
    abbr: String,
}

/// People employed today without a mailbox; the abbreviation is that of the agency they work for.
fn missing(cx: &Cx) -> Query {
    let day = org::today(cx);
    let mut query = Query::new(
        "SELECT p.id, p.full_name, COALESCE((SELECT CASE WHEN v.abbr = '' OR u.kind IN ('commune', 'ward', 'township', 'special_zone') THEN v.short_name ELSE v.abbr END FROM org_closure c
            JOIN org_unit u ON u.id = c.ancestor_id AND u.kind IN ('province', 'department', 'commune', 'ward', 'township', 'special_zone', 'external_agency')
            JOIN org_unit_version v ON v.unit_id = u.id AND v.valid_from <= ",
    );
    query.bind(day).push(" AND (v.valid_to IS NULL OR v.valid_to > ").bind(day);
    query.push(
        ") WHERE c.descendant_id = e.unit_id ORDER BY c.depth LIMIT 1), '') AS abbr
         FROM person p JOIN employment e ON e.person_id = p.id AND e.id = (SELECT MIN(x.id) FROM employment x WHERE x.person_id = p.id AND x.valid_from <= ",
    );
    query.bind(day).push(" AND (x.valid_to IS NULL OR x.valid_to > ").bind(day);
    query.push(")) WHERE NOT EXISTS (SELECT 1 FROM mailbox m WHERE m.person_id = p.id)");
    query
}

async fn taken(cx: &mut Cx) -> Result<HashSet<String>> {
    Ok(cx.conn().all::<(String,)>(TAKEN, args![]).await?.into_iter().map(|(address,)| address).collect())
}

async fn create(cx: &mut Cx, query: Query) -> Result<u64> {
    let people: Vec<Missing> = query.all(&mut cx.conn()).await?;
    if people.is_empty() {
        return Ok(0);
    }
    let mut taken = taken(cx).await?;
    let now = cx.now();
    for person in &people {
        let mut clash = 1;
        loop {
            let address = person_address(&person.full_name, &person.abbr, clash);
            clash += 1;
            // Another process may take an address, or make this mailbox, at the same moment: then the row is not written.
            if !taken.insert(address.clone()) {
                continue;
            }
            let written = cx.conn().exec(INSERT_PERSON, args![address, person.id, &person.full_name, now]).await?;
            if written == 1 || cx.conn().opt::<Mailbox>(OF_PERSON, args![person.id]).await?.is_some() {
                break;
            }
        }
    }
    Ok(people.len() as u64)
}

async fn create_organisation(cx: &mut Cx, unit: &model::org::Unit, taken: &HashSet<String>) -> Result<String> {
    let now = cx.now();
    // Every ward is abbreviated "P": communes are known by their names.
    let part = if unit.abbr.is_empty() || unit.kind.is_commune() { &unit.short_name } else { &unit.abbr };
    let mut clash = 1;
    loop {
        let address = organisation_address(part, clash);
        clash += 1;
        if taken.contains(&address) {
            continue;
        }
        let written = cx.conn().exec(INSERT_UNIT, args![&address, unit.id, &unit.name, now]).await?;
        if written == 1 || cx.conn().opt::<Mailbox>(OF_UNIT, args![unit.id]).await?.is_some() {
            return Ok(address);
        }
    }
}
