//! The leaderboard as files: the same lines in CSV and XLSX, the same figures as open data.

use super::filter::Filter;
use crate::web::{Error, Result, Rq};
use axum::response::Response;
use domain::stats::{board_csv, board_json, board_xlsx, leaderboard};
use model::stats::Leaderboard;

async fn asked(rq: &Rq) -> Result<(Leaderboard, String)> {
    let filter = Filter::read(rq);
    let mut cx = rq.read().await?;
    let name = format!("nhiem-vu-{}-{}", filter.period.from, filter.period.to);
    Ok((leaderboard(&mut cx, &filter.period).await?, name))
}

/// CSV.
pub async fn csv(rq: Rq) -> Result<Response> {
    let (board, name) = asked(&rq).await?;
    Ok(crate::files::csv(&format!("{name}.csv"), board_csv(&board)?))
}

/// XLSX.
pub async fn xlsx(rq: Rq) -> Result<Response> {
    let (board, name) = asked(&rq).await?;
    Ok(crate::files::xlsx(&format!("{name}.xlsx"), board_xlsx(&board)?))
}

/// JSON.
pub async fn json(rq: Rq) -> Result<Response> {
    let (board, name) = asked(&rq).await?;
    let body = serde_json::to_string_pretty(&board_json(&board)).map_err(Error::internal)?;
    Ok(crate::files::text(body, "application/json; charset=utf-8", Some(&format!("{name}.json"))))
}
