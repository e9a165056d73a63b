//! What a payment partner tells the portal about a transaction (09 §7).

use super::PaymentMethod;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

text_enum! {
    /// How the transaction ended at the partner.
    pub enum NoticeStatus { Success = "success" => "Thành công", Failed = "failed" => "Không thành công" }
}

/// The body of a callback. The pair of partner and transaction id names the payment for ever.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartnerNotice {
    /// Short name of the partner.
    pub partner: String,
    /// The partner's number of the transaction.
    pub transaction_id: String,
    /// Which charge, `P-261123-7K2M9Q`; empty leaves it to the portal.
    #[serde(default)]
    pub order: String,
    /// Đồng.
    pub amount: i64,
    /// How it was paid.
    pub method: PaymentMethod,
    /// When, RFC 3339 with offset.
    pub paid_at: DateTime<Utc>,
    /// How it ended.
    #[serde(default = "success")]
    pub status: NoticeStatus,
}

const fn success() -> NoticeStatus {
    NoticeStatus::Success
}

impl PartnerNotice {
    /// What makes the notice unusable, if anything.
    #[must_use]
    pub fn problem(&self) -> Option<&'static str> {
        let name = |text: &str| (1..=60).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_graphic());
        if !name(&self.partner) {
            Some("Mã đối tác phải có 1–60 ký tự không dấu, không khoảng trắng.")
        } else if !name(&self.transaction_id) {
            Some("Mã giao dịch phải có 1–60 ký tự không dấu, không khoảng trắng.")
        } else if !(self.order.is_empty() || name(&self.order)) {
            Some("Mã khoản thu không đúng mẫu.")
        } else if !(1..=super::forms::MOST).contains(&self.amount) {
            Some("Số tiền phải là số nguyên đồng, lớn hơn 0.")
        } else if self.method.at_counter() {
            Some("Tiền mặt và thẻ tại quầy do cán bộ ghi nhận, không nhận qua đường này.")
        } else {
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(body: &str) -> Result<PartnerNotice, serde_json::Error> {
        serde_json::from_str(body)
    }

    #[test]
    fn a_notice_is_checked() {
        let good = r#"{"partner":"NTTT","transaction_id":"A1","order":"P-1","amount":8000,"method":"viet_qr","paid_at":"2026-11-23T09:00:00+07:00"}"#;
        let notice = read(good).unwrap();
        assert_eq!((notice.problem(), notice.status), (None, NoticeStatus::Success));
        assert!(read(&good.replace("8000", "8000.5")).is_err());
        assert!(read(&good.replace("viet_qr", "vàng")).is_err());
        assert!(read(&good.replace("8000", "0")).unwrap().problem().is_some());
        assert!(read(&good.replace("\"A1\"", "\"\"")).unwrap().problem().is_some());
        assert!(read(&good.replace("viet_qr", "cash")).unwrap().problem().is_some());
    }
}
