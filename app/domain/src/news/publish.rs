//! Publication and what follows it: correction, taking down, the end of an article.

use super::access::{self, permit, record};
use super::markup;
use super::steps::require_live_links;
use super::store::{self, Article, Version};
use super::write::same_version;
use crate::Cx;
use crate::error::{Error, Result};
use crate::jobs::{self, Job};
use crate::search::{self, Document};
use chrono::{Duration, NaiveTime, TimeZone};
use model::news::{ArticleAction, ArticleState, UnpublishReason};
use model::search::SearchKind;
use model::text::clean_line;

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
    let (mut article, powers) = access::load(cx, code).await?;
    permit(cx, &article, powers, ArticleAction::Publish)?;
    same_version(&article, version)?;
    let text = store::version(&mut cx.conn(), article.id, article.text_version).await?;
    require_live_links(cx, &text.body).await?;
    go_public(cx, &mut article, &text).await
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
    let mut article = store::by_code(&mut cx.conn(), code).await?;
    let (now, state) = (cx.now(), article.state.parse::<ArticleState>()?);
    let today = now.with_timezone(&model::format::VN).date_naive();
    if job.kind == PUBLISH_JOB && state == ArticleState::Approved && article.publish_at.is_some_and(|at| at <= now) {
        let text = store::version(&mut cx.conn(), article.id, article.text_version).await?;
        go_public(cx, &mut article, &text).await?;
    }
    if job.kind == EXPIRE_JOB && state == ArticleState::Published && article.ends_on.is_some_and(|end| end < today) {
        article.state = ArticleState::Expired.to_string();
        article.gone_at = Some(now);
        record(cx, &mut article, ArticleAction::Expire, state, "").await?;
        search::remove(cx, SearchKind::Article, code).await?;
    }
    Ok(true)
}

/// Makes the text public: state, address for ever, times, index, end.
pub(super) async fn go_public(cx: &mut Cx, article: &mut Article, text: &Version) -> Result<()> {
    let (now, from) = (cx.now(), article.state.parse()?);
    article.state = ArticleState::Published.to_string();
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
    record(cx, article, ArticleAction::Publish, from, "").await?;
    index(cx, article, text).await?;
    if let Some(end) = article.ends_on {
        let morning = model::format::VN.from_local_datetime(&(end + chrono::Days::new(1)).and_time(NaiveTime::MIN)).single();
        let at = morning.map_or(now + Duration::days(1), |at| at.to_utc());
        let payload = serde_json::json!({ "code": article.code });
        jobs::later(cx, EXPIRE_JOB, &format!("{EXPIRE_JOB}:{}:{end}", article.code), &payload, at).await?;
    }
    Ok(())
}

/// The editor in chief lets a proposed correction take the place of the published text.
///
/// # Errors
/// `Conflict` if there is none, for an own text, or if somebody was faster; `Forbidden`; `Invalid` for a dead link.
pub async fn correct(cx: &mut Cx, code: &str, version: i64) -> Result<()> {
    let (mut article, powers) = access::load(cx, code).await?;
    let (from, _) = permit(cx, &article, powers, ArticleAction::Correct)?;
    same_version(&article, version)?;
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
    record(cx, &mut article, ArticleAction::Correct, from, &note).await?;
    index(cx, &article, &text).await
}

/// The editor in chief takes an article down. Its address then leads to `redirect` (a path of the portal), or says that it was
/// taken down and why.
///
/// # Errors
/// `Invalid` for a short note or an address of another host, `Conflict`, `Forbidden`.
pub async fn unpublish(cx: &mut Cx, code: &str, version: i64, reason: UnpublishReason, note: &str, redirect: &str) -> Result<()> {
    let (mut article, powers) = access::load(cx, code).await?;
    let (from, step) = permit(cx, &article, powers, ArticleAction::Unpublish)?;
    same_version(&article, version)?;
    let note = model::news::reason(note)?;
    let redirect = clean_line(redirect, 300);
    let own = format!("/tin-tuc/{}", article.slug.as_deref().unwrap_or_default());
    if !redirect.is_empty() && (!redirect.starts_with('/') || redirect.starts_with("//") || redirect.contains('\\') || redirect == own) {
        return Err(Error::field("chuyen_den", "Địa chỉ chuyển đến phải là một trang khác của cổng, ví dụ /tin-tuc/tieu-de-bai-12. Hãy sửa hoặc bỏ trống."));
    }
    let now = cx.now();
    article.state = step.to[0].to_string();
    article.gone_reason = Some(reason.to_string());
    article.gone_at = Some(now);
    article.redirect_to = redirect;
    article.correction_version = None;
    record(cx, &mut article, ArticleAction::Unpublish, from, &format!("{}: {note}", reason.label())).await?;
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
