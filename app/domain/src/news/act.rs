//! What every step has in common: right, version, table, the row, one event, audit, change note, the messages.

use super::access::{self, Powers};
use super::rules::{self, Who};
use super::store::{self, Article};
use crate::Cx;
use crate::audit::AuditEvent;
use crate::error::{Error, Result};
use crate::notify::{self, Message};
use model::access::{Action, Role};
use model::news::{ArticleAction, ArticleState};
use model::notify::Event;

/// A step that was checked and is being taken.
pub(super) struct Step {
    /// The article; a use case changes it before [`Step::finish`].
    pub article: Article,
    /// State before.
    pub from: ArticleState,
    /// State after: the first of the table, or another one of [`Step::rule`].
    pub to: ArticleState,
    /// Row of the table.
    pub rule: &'static rules::Step,
}

/// Loads an article for a step: right, version and state are checked, in this order.
///
/// # Errors
/// `NotFound` if the actor may not see it, `Forbidden` without the right to the step, `Conflict` if somebody was faster, if the
/// state does not allow it, or for the approval of an own text.
pub(super) async fn begin(cx: &mut Cx, code: &str, version: i64, action: ArticleAction) -> Result<Step> {
    let (article, powers) = access::load(cx, code).await?;
    require(cx, &article, powers, action)?;
    if article.version != version {
        return Err(Error::stale("Bài này", article.changed_at));
    }
    Step::of(article, action)
}

/// Refuses unless the actor may take this step, whatever the state.
pub(super) fn require(cx: &Cx, article: &Article, powers: Powers, action: ArticleAction) -> Result<()> {
    let who = rules::who(article.state()?, action);
    if powers.fit(&who) {
        return Ok(());
    }
    if powers.author && powers.approve && who.contains(&Who::EditorInChiefNotAuthor) {
        return Err(Error::conflict("Người viết không tự duyệt bài của mình. Hãy nhờ người khác trong ban biên tập duyệt."));
    }
    Err(access::refusal(cx, permission(&who, powers)))
}

/// Which permission is missing, for the message.
fn permission(who: &[Who], powers: Powers) -> Action {
    match who.first() {
        // Who may write lacks the right to somebody else's text.
        Some(Who::Writer) if powers.write => Action::Edit,
        Some(Who::Writer) => Action::Create,
        Some(Who::Editor) => Action::Edit,
        Some(Who::EditorInChief | Who::EditorInChiefNotAuthor) => Action::Approve,
        _ => Action::Publish,
    }
}

impl Step {
    /// A step of an article that was loaded already; only the table is asked. The portal's own steps begin here.
    ///
    /// # Errors
    /// `Conflict` if the state does not allow it.
    pub(super) fn of(article: Article, action: ArticleAction) -> Result<Self> {
        let from = article.state()?;
        let Some(rule) = rules::find(Some(from), action) else {
            return Err(Error::conflict(format!("Bài đang ở trạng thái “{}”, không thể {}. Hãy tải lại trang.", from.label(), action.label().to_lowercase())));
        };
        Ok(Self { article, from, to: rule.to[0], rule })
    }

    /// Stores the changed article in its new state, the step in its history and the act in the audit log.
    ///
    /// # Errors
    /// `Conflict` if somebody was faster.
    pub(super) async fn finish(mut self, cx: &mut Cx, reason: &str) -> Result<Article> {
        let (now, action) = (cx.now(), self.rule.action);
        self.article.state = self.to.to_string();
        store::update(&mut cx.conn(), &self.article, now).await?;
        self.article.version += 1;
        self.article.changed_at = now;
        let (actor_id, actor_name) = (cx.actor.account_id, cx.actor.name.clone());
        let event = store::NewEvent {
            article_id: self.article.id,
            at: now,
            action,
            from: Some(self.from),
            to: self.to,
            actor_id,
            actor_name: &actor_name,
            reason,
            text_version: self.article.text_version,
        };
        store::insert_event(&mut cx.conn(), &event).await?;
        cx.audit(AuditEvent::new(format!("article.{action}"), "article", &self.article.code).detail(format!("{} → {}", self.from, self.to)));
        cx.changed("article", &self.article.code);
        Ok(self.article)
    }
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
