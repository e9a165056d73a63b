//! The reception desk: receive, refuse.

use super::{listed, note, ticked};
use crate::dossiers::ListedReason;
use crate::errors::FieldErrors;
use crate::text::reason;
use serde::{Deserialize, Serialize};

/// D03: receive a submission.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ReceiveForm {
    /// Parts (row numbers) that were checked and are complete.
    #[serde(rename = "thanh_phan")]
    pub checked_parts: Vec<String>,
    /// "1" if the identity of the applicant was checked.
    #[serde(rename = "giay_to_tuy_than")]
    pub identity_checked: String,
    /// Words for the file.
    #[serde(rename = "ghi_chu")]
    pub note: String,
}

/// A checked [`ReceiveForm`]: the identity was checked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Receive {
    /// Parts (row numbers) that were checked and are complete.
    pub checked_parts: Vec<i64>,
    /// Words for the file.
    pub note: String,
}

impl ReceiveForm {
    /// Checks the form.
    ///
    /// # Errors
    /// The fields that are wrong.
    pub fn validate(&self) -> Result<Receive, FieldErrors> {
        let mut errors = FieldErrors::new();
        let identity_checked = ticked(&self.identity_checked);
        errors.require(identity_checked, "giay_to_tuy_than", "Chưa xác nhận người nộp. Hãy đối chiếu giấy tờ tùy thân rồi đánh dấu.");
        let note = note(&mut errors, "ghi_chu", &self.note);
        // What is no number of a part is not checked: the use case names the parts that are missing.
        let checked_parts = self.checked_parts.iter().filter_map(|id| id.trim().parse().ok()).collect();
        errors.into_result(Receive { checked_parts, note })
    }
}

/// D07: refuse a submission.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RefuseForm {
    /// Code of a reason of the list of refusals.
    #[serde(rename = "ly_do")]
    pub reason: String,
    /// Basis in words.
    #[serde(rename = "can_cu")]
    pub basis: String,
    /// What the citizen can do next.
    #[serde(rename = "huong_dan")]
    pub guidance: String,
}

/// A checked [`RefuseForm`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refuse {
    /// Reason from the list.
    pub reason: ListedReason,
    /// Basis in words.
    pub basis: String,
    /// What the citizen can do next.
    pub guidance: String,
}

impl RefuseForm {
    /// Checks the form; `reasons` is the list of refusals in force.
    ///
    /// # Errors
    /// The fields that are wrong.
    pub fn validate(&self, reasons: &[ListedReason]) -> Result<Refuse, FieldErrors> {
        let mut errors = FieldErrors::new();
        let why = listed(&mut errors, "ly_do", reasons, &self.reason, "Chưa chọn lý do từ chối. Hãy chọn một lý do trong danh sách.");
        let basis = reason(&mut errors, "can_cu", "Căn cứ", &self.basis);
        let guidance = reason(&mut errors, "huong_dan", "Hướng dẫn tiếp theo", &self.guidance);
        match why {
            Some(reason) => errors.into_result(Refuse { reason, basis, guidance }),
            None => Err(errors),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dossiers::RefusalReason;

    fn list() -> Vec<ListedReason> {
        RefusalReason::ALL.iter().map(|reason| ListedReason::from(*reason)).collect()
    }

    #[test]
    fn long_texts_are_refused() {
        let form = RefuseForm { reason: "forged".into(), basis: "x".repeat(10_000), guidance: "y".repeat(10) };
        let errors = form.validate(&list()).unwrap_err();
        assert_eq!(errors.0.len(), 1);
        assert!(errors.of("can_cu").is_some());
        let short = RefuseForm { basis: "Điều 9".into(), ..form.clone() };
        assert!(short.validate(&list()).unwrap_err().of("can_cu").is_some());
        let right = RefuseForm { basis: "  Điều 9 Nghị định 118/2025 ".into(), ..form };
        assert_eq!(right.validate(&list()).unwrap().basis, "Điều 9 Nghị định 118/2025");
    }

    #[test]
    fn a_reason_stands_in_the_list() {
        for reason in ["", "vi_thich", "not_eligible'"] {
            let form = RefuseForm { reason: reason.into(), basis: "x".repeat(10), guidance: "y".repeat(10) };
            assert!(form.validate(&list()).unwrap_err().of("ly_do").is_some(), "{reason}");
        }
    }

    #[test]
    fn nobody_is_received_unseen() {
        let form = ReceiveForm { checked_parts: vec!["3".into(), " 4 ".into(), "x".into()], ..ReceiveForm::default() };
        assert!(form.validate().unwrap_err().of("giay_to_tuy_than").is_some());
        let form = ReceiveForm { identity_checked: "1".into(), ..form };
        assert_eq!(form.validate().unwrap().checked_parts, [3, 4]);
    }
}
