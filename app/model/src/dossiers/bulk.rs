//! One step for many dossiers: what was ticked, each with the version that the page showed, and what became of each.

use crate::errors::FieldErrors;
use crate::text::clean_line;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// Most dossiers in one step: a page of a list, and some more.
const MOST: usize = 100;

/// A dossier that was ticked.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct BulkItem {
    /// Dossier code or submission code.
    pub code: String,
    /// Version that the page showed.
    pub version: i64,
}

impl BulkItem {
    /// The value of its box: `H99.101-261123-0001|4`.
    #[must_use]
    pub fn value(&self) -> String {
        format!("{}|{}", self.code, self.version)
    }

    fn read(text: &str) -> Option<Self> {
        let (code, version) = text.trim().rsplit_once('|')?;
        let code = clean_line(code, 60).to_uppercase();
        (!code.is_empty()).then_some(())?;
        Some(Self { code, version: version.parse().ok()? })
    }
}

/// The boxes of a list and, where the step asks for it, the tick that confirms what was looked at.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct BulkForm {
    /// Values of [`BulkItem`].
    #[serde(rename = "ho_so")]
    pub items: Vec<String>,
    /// "1" if it was confirmed.
    #[serde(rename = "xac_nhan")]
    pub confirmed: String,
}

/// A checked [`BulkForm`]: at least one dossier, each once, in the order of their codes, so that two people who take the
/// same dossiers never wait for each other in a circle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chosen(pub Vec<BulkItem>);

impl BulkForm {
    /// Checks the form of a step that needs no confirmation.
    ///
    /// # Errors
    /// The fields that are wrong.
    pub fn validate(&self) -> Result<Chosen, FieldErrors> {
        let mut errors = FieldErrors::new();
        let mut items: Vec<BulkItem> = self.items.iter().filter_map(|text| BulkItem::read(text)).collect();
        items.sort();
        items.dedup_by(|a, b| a.code == b.code);
        errors.require(!items.is_empty(), "ho_so", "Chưa chọn hồ sơ nào. Hãy đánh dấu ít nhất một hồ sơ.");
        errors.require(items.len() <= MOST, "ho_so", format!("Mỗi lần chọn được nhiều nhất {MOST} hồ sơ. Hãy bỏ bớt."));
        errors.into_result(Chosen(items))
    }

    /// Checks the form of a step whose look at papers and applicants has to be confirmed.
    ///
    /// # Errors
    /// The fields that are wrong.
    pub fn validate_confirmed(&self) -> Result<Chosen, FieldErrors> {
        let chosen = self.validate();
        let mut errors = chosen.as_ref().err().cloned().unwrap_or_default();
        errors.require(self.confirmed.trim() == "1", "xac_nhan", "Chưa xác nhận đã kiểm tra. Hãy xem từng hồ sơ rồi đánh dấu.");
        match chosen {
            Ok(chosen) => errors.into_result(chosen),
            Err(_) => Err(errors),
        }
    }
}

/// What became of the dossiers of one step.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BulkOutcome {
    /// Codes of those that went.
    pub done: Vec<String>,
    /// Codes of those that did not, with the reason in words.
    pub refused: Vec<(String, String)>,
}

impl BulkOutcome {
    /// "Đã tiếp nhận 3 hồ sơ. Không tiếp nhận được 1 hồ sơ: N-261123-7K2M9Q (…)." `what`: "tiếp nhận".
    #[must_use]
    pub fn sentence(&self, what: &str) -> String {
        let done = if self.done.is_empty() { format!("Chưa {what} được hồ sơ nào.") } else { format!("Đã {what} {} hồ sơ.", self.done.len()) };
        if self.refused.is_empty() {
            return done;
        }
        let list: Vec<String> = self.refused.iter().map(|(code, reason)| format!("{code} ({})", reason.trim_end_matches('.'))).collect();
        format!("{done} Không {what} được {} hồ sơ: {}.", list.len(), list.join("; "))
    }
}

/// A submission that a receptionist may receive together with others: every mandatory paper has its file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadyRow {
    /// Submission code and version.
    pub item: BulkItem,
    /// Name of the procedure.
    pub procedure: String,
    /// Applicant.
    pub applicant: String,
    /// True if the applicant was signed in.
    pub signed_in: bool,
    /// Number of files.
    pub files: i64,
    /// When it was submitted, UTC.
    pub submitted_at: DateTime<Utc>,
    /// End of the intake clock, UTC.
    pub intake_due: Option<DateTime<Utc>>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn boxes_name_code_and_version() {
        let form =
            BulkForm { items: vec!["n-261123-bbbbbb|3".into(), "N-261123-AAAAAA|1".into(), "N-261123-AAAAAA|1".into(), "x".into()], ..BulkForm::default() };
        let chosen = form.validate().unwrap();
        assert_eq!(chosen.0.iter().map(BulkItem::value).collect::<Vec<_>>(), ["N-261123-AAAAAA|1", "N-261123-BBBBBB|3"]);
        assert!(form.validate_confirmed().unwrap_err().of("xac_nhan").is_some());
        let nothing = BulkForm { items: vec!["|1".into(), "A|".into()], confirmed: "1".into() };
        assert!(nothing.validate_confirmed().unwrap_err().of("ho_so").is_some());
    }

    #[test]
    fn the_sentence_names_what_did_not_go() {
        let mut outcome = BulkOutcome { done: vec!["A".into(), "B".into()], refused: vec![] };
        assert_eq!(outcome.sentence("bàn giao"), "Đã bàn giao 2 hồ sơ.");
        outcome.refused.push(("C".into(), "Đã bàn giao lúc 09:00.".into()));
        assert_eq!(outcome.sentence("bàn giao"), "Đã bàn giao 2 hồ sơ. Không bàn giao được 1 hồ sơ: C (Đã bàn giao lúc 09:00).");
    }
}
