//! Who stands how to a dossier: permissions of the actor meet the units on the row (02 §4, 01 §4).
//!
//! Reception desks and divisions are parts of an agency: a permission given for the part holds for dossiers that
//! name the agency itself, where the relation says so.

use super::row::DossierRow;
use super::rules::Right;
use crate::actor::{Actor, ActorKind};
use crate::error::{Error, Result};
use model::access::{Action, ObjectKind, Reach};

/// The permissions of an actor, with the agencies whose parts they were given for.
#[derive(Debug, Clone)]
pub(super) struct Access {
    pub system: bool,
    pub person: Option<i64>,
    account: Option<i64>,
    phone: Option<String>,
    pub receive: Reach,
    pub give_back: Reach,
    pub view: Reach,
    /// `view`, and the agencies whose division the actor sees: what nobody has taken yet.
    pub view_near: Reach,
    edit: Reach,
    pub assign: Reach,
    pub approve: Reach,
    pub sign: Reach,
    pub publish: Reach,
    /// Money: the accountant's reach.
    pub collect: Reach,
}

/// The permissions of an actor.
pub(super) fn of(actor: &Actor) -> Access {
    let reach = |action| actor.reach(action, ObjectKind::Dossier);
    let mut access = Access {
        system: actor.kind == ActorKind::System,
        person: actor.person_id,
        account: actor.account_id,
        phone: actor.phone.clone(),
        receive: reach(Action::Receive),
        give_back: reach(Action::Return),
        view: reach(Action::View),
        view_near: reach(Action::View),
        edit: reach(Action::Edit),
        assign: reach(Action::Assign),
        approve: reach(Action::Approve),
        sign: reach(Action::Sign),
        publish: actor.reach(Action::Publish, ObjectKind::Result),
        collect: actor.reach(Action::Edit, ObjectKind::Payment),
    };
    if access.system || !actor.is_official() {
        return access;
    }
    let mut widened = [
        &mut access.receive,
        &mut access.give_back,
        &mut access.view_near,
        &mut access.edit,
        &mut access.assign,
        &mut access.approve,
        &mut access.publish,
        &mut access.collect,
    ];
    for reach in &mut widened {
        let more: Vec<i64> = actor.parts.iter().filter(|(part, _)| reach.units.binary_search(part).is_ok()).map(|(_, agency)| *agency).collect();
        reach.units.extend(more);
        reach.units.sort_unstable();
        reach.units.dedup();
    }
    access
}

impl Access {
    /// True if the actor may take steps of this kind on the dossier.
    pub(super) fn may(&self, right: Right, row: &DossierRow) -> bool {
        if self.system {
            return true;
        }
        let own = row.officer_id.is_some() && row.officer_id == self.person;
        match right {
            Right::Applicant => self.is_applicant(row),
            Right::Receive => row.at_counter(|unit| self.receive.covers(unit)),
            Right::Return => row.at_counter(|unit| self.give_back.covers(unit)),
            Right::Officer => own && !self.edit.is_empty(),
            // Whoever acts on own work only may take what nobody in the agency has yet.
            Right::Accept => {
                let near = row.at_agency(|unit| self.edit.covers(unit)) || (self.edit.own && row.at_agency(|unit| self.view_near.covers(unit)));
                (row.officer_id.is_none() || own) && near
            }
            Right::Assign => row.at_agency(|unit| self.assign.covers(unit)),
            Right::Approve => row.at_agency(|unit| self.approve.covers(unit)),
            Right::Sign => row.at_agency(|unit| self.sign.covers(unit)),
            Right::TakeOver => row.transfer_to.is_some_and(|unit| self.sign.covers(unit)),
            Right::Publish => row.at_agency(|unit| self.publish.covers(unit)),
            Right::Collect => row.at_counter(|unit| self.collect.covers(unit)) || row.at_agency(|unit| self.collect.covers(unit)),
            Right::System => false,
        }
    }

    /// The agencies whose dossiers the actor may take, as far as nobody has them ([`Right::Accept`]).
    pub(super) fn accept(&self) -> Reach {
        let mut reach = if self.edit.own { self.view_near.clone() } else { Reach::default() };
        reach.all |= self.edit.all;
        reach.units.extend(self.edit.units.iter().copied());
        reach.units.sort_unstable();
        reach.units.dedup();
        reach.own = false;
        reach
    }

    /// True for somebody whose lists reach over the whole province.
    pub(super) fn everywhere(&self) -> bool {
        let lists = [&self.receive, &self.give_back, &self.view, &self.assign, &self.approve, &self.sign, &self.publish];
        self.system || lists.iter().any(|reach| reach.all)
    }

    /// True for somebody who works on dossiers.
    pub(super) fn edits(&self) -> bool {
        !self.edit.is_empty()
    }

    /// True for the account that submitted the dossier; without one, for whoever verified its telephone number.
    pub(super) fn is_applicant(&self, row: &DossierRow) -> bool {
        match row.applicant_account {
            Some(account) => self.account == Some(account),
            None => self.phone.as_ref().is_some_and(|phone| *phone == row.applicant_phone),
        }
    }

    /// True if the actor may read the dossier at the desk.
    pub(super) fn sees(&self, row: &DossierRow) -> bool {
        self.system
            || (row.officer_id.is_some() && row.officer_id == self.person)
            || row.at_counter(|unit| self.receive.covers(unit))
            || row.at_agency(|unit| self.view.covers(unit))
            || row.at_counter(|unit| self.view.covers(unit))
            || row.handling_unit_id.is_some_and(|unit| self.view.covers(unit))
            || (row.handling_unit_id.is_none() && row.at_agency(|unit| self.view_near.covers(unit)))
            || row.at_agency(|unit| self.publish.covers(unit))
            || row.continuing_unit_id.is_some_and(|unit| self.view_near.covers(unit))
            || self.may(Right::TakeOver, row)
    }

    /// Refuses without one of these rights; says `NotFound` to somebody who may not even know of the dossier.
    pub(super) fn require(&self, rights: &[Right], row: &DossierRow, signed_in: bool) -> Result<()> {
        if rights.iter().any(|right| self.may(*right, row)) {
            return Ok(());
        }
        if !signed_in {
            return Err(Error::Unauthorized);
        }
        if !self.sees(row) && !self.is_applicant(row) {
            return Err(Error::NotFound);
        }
        if rights.first() == Some(&Right::Collect) {
            return Err(Error::Forbidden { action: Action::Edit, kind: ObjectKind::Payment, unit: Some(row.competent_unit.clone()) });
        }
        let action = match rights.first() {
            Some(Right::Receive) => Action::Receive,
            Some(Right::Return) => Action::Return,
            Some(Right::Assign) => Action::Assign,
            Some(Right::Approve) => Action::Approve,
            Some(Right::Sign | Right::TakeOver) => Action::Sign,
            Some(Right::Publish) => Action::Publish,
            _ => Action::Edit,
        };
        Err(Error::Forbidden { action, kind: ObjectKind::Dossier, unit: Some(row.competent_unit.clone()) })
    }
}
