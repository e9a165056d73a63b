//! The forms about readers' comments (07 §5).

use super::form::too_long;
use crate::FieldErrors;
use crate::text::{clean_text, reason};
use serde::{Deserialize, Serialize};

/// Most characters of a comment.
const MAX_COMMENT: usize = 2_000;

/// What a reader wrote below an article.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct CommentForm {
    /// The comment.
    #[serde(rename = "noi_dung")]
    pub body: String,
}

impl CommentForm {
    /// The cleaned comment.
    ///
    /// # Errors
    /// A sentence on `noi_dung` if it is empty or longer than 2,000 characters.
    pub fn validate(&self) -> Result<String, FieldErrors> {
        let body = clean_text(&self.body, MAX_COMMENT + 1);
        let mut errors = FieldErrors::new();
        errors.require(body.chars().count() >= 2, "noi_dung", "Chưa có ý kiến. Hãy viết ý kiến rồi gửi.");
        too_long(&mut errors, "noi_dung", "Ý kiến", &body, MAX_COMMENT);
        errors.into_result(body)
    }
}

/// What the moderator decided about a comment.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ModerationForm {
    /// Row number of the comment.
    #[serde(rename = "y_kien")]
    pub comment: String,
    /// The pressed button: `1` shows the comment.
    #[serde(rename = "duyet")]
    pub show: String,
    /// Why it is not shown.
    #[serde(rename = "ly_do")]
    pub reason: String,
}

/// A checked [`ModerationForm`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moderation {
    /// Row number of the comment.
    pub comment: i64,
    /// Why it is not shown; without a reason it is shown.
    pub rejected: Option<String>,
}

impl ModerationForm {
    /// Checks the decision; a rejection needs a reason.
    ///
    /// # Errors
    /// A sentence on `y_kien` or `ly_do`.
    pub fn validate(&self) -> Result<Moderation, FieldErrors> {
        let mut errors = FieldErrors::new();
        let comment = self.comment.trim().parse().unwrap_or_default();
        errors.require(comment > 0, "y_kien", "Không biết ý kiến nào. Hãy tải lại trang rồi chọn lại.");
        let rejected = (self.show.trim() != "1").then(|| reason(&mut errors, "ly_do", "Lý do không đăng", &self.reason));
        errors.into_result(Moderation { comment, rejected })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_comment_is_neither_empty_nor_endless() {
        let form = |body: &str| CommentForm { body: body.into() };
        assert_eq!(form(" Hay. ").validate().unwrap(), "Hay.");
        assert!(form(" \u{200b} ").validate().unwrap_err().of("noi_dung").is_some());
        let long = form(&"ă".repeat(2_001)).validate().unwrap_err();
        assert_eq!(long.of("noi_dung"), Some("Ý kiến dài hơn 2.000 ký tự. Hãy viết ngắn lại."));
    }

    #[test]
    fn a_rejection_has_a_reason() {
        let form = |comment: &str, show: &str, reason: &str| ModerationForm { comment: comment.into(), show: show.into(), reason: reason.into() };
        assert_eq!(form("7", "1", "").validate().unwrap(), Moderation { comment: 7, rejected: None });
        assert!(form("7", "0", "ngắn").validate().unwrap_err().of("ly_do").is_some());
        assert!(form("7", "", "").validate().is_err(), "without a button nothing is shown");
        assert!(form("x", "1", "").validate().unwrap_err().of("y_kien").is_some());
        let rejected = form("7", "0", "Không liên quan đến bài.").validate().unwrap();
        assert_eq!(rejected.rejected.as_deref(), Some("Không liên quan đến bài."));
    }
}
