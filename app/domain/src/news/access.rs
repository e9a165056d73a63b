//! Who may do what with an article: powers on a site, loading with powers, the refusal.

pub(super) use super::rules::Powers;
use super::sites;
use super::store::{self, Article};
use crate::Cx;
use crate::error::{Error, Result};
use model::access::{Action, ObjectKind};
use model::news::SiteView;

sql!(UNDER, "SELECT descendant_id FROM org_closure WHERE ancestor_id = $1 AND depth > 0");

/// What the actor may do on the site of this unit. The right to write reaches up from a division to the site of its office;
/// the rights to edit, approve and publish do not.
pub(super) async fn powers_on(cx: &mut Cx, unit_id: i64) -> Result<Powers> {
    let may = |action| cx.actor.may(action, ObjectKind::Article, unit_id);
    let mut powers = Powers {
        write: may(Action::Create),
        edit: may(Action::Edit),
        publish: may(Action::Publish),
        approve: may(Action::Approve),
        author: false,
        system: cx.actor.kind == crate::actor::ActorKind::System,
    };
    let reach = cx.actor.reach(Action::Create, ObjectKind::Article);
    if !powers.write && !reach.units.is_empty() {
        let under: Vec<(i64,)> = cx.conn().all(UNDER, args![unit_id]).await?;
        powers.write = under.iter().any(|(unit,)| reach.covers(*unit));
    }
    Ok(powers)
}

/// The site nearest to the actor: where a new article belongs if the form names none.
pub(super) async fn home_site(cx: &mut Cx) -> Result<SiteView> {
    let writable = sites::writable(cx).await?;
    let own = writable.iter().find(|site| Some(site.unit_id) == cx.actor.unit_id).or(writable.first()).cloned();
    own.ok_or_else(|| refusal(cx, Action::Create))
}

/// Loads an article that the actor may see on the desk.
///
/// # Errors
/// `NotFound` also for articles of others.
pub(super) async fn load(cx: &mut Cx, code: &str) -> Result<(Article, Powers)> {
    let article = store::by_code(&mut cx.conn(), code).await?;
    let mut powers = powers_on(cx, article.unit_id).await?;
    let author = cx.actor.person_id.is_some() && article.author_id == cx.actor.person_id;
    powers.author = author;
    if !author && cx.actor.person_id.is_some() {
        let text = store::version(&mut cx.conn(), article.id, article.text_version).await?;
        powers.author = text.author_id == cx.actor.person_id;
    }
    let sees = author || powers.edit || powers.approve || powers.publish || powers.system || cx.actor.may(Action::View, ObjectKind::Article, article.unit_id);
    if sees { Ok((article, powers)) } else { Err(Error::NotFound) }
}

/// The refusal for a missing permission on articles.
pub(super) fn refusal(cx: &Cx, action: Action) -> Error {
    if cx.actor.is_signed_in() { Error::Forbidden { action, kind: ObjectKind::Article, unit: None } } else { Error::Unauthorized }
}
