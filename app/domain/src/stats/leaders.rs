//! The same figures by the leader who gave the tasks (04 §1 "Lãnh đạo giao"): for the page of officials.

use super::counts::{CountRow, LEADER_COUNTS};
use super::tasks::{Scope, bounds, instant, task_counts};
use crate::cx::Cx;
use crate::error::{Error, Result};
use model::access::{Action, ObjectKind};
use model::format;
use model::stats::{LeaderLine, Leaders, Period, TaskCounts};
use std::collections::HashMap;

sql!(
    NAMES,
    "SELECT p.id, p.full_name,
            COALESCE((SELECT MIN(e.position) FROM employment e WHERE e.person_id = p.id AND e.kind = 'primary' AND e.valid_to IS NULL), '') AS position
     FROM person p WHERE EXISTS (SELECT 1 FROM task k WHERE k.assigner_id = p.id)"
);

/// Every leader who gave tasks of the period, with the figures of these tasks; those with most tasks first. Ask in a snapshot.
///
/// # Errors
/// `Forbidden` without the right to see statistics; `Internal` if the lines do not add up to the whole.
pub async fn leaders(cx: &mut Cx, period: &Period) -> Result<Leaders> {
    cx.require_reach(Action::View, ObjectKind::Statistic)?;
    let as_of = instant(period, cx.now());
    let day = format::local_date(as_of);
    let (from, to, closed) = bounds(period);
    let rows: Vec<CountRow> = cx.conn().all(LEADER_COUNTS, args![from, to, closed, as_of, day]).await?;
    let names: Vec<(i64, String, String)> = cx.conn().all(NAMES, args![]).await?;
    let mut names: HashMap<i64, (String, String)> = names.into_iter().map(|(id, name, position)| (id, (name, position))).collect();
    let mut total = TaskCounts::default();
    let mut lines = Vec::with_capacity(rows.len());
    for row in rows {
        let counts = row.checked()?;
        total.add(&counts);
        let (name, position) = names.remove(&row.owner).unwrap_or_else(|| ("Chưa ghi lãnh đạo giao".to_owned(), String::new()));
        lines.push(LeaderLine { person: row.owner, name, position, counts });
    }
    let whole = task_counts(cx, &Scope::All, period).await?.total;
    if whole != total {
        return Err(Error::internal(format!("leaders gave {} tasks, the units have {}", total.total(), whole.total())));
    }
    lines.sort_by_cached_key(|line| (line.person == 0, std::cmp::Reverse(line.counts.total()), model::text::name_sort_key(&line.name)));
    Ok(Leaders { as_of, lines, total })
}
