//! The money of one dossier, for its pages, and receipts.

use super::super::access;
use super::super::row::{self, DossierRow};
use super::super::rules::Right;
use super::store::{self, receipt_name};
use crate::cx::Cx;
use crate::error::{Error, Result};
use crate::identity::crypto::{self, purpose};
use chrono::{DateTime, Utc};
use model::dossiers::PaymentStatus;
use model::format::local_date;
use model::payments::{BillLine, ChargeView, MoneyView, PaidSums, PaymentView, ReceiptView, RefundView};
use sqlx::FromRow;

#[derive(FromRow)]
struct LineRow {
    charge_id: i64,
    name: String,
    kind: String,
    unit: String,
    quantity: i64,
    amount: i64,
    resolution: String,
}

#[derive(FromRow)]
struct PaymentRow {
    id: i64,
    charge: String,
    amount: i64,
    method: String,
    phase: String,
    partner: String,
    transaction_id: String,
    payer: String,
    paid_at: DateTime<Utc>,
    actor_name: String,
    receipt_series: String,
    receipt_number: Option<i64>,
    refunded: i64,
    asked_back: i64,
}

#[derive(FromRow)]
struct RefundRow {
    id: i64,
    amount: i64,
    reason: String,
    bank: String,
    account_sealed: String,
    holder: String,
    state: String,
    proposed_by_name: String,
    proposed_at: DateTime<Utc>,
    decided_by_name: String,
    decision: String,
    receipt_series: String,
    receipt_number: Option<i64>,
}

sql!(
    LINES,
    "SELECT l.charge_id, l.name, l.kind, l.unit, l.quantity, l.amount, l.resolution FROM charge_line l JOIN charge c ON c.id = l.charge_id
     WHERE c.submission_code = $1 ORDER BY l.charge_id, l.place"
);
sql!(
    PAYMENTS,
    "SELECT p.id, c.code AS charge, p.amount, p.method, p.phase, p.partner, p.transaction_id, p.payer, p.paid_at, p.actor_name, p.receipt_series, p.receipt_number,
        COALESCE((SELECT CAST(SUM(r.amount) AS BIGINT) FROM refund r WHERE r.payment_id = p.id AND r.state = 'approved'), 0) AS refunded,
        COALESCE((SELECT CAST(SUM(r.amount) AS BIGINT) FROM refund r WHERE r.payment_id = p.id AND r.state = 'proposed'), 0) AS asked_back
     FROM payment p JOIN charge c ON c.id = p.charge_id WHERE c.submission_code = $1 ORDER BY p.id"
);
sql!(
    REFUNDS,
    "SELECT r.id, r.amount, r.reason, r.bank, r.account_sealed, r.holder, r.state, r.proposed_by_name, r.proposed_at, r.decided_by_name, r.decision,
        p.receipt_series, p.receipt_number
     FROM refund r JOIN payment p ON p.id = r.payment_id JOIN charge c ON c.id = p.charge_id WHERE c.submission_code = $1 ORDER BY r.id"
);
sql!(UNIT_NAME, "SELECT name FROM org_unit_version WHERE unit_id = $1 AND valid_from <= $2 ORDER BY valid_from DESC LIMIT 1");

fn line(row: &LineRow) -> Result<BillLine> {
    Ok(BillLine {
        name: row.name.clone(),
        kind: row.kind.parse()?,
        unit: row.unit.parse()?,
        quantity: row.quantity,
        amount: row.amount,
        resolution: row.resolution.clone(),
    })
}

pub(super) async fn payments(cx: &mut Cx, submission_code: &str) -> Result<Vec<PaymentView>> {
    let rows: Vec<PaymentRow> = cx.conn().all(PAYMENTS, args![submission_code]).await?;
    let view = |row: PaymentRow| {
        Ok(PaymentView {
            id: row.id,
            receipt: receipt_name(&row.receipt_series, row.receipt_number),
            charge: row.charge,
            amount: row.amount,
            method: row.method.parse()?,
            phase: row.phase.parse()?,
            partner: row.partner,
            transaction_id: row.transaction_id,
            payer: row.payer,
            paid_at: row.paid_at,
            recorded_by: row.actor_name,
            refunded: row.refunded,
            asked_back: row.asked_back,
        })
    };
    rows.into_iter().map(view).collect()
}

/// What came in for a dossier or draft and what of it went back. The caller knows that the reader may see it.
pub(in crate::dossiers) async fn paid_sums(cx: &mut Cx, submission_code: &str) -> Result<PaidSums> {
    Ok(PaidSums::of(&payments(cx, submission_code).await?))
}

async fn refunds(cx: &mut Cx, submission_code: &str) -> Result<Vec<RefundView>> {
    let rows: Vec<RefundRow> = cx.conn().all(REFUNDS, args![submission_code]).await?;
    let settings = cx.settings().clone();
    let view = |row: RefundRow| {
        let account = crypto::open_text(&settings, purpose::BANK_ACCOUNT, &row.account_sealed);
        let tail: String = account.chars().skip(account.chars().count().saturating_sub(4)).collect();
        Ok(RefundView {
            id: row.id,
            receipt: receipt_name(&row.receipt_series, row.receipt_number),
            amount: row.amount,
            reason: row.reason,
            to: format!("{}, {}, tài khoản ••••{tail}", row.holder, row.bank),
            state: row.state.parse()?,
            proposed_by: row.proposed_by_name,
            proposed_at: row.proposed_at,
            decided_by: row.decided_by_name,
            decision: row.decision,
        })
    };
    rows.into_iter().map(view).collect()
}

/// What is or was due for a dossier or draft, oldest first, each with its lines. The caller knows that the reader may see it.
pub(in crate::dossiers) async fn charges(cx: &mut Cx, submission_code: &str) -> Result<Vec<ChargeView>> {
    let found = store::charges(cx, submission_code).await?;
    let lines: Vec<LineRow> = if found.is_empty() { Vec::new() } else { cx.conn().all(LINES, args![submission_code]).await? };
    let mut charges = Vec::with_capacity(found.len());
    for charge in found {
        charges.push(ChargeView {
            lines: lines.iter().filter(|line| line.charge_id == charge.id).map(line).collect::<Result<_>>()?,
            state: charge.state()?,
            moment: charge.moment.parse()?,
            code: charge.code,
            amount: charge.amount,
            paid: charge.paid,
            notice: charge.notice,
            pay_by: charge.pay_by,
            created_at: charge.created_at,
            created_by: charge.created_by_name,
        });
    }
    Ok(charges)
}

async fn of_row(cx: &mut Cx, row: DossierRow) -> Result<MoneyView> {
    let charges = charges(cx, &row.submission_code).await?;
    let status: PaymentStatus = row.payment.parse()?;
    Ok(MoneyView {
        code: row.public_code().to_owned(),
        version: row.version,
        state: row.state()?,
        status,
        charges,
        payments: payments(cx, &row.submission_code).await?,
        refunds: refunds(cx, &row.submission_code).await?,
        procedure_name: row.procedure_name,
        applicant: row.applicant_name,
        unit: row.receiving_unit,
    })
}

async fn desk_row(cx: &mut Cx, code: &str) -> Result<DossierRow> {
    cx.require_official()?;
    let row = row::by_code(cx, code).await?.ok_or(Error::NotFound)?;
    let access = access::of(&cx.actor);
    if access.sees(&row) || access.may(Right::Collect, &row) { Ok(row) } else { Err(Error::NotFound) }
}

async fn own_row(cx: &mut Cx, code: &str) -> Result<DossierRow> {
    let row = row::by_code(cx, code).await?.ok_or(Error::NotFound)?;
    if access::of(&cx.actor).is_applicant(&row) { Ok(row) } else { Err(Error::NotFound) }
}

/// The money of a dossier for officials who see the dossier, and for the accountants of its units.
///
/// # Errors
/// `NotFound` for everybody else.
pub async fn money(cx: &mut Cx, code: &str) -> Result<MoneyView> {
    let row = desk_row(cx, code).await?;
    of_row(cx, row).await
}

/// The money of a dossier for its applicant.
///
/// # Errors
/// `NotFound` for everybody else.
pub async fn money_of_applicant(cx: &mut Cx, code: &str) -> Result<MoneyView> {
    let row = own_row(cx, code).await?;
    of_row(cx, row).await
}

async fn print(cx: &mut Cx, row: DossierRow, receipt: &str) -> Result<ReceiptView> {
    let subject = row.public_code().to_owned();
    let view = of_row(cx, row).await?;
    let payment = view.payments.into_iter().find(|payment| payment.receipt == receipt).ok_or(Error::NotFound)?;
    let charge = store::charge(cx, &payment.charge).await?.ok_or(Error::NotFound)?;
    // The unit is named as it was called when the receipt was given.
    let day = local_date(payment.paid_at);
    let unit: Option<(String,)> = cx.conn().opt(UNIT_NAME, args![charge.unit_id, day]).await?;
    let lines = view.charges.into_iter().find(|other| other.code == charge.code).map(|charge| charge.lines).unwrap_or_default();
    Ok(ReceiptView { payment, lines, subject, procedure_name: view.procedure_name, unit: unit.map_or(view.unit, |(name,)| name), charged: charge.amount })
}

/// A receipt for officials.
///
/// # Errors
/// `NotFound` if there is none of this name, or for others.
pub async fn receipt(cx: &mut Cx, code: &str, receipt: &str) -> Result<ReceiptView> {
    let row = desk_row(cx, code).await?;
    print(cx, row, receipt).await
}

/// A receipt for the applicant.
///
/// # Errors
/// `NotFound` if there is none of this name, or for others.
pub async fn receipt_of_applicant(cx: &mut Cx, code: &str, receipt: &str) -> Result<ReceiptView> {
    let row = own_row(cx, code).await?;
    print(cx, row, receipt).await
}
