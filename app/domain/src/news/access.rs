//! What the use cases of this slice share: loading with powers, permission by the table, writing a step down.

pub(super) use super::rules::Powers;
use super::store::{self, Article};
use super::{markup, rules, sites};
use crate::Cx;
use crate::audit::AuditEvent;
use crate::error::{Error, Result};
use crate::notify::{self, Message};
use model::access::{Action, ObjectKind, Role};
use model::news::{ArticleAction, ArticleState, ArticleText, SiteView};
use model::notify::Event;

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

/// The row of the table for this step, if the state allows it and the actor may do it.
pub(super) fn permit(cx: &Cx, article: &Article, powers: Powers, action: ArticleAction) -> Result<(ArticleState, &'static rules::Step)> {
    let state: ArticleState = article.state.parse()?;
    let Some(step) = rules::find(Some(state), action) else {
        return Err(Error::conflict(format!("Bài đang ở trạng thái “{}”, không thể {}. Hãy tải lại trang.", state.label(), action.label().to_lowercase())));
    };
    if powers.fit(step.who) {
        return Ok((state, step));
    }
    if powers.author && powers.approve {
        return Err(Error::conflict("Người viết không tự duyệt bài của mình. Hãy nhờ người khác trong ban biên tập duyệt."));
    }
    Err(refusal(cx, permission(step)))
}

/// Which permission is missing, for the message.
fn permission(step: &rules::Step) -> Action {
    match step.who.first() {
        Some(rules::Who::Writer) => Action::Create,
        Some(rules::Who::Editor) => Action::Edit,
        Some(rules::Who::EditorInChief | rules::Who::EditorInChiefNotAuthor) => Action::Approve,
        _ => Action::Publish,
    }
}

pub(super) fn refusal(cx: &Cx, action: Action) -> Error {
    if cx.actor.is_signed_in() { Error::Forbidden { action, kind: ObjectKind::Article, unit: None } } else { Error::Unauthorized }
}

/// Refuses a text that misses what every article must have (07 §3).
pub(super) fn require_complete(text: &ArticleText, has_picture: bool) -> Result<()> {
    let pictures = markup::render(&text.body).pictures;
    Ok(model::news::complete(&text.title, &text.summary, &text.body, has_picture, &text.picture_alt, &pictures).into_result(())?)
}

/// Stores the changed article, the step in its history and the act in the audit log.
pub(super) async fn record(cx: &mut Cx, article: &mut Article, action: ArticleAction, from: ArticleState, reason: &str) -> Result<()> {
    let now = cx.now();
    store::update(&mut cx.conn(), article, now).await?;
    article.version += 1;
    article.changed_at = now;
    let (actor_id, actor_name) = (cx.actor.person_id, cx.actor.name.clone());
    let event = store::NewEvent {
        article_id: article.id,
        at: now,
        action: action.as_str(),
        from: from.as_str(),
        to: &article.state,
        actor_id,
        actor_name: &actor_name,
        reason,
        text_version: article.text_version,
    };
    store::insert_event(&mut cx.conn(), &event).await?;
    cx.audit(AuditEvent::new(format!("article.{action}"), "article", &article.code).detail(format!("{from} → {}", article.state)));
    cx.changed("article", &article.code);
    Ok(())
}

/// Tells the people with this role on the site, but not the one who acts.
pub(super) async fn tell_editors(cx: &mut Cx, article: &Article, title: &str, role: Role, work: &str) -> Result<()> {
    let values = [("ten", title.to_owned()), ("viec", work.to_owned())];
    let (key, link) = (key(article), desk_link(article));
    notify::tell_holders(cx, article.unit_id, &[role], Message { event: Event::ArticleToApprove, key: &key, values: &values, link: &link }).await
}

/// Tells the author that the text came back.
pub(super) async fn tell_author(cx: &mut Cx, article: &Article, title: &str, reason: &str) -> Result<()> {
    let values = [("ten", title.to_owned()), ("ly_do", reason.to_owned())];
    let (key, link) = (key(article), desk_link(article));
    notify::tell_people(cx, article.author_id, Message { event: Event::ArticleReturned, key: &key, values: &values, link: &link }).await
}

fn key(article: &Article) -> String {
    format!("article:{}:{}", article.code, article.version)
}

fn desk_link(article: &Article) -> String {
    format!("/can-bo/tin-bai/{}", article.code)
}
