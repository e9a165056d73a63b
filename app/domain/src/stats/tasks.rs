//! The task figures of 04 §3: one statement over the periods of the event log, and exactly the rows behind each figure.

use crate::cx::Cx;
use crate::db::Query;
use crate::error::Result;
use crate::tasks::{BUCKET_HEAD, BUCKET_TAIL, LineRow, lines};
use chrono::{DateTime, Days, Duration, NaiveDate, Utc};
use model::format;
use model::stats::{OrgView, Period, RowsPage, StatMode, TaskCounts};
use model::tasks::TaskBucket;
use sqlx::FromRow;
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
fn bounds(period: &Period) -> (NaiveDate, NaiveDate, NaiveDate) {
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

#[derive(FromRow)]
struct CountRow {
    unit_id: i64,
    total: i64,
    done_on_time: i64,
    done_late: i64,
    open_in_time: i64,
    open_overdue: i64,
    open_no_deadline: i64,
    cancelled: i64,
    tracked: i64,
    received_in_time: i64,
    confirmed: i64,
    confirmed_first_time: i64,
    on_time_by_extension: i64,
    inherited: i64,
    awaiting_confirmation: i64,
    suspended: i64,
    no_source_document: i64,
    days_late: i64,
}

sql!(
    /// What the event log knew at T (`$4`), judged on its day (`$5`), of tasks given from `$1` to `$2` and not closed before `$3`.
    /// The written order of the join makes SQLite seek each unit and period in the index instead of reading all of it.
    COUNTS,
    "SELECT u.id AS unit_id,
            COUNT(*) FILTER (WHERE t.state <> 'cancelled') AS total,
            COUNT(*) FILTER (WHERE t.state = 'completed' AND (t.due_on IS NULL OR t.reference_on <= t.due_on)) AS done_on_time,
            COUNT(*) FILTER (WHERE t.state = 'completed' AND t.reference_on > t.due_on) AS done_late,
            COUNT(*) FILTER (WHERE t.state IN ('assigned', 'completion_reported') AND COALESCE(t.reference_on, $5) <= t.due_on) AS open_in_time,
            COUNT(*) FILTER (WHERE t.state IN ('assigned', 'completion_reported', 'suspended') AND COALESCE(t.reference_on, $5) > t.due_on) AS open_overdue,
            COUNT(*) FILTER (WHERE (t.state IN ('assigned', 'completion_reported', 'suspended') AND t.due_on IS NULL)
                                OR (t.state = 'suspended' AND t.reference_on <= t.due_on)) AS open_no_deadline,
            COUNT(*) FILTER (WHERE t.state = 'cancelled') AS cancelled,
            COUNT(*) FILTER (WHERE t.tracked AND t.state <> 'cancelled') AS tracked,
            COUNT(*) FILTER (WHERE t.tracked AND t.received_in_time AND t.state <> 'cancelled') AS received_in_time,
            COUNT(*) FILTER (WHERE t.tracked AND t.state = 'completed') AS confirmed,
            COUNT(*) FILTER (WHERE t.tracked AND t.first_time AND t.state = 'completed') AS confirmed_first_time,
            COUNT(*) FILTER (WHERE t.state = 'completed' AND t.reference_on <= t.due_on AND t.reference_on > t.due_original) AS on_time_by_extension,
            COUNT(*) FILTER (WHERE t.inherited AND t.state <> 'cancelled') AS inherited,
            COUNT(*) FILTER (WHERE t.state = 'completion_reported') AS awaiting_confirmation,
            COUNT(*) FILTER (WHERE t.state = 'suspended') AS suspended,
            COUNT(*) FILTER (WHERE NOT t.has_source AND t.state <> 'cancelled') AS no_source_document,
            CAST(COALESCE(SUM(t.days_late), 0) AS BIGINT) AS days_late
     FROM org_unit u CROSS JOIN task_period t
     WHERE t.lead_unit_id = u.id AND t.assigned_on >= $1 AND t.assigned_on <= $2 AND (t.closed_on IS NULL OR t.closed_on >= $3)
       AND t.known_from <= $4 AND t.known_to > $4
     GROUP BY u.id"
);
sql!(
    CO_COUNTS,
    "SELECT c.unit_id, COUNT(*) FROM task_period t JOIN task_co_unit c ON c.task_id = t.task_id
     WHERE t.assigned_on >= $1 AND t.assigned_on <= $2 AND (t.closed_on IS NULL OR t.closed_on >= $3) AND t.known_from <= $4 AND t.known_to > $4
       AND t.state <> 'cancelled'
     GROUP BY c.unit_id"
);

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
        let unit_id = heirs.unit(row.unit_id);
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

impl CountRow {
    /// The counts, if their parts add up to the number of rows.
    fn checked(&self) -> Result<TaskCounts> {
        let counts = TaskCounts {
            done_on_time: self.done_on_time,
            done_late: self.done_late,
            open_in_time: self.open_in_time,
            open_overdue: self.open_overdue,
            open_no_deadline: self.open_no_deadline,
            cancelled: self.cancelled,
            tracked: self.tracked,
            received_in_time: self.received_in_time,
            confirmed: self.confirmed,
            confirmed_first_time: self.confirmed_first_time,
            on_time_by_extension: self.on_time_by_extension,
            inherited: self.inherited,
            awaiting_confirmation: self.awaiting_confirmation,
            suspended: self.suspended,
            no_source_document: self.no_source_document,
            days_late: self.days_late,
        };
        if counts.total() == self.total {
            Ok(counts)
        } else {
            Err(crate::Error::internal(format!("task figures of unit {}: parts {} of {}", self.unit_id, counts.total(), self.total)))
        }
    }
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
