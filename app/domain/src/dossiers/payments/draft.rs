//! Money that is due before the receipt (C11): it belongs to the draft until the draft becomes a dossier.

use super::super::draft::{self, DraftKey, DraftRow};
use super::fees::{self, Basis};
use super::order;
use super::store::{self, NewCharge};
use crate::cx::Cx;
use crate::error::{Error, Result};
use crate::procedures;
use model::dossiers::PaymentStatus;
use model::format::local_date;
use model::payments::{Bill, BillLine, ChargeState, OrderView};
use model::procedures::{Answers, PaymentMoment};

/// The bill that has to be paid before the submission, and what of it is missing; none if nothing is due first.
pub(in crate::dossiers) async fn unpaid(cx: &mut Cx, row: &DraftRow, version: i64, moment: &str, answers: &Answers) -> Result<Option<(Bill, i64)>> {
    if moment != PaymentMoment::BeforeReceipt.as_str() {
        return Ok(None);
    }
    let day = local_date(cx.now());
    let quantities = fees::quantities(|name| answers.get(name).map(String::as_str));
    let bill = fees::of(cx, &Basis { version, case: row.case_id, day, quantities, online: row.counter().is_none() }).await?;
    if bill.total() <= 0 {
        return Ok(None);
    }
    let paid = paid_for(cx, &row.code).await?;
    let rest = (bill.total() - paid).max(0);
    Ok(Some((bill, rest)))
}

/// What was paid for a draft so far, đồng.
pub(in crate::dossiers) async fn paid_for(cx: &mut Cx, code: &str) -> Result<i64> {
    Ok(store::charges(cx, code).await?.iter().map(|charge| charge.paid).sum())
}

/// The order to pay for a draft: what is missing now, in one charge. Answers that changed the amount make a new charge.
///
/// # Errors
/// `NotFound` for others, `Conflict` if nothing has to be paid.
pub async fn order_of_draft(cx: &mut Cx, key: &DraftKey) -> Result<OrderView> {
    let row = draft::open(cx, key).await?;
    let today = local_date(cx.now());
    let offer = procedures::offer(&mut cx.conn(), row.offer_id, today).await?;
    let version = procedures::version(&mut cx.conn(), offer.version_id).await?;
    let answers: Answers = serde_json::from_str(&row.answers)?;
    let due = unpaid(cx, &row, version.id, &version.payment_moment, &answers).await?.filter(|(_, rest)| *rest > 0);
    let Some((bill, rest)) = due else {
        return Err(Error::conflict("Hồ sơ này không còn khoản nào phải nộp trước. Hãy bấm Tiếp tục."));
    };
    let mut same = None;
    for charge in store::charges(cx, &row.code).await?.into_iter().filter(|charge| charge.rest() > 0) {
        if charge.rest() == rest && same.is_none() {
            same = Some(charge.code);
        } else {
            store::end_charge(cx, charge.id, ChargeState::Cancelled).await?;
        }
    }
    let code = match same {
        Some(code) => code,
        None => {
            let lines = if rest == bill.total() { bill.lines } else { vec![supplement(&bill, rest)] };
            let new = NewCharge {
                submission_code: &row.code,
                dossier_id: None,
                unit_id: offer.receiving_unit_id,
                moment: PaymentMoment::BeforeReceipt,
                lines: &lines,
                notice: "",
                pay_by: None,
            };
            store::insert_charge(cx, &new).await?
        }
    };
    order::view(cx, &code).await
}

/// The order of a draft that waits for its money, as it stands; none if nobody asked to pay yet.
///
/// # Errors
/// `NotFound` for others.
pub async fn waiting_order_of_draft(cx: &mut Cx, key: &DraftKey) -> Result<Option<OrderView>> {
    let row = draft::open(cx, key).await?;
    let charges = store::charges(cx, &row.code).await?;
    match charges.iter().find(|charge| charge.rest() > 0) {
        Some(charge) => order::view(cx, &charge.code).await.map(Some),
        None => Ok(None),
    }
}

/// What is missing after a part was paid for other answers.
fn supplement(bill: &Bill, rest: i64) -> BillLine {
    let first = bill.lines.first();
    BillLine {
        name: "Nộp bổ sung phần còn thiếu".to_owned(),
        kind: first.map_or(model::procedures::FeeKind::ServiceFee, |line| line.kind),
        unit: model::procedures::FeeUnit::PerDossier,
        quantity: 1,
        amount: rest,
        resolution: first.map(|line| line.resolution.clone()).unwrap_or_default(),
    }
}

sql!(LINK, "UPDATE charge SET dossier_id = $2 WHERE submission_code = $1 AND dossier_id IS NULL");

/// The draft became a dossier: its money goes along, what was not paid is no longer asked for.
pub(in crate::dossiers) async fn link_draft(cx: &mut Cx, submission_code: &str, dossier: i64) -> Result<()> {
    if cx.conn().exec(LINK, args![submission_code, dossier]).await? == 0 {
        return Ok(());
    }
    for charge in store::charges(cx, submission_code).await?.into_iter().filter(|charge| charge.rest() > 0) {
        store::end_charge(cx, charge.id, ChargeState::Cancelled).await?;
    }
    store::update_status(cx, dossier, PaymentStatus::NotRequired).await?;
    Ok(())
}
