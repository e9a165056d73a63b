//! What a text must have: links that lead somewhere, pictures of the portal, words for every picture.

use super::markup;
use super::store::{self, Version};
use crate::Cx;
use crate::error::{Error, Result};
use crate::files;
use model::FieldErrors;
use model::news::{ArticleText, SectionCode, complete};

/// A text that was checked and rendered.
pub(super) struct Checked {
    pub text: ArticleText,
    pub html: String,
    pub picture_id: Option<i64>,
}

impl Checked {
    /// Refuses a text that misses what every article must have (07 §3).
    pub(super) fn require_complete(&self) -> Result<()> {
        let text = &self.text;
        let alt = self.picture_id.map(|_| text.picture_alt.as_str());
        require_complete(&text.title, &text.summary, &text.body, alt)
    }
}

/// Takes raw HTML out of the body, renders it, and checks links and pictures against the portal.
///
/// # Errors
/// `Invalid` for a link or a picture that may not stand in an article.
pub(super) async fn check(cx: &mut Cx, text: &ArticleText) -> Result<Checked> {
    let mut text = text.clone();
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

/// Refuses a stored text that misses what every article must have (07 §3).
pub(super) fn require_complete_version(text: &Version) -> Result<()> {
    require_complete(&text.title, &text.summary, &text.body, text.picture_words())
}

fn require_complete(title: &str, summary: &str, body: &str, picture_words: Option<&str>) -> Result<()> {
    let pictures = markup::render(body).pictures;
    Ok(complete(title, summary, body, picture_words.is_some(), picture_words.unwrap_or_default(), &pictures).into_result(())?)
}

/// Links to other articles must lead somewhere (07 §3, "links checked"); other hosts are checked weekly, not here.
///
/// # Errors
/// `Invalid` for an address that never was one.
pub(super) async fn require_live_links(cx: &mut Cx, body: &str) -> Result<()> {
    let mut errors = FieldErrors::new();
    for link in markup::render(body).links {
        let Some(slug) = link.strip_prefix("/tin-tuc/") else { continue };
        let slug = slug.split(['?', '#']).next().unwrap_or_default();
        if SectionCode::by_slug(slug).is_none() && !store::slug_exists(&mut cx.conn(), slug).await? {
            let link: String = link.chars().take(80).collect();
            errors.add("noi_dung", format!("Liên kết “{link}” không dẫn tới bài nào. Hãy trả lại để sửa liên kết."));
        }
    }
    Ok(errors.into_result(())?)
}
