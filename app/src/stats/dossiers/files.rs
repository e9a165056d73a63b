//! The sheet as files: the same rows in both, the same figures as the page.

use super::filter::Filter;
use crate::web::{Result, Rq};
use axum::response::Response;
use domain::spreadsheet;
use domain::stats::dossiers::{HEADER, sheet, table};
use model::stats::dossiers::DossierSheet;

async fn asked(rq: &Rq) -> Result<(DossierSheet, String)> {
    let mut filter = Filter::read(rq);
    let mut cx = rq.read().await?;
    let asked = filter.asked(rq, &mut cx).await?;
    let name = format!("ho-so-{}-{}", filter.period.from, filter.period.to);
    Ok((sheet(&mut cx, &asked, &filter.period).await?, name))
}

/// CSV.
pub async fn csv(rq: Rq) -> Result<Response> {
    let (sheet, name) = asked(&rq).await?;
    Ok(crate::files::csv(&format!("{name}.csv"), spreadsheet::csv(HEADER, table(&sheet))?))
}

/// XLSX.
pub async fn xlsx(rq: Rq) -> Result<Response> {
    let (sheet, name) = asked(&rq).await?;
    Ok(crate::files::xlsx(&format!("{name}.xlsx"), spreadsheet::xlsx("Thống kê hồ sơ", HEADER, table(&sheet))?))
}
