//! K02–K16: the forms of the steps and what they become.

use super::fields::{day, id, lead_unit, text};
use crate::FieldErrors;
use crate::text::{clean_line, reason};
use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

/// Giao (K02).
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct AssignForm {
    /// The direction that a monitor gives a task by.
    #[serde(rename = "can_cu")]
    pub basis: String,
}

/// A checked [`AssignForm`].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Assign {
    /// Basis of the direction; empty if the task names it already or a leader assigns.
    pub basis: String,
}

impl AssignForm {
    /// Cleans and checks.
    ///
    /// # Errors
    /// A message on `can_cu`.
    pub fn validate(&self) -> Result<Assign, FieldErrors> {
        let mut errors = FieldErrors::new();
        let basis = text(&mut errors, "can_cu", "Căn cứ giao", &self.basis);
        errors.into_result(Assign { basis })
    }
}

/// Tiếp nhận (K03).
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct AcceptForm {
    /// Người thực hiện.
    #[serde(rename = "nguoi_thuc_hien")]
    pub person: String,
}

/// A checked [`AcceptForm`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accept {
    /// Người thực hiện.
    pub person: i64,
}

impl AcceptForm {
    /// Checks that somebody was chosen.
    ///
    /// # Errors
    /// A message on `nguoi_thuc_hien`.
    pub fn validate(&self) -> Result<Accept, FieldErrors> {
        let missing = || FieldErrors::one("nguoi_thuc_hien", "Chưa chọn người thực hiện. Hãy chọn một người của đơn vị.");
        id(&self.person).map(|person| Accept { person }).ok_or_else(missing)
    }
}

/// A step that needs a reason or a basis: return (K04), reject (K10), suspend (K13), resume (K14), cancel (K15).
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ReasonForm {
    /// The reason.
    #[serde(rename = "ly_do")]
    pub reason: String,
}

/// A checked [`ReasonForm`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason {
    /// The reason, 10–5,000 characters.
    pub reason: String,
}

impl ReasonForm {
    /// Cleans and checks; `what` names the field in the message.
    ///
    /// # Errors
    /// A message on `ly_do`.
    pub fn validate(&self, what: &str) -> Result<Reason, FieldErrors> {
        let mut errors = FieldErrors::new();
        let reason = reason(&mut errors, "ly_do", what, &self.reason);
        errors.into_result(Reason { reason })
    }
}

/// Giao lại (K05) and Chuyển đơn vị chủ trì (K16).
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ReassignForm {
    /// The lead from now on.
    #[serde(rename = "chu_tri")]
    pub lead_unit: String,
    /// Answer to the reason of the return, or reason of the change.
    #[serde(rename = "ly_do")]
    pub reason: String,
}

/// A checked [`ReassignForm`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reassign {
    /// The lead from now on.
    pub lead_unit: i64,
    /// Answer to the reason of the return, or reason of the change, 10–5,000 characters.
    pub reason: String,
}

impl ReassignForm {
    /// Cleans and checks.
    ///
    /// # Errors
    /// Messages on `chu_tri` and `ly_do`.
    pub fn validate(&self) -> Result<Reassign, FieldErrors> {
        let mut errors = FieldErrors::new();
        let lead = lead_unit(&mut errors, &self.lead_unit);
        let reason = reason(&mut errors, "ly_do", "Ý kiến trả lời", &self.reason);
        errors.into_result(Reassign { lead_unit: lead.unwrap_or_default(), reason })
    }
}

/// Báo cáo tiến độ (K06, K07).
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ProgressForm {
    /// What was done.
    #[serde(rename = "noi_dung")]
    pub text: String,
    /// Tiến độ, percent.
    #[serde(rename = "tien_do")]
    pub percent: String,
}

/// A checked [`ProgressForm`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Progress {
    /// What was done, 10–5,000 characters.
    pub text: String,
    /// Tiến độ, percent 0–100.
    pub percent: i64,
}

impl ProgressForm {
    /// Cleans and checks.
    ///
    /// # Errors
    /// Messages on `noi_dung` and `tien_do`.
    pub fn validate(&self) -> Result<Progress, FieldErrors> {
        let mut errors = FieldErrors::new();
        let text = reason(&mut errors, "noi_dung", "Nội dung báo cáo", &self.text);
        let percent = self.percent.trim().parse().ok().filter(|percent| (0..=100).contains(percent));
        errors.require(percent.is_some(), "tien_do", "Tiến độ là số từ 0 đến 100.");
        errors.into_result(Progress { text, percent: percent.unwrap_or_default() })
    }
}

/// Báo cáo hoàn thành (K08).
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct CompleteForm {
    /// What was done.
    #[serde(rename = "noi_dung")]
    pub text: String,
    /// Number of the issued document that is the output, if there is one.
    #[serde(rename = "so_van_ban")]
    pub document: String,
}

/// A checked [`CompleteForm`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Complete {
    /// What was done, 10–5,000 characters.
    pub text: String,
    /// Number of the issued document that is the output; empty if files prove it.
    pub document: String,
}

impl CompleteForm {
    /// Cleans and checks: one of the `files` that came with the form, or an issued document must prove the output.
    ///
    /// # Errors
    /// Messages on `noi_dung` and `tep`.
    pub fn validate(&self, files: usize) -> Result<Complete, FieldErrors> {
        let mut errors = FieldErrors::new();
        let text = reason(&mut errors, "noi_dung", "Nội dung báo cáo", &self.text);
        let document = clean_line(&self.document, 400);
        errors.require(files > 0 || !document.is_empty(), "tep", "Cần đính kèm sản phẩm hoặc ghi số văn bản đã phát hành.");
        errors.into_result(Complete { text, document })
    }
}

/// Đề nghị gia hạn (K11).
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ExtendRequestForm {
    /// The asked due date.
    #[serde(rename = "han")]
    pub due: String,
    /// Why.
    #[serde(rename = "ly_do")]
    pub reason: String,
}

/// A checked [`ExtendRequestForm`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExtendRequest {
    /// The asked due date.
    pub due: NaiveDate,
    /// Why, 10–5,000 characters.
    pub reason: String,
}

impl ExtendRequestForm {
    /// Cleans and checks.
    ///
    /// # Errors
    /// Messages on `han` and `ly_do`.
    pub fn validate(&self) -> Result<ExtendRequest, FieldErrors> {
        let mut errors = FieldErrors::new();
        errors.require(!self.due.trim().is_empty(), "han", "Chưa nhập hạn đề nghị. Hãy nhập ngày, ví dụ 30/11/2026.");
        let due = day(&mut errors, "han", &self.due);
        let reason = reason(&mut errors, "ly_do", "Lý do gia hạn", &self.reason);
        errors.into_result(ExtendRequest { due: due.unwrap_or_default(), reason })
    }
}

impl ExtendRequest {
    /// Checks the asked due date against the current one: later, and at most two years later.
    ///
    /// # Errors
    /// A message on `han`.
    pub fn later_than(&self, current: NaiveDate) -> Result<(), FieldErrors> {
        if self.due <= current {
            return Err(FieldErrors::one("han", "Hạn đề nghị phải sau hạn hiện tại. Hãy chọn ngày muộn hơn."));
        }
        if self.due > current + Days::new(730) {
            return Err(FieldErrors::one("han", "Hạn đề nghị muộn hơn hạn hiện tại quá hai năm. Hãy kiểm tra lại năm."));
        }
        Ok(())
    }
}

/// Quyết định gia hạn (K12).
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct DecideExtensionForm {
    /// `dong-y` or `khong-dong-y`.
    #[serde(rename = "quyet_dinh")]
    pub decision: String,
    /// Words of the decision; needed for a refusal.
    #[serde(rename = "ly_do")]
    pub note: String,
}

/// A checked [`DecideExtensionForm`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecideExtension {
    /// True for "Đồng ý".
    pub approve: bool,
    /// Words of the decision; 10–5,000 characters for a refusal.
    pub note: String,
}

impl DecideExtensionForm {
    /// Cleans and checks.
    ///
    /// # Errors
    /// Messages on `quyet_dinh` and `ly_do`.
    pub fn validate(&self) -> Result<DecideExtension, FieldErrors> {
        let mut errors = FieldErrors::new();
        let refused = self.decision == "khong-dong-y";
        let approve = self.decision == "dong-y";
        errors.require(approve || refused, "quyet_dinh", "Chưa chọn đồng ý hay không đồng ý.");
        let note =
            if refused { reason(&mut errors, "ly_do", "Lý do không đồng ý", &self.note) } else { text(&mut errors, "ly_do", "Ý kiến", &self.note) };
        errors.into_result(DecideExtension { approve, note })
    }
}

#[cfg(test)]
mod tests;
