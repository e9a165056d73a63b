//! Chuyên viên theo dõi (04 §1: exactly one): whom the forms offer, and who it is when nobody was chosen.

use super::assign::living;
use super::{covering, people};
use crate::actor::ActorKind;
use crate::cx::Cx;
use crate::db::Query;
use crate::error::{Error, Result};
use crate::org;
use model::access::{Action, ObjectKind, Role};
use std::collections::HashSet;

/// Most people that a form offers.
const MOST: i64 = 500;

/// The people who follow tasks today.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Monitors {
    /// Person, and name with unit.
    pub people: Vec<(i64, String)>,
    /// Who it is if nobody else is chosen: the reader, or the only one.
    pub preset: Option<i64>,
}

/// The people who follow tasks of this lead unit; while none is chosen, of any unit to which the actor may give tasks.
///
/// # Errors
/// `Unauthorized` or `Forbidden` without the right to create tasks.
pub async fn monitors(cx: &mut Cx, lead: Option<i64>) -> Result<Monitors> {
    cx.require_reach(Action::Create, ObjectKind::Task)?;
    let day = org::today(cx);
    let leads: Vec<i64> = match lead {
        Some(lead) => vec![lead],
        None => people::assignable(cx).await?.into_iter().map(|unit| unit.id).collect(),
    };
    let mut query = Query::new("SELECT DISTINCT p.id, p.full_name, r.unit_id, p.sort_key FROM role_assignment r JOIN person p ON p.id = r.person_id WHERE");
    covering::holds(cx, &mut query, Role::TaskMonitor);
    covering::reaches(&mut query, &leads);
    query.push(" ORDER BY p.sort_key, p.id, r.unit_id LIMIT ").bind(MOST);
    let rows: Vec<(i64, String, i64, String)> = query.all(&mut cx.conn()).await?;
    let mut units: Vec<i64> = rows.iter().map(|(_, _, unit, _)| *unit).collect();
    units.sort_unstable();
    units.dedup();
    let names = org::names(cx, &units, day).await?;
    let mut people: Vec<(i64, String)> = Vec::with_capacity(rows.len());
    for (person, name, unit, _) in rows {
        if !people.iter().any(|(known, _)| *known == person) {
            people.push((person, names.get(&unit).map_or_else(|| name.clone(), |unit| format!("{name}, {unit}"))));
        }
    }
    let own = cx.actor.person_id.filter(|own| people.iter().any(|(person, _)| person == own));
    let only = if let [(person, _)] = people[..] { Some(person) } else { None };
    Ok(Monitors { preset: own.or(only), people })
}

/// Those of these lead units of which this person may follow tasks. The actor is judged by the rights of this moment.
///
/// # Errors
/// If the database cannot be read.
pub(super) async fn fitting(cx: &mut Cx, monitor: i64, leads: &[i64]) -> Result<HashSet<i64>> {
    let mut fitting = covering::covered(cx, monitor, Role::TaskMonitor, leads).await?;
    if cx.actor.person_id == Some(monitor) {
        fitting.extend(leads.iter().copied().filter(|lead| follows_itself(cx, Some(*lead))));
    }
    Ok(fitting)
}

/// True if the actor is a monitor who may confirm what this lead unit reports (K09).
fn follows_itself(cx: &Cx, lead: Option<i64>) -> bool {
    cx.actor.has_role(Role::TaskMonitor) && lead.is_none_or(|lead| cx.actor.may(Action::Approve, ObjectKind::Task, lead))
}

/// The monitor of a new task of this lead unit: who was chosen, else the actor if that is a monitor there, else the only one there is.
/// A task inside a unit (`inside`) needs none. The portal itself follows nothing. A table (`lead` none) is asked for each of its rows
/// again, because its tasks have several lead units.
///
/// # Errors
/// `Invalid` on `theo_doi` for somebody who follows no tasks of the lead unit, and if nobody was chosen among several.
pub(super) async fn monitor_of(cx: &mut Cx, chosen: Option<i64>, inside: bool, lead: Option<i64>) -> Result<Option<i64>> {
    let own = cx.actor.person_id.filter(|_| follows_itself(cx, lead));
    if chosen.is_some() && chosen == own {
        return Ok(own);
    }
    if let Some(chosen) = chosen {
        return the_chosen(cx, chosen, lead).await.map(Some);
    }
    if cx.actor.kind == ActorKind::System {
        return Ok(None);
    }
    if own.is_some() {
        return Ok(own);
    }
    if inside {
        return Ok(None);
    }
    let Monitors { people, preset } = monitors(cx, lead).await?;
    if preset.is_none() && !people.is_empty() {
        return Err(Error::field("theo_doi", "Chưa chọn chuyên viên theo dõi. Hãy chọn một người."));
    }
    Ok(preset)
}

/// Only who stands on the form: nobody is let into the tasks of a unit that is not his, and nobody follows what he may not confirm.
async fn the_chosen(cx: &mut Cx, chosen: i64, lead: Option<i64>) -> Result<i64> {
    let refused = |message: &str| Err(Error::field("theo_doi", message));
    if living(cx, Some(chosen), Role::TaskMonitor).await?.is_none() {
        return refused("Người này không phải chuyên viên theo dõi nhiệm vụ. Hãy chọn lại.");
    }
    if cx.actor.kind == ActorKind::System || monitors(cx, lead).await?.people.iter().any(|(person, _)| *person == chosen) {
        return Ok(chosen);
    }
    refused("Người này không được theo dõi nhiệm vụ của đơn vị chủ trì. Hãy chọn chuyên viên khác.")
}
