//! O15: papers without a file, their scans, and the look at each scan (02 §7, §16).

use crate::errors::FieldErrors;
use crate::files::Kinds;
use crate::text::reason;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// Where the content of a part comes from (02 §7), stored as 0 to 3.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum PartDigitisation {
    /// 0.
    #[default]
    NotDigitised,
    /// 1.
    Digitised,
    /// 2.
    ReusedFromPart,
    /// 3.
    ReusedFromResult,
}

impl PartDigitisation {
    /// From the stored number; what is unknown counts as not digitised.
    #[must_use]
    pub const fn of(number: i64) -> Self {
        match number {
            1 => Self::Digitised,
            2 => Self::ReusedFromPart,
            3 => Self::ReusedFromResult,
            _ => Self::NotDigitised,
        }
    }

    /// What the screens print.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::NotDigitised => "Chưa số hóa",
            Self::Digitised => "Đã số hóa",
            Self::ReusedFromPart => "Dùng lại thành phần hồ sơ khác",
            Self::ReusedFromResult => "Dùng lại kết quả hồ sơ khác",
        }
    }
}

text_enum! {
    /// What became of the scan that an official made.
    pub enum ScanState {
        None = "none" => "Chưa có bản quét", Waiting = "waiting" => "Chờ kiểm tra bản quét", Accepted = "accepted" => "Bản quét đạt",
        Again = "again" => "Phải quét lại",
    }
}

text_enum! {
    /// A step about a scan.
    pub enum ScanStep { Scan = "scan" => "Tải bản quét lên", Accept = "accept" => "Bản quét đạt", Again = "again" => "Yêu cầu quét lại" }
}

text_enum! {
    /// Lists of O15. Stored values are the words in addresses.
    pub enum ScanQueue {
        /// Papers without a scan, or with one that has to be made again.
        ToScan = "can-quet" => "Cần quét",
        /// Scans that nobody looked at yet.
        ToCheck = "cho-kiem-tra" => "Chờ kiểm tra",
    }
}

/// A part in a list of O15, and on its own page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScanRow {
    /// Row number of the part: its name in addresses.
    pub part_id: i64,
    /// Version of the part; goes back with every form.
    pub version: i64,
    /// Name of the paper.
    pub part: String,
    /// Code of the dossier.
    pub code: String,
    /// Name of the procedure.
    pub procedure: String,
    /// Applicant.
    pub applicant: String,
    /// Originals received.
    pub originals: i64,
    /// Copies received.
    pub copies: i64,
    /// When the dossier was received, UTC.
    pub received_at: DateTime<Utc>,
    /// State of the scan.
    pub state: ScanState,
    /// Why it has to be made again; empty otherwise.
    pub reason: String,
    /// Kinds of files that the part takes; empty for all that the portal takes.
    pub file_types: Kinds,
    /// Files: token and name, oldest first.
    pub files: Vec<(String, String)>,
}

/// The look at a scan.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ScanCheckForm {
    /// `dat` or `lai`.
    #[serde(rename = "ket_qua")]
    pub verdict: String,
    /// Why it has to be made again.
    #[serde(rename = "ly_do")]
    pub reason: String,
}

/// A checked [`ScanCheckForm`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ScanVerdict {
    /// Whole, legible, the right paper.
    Accept,
    /// To be scanned again, for this reason.
    Again(String),
}

impl ScanCheckForm {
    /// Checks the form.
    ///
    /// # Errors
    /// The fields that are wrong.
    pub fn validate(&self) -> Result<ScanVerdict, FieldErrors> {
        let mut errors = FieldErrors::new();
        match self.verdict.trim() {
            "dat" => Ok(ScanVerdict::Accept),
            "lai" => {
                let reason = reason(&mut errors, "ly_do", "Lý do quét lại", &self.reason);
                errors.into_result(ScanVerdict::Again(reason))
            }
            _ => Err(FieldErrors::one("ket_qua", "Chưa chọn kết quả kiểm tra. Hãy chọn đạt hoặc quét lại.")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_scan_to_be_made_again_needs_a_reason() {
        let form = |verdict: &str, reason: &str| ScanCheckForm { verdict: verdict.into(), reason: reason.into() };
        assert_eq!(form("dat", "").validate(), Ok(ScanVerdict::Accept));
        assert!(form("lai", "mờ").validate().unwrap_err().of("ly_do").is_some());
        assert!(form("", "Thiếu trang thứ hai").validate().unwrap_err().of("ket_qua").is_some());
        assert_eq!(form("lai", "Thiếu trang thứ hai").validate(), Ok(ScanVerdict::Again("Thiếu trang thứ hai".into())));
    }
}
