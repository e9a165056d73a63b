//! Đôn đốc and Giải trình (04 §6): words that are kept in the log of the task.

use crate::FieldErrors;
use crate::text::reason;
use serde::{Deserialize, Serialize};

/// Words for the log of a task.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct WordsForm {
    /// The words.
    #[serde(rename = "noi_dung")]
    pub text: String,
}

/// A checked [`WordsForm`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words {
    /// The words, 10–5,000 characters.
    pub text: String,
}

impl WordsForm {
    /// Cleans and checks; `what` names the field in the message.
    ///
    /// # Errors
    /// A message on `noi_dung`.
    pub fn validate(&self, what: &str) -> Result<Words, FieldErrors> {
        let mut errors = FieldErrors::new();
        let text = reason(&mut errors, "noi_dung", what, &self.text);
        errors.into_result(Words { text })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_no_empty_phrase() {
        let form = |text: &str| WordsForm { text: text.to_owned() }.validate("Nội dung đôn đốc");
        assert!(form("Gấp").expect_err("refused").of("noi_dung").is_some_and(|message| message.starts_with("Nội dung đôn đốc cần ít nhất 10 ký tự")));
        assert_eq!(form(" Báo cáo trong tuần này ").expect("words").text, "Báo cáo trong tuần này");
    }
}
