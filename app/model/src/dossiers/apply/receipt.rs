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
}
