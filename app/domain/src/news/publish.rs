//! Publication and what follows it: correction, taking down, the end of an article.

use super::act::{self, Step};
use super::check::require_live_links;
use super::markup;
use super::store::{self, Article, Version};
use crate::Cx;
use crate::error::{Error, Result};
use crate::jobs::{self, Job};
use crate::search::{self, Document};
use chrono::{Duration, NaiveTime, TimeZone};
use model::format::local_date;
use model::news::{ArticleAction, ArticleState, TakeDown};
use model::search::SearchKind;

/// Job that publishes at the time of an approval.
pub const PUBLISH_JOB: &str = "news.publish";
/// Job that ends an article on its last day.
pub const EXPIRE_JOB: &str = "news.expire";
/// Longest slug before its number, in characters.
const MAX_SLUG: usize = 80;

/// A managing editor publishes an approved article before its time.
///
/// # Errors
/// `Conflict`, `Forbidden`, `Invalid` for a dead link.
pub async fn publish(cx: &mut Cx, code: &str, version: i64) -> Result<()> {
    let step = act::begin(cx, code, version, ArticleAction::Publish).await?;
    let text = store::version(&mut cx.conn(), step.article.id, step.article.text_version).await?;
    require_live_links(cx, &text.body).await?;
    go_public(cx, step, &text).await
}

/// Does a job of this slice. False if the job belongs to another slice.
///
/// # Errors
/// If the database cannot be written; a job whose article went another way does nothing.
pub async fn run_job(cx: &mut Cx, job: &Job) -> Result<bool> {
    if job.kind != PUBLISH_JOB && job.kind != EXPIRE_JOB {
        return Ok(false);
    }
    let payload: serde_json::Value = serde_json::from_str(&job.payload)?;
    let code = payload["code"].as_str().ok_or(Error::NotFound)?;
    let article = store::by_code(&mut cx.conn(), code).await?;
    let (now, state) = (cx.now(), article.state()?);
    if job.kind == PUBLISH_JOB && state == ArticleState::Approved && article.publish_at.is_some_and(|at| at <= now) {
        let text = store::version(&mut cx.conn(), article.id, article.text_version).await?;
        follow(cx, article, &text).await?;
    } else if job.kind == EXPIRE_JOB && state == ArticleState::Published && article.ends_on.is_some_and(|end| end < local_date(now)) {
        let mut step = Step::of(article, ArticleAction::Expire)?;
        step.article.gone_at = Some(now);
        step.finish(cx, "").await?;
        search::remove(cx, SearchKind::Article, code).await?;
    }
    Ok(true)
}

/// Publishes what was approved, without asking for another right: the portal does it at the time of the approval.
pub(super) async fn follow(cx: &mut Cx, article: Article, text: &Version) -> Result<()> {
    go_public(cx, Step::of(article, ArticleAction::Publish)?, text).await
}

/// Makes the text public: address for ever, times, index, end.
async fn go_public(cx: &mut Cx, mut step: Step, text: &Version) -> Result<()> {
    let now = cx.now();
    let article = &mut step.article;
    if article.slug.is_none() {
        article.slug = Some(address(&text.title, &article.code));
    }
    article.published_version = Some(text.n);
    article.published_at = article.published_at.or(Some(now));
    article.updated_at = Some(now);
    article.publish_at = None;
    article.gone_reason = None;
    article.gone_at = None;
    article.redirect_to = String::new();
    let article = step.finish(cx, "").await?;
    index(cx, &article, text).await?;
    let Some(end) = article.ends_on else { return Ok(()) };
    let morning = model::format::VN.from_local_datetime(&(end + chrono::Days::new(1)).and_time(NaiveTime::MIN)).single();
    let at = morning.map_or(now + Duration::days(1), |at| at.to_utc());
    let payload = serde_json::json!({ "code": article.code });
    jobs::later(cx, EXPIRE_JOB, &format!("{EXPIRE_JOB}:{}:{end}", article.code), &payload, at).await
}

/// The editor in chief lets a proposed correction take the place of the published text.
///
/// # Errors
/// `Conflict` if there is none, for an own text, or if somebody was faster; `Forbidden`; `Invalid` for a dead link.
pub async fn correct(cx: &mut Cx, code: &str, version: i64) -> Result<()> {
    let mut step = act::begin(cx, code, version, ArticleAction::Correct).await?;
    let article = &mut step.article;
    let Some(n) = article.correction_version else {
        return Err(Error::conflict("Không có bản đính chính nào chờ duyệt. Hãy tải lại trang."));
    };
    let text = store::version(&mut cx.conn(), article.id, n).await?;
    require_live_links(cx, &text.body).await?;
    // The note is printed for readers only if facts changed (07 §3).
    let note = if article.correction_facts { article.correction_note.clone() } else { String::new() };
    article.published_version = Some(n);
    article.updated_at = Some(cx.now());
    article.correction_version = None;
    article.correction_note = String::new();
    article.correction_facts = false;
    let article = step.finish(cx, &note).await?;
    index(cx, &article, &text).await
}

/// The editor in chief takes an article down. Its address then leads to the given path of the portal, or says that it was taken
/// down and why.
///
/// # Errors
/// `Invalid` if the address is its own, `Conflict`, `Forbidden`.
pub async fn unpublish(cx: &mut Cx, code: &str, version: i64, input: &TakeDown) -> Result<()> {
    let mut step = act::begin(cx, code, version, ArticleAction::Unpublish).await?;
    if step.article.slug.as_ref().is_some_and(|slug| input.redirect == format!("/tin-tuc/{slug}")) {
        return Err(Error::field("chuyen_den", "Địa chỉ chuyển đến là của chính bài này. Hãy chọn một trang khác của cổng hoặc bỏ trống."));
    }
    step.article.gone_reason = Some(input.cause.to_string());
    step.article.gone_at = Some(cx.now());
    step.article.redirect_to.clone_from(&input.redirect);
    step.article.correction_version = None;
    step.finish(cx, &format!("{}: {}", input.cause.label(), input.note)).await?;
    search::remove(cx, SearchKind::Article, code).await
}

async fn index(cx: &mut Cx, article: &Article, text: &Version) -> Result<()> {
    let body = format!("{}\n{}\n{}", text.summary, markup::render(&text.body).text, text.keywords);
    let url = format!("/tin-tuc/{}", article.slug.as_deref().unwrap_or_default());
    let at = article.published_at.unwrap_or(article.changed_at);
    let document =
        Document { kind: SearchKind::Article, key: &article.code, title: &text.title, code: "", body: &body, url: &url, site_id: Some(article.site_id), at };
    search::put(cx, &document).await
}

/// The word in the address: the title without marks, cut at a word, and the number of the article, so that no two are equal.
fn address(title: &str, code: &str) -> String {
    let mut words = String::new();
    for word in model::text::slug(title).split('-').filter(|word| !word.is_empty()) {
        if words.len() + word.len() + 1 > MAX_SLUG {
            break;
        }
        words.push_str(word);
        words.push('-');
    }
    let number: Vec<&str> = code.trim_start_matches("TB-").split('-').map(|part| part.trim_start_matches('0')).collect();
    format!("{words}{}", number.join("-"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_short_and_end_with_the_number() {
        assert_eq!(address("Sông Lam lên mức báo động 1", "TB-2026-000123"), "song-lam-len-muc-bao-dong-1-2026-123");
        assert_eq!(address("日本", "TB-2026-000001"), "2026-1");
        assert!(address(&"dài ".repeat(100), "TB-2026-000001").len() < 90);
    }
}
