//! The calendars of many units at once: three statements, however many units there are.

use super::{DayRow, KEPT, Key, MOST_KEPT, SegmentRow, State, YEARS, differing_days, number, patterns};
use crate::cx::Cx;
use crate::db::{Conn, Query};
use crate::error::Result;
use model::calendar::{CalendarYear, WorkCalendar};
use sqlx::FromRow;
use std::collections::HashMap;
use std::sync::{Arc, PoisonError};

/// Stands for the province in the answer of the statement.
const PROVINCE: i64 = 0;

#[derive(FromRow)]
struct UnitSegment {
    unit_id: i64,
    #[sqlx(flatten)]
    segment: SegmentRow,
}

/// The calendars of units: those that the process keeps, and the others built together. Each is the one that `load` gives.
pub(in crate::calendar) async fn load_many(cx: &mut Cx, (calendar, org): State, units: &[i64]) -> Result<HashMap<i64, Arc<WorkCalendar>>> {
    if cx.has_changed_state() {
        return build_many(&mut cx.conn(), units).await;
    }
    let database = cx.settings().database.clone();
    let key = |unit: i64| -> Key { (database.clone(), calendar, org, Some(unit)) };
    let mut found: HashMap<i64, Arc<WorkCalendar>> = {
        let kept = KEPT.lock().unwrap_or_else(PoisonError::into_inner);
        units.iter().filter_map(|unit| kept.get(&key(*unit)).map(|calendar| (*unit, calendar.clone()))).collect()
    };
    let missing: Vec<i64> = units.iter().copied().filter(|unit| !found.contains_key(unit)).collect();
    if missing.is_empty() {
        return Ok(found);
    }
    let built = build_many(&mut cx.conn(), &missing).await?;
    let mut kept = KEPT.lock().unwrap_or_else(PoisonError::into_inner);
    if kept.len() + built.len() > MOST_KEPT {
        kept.clear();
    }
    for (unit, calendar) in built {
        kept.insert(key(unit), calendar.clone());
        found.insert(unit, calendar);
    }
    Ok(found)
}

async fn build_many(conn: &mut Conn<'_>, units: &[i64]) -> Result<HashMap<i64, Arc<WorkCalendar>>> {
    let years: Vec<(i64, String)> = conn.all(YEARS, args![]).await?;
    if years.is_empty() {
        // A portal that was never set up counts with the days of the law.
        let calendar = Arc::new(WorkCalendar::vietnam());
        return Ok(units.iter().map(|unit| (*unit, calendar.clone())).collect());
    }
    let years = years.into_iter().map(|(year, status)| Ok(CalendarYear { year: number(year)?, status: status.parse()? })).collect::<Result<Vec<_>>>()?;
    let segments = segments(conn, units).await?;
    let days = days(conn, units).await?;
    let province = segments.get(&PROVINCE).cloned().unwrap_or_default();
    let general: Vec<DayRow> = days.iter().filter(|row| row.unit_id.is_none()).cloned().collect();
    let shared = Arc::new(WorkCalendar::with_patterns(&patterns(province.clone())?, differing_days(general)?, &years)?);
    let mut built = HashMap::with_capacity(units.len());
    for unit in units {
        let own_days = days.iter().any(|row| row.unit_id == Some(*unit));
        let own = segments.get(unit).filter(|_| *unit != PROVINCE);
        if own.is_none() && !own_days {
            built.insert(*unit, shared.clone());
            continue;
        }
        let rows = own.unwrap_or(&province).clone();
        let of_unit: Vec<DayRow> = days.iter().filter(|row| row.unit_id.is_none() || row.unit_id == Some(*unit)).cloned().collect();
        built.insert(*unit, Arc::new(WorkCalendar::with_patterns(&patterns(rows)?, differing_days(of_unit)?, &years)?));
    }
    Ok(built)
}

/// Weekly hours by unit, those of the nearest unit first; those of the province under [`PROVINCE`].
async fn segments(conn: &mut Conn<'_>, units: &[i64]) -> Result<HashMap<i64, Vec<SegmentRow>>> {
    let mut query = Query::new(
        "SELECT s.unit_id, 0 AS depth, s.weekday, s.start_min, s.end_min, s.purpose, s.valid_from, s.valid_to FROM work_segment s WHERE s.unit_id IN ",
    );
    query.bind_list(units.iter().copied());
    query.push(
        " UNION ALL SELECT c.descendant_id, c.depth, s.weekday, s.start_min, s.end_min, s.purpose, s.valid_from, s.valid_to
        FROM work_segment s JOIN org_closure c ON c.ancestor_id = s.unit_id WHERE c.depth > 0 AND c.descendant_id IN ",
    );
    query.bind_list(units.iter().copied());
    query.push(
        " UNION ALL SELECT e.child_id, 100 + COALESCE(c.depth, 0), s.weekday, s.start_min, s.end_min, s.purpose, s.valid_from, s.valid_to
        FROM org_edge e LEFT JOIN org_closure c ON c.descendant_id = e.parent_id JOIN work_segment s ON s.unit_id = COALESCE(c.ancestor_id, e.parent_id)
        WHERE e.relation = 'administrative' AND NOT EXISTS (SELECT 1 FROM org_closure o WHERE o.descendant_id = e.child_id)
            AND NOT EXISTS (SELECT 1 FROM org_edge n WHERE n.child_id = e.child_id AND n.relation = 'administrative' AND n.valid_from > e.valid_from)
            AND e.child_id IN ",
    );
    query.bind_list(units.iter().copied());
    query.push(
        " UNION ALL SELECT 0, 1000, s.weekday, s.start_min, s.end_min, s.purpose, s.valid_from, s.valid_to FROM work_segment s WHERE s.unit_id IS NULL
        ORDER BY 1, 2, 7, 3, 4",
    );
    let rows: Vec<UnitSegment> = query.all(conn).await?;
    let mut by_unit: HashMap<i64, Vec<SegmentRow>> = HashMap::new();
    for row in rows {
        by_unit.entry(row.unit_id).or_default().push(row.segment);
    }
    Ok(by_unit)
}

async fn days(conn: &mut Conn<'_>, units: &[i64]) -> Result<Vec<DayRow>> {
    let mut query = Query::new("SELECT day, kind, unit_id, pattern_of, name, status, source FROM calendar_day WHERE unit_id IS NULL OR unit_id IN ");
    query.bind_list(units.iter().copied()).push(" ORDER BY id");
    query.all(conn).await
}
