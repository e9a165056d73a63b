//! What is due: D14 asks for money, D16 ends the waiting, and charges that are paid when the result is fetched.

use super::super::act;
use super::super::create::Dossier;
use super::super::row::{self, DossierRow};
use super::super::rules::Right;
use super::super::stale::stale;
use super::super::{access, extension, papers, timing};
use super::store::{self, ChargeRow, NewCharge};
use super::{fees, settle};
use crate::audit::AuditEvent;
use crate::cx::Cx;
use crate::error::{Error, Result};
use chrono::NaiveDate;
use model::dossiers::{DossierAction, DossierState, PaymentStatus, StopReason};
use model::format;
use model::notify::Event;
use model::payments::{Bill, ChargeRequest, ChargeSource, ChargeState};
use model::procedures::PaymentMoment;

/// The unit that takes the money of a dossier: its counter, or the heir of the counter.
fn collector(row: &DossierRow) -> i64 {
    row.continuing_receiving_unit_id.unwrap_or(row.receiving_unit_id)
}

/// Loads the dossier for an act about its money that is no step of the table.
pub(super) async fn open(cx: &mut Cx, code: &str, version: i64, rights: &[Right]) -> Result<DossierRow> {
    let row = row::by_code(cx, code).await?.ok_or(Error::NotFound)?;
    access::of(&cx.actor).require(rights, &row, cx.actor.is_signed_in())?;
    if row.version != version {
        return Err(stale(cx, &row).await);
    }
    row::lock(cx, row.id).await?;
    Ok(row)
}

pub(super) async fn write(
    cx: &mut Cx,
    row: &DossierRow,
    bill: &Bill,
    moment: PaymentMoment,
    source: &ChargeSource,
    pay_by: Option<NaiveDate>,
) -> Result<String> {
    let notice = match source {
        ChargeSource::Notice { number, .. } => number.as_str(),
        _ => "",
    };
    let new =
        NewCharge { submission_code: &row.submission_code, dossier_id: Some(row.id), unit_id: collector(row), moment, lines: &bill.lines, notice, pay_by };
    let code = store::insert_charge(cx, &new).await?;
    store::set_due(cx, row.id).await?;
    cx.audit(AuditEvent::new("payment.charge", "charge", &code).detail(format!("{}: {}", row.public_code(), bill.total())));
    Ok(code)
}

async fn tell(cx: &mut Cx, row: &DossierRow, seq: i64, amount: i64, pay_by: NaiveDate) -> Result<()> {
    let link = format!("{}/ho-so-cua-toi/{}/thanh-toan", cx.settings().base_url, row.public_code());
    let values = [("tien", format::number(amount)), ("ngay", format::date(pay_by)), ("link", link)];
    act::tell(cx, row, seq, Event::PaymentRequested, &values).await
}

fn nothing_due() -> Error {
    Error::field("nguon", "Theo biểu phí, trường hợp này không phải nộp tiền. Hãy chọn nộp theo thông báo, hoặc không yêu cầu nộp.")
}

/// D14: asks for money, from the fee rows or by a notice; the clock stops until it is paid.
///
/// # Errors
/// `Invalid` if nothing is due, `Conflict` after the due date without form 04 or in another state, `Forbidden`.
pub async fn request_payment(cx: &mut Cx, code: &str, version: i64, input: &ChargeRequest) -> Result<Dossier> {
    let mut step = act::begin(cx, code, version, DossierAction::RequestPayment, None).await?;
    extension::check_not_late(cx, &step.row, "yêu cầu nộp tiền").await?;
    let bill = fees::of_source(cx, &step.row, &input.source).await?;
    let total = bill.total();
    if total <= 0 {
        return Err(nothing_due());
    }
    timing::pause(cx, &mut step.row, "yêu cầu nộp tiền".to_owned()).await?;
    let words = format!("{}, hạn nộp {}", format::money(total), format::date(input.pay_by));
    let basis = bill.lines.iter().map(|line| format!("{} ({})", line.name, line.resolution)).collect::<Vec<_>>().join("; ");
    step.say(&if input.note.is_empty() { words } else { format!("{words}. {}", input.note) }, &basis);
    let (row, seq) = step.finish(cx).await?;
    write(cx, &row, &bill, PaymentMoment::AfterReceipt, &input.source, Some(input.pay_by)).await?;
    tell(cx, &row, seq, total, input.pay_by).await?;
    Dossier::of(&row)
}

/// Puts a charge on a dossier that is paid when the result is fetched, or says that the applicant is exempt. The state and the
/// clock stay.
///
/// # Errors
/// `Invalid` if nothing is due, `Conflict` once the dossier is over, `Forbidden`.
pub async fn add_charge(cx: &mut Cx, code: &str, version: i64, input: &ChargeRequest) -> Result<()> {
    let mut row = open(cx, code, version, &[Right::Officer, Right::Collect, Right::Receive]).await?;
    let state = row.state()?;
    if !(state.is_open() || state == DossierState::ResultReady) {
        return Err(Error::conflict(format!("Hồ sơ đang ở trạng thái “{}” nên không thêm khoản thu được.", state.label())));
    }
    if let ChargeSource::Exempt { group } = &input.source {
        return exempt(cx, row, group).await;
    }
    let bill = fees::of_source(cx, &row, &input.source).await?;
    if bill.total() <= 0 {
        return Err(nothing_due());
    }
    row::save(cx, &mut row).await?;
    write(cx, &row, &bill, PaymentMoment::BeforeReturn, &input.source, Some(input.pay_by)).await?;
    cx.changed("dossier", row.id);
    tell(cx, &row, -row.version, bill.total(), input.pay_by).await
}

/// The applicant pays nothing: what was due and not paid at all is taken back.
async fn exempt(cx: &mut Cx, row: DossierRow, group: &str) -> Result<()> {
    let untouched = |charge: &ChargeRow| charge.rest() > 0 && charge.paid == 0;
    let charges = store::charges(cx, &row.submission_code).await?;
    if charges.iter().any(|charge| charge.rest() > 0 && charge.paid > 0) {
        return Err(Error::conflict("Khoản thu này đã nộp một phần. Hãy hoàn tiền trước khi ghi miễn, giảm."));
    }
    for charge in charges.iter().filter(|charge| untouched(charge)) {
        store::end_charge(cx, charge.id, ChargeState::Cancelled).await?;
    }
    store::update_status(cx, row.id, PaymentStatus::Exempt).await?;
    cx.audit(AuditEvent::new("payment.exempt", "dossier", row.public_code()).detail(group));
    go_on(cx, row, &format!("Miễn, giảm: {group}")).await
}

/// Takes a charge back that nobody paid yet.
///
/// # Errors
/// `NotFound` for a charge of another dossier, `Conflict` if it is not due or partly paid, `Forbidden`.
pub async fn cancel_charge(cx: &mut Cx, code: &str, version: i64, charge: &str, reason: &str) -> Result<()> {
    let row = open(cx, code, version, &[Right::Officer, Right::Collect]).await?;
    let charge = store::charge(cx, charge).await?.filter(|charge| charge.submission_code == row.submission_code).ok_or(Error::NotFound)?;
    if charge.rest() == 0 || charge.paid > 0 {
        return Err(Error::conflict("Khoản thu này đã nộp hoặc đã đóng nên không hủy được. Hãy đề nghị hoàn tiền."));
    }
    store::end_charge(cx, charge.id, ChargeState::Cancelled).await?;
    store::update_status(cx, row.id, PaymentStatus::NotRequired).await?;
    cx.audit(AuditEvent::new("payment.cancel_charge", "charge", &charge.code).detail(reason));
    go_on(cx, row, &format!("Hủy khoản thu {}: {reason}", charge.code)).await
}

/// Raises the version; a dossier that waited for nothing but this money goes on (D15).
async fn go_on(cx: &mut Cx, mut row: DossierRow, note: &str) -> Result<()> {
    if row.state()? == DossierState::AwaitingPayment && settle::nothing_awaited(cx, &row).await? {
        let rights: &[Right] = &[Right::Officer, Right::Collect, Right::Receive];
        settle::resume(cx, &row, note, Some(rights)).await?;
        return Ok(());
    }
    row::save(cx, &mut row).await?;
    cx.changed("dossier", row.id);
    Ok(())
}

/// D16: the unit leader stops a dossier whose day to pay has passed.
///
/// # Errors
/// `Conflict` while the applicant still has time, `Forbidden`.
pub async fn payment_expired(cx: &mut Cx, code: &str, version: i64) -> Result<Dossier> {
    let mut step = act::begin(cx, code, version, DossierAction::PaymentExpired, None).await?;
    let charges = store::charges(cx, &step.row.submission_code).await?;
    let waiting: Vec<ChargeRow> = charges.into_iter().filter(|charge| charge.rest() > 0).collect();
    let last = waiting.iter().filter(|charge| charge.is(PaymentMoment::AfterReceipt)).filter_map(|charge| charge.pay_by).max();
    let last = last.ok_or_else(|| Error::conflict("Hồ sơ không có khoản nào đang chờ nộp. Hãy xác nhận đã nộp đủ để tiếp tục."))?;
    if format::local_date(cx.now()) <= last {
        return Err(Error::conflict(format!("Người nộp còn được nộp tiền đến hết ngày {}. Chưa thể dừng giải quyết.", format::date(last))));
    }
    step.row.end_reason = StopReason::PaymentOverdue.label().to_owned();
    step.row.end_basis = format!("Hạn nộp tiền là ngày {}", format::date(last));
    let basis = step.row.end_basis.clone();
    step.say(StopReason::PaymentOverdue.label(), &basis);
    let (row, seq) = step.finish(cx).await?;
    for charge in &waiting {
        store::end_charge(cx, charge.id, ChargeState::Expired).await?;
    }
    store::update_status(cx, row.id, PaymentStatus::NotRequired).await?;
    papers::keep(cx, &row, seq).await?;
    act::tell(cx, &row, seq, Event::DossierStopped, &[]).await?;
    Dossier::of(&row)
}

/// What will be due when the result is fetched, for [`on_receipt`].
pub(in crate::dossiers) async fn before_receipt(cx: &mut Cx, row: &DossierRow, moment: PaymentMoment) -> Result<Option<(Bill, ChargeSource)>> {
    if moment != PaymentMoment::BeforeReturn {
        return Ok(None);
    }
    let basis = fees::basis(row)?;
    let bill = fees::of(cx, &basis).await?;
    let source = ChargeSource::Fees { pages: basis.quantities.pages, copies: basis.quantities.copies };
    Ok((bill.total() > 0).then_some((bill, source)))
}

/// With the receipt: what is due when the result is fetched stands on the dossier from now on.
pub(in crate::dossiers) async fn on_receipt(cx: &mut Cx, row: &DossierRow, due: Option<(Bill, ChargeSource)>) -> Result<()> {
    if let Some((bill, source)) = due {
        write(cx, row, &bill, PaymentMoment::BeforeReturn, &source, None).await?;
    }
    Ok(())
}
