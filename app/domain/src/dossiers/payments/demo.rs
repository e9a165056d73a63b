//! The simulated payment partner of the demo: somebody "pays" on its page, it reports to the portal over HTTP like a real one.

use super::order;
use crate::actor::Actor;
use crate::cx::{Cx, Portal};
use crate::error::{Error, Result};
use crate::numbering;
use chrono::Duration;
use model::payments::{NoticeStatus, OrderView, PartnerNotice, PaymentMethod};
use sqlx::FromRow;

/// Name of the simulated partner.
pub const PARTNER: &str = "MOPHONG";
/// How long a claim holds before another process reports again.
const CLAIM: Duration = Duration::seconds(60);

fn demo_only(cx: &Cx) -> Result<()> {
    if cx.settings().demo { Ok(()) } else { Err(Error::NotFound) }
}

/// The order as the partner's page shows it.
///
/// # Errors
/// `NotFound` for an unknown code, and outside the demo.
pub async fn order(cx: &mut Cx, code: &str) -> Result<OrderView> {
    demo_only(cx)?;
    order::view(cx, code).await
}

sql!(INSERT, "INSERT INTO simulated_payment (subject, transaction_id, body, calls, state, next_at, created_at) VALUES ($1, $2, $3, $4, 'queued', $5, $5)");

/// Somebody pays on the partner's page: the partner will report it `calls` times. Returns the number of the transaction.
///
/// # Errors
/// `NotFound` for an unknown order and outside the demo, `Invalid` for an impossible amount.
pub async fn pay(cx: &mut Cx, code: &str, amount: i64, method: PaymentMethod, calls: i64) -> Result<String> {
    let order = order(cx, code).await?;
    let now = cx.now();
    let transaction_id = format!("{PARTNER}{}", numbering::random_code(10));
    let notice = PartnerNotice {
        partner: PARTNER.to_owned(),
        transaction_id: transaction_id.clone(),
        order: order.code,
        amount,
        method,
        paid_at: now,
        status: NoticeStatus::Success,
    };
    if let Some(problem) = notice.problem() {
        return Err(Error::field("so_tien", problem));
    }
    let body = serde_json::to_string(&notice)?;
    cx.conn().exec(INSERT, args![&order.subject, &transaction_id, body, calls.clamp(1, 10), now]).await?;
    Ok(transaction_id)
}

/// A transaction that has to be reported.
#[derive(Debug, Clone, FromRow)]
pub struct Report {
    /// Row number.
    pub id: i64,
    /// Dossier or submission code: part of the address.
    pub subject: String,
    /// The body.
    pub body: String,
    /// How often the partner calls.
    pub calls: i64,
}

sql!(
    CLAIM_NEXT,
    "UPDATE simulated_payment SET state = 'sending', next_at = $2
     WHERE id = (SELECT id FROM simulated_payment WHERE state <> 'answered' AND next_at <= $1 ORDER BY next_at, id LIMIT 1) AND next_at <= $1
     RETURNING id, subject, body, calls"
);
sql!(ANSWERED, "UPDATE simulated_payment SET state = 'answered', answer = $2 WHERE id = $1");

/// Claims the next report, if there is one and this is the demo.
///
/// # Errors
/// If the database cannot be written.
pub async fn claim(portal: &Portal) -> Result<Option<Report>> {
    if !portal.settings().demo {
        return Ok(None);
    }
    let mut cx = portal.write(&Actor::system("Đối tác mô phỏng")).await?;
    let now = cx.now();
    let report = cx.conn().opt(CLAIM_NEXT, args![now, now + CLAIM]).await?;
    cx.commit().await?;
    Ok(report)
}

/// The portal answered: nothing is left to report.
///
/// # Errors
/// If the database cannot be written.
pub async fn answered(portal: &Portal, id: i64, answer: &str) -> Result<()> {
    let mut cx = portal.write(&Actor::system("Đối tác mô phỏng")).await?;
    cx.conn().exec(ANSWERED, args![id, model::text::clean_line(answer, 500)]).await?;
    cx.commit().await?;
    Ok(())
}

sql!(ANSWER, "SELECT answer FROM simulated_payment WHERE transaction_id = $1 AND state = 'answered'");

/// What the portal answered to a transaction; none while it has not been reported yet.
///
/// # Errors
/// `NotFound` outside the demo.
pub async fn answer(cx: &mut Cx, transaction_id: &str) -> Result<Option<String>> {
    demo_only(cx)?;
    let found: Option<(String,)> = cx.conn().opt(ANSWER, args![transaction_id]).await?;
    Ok(found.map(|(answer,)| answer))
}
