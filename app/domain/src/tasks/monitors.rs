//! Chuyên viên theo dõi (04 §1: exactly one): whom the forms offer, and who it is when nobody was chosen.

use super::assign::living;
use crate::actor::ActorKind;
use crate::cx::Cx;
use crate::db::Query;
use crate::error::{Error, Result};
use crate::org;
use model::access::{Action, ObjectKind, Role};

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

/// The people who follow tasks of the whole province, or at a unit to which the actor may give tasks.
///
/// # Errors
/// `Unauthorized` or `Forbidden` without the right to create tasks.
pub async fn monitors(cx: &mut Cx) -> Result<Monitors> {
    let reach = cx.require_reach(Action::Create, ObjectKind::Task)?;
    let (now, day) = (cx.now(), org::today(cx));
    let mut query = Query::new(
        "SELECT DISTINCT p.id, p.full_name, r.unit_id, p.sort_key FROM role_assignment r JOIN person p ON p.id = r.person_id
         WHERE r.role = 'task_monitor' AND r.valid_from <= ",
    );
    query.bind(now).push(" AND (r.valid_to IS NULL OR r.valid_to > ").bind(now).push(")");
    if !reach.all {
        query.push(" AND (r.scope = 'province' OR r.unit_id IN ").bind_list(reach.units.iter().copied()).push(")");
    }
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

/// The monitor of a new task: who was chosen, else the actor if that is a monitor, else the only one there is. A task inside a
/// unit (`inside`) needs none. The portal itself follows nothing.
///
/// # Errors
/// `Invalid` on `theo_doi` for somebody who follows no tasks, and if nobody was chosen among several.
pub async fn monitor_of(cx: &mut Cx, chosen: Option<i64>, inside: bool) -> Result<Option<i64>> {
    let own = cx.actor.person_id.filter(|_| cx.actor.has_role(Role::TaskMonitor));
    if chosen.is_some() && chosen == own {
        return Ok(own);
    }
    if chosen.is_some() {
        let mut found = living(cx, chosen, Role::TaskMonitor).await?;
        if cx.actor.kind != ActorKind::System && found != cx.actor.person_id {
            // Only who stands on the form: nobody is let into the tasks of a unit that is not his.
            let offered = monitors(cx).await?.people;
            found = found.filter(|person| offered.iter().any(|(id, _)| id == person));
        }
        let refused = || Error::field("theo_doi", "Người này không phải chuyên viên theo dõi nhiệm vụ. Hãy chọn lại.");
        return found.map(Some).ok_or_else(refused);
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
    let Monitors { people, preset } = monitors(cx).await?;
    if preset.is_none() && !people.is_empty() {
        return Err(Error::field("theo_doi", "Chưa chọn chuyên viên theo dõi. Hãy chọn một người."));
    }
    Ok(preset)
}
