//! The search of a mailbox.

use crate::errors::FieldErrors;
use crate::format::parse_date;
use crate::text::clean_line;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// What the address of the search holds. Every part is optional.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct SearchForm {
    /// Words, with or without marks, in subject, body, names and names of attachments.
    #[serde(rename = "q")]
    pub text: String,
    /// Part of the sender's name.
    #[serde(rename = "nguoi-gui")]
    pub from: String,
    /// Part of a recipient's name.
    #[serde(rename = "nguoi-nhan")]
    pub to: String,
    /// First day.
    #[serde(rename = "tu-ngay")]
    pub first: String,
    /// Last day.
    #[serde(rename = "den-ngay")]
    pub last: String,
    /// "1": only with attachments.
    #[serde(rename = "tep")]
    pub with_files: String,
}

/// A checked [`SearchForm`].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SearchInput {
    /// Words in subject, body, names and names of attachments.
    pub text: String,
    /// Part of the sender's name.
    pub from: String,
    /// Part of a recipient's name.
    pub to: String,
    /// Only with attachments.
    pub with_files: bool,
    /// First day.
    pub first: Option<NaiveDate>,
    /// Last day.
    pub last: Option<NaiveDate>,
}

impl SearchForm {
    /// Checks the form.
    ///
    /// # Errors
    /// Days that cannot be read, or a last day before the first.
    pub fn validate(&self) -> Result<SearchInput, FieldErrors> {
        let mut errors = FieldErrors::new();
        let mut day = |name: &str, typed: &str| match typed.trim() {
            "" => None,
            typed => parse_date(typed).map_err(|error| errors.add(name, error.to_string())).ok(),
        };
        let (first, last) = (day("tu-ngay", &self.first), day("den-ngay", &self.last));
        let turned = first.zip(last).is_some_and(|(first, last)| last < first);
        errors.require(!turned, "den-ngay", "Ngày cuối phải từ ngày đầu trở đi. Hãy sửa một trong hai ngày.");
        let line = |text: &str| clean_line(text, 200);
        errors.into_result(SearchInput {
            text: line(&self.text),
            from: line(&self.from),
            to: line(&self.to),
            with_files: self.with_files.trim() == "1",
            first,
            last,
        })
    }
}

impl SearchInput {
    /// True if nothing was asked.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_stand_in_order() {
        let form = |first: &str, last: &str| SearchForm { first: first.into(), last: last.into(), ..SearchForm::default() };
        assert!(form("", " ").validate().unwrap().is_empty());
        assert!(!form("23/11/2026", "23/11/2026").validate().unwrap().is_empty());
        assert!(form("24/11/2026", "23/11/2026").validate().unwrap_err().of("den-ngay").is_some());
        assert!(form("x", "").validate().unwrap_err().of("tu-ngay").is_some());
    }
}
