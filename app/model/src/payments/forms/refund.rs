//! Money that goes back, and the books of the partners.

use super::{amount, line};
use crate::errors::FieldErrors;
use crate::format::parse_date;
use crate::text::reason;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Asks to give money back: by the accountant, for the unit leader to decide.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RefundForm {
    /// Number of the receipt.
    #[serde(rename = "bien_lai")]
    pub receipt: String,
    /// Đồng.
    #[serde(rename = "so_tien")]
    pub amount: String,
    /// Why.
    #[serde(rename = "ly_do")]
    pub reason: String,
    /// Name of the bank.
    #[serde(rename = "ngan_hang")]
    pub bank: String,
    /// Number of the account.
    #[serde(rename = "so_tai_khoan")]
    pub account: String,
    /// Who owns the account.
    #[serde(rename = "chu_tai_khoan")]
    pub holder: String,
}

/// A checked [`RefundForm`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefundRequest {
    /// Number of the receipt.
    pub receipt: String,
    /// Đồng.
    pub amount: i64,
    /// Why.
    pub reason: String,
    /// Name of the bank.
    pub bank: String,
    /// Number of the account.
    pub account: String,
    /// Who owns the account.
    pub holder: String,
}

impl RefundForm {
    /// Checks the form.
    ///
    /// # Errors
    /// The fields that are wrong.
    pub fn validate(&self) -> Result<RefundRequest, FieldErrors> {
        let mut errors = FieldErrors::new();
        let receipt = line(&mut errors, "bien_lai", "số biên lai", &self.receipt, 1, 40);
        let amount = amount(&mut errors, "so_tien", &self.amount);
        let reason = reason(&mut errors, "ly_do", "Lý do hoàn tiền", &self.reason);
        let bank = line(&mut errors, "ngan_hang", "tên ngân hàng", &self.bank, 2, 200);
        let account: String = self.account.chars().filter(|c| !matches!(c, ' ' | '.' | '-')).collect();
        let right = (4..=19).contains(&account.len()) && account.bytes().all(|b| b.is_ascii_alphanumeric());
        errors.require(right, "so_tai_khoan", "Số tài khoản có 4 đến 19 chữ số. Hãy kiểm tra lại.");
        let holder = line(&mut errors, "chu_tai_khoan", "tên chủ tài khoản", &self.holder, 2, 200);
        errors.into_result(RefundRequest { receipt, amount, reason, bank, account, holder })
    }
}

/// The unit leader decides about a refund.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RefundDecisionForm {
    /// Row number of the refund.
    #[serde(rename = "hoan")]
    pub refund: String,
    /// `duyet` or `khong`.
    #[serde(rename = "quyet_dinh")]
    pub decision: String,
    /// Why not.
    #[serde(rename = "ly_do")]
    pub reason: String,
}

/// A checked [`RefundDecisionForm`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefundDecision {
    /// Row number of the refund.
    pub refund: i64,
    /// True to pay it back.
    pub approved: bool,
    /// Why not; empty for an approval.
    pub reason: String,
}

impl RefundDecisionForm {
    /// Checks the form.
    ///
    /// # Errors
    /// The fields that are wrong.
    pub fn validate(&self) -> Result<RefundDecision, FieldErrors> {
        let mut errors = FieldErrors::new();
        let refund = self.refund.trim().parse().ok();
        errors.require(refund.is_some(), "", "Đề nghị hoàn tiền không đúng. Hãy tải lại trang.");
        let approved = self.decision.trim() == "duyet";
        errors.require(approved || self.decision.trim() == "khong", "quyet_dinh", "Chưa chọn duyệt hay không duyệt.");
        let reason = if approved { String::new() } else { reason(&mut errors, "ly_do", "Lý do không duyệt", &self.reason) };
        errors.into_result(RefundDecision { refund: refund.unwrap_or_default(), approved, reason })
    }
}

/// What somebody found out about a difference.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ResolveForm {
    /// How it was settled.
    #[serde(rename = "noi_dung")]
    pub text: String,
}

impl ResolveForm {
    /// Checks the form.
    ///
    /// # Errors
    /// The field that is wrong.
    pub fn validate(&self) -> Result<String, FieldErrors> {
        let mut errors = FieldErrors::new();
        let text = reason(&mut errors, "noi_dung", "Kết quả kiểm tra", &self.text);
        errors.into_result(text)
    }
}

/// The day of a partner's file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ReconcileForm {
    /// Short name of the partner.
    #[serde(rename = "doi_tac")]
    pub partner: String,
    /// The day.
    #[serde(rename = "ngay")]
    pub day: String,
}

/// A checked [`ReconcileForm`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reconcile {
    /// Short name of the partner.
    pub partner: String,
    /// The day.
    pub day: NaiveDate,
}

impl ReconcileForm {
    /// Checks the form on a day: the partner closes a day before it sends its file.
    ///
    /// # Errors
    /// The fields that are wrong.
    pub fn validate(&self, today: NaiveDate) -> Result<Reconcile, FieldErrors> {
        let mut errors = FieldErrors::new();
        let partner = line(&mut errors, "doi_tac", "mã đối tác", &self.partner, 1, 60);
        let day = parse_date(&self.day).unwrap_or_else(|error| {
            errors.add("ngay", error.to_string());
            today
        });
        errors.require(day <= today, "ngay", "Ngày đối soát không được ở tương lai.");
        errors.into_result(Reconcile { partner, day })
    }
}
