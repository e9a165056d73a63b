//! Money of the demo: whoever fetches a result pays at the counter.

use crate::cx::Cx;
use crate::dossiers::payments;
use crate::error::Result;
use model::dossiers::DossierState;
use model::payments::{PaymentMethod, TakeMoney};

/// Pays what is due on a dossier and returns its version; none if it was returned electronically after that.
pub(super) async fn rest(cx: &mut Cx, code: &str, version: i64) -> Result<Option<i64>> {
    let mut version = version;
    loop {
        let money = payments::money(cx, code).await?;
        let Some(charge) = money.due().next() else { return Ok(Some(version)) };
        // Every third person pays by card.
        let card = money.version % 3 == 0;
        let input = TakeMoney {
            charge: charge.code.clone(),
            amount: charge.rest(),
            method: if card { PaymentMethod::Pos } else { PaymentMethod::Cash },
            slip: if card { charge.code.clone() } else { String::new() },
            payer: money.applicant.clone(),
        };
        payments::take_money(cx, code, money.version, &input).await?;
        let after = payments::money(cx, code).await?;
        if after.state == DossierState::Returned {
            return Ok(None);
        }
        version = after.version;
    }
}
