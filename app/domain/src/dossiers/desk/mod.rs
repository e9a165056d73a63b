//! The lists of the desk (02 §24): filtered by what the actor may see, overdue first, with the time that is left.

pub(super) mod queues;
pub(super) mod rows;

use self::queues::{AGENCY, COUNTER, condition, newest_over, offered, overdue};
use self::rows::{BEGIN, CUT, OF_PAGE, Row, judged, select};
use super::access::{self, Access};
use crate::cx::Cx;
use crate::db::{Query, like, search_words};
use crate::error::{Error, Result};
use chrono::{DateTime, Utc};
use model::Paging;
use model::access::{Action, ObjectKind};
use model::dossiers::{Counts, DeskFilter, DeskList, Queue};

fn filters(query: &mut Query, filter: &DeskFilter, units: Option<&[i64]>, now: DateTime<Utc>) {
    if let Some(units) = units {
        for (at, column) in AGENCY.iter().chain(COUNTER).enumerate() {
            query.push(if at == 0 { " AND (" } else { " OR " }).push(column).push(" IN ").bind_list(units.iter().copied());
        }
        query.push(")");
    }
    for word in search_words(&filter.words) {
        query.push(" AND (d.fold LIKE ").bind(like(&word)).push(" ESCAPE '!'");
        // The dossier code is given after the folded text was written.
        query.push(" OR d.code LIKE ").bind(format!("%{}%", word.to_uppercase().replace(['!', '%', '_'], ""))).push(")");
    }
    if let Some(channel) = filter.channel {
        query.push(" AND d.channel = ").bind(channel.as_str());
    }
    if filter.overdue {
        query.push(" AND ");
        overdue(query, now);
    }
}

fn is_whole(filter: &DeskFilter) -> bool {
    filter.words.is_empty() && filter.unit.trim().is_empty() && filter.channel.is_none() && !filter.overdue
}

/// One page of a list.
///
/// # Errors
/// `Forbidden` if the list is not for the actor.
pub async fn list(cx: &mut Cx, filter: &DeskFilter) -> Result<DeskList> {
    find(cx, filter, None, |total| Paging::of(filter.page, total)).await
}

/// The same with the number of every list, of one moment. Without a named list, or with one that is not the actor's, it is the first in
/// which something waits.
///
/// # Errors
/// As [`list`].
pub async fn list_and_counts(cx: &mut Cx, filter: &DeskFilter) -> Result<(DeskList, Counts)> {
    cx.require_official()?;
    let access = access::of(&cx.actor);
    let named = filter.queue.filter(|queue| *queue == Queue::Done || offered(*queue, &access));
    // A list that is read whole has counted itself; one over the province is better counted from an index.
    if let Some(queue) = named.filter(|queue| *queue != Queue::Done && is_whole(filter) && filter.page <= 1 && !access.everywhere()) {
        let list = list(cx, filter).await?;
        let counts = counts(cx, Some((queue, list.paging.total))).await?;
        return Ok((list, counts));
    }
    let counts = counts(cx, None).await?;
    let busy = counts.iter().find(|(queue, n)| *n > 0 && *queue != Queue::Open).or(counts.first()).map(|(queue, _)| *queue);
    let filter = DeskFilter { queue: named.or(busy), ..filter.clone() };
    let known = counts.iter().find(|(queue, _)| is_whole(&filter) && filter.queue == Some(*queue)).map(|(_, count)| *count);
    let list = find(cx, &filter, known, |total| Paging::of(filter.page, total)).await?;
    Ok((list, counts))
}

/// Most rows of a list as a file.
pub const DESK_LIMIT: i64 = 10_000;

/// The list from its first row on, at most this many rows, whatever page the filter names.
///
/// # Errors
/// As [`list`].
pub async fn list_up_to(cx: &mut Cx, filter: &DeskFilter, most: i64) -> Result<DeskList> {
    find(cx, filter, None, |total| Paging::sized(1, most, total)).await
}

async fn find(cx: &mut Cx, filter: &DeskFilter, known: Option<i64>, page: impl Fn(i64) -> Paging) -> Result<DeskList> {
    cx.require_official()?;
    let access = access::of(&cx.actor);
    let queue = filter.queue.unwrap_or(Queue::Open);
    if !offered(queue, &access) {
        return Err(Error::Forbidden { action: Action::View, kind: ObjectKind::Dossier, unit: None });
    }
    let now = cx.now();
    let units = match filter.unit.trim() {
        "" => None,
        code => Some(crate::org::units_of_code(cx, code).await?),
    };
    // Only a list of what is over is so long that it is counted apart, from indexes alone; a later page has to know how many there are.
    let counts_itself = known.is_none() && queue != Queue::Done && filter.page <= 1;
    let total = match known {
        Some(total) => total,
        None if counts_itself => 0,
        None => {
            let mut count = Query::new("SELECT COUNT(*) FROM dossier d WHERE ");
            condition(&mut count, queue, &access);
            filters(&mut count, filter, units.as_deref(), now);
            count.count(&mut cx.conn()).await?
        }
    };
    let newest = if queue == Queue::Done && is_whole(filter) { newest(cx, &access, page(total)).await? } else { None };
    let query = newest.unwrap_or_else(|| {
        let mut query = if counts_itself { Query::new(BEGIN) } else { select() };
        condition(&mut query, queue, &access);
        filters(&mut query, filter, units.as_deref(), now);
        if counts_itself {
            query.push(CUT).page(page(0)).push(OF_PAGE);
        } else {
            // What is over is read from its end; everything else by urgency.
            query.push(if queue == Queue::Done { NEWEST } else { " ORDER BY d.due_order, d.id" }).page(page(total));
        }
        query
    });
    let found: Vec<Row> = query.all(&mut cx.conn()).await?;
    let paging = page(if counts_itself { found.first().map_or(0, |row| row.total) } else { total });
    let rows = judged(cx, found).await?;
    Ok(DeskList { queue, rows, paging, as_of: now })
}

const NEWEST: &str = " ORDER BY d.ended_at DESC, d.id DESC";

/// A page of what is over, by the numbers of its rows; nothing where a page is so long, or the actor has so many units, that it is
/// better sorted.
async fn newest(cx: &mut Cx, access: &Access, page: Paging) -> Result<Option<Query>> {
    let Some(mut numbers) = newest_over(access, page.offset() + page.size).filter(|_| page.size <= MOST_NUMBERS) else { return Ok(None) };
    numbers.page(page);
    let found: Vec<(i64,)> = numbers.all(&mut cx.conn()).await?;
    let mut query = select();
    query.push("d.id IN ").bind_list(found.into_iter().map(|(id,)| id)).push(NEWEST);
    Ok(Some(query))
}

/// Most rows that are read by their numbers.
const MOST_NUMBERS: i64 = 100;

/// How many dossiers wait in each list of the actor, in one statement; `known` is not counted again.
async fn counts(cx: &mut Cx, known: Option<(Queue, i64)>) -> Result<Counts> {
    let access = access::of(&cx.actor);
    let offered: Vec<Queue> = Queue::ALL.iter().copied().filter(|queue| *queue != Queue::Done && offered(*queue, &access)).collect();
    let counted = offered.iter().copied().filter(|queue| known.is_none_or(|(own, _)| own != *queue));
    let mut query: Option<Query> = None;
    for queue in counted {
        let query = match &mut query {
            Some(query) => query.push(" UNION ALL SELECT '"),
            none => none.insert(Query::new("SELECT '")),
        };
        query.push(queue.as_str()).push("' AS queue, COUNT(*) AS found FROM dossier d WHERE ");
        condition(query, queue, &access);
    }
    let found: Vec<(String, i64)> = match query {
        Some(query) => query.all(&mut cx.conn()).await?,
        None => Vec::new(),
    };
    let of = |queue: Queue| found.iter().find(|(name, _)| name == queue.as_str()).map_or(0, |(_, count)| *count);
    Ok(offered.into_iter().map(|queue| (queue, known.filter(|(own, _)| *own == queue).map_or_else(|| of(queue), |(_, count)| count))).collect())
}
