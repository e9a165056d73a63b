//! The end of a dossier: publish the result, hand it over, stop.

use super::{line, listed, ticked, words};
use crate::dossiers::ListedReason;
use crate::errors::FieldErrors;
use crate::text::reason;
use serde::{Deserialize, Serialize};

/// D22: publish the result.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PublishForm {
    /// Number and notation of the result document.
    #[serde(rename = "so_ky_hieu")]
    pub number: String,
    /// Token of the stored result file.
    #[serde(rename = "tep_da_tai")]
    pub file: String,
    /// "1" if a paper result is registered instead of a file.
    #[serde(rename = "ban_giay")]
    pub paper: String,
}

/// A checked [`PublishForm`].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Publish {
    /// Number and notation of the result document.
    pub number: String,
    /// Token of the stored result file; none for a registered paper.
    pub file: Option<String>,
}

impl PublishForm {
    /// Checks the form.
    ///
    /// # Errors
    /// The fields that are wrong.
    pub fn validate(&self) -> Result<Publish, FieldErrors> {
        let mut errors = FieldErrors::new();
        let number = line(&mut errors, "so_ky_hieu", "Số, ký hiệu", &self.number, 60);
        errors.require(!number.is_empty(), "so_ky_hieu", "Chưa có số, ký hiệu kết quả. Hãy nhập, ví dụ 125/GCN-UBND.");
        let (paper, file) = (ticked(&self.paper), self.file.trim());
        errors.require(paper || !file.is_empty(), "tep", "Chưa có tệp kết quả. Hãy chọn tệp PDF đã ký, hoặc đánh dấu kết quả giấy.");
        errors.into_result(Publish { number, file: (!paper).then(|| file.to_owned()) })
    }
}

/// D23: the applicant got the result at the counter, or the post delivered it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Return {
    /// Who received it.
    pub receiver: String,
    /// Number of the postal item, if it went by post.
    pub postal_code: String,
}

/// D21: stop a received dossier.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct StopForm {
    /// Code of a reason of the list of stops.
    #[serde(rename = "ly_do")]
    pub reason: String,
    /// Basis in words.
    #[serde(rename = "can_cu")]
    pub basis: String,
    /// What happens to the money that was paid.
    #[serde(rename = "xu_ly_phi")]
    pub money: String,
}

/// A checked [`StopForm`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stop {
    /// Reason from the list.
    pub reason: ListedReason,
    /// Basis in words.
    pub basis: String,
    /// What happens to the money that was paid.
    pub money: String,
}

impl StopForm {
    /// Checks the form; `reasons` is the list of stops in force.
    ///
    /// # Errors
    /// The fields that are wrong.
    pub fn validate(&self, reasons: &[ListedReason]) -> Result<Stop, FieldErrors> {
        let mut errors = FieldErrors::new();
        let why = listed(&mut errors, "ly_do", reasons, &self.reason, "Chưa chọn lý do dừng. Hãy chọn một lý do trong danh sách.");
        let basis = reason(&mut errors, "can_cu", "Căn cứ", &self.basis);
        let money = words(&mut errors, "xu_ly_phi", "Xử lý phí, lệ phí đã nộp", &self.money, 5);
        match why {
            Some(reason) => errors.into_result(Stop { reason, basis, money }),
            None => Err(errors),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_result_is_a_file_or_paper() {
        let form = PublishForm { number: "1/GCN".into(), ..Default::default() };
        assert!(form.validate().unwrap_err().of("tep").is_some());
        assert_eq!(PublishForm { paper: "1".into(), file: "abc".into(), ..form.clone() }.validate().unwrap().file, None);
        assert_eq!(PublishForm { file: " abc ".into(), ..form }.validate().unwrap().file.as_deref(), Some("abc"));
        assert!(PublishForm { number: "ă".repeat(61), paper: "1".into(), ..Default::default() }.validate().unwrap_err().of("so_ky_hieu").is_some());
    }
}
