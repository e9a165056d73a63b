//! The page Bản tin: the digests of a day with what became of their messages, and the same figures now.

use super::send::key;
use crate::cx::Cx;
use crate::db::Query;
use crate::error::Result;
use crate::org;
use crate::stats::Scope;
use crate::stats::tasks::task_counts;
use chrono::{DateTime, NaiveDate, Utc};
use model::access::{Action, ObjectKind, Reach};
use model::format::local_date;
use model::notify::{NotifyChannel, OutboxState};
use model::stats::bulletin::{BulletinKind, BulletinPage, BulletinRow, period};
use model::stats::{Period, TaskCounts};
use model::{List, Paging};
use serde::Deserialize;
use sqlx::FromRow;
use std::collections::HashMap;

sql!(LAST_DAY, "SELECT day FROM task_digest_day WHERE day <= $1 ORDER BY day DESC LIMIT 1");
sql!(BEFORE, "SELECT day FROM task_digest_day WHERE day < $1 ORDER BY day DESC LIMIT 1");
sql!(AFTER, "SELECT day FROM task_digest_day WHERE day > $1 ORDER BY day LIMIT 1");

#[derive(FromRow)]
struct Row {
    id: i64,
    kind: String,
    unit_id: i64,
    snapshot_code: String,
    state: String,
    error: String,
    as_of: DateTime<Utc>,
    cells: String,
}

/// The figures of a snapshot of a unit, or the sum of one of the province.
#[derive(Deserialize)]
struct Figures {
    #[serde(alias = "total")]
    counts: TaskCounts,
}

fn conditions(query: &mut Query, day: NaiveDate, reach: &Reach) {
    query.push(" WHERE d.day = ").bind(day);
    if !reach.all {
        query.push(" AND d.unit_id IN ").bind_list(reach.units.iter().copied());
    }
}

/// The digests of a day (the latest one that has any, not after the day asked for) whose tasks the actor may see.
///
/// # Errors
/// `Forbidden` without the right to see tasks.
pub async fn page(cx: &mut Cx, asked: Option<NaiveDate>, wanted: i64) -> Result<BulletinPage> {
    cx.require_official()?;
    let reach = cx.require_reach(Action::View, ObjectKind::Task)?;
    let today = local_date(cx.now());
    let last: Option<(NaiveDate,)> = cx.conn().opt(LAST_DAY, args![asked.unwrap_or(today)]).await?;
    let Some((day,)) = last else { return Ok(BulletinPage::default()) };
    let before: Option<(NaiveDate,)> = cx.conn().opt(BEFORE, args![day]).await?;
    let after: Option<(NaiveDate,)> = cx.conn().opt(AFTER, args![day]).await?;
    let mut count = Query::new("SELECT COUNT(*) FROM task_digest d");
    conditions(&mut count, day, &reach);
    let paging = Paging::of(wanted, count.count(&mut cx.conn()).await?);
    let mut query = Query::new(
        "SELECT d.id, d.kind, d.unit_id, d.snapshot_code, d.state, d.error, s.as_of, s.cells FROM task_digest d JOIN stat_snapshot s ON s.code = d.snapshot_code",
    );
    conditions(&mut query, day, &reach);
    query.push(" ORDER BY CASE d.kind WHEN 'province' THEN 0 WHEN 'head' THEN 1 ELSE 2 END, d.id").page(paging);
    let rows: Vec<Row> = query.all(&mut cx.conn()).await?;
    let rows = shown(cx, rows, day, today).await?;
    Ok(BulletinPage { day: Some(day), around: (before.map(|(day,)| day), after.map(|(day,)| day)), list: List { rows, paging } })
}

async fn shown(cx: &mut Cx, rows: Vec<Row>, day: NaiveDate, today: NaiveDate) -> Result<Vec<BulletinRow>> {
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let live = task_counts(cx, &Scope::All, &Period { as_of: today, ..period(day) }).await?;
    let of_unit: HashMap<i64, TaskCounts> = live.units.iter().map(|unit| (unit.unit_id, unit.counts)).collect();
    let units: Vec<i64> = rows.iter().map(|row| row.unit_id).collect();
    let names = org::names(cx, &units, day).await?;
    let mut messages = messages(cx, &rows).await?;
    rows.into_iter()
        .map(|row| {
            let figures: Figures = serde_json::from_str(&row.cells)?;
            let kind: BulletinKind = row.kind.parse()?;
            let own = of_unit.get(&row.unit_id).copied().unwrap_or_default();
            Ok(BulletinRow {
                kind,
                unit: if kind == BulletinKind::Province { "Toàn tỉnh".to_owned() } else { names.get(&row.unit_id).cloned().unwrap_or_default() },
                messages: messages.remove(&key(row.id)).unwrap_or_default(),
                snapshot: row.snapshot_code,
                as_of: row.as_of,
                state: row.state.parse()?,
                error: row.error,
                sent: figures.counts,
                live: if kind == BulletinKind::Province { live.total } else { own },
            })
        })
        .collect()
}

type Messages = HashMap<String, Vec<(NotifyChannel, OutboxState, i64)>>;

/// What became of the messages of these digests, by the name of their event.
async fn messages(cx: &mut Cx, rows: &[Row]) -> Result<Messages> {
    let mut query = Query::new("SELECT event_key, channel, state, COUNT(*) FROM outbox WHERE event = 'task_digest' AND event_key IN ");
    query.bind_list(rows.iter().map(|row| key(row.id))).push(" GROUP BY event_key, channel, state ORDER BY event_key, channel, state");
    let found: Vec<(String, String, String, i64)> = query.all(&mut cx.conn()).await?;
    let mut messages = Messages::new();
    for (event, channel, state, n) in found {
        messages.entry(event).or_default().push((channel.parse()?, state.parse()?, n));
    }
    Ok(messages)
}
