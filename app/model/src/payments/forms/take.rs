//! Money that comes in: at the counter, and the applicant's choice of the way to pay.

use super::{amount, line};
use crate::errors::FieldErrors;
use crate::payments::PaymentMethod;
use crate::text::clean_line;
use serde::{Deserialize, Serialize};

/// Money taken at the counter.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct TakeMoneyForm {
    /// Code of the charge.
    #[serde(rename = "khoan")]
    pub charge: String,
    /// Đồng.
    #[serde(rename = "so_tien")]
    pub amount: String,
    /// `cash` or `pos`.
    #[serde(rename = "hinh_thuc")]
    pub method: String,
    /// Number on the slip of the card machine.
    #[serde(rename = "so_giao_dich")]
    pub slip: String,
    /// Who paid.
    #[serde(rename = "nguoi_nop")]
    pub payer: String,
}

/// A checked [`TakeMoneyForm`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TakeMoney {
    /// Code of the charge.
    pub charge: String,
    /// Đồng.
    pub amount: i64,
    /// Cash or card.
    pub method: PaymentMethod,
    /// Number on the slip of the card machine; empty for cash.
    pub slip: String,
    /// Who paid.
    pub payer: String,
}

impl TakeMoneyForm {
    /// Checks the form.
    ///
    /// # Errors
    /// The fields that are wrong.
    pub fn validate(&self) -> Result<TakeMoney, FieldErrors> {
        let mut errors = FieldErrors::new();
        let method = self.method.trim().parse().ok().filter(|method: &PaymentMethod| method.at_counter());
        errors.require(method.is_some(), "hinh_thuc", "Chưa chọn cách nộp. Hãy chọn tiền mặt hoặc thẻ.");
        let card = method == Some(PaymentMethod::Pos);
        let amount = amount(&mut errors, "so_tien", &self.amount);
        let slip = if card { line(&mut errors, "so_giao_dich", "số giao dịch trên phiếu của máy thẻ", &self.slip, 1, 40) } else { String::new() };
        let payer = line(&mut errors, "nguoi_nop", "tên người nộp tiền", &self.payer, 2, 200);
        let charge = clean_line(&self.charge, 40);
        match method {
            Some(method) => errors.into_result(TakeMoney { charge, amount, method, slip, payer }),
            None => Err(errors),
        }
    }
}

/// C11, C20: how the applicant pays.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PaymentForm {
    /// A stored [`PaymentMethod`].
    #[serde(rename = "hinh_thuc")]
    pub method: String,
}

impl PaymentForm {
    /// Checks the form.
    ///
    /// # Errors
    /// The field that is wrong.
    pub fn validate(&self) -> Result<PaymentMethod, FieldErrors> {
        let method = self.method.trim().parse().ok().filter(|method: &PaymentMethod| !method.at_counter());
        method.ok_or_else(|| FieldErrors::one("hinh_thuc", "Chưa chọn cách nộp. Hãy chọn một mục."))
    }
}
