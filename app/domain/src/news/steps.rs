//! The steps of an article between people: to the editor, back, to approval, approved (07 §3).

use super::access::{self, permit, record, tell_author, tell_editors};
use super::publish;
use super::write::same_version;
use super::{markup, store};
use crate::Cx;
use crate::error::{Error, Result};
use crate::jobs;
use chrono::{DateTime, Utc};
use model::FieldErrors;
use model::access::Role;
use model::news::{ArticleAction, ArticleState};

/// A writer hands the draft to the editors.
///
/// # Errors
/// `Invalid` if something is missing, `Conflict`, `Forbidden`.
pub async fn submit(cx: &mut Cx, code: &str, version: i64) -> Result<()> {
    forward(cx, code, version, ArticleAction::Submit, Role::Editor, "biên tập").await
}

/// An editor asks for approval of a draft.
///
/// # Errors
/// As [`submit`].
pub async fn submit_for_approval(cx: &mut Cx, code: &str, version: i64) -> Result<()> {
    forward(cx, code, version, ArticleAction::SubmitForApproval, Role::EditorInChief, "duyệt").await
}

/// An editor passes an edited text on to approval.
///
/// # Errors
/// As [`submit`].
pub async fn pass(cx: &mut Cx, code: &str, version: i64) -> Result<()> {
    forward(cx, code, version, ArticleAction::Pass, Role::EditorInChief, "duyệt").await
}

async fn forward(cx: &mut Cx, code: &str, version: i64, action: ArticleAction, next: Role, work: &str) -> Result<()> {
    let (mut article, powers) = access::load(cx, code).await?;
    // A writer hands over only what is his own; an editor may hand over any draft.
    if action == ArticleAction::Submit && !powers.author && !powers.edit {
        return Err(access::refusal(cx, model::access::Action::Edit));
    }
    let (from, step) = permit(cx, &article, powers, action)?;
    same_version(&article, version)?;
    let text = store::version(&mut cx.conn(), article.id, article.text_version).await?;
    require_complete(&text)?;
    article.state = step.to[0].to_string();
    article.lock_until = None;
    record(cx, &mut article, action, from, "").await?;
    tell_editors(cx, &article, &text.title, next, work).await
}

/// Sends an article back with a reason: an editor to the writer, the editor in chief to the editors or the writer.
/// `to` chooses between the two; without it the first state of the table is taken.
///
/// # Errors
/// `Invalid` for a reason under ten characters, `Conflict`, `Forbidden`.
pub async fn send_back(cx: &mut Cx, code: &str, version: i64, reason: &str, to: Option<ArticleState>) -> Result<()> {
    let (mut article, powers) = access::load(cx, code).await?;
    let (from, step) = permit(cx, &article, powers, ArticleAction::Return)?;
    same_version(&article, version)?;
    let reason = model::news::reason(reason)?;
    let to = to.unwrap_or(step.to[0]);
    if !step.to.contains(&to) {
        return Err(Error::conflict(format!("Không trả bài về “{}” từ trạng thái “{}”.", to.label(), from.label())));
    }
    let text = store::version(&mut cx.conn(), article.id, article.text_version).await?;
    article.state = to.to_string();
    record(cx, &mut article, ArticleAction::Return, from, &reason).await?;
    tell_author(cx, &article, &text.title, &reason).await
}

/// The editor in chief approves: published at once if no time is given or the time has come, else at that time.
///
/// # Errors
/// `Conflict` for an own text or a wrong state, `Invalid` for a dead link or an end before the beginning, `Forbidden`.
pub async fn approve(cx: &mut Cx, code: &str, version: i64, publish_at: Option<DateTime<Utc>>) -> Result<()> {
    let (mut article, powers) = access::load(cx, code).await?;
    let (from, step) = permit(cx, &article, powers, ArticleAction::Approve)?;
    same_version(&article, version)?;
    let text = store::version(&mut cx.conn(), article.id, article.text_version).await?;
    require_complete(&text)?;
    require_live_links(cx, &text.body).await?;
    let (now, at) = (cx.now(), publish_at.unwrap_or_else(|| cx.now()));
    if at > now + chrono::Duration::days(366) {
        return Err(Error::field("ngay_dang", "Ngày đăng xa hơn một năm. Hãy chọn ngày gần hơn."));
    }
    let day = at.max(now).with_timezone(&model::format::VN).date_naive();
    if article.ends_on.is_some_and(|end| end < day) {
        return Err(Error::field("ngay_dang", "Ngày kết thúc của bài trước ngày đăng. Hãy trả lại để sửa ngày kết thúc."));
    }
    article.state = step.to[0].to_string();
    article.publish_at = Some(at.max(now));
    record(cx, &mut article, ArticleAction::Approve, from, "").await?;
    if at <= now {
        return publish::go_public(cx, &mut article, &text).await;
    }
    let payload = serde_json::json!({ "code": article.code });
    jobs::later(cx, publish::PUBLISH_JOB, &format!("{}:{}:{}", publish::PUBLISH_JOB, article.code, article.version), &payload, at).await
}

/// The editor in chief takes the approval back before publication.
///
/// # Errors
/// `Conflict`, `Forbidden`.
pub async fn unapprove(cx: &mut Cx, code: &str, version: i64) -> Result<()> {
    let (mut article, powers) = access::load(cx, code).await?;
    let (from, step) = permit(cx, &article, powers, ArticleAction::Unapprove)?;
    same_version(&article, version)?;
    article.state = step.to[0].to_string();
    article.publish_at = None;
    record(cx, &mut article, ArticleAction::Unapprove, from, "").await
}

/// A managing editor puts what was taken down into the archive.
///
/// # Errors
/// `Conflict`, `Forbidden`.
pub async fn archive(cx: &mut Cx, code: &str, version: i64) -> Result<()> {
    plain(cx, code, version, ArticleAction::Archive).await
}

/// An editor opens what was taken down again; its old address keeps saying so until it is published again.
///
/// # Errors
/// `Conflict`, `Forbidden`.
pub async fn reopen(cx: &mut Cx, code: &str, version: i64) -> Result<()> {
    plain(cx, code, version, ArticleAction::Reopen).await
}

async fn plain(cx: &mut Cx, code: &str, version: i64, action: ArticleAction) -> Result<()> {
    let (mut article, powers) = access::load(cx, code).await?;
    let (from, step) = permit(cx, &article, powers, action)?;
    same_version(&article, version)?;
    article.state = step.to[0].to_string();
    record(cx, &mut article, action, from, "").await
}

fn require_complete(text: &store::Version) -> Result<()> {
    let pictures = markup::render(&text.body).pictures;
    let has_picture = text.picture_token.is_some();
    Ok(model::news::complete(&text.title, &text.summary, &text.body, has_picture, &text.picture_alt, &pictures).into_result(())?)
}

/// Links to other articles must lead somewhere (07 §3, "links checked"); other hosts are checked weekly, not here.
pub(super) async fn require_live_links(cx: &mut Cx, body: &str) -> Result<()> {
    let mut errors = FieldErrors::new();
    for link in markup::render(body).links {
        let Some(slug) = link.strip_prefix("/tin-tuc/") else { continue };
        let slug = slug.split(['?', '#']).next().unwrap_or_default();
        if model::news::SectionCode::by_slug(slug).is_none() && !store::slug_exists(&mut cx.conn(), slug).await? {
            let link: String = link.chars().take(80).collect();
            errors.add("noi_dung", format!("Liên kết “{link}” không dẫn tới bài nào. Hãy trả lại để sửa liên kết."));
        }
    }
    Ok(errors.into_result(())?)
}
