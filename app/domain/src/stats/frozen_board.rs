//! A leaderboard that was committed before it left the house: its address `/s/{code}` can be given to anybody and never changes (08 §1).

use super::leaderboard;
use super::snapshot::{Metric, Stored, append, last_hash, require_same};
use super::tasks::{Scope, codes, task_counts};
use crate::audit::AuditEvent;
use crate::cx::Cx;
use crate::db::Query;
use crate::error::{Error, Result};
use chrono::{DateTime, NaiveDate, Utc};
use model::access::{Action, ObjectKind};
use model::format;
use model::stats::{FrozenBoard, FrozenRow, Period, TaskCounts, TaskFigure, WEIGHTS_VERSION};
use model::tasks::TaskBucket;
use model::{List, Paging};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};

/// What was asked for.
#[derive(Serialize, Deserialize)]
struct Params {
    mode: String,
    from: NaiveDate,
    to: NaiveDate,
    as_of: NaiveDate,
    view: String,
}

impl Params {
    fn period(&self) -> Result<Period> {
        Ok(Period { mode: self.mode.parse()?, from: self.from, to: self.to, as_of: self.as_of, view: self.view.parse()? })
    }
}

/// The board as it was.
#[derive(Serialize, Deserialize)]
struct Cells {
    weights: String,
    rows: Vec<FrozenRow>,
    total: TaskCounts,
}

/// Codes of the tasks behind the five buckets, by the row number of the unit.
type RowIds = BTreeMap<i64, [Vec<String>; 5]>;

/// Commits the leaderboard of a period and gives the code of its address. Take it in a write context.
///
/// # Errors
/// `Forbidden` without the right to export statistics; `Conflict` if tasks changed while it was read.
pub async fn freeze_board(cx: &mut Cx, period: &Period) -> Result<String> {
    cx.require_reach(Action::Export, ObjectKind::Statistic)?;
    let board = leaderboard(cx, period).await?;
    let mut found = codes(cx, period).await?;
    let mut row_ids = RowIds::new();
    let mut rows = Vec::with_capacity(board.rows.len());
    for row in board.rows {
        let ids = found.remove(&row.unit_id).unwrap_or_default();
        require_same(&row.counts, &ids)?;
        row_ids.insert(row.unit_id, ids);
        rows.push(FrozenRow {
            unit_id: row.unit_id,
            code: row.code,
            name: row.name,
            group: row.group,
            rank: row.rank,
            score: row.score,
            counts: row.counts,
            as_co_unit: row.as_co_unit,
        });
    }
    let cells = Cells { weights: WEIGHTS_VERSION.to_owned(), rows, total: board.total };
    let params = Params { mode: period.mode.to_string(), from: period.from, to: period.to, as_of: period.as_of, view: period.view.to_string() };
    let last = last_hash(cx).await?;
    let code = crate::numbering::random_code(6);
    let stored = Stored {
        code: &code,
        metric: Metric::Board.as_str(),
        params: serde_json::to_string(&params)?,
        as_of: board.as_of,
        computed_at: cx.now(),
        cells: serde_json::to_string(&cells)?,
        row_ids: serde_json::to_string(&row_ids)?,
    };
    append(cx, stored, last).await?;
    cx.audit(AuditEvent::new("task.freeze_figures", "stat_snapshot", &code).detail("bảng xếp hạng nhiệm vụ"));
    Ok(code)
}

sql!(BY_CODE, "SELECT params, as_of, computed_at, cells FROM stat_snapshot WHERE metric = 'task_board' AND code = $1");
sql!(ROW_IDS, "SELECT params, cells, row_ids FROM stat_snapshot WHERE metric = 'task_board' AND code = $1");

/// The page of a frozen leaderboard, with the whole as it is now. Needs no right.
///
/// # Errors
/// `NotFound` for an unknown code.
pub async fn frozen_board(cx: &mut Cx, code: &str) -> Result<FrozenBoard> {
    let (params, as_of, computed_at, cells): (String, DateTime<Utc>, DateTime<Utc>, String) = cx.conn().one(BY_CODE, args![code]).await?;
    let params: Params = serde_json::from_str(&params)?;
    let Cells { weights, rows, total } = serde_json::from_str(&cells)?;
    let period = params.period()?;
    let now = Period { as_of: format::local_date(cx.now()), ..period };
    let live = task_counts(cx, &Scope::All, &now).await?.total;
    Ok(FrozenBoard { code: code.to_owned(), period, as_of, computed_at, weights, rows, total, live })
}

/// The tasks behind a figure of a frozen leaderboard as code and title: of one unit, or of the whole tree. Name of the unit first.
///
/// # Errors
/// `NotFound` for an unknown code or unit, and for a figure whose rows are not kept ("Phối hợp", "Thu hồi, hủy").
pub async fn frozen_board_rows(cx: &mut Cx, code: &str, unit: Option<i64>, figure: TaskFigure, page: i64) -> Result<(String, List<(String, String)>)> {
    let (_, cells, row_ids): (String, String, String) = cx.conn().one(ROW_IDS, args![code]).await?;
    let cells: Cells = serde_json::from_str(&cells)?;
    let kept: RowIds = serde_json::from_str(&row_ids)?;
    let name = match unit {
        None => "Toàn tỉnh".to_owned(),
        Some(unit) => cells.rows.into_iter().find(|row| row.unit_id == unit).map(|row| row.name).ok_or(Error::NotFound)?,
    };
    let places: Vec<usize> = match figure {
        TaskFigure::Total => (0..5).collect(),
        TaskFigure::AsCoUnit | TaskFigure::Cancelled => return Err(Error::NotFound),
        other => TaskBucket::ALL.iter().enumerate().filter(|(_, bucket)| other.buckets().contains(bucket)).map(|(place, _)| place).collect(),
    };
    let units = kept.iter().filter(|(own, _)| unit.is_none_or(|unit| unit == **own));
    let mut codes: Vec<&String> = units.flat_map(|(_, lists)| places.iter().filter_map(move |place| lists.get(*place)).flatten()).collect();
    codes.sort_unstable();
    let paging = Paging::sized(page, model::list::LONG_PAGE, i64::try_from(codes.len()).unwrap_or(i64::MAX));
    let (skip, take) = (usize::try_from(paging.offset()).unwrap_or(usize::MAX), usize::try_from(paging.size).unwrap_or_default());
    let shown: Vec<String> = codes.into_iter().skip(skip).take(take).cloned().collect();
    let mut query = Query::new("SELECT code, title FROM task WHERE code IN ");
    query.bind_list(shown.iter());
    let titles: Vec<(String, String)> = query.all(&mut cx.conn()).await?;
    let mut titles: HashMap<String, String> = titles.into_iter().collect();
    let rows = shown
        .into_iter()
        .map(|code| {
            let title = titles.remove(&code).unwrap_or_default();
            (code, title)
        })
        .collect();
    Ok((name, List { rows, paging }))
}
