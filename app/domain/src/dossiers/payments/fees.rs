//! What a dossier costs: its fee rows, its quantities, its channel.

use super::super::row::{self, DossierRow};
use crate::cx::Cx;
use crate::error::{Error, Result};
use crate::procedures;
use chrono::NaiveDate;
use model::dossiers::{Answer, Channel};
use model::format::local_date;
use model::payments::{Bill, ChargeSource, Quantities, bill};
use model::procedures::{FeeKind, FeeUnit};

/// The question that asks for the number of pages of a copy.
const PAGES: &str = "so-trang";
/// The question that asks for the number of copies.
const COPIES: &str = "so-ban";

/// What is counted: the version and the case, the day whose rows hold, quantities, the channel.
pub(super) struct Basis {
    pub version: i64,
    pub case: i64,
    pub day: NaiveDate,
    pub quantities: Quantities,
    pub online: bool,
}

/// The bill of a case: the one way to an amount from the fee table.
pub(super) async fn of(cx: &mut Cx, basis: &Basis) -> Result<Bill> {
    let rows = procedures::fees(&mut cx.conn(), basis.version, basis.day).await?;
    let rows: Vec<_> = rows.into_iter().filter(|(case, _)| case.is_none_or(|case| case == basis.case)).map(|(_, row)| row).collect();
    Ok(bill(&rows, basis.quantities, basis.online, false))
}

/// How many pages and copies the answers name.
pub(super) fn quantities<'a>(answer: impl Fn(&str) -> Option<&'a str>) -> Quantities {
    let count = |name| answer(name).and_then(|text| text.trim().parse().ok()).unwrap_or(1).clamp(1, 100_000);
    Quantities { pages: count(PAGES), copies: count(COPIES) }
}

/// The basis of a dossier: rows valid on the day of receipt, before it on the day of submission.
pub(super) fn basis(row: &DossierRow) -> Result<Basis> {
    let answers: Vec<Answer> = serde_json::from_str(&row.answers)?;
    let quantities = quantities(|name| answers.iter().find(|answer| answer.name == name).map(|answer| answer.value.as_str()));
    Ok(Basis {
        version: row.procedure_version_id,
        case: row.case_id,
        day: row.received_day.unwrap_or_else(|| local_date(row.submitted_at)),
        quantities,
        online: row.channel == Channel::Online.as_str(),
    })
}

/// The bill of a source that somebody chose.
pub(super) async fn of_source(cx: &mut Cx, row: &DossierRow, source: &ChargeSource) -> Result<Bill> {
    match source {
        ChargeSource::Fees { pages, copies } => {
            let mut basis = basis(row)?;
            basis.quantities = Quantities { pages: *pages, copies: *copies };
            of(cx, &basis).await
        }
        ChargeSource::Notice { number, text, amount } => {
            let line = model::payments::BillLine {
                name: text.clone(),
                kind: FeeKind::StateCharge,
                unit: FeeUnit::PerDossier,
                quantity: 1,
                amount: *amount,
                resolution: format!("Thông báo {number}"),
            };
            Ok(Bill { lines: vec![line] })
        }
        ChargeSource::Exempt { .. } => Ok(Bill::default()),
    }
}

/// What the fee table says about a dossier, for the form that asks for money.
///
/// # Errors
/// `NotFound`.
pub async fn preview(cx: &mut Cx, code: &str) -> Result<(Bill, Quantities)> {
    let row = row::by_code(cx, code).await?.ok_or(Error::NotFound)?;
    let basis = basis(&row)?;
    Ok((of(cx, &basis).await?, basis.quantities))
}
