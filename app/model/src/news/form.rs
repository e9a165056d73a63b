//! The form of an article and the limits of 07 §4.

use super::{ArticleOption, Channel, SectionCode};
use crate::FieldErrors;
use crate::text::{clean_line, clean_text};
use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

/// Most characters of a title.
const MAX_TITLE: usize = 200;
/// Most characters of a summary.
const MAX_SUMMARY: usize = 500;
/// Most characters of a body.
const MAX_BODY: usize = 100_000;
/// Most characters of the short fields: names, sources, captions.
const MAX_SHORT: usize = 200;

/// What the writer typed, field by field.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ArticleForm {
    /// Path of the site; empty for the nearest one.
    #[serde(rename = "cong")]
    pub site: String,
    /// Section.
    #[serde(rename = "chuyen_muc")]
    pub section: String,
    /// Channel.
    #[serde(rename = "kenh")]
    pub channel: String,
    /// Title.
    #[serde(rename = "tieu_de")]
    pub title: String,
    /// Summary.
    #[serde(rename = "trich_yeu")]
    pub summary: String,
    /// Body in Markdown.
    #[serde(rename = "noi_dung")]
    pub body: String,
    /// Token of a stored picture; empty for none.
    #[serde(rename = "anh")]
    pub picture: String,
    /// Holds a value if the picture goes.
    #[serde(rename = "bo_anh")]
    pub drop_picture: Vec<String>,
    /// Text instead of the picture.
    #[serde(rename = "anh_thay_the")]
    pub picture_alt: String,
    /// Its caption.
    #[serde(rename = "anh_chu_thich")]
    pub picture_caption: String,
    /// Who made it.
    #[serde(rename = "anh_nguon")]
    pub picture_credit: String,
    /// Pen name.
    #[serde(rename = "but_danh")]
    pub pen_name: String,
    /// Where the news comes from.
    #[serde(rename = "nguon_tin")]
    pub source: String,
    /// Keywords, separated by commas.
    #[serde(rename = "tu_khoa")]
    pub keywords: String,
    /// Last day on which it is shown.
    #[serde(rename = "ngay_ket_thuc")]
    pub ends_on: String,
    /// Values of [`ArticleOption`].
    #[serde(rename = "tuy_chon")]
    pub options: Vec<String>,
}

/// A form that was checked: cleaned text within its limits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArticleText {
    /// Path of the site; empty for the one nearest to the writer.
    pub site: String,
    /// Section.
    pub section: SectionCode,
    /// Channel.
    pub channel: Channel,
    /// Title, one line.
    pub title: String,
    /// Summary.
    pub summary: String,
    /// Body in Markdown.
    pub body: String,
    /// Token of the picture; empty for none.
    pub picture: String,
    /// Text instead of the picture.
    pub picture_alt: String,
    /// Caption.
    pub picture_caption: String,
    /// Who made the picture.
    pub picture_credit: String,
    /// Pen name; empty prints the author's name.
    pub pen_name: String,
    /// Where the news comes from.
    pub source: String,
    /// Keywords.
    pub keywords: String,
    /// Last day on which it is shown.
    pub ends_on: Option<NaiveDate>,
    /// Readers may comment.
    pub allow_comments: bool,
    /// Shown on the front page.
    pub on_front: bool,
    /// Leads its list.
    pub featured: bool,
}

impl ArticleForm {
    fn chose(&self, option: ArticleOption) -> bool {
        self.options.iter().any(|value| value == option.as_str())
    }

    /// Cleans and checks the limits. A draft may be unfinished: what is missing is checked by [`complete`].
    ///
    /// # Errors
    /// One sentence for every field that is refused.
    pub fn validate(&self) -> Result<ArticleText, FieldErrors> {
        let mut errors = FieldErrors::new();
        let title = line(&mut errors, "tieu_de", "Tiêu đề", &self.title, MAX_TITLE);
        if title.is_empty() {
            errors.add("tieu_de", "Chưa có tiêu đề. Hãy viết tiêu đề, nhiều nhất 200 ký tự.");
        }
        let summary = block(&mut errors, "trich_yeu", "Trích yếu", &self.summary, MAX_SUMMARY);
        let body = block(&mut errors, "noi_dung", "Nội dung", &self.body, MAX_BODY);
        let section = self.section.parse::<SectionCode>().ok().filter(|section| section.takes_articles());
        errors.require(section.is_some(), "chuyen_muc", "Chưa chọn chuyên mục. Hãy chọn một chuyên mục trong danh sách.");
        let channel = self.channel.parse::<Channel>().ok();
        errors.require(channel.is_some(), "kenh", "Chưa chọn kênh tin. Hãy chọn Tin bài hoặc Thông báo.");
        let picture_alt = line(&mut errors, "anh_thay_the", "Văn bản thay thế ảnh", &self.picture_alt, MAX_SHORT);
        let picture_caption = line(&mut errors, "anh_chu_thich", "Chú thích ảnh", &self.picture_caption, MAX_SHORT);
        let picture_credit = line(&mut errors, "anh_nguon", "Nguồn ảnh", &self.picture_credit, MAX_SHORT);
        let pen_name = line(&mut errors, "but_danh", "Bút danh", &self.pen_name, MAX_SHORT);
        let source = line(&mut errors, "nguon_tin", "Nguồn tin", &self.source, MAX_SHORT);
        let keywords = line(&mut errors, "tu_khoa", "Từ khóa", &self.keywords, MAX_SHORT);
        let ends_on = match (self.ends_on.trim(), parse_day(&self.ends_on)) {
            ("", _) => None,
            (_, Some(day)) => Some(day),
            _ => {
                errors.add("ngay_ket_thuc", "Ngày kết thúc không đúng. Hãy nhập như 31/12/2026.");
                None
            }
        };
        let picture = if self.drop_picture.is_empty() { self.picture.chars().filter(char::is_ascii_hexdigit).take(64).collect() } else { String::new() };
        let (Some(section), Some(channel)) = (section, channel) else { return Err(errors) };
        errors.into_result(ArticleText {
            site: self.site.trim().to_owned(),
            section,
            channel,
            title,
            summary,
            body,
            picture,
            picture_alt,
            picture_caption,
            picture_credit,
            pen_name,
            source,
            keywords,
            ends_on,
            allow_comments: self.chose(ArticleOption::Comments),
            on_front: self.chose(ArticleOption::OnFront),
            featured: self.chose(ArticleOption::Featured),
        })
    }
}

/// What an article must have before it leaves its writer: title, summary, body, and words for every picture (07 §3).
/// `pictures` are the alternative texts of the pictures inside the body.
#[must_use]
pub fn complete(title: &str, summary: &str, body: &str, has_picture: bool, picture_alt: &str, pictures: &[String]) -> FieldErrors {
    let mut errors = FieldErrors::new();
    errors.require(!title.trim().is_empty(), "tieu_de", "Chưa có tiêu đề. Hãy viết tiêu đề, nhiều nhất 200 ký tự.");
    errors.require(!summary.trim().is_empty(), "trich_yeu", "Chưa có trích yếu. Hãy tóm tắt bài trong nhiều nhất 500 ký tự.");
    errors.require(!body.trim().is_empty(), "noi_dung", "Chưa có nội dung. Hãy viết bài rồi gửi.");
    errors.require(
        !has_picture || !picture_alt.trim().is_empty(),
        "anh_thay_the",
        "Ảnh đại diện chưa có văn bản thay thế. Hãy tả ảnh bằng một câu cho người không nhìn thấy ảnh.",
    );
    let missing = pictures.iter().filter(|alt| alt.trim().is_empty()).count();
    errors.require(
        missing == 0,
        "noi_dung",
        format!("{missing} ảnh trong bài chưa có văn bản thay thế. Hãy viết lời tả vào giữa hai dấu ngoặc vuông: ![lời tả](địa chỉ ảnh)."),
    );
    errors
}

/// Reads a day as `31/12/2026` or `2026-12-31`; only years 2000 to 2100.
pub(super) fn parse_day(text: &str) -> Option<NaiveDate> {
    let text = text.trim();
    let day = crate::format::parse_date(text).ok()?;
    (2000..=2100).contains(&day.year()).then_some(day)
}

fn line(errors: &mut FieldErrors, field: &str, label: &str, text: &str, max: usize) -> String {
    let text = clean_line(text, max + 1);
    too_long(errors, field, label, &text, max);
    text
}

fn block(errors: &mut FieldErrors, field: &str, label: &str, text: &str, max: usize) -> String {
    let text = clean_text(text, max + 1);
    too_long(errors, field, label, &text, max);
    text
}

pub(super) fn too_long(errors: &mut FieldErrors, field: &str, label: &str, text: &str, max: usize) {
    if text.chars().count() > max {
        let max = crate::format::number(i64::try_from(max).unwrap_or(i64::MAX));
        errors.add(field, format!("{label} dài hơn {max} ký tự. Hãy viết ngắn lại."));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form() -> ArticleForm {
        ArticleForm { section: "news".into(), channel: "news".into(), title: "Tiêu đề".into(), ..ArticleForm::default() }
    }

    #[test]
    fn limits_of_the_fields() {
        assert!(form().validate().is_ok());
        let long = ArticleForm { title: "ă".repeat(10_000), summary: "x".repeat(501), body: "x".repeat(100_001), ..form() };
        let errors = long.validate().unwrap_err();
        assert_eq!(errors.of("tieu_de"), Some("Tiêu đề dài hơn 200 ký tự. Hãy viết ngắn lại."));
        assert_eq!(errors.of("trich_yeu"), Some("Trích yếu dài hơn 500 ký tự. Hãy viết ngắn lại."));
        assert_eq!(errors.of("noi_dung"), Some("Nội dung dài hơn 100.000 ký tự. Hãy viết ngắn lại."));
        let empty = ArticleForm::default().validate().unwrap_err();
        assert!(empty.of("tieu_de").is_some() && empty.of("chuyen_muc").is_some() && empty.of("kenh").is_some());
        assert!(ArticleForm { section: "procedures".into(), ..form() }.validate().is_err());
    }

    #[test]
    fn days_of_strange_years_are_refused() {
        for text in ["0001-01-01", "9999-12-31", "31/02/2026", "x", "99999999999999/1/1"] {
            assert!(ArticleForm { ends_on: text.into(), ..form() }.validate().is_err(), "{text}");
        }
        let text = ArticleForm { ends_on: "31/12/2026".into(), ..form() }.validate().unwrap();
        assert_eq!(text.ends_on, NaiveDate::from_ymd_opt(2026, 12, 31));
    }

    #[test]
    fn options_and_picture() {
        let form = ArticleForm { options: ArticleOption::values(&[ArticleOption::Comments]), picture: "0a1b".into(), ..form() };
        let text = form.validate().unwrap();
        assert_eq!((text.allow_comments, text.on_front, text.featured, text.picture.as_str()), (true, false, false, "0a1b"));
        let without = ArticleForm { drop_picture: vec!["1".into()], ..form };
        assert_eq!(without.validate().unwrap().picture, "");
    }

    #[test]
    fn pictures_need_words() {
        assert!(complete("a", "b", "c", false, "", &[]).is_empty());
        assert!(complete("a", "b", "c", true, "", &[]).of("anh_thay_the").is_some());
        assert!(complete("a", "b", "c", false, "", &[String::new()]).of("noi_dung").is_some());
        assert!(complete("a", "", "c", false, "", &[]).of("trich_yeu").is_some());
    }
}
