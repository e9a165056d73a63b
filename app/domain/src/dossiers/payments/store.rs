//! SQL of charges and payments.

use super::super::row;
use crate::cx::Cx;
use crate::error::{Error, Result};
use crate::numbering;
use chrono::{DateTime, Datelike, NaiveDate, Utc};
use model::dossiers::PaymentStatus;
use model::format::local_date;
use model::payments::{BillLine, ChargeState, Difference, LineState, PaymentOutcome};
use model::procedures::PaymentMoment;
use sqlx::FromRow;

/// A row of `charge` with what came in for it.
#[derive(Debug, Clone, FromRow)]
pub(super) struct ChargeRow {
    pub id: i64,
    pub code: String,
    pub submission_code: String,
    pub dossier_id: Option<i64>,
    pub unit_id: i64,
    pub moment: String,
    pub state: String,
    pub amount: i64,
    pub notice: String,
    pub pay_by: Option<NaiveDate>,
    pub created_at: DateTime<Utc>,
    pub created_by_name: String,
    pub paid: i64,
}

impl ChargeRow {
    pub(super) fn state(&self) -> Result<ChargeState> {
        Ok(self.state.parse()?)
    }

    /// Đồng that are missing; 0 if nothing is due.
    pub(super) fn rest(&self) -> i64 {
        if self.state == ChargeState::Due.as_str() { (self.amount - self.paid).max(0) } else { 0 }
    }

    pub(super) fn is(&self, moment: PaymentMoment) -> bool {
        self.moment == moment.as_str()
    }
}

macro_rules! charges {
    ($rest:literal) => {
        concat!(
            "SELECT c.id, c.code, c.submission_code, c.dossier_id, c.unit_id, c.moment, c.state, c.amount, c.notice, c.pay_by, c.created_at, c.created_by_name,
             COALESCE((SELECT CAST(SUM(p.amount) AS BIGINT) FROM payment p WHERE p.charge_id = c.id), 0) AS paid FROM charge c ",
            $rest
        )
    };
}

sql!(BY_CODE, charges!("WHERE c.code = $1"));
sql!(BY_ID, charges!("WHERE c.id = $1"));
sql!(OF_SUBJECT, charges!("WHERE c.submission_code = $1 ORDER BY c.id"));

/// The charge with this code.
pub(super) async fn charge(cx: &mut Cx, code: &str) -> Result<Option<ChargeRow>> {
    if code.contains('\0') {
        return Ok(None);
    }
    cx.conn().opt(BY_CODE, args![code.trim().to_uppercase()]).await
}

/// The charge with this row number.
pub(super) async fn charge_by_id(cx: &mut Cx, id: i64) -> Result<ChargeRow> {
    cx.conn().one(BY_ID, args![id]).await
}

/// The charges of a dossier or draft, oldest first.
pub(super) async fn charges(cx: &mut Cx, submission_code: &str) -> Result<Vec<ChargeRow>> {
    cx.conn().all(OF_SUBJECT, args![submission_code]).await
}

// Taking the row without changing it: whoever wants the same charge waits.
sql!(LOCK_CHARGE, "UPDATE charge SET state = state WHERE id = $1");

/// Makes everybody else wait who wants to write about the same charge: first its dossier, then the charge, always in this order.
pub(super) async fn lock(cx: &mut Cx, charge: &ChargeRow) -> Result<()> {
    if let Some(dossier) = charge.dossier_id {
        row::lock(cx, dossier).await?;
    }
    cx.conn().exec(LOCK_CHARGE, args![charge.id]).await?;
    Ok(())
}

/// What a new charge is about.
pub(super) struct NewCharge<'a> {
    pub submission_code: &'a str,
    pub dossier_id: Option<i64>,
    pub unit_id: i64,
    pub moment: PaymentMoment,
    pub lines: &'a [BillLine],
    pub notice: &'a str,
    pub pay_by: Option<NaiveDate>,
}

sql!(
    INSERT,
    "INSERT INTO charge (code, submission_code, dossier_id, unit_id, moment, state, amount, notice, pay_by, created_at, created_by, created_by_name)
     VALUES ($1, $2, $3, $4, $5, 'due', $6, $7, $8, $9, $10, $11) ON CONFLICT (code) DO NOTHING RETURNING id"
);
sql!(LINE, "INSERT INTO charge_line (charge_id, place, name, kind, unit, quantity, amount, resolution) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)");

/// Writes a charge with its lines; returns its code.
pub(super) async fn insert_charge(cx: &mut Cx, new: &NewCharge<'_>) -> Result<String> {
    let (now, account, name) = (cx.now(), cx.actor.account_id, cx.actor.name.clone());
    let amount: i64 = new.lines.iter().fold(0, |sum, line| sum.saturating_add(line.amount));
    let (id, code) = loop {
        let code = format!("P-{}-{}", local_date(now).format("%y%m%d"), numbering::random_code(6));
        let values = args![&code, new.submission_code, new.dossier_id, new.unit_id, new.moment.as_str(), amount, new.notice, new.pay_by, now, account, &name];
        if let Some((id,)) = cx.conn().opt::<(i64,)>(INSERT, values).await? {
            break (id, code);
        }
    };
    for (place, line) in (1_i64..).zip(new.lines) {
        let values = args![id, place, &line.name, line.kind.as_str(), line.unit.as_str(), line.quantity, line.amount, &line.resolution];
        cx.conn().exec(LINE, values).await?;
    }
    Ok(code)
}

sql!(SET_STATE, "UPDATE charge SET state = $2, settled_at = $3 WHERE id = $1 AND state = 'due'");

/// Ends a charge that is due; what ended before stays as it is.
pub(super) async fn end_charge(cx: &mut Cx, id: i64, state: ChargeState) -> Result<()> {
    let now = cx.now();
    cx.conn().exec(SET_STATE, args![id, state.as_str(), now]).await?;
    Ok(())
}

sql!(
    MONEY_OF,
    "SELECT COALESCE(CAST(SUM(CASE WHEN c.state = 'due' THEN 1 ELSE 0 END) AS BIGINT), 0),
        COALESCE((SELECT COUNT(*) FROM payment p JOIN charge k ON k.id = p.charge_id WHERE k.dossier_id = $1), 0),
        COALESCE((SELECT COUNT(*) FROM payment p JOIN charge k ON k.id = p.charge_id WHERE k.dossier_id = $1
            AND EXISTS (SELECT 1 FROM reconciliation_line l WHERE l.payment_id = p.id AND l.difference = 'matched')), 0),
        COALESCE((SELECT COUNT(*) FROM payment p JOIN charge k ON k.id = p.charge_id WHERE k.dossier_id = $1
            AND p.amount <= COALESCE((SELECT CAST(SUM(r.amount) AS BIGINT) FROM refund r WHERE r.payment_id = p.id AND r.state = 'approved'), 0)), 0)
     FROM charge c WHERE c.dossier_id = $1"
);
sql!(SET_PAYMENT, "UPDATE dossier SET payment = $2 WHERE id = $1 AND payment <> $2");

/// Puts the axis `PaymentStatus` of a dossier where its charges and payments are. `otherwise` stands where there is neither.
pub(super) async fn update_status(cx: &mut Cx, dossier: i64, otherwise: PaymentStatus) -> Result<PaymentStatus> {
    let (due, payments, matched, refunded): (i64, i64, i64, i64) = cx.conn().one(MONEY_OF, args![dossier]).await?;
    let status = if due > 0 {
        PaymentStatus::Due
    } else if payments == 0 {
        otherwise
    } else if refunded == payments {
        PaymentStatus::Refunded
    } else if matched == payments {
        PaymentStatus::Reconciled
    } else {
        PaymentStatus::Paid
    };
    cx.conn().exec(SET_PAYMENT, args![dossier, status.as_str()]).await?;
    Ok(status)
}

/// Puts the axis on "due": a charge was just written, whatever else there is.
pub(super) async fn set_due(cx: &mut Cx, dossier: i64) -> Result<()> {
    cx.conn().exec(SET_PAYMENT, args![dossier, PaymentStatus::Due.as_str()]).await.map(|_| ())
}

/// The next receipt of a unit: series of the year and number.
pub(super) async fn next_receipt(cx: &mut Cx, unit: i64) -> Result<(String, i64)> {
    let series = format!("BL{:02}", local_date(cx.now()).year() % 100);
    let number = numbering::next(&mut cx.conn(), &format!("receipt:{unit}:{series}")).await?;
    Ok((series, number))
}

/// A receipt as people read it.
pub(super) fn receipt_name(series: &str, number: Option<i64>) -> String {
    number.map_or_else(String::new, |number| format!("{series}-{number:07}"))
}

/// What is known of a transaction.
#[derive(Debug, FromRow)]
pub(super) struct KnownPayment {
    pub id: i64,
    pub charge_id: Option<i64>,
    pub amount: i64,
    pub receipt_series: String,
    pub receipt_number: Option<i64>,
}

sql!(BY_TRANSACTION, "SELECT id, charge_id, amount, receipt_series, receipt_number FROM payment WHERE partner = $1 AND transaction_id = $2");

/// The payment of a transaction.
pub(super) async fn by_transaction(cx: &mut Cx, partner: &str, transaction: &str) -> Result<Option<KnownPayment>> {
    cx.conn().opt(BY_TRANSACTION, args![partner, transaction]).await
}

sql!(
    EVENT,
    "INSERT INTO payment_event (at, partner, transaction_id, subject, charge_id, payment_id, amount, outcome, body_sha256, actor_id, actor_name)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"
);

/// What a message about money said.
pub(super) struct Said<'a> {
    pub partner: &'a str,
    pub transaction_id: &'a str,
    pub subject: &'a str,
    pub amount: Option<i64>,
    pub body_sha256: &'a str,
}

/// Keeps a message about money with what became of it.
pub(super) async fn event(cx: &mut Cx, said: &Said<'_>, charge: Option<i64>, payment: Option<i64>, outcome: PaymentOutcome) -> Result<()> {
    let (now, account, name) = (cx.now(), cx.actor.account_id, cx.actor.name.clone());
    let values = args![now, said.partner, said.transaction_id, said.subject, charge, payment, said.amount, outcome.as_str(), said.body_sha256, account, name];
    cx.conn().exec(EVENT, values).await?;
    Ok(())
}

/// A finding about a transaction.
pub(super) struct Finding<'a> {
    pub partner: &'a str,
    pub transaction_id: &'a str,
    pub difference: Difference,
    pub day: NaiveDate,
    pub subject: &'a str,
    pub ours: Option<i64>,
    pub theirs: Option<i64>,
    pub payment_id: Option<i64>,
    pub unit_id: Option<i64>,
}

sql!(
    FINDING,
    "INSERT INTO reconciliation_line (partner, transaction_id, difference, state, day, subject, ours, theirs, payment_id, unit_id, found_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT (partner, transaction_id, difference) DO NOTHING"
);

/// Notes a finding once; true if it is new.
pub(super) async fn finding(cx: &mut Cx, found: &Finding<'_>) -> Result<bool> {
    let now = cx.now();
    let state = if found.difference == Difference::Matched { LineState::Matched } else { LineState::NeedsCheck };
    let values = args![
        found.partner,
        found.transaction_id,
        found.difference.as_str(),
        state.as_str(),
        found.day,
        found.subject,
        found.ours,
        found.theirs,
        found.payment_id,
        found.unit_id,
        now
    ];
    Ok(cx.conn().exec(FINDING, values).await? == 1)
}

/// Somebody else changed the money of a dossier meanwhile.
pub(super) fn moved() -> Error {
    Error::conflict("Khoản thu vừa được người khác cập nhật. Hãy tải lại trang.")
}
