//! What somebody types who has no account: a telephone number to begin with, code and number to come back.

use crate::errors::FieldErrors;
use crate::identity::clean_phone;
use crate::text::clean_line;
use serde::{Deserialize, Serialize};

/// "Tiếp tục với số điện thoại".
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PhoneForm {
    /// Telephone number.
    #[serde(rename = "dien_thoai")]
    pub phone: String,
}

fn phone(errors: &mut FieldErrors, typed: &str) -> String {
    let phone = clean_phone(typed).filter(|phone| phone.len() == 10);
    errors.require(phone.is_some(), "dien_thoai", "Số điện thoại gồm 10 chữ số và bắt đầu bằng 0. Hãy nhập lại.");
    phone.unwrap_or_default()
}

impl PhoneForm {
    /// The number, ten digits.
    ///
    /// # Errors
    /// A sentence at `dien_thoai`.
    pub fn validate(&self) -> Result<String, FieldErrors> {
        let mut errors = FieldErrors::new();
        let phone = phone(&mut errors, &self.phone);
        errors.into_result(phone)
    }
}

/// "Vào hồ sơ bằng mã và số điện thoại".
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct EntryForm {
    /// Submission code or dossier code.
    #[serde(rename = "ma")]
    pub code: String,
    /// Telephone number.
    #[serde(rename = "dien_thoai")]
    pub phone: String,
}

/// A checked [`EntryForm`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Code in capitals.
    pub code: String,
    /// Ten digits.
    pub phone: String,
}

impl EntryForm {
    /// Checks the form. Whether code and number belong together, only the message to the telephone tells.
    ///
    /// # Errors
    /// Sentences at `ma` and `dien_thoai`.
    pub fn validate(&self) -> Result<Entry, FieldErrors> {
        let mut errors = FieldErrors::new();
        let code = typed_code(&self.code);
        errors.require(!code.is_empty(), "ma", "Chưa nhập mã. Hãy nhập mã nộp hoặc mã hồ sơ ghi trên biên nhận.");
        let phone = phone(&mut errors, &self.phone);
        errors.into_result(Entry { code, phone })
    }
}

/// A typed code as codes are written: capitals, no spaces.
#[must_use]
pub fn typed_code(typed: &str) -> String {
    clean_line(typed, 60).to_uppercase().replace(' ', "")
}

/// True for something that looks like a submission code ("N-261123-7K4QXM"), false for the code of a procedure.
#[must_use]
pub fn is_submission_code(text: &str) -> bool {
    text.get(..2).is_some_and(|start| start.eq_ignore_ascii_case("n-"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_cleaned_and_codes_raised() {
        let form = |code: &str, phone: &str| EntryForm { code: code.into(), phone: phone.into() }.validate();
        assert_eq!(form(" n-261123-7k4qxm ", "0999 900 001").unwrap(), Entry { code: "N-261123-7K4QXM".into(), phone: "0999900001".into() });
        let errors = form(" ", "12").unwrap_err();
        assert!(errors.of("ma").is_some() && errors.of("dien_thoai").is_some());
        assert!(form("N-1", &"9".repeat(10_000)).is_err());
        assert!(PhoneForm { phone: "1999900001".into() }.validate().is_err());
        assert!(is_submission_code("n-261123-7k4qxm") && !is_submission_code("2.000635") && !is_submission_code("ă"));
    }
}
