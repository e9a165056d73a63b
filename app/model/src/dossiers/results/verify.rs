//! What `/kiem-tra` is asked and what it answers (C24). Nothing in the answers names a person.

use super::Validity;
use crate::dossiers::apply::SubmissionReceipt;
use crate::errors::FieldErrors;
use crate::text::clean_line;
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

/// Most bytes of a file that is checked.
pub const CHECK_LIMIT: u64 = 50 * 1024 * 1024;

/// The typed half of the form; a file counts before it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct VerifyForm {
    /// A code or a SHA-256, as copied from wherever it stood.
    #[serde(rename = "ma")]
    pub code: String,
}

/// What is looked up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wanted {
    /// SHA-256, 64 hexadecimal digits.
    Hash(String),
    /// Code of a document, a dossier or a submission.
    Code(String),
}

impl Wanted {
    /// The value in the address of the answer.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Hash(text) | Self::Code(text) => text,
        }
    }
}

impl VerifyForm {
    /// Reads what was pasted: digits in groups, a code in small letters, the address of a page of ours.
    ///
    /// # Errors
    /// The field if it is neither.
    pub fn validate(&self) -> Result<Wanted, FieldErrors> {
        let text = clean_line(&self.code, 500);
        let last = text.rsplit(['/', '=']).next().unwrap_or_default();
        let plain: String = last.chars().filter(|c| !c.is_whitespace()).collect();
        let mut errors = FieldErrors::new();
        if plain.is_empty() {
            errors.add("ma", "Chưa chọn tệp và chưa nhập mã. Hãy làm một trong hai.");
            return Err(errors);
        }
        let hex = plain.len() >= 40 && plain.bytes().all(|byte| byte.is_ascii_hexdigit());
        if hex && plain.len() == 64 {
            return Ok(Wanted::Hash(plain.to_lowercase()));
        }
        let message = format!("Mã SHA-256 có 64 ký tự, mã vừa nhập có {}. Hãy chép lại cả mã.", plain.len());
        errors.require(!hex, "ma", message);
        let fits = (4..=40).contains(&plain.len()) && plain.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.'));
        errors.require(hex || fits, "ma", "Không đọc được mã này. Hãy nhập mã giấy tờ (GT-…), mã nộp, mã hồ sơ, hoặc mã SHA-256 gồm 64 ký tự.");
        errors.into_result(Wanted::Code(plain.to_uppercase()))
    }
}

/// The act in the audit log that proves something, and whether the log is whole there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChainWord {
    /// Day of the chain.
    pub day: NaiveDate,
    /// Number within the day.
    pub seq: i64,
    /// True if the row gives its hash, follows the row before and says the same digest.
    pub agrees: bool,
}

/// A receipt of ours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckedReceipt {
    /// Without names of files.
    pub receipt: SubmissionReceipt,
    /// Its place in the log.
    pub chain: Option<ChainWord>,
}

/// A document of the store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckedDocument {
    /// Public code.
    pub code: String,
    /// What it is.
    pub name: String,
    /// Number and notation.
    pub number: String,
    /// Who issued it.
    pub issuer: String,
    /// Day of issue.
    pub issued_on: NaiveDate,
    /// Last day; none for ever.
    pub valid_until: Option<NaiveDate>,
    /// Where it counts.
    pub scope: String,
    /// Who signed: an official.
    pub signer: String,
    /// The owner, masked.
    pub owner: String,
    /// What it is worth today.
    pub validity: Validity,
    /// Code of the document that replaced it; empty otherwise.
    pub replaced_by: String,
    /// SHA-256 of its file; empty on paper.
    pub sha256: String,
    /// Bytes of its file.
    pub size: i64,
    /// True if the file was read back whole just now.
    pub whole: bool,
    /// Its place in the log.
    pub chain: Option<ChainWord>,
}

/// A stored file that is no document of the store: a paper that was handed in, or a form that was issued.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckedFile {
    /// "Giấy tờ nộp: Giấy chứng sinh", "Mẫu: Giấy tiếp nhận hồ sơ và hẹn trả kết quả".
    pub what: String,
    /// Counter or agency that keeps it.
    pub unit: String,
    /// Stored, UTC.
    pub at: DateTime<Utc>,
    /// Bytes.
    pub size: i64,
    /// Its place in the log.
    pub chain: Option<ChainWord>,
}

/// The answer.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Verified {
    /// A receipt with this code.
    pub receipt: Option<CheckedReceipt>,
    /// Documents with this code or digest, the latest first.
    pub documents: Vec<CheckedDocument>,
    /// Files with this digest, the latest first.
    pub files: Vec<CheckedFile>,
    /// Further documents and files with the same digest that are not listed.
    pub more: i64,
}

impl Verified {
    /// True if the portal knows nothing of it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.receipt.is_none() && self.documents.is_empty() && self.files.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Wanted, FieldErrors> {
        VerifyForm { code: text.into() }.validate()
    }

    #[test]
    fn codes_are_read_as_they_were_copied() {
        let hash = "ab".repeat(32);
        let grouped = hash.to_uppercase().as_bytes().chunks(8).map(|part| String::from_utf8_lossy(part).into_owned()).collect::<Vec<_>>().join(" ");
        assert_eq!(read(&grouped).unwrap(), Wanted::Hash(hash.clone()));
        assert_eq!(read(" n-261123-7k4qxm ").unwrap(), Wanted::Code("N-261123-7K4QXM".into()));
        assert_eq!(read("https://motcong.example/kiem-tra?ma=GT-7K4QXM2P").unwrap(), Wanted::Code("GT-7K4QXM2P".into()));
        assert_eq!(read("https://motcong.example/tra-cuu/H99.101-261123-0001").unwrap(), Wanted::Code("H99.101-261123-0001".into()));
    }

    #[test]
    fn garbage_gets_a_sentence() {
        for wrong in ["", "   ", "a", "<script>", "mã của tôi", &"ab".repeat(31), &"x".repeat(200)] {
            assert!(read(wrong).unwrap_err().of("ma").is_some(), "{wrong}");
        }
    }
}
