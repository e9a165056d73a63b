//! The steps of an article between people: to the editor, back, to approval, approved (07 §3).

use super::act::{self, tell_author, tell_editors};
use super::check::{require_complete_version, require_live_links};
use super::{publish, store};
use crate::Cx;
use crate::error::{Error, Result};
use crate::jobs;
use chrono::{DateTime, Utc};
use model::access::Role;
use model::format::local_date;
use model::news::{ArticleAction, SendBack};

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
    let mut step = act::begin(cx, code, version, action).await?;
    let text = store::version(&mut cx.conn(), step.article.id, step.article.text_version).await?;
    require_complete_version(&text)?;
    step.article.lock_until = None;
    let article = step.finish(cx, "").await?;
    tell_editors(cx, &article, &text.title, next, work).await
}

/// Sends an article back with a reason: an editor to the writer, the editor in chief to the editors or the writer.
///
/// # Errors
/// `Conflict`, also for a state that it does not go back to; `Forbidden`.
pub async fn send_back(cx: &mut Cx, code: &str, version: i64, input: &SendBack) -> Result<()> {
    let mut step = act::begin(cx, code, version, ArticleAction::Return).await?;
    step.to = input.to.unwrap_or(step.to);
    if !step.rule.to.contains(&step.to) {
        return Err(Error::conflict(format!("Không trả bài về “{}” từ trạng thái “{}”.", step.to.label(), step.from.label())));
    }
    let text = store::version(&mut cx.conn(), step.article.id, step.article.text_version).await?;
    let article = step.finish(cx, &input.reason).await?;
    tell_author(cx, &article, &text.title, &input.reason).await
}

/// The editor in chief approves: published at once if no time is given or the time has come, else at that time.
///
/// # Errors
/// `Conflict` for an own text or a wrong state, `Invalid` for a dead link or an end before the beginning, `Forbidden`.
pub async fn approve(cx: &mut Cx, code: &str, version: i64, publish_at: Option<DateTime<Utc>>) -> Result<()> {
    let mut step = act::begin(cx, code, version, ArticleAction::Approve).await?;
    let text = store::version(&mut cx.conn(), step.article.id, step.article.text_version).await?;
    require_complete_version(&text)?;
    require_live_links(cx, &text.body).await?;
    let now = cx.now();
    let at = publish_at.map_or(now, |at| at.max(now));
    if at > now + chrono::Duration::days(366) {
        return Err(Error::field("ngay_dang", "Ngày đăng xa hơn một năm. Hãy chọn ngày gần hơn."));
    }
    if step.article.ends_on.is_some_and(|end| end < local_date(at)) {
        return Err(Error::field("ngay_dang", "Ngày kết thúc của bài trước ngày đăng. Hãy trả lại để sửa ngày kết thúc."));
    }
    step.article.publish_at = Some(at);
    let article = step.finish(cx, "").await?;
    if at <= now {
        return publish::follow(cx, article, &text).await;
    }
    let payload = serde_json::json!({ "code": article.code });
    jobs::later(cx, publish::PUBLISH_JOB, &format!("{}:{}:{}", publish::PUBLISH_JOB, article.code, article.version), &payload, at).await
}

/// The editor in chief takes the approval back before publication.
///
/// # Errors
/// `Conflict`, `Forbidden`.
pub async fn unapprove(cx: &mut Cx, code: &str, version: i64) -> Result<()> {
    let mut step = act::begin(cx, code, version, ArticleAction::Unapprove).await?;
    step.article.publish_at = None;
    step.finish(cx, "").await.map(|_| ())
}

/// A managing editor puts what was taken down into the archive.
///
/// # Errors
/// `Conflict`, `Forbidden`.
pub async fn archive(cx: &mut Cx, code: &str, version: i64) -> Result<()> {
    act::begin(cx, code, version, ArticleAction::Archive).await?.finish(cx, "").await.map(|_| ())
}

/// An editor opens what was taken down again; its old address keeps saying so until it is published again.
///
/// # Errors
/// `Conflict`, `Forbidden`.
pub async fn reopen(cx: &mut Cx, code: &str, version: i64) -> Result<()> {
    act::begin(cx, code, version, ArticleAction::Reopen).await?.finish(cx, "").await.map(|_| ())
}
