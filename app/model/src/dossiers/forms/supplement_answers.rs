//! D06, D12: the answers of the applicant.

use crate::errors::FieldErrors;
use crate::text::{MAX_REASON, clean_text};

/// D06, D12: the answers of the applicant. Item `id` has the fields `tra_loi_{id}` and `tep_{id}`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SupplementAnswersForm {
    /// Row number of the item, and what was written.
    pub answers: Vec<(i64, String)>,
}

/// The answer to one requested item.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SupplementAnswer {
    /// Row of the item.
    pub item_id: i64,
    /// What the applicant wrote.
    pub text: String,
    /// Stored files.
    pub file_ids: Vec<i64>,
}

impl SupplementAnswersForm {
    /// Reads the posted pairs.
    #[must_use]
    pub fn read(pairs: &[(String, String)]) -> Self {
        let answer = |(name, text): &(String, String)| Some((name.strip_prefix("tra_loi_")?.parse().ok()?, text.clone()));
        Self { answers: pairs.iter().filter_map(answer).collect() }
    }

    /// The item that a file field belongs to.
    #[must_use]
    pub fn item_of_file(field: &str) -> Option<i64> {
        field.strip_prefix("tep_")?.parse().ok()
    }

    /// Checks the form. Whether every item is answered is known only with the request.
    ///
    /// # Errors
    /// The fields that are wrong.
    pub fn validate(&self) -> Result<Vec<SupplementAnswer>, FieldErrors> {
        let mut errors = FieldErrors::new();
        let mut answers: Vec<SupplementAnswer> = Vec::with_capacity(self.answers.len());
        for (item_id, text) in &self.answers {
            let text = clean_text(text, MAX_REASON + 1);
            let fits = text.chars().count() <= MAX_REASON;
            errors.require(fits, &format!("tra_loi_{item_id}"), "Câu trả lời dài quá 5.000 ký tự. Hãy viết gọn lại, hoặc tải tệp lên.");
            if !answers.iter().any(|answer| answer.item_id == *item_id) {
                answers.push(SupplementAnswer { item_id: *item_id, text, file_ids: Vec::new() });
            }
        }
        errors.into_result(answers)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_belong_to_items() {
        let posted = [("phien_ban", "3"), ("tra_loi_12", " Đã chụp lại "), ("tra_loi_x", "?"), ("tra_loi_12", "hai lần")]
            .map(|(name, value)| (name.to_owned(), value.to_owned()));
        let answers = SupplementAnswersForm::read(&posted).validate().unwrap();
        assert_eq!(answers, [SupplementAnswer { item_id: 12, text: "Đã chụp lại".into(), file_ids: vec![] }]);
        assert_eq!((SupplementAnswersForm::item_of_file("tep_12"), SupplementAnswersForm::item_of_file("tep")), (Some(12), None));
        let long = SupplementAnswersForm { answers: vec![(1, "ă".repeat(6_000))] };
        assert!(long.validate().unwrap_err().of("tra_loi_1").is_some());
    }
}
