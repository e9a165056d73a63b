//! What officials send from the desk, with the checks that need nothing but the input.
//!
//! Every form carries the `version` that the page showed: if somebody was faster, nothing is stored.

use super::{ProcessingStage, RefusalReason, StopReason};
use crate::errors::FieldErrors;
use chrono::NaiveDate;

/// A reason needs at least this many characters (02 §10).
pub const REASON_MIN: usize = 10;
/// Longest reason, basis or note in characters.
const TEXT_MAX: usize = 4_000;
/// Most items of one supplement request.
const ITEMS_MAX: usize = 50;

fn length(text: &str) -> usize {
    text.trim().chars().count()
}

fn words(errors: &mut FieldErrors, field: &str, what: &str, text: &str, min: usize) {
    if length(text) < min {
        errors.add(field, format!("{what} còn quá ngắn. Hãy viết ít nhất {min} ký tự."));
    } else if length(text) > TEXT_MAX {
        errors.add(field, format!("{what} dài quá 4.000 ký tự. Hãy viết gọn lại."));
    }
}

fn note(errors: &mut FieldErrors, field: &str, text: &str) {
    errors.require(length(text) <= TEXT_MAX, field, "Ghi chú dài quá 4.000 ký tự. Hãy viết gọn lại.");
}

/// D03: receive a submission.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReceiveForm {
    /// Version that the page showed.
    pub version: i64,
    /// Parts (row numbers) that were checked and are complete.
    pub checked_parts: Vec<i64>,
    /// The identity of the applicant was checked.
    pub identity_checked: bool,
    /// Words for the file.
    pub note: String,
}

impl ReceiveForm {
    /// Checks the form.
    ///
    /// # Errors
    /// The fields that are wrong.
    pub fn validate(&self) -> Result<(), FieldErrors> {
        let mut errors = FieldErrors::new();
        errors.require(self.identity_checked, "giay_to_tuy_than", "Chưa xác nhận người nộp. Hãy đối chiếu giấy tờ tùy thân rồi đánh dấu.");
        note(&mut errors, "ghi_chu", &self.note);
        errors.into_result(())
    }
}

/// One item that the applicant has to add or put right.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SupplementItemForm {
    /// The part it is about, if it is about a part.
    pub part_id: Option<i64>,
    /// Paper or piece of information.
    pub subject: String,
    /// Why.
    pub reason: String,
    /// Legal basis in words.
    pub basis: String,
    /// How to put it right.
    pub how_to_fix: String,
}

/// The fields of item `i` are named `muc_{i}`, `ly_do_{i}`, `can_cu_{i}`.
fn check_items(errors: &mut FieldErrors, items: &[SupplementItemForm], reply_by: Option<NaiveDate>) {
    errors.require(!items.is_empty(), "muc_1", "Chưa có mục nào cần bổ sung. Hãy chọn ít nhất một mục và ghi lý do.");
    errors.require(items.len() <= ITEMS_MAX, "muc_1", "Có quá 50 mục. Hãy gộp các mục cùng loại.");
    for (i, item) in items.iter().take(ITEMS_MAX).enumerate() {
        let n = i + 1;
        words(errors, &format!("muc_{n}"), &format!("Tên mục {n}"), &item.subject, 2);
        words(errors, &format!("ly_do_{n}"), &format!("Lý do của mục {n}"), &item.reason, REASON_MIN);
        words(errors, &format!("can_cu_{n}"), &format!("Căn cứ của mục {n}"), &item.basis, 5);
        note(errors, &format!("cach_{n}"), &item.how_to_fix);
    }
    errors.require(reply_by.is_some(), "han_bo_sung", "Chưa có hạn bổ sung. Hãy nhập ngày, ví dụ 30/11/2026.");
}

/// D05: ask for papers before receipt.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct IntakeSupplementForm {
    /// Version that the page showed.
    pub version: i64,
    /// All missing items at once.
    pub items: Vec<SupplementItemForm>,
    /// Last day to answer.
    pub reply_by: Option<NaiveDate>,
}

impl IntakeSupplementForm {
    /// Checks the form.
    ///
    /// # Errors
    /// The fields that are wrong.
    pub fn validate(&self) -> Result<(), FieldErrors> {
        let mut errors = FieldErrors::new();
        check_items(&mut errors, &self.items, self.reply_by);
        errors.into_result(())
    }
}

/// D11: propose a supplement of a received dossier.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SupplementForm {
    /// Version that the page showed.
    pub version: i64,
    /// All missing items at once.
    pub items: Vec<SupplementItemForm>,
    /// Last day to answer.
    pub reply_by: Option<NaiveDate>,
    /// Basis for one more request than the procedure allows; needs the unit leader.
    pub override_basis: String,
}

impl SupplementForm {
    /// Checks the form.
    ///
    /// # Errors
    /// The fields that are wrong.
    pub fn validate(&self) -> Result<(), FieldErrors> {
        let mut errors = FieldErrors::new();
        check_items(&mut errors, &self.items, self.reply_by);
        note(&mut errors, "can_cu_vuot", &self.override_basis);
        errors.into_result(())
    }
}

/// D07: refuse a submission.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RefuseForm {
    /// Version that the page showed.
    pub version: i64,
    /// Reason from the list.
    pub reason: Option<RefusalReason>,
    /// Basis in words.
    pub basis: String,
    /// What the citizen can do next.
    pub guidance: String,
}

impl RefuseForm {
    /// Checks the form.
    ///
    /// # Errors
    /// The fields that are wrong.
    pub fn validate(&self) -> Result<(), FieldErrors> {
        let mut errors = FieldErrors::new();
        errors.require(self.reason.is_some(), "ly_do", "Chưa chọn lý do từ chối. Hãy chọn một lý do trong danh sách.");
        words(&mut errors, "can_cu", "Căn cứ", &self.basis, REASON_MIN);
        words(&mut errors, "huong_dan", "Hướng dẫn tiếp theo", &self.guidance, REASON_MIN);
        errors.into_result(())
    }
}

/// D09: put somebody in charge (or take the dossier oneself).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AssignForm {
    /// Version that the page showed.
    pub version: i64,
    /// Person in charge; none means the actor.
    pub officer: Option<i64>,
    /// Words for the officer.
    pub note: String,
}

impl AssignForm {
    /// Checks the form.
    ///
    /// # Errors
    /// The fields that are wrong.
    pub fn validate(&self) -> Result<(), FieldErrors> {
        let mut errors = FieldErrors::new();
        note(&mut errors, "ghi_chu", &self.note);
        errors.into_result(())
    }
}

/// D10: move to another step of the work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MoveForm {
    /// Version that the page showed.
    pub version: i64,
    /// The next step.
    pub to: ProcessingStage,
    /// Words for the next person; a reason when the dossier goes back.
    pub note: String,
}

impl MoveForm {
    /// Checks the form.
    ///
    /// # Errors
    /// The fields that are wrong.
    pub fn validate(&self) -> Result<(), FieldErrors> {
        let mut errors = FieldErrors::new();
        note(&mut errors, "ghi_chu", &self.note);
        errors.into_result(())
    }
}

/// D22: publish the result.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PublishForm {
    /// Version that the page showed.
    pub version: i64,
    /// Number and notation of the result document.
    pub number: String,
    /// Token of the stored result file.
    pub file: String,
    /// A paper result is registered instead of a file.
    pub paper: bool,
}

impl PublishForm {
    /// Checks the form.
    ///
    /// # Errors
    /// The fields that are wrong.
    pub fn validate(&self) -> Result<(), FieldErrors> {
        let mut errors = FieldErrors::new();
        errors.require(length(&self.number) > 0, "so_ky_hieu", "Chưa có số, ký hiệu kết quả. Hãy nhập, ví dụ 125/GCN-UBND.");
        errors.require(length(&self.number) <= 60, "so_ky_hieu", "Số, ký hiệu dài quá 60 ký tự. Hãy kiểm tra lại.");
        errors.require(self.paper || !self.file.trim().is_empty(), "tep", "Chưa có tệp kết quả. Hãy chọn tệp PDF đã ký, hoặc đánh dấu kết quả giấy.");
        errors.into_result(())
    }
}

/// D23: hand the result over.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReturnForm {
    /// Version that the page showed.
    pub version: i64,
    /// Who received it.
    pub receiver: String,
    /// The identity of the receiver was checked, or the proof of delivery is there.
    pub identity_checked: bool,
    /// Number of the postal item, if it went by post.
    pub postal_code: String,
}

impl ReturnForm {
    /// Checks the form.
    ///
    /// # Errors
    /// The fields that are wrong.
    pub fn validate(&self) -> Result<(), FieldErrors> {
        let mut errors = FieldErrors::new();
        errors.require(length(&self.receiver) > 1, "nguoi_nhan", "Chưa có tên người nhận. Hãy nhập họ và tên.");
        errors.require(length(&self.receiver) <= 200, "nguoi_nhan", "Tên người nhận dài quá 200 ký tự. Hãy kiểm tra lại.");
        errors.require(self.identity_checked, "giay_to_tuy_than", "Chưa xác nhận người nhận. Hãy đối chiếu giấy tờ tùy thân rồi đánh dấu.");
        errors.require(length(&self.postal_code) <= 60, "ma_buu_gui", "Mã bưu gửi dài quá 60 ký tự. Hãy kiểm tra lại.");
        errors.into_result(())
    }
}

/// D21: stop a received dossier.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StopForm {
    /// Version that the page showed.
    pub version: i64,
    /// Reason from the list.
    pub reason: Option<StopReason>,
    /// Basis in words.
    pub basis: String,
    /// What happens to the money that was paid.
    pub money: String,
}

impl StopForm {
    /// Checks the form.
    ///
    /// # Errors
    /// The fields that are wrong.
    pub fn validate(&self) -> Result<(), FieldErrors> {
        let mut errors = FieldErrors::new();
        errors.require(self.reason.is_some(), "ly_do", "Chưa chọn lý do dừng. Hãy chọn một lý do trong danh sách.");
        words(&mut errors, "can_cu", "Căn cứ", &self.basis, REASON_MIN);
        words(&mut errors, "xu_ly_phi", "Xử lý phí, lệ phí đã nộp", &self.money, 5);
        errors.into_result(())
    }
}

/// D17–D20: ask for withdrawal and decide about it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WithdrawalForm {
    /// Version that the page showed.
    pub version: i64,
    /// Reason, or the consequence for money that was paid.
    pub reason: String,
}

impl WithdrawalForm {
    /// Checks the form.
    ///
    /// # Errors
    /// The fields that are wrong.
    pub fn validate(&self) -> Result<(), FieldErrors> {
        let mut errors = FieldErrors::new();
        words(&mut errors, "ly_do", "Lý do", &self.reason, REASON_MIN);
        errors.into_result(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_need_a_reason_of_ten_characters() {
        let item =
            SupplementItemForm { subject: "Tờ khai".into(), reason: "mờ".into(), basis: "Điều 9 Nghị định 118/2025".into(), ..Default::default() };
        let form = IntakeSupplementForm { version: 1, items: vec![item.clone()], reply_by: NaiveDate::from_ymd_opt(2026, 11, 30) };
        let errors = form.validate().unwrap_err();
        assert_eq!(errors.0.len(), 1);
        assert!(errors.of("ly_do_1").is_some());
        let form = IntakeSupplementForm { items: vec![SupplementItemForm { reason: "Bản chụp mờ, không đọc được".into(), ..item }], ..form };
        assert!(form.validate().is_ok());
        assert!(IntakeSupplementForm::default().validate().unwrap_err().of("han_bo_sung").is_some());
    }

    #[test]
    fn long_texts_are_refused() {
        let form = RefuseForm { reason: Some(RefusalReason::Forged), basis: "x".repeat(10_000), guidance: "y".repeat(10), ..Default::default() };
        assert!(form.validate().unwrap_err().of("can_cu").is_some());
    }

    #[test]
    fn a_result_is_a_file_or_paper() {
        let form = PublishForm { number: "1/GCN".into(), ..Default::default() };
        assert!(form.validate().unwrap_err().of("tep").is_some());
        assert!(PublishForm { paper: true, ..form }.validate().is_ok());
    }
}
