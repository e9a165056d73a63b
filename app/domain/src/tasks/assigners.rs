//! Lãnh đạo giao (04 §1): in whose name a task may be given, and who stands in it when nobody was chosen.
//!
//! Somebody who may give tasks of the whole province acts for the leaders of the province; anybody else, for the leaders of the units
//! to which they may give tasks. A leader is named only for a unit that the leader's own right to give tasks covers.

use super::assign::living;
use super::covering;
use crate::actor::ActorKind;
use crate::cx::Cx;
use crate::db::Query;
use crate::error::{Error, Result};
use model::access::{Action, ObjectKind, Role};
use std::collections::HashSet;

/// Most leaders that a form offers.
const MOST: i64 = 200;

/// The leaders in whose name the actor may give tasks.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Assigners {
    /// Person, and name with position.
    pub people: Vec<(i64, String)>,
    /// Who it is if nobody else is chosen: the reader, if that is a leader.
    pub preset: Option<i64>,
}

/// Adds who of them the actor may act for; false if that is nobody.
fn in_reach(cx: &Cx, query: &mut Query) -> bool {
    let reach = cx.actor.reach(Action::Assign, ObjectKind::Task);
    if reach.all {
        query.push(" AND ").push(covering::OF_PROVINCE);
        return true;
    }
    query.push(" AND r.unit_id IN ").bind_list(reach.units.iter().copied());
    !reach.units.is_empty()
}

/// The leaders in whose name the actor may give tasks, and the actor if that is a leader.
///
/// # Errors
/// `Unauthorized` or `Forbidden` without the right to create tasks.
pub async fn assigners(cx: &mut Cx) -> Result<Assigners> {
    cx.require_reach(Action::Create, ObjectKind::Task)?;
    let own = cx.actor.person_id.filter(|_| cx.actor.has_role(Role::TaskAssigner));
    let mut people: Vec<(i64, String)> = Vec::new();
    if let Some(own) = own {
        people.push((own, named(&cx.actor.name, &cx.actor.position)));
    }
    let mut query = Query::new(
        "SELECT DISTINCT p.id, p.full_name, p.sort_key,
                COALESCE((SELECT MIN(e.position) FROM employment e WHERE e.person_id = p.id AND e.kind = 'primary' AND e.valid_to IS NULL), '') AS position
         FROM role_assignment r JOIN person p ON p.id = r.person_id WHERE",
    );
    covering::holds(cx, &mut query, Role::TaskAssigner);
    if in_reach(cx, &mut query) {
        query.push(" ORDER BY p.sort_key, p.id LIMIT ").bind(MOST);
        let rows: Vec<(i64, String, String, String)> = query.all(&mut cx.conn()).await?;
        people.extend(rows.into_iter().filter(|(id, ..)| Some(*id) != own).map(|(id, name, _, position)| (id, named(&name, &position))));
    }
    Ok(Assigners { people, preset: own })
}

fn named(name: &str, position: &str) -> String {
    if position.is_empty() { name.to_owned() } else { format!("{name}, {position}") }
}

/// Refuses a leader in whose name the actor may not give tasks. The portal itself names whoever gives tasks.
///
/// # Errors
/// `Invalid` on `lanh_dao_giao`.
pub(super) async fn require_offered(cx: &mut Cx, chosen: i64) -> Result<()> {
    let fits = if cx.actor.kind == ActorKind::System {
        living(cx, Some(chosen), Role::TaskAssigner).await?.is_some()
    } else {
        assigners(cx).await?.people.iter().any(|(person, _)| *person == chosen)
    };
    if fits {
        Ok(())
    } else {
        Err(Error::field("lanh_dao_giao", "Bạn không được giao việc thay người này. Hãy chọn lãnh đạo trong danh sách."))
    }
}

/// Those of these lead units for which the actor may name this leader: all, if that is the actor.
///
/// # Errors
/// If the database cannot be read.
pub(super) async fn fitting(cx: &mut Cx, leader: i64, leads: &[i64]) -> Result<HashSet<i64>> {
    if cx.actor.person_id == Some(leader) && cx.actor.has_role(Role::TaskAssigner) {
        return Ok(leads.iter().copied().collect());
    }
    covering::covered(cx, leader, Role::TaskAssigner, leads).await
}

/// In whose name a new task of this lead unit is given: who was chosen, else the actor if that is a leader.
///
/// # Errors
/// `Invalid` on `lanh_dao_giao` for somebody for whom the actor may not act, and for a unit that the leader gives no tasks to.
pub(super) async fn assigner_of(cx: &mut Cx, chosen: Option<i64>, lead: i64) -> Result<Option<i64>> {
    let own = cx.actor.person_id.filter(|_| cx.actor.has_role(Role::TaskAssigner));
    let Some(chosen) = chosen.filter(|chosen| Some(*chosen) != own) else { return Ok(own) };
    require_offered(cx, chosen).await?;
    if fitting(cx, chosen, &[lead]).await?.contains(&lead) {
        return Ok(Some(chosen));
    }
    Err(Error::field("lanh_dao_giao", "Lãnh đạo này không giao việc cho đơn vị chủ trì đã chọn. Hãy chọn lại lãnh đạo hoặc đơn vị."))
}
