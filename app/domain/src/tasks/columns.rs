//! A list of tasks as five columns, one for each bucket.

use super::list::{LINE, LineRow, ORDER, conditions, lines};
use crate::cx::Cx;
use crate::db::Query;
use crate::error::Result;
use model::tasks::{ListFilter, TaskBucket, TaskLine};

/// Cards of a column; the others stand in the list.
pub const CARDS: i64 = 10;

/// The five columns in the order of the pages: what is overdue first.
const COLUMNS: [TaskBucket; 5] = [TaskBucket::OpenOverdue, TaskBucket::OpenInTime, TaskBucket::OpenNoDeadline, TaskBucket::DoneOnTime, TaskBucket::DoneLate];

/// The first cards of each bucket of a list, in the order of the list; the bucket of the filter itself is left out. The numbers of the
/// columns are those of [`super::buckets`].
///
/// # Errors
/// As [`super::list`].
pub async fn columns(cx: &mut Cx, filter: &ListFilter) -> Result<Vec<(TaskBucket, Vec<TaskLine>)>> {
    cx.require_official()?;
    let as_of = model::format::local_date(cx.now());
    let mut rows: Vec<LineRow> = Vec::new();
    for bucket in COLUMNS {
        let mut query = Query::new(LINE);
        conditions(cx, &mut query, &ListFilter { bucket: Some(bucket), ..filter.clone() }, as_of)?;
        query.push(ORDER).push(" LIMIT ").bind(CARDS);
        rows.extend(query.all::<LineRow>(&mut cx.conn()).await?);
    }
    let mut columns: Vec<(TaskBucket, Vec<TaskLine>)> = COLUMNS.iter().map(|bucket| (*bucket, Vec::new())).collect();
    for line in lines(cx, rows, None, as_of).await? {
        if let Some((_, cards)) = columns.iter_mut().find(|(bucket, _)| Some(*bucket) == line.bucket) {
            cards.push(line);
        }
    }
    Ok(columns)
}
