//! Figures that leave the house: committed first, chained by hash, shown for ever at `/s/{code}` (08 §1).

use super::tasks::{Scope, codes, name_day, task_counts};
use crate::audit::{GENESIS, hex};
use crate::cx::Cx;
use crate::error::{Error, Result};
use crate::org;
use chrono::{DateTime, NaiveDate, Utc};
use model::access::{Action, ObjectKind};
use model::format;
use model::stats::{Digest, Period, SnapshotPage, SnapshotUnit, TaskCounts};
use model::tasks::TaskBucket;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use sqlx::FromRow;

/// Name of the metric in the table.
const METRIC: &str = "tasks";

/// What a snapshot was asked for, as stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Params {
    unit: i64,
    mode: String,
    from: NaiveDate,
    to: NaiveDate,
    as_of: NaiveDate,
    view: String,
}

/// What was asked for, as text.
pub(super) fn params(unit: i64, period: &Period) -> Result<String> {
    let asked = Params { unit, mode: period.mode.to_string(), from: period.from, to: period.to, as_of: period.as_of, view: period.view.to_string() };
    Ok(serde_json::to_string(&asked)?)
}

/// The unit and the period that were asked for.
pub(super) fn asked(params: &str) -> Result<(i64, Period)> {
    let asked: Params = serde_json::from_str(params)?;
    let period = Period { mode: asked.mode.parse()?, from: asked.from, to: asked.to, as_of: asked.as_of, view: asked.view.parse()? };
    Ok((asked.unit, period))
}

/// A committed snapshot of one unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Snapshot {
    /// Code in the address.
    pub code: String,
    /// Row number of the unit.
    pub unit_id: i64,
    /// What was asked.
    pub period: Period,
    /// Instant of the figures.
    pub as_of: DateTime<Utc>,
    /// When it was computed.
    pub computed_at: DateTime<Utc>,
    /// Figures, names, rows.
    pub unit: SnapshotUnit,
    /// Short name, for texts of 160 characters.
    pub short_name: String,
}

impl Snapshot {
    /// The digest of this snapshot.
    #[must_use]
    pub fn digest(&self, base_url: &str) -> Digest {
        let host = base_url.trim_start_matches("https://").trim_start_matches("http://").trim_end_matches('/');
        let unit = if self.short_name.is_empty() { self.unit.name.clone() } else { self.short_name.clone() };
        Digest { unit, as_of: self.as_of, counts: self.unit.counts, address: format!("{host}/s/{}", self.code) }
    }
}

#[derive(Serialize, Deserialize)]
struct Cells {
    code: String,
    name: String,
    short_name: String,
    counts: TaskCounts,
}

#[derive(FromRow)]
struct SnapshotRow {
    code: String,
    params: String,
    as_of: DateTime<Utc>,
    computed_at: DateTime<Utc>,
    cells: String,
    row_ids: String,
}

sql!(LAST_HASH, "SELECT hash FROM stat_snapshot ORDER BY id DESC LIMIT 1");
sql!(
    INSERT,
    "INSERT INTO stat_snapshot (code, metric, params, params_hash, as_of, computed_at, cells, row_ids, prev_hash, hash)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"
);
sql!(BY_CODE, "SELECT code, params, as_of, computed_at, cells, row_ids FROM stat_snapshot WHERE metric = 'tasks' AND code = $1");

/// Takes a snapshot of every lead unit of a period, or of the units asked for; one row each.
///
/// # Errors
/// `Forbidden` without the right to export tasks; else if the database cannot be written.
pub async fn take(cx: &mut Cx, scope: &Scope, period: &Period) -> Result<Vec<Snapshot>> {
    let reach = cx.require_reach(Action::Export, ObjectKind::Task)?;
    let figures = task_counts(cx, scope, period).await?;
    let mut rows = codes(cx, period).await?;
    let leads: Vec<_> = figures.units.iter().filter(|unit| unit.counts.total() > 0 && reach.covers(unit.unit_id)).collect();
    let ids: Vec<i64> = leads.iter().map(|unit| unit.unit_id).collect();
    let names = org::unit_names(cx, &ids, name_day(period, format::local_date(figures.as_of))).await?;
    let mut prev = last_hash(cx).await?;
    let computed_at = cx.now();
    let mut taken = Vec::with_capacity(leads.len());
    for figures_of in leads {
        let Some(name) = names.get(&figures_of.unit_id) else { continue };
        let rows = rows.remove(&figures_of.unit_id).unwrap_or_default();
        require_same(&figures_of.counts, &rows)?;
        let snapshot = Snapshot {
            code: crate::numbering::random_code(6),
            unit_id: figures_of.unit_id,
            period: *period,
            as_of: figures.as_of,
            computed_at,
            unit: SnapshotUnit { code: name.code.clone(), name: name.name.clone(), counts: figures_of.counts, rows },
            short_name: name.short_name.clone(),
        };
        prev = store(cx, &snapshot, prev).await?;
        taken.push(snapshot);
    }
    Ok(taken)
}

/// Refuses figures that are not the numbers of their rows: on PostgreSQL others may commit between the two statements.
///
/// # Errors
/// `Conflict`; once more gives the figures.
pub(super) fn require_same(counts: &TaskCounts, rows: &[Vec<String>; 5]) -> Result<()> {
    let same = TaskBucket::ALL.iter().zip(rows).all(|(bucket, rows)| counts.of(*bucket) == rows.len() as i64);
    if same { Ok(()) } else { Err(Error::conflict("Số liệu vừa thay đổi trong lúc chốt. Hãy bấm chốt lại.")) }
}

async fn store(cx: &mut Cx, snapshot: &Snapshot, prev: String) -> Result<String> {
    let cells =
        Cells { code: snapshot.unit.code.clone(), name: snapshot.unit.name.clone(), short_name: snapshot.short_name.clone(), counts: snapshot.unit.counts };
    let stored = Stored {
        code: &snapshot.code,
        metric: METRIC,
        params: params(snapshot.unit_id, &snapshot.period)?,
        as_of: snapshot.as_of,
        computed_at: snapshot.computed_at,
        cells: serde_json::to_string(&cells)?,
        row_ids: serde_json::to_string(&snapshot.unit.rows)?,
    };
    append(cx, stored, prev).await
}

/// A snapshot of any metric, as it is written.
pub(super) struct Stored<'a> {
    pub code: &'a str,
    pub metric: &'static str,
    pub params: String,
    pub as_of: DateTime<Utc>,
    pub computed_at: DateTime<Utc>,
    pub cells: String,
    pub row_ids: String,
}

/// The end of the chain; the counter row orders everybody who takes snapshots, so that the chain has one end.
pub(super) async fn last_hash(cx: &mut Cx) -> Result<String> {
    crate::numbering::next(&mut cx.conn(), "stat_snapshot").await?;
    let last: Option<(String,)> = cx.conn().opt(LAST_HASH, args![]).await?;
    Ok(last.map_or_else(|| GENESIS.to_owned(), |(hash,)| hash))
}

/// Appends a snapshot to the chain after the hash `prev`; gives its own.
pub(super) async fn append(cx: &mut Cx, stored: Stored<'_>, prev: String) -> Result<String> {
    let Stored { code, metric, params, as_of, computed_at, cells, row_ids } = stored;
    let mut digest = Sha256::new();
    for part in [prev.as_str(), code, &params, &as_of.timestamp_micros().to_string(), &cells, &row_ids] {
        digest.update((part.len() as u64).to_be_bytes());
        digest.update(part.as_bytes());
    }
    let hash = hex(&digest.finalize());
    let params_hash = hex(&Sha256::digest(params.as_bytes()));
    let values = args![code, metric, params, params_hash, as_of, computed_at, cells, row_ids, prev, hash.as_str()];
    cx.conn().exec(INSERT, values).await?;
    Ok(hash)
}

sql!(METRIC_OF, "SELECT metric FROM stat_snapshot WHERE code = $1");

model::text_enum! {
    /// What a snapshot holds.
    pub enum Metric {
        Unit = "tasks" => "Nhiệm vụ của một đơn vị", Province = "tasks_province" => "Nhiệm vụ của cả tỉnh",
        Board = "task_board" => "Bảng xếp hạng nhiệm vụ", Dossiers = "dossiers" => "Hồ sơ",
    }
}

/// What the snapshot with this code holds.
///
/// # Errors
/// `NotFound` for an unknown code.
pub async fn metric(cx: &mut Cx, code: &str) -> Result<Metric> {
    let (metric,): (String,) = cx.conn().one(METRIC_OF, args![code]).await?;
    Ok(metric.parse()?)
}

/// A snapshot by its code.
///
/// # Errors
/// `NotFound`.
pub(super) async fn by_code(cx: &mut Cx, code: &str) -> Result<Snapshot> {
    let row: SnapshotRow = cx.conn().one(BY_CODE, args![code]).await?;
    let (unit_id, period) = asked(&row.params)?;
    let cells: Cells = serde_json::from_str(&row.cells)?;
    Ok(Snapshot {
        code: row.code,
        unit_id,
        period,
        as_of: row.as_of,
        computed_at: row.computed_at,
        unit: SnapshotUnit { code: cells.code, name: cells.name, counts: cells.counts, rows: serde_json::from_str(&row.row_ids)? },
        short_name: cells.short_name,
    })
}

/// The page `/s/{code}`: what was sent, and the same figures as they are now. Needs no right.
///
/// # Errors
/// `NotFound` for an unknown code.
pub async fn page(cx: &mut Cx, code: &str) -> Result<SnapshotPage> {
    let snapshot = by_code(cx, code).await?;
    let today = format::local_date(cx.now());
    let live = Period { as_of: today, ..snapshot.period };
    let live = task_counts(cx, &Scope::Units(vec![snapshot.unit_id]), &live).await?;
    let digest = snapshot.digest(&cx.settings().base_url.clone());
    Ok(SnapshotPage {
        code: snapshot.code,
        period: snapshot.period,
        as_of: snapshot.as_of,
        computed_at: snapshot.computed_at,
        sent: snapshot.unit,
        live: live.total,
        sms: digest.sms(),
        sms_parts: digest.parts(),
    })
}
