//! Writing: create, save, lock, propose a correction.

use super::access;
use super::{markup, rules, sites, store};
use crate::Cx;
use crate::audit::AuditEvent;
use crate::error::{Error, Result};
use crate::files;
use chrono::{DateTime, Datelike, Duration, Utc};
use model::FieldErrors;
use model::news::{ArticleAction, ArticleForm, ArticleState, ArticleText};

/// How long a text stays reserved for the person who edits it (07 §3).
const LOCK: Duration = Duration::minutes(30);

/// Creates a draft and returns its code.
///
/// # Errors
/// `Forbidden` if the actor may not write for the site; `Invalid` for what the form says.
pub async fn create(cx: &mut Cx, form: &ArticleForm) -> Result<String> {
    let site = if form.site.is_empty() { access::home_site(cx).await? } else { sites::by_path(cx, &form.site).await? };
    if !access::powers_on(cx, site.unit_id).await?.write {
        return Err(access::refusal(cx, model::access::Action::Create));
    }
    let checked = check(cx, form).await?;
    let now = cx.now();
    let year = now.with_timezone(&model::format::VN).year();
    let number = crate::numbering::next(&mut cx.conn(), &format!("article:{year}")).await?;
    let code = format!("TB-{year}-{number:06}");
    let (person, account, name) = (cx.actor.person_id, cx.actor.account_id, cx.actor.name.clone());
    let new = store::NewArticle { code: &code, site_id: site.id, text: &checked.text, author_id: person, author_account_id: account, author_name: &name, now };
    let id = store::insert(&mut cx.conn(), &new).await?;
    add_version(cx, id, 1, &checked).await?;
    let event = store::NewEvent {
        article_id: id,
        at: now,
        action: ArticleAction::Create.as_str(),
        from: "",
        to: ArticleState::Draft.as_str(),
        actor_id: person,
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
pub async fn save(cx: &mut Cx, code: &str, version: i64, form: &ArticleForm) -> Result<()> {
    let (mut article, powers) = access::load(cx, code).await?;
    let state: ArticleState = article.state.parse()?;
    if !matches!(state, ArticleState::Draft | ArticleState::AwaitingEdit) {
        return Err(Error::conflict(format!("Bài đang ở trạng thái “{}”, không sửa được. Hãy tải lại trang.", state.label())));
    }
    if !rules::may_edit(state, powers) {
        return Err(access::refusal(cx, model::access::Action::Edit));
    }
    unlocked(cx, &article)?;
    same_version(&article, version)?;
    let checked = check(cx, form).await?;
    article.text_version += 1;
    apply(&mut article, &checked.text);
    article.lock_until = None;
    article.lock_person_id = None;
    add_version(cx, article.id, article.text_version, &checked).await?;
    access::record(cx, &mut article, ArticleAction::Save, state, "").await
}

/// Reserves the text for the actor for 30 minutes; `take_over` takes it from somebody else, who is told by the page.
///
/// # Errors
/// `Conflict` with name and time if somebody else holds it; `Forbidden` if the actor may not edit.
pub async fn lock(cx: &mut Cx, code: &str, take_over: bool) -> Result<()> {
    let (mut article, powers) = access::load(cx, code).await?;
    if !rules::may_edit(article.state.parse()?, powers) {
        return Err(access::refusal(cx, model::access::Action::Edit));
    }
    if !take_over {
        unlocked(cx, &article)?;
    }
    let taken = locked_by_other(cx, &article).map(|(name, _)| name);
    let now = cx.now();
    article.lock_person_id = cx.actor.person_id;
    article.lock_name = cx.actor.name.clone();
    article.lock_until = Some(now + LOCK);
    let changed_at = article.changed_at;
    store::update(&mut cx.conn(), &article, changed_at).await?;
    if let Some(name) = taken {
        cx.audit(AuditEvent::new("article.lock_taken", "article", code).detail(format!("từ {name}")));
    }
    Ok(())
}

/// Writes a new text for a published article; readers see it after the editor in chief approved it ([`super::correct`]).
/// `facts` prints the note as "Đính chính lúc …".
///
/// # Errors
/// `Conflict` if it is not published or somebody was faster; `Forbidden`; `Invalid`.
pub async fn propose_correction(cx: &mut Cx, code: &str, version: i64, form: &ArticleForm, note: &str, facts: bool) -> Result<()> {
    let (mut article, powers) = access::load(cx, code).await?;
    let (state, _) = access::permit(cx, &article, powers, ArticleAction::ProposeCorrection)?;
    same_version(&article, version)?;
    let note = model::news::reason(note)?;
    let checked = check(cx, form).await?;
    access::require_complete(&checked.text, !checked.text.picture.is_empty())?;
    article.text_version += 1;
    article.correction_version = Some(article.text_version);
    article.correction_note = note.clone();
    article.correction_facts = facts;
    add_version(cx, article.id, article.text_version, &checked).await?;
    access::record(cx, &mut article, ArticleAction::ProposeCorrection, state, &note).await?;
    access::tell_editors(cx, &article, &checked.text.title, model::access::Role::EditorInChief, "duyệt bản đính chính").await
}

/// The person who holds the text, if it is somebody else, and until when.
pub(super) fn locked_by_other(cx: &Cx, article: &store::Article) -> Option<(String, DateTime<Utc>)> {
    let until = article.lock_until.filter(|until| *until > cx.now())?;
    (article.lock_person_id != cx.actor.person_id).then(|| (article.lock_name.clone(), until))
}

pub(super) fn same_version(article: &store::Article, version: i64) -> Result<()> {
    if article.version == version { Ok(()) } else { Err(Error::stale("Bài này", article.changed_at)) }
}

fn unlocked(cx: &Cx, article: &store::Article) -> Result<()> {
    let Some((name, until)) = locked_by_other(cx, article) else { return Ok(()) };
    let until = until.with_timezone(&model::format::VN).format("%H:%M");
    Err(Error::conflict(format!("{name} đang sửa bài này đến {until}. Hãy chờ, hoặc chọn “Sửa thay” để nhận việc sửa.")))
}

/// A form that was checked, cleaned and rendered.
pub(super) struct Checked {
    pub text: ArticleText,
    pub html: String,
    pub picture_id: Option<i64>,
}

async fn check(cx: &mut Cx, form: &ArticleForm) -> Result<Checked> {
    let mut text = form.validate()?;
    text.body = markup::without_html(&text.body);
    let rendered = markup::render(&text.body);
    let mut errors = FieldErrors::new();
    if let Some(link) = markup::forbidden_links(&rendered.links).first() {
        let link: String = link.chars().take(60).collect();
        errors.add("noi_dung", format!("Liên kết “{link}” không dùng được. Hãy dùng địa chỉ bắt đầu bằng https:// hoặc /."));
    }
    if let Some(address) = rendered.foreign_pictures.first() {
        let address: String = address.chars().take(60).collect();
        errors.add("noi_dung", format!("Ảnh “{address}” không ở trong cổng. Hãy tải ảnh lên cổng rồi dùng địa chỉ /tep/… của ảnh."));
    }
    let mut picture_id = None;
    if !text.picture.is_empty() {
        match files::by_token(cx, &text.picture).await {
            Ok(file) if file.media_type.starts_with("image/") => picture_id = Some(file.id),
            Ok(_) | Err(Error::NotFound) => errors.add("anh", "Không tìm thấy ảnh đã tải lên. Hãy tải lại ảnh."),
            Err(other) => return Err(other),
        }
    }
    errors.into_result(()).map_err(Error::from)?;
    Ok(Checked { text, html: rendered.html, picture_id })
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
