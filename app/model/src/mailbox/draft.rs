//! The form on which a message is written, and the one that puts a recipient on it.

use super::{AddressLine, MAX_BODY, MAX_SUBJECT, plain_body};
use crate::errors::FieldErrors;
use crate::format::parse_date;
use crate::text::clean_line;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// What the compose page sends. Every field is text, as forms are; the row version travels beside it.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct DraftForm {
    /// The draft; empty for a new one.
    #[serde(rename = "thu")]
    pub draft: String,
    /// Mailbox that sends; empty for one's own.
    #[serde(rename = "hop")]
    pub from: String,
    /// Subject.
    #[serde(rename = "tieu_de")]
    pub subject: String,
    /// Body, plain text.
    #[serde(rename = "noi_dung")]
    pub body: String,
    /// "1" marks the message as important.
    #[serde(rename = "quan_trong")]
    pub important: Vec<String>,
    /// Day of "Đề nghị trả lời trước"; empty for none.
    #[serde(rename = "tra_loi_truoc")]
    pub reply_by: String,
    /// "1" confirms sending to many people.
    #[serde(rename = "xac_nhan")]
    pub confirmed: Vec<String>,
}

/// A checked [`DraftForm`]. A draft may still lack its subject; sending asks for it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DraftInput {
    /// The draft; none for a new one.
    pub draft: Option<i64>,
    /// Mailbox that sends; none for one's own.
    pub from: Option<i64>,
    /// Subject, one line.
    pub subject: String,
    /// Body: as typed, line ends as `\n`.
    pub body: String,
    /// Important.
    pub important: bool,
    /// An answer is wanted by the end of this day.
    pub reply_by: Option<NaiveDate>,
    /// Sending to many people is confirmed.
    pub confirmed: bool,
}

impl DraftForm {
    /// Checks the form.
    ///
    /// # Errors
    /// The fields that must be corrected.
    pub fn validate(&self) -> Result<DraftInput, FieldErrors> {
        let mut errors = FieldErrors::new();
        let subject = clean_line(&self.subject, usize::MAX);
        errors.require(
            subject.chars().count() <= MAX_SUBJECT,
            "tieu_de",
            format!("Tiêu đề dài quá {MAX_SUBJECT} ký tự. Hãy rút ngắn; chi tiết viết trong nội dung."),
        );
        let body = plain_body(&self.body);
        errors.require(body.chars().count() <= MAX_BODY, "noi_dung", "Nội dung dài quá 200.000 ký tự. Hãy rút ngắn, hoặc gửi phần dài trong tệp đính kèm.");
        let reply_by = match self.reply_by.trim() {
            "" => None,
            typed => parse_date(typed).map_err(|error| errors.add("tra_loi_truoc", error.to_string())).ok(),
        };
        let id = |text: &str| text.trim().parse::<i64>().ok().filter(|id| *id > 0);
        errors.into_result(DraftInput {
            draft: id(&self.draft),
            from: id(&self.from),
            subject,
            body,
            important: self.important.iter().any(|value| value == "1"),
            reply_by,
            confirmed: self.confirmed.iter().any(|value| value == "1"),
        })
    }
}

/// A found recipient that goes on a draft.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct RecipientForm {
    /// Which person, organisation or group: the key of the search.
    #[serde(rename = "nguoi_nhan")]
    pub key: String,
    /// Stored value of [`AddressLine`].
    #[serde(rename = "dong")]
    pub line: String,
}

/// A checked [`RecipientForm`]; the key is not looked up yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecipientInput {
    /// Key of the search.
    pub key: String,
    /// The line on which the recipient stands.
    pub line: AddressLine,
}

impl RecipientForm {
    /// Checks the form.
    ///
    /// # Errors
    /// The fields that must be corrected.
    pub fn validate(&self) -> Result<RecipientInput, FieldErrors> {
        let mut errors = FieldErrors::new();
        let key = clean_line(&self.key, 60);
        errors.require(!key.is_empty(), "nguoi_nhan", "Chưa chọn người nhận. Hãy tìm rồi chọn trong danh sách.");
        let line = self.line.trim().parse::<AddressLine>();
        errors.require(line.is_ok(), "dong", "Chưa chọn dòng. Hãy chọn Đến, Đồng gửi hoặc Đồng gửi ẩn.");
        errors.into_result(RecipientInput { key, line: line.unwrap_or(AddressLine::To) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_becomes_typed_input() {
        let form = DraftForm {
            subject: "  Họp\tgiao ban ".into(),
            body: "a\r\n <b>\u{202e}".into(),
            reply_by: "23/11/2026".into(),
            important: vec!["1".into()],
            ..DraftForm::default()
        };
        let input = form.validate().unwrap();
        assert_eq!((input.subject.as_str(), input.body.as_str()), ("Họp giao ban", "a\n <b>\u{202e}"));
        assert_eq!(input.reply_by, NaiveDate::from_ymd_opt(2026, 11, 23));
        assert!(input.important && !input.confirmed && input.draft.is_none());
        let long = DraftForm { subject: "x".repeat(10_000), body: "y".repeat(MAX_BODY + 1), reply_by: "31/2/2026".into(), ..DraftForm::default() };
        let errors = long.validate().unwrap_err();
        assert!(errors.of("tieu_de").is_some() && errors.of("noi_dung").is_some() && errors.of("tra_loi_truoc").is_some());
    }

    #[test]
    fn a_recipient_needs_a_key_and_a_line() {
        assert_eq!(RecipientForm::default().validate().unwrap_err().0.len(), 2);
        let form = RecipientForm { key: "p-12".into(), line: "bcc".into() };
        assert_eq!(form.validate().unwrap(), RecipientInput { key: "p-12".into(), line: AddressLine::Bcc });
    }
}
