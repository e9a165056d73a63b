//! Writing: create, save, lock, propose a correction.

use super::check::{Checked, check};
use super::{access, act, sites, store};
use crate::Cx;
use crate::audit::AuditEvent;
use crate::error::{Error, Result};
use chrono::{DateTime, Datelike, Duration, Utc};
use model::access::{Action, Role};
use model::format::local_date;
use model::news::{ArticleAction, ArticleState, ArticleText, Correction};

/// How long a text stays reserved for the person who edits it (07 §3).
const LOCK: Duration = Duration::minutes(30);

/// Creates a draft and returns its code.
///
/// # Errors
/// `Forbidden` if the actor may not write for the site; `Invalid` for a link or picture that may not stand in the text.
pub async fn create(cx: &mut Cx, text: &ArticleText) -> Result<String> {
    let site = if text.site.is_empty() { access::home_site(cx).await? } else { sites::by_path(cx, &text.site).await? };
    if !access::powers_on(cx, site.unit_id).await?.write {
        return Err(access::refusal(cx, Action::Create));
    }
    let checked = check(cx, text).await?;
    let now = cx.now();
    let year = local_date(now).year();
    let number = crate::numbering::next(&mut cx.conn(), &format!("article:{year}")).await?;
    let code = format!("TB-{year}-{number:06}");
    let name = cx.actor.name.clone();
    let new = store::NewArticle { code: &code, site_id: site.id, text: &checked.text, author_id: cx.actor.person_id, author_name: &name, now };
    let id = store::insert(&mut cx.conn(), &new).await?;
    add_version(cx, id, 1, &checked).await?;
    let event = store::NewEvent {
        article_id: id,
        at: now,
        action: ArticleAction::Create,
        from: None,
        to: ArticleState::Draft,
        actor_id: cx.actor.account_id,
        actor_name: &name,
        reason: "",
        text_version: 1,
    };
    store::insert_event(&mut cx.conn(), &event).await?;
    cx.audit(AuditEvent::new("article.create", "article", &code));
    Ok(code)
}

/// Saves a new version of a draft or of a text that waits for editing. `version` is the one the form was opened with.
///
/// # Errors
/// `Conflict` if somebody was faster or holds the lock, or the state does not allow it; `Forbidden`; `Invalid`.
pub async fn save(cx: &mut Cx, code: &str, version: i64, text: &ArticleText) -> Result<()> {
    let mut step = act::begin(cx, code, version, ArticleAction::Save).await?;
    unlocked(cx, &step.article)?;
    let checked = check(cx, text).await?;
    let article = &mut step.article;
    article.text_version += 1;
    apply(article, &checked.text);
    article.lock_until = None;
    article.lock_person_id = None;
    add_version(cx, article.id, article.text_version, &checked).await?;
    step.finish(cx, "").await.map(|_| ())
}

/// Reserves the text for the actor for 30 minutes; `take_over` takes it from somebody else, who is told by the page. It is no
/// step of the history and asks for no version: whoever opens the form sees the newest text.
///
/// # Errors
/// `Conflict` with name and time if somebody else holds it, or if the state does not allow it; `Forbidden` if the actor may not edit.
pub async fn lock(cx: &mut Cx, code: &str, take_over: bool) -> Result<()> {
    let (article, powers) = access::load(cx, code).await?;
    act::require(cx, &article, powers, ArticleAction::Save)?;
    let mut article = act::Step::of(article, ArticleAction::Save)?.article;
    if !take_over {
        unlocked(cx, &article)?;
    }
    let taken = locked_by_other(cx, &article).map(|(name, _)| name);
    article.lock_person_id = cx.actor.person_id;
    article.lock_name = cx.actor.name.clone();
    article.lock_until = Some(cx.now() + LOCK);
    let changed_at = article.changed_at;
    store::update(&mut cx.conn(), &article, changed_at).await?;
    if let Some(name) = taken {
        cx.audit(AuditEvent::new("article.lock_taken", "article", code).detail(format!("từ {name}")));
    }
    Ok(())
}

/// Writes a new text for a published article; readers see it after the editor in chief approved it ([`super::correct`]).
///
/// # Errors
/// `Conflict` if it is not published or somebody was faster; `Forbidden`; `Invalid`.
pub async fn propose_correction(cx: &mut Cx, code: &str, version: i64, text: &ArticleText, input: &Correction) -> Result<()> {
    let mut step = act::begin(cx, code, version, ArticleAction::ProposeCorrection).await?;
    let checked = check(cx, text).await?;
    checked.require_complete()?;
    let article = &mut step.article;
    article.text_version += 1;
    article.correction_version = Some(article.text_version);
    article.correction_note.clone_from(&input.note);
    article.correction_facts = input.facts;
    add_version(cx, article.id, article.text_version, &checked).await?;
    let article = step.finish(cx, &input.note).await?;
    act::tell_editors(cx, &article, &checked.text.title, Role::EditorInChief, "duyệt bản đính chính").await
}

/// The person who holds the text, if it is somebody else, and until when.
pub(super) fn locked_by_other(cx: &Cx, article: &store::Article) -> Option<(String, DateTime<Utc>)> {
    let until = article.lock_until.filter(|until| *until > cx.now())?;
    (article.lock_person_id != cx.actor.person_id).then(|| (article.lock_name.clone(), until))
}

fn unlocked(cx: &Cx, article: &store::Article) -> Result<()> {
    let Some((name, until)) = locked_by_other(cx, article) else { return Ok(()) };
    let until = model::format::time(until);
    Err(Error::conflict(format!("{name} đang sửa bài này đến {until}. Hãy chờ, hoặc chọn “Sửa thay” để nhận việc sửa.")))
}

fn apply(article: &mut store::Article, text: &ArticleText) {
    article.section = text.section.to_string();
    article.channel = text.channel.to_string();
    article.ends_on = text.ends_on;
    article.allow_comments = text.allow_comments;
    article.on_front = text.on_front;
    article.featured = text.featured;
}

async fn add_version(cx: &mut Cx, article_id: i64, n: i64, checked: &Checked) -> Result<()> {
    let (author_id, author_name, now) = (cx.actor.person_id, cx.actor.name.clone(), cx.now());
    let new = store::NewVersion {
        article_id,
        n,
        text: &checked.text,
        html: &checked.html,
        picture_id: checked.picture_id,
        author_id,
        author_name: &author_name,
        now,
    };
    store::insert_version(&mut cx.conn(), &new).await
}
