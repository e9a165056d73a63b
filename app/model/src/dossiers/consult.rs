//! Opinions of other units (02 §14): what the officer asks, what the asked unit answers, and how pages show it.

use crate::errors::FieldErrors;
use crate::format::parse_date;
use crate::text::reason;
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

text_enum! {
    /// State of one question to one unit. "Quá hạn" is derived from the due instant, not stored.
    pub enum ConsultationState {
        Asked = "asked" => "Đã gửi", Accepted = "accepted" => "Đã nhận", Answered = "answered" => "Đã trả lời", Returned = "returned" => "Trả lại",
    }
}

text_enum! {
    /// What somebody does with a question.
    pub enum ConsultationAct {
        Accept = "accept" => "Nhận yêu cầu", Answer = "answer" => "Trả lời", Return = "return" => "Trả lại vì không thuộc thẩm quyền",
        Waive = "waive" => "Giải trình thiếu ý kiến",
    }
}

text_enum! {
    /// Lists of the page "Xin ý kiến"; stored values are the words in addresses.
    pub enum ConsultationList { Asked = "duoc-hoi" => "Được hỏi", Asking = "da-hoi" => "Đã hỏi" }
}

/// Most files of one question or answer.
const MOST_FILES: usize = 10;

/// A question, as it is typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AskForm {
    /// Row number of the asked unit.
    #[serde(rename = "don_vi")]
    pub unit: String,
    /// The question.
    #[serde(rename = "noi_dung")]
    pub question: String,
    /// Last day to answer.
    #[serde(rename = "han")]
    pub due: String,
    /// "1": nothing is submitted for signature without the answer.
    #[serde(rename = "bat_buoc")]
    pub mandatory: String,
    /// Tokens of files of the dossier that the asked unit needs.
    #[serde(rename = "giay_to")]
    pub papers: Vec<String>,
    /// Tokens of files that were uploaded for the question.
    #[serde(rename = "tep_da_tai")]
    pub uploads: Vec<String>,
}

/// A checked [`AskForm`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ask {
    /// The asked unit.
    pub unit: i64,
    /// The question.
    pub question: String,
    /// Last day to answer.
    pub due: NaiveDate,
    /// Nothing is submitted for signature without the answer.
    pub mandatory: bool,
    /// Tokens of files of the dossier.
    pub papers: Vec<String>,
    /// Tokens of files of the question's own.
    pub uploads: Vec<String>,
}

impl AskForm {
    /// Checks the form.
    ///
    /// # Errors
    /// The fields that are wrong.
    pub fn validate(&self, today: NaiveDate) -> Result<Ask, FieldErrors> {
        let mut errors = FieldErrors::new();
        let unit: i64 = self.unit.trim().parse().unwrap_or_default();
        errors.require(unit > 0, "don_vi", "Chưa chọn đơn vị được hỏi. Hãy chọn một đơn vị trong danh sách.");
        let question = reason(&mut errors, "noi_dung", "Nội dung xin ý kiến", &self.question);
        let due = parse_date(&self.due).unwrap_or_else(|error| {
            errors.add("han", error.to_string());
            today
        });
        errors.require(due >= today, "han", "Hạn trả lời đã qua. Hãy chọn từ hôm nay trở đi.");
        errors.require(self.papers.len() <= MOST_FILES, "giay_to", format!("Mỗi lần hỏi gửi kèm tối đa {MOST_FILES} giấy tờ."));
        let uploads = files(&mut errors, &self.uploads);
        errors.into_result(Ask { unit, question, due, mandatory: self.mandatory.trim() == "1", papers: self.papers.clone(), uploads })
    }
}

fn files(errors: &mut FieldErrors, tokens: &[String]) -> Vec<String> {
    let tokens: Vec<String> = tokens.iter().map(|token| token.trim().to_owned()).filter(|token| !token.is_empty()).collect();
    errors.require(tokens.len() <= MOST_FILES, "tep", format!("Mỗi lần gửi tối đa {MOST_FILES} tệp. Hãy bỏ bớt."));
    tokens
}

/// An answer, as it is typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct OpinionForm {
    /// The opinion.
    #[serde(rename = "noi_dung")]
    pub text: String,
    /// Tokens of uploaded files.
    #[serde(rename = "tep_da_tai")]
    pub uploads: Vec<String>,
}

/// A checked [`OpinionForm`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opinion {
    /// The opinion.
    pub text: String,
    /// Tokens of files.
    pub uploads: Vec<String>,
}

impl OpinionForm {
    /// Checks the form.
    ///
    /// # Errors
    /// The fields that are wrong.
    pub fn validate(&self) -> Result<Opinion, FieldErrors> {
        let mut errors = FieldErrors::new();
        let text = reason(&mut errors, "noi_dung", "Ý kiến", &self.text);
        let uploads = files(&mut errors, &self.uploads);
        errors.into_result(Opinion { text, uploads })
    }
}

/// A question in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConsultationLine {
    /// Row number, part of its address.
    pub id: i64,
    /// Code of the dossier.
    pub dossier: String,
    /// Name of the procedure.
    pub procedure: String,
    /// Number within the dossier.
    pub seq: i64,
    /// Who asks.
    pub asking_unit: String,
    /// Who is asked.
    pub asked_unit: String,
    /// The question.
    pub question: String,
    /// Until when, UTC.
    pub due: DateTime<Utc>,
    /// Nothing is submitted for signature without the answer.
    pub mandatory: bool,
    /// State.
    pub state: ConsultationState,
    /// The head goes on without it.
    pub waived: bool,
    /// When it was asked, UTC.
    pub asked_at: DateTime<Utc>,
}

impl ConsultationLine {
    /// True if the answer is late: asked or accepted, and the due instant has passed.
    #[must_use]
    pub fn is_overdue(&self, now: DateTime<Utc>) -> bool {
        matches!(self.state, ConsultationState::Asked | ConsultationState::Accepted) && self.due < now
    }

    /// True if nothing may be submitted for signature yet because of it.
    #[must_use]
    pub fn is_missing(&self) -> bool {
        self.mandatory && self.state != ConsultationState::Answered && !self.waived
    }

    /// The state in words, "Quá hạn" where it is.
    #[must_use]
    pub fn state_in_words(&self, now: DateTime<Utc>) -> &'static str {
        match self.state {
            _ if self.is_overdue(now) => "Quá hạn",
            _ if self.waived && self.state != ConsultationState::Answered => "Không chờ nữa",
            state => state.label(),
        }
    }
}

/// A file of a question or an answer: token, name, bytes.
pub type ConsultationFile = (String, String, i64);

/// One version of an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpinionView {
    /// From 1; the last one counts.
    pub number: i64,
    /// The opinion.
    pub text: String,
    /// Who wrote it.
    pub by: String,
    /// When, UTC.
    pub at: DateTime<Utc>,
    /// Its files.
    pub files: Vec<ConsultationFile>,
}

/// A question in full.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConsultationView {
    /// What lists show.
    pub line: ConsultationLine,
    /// Version, for optimistic locking.
    pub version: i64,
    /// Who asked.
    pub asked_by: String,
    /// Who took it, and when; empty if nobody did.
    pub accepted_by: String,
    /// When, UTC.
    pub accepted_at: Option<DateTime<Utc>>,
    /// Who gave it back, when and why.
    pub returned: Option<(String, DateTime<Utc>, String)>,
    /// Who goes on without it, when and why.
    pub waived: Option<(String, DateTime<Utc>, String)>,
    /// Files of the question.
    pub files: Vec<ConsultationFile>,
    /// The answers, the first one first.
    pub answers: Vec<OpinionView>,
    /// What the reader may do now.
    pub acts: Vec<ConsultationAct>,
    /// The reader may open the dossier itself.
    pub opens_dossier: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_needs_unit_words_and_a_day_to_come() {
        let today = NaiveDate::from_ymd_opt(2026, 11, 23).unwrap();
        let form =
            AskForm {
                unit: "7".into(), question: "Đề nghị xác nhận quy hoạch".into(), due: "27/11/2026".into(), mandatory: "1".into(), ..AskForm::default()
            };
        let ask = form.validate(today).unwrap();
        assert!(ask.mandatory && ask.unit == 7);
        let wrong = AskForm { unit: "x".into(), question: "ngắn".into(), due: "20/11/2026".into(), ..AskForm::default() };
        let errors = wrong.validate(today).unwrap_err();
        assert!(["don_vi", "noi_dung", "han"].iter().all(|field| errors.of(field).is_some()));
    }
}
