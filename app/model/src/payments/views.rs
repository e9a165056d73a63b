//! Money as pages show it.

use super::{BillLine, ChargeState, Difference, LineState, PaymentMethod, PaymentPhase, RefundState};
use crate::dossiers::{DossierState, PaymentStatus};
use crate::procedures::PaymentMoment;
use chrono::{DateTime, NaiveDate, Utc};

/// What is due, or was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChargeView {
    /// Code, `P-261123-7K2M9Q`; the words of a transfer.
    pub code: String,
    /// State.
    pub state: ChargeState,
    /// When it has to be paid.
    pub moment: PaymentMoment,
    /// Đồng.
    pub amount: i64,
    /// Đồng that came in.
    pub paid: i64,
    /// Number of the notice; empty for fee rows.
    pub notice: String,
    /// Last day to pay, if there is one.
    pub pay_by: Option<NaiveDate>,
    /// What it is made of.
    pub lines: Vec<BillLine>,
    /// When it was written, UTC.
    pub created_at: DateTime<Utc>,
    /// Who wrote it.
    pub created_by: String,
}

impl ChargeView {
    /// Đồng that are missing; 0 if nothing is due.
    #[must_use]
    pub fn rest(&self) -> i64 {
        if self.state == ChargeState::Due { (self.amount - self.paid).max(0) } else { 0 }
    }
}

/// Money that came in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaymentView {
    /// Row number.
    pub id: i64,
    /// Number of the receipt, `BL26-0000012`; empty for money that belongs to no charge.
    pub receipt: String,
    /// Code of the charge.
    pub charge: String,
    /// Đồng.
    pub amount: i64,
    /// How.
    pub method: PaymentMethod,
    /// What it is to its charge.
    pub phase: PaymentPhase,
    /// The partner; `quay` for the counter.
    pub partner: String,
    /// The partner's number.
    pub transaction_id: String,
    /// Who paid.
    pub payer: String,
    /// When it was paid, UTC.
    pub paid_at: DateTime<Utc>,
    /// Who wrote it down.
    pub recorded_by: String,
    /// Đồng of refunds that were approved.
    pub refunded: i64,
    /// Đồng of refunds that wait for a decision.
    pub asked_back: i64,
}

impl PaymentView {
    /// Đồng that may still be given back.
    #[must_use]
    pub fn refundable(&self) -> i64 {
        (self.amount - self.refunded - self.asked_back).max(0)
    }
}

/// What came in for a dossier and what of it went back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PaidSums {
    /// Đồng that came in.
    pub paid: i64,
    /// Đồng of refunds that were approved.
    pub refunded: i64,
}

impl PaidSums {
    /// The sums of these payments.
    #[must_use]
    pub fn of(payments: &[PaymentView]) -> Self {
        Self { paid: payments.iter().map(|payment| payment.amount).sum(), refunded: payments.iter().map(|payment| payment.refunded).sum() }
    }

    /// Đồng that the office still has.
    #[must_use]
    pub const fn kept(self) -> i64 {
        self.paid - self.refunded
    }
}

/// Money on its way back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefundView {
    /// Row number.
    pub id: i64,
    /// Number of the receipt.
    pub receipt: String,
    /// Đồng.
    pub amount: i64,
    /// Why.
    pub reason: String,
    /// Bank and masked account.
    pub to: String,
    /// State.
    pub state: RefundState,
    /// Who asked.
    pub proposed_by: String,
    /// When, UTC.
    pub proposed_at: DateTime<Utc>,
    /// Who decided.
    pub decided_by: String,
    /// Why not.
    pub decision: String,
}

/// Everything about the money of one dossier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MoneyView {
    /// Dossier code, before receipt the submission code.
    pub code: String,
    /// Version of the dossier, for optimistic locking.
    pub version: i64,
    /// State of the dossier.
    pub state: DossierState,
    /// Where its money is.
    pub status: PaymentStatus,
    /// Name of the procedure.
    pub procedure_name: String,
    /// Who applied.
    pub applicant: String,
    /// Unit that receives dossier and money.
    pub unit: String,
    /// Charges, oldest first.
    pub charges: Vec<ChargeView>,
    /// Payments, oldest first.
    pub payments: Vec<PaymentView>,
    /// Refunds, oldest first.
    pub refunds: Vec<RefundView>,
}

impl MoneyView {
    /// The charges that somebody has to pay.
    pub fn due(&self) -> impl Iterator<Item = &ChargeView> {
        self.charges.iter().filter(|charge| charge.rest() > 0)
    }

    /// Đồng that are missing.
    #[must_use]
    pub fn rest(&self) -> i64 {
        self.due().map(ChargeView::rest).sum()
    }
}

/// What the page of the payment partner shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrderView {
    /// Code of the charge.
    pub code: String,
    /// Dossier or submission code.
    pub subject: String,
    /// Who gets the money.
    pub unit: String,
    /// Đồng that are missing.
    pub rest: i64,
    /// State.
    pub state: ChargeState,
    /// Where the payer came from.
    pub back: String,
}

/// A receipt (biên lai), ready to print.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReceiptView {
    /// The payment.
    pub payment: PaymentView,
    /// What it was for.
    pub lines: Vec<BillLine>,
    /// Dossier or submission code.
    pub subject: String,
    /// Name of the procedure.
    pub procedure_name: String,
    /// Who gave the receipt.
    pub unit: String,
    /// Đồng of the whole charge.
    pub charged: i64,
}

text_enum! {
    /// The lists of O14. Stored values are the words in addresses.
    pub enum LedgerTab { Due = "phai-thu" => "Phải thu", Paid = "da-thu" => "Đã thu", Refunds = "hoan" => "Hoàn tiền", Differences = "sai-lech" => "Sai lệch" }
}

/// Filter of O14.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LedgerFilter {
    /// Which list.
    pub tab: LedgerTab,
    /// Words: codes, names, numbers.
    pub words: String,
    /// First day.
    pub from: Option<NaiveDate>,
    /// Last day.
    pub to: Option<NaiveDate>,
    /// How it was paid; only in the list of payments.
    pub method: Option<PaymentMethod>,
    /// Page from 1.
    pub page: i64,
}

impl Default for LedgerFilter {
    fn default() -> Self {
        Self { tab: LedgerTab::Due, words: String::new(), from: None, to: None, method: None, page: 1 }
    }
}

/// A row of O14.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LedgerRow {
    /// Row number of a difference; 0 otherwise.
    pub id: i64,
    /// Dossier or submission code; empty if it is not known.
    pub subject: String,
    /// Charge, receipt or transaction.
    pub reference: String,
    /// Applicant or payer.
    pub who: String,
    /// What it is, in words.
    pub what: String,
    /// Đồng.
    pub amount: i64,
    /// State in words.
    pub state: String,
    /// True if somebody has to look at it.
    pub open: bool,
    /// When, UTC.
    pub at: DateTime<Utc>,
}

/// What a file of a partner showed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReconciliationResult {
    /// Lines of the file.
    pub theirs: i64,
    /// Payments of the portal on that day.
    pub ours: i64,
    /// Equal on both sides.
    pub matched: i64,
    /// Differences that need a look.
    pub differing: i64,
}

/// A difference: what, and whether it is settled.
#[must_use]
pub fn difference_in_words(difference: Difference, state: LineState) -> String {
    format!("{} · {}", difference.label(), state.label().to_lowercase())
}
