//! Who may use a route at all. The use case behind it checks the rest: deny by default twice.

use domain::actor::ActorKind;
use domain::{Actor, Error};
use model::access::{Action, ObjectKind};

/// The policy of a route. There is no default: a route cannot be registered without one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Policy {
    /// Everybody, without signing in.
    Public,
    /// Anybody who is signed in.
    SignedIn,
    /// Anybody who is signed in, and whoever verified a telephone number instead.
    Applicant,
    /// A signed-in citizen or organisation.
    Citizen,
    /// A signed-in official.
    Official,
    /// An official who holds this permission somewhere; the use case checks where.
    Permission(Action, ObjectKind),
}

impl Policy {
    /// Checks the policy for an actor.
    ///
    /// # Errors
    /// `Unauthorized` if nobody is signed in, `Forbidden` for a missing permission, `NotFound` for the other kind of account.
    pub fn check(self, actor: &Actor) -> Result<(), Error> {
        match self {
            Policy::Public => Ok(()),
            Policy::Applicant if actor.may_apply() => Ok(()),
            _ if !actor.is_signed_in() => Err(Error::Unauthorized),
            Policy::SignedIn | Policy::Applicant => Ok(()),
            Policy::Citizen if actor.kind == ActorKind::Citizen => Ok(()),
            Policy::Official if actor.is_official() => Ok(()),
            Policy::Citizen | Policy::Official => Err(Error::NotFound),
            Policy::Permission(..) if !actor.is_official() => Err(Error::NotFound),
            Policy::Permission(action, kind) if actor.may_somewhere(action, kind) => Ok(()),
            Policy::Permission(action, kind) => Err(Error::Forbidden { action, kind, unit: None }),
        }
    }

    /// In words, for the route list.
    #[must_use]
    pub fn in_words(self) -> String {
        match self {
            Policy::Public => "public".to_owned(),
            Policy::SignedIn => "signed_in".to_owned(),
            Policy::Applicant => "applicant".to_owned(),
            Policy::Citizen => "citizen".to_owned(),
            Policy::Official => "official".to_owned(),
            Policy::Permission(action, kind) => format!("{action}:{kind}"),
        }
    }
}
