//! Who may take a step, who is told about it, and whom a form offers.

use super::rules::{self, Who};
use super::store::Task;
use crate::actor::Actor;
use crate::cx::Cx;
use crate::error::{Error, Result};
use crate::notify::{self, Message};
use crate::org;
use model::access::{Action, ObjectKind, Role};
use model::notify::Event;
use model::stats::UnitGroup;
use model::tasks::{TaskState, TaskStep};
use sqlx::FromRow;

/// True if the actor belongs to this group for this task.
#[must_use]
pub fn may(actor: &Actor, who: Who, task: &Task) -> bool {
    let lead = task.working_unit();
    let can = |action| actor.may(action, ObjectKind::Task, lead);
    let system = actor.kind == crate::actor::ActorKind::System;
    let head = can(Action::Assign) && actor.has_role(Role::DivisionHead);
    let leader = can(Action::Receive) && actor.has_role(Role::UnitLeader);
    let in_charge = system || (task.person_id.is_some() && task.person_id == actor.person_id);
    // Steps on a given task belong to the person who gave it (01 §4); a task noted without one, to whoever may give tasks there.
    let me = |person: Option<i64>| person.is_some() && person == actor.person_id;
    // Nobody of the lead unit judges or takes back what somebody else gave to it, except those who watch the whole province.
    // A sub-task is the matter of the unit that split (K17), so its own leader judges it.
    let inside = task.parent_id.is_some();
    let above =
        inside || system || me(task.assigner_id) || me(task.monitor_id) || actor.unit_id != Some(lead) || actor.reach(Action::Approve, ObjectKind::Task).all;
    let gave = system || me(task.assigner_id) || (task.assigner_id.is_none() && above) || (inside && leader);
    match who {
        Who::Creator => can(Action::Create),
        Who::AssignerOrMonitor => can(Action::Assign) && (actor.has_role(Role::TaskAssigner) || actor.has_role(Role::TaskMonitor)),
        Who::Above => above && can(Action::Assign) && (actor.has_role(Role::TaskAssigner) || actor.has_role(Role::TaskMonitor)),
        Who::Assigner => can(Action::Assign) && actor.has_role(Role::TaskAssigner) && gave,
        Who::Receiver => can(Action::Receive) || head,
        Who::Leader => leader,
        Who::InCharge => in_charge,
        Who::Reporter => in_charge || head || leader,
        Who::Confirmer => above && can(Action::Approve) && (actor.has_role(Role::TaskMonitor) || actor.has_role(Role::TaskAssigner)),
    }
}

/// The group that may take a step on this task.
///
/// # Errors
/// `Internal` for an unknown stored source.
pub fn who(step: TaskStep, task: &Task) -> Result<Who> {
    Ok(match step {
        TaskStep::Confirm | TaskStep::Reject => rules::confirmer(task.source()?),
        step => rules::of(step).map_or(Who::Creator, |rule| rule.who),
    })
}

/// Refuses a step that this actor may not take; who may not even see the task learns nothing of it.
///
/// # Errors
/// `Unauthorized`, `NotFound` or `Forbidden` with what is missing.
pub async fn require(cx: &mut Cx, step: TaskStep, task: &Task) -> Result<()> {
    cx.require_official()?;
    if may(&cx.actor, who(step, task)?, task) {
        return Ok(());
    }
    if why_visible(cx, task).await?.is_none() {
        return Err(Error::NotFound);
    }
    let action = rules::right(step).unwrap_or(if matches!(step, TaskStep::Accept | TaskStep::Split) { Action::Receive } else { Action::Edit });
    let day = org::today(cx);
    let unit = org::names(cx, &[task.lead_unit_id], day).await?.remove(&task.lead_unit_id);
    Err(Error::Forbidden { action, kind: ObjectKind::Task, unit })
}

/// Why the actor sees a task, in one sentence; `None` if it may not be seen.
///
/// # Errors
/// If the database cannot be read.
pub async fn why_visible(cx: &mut Cx, task: &Task) -> Result<Option<String>> {
    let person = cx.actor.person_id;
    if person.is_some() && task.person_id == person {
        return Ok(Some("Bạn là người thực hiện nhiệm vụ này.".into()));
    }
    if person.is_some() && task.assigner_id == person {
        return Ok(Some("Bạn là lãnh đạo giao nhiệm vụ này.".into()));
    }
    if person.is_some() && task.monitor_id == person {
        return Ok(Some("Bạn là chuyên viên theo dõi nhiệm vụ này.".into()));
    }
    let reach = cx.actor.reach(Action::View, ObjectKind::Task);
    if reach.all {
        return Ok(Some("Bạn có quyền xem nhiệm vụ toàn tỉnh.".into()));
    }
    if task.state()? == TaskState::Draft {
        return Ok(None);
    }
    if reach.covers(task.lead_unit_id) || reach.covers(task.working_unit()) {
        return Ok(Some("Nhiệm vụ do đơn vị trong phạm vi của bạn chủ trì.".into()));
    }
    let co_units = super::store::co_units(&mut cx.conn(), task.id).await?;
    Ok(co_units.iter().any(|unit| reach.covers(*unit)).then(|| "Nhiệm vụ do đơn vị trong phạm vi của bạn phối hợp.".into()))
}

sql!(LED, "SELECT COUNT(*) FROM role_assignment WHERE unit_id = $1 AND role = 'unit_leader' AND valid_from <= $2 AND (valid_to IS NULL OR valid_to > $2)");

/// Tells the leaders and clerks of the lead unit; a unit without leader is a division, which its head leads.
///
/// # Errors
/// If the database cannot be written.
pub async fn tell_unit(cx: &mut Cx, task: &Task, event: Event, values: &[(&str, String)]) -> Result<()> {
    let (key, link) = (key(task), link(task));
    let (unit, now) = (task.working_unit(), cx.now());
    let headed = task.parent_id.is_some() || cx.conn().count(LED, args![unit, now]).await? == 0;
    let roles: &[Role] = if headed { &[Role::UnitLeader, Role::Clerk, Role::DivisionHead] } else { &[Role::UnitLeader, Role::Clerk] };
    notify::tell_holders(cx, unit, roles, Message { event, key: &key, values, link: &link }).await
}

/// Tells people by their ids; absent ones are left out.
///
/// # Errors
/// If the database cannot be written.
pub async fn tell_people(cx: &mut Cx, task: &Task, event: Event, values: &[(&str, String)], people: &[Option<i64>]) -> Result<()> {
    let (key, link) = (key(task), link(task));
    notify::tell_people(cx, people.iter().flatten().copied(), Message { event, key: &key, values, link: &link }).await
}

fn key(task: &Task) -> String {
    format!("task:{}:{}", task.code, task.version)
}

fn link(task: &Task) -> String {
    format!("/can-bo/nhiem-vu/{}", task.code)
}

/// A unit that the actor may give tasks to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assignable {
    /// Row number.
    pub id: i64,
    /// Present name.
    pub name: String,
    /// Group, for the headings of a long list.
    pub group: UnitGroup,
    /// All that it is called, folded, to be searched.
    pub(super) called: String,
}

/// The units of today that the actor may give tasks to: agencies; inside the own agency also its divisions.
///
/// # Errors
/// `Forbidden` without the right to create tasks.
pub async fn assignable(cx: &mut Cx) -> Result<Vec<Assignable>> {
    let reach = cx.require_reach(Action::Create, ObjectKind::Task)?;
    let day = model::format::local_date(cx.now());
    let units = org::all(cx, day).await?;
    let mut list: Vec<Assignable> = units
        .into_iter()
        .filter(|unit| if reach.all { unit.kind.is_agency() } else { reach.covers(unit.id) })
        .map(|unit| Assignable { id: unit.id, group: UnitGroup::of(unit.kind), called: super::find_unit::called(&unit), name: unit.name })
        .collect();
    list.sort_by_key(|unit| unit.group);
    Ok(list)
}

sql!(
    CANDIDATES,
    "SELECT DISTINCT p.id, p.full_name, e.position, p.sort_key, e.rank FROM org_closure c
     JOIN employment e ON e.unit_id = c.descendant_id AND e.valid_from <= $2 AND (e.valid_to IS NULL OR e.valid_to > $2)
     JOIN person p ON p.id = e.person_id
     WHERE c.ancestor_id = $1 ORDER BY e.rank, p.sort_key, p.id LIMIT 500"
);
#[derive(FromRow)]
struct CandidateRow {
    id: i64,
    full_name: String,
    position: String,
}
/// People who can be put in charge inside a unit: id, and name with position.
///
/// # Errors
/// If the database cannot be read.
pub async fn candidates(cx: &mut Cx, unit: i64) -> Result<Vec<(i64, String)>> {
    let day = model::format::local_date(cx.now());
    let rows: Vec<CandidateRow> = cx.conn().all(CANDIDATES, args![unit, day]).await?;
    let mut list: Vec<(i64, String)> = Vec::with_capacity(rows.len());
    for row in rows {
        if !list.iter().any(|(id, _)| *id == row.id) {
            list.push((row.id, format!("{}, {}", row.full_name, row.position)));
        }
    }
    Ok(list)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::actor::{ActorKind, HeldRole};
    use chrono::{DateTime, Utc};
    use model::access::{Reach, Scope};
    use model::tasks::TaskSource;

    const UNIT: i64 = 7;
    const PERSON: i64 = 3;

    fn holder(roles: &[Role]) -> Actor {
        let mut actor = Actor::new(ActorKind::Official, "Mẫu");
        (actor.person_id, actor.unit_id) = (Some(PERSON), Some(UNIT));
        for role in roles {
            actor.roles.push(HeldRole {
                role: *role,
                scope: Scope::Unit,
                unit_id: UNIT,
                unit_name: String::new(),
                since: DateTime::<Utc>::UNIX_EPOCH,
                granted_by: String::new(),
                on_behalf_of: None,
            });
            for permission in role.permissions() {
                actor.reach.insert(*permission, Reach { all: false, own: true, units: vec![UNIT] });
            }
        }
        actor
    }

    fn tasks() -> Vec<Task> {
        let sources = [TaskSource::Chair, TaskSource::PeopleCommittee];
        let places = sources.iter().flat_map(|source| [None, Some(PERSON)].map(|who| (*source, who)));
        places
            .map(|(source, who)| Task {
                source_kind: source.to_string(),
                lead_unit_id: UNIT,
                person_id: who,
                assigner_id: who,
                monitor_id: who,
                ..Task::blank(DateTime::<Utc>::UNIX_EPOCH)
            })
            .collect()
    }

    /// The route of a step asks for its right before the task is known: it may stop nobody whom the use case lets through.
    #[test]
    fn whoever_may_take_a_step_holds_its_right() {
        let mut allowed = 0;
        for (first, second) in Role::ALL.iter().flat_map(|first| Role::ALL.iter().map(move |second| (*first, *second))) {
            let actor = holder(&[first, second]);
            for task in tasks() {
                for step in TaskStep::ALL.iter().filter(|step| may(&actor, who(**step, &task).expect("source"), &task)) {
                    allowed += 1;
                    let held = rules::right(*step).is_none_or(|action| actor.may_somewhere(action, ObjectKind::Task));
                    assert!(held, "{first} and {second} may take {step} without its right");
                }
            }
        }
        assert!(allowed > 500, "{allowed}");
    }
}
