//! The form of an article and the limits of 07 §4.

use super::{Channel, SectionCode};
use crate::FieldErrors;
use crate::text::{clean_line, clean_text};
use chrono::{DateTime, Datelike, NaiveDate, NaiveTime, TimeZone, Utc};

/// Most characters of a title.
const MAX_TITLE: usize = 200;
/// Most characters of a summary.
const MAX_SUMMARY: usize = 500;
/// Most characters of a body.
pub const MAX_BODY: usize = 100_000;
/// Fewest characters of a reason (07 §3).
pub const MIN_REASON: usize = 10;
/// Most characters of a reason.
pub const MAX_REASON: usize = 1_000;
/// Most characters of the short fields: names, sources, captions.
const MAX_SHORT: usize = 200;

/// What the writer typed, field by field. The names of the form fields stand in the documentation of each.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ArticleForm {
    /// `cong`: path of the site; empty for the main portal.
    pub site: String,
    /// `chuyen_muc`
    pub section: String,
    /// `kenh`
    pub channel: String,
    /// `tieu_de`
    pub title: String,
    /// `trich_yeu`
    pub summary: String,
    /// `noi_dung`: Markdown.
    pub body: String,
    /// `anh`: token of a stored picture; empty for none.
    pub picture: String,
    /// `anh_thay_the`: text instead of the picture.
    pub picture_alt: String,
    /// `anh_chu_thich`
    pub picture_caption: String,
    /// `anh_nguon`
    pub picture_credit: String,
    /// `but_danh`
    pub pen_name: String,
    /// `nguon_tin`
    pub source: String,
    /// `tu_khoa`: separated by commas.
    pub keywords: String,
    /// `ngay_ket_thuc`: last day on which it is shown.
    pub ends_on: String,
    /// `binh_luan`
    pub allow_comments: bool,
    /// `trang_chu`
    pub on_front: bool,
    /// `noi_bat`
    pub featured: bool,
}

/// A form that was checked: cleaned text within its limits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArticleText {
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
        let picture: String = self.picture.chars().filter(char::is_ascii_hexdigit).take(64).collect();
        let (Some(section), Some(channel)) = (section, channel) else { return Err(errors) };
        errors.into_result(ArticleText {
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
            allow_comments: self.allow_comments,
            on_front: self.on_front,
            featured: self.featured,
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

/// Checks a reason: 10 to 1,000 characters.
///
/// # Errors
/// A sentence on the field `ly_do`.
pub fn reason(text: &str) -> Result<String, FieldErrors> {
    let text = clean_text(text, MAX_REASON + 1);
    match text.chars().count() {
        n if n < MIN_REASON => Err(FieldErrors::one("ly_do", "Lý do ngắn hơn 10 ký tự. Hãy viết rõ để người nhận biết phải sửa gì.")),
        n if n > MAX_REASON => Err(FieldErrors::one("ly_do", "Lý do dài hơn 1.000 ký tự. Hãy viết ngắn lại.")),
        _ => Ok(text),
    }
}

/// Reads a day as `31/12/2026` or `2026-12-31`; only years 2000 to 2100.
#[must_use]
pub fn parse_day(text: &str) -> Option<NaiveDate> {
    let text = text.trim();
    let day = crate::format::parse_date(text).ok()?;
    (2000..=2100).contains(&day.year()).then_some(day)
}

/// Reads the time of publication from a day and a time of day in Viet Nam; both empty means at once.
///
/// # Errors
/// A sentence on the field `ngay_dang` or `gio_dang`.
pub fn parse_publish_at(day: &str, time: &str) -> Result<Option<DateTime<Utc>>, FieldErrors> {
    if day.trim().is_empty() && time.trim().is_empty() {
        return Ok(None);
    }
    let day = parse_day(day).ok_or_else(|| FieldErrors::one("ngay_dang", "Ngày đăng không đúng. Hãy nhập như 24/11/2026, hoặc bỏ trống để đăng ngay."))?;
    let time = NaiveTime::parse_from_str(time.trim(), "%H:%M")
        .map_err(|_| FieldErrors::one("gio_dang", "Giờ đăng không đúng. Hãy nhập như 08:30, hoặc bỏ trống cả ngày và giờ để đăng ngay."))?;
    Ok(crate::format::VN.from_local_datetime(&day.and_time(time)).single().map(|at| at.with_timezone(&Utc)))
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

fn too_long(errors: &mut FieldErrors, field: &str, label: &str, text: &str, max: usize) {
    if text.chars().count() > max {
        let max = i64::try_from(max).unwrap_or(i64::MAX);
        errors.add(field, format!("{label} dài hơn {} ký tự. Hãy viết ngắn lại.", thousands(max)));
    }
}

fn thousands(n: i64) -> String {
    if n < 1_000 { n.to_string() } else { format!("{}.{:03}", n / 1_000, n % 1_000) }
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
    fn publish_time_is_read_in_viet_nam() {
        assert_eq!(parse_publish_at("", " ").unwrap(), None);
        assert_eq!(parse_publish_at("24/11/2026", "08:30").unwrap().unwrap().to_rfc3339(), "2026-11-24T01:30:00+00:00");
        assert!(parse_publish_at("24/11/2026", "25:00").is_err());
        assert!(parse_publish_at("", "08:30").is_err());
    }

    #[test]
    fn a_reason_is_a_sentence() {
        assert!(reason("ngắn").is_err());
        assert!(reason(&"x".repeat(1_001)).is_err());
        assert_eq!(reason(" Sửa lại ngày họp. ").unwrap(), "Sửa lại ngày họp.");
    }

    #[test]
    fn pictures_need_words() {
        assert!(complete("a", "b", "c", false, "", &[]).is_empty());
        assert!(complete("a", "b", "c", true, "", &[]).of("anh_thay_the").is_some());
        assert!(complete("a", "b", "c", false, "", &[String::new()]).of("noi_dung").is_some());
        assert!(complete("a", "", "c", false, "", &[]).of("trich_yeu").is_some());
    }
}
