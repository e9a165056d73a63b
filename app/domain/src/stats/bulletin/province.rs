//! The digest of the province: its sheet is a snapshot of its own, made of those of the units.

use crate::cx::Cx;
use crate::error::{Error, Result};
use crate::org;
use crate::stats::snapshot::{Metric, Stored, append, asked, last_hash, params};
use crate::stats::{Scope, tasks};
use chrono::{DateTime, Utc};
use model::format::local_date;
use model::stats::bulletin::{ProvincePage, ProvinceSheet, ProvinceUnit, worst};
use model::stats::{Digest, Period, TaskCounts};
use sqlx::FromRow;

/// Freezes the sheet of the province; gives its code and its digest.
pub(super) async fn freeze(cx: &mut Cx, root: i64, period: &Period, units: Vec<ProvinceUnit>, escalated: Vec<String>) -> Result<(String, Digest)> {
    let (now, today) = (cx.now(), local_date(cx.now()));
    let name = org::unit_names(cx, &[root], today).await?.remove(&root).ok_or(Error::NotFound)?;
    let mut total = TaskCounts::default();
    for unit in &units {
        total.add(&unit.counts);
    }
    let rows: Vec<String> = units.iter().map(|unit| unit.snapshot.clone()).collect();
    let sheet = ProvinceSheet { name: name.name, total, worst: worst(&units), units, escalated };
    let code = crate::numbering::random_code(6);
    let as_of = tasks::instant(period, now);
    let last = last_hash(cx).await?;
    let stored = Stored {
        code: &code,
        metric: Metric::Province.as_str(),
        params: params(root, period)?,
        as_of,
        computed_at: now,
        cells: serde_json::to_string(&sheet)?,
        row_ids: serde_json::to_string(&rows)?,
    };
    append(cx, stored, last).await?;
    let digest = digest(cx, &code, as_of, &sheet);
    Ok((code, digest))
}

/// The digest of a sheet.
fn digest(cx: &Cx, code: &str, as_of: DateTime<Utc>, sheet: &ProvinceSheet) -> Digest {
    let base = &cx.settings().base_url;
    let host = base.trim_start_matches("https://").trim_start_matches("http://").trim_end_matches('/');
    Digest { unit: "Toàn tỉnh".to_owned(), as_of, counts: sheet.total, address: format!("{host}/s/{code}") }
}

#[derive(FromRow)]
struct Row {
    params: String,
    as_of: DateTime<Utc>,
    cells: String,
}

sql!(BY_CODE, "SELECT params, as_of, cells FROM stat_snapshot WHERE metric = 'tasks_province' AND code = $1");

/// The digest of a frozen sheet, as it must have been sent.
pub(super) async fn read_back(cx: &mut Cx, code: &str) -> Result<Digest> {
    let row: Row = cx.conn().one(BY_CODE, args![code]).await?;
    let sheet: ProvinceSheet = serde_json::from_str(&row.cells)?;
    Ok(digest(cx, code, row.as_of, &sheet))
}

/// The page `/s/{code}` of a sheet: what was sent, and the sum now. Needs no right.
///
/// # Errors
/// `NotFound` for an unknown code.
pub async fn page(cx: &mut Cx, code: &str) -> Result<ProvincePage> {
    let row: Row = cx.conn().one(BY_CODE, args![code]).await?;
    let (_, period) = asked(&row.params)?;
    let live = Period { as_of: local_date(cx.now()), ..period };
    let live = tasks::task_counts(cx, &Scope::All, &live).await?.total;
    Ok(ProvincePage { code: code.to_owned(), period, as_of: row.as_of, sent: serde_json::from_str(&row.cells)?, live })
}
