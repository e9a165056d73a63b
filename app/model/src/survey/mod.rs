//! The quarterly survey of eleven questions (02 §18): wire types and pure rules.

mod forms;
mod quarter;
mod views;

pub use forms::{AnswerForm, Answers, QUESTION_MAX, QuestionsForm, mark_name, question_label};
pub use quarter::Quarter;
pub use views::{QuestionSet, QuestionTally, SurveyLine, SurveyPlace, SurveyResults, SurveyUnit};

use crate::rating::RatingLevel;

/// Questions of every set (02 §18).
pub const QUESTIONS: usize = 11;
/// The question about the satisfaction as a whole: always the last one, its mean stands for the unit.
pub const OVERALL: usize = QUESTIONS - 1;
/// A mean of fewer opinions says nothing of a unit and is not shown, as units with fewer than five tasks carry no rank (04 §6). Of fewer
/// answers the public reads their number only: the shares of one answer are that answer.
pub const MIN_MEAN: i64 = 5;
/// "Không có ý kiến", in forms and as stored.
pub const NO_OPINION: &str = "0";

/// An answer to one question: one of the five levels, or no opinion.
pub type Mark = Option<RatingLevel>;

/// What stands in the place of the figures of too few answers.
#[must_use]
pub fn few_answers() -> String {
    format!("Để không lộ ai đã trả lời, tỷ lệ từng mức chỉ hiện khi có từ {MIN_MEAN} lượt trả lời.")
}

/// The stored number of a mark: 1 to 5, 0 for no opinion.
#[must_use]
pub fn mark_number(mark: Mark) -> i64 {
    mark.map_or(0, RatingLevel::number)
}

/// The words of a mark.
#[must_use]
pub fn mark_label(mark: Mark) -> &'static str {
    mark.map_or("Không có ý kiến", RatingLevel::label)
}
