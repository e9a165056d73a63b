//! The lists of the desk (02 §24): filtered by what the actor may see, overdue first, with the time that is left.

mod asked;
pub(super) mod queues;
pub(super) mod rows;

use self::asked::Asked;
use self::queues::{condition, offered};
use self::rows::Row;
use super::access::{self, Access};
use crate::cx::Cx;
use crate::db::Query;
use crate::error::{Error, Result};
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
    let lists: Vec<Queue> = Queue::ALL.iter().copied().filter(|queue| *queue != Queue::Done && offered(*queue, &access)).collect();
    let named = filter.queue.filter(|queue| *queue == Queue::Done || offered(*queue, &access));
    // One statement reads the first page of a list and counts all; a list over the province is better counted from an index.
    if named.is_some_and(|queue| queue != Queue::Done) && filter.page <= 1 && !access.everywhere() {
        let (list, counted) = find(cx, filter, Count::WithLists(&lists), |total| Paging::of(filter.page, total)).await?;
        // Where nothing was found, no row carries the numbers.
        let counts = if list.paging.total > 0 { read_counts(&lists, &counted)? } else { counts(cx, &access, &lists).await? };
        return Ok((list, counts));
    }
    let counts = counts(cx, &access, &lists).await?;
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
#[derive(Debug, Clone, Copy)]
enum Count<'a> {
    /// They were counted before.
    Known(i64),
    /// With its first page.
    Found,
    /// With its first page, and beside them the rows of these lists without filters.
    WithLists(&'a [Queue]),
}

/// A page of a list, and the text of [`Row::counts`] if it was asked for and a row was found.
async fn find(cx: &mut Cx, filter: &DeskFilter, count: Count<'_>, page: impl Fn(i64) -> Paging) -> Result<(DeskList, String)> {
    let asked = Asked::of(cx, filter).await?;
    let lists = if let Count::WithLists(lists) = count { lists } else { &[] };
    // Only a list of what is over is so long that it is counted apart, from indexes alone; a later page has to know how many there are.
    let total = match count {
        Count::Known(total) => total,
        Count::Found | Count::WithLists(_) if asked.queue != Queue::Done && filter.page <= 1 => {
            let mut found: Vec<Row> = asked.first_page(page(0), lists).all(&mut cx.conn()).await?;
            let (total, counts) = found.first_mut().map_or_else(Default::default, |row| (row.total, std::mem::take(&mut row.counts)));
            return Ok((asked.told(cx, found, page(total)).await?, counts));
        }
        Count::Found | Count::WithLists(_) => asked.count().count(&mut cx.conn()).await?,
    };
    let paging = page(total);
    let query = match asked.newest(cx, paging).await? {
        Some(query) => query,
        None => asked.page(paging),
    };
    let found: Vec<Row> = query.all(&mut cx.conn()).await?;
    Ok((asked.told(cx, found, paging).await?, String::new()))
}

/// The numbers of [`Row::counts`] with their lists.
fn read_counts(lists: &[Queue], counts: &str) -> Result<Counts> {
    let numbers = counts.split(',').map(|number| number.parse().map_err(Error::internal));
    lists.iter().zip(numbers).map(|(queue, number)| Ok((*queue, number?))).collect()
}

/// How many dossiers wait in each of the lists, in one statement.
async fn counts(cx: &mut Cx, access: &Access, lists: &[Queue]) -> Result<Counts> {
    let mut query: Option<Query> = None;
    for queue in lists {
        let query = match &mut query {
            Some(query) => query.push(" UNION ALL SELECT '"),
            none => none.insert(Query::new("SELECT '")),
        };
        query.push(queue.as_str()).push("' AS queue, COUNT(*) AS found FROM dossier d WHERE ");
        condition(query, *queue, access);
    }
    let found: Vec<(String, i64)> = match query {
        Some(query) => query.all(&mut cx.conn()).await?,
        None => Vec::new(),
    };
    let of = |queue: Queue| found.iter().find(|(name, _)| name == queue.as_str()).map_or(0, |(_, count)| *count);
    Ok(lists.iter().map(|queue| (*queue, of(*queue))).collect())
}
