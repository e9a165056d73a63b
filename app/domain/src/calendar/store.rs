//! SQL of the working calendars, and the calendars of this process.
//!
//! Building a calendar from its rows takes about a hundred microseconds and three statements. A process keeps those that
//! it built; the counters `calendar` and `org`, which every change moves, tell whether a kept one still holds. A context that has
//! moved a counter itself keeps nothing: its change may still be undone, and another one may take the same number.

mod many;

pub(super) use many::load_many;

use crate::cx::Cx;
use crate::db::Conn;
use crate::error::{Error, Result};
use chrono::{DateTime, NaiveDate, Utc, Weekday};
use model::calendar::{CalendarDay, CalendarYear, WeeklyPattern, WorkCalendar, WorkSegment, default_days, default_segments, default_years};
use sqlx::FromRow;
use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

/// Which calendar: address of the database, state of the rows, unit.
type Key = (String, i64, i64, Option<i64>);

static KEPT: LazyLock<Mutex<HashMap<Key, Arc<WorkCalendar>>>> = LazyLock::new(Mutex::default);
/// More calendars than units of a province exist only after changes: then the old ones go.
const MOST_KEPT: usize = 4_096;

sql!(STATE, "SELECT series, n FROM counter WHERE series IN ('calendar', 'org')");

/// State of the rows: it moves with every change of a calendar or of the organisation.
pub(crate) type State = (i64, i64);

/// The state that this context sees; read once by each.
pub(crate) async fn state(cx: &mut Cx) -> Result<State> {
    if let Some(state) = cx.state() {
        return Ok(state);
    }
    let found: HashMap<String, i64> = cx.conn().all::<(String, i64)>(STATE, args![]).await?.into_iter().collect();
    let counter = |series: &str| found.get(series).copied().unwrap_or_default();
    let state = (counter("calendar"), counter("org"));
    cx.note_state(state);
    Ok(state)
}

pub(super) async fn load(cx: &mut Cx, (calendar, org): State, unit_id: Option<i64>) -> Result<Arc<WorkCalendar>> {
    let key = (cx.settings().database.clone(), calendar, org, unit_id);
    if cx.has_changed_state() {
        return Ok(Arc::new(build(&mut cx.conn(), unit_id, &Overlay::default()).await?));
    }
    if let Some(calendar) = KEPT.lock().unwrap_or_else(PoisonError::into_inner).get(&key) {
        return Ok(calendar.clone());
    }
    let calendar = Arc::new(build(&mut cx.conn(), unit_id, &Overlay::default()).await?);
    let mut kept = KEPT.lock().unwrap_or_else(PoisonError::into_inner);
    if kept.len() >= MOST_KEPT {
        kept.clear();
    }
    kept.insert(key, calendar.clone());
    Ok(calendar)
}

#[derive(Clone, FromRow)]
struct SegmentRow {
    depth: i64,
    weekday: i64,
    start_min: i64,
    end_min: i64,
    purpose: String,
    valid_from: NaiveDate,
    valid_to: Option<NaiveDate>,
}

// The own hours come without the closure: they still hold for old records of a unit that has ended. Such a unit has no place in the
// tree of today: after its own hours those of its last parent hold, and of what stands above that.
sql!(
    SEGMENTS,
    "SELECT 0 AS depth, s.weekday, s.start_min, s.end_min, s.purpose, s.valid_from, s.valid_to FROM work_segment s WHERE s.unit_id = $1
     UNION ALL
     SELECT c.depth, s.weekday, s.start_min, s.end_min, s.purpose, s.valid_from, s.valid_to
     FROM work_segment s JOIN org_closure c ON c.ancestor_id = s.unit_id WHERE c.descendant_id = $1 AND c.depth > 0
     UNION ALL
     SELECT 100 + COALESCE(c.depth, 0) AS depth, s.weekday, s.start_min, s.end_min, s.purpose, s.valid_from, s.valid_to
     FROM org_edge e LEFT JOIN org_closure c ON c.descendant_id = e.parent_id JOIN work_segment s ON s.unit_id = COALESCE(c.ancestor_id, e.parent_id)
     WHERE e.child_id = $1 AND e.relation = 'administrative' AND NOT EXISTS (SELECT 1 FROM org_closure o WHERE o.descendant_id = e.child_id)
        AND NOT EXISTS (SELECT 1 FROM org_edge n WHERE n.child_id = e.child_id AND n.relation = 'administrative' AND n.valid_from > e.valid_from)
     UNION ALL
     SELECT 1000 AS depth, s.weekday, s.start_min, s.end_min, s.purpose, s.valid_from, s.valid_to FROM work_segment s WHERE s.unit_id IS NULL
     ORDER BY 1, 6, 2, 3"
);

/// A row of `calendar_day`: the latest one of a day counts.
#[derive(Debug, Clone, FromRow)]
pub(super) struct DayRow {
    pub day: NaiveDate,
    pub kind: String,
    pub unit_id: Option<i64>,
    pub pattern_of: Option<i64>,
    pub name: String,
    pub status: String,
    pub source: String,
}

/// Rows that are not stored yet: the calendar as it would be after a change.
#[derive(Debug, Clone, Default)]
pub(super) struct Overlay {
    pub days: Vec<DayRow>,
    pub years: Vec<(i64, String)>,
}

sql!(DAYS, "SELECT day, kind, unit_id, pattern_of, name, status, source FROM calendar_day WHERE unit_id IS NULL OR unit_id = $1 ORDER BY id");
sql!(YEARS, "SELECT year, status FROM calendar_year ORDER BY year");

/// The calendar of a unit from its rows, with those of an overlay as the latest.
pub(super) async fn build(conn: &mut Conn<'_>, unit_id: Option<i64>, overlay: &Overlay) -> Result<WorkCalendar> {
    let mut years: Vec<(i64, String)> = conn.all(YEARS, args![]).await?;
    if years.is_empty() {
        // A portal that was never set up counts with the days of the law.
        return Ok(WorkCalendar::vietnam());
    }
    years.extend(overlay.years.iter().cloned());
    let years = years.into_iter().map(|(year, status)| Ok(CalendarYear { year: number(year)?, status: status.parse()? })).collect::<Result<Vec<_>>>()?;
    let segments: Vec<SegmentRow> = conn.all(SEGMENTS, args![unit_id.unwrap_or_default()]).await?;
    let mut days: Vec<DayRow> = conn.all(DAYS, args![unit_id.unwrap_or_default()]).await?;
    days.extend(overlay.days.iter().filter(|row| row.unit_id.is_none() || row.unit_id == unit_id).cloned());
    Ok(WorkCalendar::with_patterns(&patterns(segments)?, differing_days(days)?, &years)?)
}

pub(super) fn number<T: TryFrom<i64>>(value: i64) -> Result<T> {
    T::try_from(value).map_err(|_| Error::internal("number out of range in the calendar"))
}

pub(super) fn weekday(number: i64) -> Result<Weekday> {
    const DAYS: [Weekday; 7] = [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri, Weekday::Sat, Weekday::Sun];
    usize::try_from(number - 1).ok().and_then(|at| DAYS.get(at)).copied().ok_or_else(|| Error::internal("weekday out of range"))
}

/// The rows of the nearest unit that has any, as one pattern per period.
fn patterns(rows: Vec<SegmentRow>) -> Result<Vec<WeeklyPattern>> {
    let nearest = rows.first().map(|row| row.depth);
    let mut periods: BTreeMap<(NaiveDate, Option<NaiveDate>), Vec<WorkSegment>> = BTreeMap::new();
    for row in rows.into_iter().filter(|row| Some(row.depth) == nearest) {
        let segment =
            WorkSegment { weekday: weekday(row.weekday)?, start_min: number(row.start_min)?, end_min: number(row.end_min)?, purpose: row.purpose.parse()? };
        periods.entry((row.valid_from, row.valid_to)).or_default().push(segment);
    }
    Ok(periods
        .into_iter()
        // A stored period ends on the first day that no longer belongs to it, a pattern on its last day.
        .map(|((from, to), segments)| WeeklyPattern { valid_from: Some(from), valid_to: to.and_then(|to| to.pred_opt()), segments })
        .collect())
}

/// Kind of a row that gives a day back to the weekly hours.
pub(super) const WITHDRAWN: &str = "withdrawn";

/// The latest row of each day, of the province and of the unit; a withdrawn one leaves the usual pattern.
fn differing_days(rows: Vec<DayRow>) -> Result<Vec<CalendarDay>> {
    let mut latest: BTreeMap<(NaiveDate, Option<i64>), DayRow> = BTreeMap::new();
    for row in rows {
        latest.insert((row.day, row.unit_id), row);
    }
    let standing = latest.into_values().filter(|row| row.kind != WITHDRAWN);
    standing
        .map(|row| {
            Ok(CalendarDay {
                day: row.day,
                kind: row.kind.parse()?,
                pattern_of: row.pattern_of.map(weekday).transpose()?,
                name: row.name,
                status: row.status.parse()?,
                source: row.source,
            })
        })
        .collect()
}

sql!(INSERT_SEGMENT, "INSERT INTO work_segment (unit_id, weekday, start_min, end_min, purpose, valid_from, valid_to) VALUES ($1, $2, $3, $4, $5, $6, NULL)");
sql!(INSERT_DAY, "INSERT INTO calendar_day (day, kind, unit_id, pattern_of, name, status, source, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)");
sql!(PUT_YEAR, "INSERT INTO calendar_year (year, status) VALUES ($1, $2) ON CONFLICT (year) DO UPDATE SET status = excluded.status");

/// Adds a day; rows before it stay as history.
pub(super) async fn insert_day(conn: &mut Conn<'_>, row: &DayRow, now: DateTime<Utc>) -> Result<()> {
    let values = args![row.day, &row.kind, row.unit_id, row.pattern_of, &row.name, &row.status, &row.source, now];
    conn.exec(INSERT_DAY, values).await.map(|_| ())
}

/// Sets the state of a year.
pub(super) async fn put_year(conn: &mut Conn<'_>, year: i64, status: &str) -> Result<()> {
    conn.exec(PUT_YEAR, args![year, status]).await.map(|_| ())
}

sql!(DAYS_OF_YEAR, "SELECT day, kind, unit_id, pattern_of, name, status, source FROM calendar_day WHERE day >= $1 AND day <= $2 ORDER BY id");

/// The standing rows of a span of days, of the province and of all units, by day.
pub(super) async fn days_between(conn: &mut Conn<'_>, first: NaiveDate, last: NaiveDate) -> Result<Vec<DayRow>> {
    let rows: Vec<DayRow> = conn.all(DAYS_OF_YEAR, args![first, last]).await?;
    let mut latest: BTreeMap<(NaiveDate, Option<i64>), DayRow> = BTreeMap::new();
    for row in rows {
        latest.insert((row.day, row.unit_id), row);
    }
    Ok(latest.into_values().filter(|row| row.kind != WITHDRAWN).collect())
}

/// States of the years as stored, ascending.
pub(super) async fn years(conn: &mut Conn<'_>) -> Result<Vec<CalendarYear>> {
    let rows: Vec<(i64, String)> = conn.all(YEARS, args![]).await?;
    rows.into_iter().map(|(year, status)| Ok(CalendarYear { year: number(year)?, status: status.parse()? })).collect()
}

/// Adds the weekly hours of a unit, or of the province, from a day on.
pub(super) async fn insert_segments(conn: &mut Conn<'_>, unit_id: Option<i64>, segments: &[WorkSegment], from: NaiveDate) -> Result<()> {
    for segment in segments {
        let weekday = i64::from(segment.weekday.number_from_monday());
        let values = args![unit_id, weekday, i64::from(segment.start_min), i64::from(segment.end_min), segment.purpose.as_str(), from];
        conn.exec(INSERT_SEGMENT, values).await?;
    }
    Ok(())
}

/// Stores the calendar of the province as the law has it: weekly hours, days off and make-up days, state of the years.
pub(super) async fn insert_defaults(conn: &mut Conn<'_>, from: NaiveDate, now: DateTime<Utc>) -> Result<()> {
    insert_segments(conn, None, &default_segments(), from).await?;
    for day in default_days() {
        let pattern = day.pattern_of.map(|weekday| i64::from(weekday.number_from_monday()));
        conn.exec(INSERT_DAY, args![day.day, day.kind.as_str(), None::<i64>, pattern, &day.name, day.status.as_str(), &day.source, now]).await?;
    }
    for year in default_years() {
        conn.exec(PUT_YEAR, args![i64::from(year.year), year.status.as_str()]).await?;
    }
    Ok(())
}
