//! Money that comes in, from wherever it is reported: one transaction counts once, whatever it says it is kept.

use super::super::act;
use super::super::draft;
use super::super::finish;
use super::super::row::{self, DossierRow};
use super::super::rules::Right;
use super::super::timing;
use super::store::{self, ChargeRow, Finding, KnownPayment, Said};
use crate::audit::AuditEvent;
use crate::cx::Cx;
use crate::error::{Error, Result};
use crate::notify;
use chrono::{DateTime, Utc};
use model::dossiers::{DossierAction, DossierState, PaymentStatus, ProcessingStage};
use model::format;
use model::notify::Event;
use model::payments::{ChargeState, Difference, PaymentMethod, PaymentOutcome, PaymentPhase};
use model::procedures::PaymentMoment;

/// Money as somebody reports it.
pub(super) struct Money<'a> {
    pub partner: &'a str,
    pub transaction_id: &'a str,
    /// What the reporter says it is for.
    pub subject: &'a str,
    pub amount: i64,
    pub method: PaymentMethod,
    pub paid_at: DateTime<Utc>,
    pub payer: &'a str,
    pub body_sha256: &'a str,
}

impl Money<'_> {
    fn said(&self) -> Said<'_> {
        Said { partner: self.partner, transaction_id: self.transaction_id, subject: self.subject, amount: Some(self.amount), body_sha256: self.body_sha256 }
    }
}

/// What became of it.
pub(super) struct Recorded {
    pub outcome: PaymentOutcome,
    /// Name of the receipt; empty without one.
    pub receipt: String,
}

sql!(
    INSERT,
    "INSERT INTO payment (charge_id, unit_id, partner, transaction_id, amount, method, phase, payer, paid_at, recorded_at, actor_id, actor_name,
        receipt_series, receipt_number)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) ON CONFLICT (partner, transaction_id) DO NOTHING RETURNING id"
);

/// Writes money down: payment, receipt, event, finding, the dossier that waited for it, the message.
///
/// The caller holds the lock of the charge ([`store::lock`]) and read it after that.
///
/// # Errors
/// `Conflict` if the same transaction is being written for another charge at the same moment: try again.
pub(super) async fn record(cx: &mut Cx, charge: Option<&ChargeRow>, money: &Money<'_>) -> Result<Recorded> {
    if let Some(known) = store::by_transaction(cx, money.partner, money.transaction_id).await? {
        return repeated(cx, &known, charge, money).await;
    }
    let dossier = match charge.and_then(|charge| charge.dossier_id) {
        Some(id) => Some(row::by_id(cx, id).await?),
        None => None,
    };
    let state = dossier.as_ref().map(DossierRow::state).transpose()?;
    let outcome = judge(charge, state, money.amount)?;
    let (series, number) = match charge {
        Some(charge) => store::next_receipt(cx, charge.unit_id).await.map(|(series, number)| (series, Some(number)))?,
        None => (String::new(), None),
    };
    let phase = charge.map_or(PaymentPhase::Advance, |charge| PaymentPhase::of(charge.amount, charge.paid, money.amount));
    let (now, account, name, unit) = (cx.now(), cx.actor.account_id, cx.actor.name.clone(), charge.map(|charge| charge.unit_id));
    let values = args![
        charge.map(|charge| charge.id),
        unit,
        money.partner,
        money.transaction_id,
        money.amount,
        money.method.as_str(),
        phase.as_str(),
        money.payer,
        money.paid_at,
        now,
        account,
        name,
        &series,
        number
    ];
    let inserted: Option<(i64,)> = cx.conn().opt(INSERT, values).await?;
    let (payment,) = inserted.ok_or_else(store::moved)?;
    let receipt = store::receipt_name(&series, number);
    store::event(cx, &money.said(), charge.map(|charge| charge.id), Some(payment), outcome).await?;
    find(cx, charge, money, Some(payment), outcome).await?;
    let object = charge.map_or(money.transaction_id, |charge| charge.code.as_str());
    cx.audit(AuditEvent::new("payment.received", "payment", object).detail(format!("{} {} {}", money.partner, money.amount, outcome)));
    if let Some(charge) = charge {
        if charge.state()? == ChargeState::Due && outcome != PaymentOutcome::Late && charge.paid + money.amount >= charge.amount {
            store::end_charge(cx, charge.id, ChargeState::Paid).await?;
        }
        match dossier {
            Some(dossier) => after(cx, dossier, payment, money, &receipt).await?,
            None => tell_draft(cx, charge, payment, money).await?,
        }
    }
    Ok(Recorded { outcome, receipt })
}

/// What money is to its charge.
fn judge(charge: Option<&ChargeRow>, state: Option<DossierState>, amount: i64) -> Result<PaymentOutcome> {
    use DossierState as S;
    let Some(charge) = charge else { return Ok(PaymentOutcome::UnknownCharge) };
    if matches!(state, Some(S::Withdrawn | S::Stopped | S::IntakeRefused)) {
        return Ok(PaymentOutcome::Late);
    }
    Ok(match (charge.state()?, (charge.paid + amount).cmp(&charge.amount)) {
        (ChargeState::Expired | ChargeState::Cancelled, _) => PaymentOutcome::Late,
        (ChargeState::Paid, _) | (ChargeState::Due, std::cmp::Ordering::Greater) => PaymentOutcome::Surplus,
        (ChargeState::Due, std::cmp::Ordering::Equal) => PaymentOutcome::Accepted,
        (ChargeState::Due, std::cmp::Ordering::Less) => PaymentOutcome::Partial,
    })
}

/// The same transaction again: the same content changes nothing, another content is looked into.
async fn repeated(cx: &mut Cx, known: &KnownPayment, charge: Option<&ChargeRow>, money: &Money<'_>) -> Result<Recorded> {
    let same = known.amount == money.amount && known.charge_id == charge.map(|charge| charge.id);
    let outcome = if same { PaymentOutcome::Repeated } else { PaymentOutcome::Mismatch };
    store::event(cx, &money.said(), known.charge_id, Some(known.id), outcome).await?;
    find(cx, charge, money, Some(known.id), outcome).await?;
    Ok(Recorded { outcome, receipt: store::receipt_name(&known.receipt_series, known.receipt_number) })
}

/// Notes what somebody has to look into.
async fn find(cx: &mut Cx, charge: Option<&ChargeRow>, money: &Money<'_>, payment: Option<i64>, outcome: PaymentOutcome) -> Result<()> {
    let Some(difference) = outcome.difference() else { return Ok(()) };
    let ours = (difference != Difference::Mismatch).then_some(money.amount);
    let found = Finding {
        partner: money.partner,
        transaction_id: money.transaction_id,
        difference,
        day: format::local_date(money.paid_at),
        subject: money.subject,
        ours,
        theirs: Some(money.amount),
        payment_id: payment,
        unit_id: charge.map(|charge| charge.unit_id),
    };
    store::finding(cx, &found).await?;
    Ok(())
}

/// True if no charge that stops the work is due any more.
pub(super) async fn nothing_awaited(cx: &mut Cx, row: &DossierRow) -> Result<bool> {
    let charges = store::charges(cx, &row.submission_code).await?;
    Ok(!charges.iter().any(|charge| charge.is(PaymentMoment::AfterReceipt) && charge.rest() > 0))
}

/// What a payment does to its dossier.
async fn after(cx: &mut Cx, row: DossierRow, payment: i64, money: &Money<'_>, receipt: &str) -> Result<()> {
    let status = store::update_status(cx, row.id, PaymentStatus::NotRequired).await?;
    let note = format!("{}, {}, biên lai {receipt}", format::money(money.amount), money.method.label());
    let mut row = row;
    if row.state()? == DossierState::AwaitingPayment && nothing_awaited(cx, &row).await? {
        row = resume(cx, &row, &note, None).await?;
    } else {
        row::save(cx, &mut row).await?;
        cx.changed("dossier", row.id);
        cx.changed("desk", row.receiving_unit_id);
    }
    let link = format!("{}/ho-so-cua-toi/{}/bien-lai/{receipt}", cx.settings().base_url, row.public_code());
    let values = [("tien", format::number(money.amount)), ("gio", format::time_date(cx.now())), ("link", link)];
    act::tell(cx, &row, -payment, Event::PaymentSucceeded, &values).await?;
    if status != PaymentStatus::Due && row.state()? == DossierState::ResultReady {
        finish::deliver_after_payment(cx, row).await?;
    }
    Ok(())
}

/// D15: the money is there, the work goes on. `who` stands for the rights of the table.
pub(super) async fn resume(cx: &mut Cx, row: &DossierRow, note: &str, who: Option<&[Right]>) -> Result<DossierRow> {
    let code = row.public_code().to_owned();
    let mut step = act::begin(cx, &code, row.version, DossierAction::ConfirmPayment, who).await?;
    let old = step.row.due_current;
    timing::resume(cx, &mut step.row).await?;
    let stage = step.row.stage()?.or(Some(ProcessingStage::Assigned));
    step.stage(stage).say(note, "");
    let (row, seq) = step.finish(cx).await?;
    if let (Some(old), Some(new)) = (old, row.due_current.filter(|new| Some(*new) != old)) {
        act::tell(cx, &row, seq, Event::DueChanged, &[("cu", format::time_date(old)), ("moi", format::time_date(new))]).await?;
    }
    if let Some(officer) = row.officer_id {
        act::tell_official(cx, officer, &row, seq, Event::DossierAssigned, &[("viec", "đã nộp tiền, tiếp tục xử lý".to_owned())]).await?;
    }
    Ok(row)
}

/// Money that comes before the dossier: whoever fills in the draft is told inside the portal, without an account by message.
async fn tell_draft(cx: &mut Cx, charge: &ChargeRow, payment: i64, money: &Money<'_>) -> Result<()> {
    let to = draft::recipient(cx, &charge.submission_code).await?;
    let link = format!("/nop/{}/thanh-toan", charge.submission_code);
    let values = [
        ("ma", charge.submission_code.clone()),
        ("tien", format::number(money.amount)),
        ("gio", format::time_date(cx.now())),
        ("link", format!("{}{link}", cx.settings().base_url)),
    ];
    notify::send(cx, Event::PaymentSucceeded, &format!("payment:{payment}"), &to, &values, &link).await
}

/// A transaction that the partner could not finish: kept, without money.
pub(super) async fn failed(cx: &mut Cx, charge: Option<&ChargeRow>, money: &Money<'_>) -> Result<()> {
    store::event(cx, &money.said(), charge.map(|charge| charge.id), None, PaymentOutcome::Failed).await
}

/// Nobody takes money at the counter twice for one slip.
pub(super) fn taken_before() -> Error {
    Error::field("so_giao_dich", "Số giao dịch này đã được ghi nhận. Hãy kiểm tra phiếu của máy thẻ.")
}
