//! What people type: the rating, the answer of the unit, the decision about the words.

use super::RatingLevel;
use crate::FieldErrors;
use crate::text::{clean_text, reason};
use serde::{Deserialize, Serialize};

/// Most characters of the words of a rating and of an answer.
pub const COMMENT_MAX: usize = 2_000;

/// A rating (C22).
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct RateForm {
    /// Level, 1 to 5.
    #[serde(rename = "muc")]
    pub level: String,
    /// Words; may be empty.
    #[serde(rename = "noi_dung")]
    pub comment: String,
}

/// A checked rating.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rate {
    /// Level.
    pub level: RatingLevel,
    /// Words; may be empty.
    pub comment: String,
}

impl RateForm {
    /// Cleans and checks.
    ///
    /// # Errors
    /// Messages on `muc` and `noi_dung`.
    pub fn validate(&self) -> Result<Rate, FieldErrors> {
        let mut errors = FieldErrors::new();
        let comment = clean_text(&self.comment, COMMENT_MAX + 1);
        errors.require(comment.chars().count() <= COMMENT_MAX, "noi_dung", "Nhận xét dài hơn 2.000 ký tự. Hãy viết ngắn lại.");
        match self.level.trim().parse::<RatingLevel>() {
            Ok(level) => errors.into_result(Rate { level, comment }),
            Err(_) => {
                errors.0.insert(0, ("muc".to_owned(), "Chưa chọn mức hài lòng. Hãy chọn một trong năm mức.".to_owned()));
                Err(errors)
            }
        }
    }
}

/// The answer of the unit.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct AnswerForm {
    /// The answer.
    #[serde(rename = "noi_dung")]
    pub text: String,
}

/// A checked answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The answer.
    pub text: String,
}

impl AnswerForm {
    /// Cleans and checks.
    ///
    /// # Errors
    /// A message on `noi_dung`.
    pub fn validate(&self) -> Result<Answer, FieldErrors> {
        let text = clean_text(&self.text, COMMENT_MAX + 1);
        let mut errors = FieldErrors::new();
        errors.require(text.chars().count() >= 10, "noi_dung", "Câu trả lời cần ít nhất 10 ký tự. Hãy viết rõ hơn.");
        errors.require(text.chars().count() <= COMMENT_MAX, "noi_dung", "Câu trả lời dài hơn 2.000 ký tự. Hãy viết ngắn lại.");
        errors.into_result(Answer { text })
    }
}

/// The end of a follow-up.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct CloseForm {
    /// What was found and done.
    #[serde(rename = "noi_dung")]
    pub outcome: String,
}

impl CloseForm {
    /// What was found and done.
    ///
    /// # Errors
    /// A message on `noi_dung`.
    pub fn validate(&self) -> Result<String, FieldErrors> {
        let mut errors = FieldErrors::new();
        let outcome = reason(&mut errors, "noi_dung", "Kết quả theo dõi", &self.outcome);
        errors.into_result(outcome)
    }
}

/// The decision about the words of a rating.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ModerateForm {
    /// `dang` or `khong-dang`.
    #[serde(rename = "quyet_dinh")]
    pub decision: String,
    /// Why the words are not shown.
    #[serde(rename = "ly_do")]
    pub reason: String,
}

/// A checked decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Moderate {
    /// The words are shown.
    Approve,
    /// They are not, for this reason.
    Reject(String),
}

impl ModerateForm {
    /// Cleans and checks.
    ///
    /// # Errors
    /// Messages on `quyet_dinh` and `ly_do`.
    pub fn validate(&self) -> Result<Moderate, FieldErrors> {
        let mut errors = FieldErrors::new();
        match self.decision.as_str() {
            "dang" => Ok(Moderate::Approve),
            "khong-dang" => {
                let reason = reason(&mut errors, "ly_do", "Lý do không đăng", &self.reason);
                errors.into_result(Moderate::Reject(reason))
            }
            _ => Err(FieldErrors::one("quyet_dinh", "Chưa chọn đăng hay không đăng.")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_level_is_needed_words_are_not() {
        let form = RateForm { level: "5".into(), comment: " ".into() };
        assert_eq!(form.validate(), Ok(Rate { level: RatingLevel::VerySatisfied, comment: String::new() }));
        let long = RateForm { level: "9".into(), comment: "ă".repeat(COMMENT_MAX + 1) };
        let fields: Vec<_> = long.validate().expect_err("refused").0.into_iter().map(|(name, _)| name).collect();
        assert_eq!(fields, ["muc", "noi_dung"]);
    }

    #[test]
    fn a_refusal_needs_a_reason() {
        let form = |decision: &str, reason: &str| ModerateForm { decision: decision.into(), reason: reason.into() }.validate();
        assert_eq!(form("dang", ""), Ok(Moderate::Approve));
        assert!(form("khong-dang", "ngắn").expect_err("refused").of("ly_do").is_some());
        assert!(form("", "").expect_err("refused").of("quyet_dinh").is_some());
        assert!(AnswerForm { text: "Cảm ơn".into() }.validate().is_err());
        assert!(CloseForm { outcome: "Đã gọi điện xin lỗi người dân".into() }.validate().is_ok());
    }
}
