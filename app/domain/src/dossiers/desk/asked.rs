//! One question to a list: which rows, which page of them, in which order.

use super::is_whole;
use super::queues::{AGENCY, COUNTER, condition, newest_over, offered, overdue};
use super::rows::{BEGIN, CUT, OF, OF_PAGE, Row, TOTAL, judged, select};
use crate::cx::Cx;
use crate::db::{Query, like, search_words};
use crate::dossiers::access::{self, Access};
use crate::error::{Error, Result};
use chrono::{DateTime, Utc};
use model::Paging;
use model::access::{Action, ObjectKind};
use model::dossiers::{DeskFilter, DeskList, Queue};

/// A list with its filters, for the person who asks.
pub(super) struct Asked<'a> {
    /// The list.
    pub(super) queue: Queue,
    filter: &'a DeskFilter,
    access: Access,
    /// Units of the code that the filter names.
    units: Option<Vec<i64>>,
    now: DateTime<Utc>,
}

const NEWEST: &str = " ORDER BY d.ended_at DESC, d.id DESC";

/// Most rows that are read by their numbers.
const MOST_NUMBERS: i64 = 100;

impl<'a> Asked<'a> {
    /// What the filter asks of the actor's list.
    ///
    /// # Errors
    /// `Forbidden` if the list is not for the actor.
    pub(super) async fn of(cx: &mut Cx, filter: &'a DeskFilter) -> Result<Self> {
        cx.require_official()?;
        let access = access::of(&cx.actor);
        let queue = filter.queue.unwrap_or(Queue::Open);
        if !offered(queue, &access) {
            return Err(Error::Forbidden { action: Action::View, kind: ObjectKind::Dossier, unit: None });
        }
        let units = match filter.unit.trim() {
            "" => None,
            code => Some(crate::org::units_of_code(cx, code).await?),
        };
        Ok(Self { queue, filter, access, units, now: cx.now() })
    }

    fn is_listed(&self, query: &mut Query) {
        condition(query, self.queue, &self.access);
    }

    /// Adds the filters, each after an `AND`.
    fn passes(&self, query: &mut Query) {
        if let Some(units) = &self.units {
            for (at, column) in AGENCY.iter().chain(COUNTER).enumerate() {
                query.push(if at == 0 { " AND (" } else { " OR " }).push(column).push(" IN ").bind_list(units.iter().copied());
            }
            query.push(")");
        }
        for word in search_words(&self.filter.words) {
            query.push(" AND (d.fold LIKE ").bind(like(&word)).push(" ESCAPE '!'");
            // The dossier code is given after the folded text was written.
            query.push(" OR d.code LIKE ").bind(format!("%{}%", word.to_uppercase().replace(['!', '%', '_'], ""))).push(")");
        }
        if let Some(channel) = self.filter.channel {
            query.push(" AND d.channel = ").bind(channel.as_str());
        }
        if self.filter.overdue {
            query.push(" AND ");
            overdue(query, self.now);
        }
    }

    /// How many rows pass.
    pub(super) fn count(&self) -> Query {
        let mut query = Query::new("SELECT COUNT(*) FROM dossier d WHERE ");
        self.is_listed(&mut query);
        self.passes(&mut query);
        query
    }

    /// The first page by urgency with the number of all rows that pass, and with those of these lists without filters.
    pub(super) fn first_page(&self, page: Paging, lists: &[Queue]) -> Query {
        let mut query = Query::new(BEGIN);
        // Rows that do not pass are only kept where their number is wanted.
        if lists.is_empty() {
            query.push("1").push(OF);
            self.is_listed(&mut query);
            self.passes(&mut query);
        } else {
            query.push("CASE WHEN 1 = 1");
            self.passes(&mut query);
            query.push(" THEN 1 ELSE 0 END").push(OF);
            self.is_listed(&mut query);
        }
        query.push(TOTAL);
        for (at, queue) in lists.iter().enumerate() {
            query.push(if at == 0 { " || (SELECT COUNT(*) FROM " } else { " || ',' || (SELECT COUNT(*) FROM " });
            if *queue == self.queue {
                query.push("list");
            } else {
                query.push("dossier d WHERE ");
                condition(&mut query, *queue, &self.access);
            }
            query.push(")");
        }
        query.push(CUT).page(page).push(OF_PAGE);
        query
    }

    /// Any page: what is over is read from its end, everything else by urgency.
    pub(super) fn page(&self, page: Paging) -> Query {
        let mut query = select();
        self.is_listed(&mut query);
        self.passes(&mut query);
        query.push(if self.queue == Queue::Done { NEWEST } else { " ORDER BY d.due_order, d.id" }).page(page);
        query
    }

    /// A page of all that is over, by the numbers of its rows; nothing for another list, or where a page is so long, or the actor has so
    /// many units, that it is better sorted.
    pub(super) async fn newest(&self, cx: &mut Cx, page: Paging) -> Result<Option<Query>> {
        if self.queue != Queue::Done || !is_whole(self.filter) || page.size > MOST_NUMBERS {
            return Ok(None);
        }
        let Some(mut numbers) = newest_over(&self.access, page.offset() + page.size) else { return Ok(None) };
        numbers.page(page);
        let found: Vec<(i64,)> = numbers.all(&mut cx.conn()).await?;
        let mut query = select();
        query.push("d.id IN ").bind_list(found.into_iter().map(|(id,)| id)).push(NEWEST);
        Ok(Some(query))
    }

    /// The rows as the desk shows them.
    pub(super) async fn told(&self, cx: &mut Cx, found: Vec<Row>, paging: Paging) -> Result<DeskList> {
        Ok(DeskList { queue: self.queue, rows: judged(cx, found).await?, paging, as_of: self.now })
    }
}
