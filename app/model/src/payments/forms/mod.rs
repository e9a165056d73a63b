//! What officials and applicants send about money: strings as they were typed, and what they are once checked.

mod charge;
mod refund;
mod take;

pub use charge::{ChargeRequest, ChargeRequestForm, ChargeSource, WhenDue};
pub use refund::{Reconcile, ReconcileForm, RefundDecision, RefundDecisionForm, RefundForm, RefundRequest, ResolveForm};
pub use take::{PaymentForm, TakeMoney, TakeMoneyForm};

use crate::errors::FieldErrors;
use crate::text::clean_line;

/// Most đồng of one amount.
pub(in crate::payments) const MOST: i64 = 999_999_999_999;

/// Whole đồng as people type them: "150000", "150.000", "150 000 đ". Nothing else, so that 1.5 never becomes 15.
#[must_use]
pub fn dong(text: &str) -> Option<i64> {
    let text = text.trim().trim_end_matches(['đ', 'Đ', '₫']).trim().replace(['\u{a0}', ' '], ".");
    let parts: Vec<&str> = text.split('.').collect();
    let digits = |part: &&str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let grouped = parts.len() == 1 || (parts[0].len() <= 3 && parts[1..].iter().all(|part| part.len() == 3));
    if !grouped || !parts.iter().all(digits) {
        return None;
    }
    parts.concat().parse().ok().filter(|amount| *amount <= MOST)
}

/// An amount above 0; a complaint otherwise.
fn amount(errors: &mut FieldErrors, field: &str, text: &str) -> i64 {
    let amount = dong(text).filter(|amount| *amount > 0);
    errors.require(amount.is_some(), field, "Số tiền phải là số nguyên đồng, lớn hơn 0. Ví dụ: 150.000.");
    amount.unwrap_or_default()
}

/// A line of `min` to `max` characters.
fn line(errors: &mut FieldErrors, field: &str, what: &str, text: &str, min: usize, max: usize) -> String {
    let text = clean_line(text, max + 1);
    let length = text.chars().count();
    errors.require(length >= min, field, format!("Chưa có {what}. Hãy nhập."));
    errors.require(length <= max, field, format!("Nội dung dài quá {max} ký tự. Hãy viết gọn lại."));
    text
}

/// A count from 1; empty is 1.
fn count(errors: &mut FieldErrors, field: &str, text: &str) -> i64 {
    let text = text.trim();
    let count = if text.is_empty() { Some(1) } else { text.parse().ok().filter(|n| (1..=100_000).contains(n)) };
    errors.require(count.is_some(), field, "Số lượng phải từ 1 đến 100.000.");
    count.unwrap_or(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_read_as_people_type_them() {
        for (text, amount) in [("150000", 150_000), ("150.000", 150_000), (" 1.500.000 đ", 1_500_000), ("8 000", 8_000), ("0", 0)] {
            assert_eq!(dong(text), Some(amount), "{text}");
        }
        for text in ["", "1.5", "1,5", "-5", "1500.000", "12.34.567", "mười", "1e6", "9999999999999"] {
            assert_eq!(dong(text), None, "{text}");
        }
    }

    #[test]
    fn a_card_needs_its_slip() {
        let form = TakeMoneyForm { amount: "8.000".into(), method: "pos".into(), payer: "Nguyễn Mẫu Sơn".into(), ..Default::default() };
        assert!(form.validate().unwrap_err().of("so_giao_dich").is_some());
        assert!(TakeMoneyForm { method: "cash".into(), ..form.clone() }.validate().is_ok());
        assert!(TakeMoneyForm { method: "viet_qr".into(), ..form }.validate().unwrap_err().of("hinh_thuc").is_some());
    }

    #[test]
    fn a_charge_has_a_source_and_a_day() {
        let today = chrono::NaiveDate::from_ymd_opt(2026, 11, 23).unwrap();
        let form = ChargeRequestForm { source: "bieu-phi".into(), pay_by: "30/11/2026".into(), ..Default::default() };
        assert_eq!(form.validate(today).unwrap().source, ChargeSource::Fees { pages: 1, copies: 1 });
        assert!(ChargeRequestForm { pay_by: "23/11/2026".into(), ..form.clone() }.validate(today).unwrap_err().of("han").is_some());
        assert!(ChargeRequestForm { pay_by: "30/11/2027".into(), ..form.clone() }.validate(today).unwrap_err().of("han").is_some());
        let notice = ChargeRequestForm { source: "thong-bao".into(), ..form.clone() };
        let wrong = notice.validate(today).unwrap_err();
        assert!(wrong.of("so_thong_bao").is_some() && wrong.of("so_tien").is_some());
        let free = ChargeRequestForm { exempt: "1".into(), group: "Hộ nghèo, giấy số 12".into(), ..Default::default() };
        assert!(matches!(free.validate(today).unwrap().source, ChargeSource::Exempt { .. }));
    }

    #[test]
    fn a_refund_needs_account_and_reason() {
        let form = RefundForm { receipt: "BL26-1".into(), amount: "8.000".into(), account: "12 34".into(), ..Default::default() };
        let wrong = form.validate().unwrap_err();
        assert!(wrong.of("ly_do").is_some() && wrong.of("ngan_hang").is_some() && wrong.of("so_tai_khoan").is_none());
        let no = RefundDecisionForm { refund: "1".into(), decision: "khong".into(), ..Default::default() };
        assert!(no.validate().unwrap_err().of("ly_do").is_some());
    }
}
