//! The receipt of a submission (02 §20).

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

/// One stored file on a receipt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReceiptFile {
    /// The paper it belongs to.
    pub part: String,
    /// Name as shown; left out for readers who are not the applicant.
    pub name: String,
    /// Size in bytes.
    pub size: i64,
    /// SHA-256, hexadecimal.
    pub sha256: String,
}

/// What the receipt of a supplement says beside its files (02 §20).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SupplementProof {
    /// Number of the request within the dossier.
    pub number: i64,
    /// Code of the dossier at the time of the act, as the audit log has it.
    pub dossier: String,
    /// Who brought it to the counter; empty for what came online, and for readers who are not the applicant.
    pub brought_by: String,
    /// Who sent it, or took it in at the counter.
    pub recorded_by: String,
}

/// Signs of a submission code: `N-`, the day, six signs.
const SUBMISSION: usize = 15;

impl SupplementProof {
    /// Code of the receipt: that of the submission and the number of the request.
    #[must_use]
    pub fn code(submission: &str, number: i64) -> String {
        format!("{submission}-BS{number}")
    }

    /// Submission code and number of such a code; nothing for the code of a submission.
    #[must_use]
    pub fn read(code: &str) -> Option<(&str, i64)> {
        // A submission code is N-, six digits and six signs, among which BS and digits may stand.
        let (submission, number) = code.rsplit_once("-BS").filter(|(submission, _)| submission.len() == SUBMISSION)?;
        let plain = !number.is_empty() && number.len() < 7 && number.bytes().all(|byte| byte.is_ascii_digit());
        Some((submission, number.parse().ok().filter(|_| plain)?))
    }
}

/// The receipt of a submission (02 §20), as stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SubmissionReceipt {
    /// Submission code.
    pub code: String,
    /// Server time of the submission, UTC.
    pub submitted_at: DateTime<Utc>,
    /// When the files were read back and the receipt was written, UTC.
    pub made_at: DateTime<Utc>,
    /// Code of the procedure.
    pub procedure_code: String,
    /// Name of the procedure.
    pub procedure_name: String,
    /// First day of the version in use.
    pub version_from: NaiveDate,
    /// Receiving unit.
    pub receiving_unit: String,
    /// Competent unit.
    pub competent_unit: String,
    /// Number of stored answers.
    pub fields: usize,
    /// Stored files.
    pub files: Vec<ReceiptFile>,
    /// Day of the act in the audit chain.
    pub chain_day: NaiveDate,
    /// Its number within the day.
    pub chain_seq: i64,
    /// Its hash, hexadecimal.
    pub chain_hash: String,
    /// Set on the receipt of a supplement, whose `submitted_at` is the time of the supplement.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub supplement: Option<SupplementProof>,
}

impl SubmissionReceipt {
    /// What the audit log calls the object of the act.
    #[must_use]
    pub fn object(&self) -> &str {
        self.supplement.as_ref().map_or(&self.code, |proof| &proof.dossier)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_code_of_a_supplement_is_read_again() {
        assert_eq!(SupplementProof::read(&SupplementProof::code("N-261123-7K4QXM", 2)), Some(("N-261123-7K4QXM", 2)));
        for other in ["N-261123-7K4QXM", "N-261123-BSKQXM", "N-261123-BS2345", "N-1-BS", "N-1-BS+2", "N-1-BS9999999"] {
            assert_eq!(SupplementProof::read(other), None, "{other}");
        }
    }
}
