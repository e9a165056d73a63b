//! Money at the counter: cash and cards, taken by the receptionist or the accountant.

use super::super::create::Dossier;
use super::super::row::DossierRow;
use super::super::rules::Right;
use super::charge::{self, open};
use super::settle::{self, Money};
use super::store;
use crate::cx::Cx;
use crate::error::{Error, Result};
use model::dossiers::{DossierState, PaymentStatus};
use model::format;
use model::payments::{Bill, ChargeSource, ChargeState, PaymentMethod, PaymentOutcome, TakeMoney};
use model::procedures::PaymentMoment;

/// The name of the counter among the partners.
const COUNTER: &str = "quay";
/// The name of the card machines.
const CARDS: &str = "may-the";

const WHO: &[Right] = &[Right::Receive, Right::Return, Right::Collect];

/// Takes the rest of a charge at the counter and returns the name of the receipt. A dossier that waited for it goes on (D15).
///
/// # Errors
/// `Invalid` for another amount or a slip that was used, `Conflict` for a charge that is not due or a page that is too old,
/// `NotFound` for a charge of another dossier, `Forbidden`.
pub async fn take_money(cx: &mut Cx, code: &str, version: i64, input: &TakeMoney) -> Result<String> {
    let row = open(cx, code, version, WHO).await?;
    let charge = store::charge(cx, &input.charge).await?.filter(|charge| charge.submission_code == row.submission_code).ok_or(Error::NotFound)?;
    store::lock(cx, &charge).await?;
    let charge = store::charge(cx, &input.charge).await?.ok_or(Error::NotFound)?;
    if charge.state()? != ChargeState::Due || row.state()?.is_ended() && row.state()? != DossierState::ResultReady {
        return Err(Error::conflict("Khoản này không còn phải nộp. Hãy tải lại trang."));
    }
    if input.amount != charge.rest() {
        return Err(Error::field("so_tien", format!("Khoản này còn phải nộp {}. Hãy thu đúng số tiền.", format::money(charge.rest()))));
    }
    let now = cx.now();
    let (partner, transaction_id) = match input.method {
        // Slips of a machine begin anew each day.
        PaymentMethod::Pos => (CARDS, format!("{}-{}-{}", charge.unit_id, format::local_date(now).format("%y%m%d"), input.slip)),
        _ => (COUNTER, format!("{}-{}", charge.code, charge.paid)),
    };
    let money = Money {
        partner,
        transaction_id: &transaction_id,
        subject: &charge.code,
        amount: input.amount,
        method: input.method,
        paid_at: now,
        payer: &input.payer,
        body_sha256: "",
    };
    let recorded = settle::record(cx, Some(&charge), &money).await?;
    match recorded.outcome {
        PaymentOutcome::Accepted => Ok(recorded.receipt),
        PaymentOutcome::Repeated | PaymentOutcome::Mismatch if input.method == PaymentMethod::Pos => Err(settle::taken_before()),
        _ => Err(store::moved()),
    }
}

/// Money that is due before the receipt, taken in the act of receiving at the counter (D04): the charge and its payment.
///
/// # Errors
/// `Invalid` for another amount or a slip that was used.
pub(in crate::dossiers) async fn take_with_receipt(cx: &mut Cx, row: &DossierRow, bill: &Bill, input: &TakeMoney) -> Result<()> {
    let total = bill.total();
    if input.amount != total {
        return Err(Error::field("so_tien", format!("Phí, lệ phí phải thu trước khi tiếp nhận là {}. Hãy thu đúng số tiền.", format::money(total))));
    }
    let source = ChargeSource::Fees { pages: 1, copies: 1 };
    let charge = charge::write(cx, row, bill, PaymentMoment::BeforeReceipt, &source, None).await?;
    take_money(cx, &row.submission_code, row.version, &TakeMoney { charge, ..input.clone() }).await.map(drop)
}

/// D15 without new money: everything was paid while the dossier stood elsewhere (a request for withdrawal that was rejected).
///
/// # Errors
/// `Conflict` while money is missing or in another state, `Forbidden`.
pub async fn confirm_paid(cx: &mut Cx, code: &str, version: i64) -> Result<Dossier> {
    let row = open(cx, code, version, WHO).await?;
    if row.state()? == DossierState::AwaitingPayment && !settle::nothing_awaited(cx, &row).await? {
        return Err(Error::conflict("Hồ sơ còn khoản chưa nộp đủ. Hãy thu tiền hoặc chờ báo có của cổng thanh toán."));
    }
    store::update_status(cx, row.id, PaymentStatus::NotRequired).await?;
    let row = settle::resume(cx, &row, "Đã nộp đủ", None).await?;
    Dossier::of(&row)
}
