//! The task figures of 04 §3: one statement over the periods of the event log, and exactly the rows behind each figure.

use super::counts::{CO_COUNTS, COUNTS, CountRow};
use crate::cx::Cx;
use crate::db::Query;
use crate::error::Result;
use crate::tasks::{BUCKET_HEAD, BUCKET_TAIL, LineRow, lines};
use chrono::{DateTime, Days, Duration, NaiveDate, Utc};
use model::format;
use model::stats::{OrgView, Period, RowsPage, StatMode, TaskCounts};
use model::tasks::TaskBucket;
use std::collections::{BTreeMap, HashMap};

/// Which lead units are counted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Scope {
    /// Every unit.
    #[default]
    All,
    /// These lead units.
    Units(Vec<i64>),
}

/// The figures of one lead unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitFigures {
    /// Unit that the figures stand for: the lead then, or its successor today.
    pub unit_id: i64,
    /// The figures.
    pub counts: TaskCounts,
    /// Tasks where it is a co-unit: never added to a total.
    pub as_co_unit: i64,
    /// True for a unit of the past that a report of today cannot book on one successor: "Đơn vị cũ: {tên}".
    pub former: bool,
}

/// The figures of a scope.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaskFigures {
    /// Instant of the figures: the end of the day asked for, or now.
    pub as_of: DateTime<Utc>,
    /// Every unit that leads or takes part, by row number.
    pub units: Vec<UnitFigures>,
    /// Their sum.
    pub total: TaskCounts,
}

/// The instant T of a period: the last microsecond of its day, or now if that is earlier.
#[must_use]
pub fn instant(period: &Period, now: DateTime<Utc>) -> DateTime<Utc> {
    let (_, end) = format::day_range(period.as_of, period.as_of);
    (end - Duration::microseconds(1)).min(now)
}

/// The bounds of a period as the statements want them: first and last day of assignment, and the first day of closing.
pub(super) fn bounds(period: &Period) -> (NaiveDate, NaiveDate, NaiveDate) {
    // Both engines store the years 1 to 9999.
    let first = NaiveDate::from_ymd_opt(1, 1, 1).unwrap_or_default();
    let last = NaiveDate::from_ymd_opt(9999, 12, 31).unwrap_or_default();
    let (from, to) = (period.from.clamp(first, last), period.to.clamp(first, last));
    match period.mode {
        StatMode::Cohort => (from, to, first),
        // Tasks given until the last day that were still open when the period began.
        StatMode::Stock => (first, to, from),
    }
}

/// The figures of a scope: the one function behind pages, exports, digests and the leaderboard.
///
/// Needs no right: the figures of units are public (04 §7). A past `as_of` always gives the same answer.
///
/// # Errors
/// If the database cannot be read; `Internal` if an identity of 04 §3 does not hold.
pub async fn task_counts(cx: &mut Cx, scope: &Scope, period: &Period) -> Result<TaskFigures> {
    let as_of = instant(period, cx.now());
    let day = format::local_date(as_of);
    let (from, to, closed) = bounds(period);
    let rows: Vec<CountRow> = cx.conn().all(COUNTS, args![from, to, closed, as_of, day]).await?;
    let co_rows: Vec<(i64, i64)> = cx.conn().all(CO_COUNTS, args![from, to, closed, as_of]).await?;
    let heirs = Heirs::of(cx, period.view).await?;
    let mut units: BTreeMap<i64, UnitFigures> = BTreeMap::new();
    let mut total = TaskCounts::default();
    let wanted = |unit: i64| match scope {
        Scope::All => true,
        Scope::Units(list) => list.contains(&unit),
    };
    for row in rows {
        let unit_id = heirs.unit(row.owner);
        let counts = row.checked()?;
        if wanted(unit_id) {
            total.add(&counts);
            units.entry(unit_id).or_insert_with(|| heirs.empty(unit_id)).counts.add(&counts);
        }
    }
    for (unit, count) in co_rows {
        let unit_id = heirs.unit(unit);
        if wanted(unit_id) {
            units.entry(unit_id).or_insert_with(|| heirs.empty(unit_id)).as_co_unit += count;
        }
    }
    Ok(TaskFigures { as_of, units: units.into_values().collect(), total })
}

/// Where the records of a unit are booked under the chosen view of the organisation.
pub(super) struct Heirs(Option<crate::org::Successors>);

impl Heirs {
    pub(super) async fn of(cx: &mut Cx, view: OrgView) -> Result<Self> {
        Ok(Self(match view {
            OrgView::AsThen => None,
            OrgView::AsNow => Some(crate::org::successors(cx).await?),
        }))
    }

    pub(super) fn unit(&self, unit: i64) -> i64 {
        self.0.as_ref().map_or(unit, |heirs| heirs.of(unit).unit())
    }

    /// True for a unit of the past that a report of today cannot book on one successor.
    pub(super) fn is_former(&self, unit_id: i64) -> bool {
        self.0.as_ref().is_some_and(|heirs| !matches!(heirs.of(unit_id), model::org::Today::Unit(_)))
    }

    /// A line without figures yet.
    fn empty(&self, unit_id: i64) -> UnitFigures {
        UnitFigures { unit_id, counts: TaskCounts::default(), as_co_unit: 0, former: self.is_former(unit_id) }
    }

    /// The lead units whose tasks are booked on these units.
    pub(super) fn leads(&self, units: &[i64]) -> Vec<i64> {
        match &self.0 {
            None => units.to_vec(),
            Some(heirs) => units.iter().flat_map(|unit| heirs.booked_on(*unit)).collect(),
        }
    }
}

/// Which figure was asked for its rows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cell {
    /// Units of the figure; `All` for the whole tree.
    pub scope: Scope,
    /// The buckets that it adds up; empty for the total (every bucket but the withdrawn tasks).
    pub buckets: Vec<TaskBucket>,
    /// True for the column "Phối hợp": tasks where the units only take part.
    pub as_co_unit: bool,
    /// Only tasks that this person gave; 0 for those that nobody is noted for.
    pub leader: Option<i64>,
}

impl Cell {
    /// The number that this cell shows in the figures of its scope.
    #[must_use]
    pub fn number(&self, figures: &TaskFigures) -> i64 {
        if self.as_co_unit {
            return figures.units.iter().map(|unit| unit.as_co_unit).sum();
        }
        if self.buckets.is_empty() { figures.total.total() } else { self.buckets.iter().map(|bucket| figures.total.of(*bucket)).sum() }
    }
}

/// Adds the conditions of a cell after `FROM task_period t JOIN task k ON k.id = t.task_id WHERE 1 = 1`.
fn conditions(query: &mut Query, cell: &Cell, heirs: &Heirs, period: &Period, as_of: DateTime<Utc>) {
    let (from, to, closed) = bounds(period);
    query.push(" AND t.assigned_on >= ").bind(from).push(" AND t.assigned_on <= ").bind(to);
    query.push(" AND (t.closed_on IS NULL OR t.closed_on >= ").bind(closed).push(")");
    query.push(" AND t.known_from <= ").bind(as_of).push(" AND t.known_to > ").bind(as_of);
    if let Scope::Units(units) = &cell.scope {
        let leads = heirs.leads(units);
        if cell.as_co_unit {
            query.push(" AND c.unit_id IN ").bind_list(leads);
        } else {
            query.push(" AND t.lead_unit_id IN ").bind_list(leads);
        }
    }
    if let Some(person) = cell.leader {
        // Nobody has the number 0: it stands for tasks whose giver is not noted.
        query.push(" AND COALESCE(k.assigner_id, 0) = ").bind(person);
    }
    if cell.buckets.is_empty() || cell.as_co_unit {
        query.push(" AND t.state <> 'cancelled'");
    } else {
        query.push(" AND ").push(BUCKET_HEAD).bind(format::local_date(as_of)).push(BUCKET_TAIL).push(" IN ");
        query.bind_list(cell.buckets.iter().map(|bucket| bucket.as_str()));
    }
}

fn from(cell: &Cell) -> &'static str {
    if cell.as_co_unit {
        " FROM task_period t JOIN task k ON k.id = t.task_id JOIN task_co_unit c ON c.task_id = t.task_id WHERE 1 = 1"
    } else {
        " FROM task_period t JOIN task k ON k.id = t.task_id WHERE 1 = 1"
    }
}

/// Exactly the rows behind a figure, page by page. The name of the person in charge is left out: the pages are public.
///
/// # Errors
/// If the database cannot be read.
pub async fn task_rows(cx: &mut Cx, cell: &Cell, period: &Period, page: i64) -> Result<RowsPage> {
    let as_of = instant(period, cx.now());
    let day = format::local_date(as_of);
    let heirs = Heirs::of(cx, period.view).await?;
    let mut count = Query::new("SELECT COUNT(*)");
    count.push(from(cell));
    conditions(&mut count, cell, &heirs, period, as_of);
    let total = count.count(&mut cx.conn()).await?;
    let paging = model::Paging::sized(page, model::list::LONG_PAGE, total);
    let mut query = Query::new(
        "SELECT k.code, k.title, t.lead_unit_id, k.source_number, t.assigned_on, t.due_on, t.reference_on, t.state, k.urgency, '' AS person, k.progress",
    );
    query.push(from(cell));
    conditions(&mut query, cell, &heirs, period, as_of);
    query.push(" ORDER BY CASE WHEN t.state = 'completed' THEN 1 ELSE 0 END, CASE WHEN t.due_on IS NULL THEN 1 ELSE 0 END, t.due_on, k.code");
    query.page(paging);
    let rows: Vec<LineRow> = query.all(&mut cx.conn()).await?;
    let name_day = name_day(period, day);
    let rows = lines(cx, rows, Some(name_day), day).await?;
    Ok(RowsPage { list: model::List { rows, paging }, unit: None })
}

/// The day on which units are named: the last day of the period as then, today as now.
pub(super) fn name_day(period: &Period, today: NaiveDate) -> NaiveDate {
    match period.view {
        OrgView::AsThen => period.to.min(today),
        OrgView::AsNow => today,
    }
}

/// The codes of the tasks behind each of the five buckets of every lead unit, for a snapshot.
pub(super) async fn codes(cx: &mut Cx, period: &Period) -> Result<HashMap<i64, [Vec<String>; 5]>> {
    let as_of = instant(period, cx.now());
    let cell = Cell::default();
    let heirs = Heirs::of(cx, period.view).await?;
    let mut query = Query::new("SELECT t.lead_unit_id, ");
    query.push(BUCKET_HEAD).bind(format::local_date(as_of)).push(BUCKET_TAIL).push(" AS bucket, k.code").push(from(&cell));
    conditions(&mut query, &cell, &heirs, period, as_of);
    query.push(" ORDER BY k.code");
    let rows: Vec<(i64, String, String)> = query.all(&mut cx.conn()).await?;
    let mut found: HashMap<i64, [Vec<String>; 5]> = HashMap::new();
    for (lead, bucket, code) in rows {
        let bucket: TaskBucket = bucket.parse()?;
        let place = TaskBucket::ALL.iter().position(|other| *other == bucket).unwrap_or(0);
        if let Some(list) = found.entry(heirs.unit(lead)).or_default().get_mut(place) {
            list.push(code);
        }
    }
    Ok(found)
}

/// A period that ends before it begins, or reaches beyond what a report may ask, is put right: at most ten years.
#[must_use]
pub fn sensible(mut period: Period) -> Period {
    if period.to < period.from {
        std::mem::swap(&mut period.from, &mut period.to);
    }
    if let Some(earliest) = period.to.checked_sub_days(Days::new(3_660)) {
        period.from = period.from.max(earliest);
    }
    period
}
