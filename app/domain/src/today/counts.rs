//! How much waits for the person who acts. Every slice adds its counts to one statement: the badges come with every page of every
//! official.

use super::{Load, WorkKind};
use crate::cx::Cx;
use crate::db::Query;
use crate::error::Result;
use sqlx::FromRow;

/// Name of the count of unread messages; its second number counts drafts.
pub(crate) const MAIL: &str = "unread_mail";
/// Name of the count of unread notices.
pub(crate) const NOTICES: &str = "unread_notices";

/// A statement that grows by one `SELECT` for each count. PostgreSQL knows numbers of several widths, the rows only one.
#[derive(Default)]
pub(crate) struct Counting(Option<Query>);

const BEGIN: &str = "SELECT name, CAST(total AS BIGINT) AS total, CAST(overdue AS BIGINT) AS overdue, CAST(today AS BIGINT) AS today FROM (SELECT '";
const END: &str = ") AS counts";

impl Counting {
    /// Begins a count: the caller goes on with three numbers (how much, of these overdue, of these due today) and where they come from.
    pub(crate) fn arm(&mut self, name: &'static str) -> &mut Query {
        let begun = self.0.is_some();
        let query = self.0.get_or_insert_with(|| Query::new(BEGIN));
        if begun {
            query.push(" UNION ALL SELECT '");
        }
        query.push(name).push("' AS name, ")
    }

    /// The numbers of all counts by name; several counts of one name add up.
    pub(crate) async fn run(self, cx: &mut Cx) -> Result<Counts> {
        let rows = match self.0 {
            Some(mut query) => {
                query.push(END);
                query.all(&mut cx.conn()).await?
            }
            None => Vec::new(),
        };
        Ok(Counts(rows))
    }
}

#[derive(FromRow)]
struct Row {
    name: String,
    total: i64,
    overdue: i64,
    today: i64,
}

/// What [`Counting::run`] found.
pub(crate) struct Counts(Vec<Row>);

impl Counts {
    /// The numbers of a name; zeros if nothing of it was counted.
    pub(crate) fn of(&self, name: &str) -> Load {
        self.0.iter().filter(|row| row.name == name).fold(Load::default(), |sum, row| Load {
            total: sum.total + row.total,
            overdue: sum.overdue + row.overdue,
            today: sum.today + row.today,
        })
    }
}

/// The kinds of work that the portal counts, each with the slice that does it.
type Slice = fn(&Cx, &mut Counting) -> Result<()>;
const SLICES: [(WorkKind, Slice); 6] = [
    (WorkKind::Dossier, crate::dossiers::count_waiting),
    (WorkKind::Task, crate::tasks::count_waiting),
    (WorkKind::Mail, crate::mailbox::count_waiting),
    (WorkKind::Article, crate::news::count_waiting),
    (WorkKind::Rating, crate::rating::count_waiting),
    (WorkKind::Notice, crate::notify::count_waiting),
];

/// Adds the counts of every slice.
pub(super) fn count_all(cx: &Cx, counting: &mut Counting) -> Result<()> {
    SLICES.iter().try_for_each(|(_, slice)| slice(cx, counting))
}

/// The loads of every kind.
pub(super) fn loads(counts: &Counts) -> Vec<(WorkKind, Load)> {
    SLICES.iter().map(|(kind, _)| (*kind, counts.of(kind.as_str()))).collect()
}

/// How much of one kind waits for the person who acts.
///
/// # Errors
/// `Unauthorized` for tasks and mail unless an official acts; if the database cannot be read.
pub async fn waiting_load(cx: &mut Cx, kind: WorkKind) -> Result<Load> {
    let mut counting = Counting::default();
    for (_, slice) in SLICES.iter().filter(|(own, _)| *own == kind) {
        slice(cx, &mut counting)?;
    }
    Ok(counting.run(cx).await?.of(kind.as_str()))
}
