//! Questions of an application form as data, and the check of what was typed.
//!
//! Answers are kept as they were typed, by field name; a question reads one to three fields of its own.

mod texts;

use self::texts::{digits, email, length, person, phone};
use crate::FieldErrors;
use crate::format::{DateError, date_from_parts};
use std::collections::BTreeMap;

text_enum! {
    /// What a question asks for.
    pub enum QuestionKind {
        Text = "text" => "Một dòng chữ", LongText = "long_text" => "Đoạn văn", Number = "number" => "Số", Money = "money" => "Số tiền",
        Date = "date" => "Ngày", Person = "person" => "Họ và tên", Identity = "identity" => "Số định danh", Phone = "phone" => "Số điện thoại",
        Email = "email" => "Thư điện tử", Address = "address" => "Địa chỉ", Choice = "choice" => "Chọn một", Many = "many" => "Chọn nhiều",
        File = "file" => "Tệp", Consent = "consent" => "Đồng ý",
    }
}

/// What was typed: field name and text.
pub type Answers = BTreeMap<String, String>;

/// A question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// Field name, unique within the form: letters, digits and dashes; fixed questions use underscores.
    pub name: String,
    /// What it asks for.
    pub kind: QuestionKind,
    /// The question in words.
    pub label: String,
    /// Help under the label.
    pub hint: String,
    /// True if it must be answered.
    pub required: bool,
    /// What may be chosen, for [`QuestionKind::Choice`] and [`QuestionKind::Many`].
    pub options: Vec<String>,
    /// Lowest number, or đồng.
    pub min: Option<i64>,
    /// Highest number, đồng, or number of characters.
    pub max: Option<i64>,
    /// Asked only if another question, on an earlier page, was answered so.
    pub show_if: Option<Condition>,
}

/// "Show if question X is Y".
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Condition {
    /// Name of the other question.
    pub question: String,
    /// The answer: an option, or `co` for a consent.
    pub value: String,
}

/// The questions of one page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuestionPage {
    /// Title of the page.
    pub title: String,
    /// Its questions, at least one.
    pub questions: Vec<Question>,
}

impl Question {
    /// The form fields of this question: three for a date, two for an address, else one.
    #[must_use]
    pub fn fields(&self) -> Vec<String> {
        match self.kind {
            QuestionKind::Date => ["ngay", "thang", "nam"].iter().map(|part| format!("{}_{part}", self.name)).collect(),
            QuestionKind::Address => vec![format!("{}_xa", self.name), format!("{}_chi_tiet", self.name)],
            _ => vec![self.name.clone()],
        }
    }

    /// The field that an error message points to: a date is one field with three parts.
    #[must_use]
    pub fn first_field(&self) -> String {
        if self.kind == QuestionKind::Address { format!("{}_xa", self.name) } else { self.name.clone() }
    }

    fn typed<'a>(&self, answers: &'a Answers, part: &str) -> &'a str {
        answers.get(&if part.is_empty() { self.name.clone() } else { format!("{}_{part}", self.name) }).map_or("", |text| text.trim())
    }

    /// True if the question is asked, given the answers so far.
    #[must_use]
    pub fn asked(&self, answers: &Answers) -> bool {
        let holds = |condition: &Condition| answers.get(&condition.question).is_some_and(|text| text.lines().any(|line| line.trim() == condition.value));
        self.show_if.as_ref().is_none_or(holds)
    }

    /// True if nothing was typed.
    #[must_use]
    pub fn is_blank(&self, answers: &Answers) -> bool {
        self.fields().iter().all(|field| answers.get(field).is_none_or(|text| text.trim().is_empty()))
    }

    /// Checks the answer; `communes` are the values that an address may name, `today` bounds dates of birth.
    ///
    /// # Errors
    /// The sentence for this question: what happened and what to do.
    pub fn check(&self, answers: &Answers, communes: &[(String, String)]) -> Result<(), String> {
        if self.is_blank(answers) {
            return if self.required { Err(self.blank_message()) } else { Ok(()) };
        }
        let text = self.typed(answers, "");
        let most = self.max.and_then(|n| usize::try_from(n).ok());
        match self.kind {
            QuestionKind::Text => length(text, most.unwrap_or(200)),
            QuestionKind::LongText => length(text, most.unwrap_or(2_000)),
            QuestionKind::Person => length(text, 100).and_then(|()| person(text)),
            QuestionKind::Number | QuestionKind::Money => self.check_number(text),
            QuestionKind::Date => self.check_date(answers),
            QuestionKind::Identity => {
                digits(text, 12).then_some(()).ok_or_else(|| "Số định danh gồm đúng 12 chữ số. Hãy xem trên thẻ căn cước và nhập lại.".to_owned())
            }
            QuestionKind::Phone => phone(text),
            QuestionKind::Email => email(text),
            QuestionKind::Address => self.check_address(answers, communes),
            QuestionKind::Choice => {
                self.options.iter().any(|option| option == text).then_some(()).ok_or_else(|| "Hãy chọn một mục trong danh sách.".to_owned())
            }
            QuestionKind::Many => text
                .lines()
                .all(|line| self.options.iter().any(|option| option == line))
                .then_some(())
                .ok_or_else(|| "Hãy chọn các mục có trong danh sách.".to_owned()),
            QuestionKind::Consent => (text == "co").then_some(()).ok_or_else(|| self.blank_message()),
            QuestionKind::File => Ok(()),
        }
    }

    fn blank_message(&self) -> String {
        match self.kind {
            QuestionKind::Choice | QuestionKind::Many => format!("Chưa chọn “{}”. Hãy chọn một mục.", self.label),
            QuestionKind::Consent => "Hãy đánh dấu vào ô đồng ý nếu bạn đồng ý.".to_owned(),
            QuestionKind::Date => format!("Chưa nhập “{}”. Hãy nhập đủ ngày, tháng, năm.", self.label),
            QuestionKind::File => format!("Chưa có tệp cho “{}”. Hãy chọn tệp rồi bấm Tải lên.", self.label),
            _ => format!("Chưa nhập “{}”. Hãy nhập mục này.", self.label),
        }
    }

    fn check_date(&self, answers: &Answers) -> Result<(), String> {
        match date_from_parts(self.typed(answers, "ngay"), self.typed(answers, "thang"), self.typed(answers, "nam")) {
            Ok(_) => Ok(()),
            Err(error @ DateError::TooManyDays { .. }) => Err(format!("{error} Hãy sửa {}.", lower_first(&self.label))),
            Err(error) => Err(error.to_string()),
        }
    }

    fn check_number(&self, text: &str) -> Result<(), String> {
        let plain: String = text.chars().filter(|c| !matches!(c, '.' | ' ')).collect();
        if plain.is_empty() || plain.len() > 15 || !plain.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err("Chỉ nhập chữ số, ví dụ 3 hoặc 1.500.000.".to_owned());
        }
        let number: i64 = plain.parse().map_err(|_| "Số quá lớn. Hãy nhập lại.".to_owned())?;
        let (low, high) = (self.min.unwrap_or(0), self.max.unwrap_or(i64::MAX));
        if number < low {
            return Err(format!("Nhỏ nhất là {}. Hãy nhập lại.", crate::format::number(low)));
        }
        if number > high {
            return Err(format!("Lớn nhất là {}. Hãy nhập lại.", crate::format::number(high)));
        }
        Ok(())
    }

    fn check_address(&self, answers: &Answers, communes: &[(String, String)]) -> Result<(), String> {
        let commune = self.typed(answers, "xa");
        if !communes.iter().any(|(code, _)| code == commune) {
            return Err("Chưa chọn phường, xã. Hãy chọn trong danh sách.".to_owned());
        }
        let detail = self.typed(answers, "chi_tiet");
        if detail.is_empty() {
            return Err("Chưa nhập số nhà, đường, thôn hoặc tổ dân phố. Hãy nhập mục này.".to_owned());
        }
        length(detail, 200)
    }

    /// The answer as people read it, empty if there is none.
    #[must_use]
    pub fn shown(&self, answers: &Answers, communes: &[(String, String)]) -> String {
        let text = self.typed(answers, "");
        match self.kind {
            QuestionKind::Date => {
                let date = date_from_parts(self.typed(answers, "ngay"), self.typed(answers, "thang"), self.typed(answers, "nam"));
                date.map(crate::format::date).unwrap_or_default()
            }
            QuestionKind::Address => {
                let commune = self.typed(answers, "xa");
                let name = communes.iter().find(|(code, _)| code == commune).map_or("", |(_, name)| name.as_str());
                [self.typed(answers, "chi_tiet"), name].iter().filter(|part| !part.is_empty()).copied().collect::<Vec<_>>().join(", ")
            }
            QuestionKind::Many | QuestionKind::File => text.lines().collect::<Vec<_>>().join("; "),
            QuestionKind::Money => text.replace(['.', ' '], "").parse::<i64>().map(crate::format::money).unwrap_or_default(),
            QuestionKind::Consent => {
                if text == "co" {
                    "Đồng ý".to_owned()
                } else {
                    String::new()
                }
            }
            _ => text.to_owned(),
        }
    }
}

impl QuestionPage {
    /// Checks the whole page.
    #[must_use]
    pub fn check(&self, answers: &Answers, communes: &[(String, String)]) -> FieldErrors {
        let mut errors = FieldErrors::new();
        for question in self.questions.iter().filter(|question| question.asked(answers)) {
            if let Err(message) = question.check(answers, communes) {
                errors.add(question.first_field(), message);
            }
        }
        errors
    }

    /// True if at least one of its questions is asked, given the answers so far.
    #[must_use]
    pub fn asked(&self, answers: &Answers) -> bool {
        self.questions.iter().any(|question| question.asked(answers))
    }

    /// Every form field of the page.
    #[must_use]
    pub fn fields(&self) -> Vec<String> {
        self.questions.iter().flat_map(Question::fields).collect()
    }
}

fn lower_first(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect())
}

#[cfg(test)]
mod tests;
