//! Money that goes back: the accountant proposes, the unit leader decides (02 §15, 10 §4).

use super::super::act;
use super::super::row::{self, DossierRow};
use super::super::rules::Right;
use super::charge::open;
use super::{store, view};
use crate::audit::AuditEvent;
use crate::cx::Cx;
use crate::error::{Error, Result};
use crate::identity::crypto::{self, purpose};
use crate::notify::{self, Message, Recipient};
use model::access::Role;
use model::dossiers::PaymentStatus;
use model::format;
use model::notify::Event;
use model::payments::{RefundDecision, RefundRequest, RefundState};

sql!(
    INSERT,
    "INSERT INTO refund (payment_id, amount, reason, bank, account_sealed, holder, state, proposed_by, proposed_by_name, proposed_at)
     VALUES ($1, $2, $3, $4, $5, $6, 'proposed', $7, $8, $9) RETURNING id"
);

/// Asks to give money back; the unit leader is told.
///
/// # Errors
/// `Invalid` for more than was paid, `NotFound` for a receipt of another dossier, `Forbidden`.
pub async fn propose_refund(cx: &mut Cx, code: &str, version: i64, input: &RefundRequest) -> Result<()> {
    let mut row = open(cx, code, version, &[Right::Collect]).await?;
    let payments = view::payments(cx, &row.submission_code).await?;
    let payment = payments.into_iter().find(|payment| payment.receipt == input.receipt).ok_or(Error::NotFound)?;
    if input.amount > payment.refundable() {
        let most = format::money(payment.refundable());
        return Err(Error::field("so_tien", format!("Biên lai {} còn hoàn được nhiều nhất {most}. Hãy nhập lại số tiền.", payment.receipt)));
    }
    let account = crypto::seal_text(cx.settings(), purpose::BANK_ACCOUNT, &input.account)?;
    let (person, name, now) = (cx.actor.person_id, cx.actor.name.clone(), cx.now());
    let values = args![payment.id, input.amount, &input.reason, &input.bank, account, &input.holder, person, &name, now];
    let refund = cx.conn().id(INSERT, values).await?;
    row::save(cx, &mut row).await?;
    cx.audit(AuditEvent::new("payment.propose_refund", "payment", &payment.receipt).detail(input.amount.to_string()));
    cx.changed("dossier", row.id);
    let values = [("ma", row.public_code().to_owned()), ("nguoi", name), ("tien", format::number(input.amount))];
    let (key, link) = (format!("refund:{refund}"), format!("/can-bo/thu-phi/{}", row.public_code()));
    let message = Message { event: Event::RefundProposed, key: &key, values: &values, link: &link };
    notify::tell_holders(cx, row.competent_unit_id, &[Role::UnitLeader], message).await
}

sql!(
    OPEN,
    "SELECT r.amount, r.proposed_by, p.id FROM refund r JOIN payment p ON p.id = r.payment_id JOIN charge c ON c.id = p.charge_id
     WHERE r.id = $1 AND r.state = 'proposed' AND c.submission_code = $2"
);
sql!(DECIDE, "UPDATE refund SET state = $2, decided_by = $3, decided_by_name = $4, decided_at = $5, decision = $6 WHERE id = $1 AND state = 'proposed'");

/// Decides about a refund; never the person who proposed it.
///
/// # Errors
/// `Conflict` for one's own proposal or one that was decided, `Forbidden`.
pub async fn decide_refund(cx: &mut Cx, code: &str, version: i64, input: &RefundDecision) -> Result<()> {
    let mut row = open(cx, code, version, &[Right::Sign]).await?;
    let found: Option<(i64, Option<i64>, i64)> = cx.conn().opt(OPEN, args![input.refund, &row.submission_code]).await?;
    let (amount, proposer, _) = found.ok_or_else(|| Error::conflict("Đề nghị hoàn tiền này đã được quyết định. Hãy tải lại trang."))?;
    if proposer.is_some() && proposer == cx.actor.person_id {
        return Err(Error::conflict("Người đề nghị không tự duyệt được. Hãy trình người khác có quyền ký."));
    }
    let state = if input.approved { RefundState::Approved } else { RefundState::Declined };
    let (person, name, now) = (cx.actor.person_id, cx.actor.name.clone(), cx.now());
    if cx.conn().exec(DECIDE, args![input.refund, state.as_str(), person, name, now, &input.reason]).await? == 0 {
        return Err(store::moved());
    }
    store::update_status(cx, row.id, PaymentStatus::NotRequired).await?;
    row::save(cx, &mut row).await?;
    cx.audit(AuditEvent::new("payment.decide_refund", "dossier", row.public_code()).detail(format!("{state} {amount}")));
    cx.changed("dossier", row.id);
    tell(cx, &row, input, amount, proposer).await
}

async fn tell(cx: &mut Cx, row: &DossierRow, input: &RefundDecision, amount: i64, proposer: Option<i64>) -> Result<()> {
    let tien = format::money(amount);
    let words = if input.approved { format!("duyệt hoàn {tien}") } else { format!("không duyệt hoàn {tien}: {}", input.reason) };
    if let Some(person) = proposer {
        act::tell_official(cx, person, row, -input.refund, Event::RefundDecided, &[("ket_qua", words.clone())]).await?;
    }
    if input.approved {
        let to = Recipient { account_id: row.applicant_account, ..Recipient::default() };
        let values = [("ma", row.public_code().to_owned()), ("ket_qua", words)];
        let link = format!("/ho-so-cua-toi/{}/thanh-toan", row.public_code());
        notify::send(cx, Event::RefundDecided, &format!("refund:{}:applicant", input.refund), &to, &values, &link).await?;
    }
    Ok(())
}
