//! Fees and payments of dossiers (02 §15): what is due, what was paid, what differs. Amounts are whole đồng.

mod bill;
mod forms;
mod notice;
pub mod vietqr;
mod views;

pub use bill::{Bill, BillLine, Quantities, bill};
pub use forms::{
    ChargeRequest, ChargeRequestForm, ChargeSource, PaymentForm, Reconcile, ReconcileForm, RefundDecision, RefundDecisionForm, RefundForm, RefundRequest,
    ResolveForm, TakeMoney, TakeMoneyForm, WhenDue, dong,
};
pub use notice::{NoticeStatus, PartnerNotice};
pub use views::{
    ChargeView, LedgerFilter, LedgerRow, LedgerTab, MoneyView, OrderView, PaidSums, PaymentView, ReceiptView, ReconciliationResult, RefundView,
    difference_in_words,
};

text_enum! {
    /// How money comes in.
    pub enum PaymentMethod {
        Cash = "cash" => "Tiền mặt", Pos = "pos" => "Thẻ tại quầy", NationalPlatform = "national_platform" => "Nền tảng thanh toán quốc gia",
        VietQr = "viet_qr" => "VietQR",
    }
}

impl PaymentMethod {
    /// True for money that an official takes at the counter.
    #[must_use]
    pub const fn at_counter(self) -> bool {
        matches!(self, Self::Cash | Self::Pos)
    }
}

text_enum! {
    /// What a payment is to its charge: a part in advance, the rest, or everything at once.
    pub enum PaymentPhase { Advance = "advance" => "Tạm ứng", Settlement = "settlement" => "Quyết toán", Complete = "complete" => "Hoàn thành" }
}

impl PaymentPhase {
    /// The national code (1–3).
    #[must_use]
    pub const fn code(self) -> u8 {
        match self {
            Self::Advance => 1,
            Self::Settlement => 2,
            Self::Complete => 3,
        }
    }

    /// The phase of a payment of `amount` for a charge of `due` of which `before` was paid already.
    #[must_use]
    pub const fn of(due: i64, before: i64, amount: i64) -> Self {
        if before.saturating_add(amount) < due {
            Self::Advance
        } else if before > 0 {
            Self::Settlement
        } else {
            Self::Complete
        }
    }
}

text_enum! {
    /// State of what is due.
    pub enum ChargeState { Due = "due" => "Chờ nộp", Paid = "paid" => "Đã nộp đủ", Expired = "expired" => "Quá hạn nộp", Cancelled = "cancelled" => "Đã hủy" }
}

text_enum! {
    /// What became of a message about money. Every message is kept with its outcome.
    pub enum PaymentOutcome {
        Accepted = "accepted" => "Đã ghi nhận, nộp đủ", Partial = "partial" => "Đã ghi nhận, chưa đủ", Surplus = "surplus" => "Đã ghi nhận, nộp thừa",
        Late = "late" => "Đã ghi nhận, nộp sau khi hồ sơ đã kết thúc hoặc khoản thu đã đóng", UnknownCharge = "unknown_charge" => "Đã ghi nhận, chưa rõ khoản phải nộp",
        Repeated = "repeated" => "Đã ghi nhận từ trước", Mismatch = "mismatch" => "Trùng mã giao dịch nhưng khác nội dung",
        Failed = "failed" => "Giao dịch không thành công", Unreadable = "unreadable" => "Không đọc được nội dung",
    }
}

impl PaymentOutcome {
    /// True if money came in that was not there before.
    #[must_use]
    pub const fn is_new_money(self) -> bool {
        matches!(self, Self::Accepted | Self::Partial | Self::Surplus | Self::Late | Self::UnknownCharge)
    }

    /// What somebody has to look into, if anything.
    #[must_use]
    pub const fn difference(self) -> Option<Difference> {
        match self {
            Self::Surplus => Some(Difference::Surplus),
            Self::Late => Some(Difference::Late),
            Self::UnknownCharge => Some(Difference::UnknownCharge),
            Self::Mismatch => Some(Difference::Mismatch),
            _ => None,
        }
    }
}

text_enum! {
    /// A refund takes two persons.
    pub enum RefundState { Proposed = "proposed" => "Chờ duyệt", Approved = "approved" => "Đã duyệt hoàn", Declined = "declined" => "Không duyệt" }
}

text_enum! {
    /// What a line of the reconciliation found.
    pub enum Difference {
        Matched = "matched" => "Khớp", MissingHere = "missing_here" => "Đối tác có, cổng không có", MissingThere = "missing_there" => "Cổng có, đối tác không có",
        Amount = "amount" => "Lệch số tiền", UnknownCharge = "unknown_charge" => "Không rõ khoản phải nộp", Late = "late" => "Nộp muộn",
        Surplus = "surplus" => "Nộp thừa", Mismatch = "mismatch" => "Một giao dịch báo hai nội dung",
    }
}

text_enum! {
    /// State of a line of the reconciliation.
    pub enum LineState { Matched = "matched" => "Khớp", NeedsCheck = "needs_check" => "Cần kiểm tra", Resolved = "resolved" => "Đã xử lý" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phases_follow_what_was_paid_before() {
        assert_eq!(PaymentPhase::of(10_000, 0, 10_000), PaymentPhase::Complete);
        assert_eq!(PaymentPhase::of(10_000, 0, 4_000), PaymentPhase::Advance);
        assert_eq!(PaymentPhase::of(10_000, 4_000, 6_000), PaymentPhase::Settlement);
        assert_eq!(PaymentPhase::of(10_000, 0, 12_000).code(), 3);
    }

    #[test]
    fn money_that_nobody_expected_is_looked_into() {
        for outcome in PaymentOutcome::ALL.iter().filter(|outcome| outcome.difference().is_some()) {
            assert!(outcome.is_new_money() || *outcome == PaymentOutcome::Mismatch, "{outcome}");
        }
        assert_eq!(PaymentOutcome::Repeated.difference(), None);
    }
}
