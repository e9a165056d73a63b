//! What only the set-up of a portal may do: accounts that are ready at once, roles without a message, technical
//! administrators. Every function refuses anybody but the system itself.

use super::{accounts, grants, people, roles};
use crate::actor::ActorKind;
use crate::cx::Cx;
use crate::error::{Error, Result};
use model::access::{Action, ObjectKind, Role, Scope};
use model::identity::{AccountKind, NewPerson};

fn require_system(cx: &Cx) -> Result<()> {
    if cx.actor.kind == ActorKind::System {
        return Ok(());
    }
    Err(Error::Forbidden { action: Action::Grant, kind: ObjectKind::Role, unit: None })
}

/// Creates a person without employment: a citizen or an organisation.
pub(crate) async fn person(cx: &mut Cx, new: &NewPerson) -> Result<i64> {
    require_system(cx)?;
    people::insert(cx, new).await
}

/// Creates an active account with a password hash and, for officials, an authenticator secret.
pub(crate) async fn ready_account(cx: &mut Cx, person: i64, kind: AccountKind, username: &str, password_hash: &str, totp: Vec<u8>) -> Result<i64> {
    require_system(cx)?;
    let ready = accounts::ReadyFactors { password_hash: password_hash.to_owned(), totp };
    accounts::insert(cx, person, kind, username, Some(ready)).await
}

/// Gives a job template without telling the person.
pub(crate) async fn grant(cx: &mut Cx, input: &model::identity::GrantInput) -> Result<()> {
    require_system(cx)?;
    grants::apply(cx, input).await.map(|_| ())
}

/// Makes somebody a technical administrator of the province. Administrators of units never can (A01-09); on a running
/// portal two technical administrators do it together, see `joint`.
pub(crate) async fn system_admin(cx: &mut Cx, person: i64, root: i64, employment: i64) -> Result<()> {
    require_system(cx)?;
    let place = roles::Place { unit: root, scope: Scope::Province, template: "tpl_administrator", employment: Some(employment), valid_to: None };
    roles::insert_role(cx, person, Role::SystemAdmin, &place, "").await
}
