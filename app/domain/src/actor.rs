//! Who acts: nobody, a citizen, an official with the permissions of the present employment, or the system itself.

use chrono::{DateTime, Utc};
use model::access::{Action, ObjectKind, Reach, Role, Scope};
use std::collections::HashMap;

/// What kind of actor it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ActorKind {
    /// Nobody is signed in.
    Anonymous,
    /// A citizen or an organisation.
    Citizen,
    /// An official.
    Official,
    /// A job, an import or the seed.
    System,
}

/// One role that the actor holds, with where it came from: the answer to "Vì sao tôi thấy trang này?".
#[derive(Debug, Clone)]
pub struct HeldRole {
    /// The role.
    pub role: Role,
    /// Its scope.
    pub scope: Scope,
    /// Unit it was given for.
    pub unit_id: i64,
    /// Name of that unit.
    pub unit_name: String,
    /// Since when.
    pub since: DateTime<Utc>,
    /// Who gave it.
    pub granted_by: String,
    /// The person on whose behalf the role is used, if it came by delegation.
    pub on_behalf_of: Option<(i64, String)>,
}

/// The person (or the system) that a use case works for. Loaded once per request.
#[derive(Debug, Clone)]
pub struct Actor {
    /// Kind.
    pub kind: ActorKind,
    /// Account, if signed in.
    pub account_id: Option<i64>,
    /// Person behind the account.
    pub person_id: Option<i64>,
    /// Telephone number that a visitor without an account verified by a one-time code.
    pub phone: Option<String>,
    /// Full name, for events and pages.
    pub name: String,
    /// Position in words ("Trưởng phòng"), empty for citizens.
    pub position: String,
    /// Active employment; stored with each act.
    pub employment_id: Option<i64>,
    /// Unit of that employment.
    pub unit_id: Option<i64>,
    /// Its name.
    pub unit_name: String,
    /// Session row.
    pub session_id: Option<i64>,
    /// Until when a repeated second factor counts (step-up).
    pub step_up_until: Option<DateTime<Utc>>,
    /// Roles with their origin.
    pub roles: Vec<HeldRole>,
    /// Permissions, spread out to units.
    pub reach: HashMap<(Action, ObjectKind), Reach>,
    /// Divisions and one-stop centres of the roles, each with the agency that it is a part of.
    pub parts: Vec<(i64, i64)>,
}

impl Actor {
    fn of(kind: ActorKind, name: &str) -> Self {
        Self {
            kind,
            account_id: None,
            person_id: None,
            phone: None,
            name: name.to_owned(),
            position: String::new(),
            employment_id: None,
            unit_id: None,
            unit_name: String::new(),
            session_id: None,
            step_up_until: None,
            roles: Vec::new(),
            reach: HashMap::new(),
            parts: Vec::new(),
        }
    }

    /// Nobody.
    #[must_use]
    pub fn anonymous() -> Self {
        Self::of(ActorKind::Anonymous, "Khách")
    }

    /// Somebody without an account who verified this telephone number.
    #[must_use]
    pub fn guest(phone: &str) -> Self {
        let mut actor = Self::of(ActorKind::Anonymous, &format!("Người nộp (số {})", model::format::mask_phone(phone)));
        actor.phone = Some(phone.to_owned());
        actor
    }

    /// The portal itself: jobs, imports, seed. May do everything; its name stands in the audit log.
    #[must_use]
    pub fn system(name: &str) -> Self {
        Self::of(ActorKind::System, name)
    }

    /// An empty actor of a kind, to be filled by `identity`.
    #[must_use]
    pub fn new(kind: ActorKind, name: &str) -> Self {
        Self::of(kind, name)
    }

    /// True for a signed-in person.
    #[must_use]
    pub fn is_signed_in(&self) -> bool {
        self.account_id.is_some()
    }

    /// True for somebody who may apply: signed in, or with a verified telephone.
    #[must_use]
    pub fn may_apply(&self) -> bool {
        self.is_signed_in() || self.phone.is_some()
    }

    /// True for the applicant of a dossier with this account, or, without one, with this telephone number.
    #[must_use]
    pub fn is_applicant(&self, account: Option<i64>, phone: &str) -> bool {
        match (account, &self.phone) {
            (Some(account), _) => self.account_id == Some(account),
            (None, Some(own)) => !own.is_empty() && own == phone,
            (None, None) => false,
        }
    }

    /// True for a signed-in official.
    #[must_use]
    pub fn is_official(&self) -> bool {
        self.kind == ActorKind::Official
    }

    /// How far a permission reaches; nothing by default.
    #[must_use]
    pub fn reach(&self, action: Action, kind: ObjectKind) -> Reach {
        if self.kind == ActorKind::System {
            return Reach { all: true, own: true, units: Vec::new() };
        }
        self.reach.get(&(action, kind)).cloned().unwrap_or_default()
    }

    /// True if the permission covers something of this unit.
    #[must_use]
    pub fn may(&self, action: Action, kind: ObjectKind, unit_id: i64) -> bool {
        self.kind == ActorKind::System || self.reach.get(&(action, kind)).is_some_and(|reach| reach.covers(unit_id))
    }

    /// True if the permission is held anywhere.
    #[must_use]
    pub fn may_somewhere(&self, action: Action, kind: ObjectKind) -> bool {
        self.kind == ActorKind::System || self.reach.get(&(action, kind)).is_some_and(|reach| !reach.is_empty())
    }

    /// True if the actor holds the role anywhere.
    #[must_use]
    pub fn has_role(&self, role: Role) -> bool {
        self.kind == ActorKind::System || self.roles.iter().any(|held| held.role == role)
    }
}
