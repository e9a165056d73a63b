//! What people type: the answers of a citizen, the questions of who keeps them. The names of these fields come from data:
//! `cau_3` is the third question.

use super::{Mark, NO_OPINION, OVERALL, QUESTIONS};
use crate::FieldErrors;
use crate::rating::{COMMENT_MAX, RatingLevel};
use crate::text::{clean_line, clean_text};
use std::array;

/// Most characters of a question.
pub const QUESTION_MAX: usize = 200;
/// Least characters of a question.
const QUESTION_MIN: usize = 10;

/// Name of the field of a question, counted from 0.
#[must_use]
pub fn mark_name(at: usize) -> String {
    format!("cau_{}", at + 1)
}

/// What a citizen sends.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AnswerForm {
    /// Dossier code or submission code.
    pub code: String,
    /// The last four digits of telephone or identity number.
    pub check: String,
    /// One level for each question.
    pub marks: [String; QUESTIONS],
    /// Free words; may be empty.
    pub comment: String,
}

/// Checked [`AnswerForm`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answers {
    /// Dossier code or submission code, in capitals.
    pub code: String,
    /// Four digits.
    pub check: String,
    /// One mark for each question.
    pub marks: [Mark; QUESTIONS],
    /// Free words; may be empty.
    pub comment: String,
}

impl AnswerForm {
    /// Reads the fields by name; fields of questions that do not exist are left alone.
    #[must_use]
    pub fn read<'a>(field: impl Fn(&str) -> &'a str) -> Self {
        Self {
            code: field("ma").to_owned(),
            check: field("so_cuoi").to_owned(),
            marks: array::from_fn(|at| field(&mark_name(at)).to_owned()),
            comment: field("noi_dung").to_owned(),
        }
    }

    /// Cleans and checks. Wrong digits are refused like a wrong code, by the use case.
    ///
    /// # Errors
    /// Messages in the order of the page.
    pub fn validate(&self) -> Result<Answers, FieldErrors> {
        let mut errors = FieldErrors::new();
        let (code, check) = (clean_line(&self.code, 60).to_uppercase(), clean_line(&self.check, 20).replace(' ', ""));
        errors.require(!code.is_empty(), "ma", "Chưa nhập mã hồ sơ. Mã ghi trên biên nhận và tin nhắn trả kết quả.");
        let four = check.len() == 4 && check.bytes().all(|byte| byte.is_ascii_digit());
        errors.require(four, "so_cuoi", "Hãy nhập đúng 4 số cuối điện thoại hoặc giấy tờ đã ghi trong hồ sơ.");
        let marks = array::from_fn(|at| {
            let mark = mark(&self.marks[at]);
            errors.require(mark.is_some(), &mark_name(at), format!("Chưa trả lời câu {}. Hãy chọn một mức, hoặc “Không có ý kiến”.", at + 1));
            mark.flatten()
        });
        let comment = clean_text(&self.comment, COMMENT_MAX + 1);
        errors.require(comment.chars().count() <= COMMENT_MAX, "noi_dung", "Ý kiến dài hơn 2.000 ký tự. Hãy viết ngắn lại.");
        errors.into_result(Answers { code, check, marks, comment })
    }
}

/// The mark that was chosen; none for nothing and for what no question offers.
fn mark(text: &str) -> Option<Mark> {
    if text == NO_OPINION { Some(None) } else { text.parse::<RatingLevel>().ok().map(Some) }
}

/// A set of questions as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct QuestionsForm {
    /// The questions in order.
    pub texts: [String; QUESTIONS],
}

impl QuestionsForm {
    /// Reads the fields by name.
    #[must_use]
    pub fn read<'a>(field: impl Fn(&str) -> &'a str) -> Self {
        Self { texts: array::from_fn(|at| field(&mark_name(at)).to_owned()) }
    }

    /// Cleans and checks: eleven different questions.
    ///
    /// # Errors
    /// Messages at the questions.
    pub fn validate(&self) -> Result<[String; QUESTIONS], FieldErrors> {
        let mut errors = FieldErrors::new();
        let texts: [String; QUESTIONS] = array::from_fn(|at| clean_line(&self.texts[at], QUESTION_MAX + 1));
        for (at, text) in texts.iter().enumerate() {
            let (name, length) = (mark_name(at), text.chars().count());
            errors.require(length >= QUESTION_MIN, &name, format!("Câu {} cần ít nhất {QUESTION_MIN} ký tự. Bộ câu hỏi luôn có đủ {QUESTIONS} câu.", at + 1));
            errors.require(length <= QUESTION_MAX, &name, format!("Câu {} dài hơn {QUESTION_MAX} ký tự. Hãy viết ngắn lại.", at + 1));
            if let Some(first) = texts[..at].iter().position(|other| length >= QUESTION_MIN && other == text) {
                errors.add(name, format!("Câu {} trùng với câu {}. Hãy hỏi điều khác.", at + 1, first + 1));
            }
        }
        errors.into_result(texts)
    }
}

/// What the field of a question is called on the page of who keeps them.
#[must_use]
pub fn question_label(at: usize) -> String {
    if at == OVERALL { format!("Câu {}: hài lòng chung", at + 1) } else { format!("Câu {}", at + 1) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn good() -> AnswerForm {
        AnswerForm { code: " h99.101-261120-0001 ".into(), check: "00 01".into(), marks: array::from_fn(|_| "5".into()), comment: " ".into() }
    }

    fn fields(form: &AnswerForm) -> Vec<String> {
        form.validate().expect_err("refused").0.into_iter().map(|(name, _)| name).collect()
    }

    #[test]
    fn every_question_wants_one_of_six_answers() {
        let mut form = good();
        form.marks[3] = NO_OPINION.into();
        let answers = form.validate().expect("good");
        assert_eq!((answers.code.as_str(), answers.check.as_str(), answers.comment.as_str()), ("H99.101-261120-0001", "0001", ""));
        assert_eq!((answers.marks[0], answers.marks[3]), (Some(RatingLevel::VerySatisfied), None));
        for hostile in ["", "6", "-1", "05", "5 OR 1=1", "9999999999999999999999", "5\n"] {
            form.marks[10] = hostile.into();
            assert_eq!(fields(&form), ["cau_11"], "{hostile:?}");
        }
    }

    #[test]
    fn hostile_fields_are_refused_at_their_place() {
        let form = AnswerForm { code: String::new(), check: "１２３４".into(), comment: "ă".repeat(10_000), ..good() };
        assert_eq!(fields(&form), ["ma", "so_cuoi", "noi_dung"]);
        assert_eq!(AnswerForm { code: "x".repeat(10_000), ..good() }.validate().expect("cut off").code.len(), 60);
        let pairs = [("cau_0", "5"), ("cau_12", "5"), ("cau_1; DROP TABLE survey_answer", "5"), ("cau_2", "4")];
        let read = AnswerForm::read(|name| pairs.iter().find(|pair| pair.0 == name).map_or("", |pair| pair.1));
        assert_eq!(read.marks.iter().filter(|mark| !mark.is_empty()).count(), 1);
    }

    #[test]
    fn a_set_has_eleven_different_questions() {
        let mut form = QuestionsForm { texts: array::from_fn(|at| format!("Câu hỏi số {at} về thái độ?")) };
        assert!(form.validate().is_ok());
        form.texts[4] = form.texts[1].clone();
        form.texts[6] = "Ngắn".into();
        form.texts[8] = "ă".repeat(10_000);
        let errors = form.validate().expect_err("refused");
        assert_eq!(errors.0.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(), ["cau_5", "cau_7", "cau_9"]);
    }
}
