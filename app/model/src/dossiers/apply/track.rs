//! What the public tracking page may show (02 §19). Level 1 holds nothing that names a person.

use super::SubmissionReceipt;
use crate::dossiers::{DossierState, Urgency};
use crate::errors::FieldErrors;
use crate::text::clean_line;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// What somebody types who looks for a dossier.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct TrackForm {
    /// Dossier code or submission code.
    #[serde(rename = "ma")]
    pub code: String,
    /// The last four digits of telephone or identity number; empty for level 1.
    #[serde(rename = "so_cuoi")]
    pub check: String,
}

/// A checked [`TrackForm`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Track {
    /// Code in capitals.
    pub code: String,
    /// The digits as typed, for level 2.
    pub check: Option<String>,
}

impl TrackForm {
    /// Checks the form. Wrong digits are refused like a wrong code, by the use case.
    ///
    /// # Errors
    /// A message at `ma`.
    pub fn validate(&self) -> Result<Track, FieldErrors> {
        let (code, check) = (clean_line(&self.code, 60).to_uppercase(), self.check.trim());
        let mut errors = FieldErrors::new();
        errors.require(!code.is_empty(), "ma", "Chưa nhập mã. Hãy nhập mã hồ sơ hoặc mã nộp ghi trên biên nhận.");
        errors.into_result(Track { code, check: (!check.is_empty()).then(|| check.to_owned()) })
    }
}

/// One line of the public timeline: state, unit, time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrackEntry {
    /// What happened, from the catalogue of actions.
    pub label: String,
    /// Unit that acted.
    pub unit: String,
    /// When, UTC.
    pub at: DateTime<Utc>,
    /// "Hẹn lại" or "Điều chỉnh"; empty for other events.
    pub mark: &'static str,
}

/// What level 2 adds: the reader knows the code and four digits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrackPrivate {
    /// Items to add: subject, reason, how to put it right.
    pub supplement: Vec<(String, String, String)>,
    /// Until when they can be added: "30/11/2026", empty without an open request.
    pub reply_by: String,
    /// How the result comes.
    pub delivery: String,
    /// Money in words: "Chờ nộp, còn phải nộp 5.000 đ trước hết ngày 01/12/2026".
    pub payment: String,
    /// How to pay what is still due; empty if nothing is.
    pub how_to_pay: String,
}

/// The answer of the tracking page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tracked {
    /// Dossier code, before receipt the submission code.
    pub code: String,
    /// Submission code.
    pub submission_code: String,
    /// Name of the procedure.
    pub procedure_name: String,
    /// Masked name of the applicant.
    pub applicant: String,
    /// State.
    pub state: DossierState,
    /// Step of the work in words, empty outside processing.
    pub stage: String,
    /// Receiving unit.
    pub receiving_unit: String,
    /// Competent unit.
    pub competent_unit: String,
    /// Submitted, UTC.
    pub submitted_at: DateTime<Utc>,
    /// Received, UTC.
    pub received_at: Option<DateTime<Utc>>,
    /// Due, UTC.
    pub due: Option<DateTime<Utc>>,
    /// What the office said about its delay ("hẹn lại"); empty if nothing.
    pub apology: String,
    /// End of the check before the receipt, UTC.
    pub intake_due: Option<DateTime<Utc>>,
    /// "Còn 1 ngày 3 giờ làm việc"; empty when the clock does not run.
    pub remaining: String,
    /// How urgent it is.
    pub urgency: Urgency,
    /// Why the due date is what it is, one sentence a line.
    pub explanation: Vec<String>,
    /// Timeline, oldest first.
    pub timeline: Vec<TrackEntry>,
    /// Receipt without names of files.
    pub receipt: Option<SubmissionReceipt>,
    /// Level 2, if the check value was right.
    pub private: Option<TrackPrivate>,
}

/// The date that counts now, with its words: before the receipt the end of the check, then the due date.
#[must_use]
pub const fn date_that_counts(received: bool, due: Option<DateTime<Utc>>, intake_due: Option<DateTime<Utc>>) -> (&'static str, Option<DateTime<Utc>>) {
    match (received, intake_due) {
        (true, _) => ("Hẹn trả kết quả", due),
        (false, Some(end)) => ("Trung tâm kiểm tra xong trước", Some(end)),
        (false, None) => ("Hẹn trả kết quả", None),
    }
}

impl Tracked {
    /// The date that counts now, as [`date_that_counts`].
    #[must_use]
    pub fn date_that_counts(&self) -> (&'static str, Option<DateTime<Utc>>) {
        date_that_counts(self.received_at.is_some(), self.due, self.intake_due)
    }

    /// Where it stands and with whom: "Đang xử lý tại UBND phường Thành Lam".
    #[must_use]
    pub fn place(&self) -> String {
        let unit = if self.received_at.is_some() { &self.competent_unit } else { &self.receiving_unit };
        format!("{} tại {unit}", if self.stage.is_empty() { self.state.label() } else { self.stage.as_str() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_needed_digits_are_not() {
        let form = |code: &str, check: &str| TrackForm { code: code.into(), check: check.into() }.validate();
        assert!(form(" ", "0001").unwrap_err().of("ma").is_some());
        assert_eq!(form(" n-261123-7k4qxm ", " ").unwrap(), Track { code: "N-261123-7K4QXM".into(), check: None });
        assert_eq!(form("N-1", " 0001 ").unwrap().check.as_deref(), Some("0001"));
    }
}
