//! The lists of the desk (02 §24): filtered by what the actor may see, overdue first, with the time that is left.

mod asked;
pub(super) mod queues;
pub(super) mod rows;

use self::asked::Asked;
use self::queues::{condition, offered};
use self::rows::Row;
use super::access;
use crate::cx::Cx;
use crate::db::Query;
use crate::error::Result;
use model::Paging;
use model::dossiers::{Counts, DeskFilter, DeskList, Queue};

fn is_whole(filter: &DeskFilter) -> bool {
    filter.words.is_empty() && filter.unit.trim().is_empty() && filter.channel.is_none() && !filter.overdue
}

/// One page of a list.
///
/// # Errors
/// `Forbidden` if the list is not for the actor.
pub async fn list(cx: &mut Cx, filter: &DeskFilter) -> Result<DeskList> {
    Ok(find(cx, filter, Count::Found, |total| Paging::of(filter.page, total)).await?.0)
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
    // A list whose first page is read has counted itself; one over the province is better counted from an index.
    if let Some(queue) = named.filter(|queue| *queue != Queue::Done && filter.page <= 1 && !access.everywhere()) {
        let (list, whole) = find(cx, filter, Count::WithWhole, |total| Paging::of(filter.page, total)).await?;
        // Where nothing was found, no row tells how long the list is without its filters.
        let known = (list.paging.total > 0 || is_whole(filter)).then_some((queue, whole));
        let counts = counts(cx, known).await?;
        return Ok((list, counts));
    }
    let counts = counts(cx, None).await?;
    let busy = counts.iter().find(|(queue, n)| *n > 0 && *queue != Queue::Open).or(counts.first()).map(|(queue, _)| *queue);
    let filter = DeskFilter { queue: named.or(busy), ..filter.clone() };
    let known = counts.iter().find(|(queue, _)| is_whole(&filter) && filter.queue == Some(*queue)).map(|(_, count)| *count);
    let (list, _) = find(cx, &filter, known.map_or(Count::Found, Count::Known), |total| Paging::of(filter.page, total)).await?;
    Ok((list, counts))
}

/// Most rows of a list as a file.
pub const DESK_LIMIT: i64 = 10_000;

/// The list from its first row on, at most this many rows, whatever page the filter names.
///
/// # Errors
/// As [`list`].
pub async fn list_up_to(cx: &mut Cx, filter: &DeskFilter, most: i64) -> Result<DeskList> {
    Ok(find(cx, filter, Count::Found, |total| Paging::sized(1, most, total)).await?.0)
}

/// How the rows of a list are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Count {
    /// They were counted before.
    Known(i64),
    /// With its first page.
    Found,
    /// With its first page, and beside them the rows of the list without its filters.
    WithWhole,
}

/// A page of a list, and how long the list is without its filters if that was counted ([`Count::WithWhole`]) and a row was found.
async fn find(cx: &mut Cx, filter: &DeskFilter, count: Count, page: impl Fn(i64) -> Paging) -> Result<(DeskList, i64)> {
    let asked = Asked::of(cx, filter).await?;
    // Only a list of what is over is so long that it is counted apart, from indexes alone; a later page has to know how many there are.
    let total = match count {
        Count::Known(total) => total,
        Count::Found | Count::WithWhole if asked.queue != Queue::Done && filter.page <= 1 => {
            let found: Vec<Row> = asked.first_page(page(0), count == Count::WithWhole).all(&mut cx.conn()).await?;
            let (total, whole) = found.first().map_or((0, 0), |row| (row.total, row.whole));
            return Ok((asked.told(cx, found, page(total)).await?, whole));
        }
        Count::Found | Count::WithWhole => asked.count().count(&mut cx.conn()).await?,
    };
    let paging = page(total);
    let query = match asked.newest(cx, paging).await? {
        Some(query) => query,
        None => asked.page(paging),
    };
    let found: Vec<Row> = query.all(&mut cx.conn()).await?;
    Ok((asked.told(cx, found, paging).await?, 0))
}

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
