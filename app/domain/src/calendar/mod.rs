//! The working calendars of the province and its units, from rows to the pure value that `model::calendar` computes with.

pub mod change;
pub mod recompute;
mod rows;
mod store;
mod years;

pub(crate) use store::{State, state};
pub use years::{SpecialDay, nightly, notice, special_days, years};

use crate::audit::AuditEvent;
use crate::cx::Cx;
use crate::error::Result;
use chrono::{DateTime, NaiveDate, Utc};
use model::access::{Action, ObjectKind};
use model::calendar::{DeadlineRule, Due, Explain, Line, WorkCalendar, WorkSegment, due, explain};
use std::collections::HashMap;
use std::sync::Arc;

/// The calendar that holds for a unit: its own, else that of its nearest ancestor, else the province's (03 §2).
///
/// # Errors
/// If the database cannot be read.
pub async fn of_unit(cx: &mut Cx, unit_id: Option<i64>) -> Result<Arc<WorkCalendar>> {
    let state = state(cx).await?;
    of_state(cx, state, unit_id).await
}

async fn of_state(cx: &mut Cx, state: State, unit_id: Option<i64>) -> Result<Arc<WorkCalendar>> {
    store::load(cx, state, unit_id).await
}

/// The calendars of many units, each as [`of_unit`] gives it, in a fixed number of statements.
///
/// # Errors
/// If the database cannot be read.
pub(crate) async fn of_units(cx: &mut Cx, units: &[i64]) -> Result<HashMap<i64, Arc<WorkCalendar>>> {
    if units.is_empty() {
        return Ok(HashMap::new());
    }
    let state = state(cx).await?;
    store::load_many(cx, state, units).await
}

/// The calendars of many units during one computation, as they are or as they would be after a change.
pub(crate) struct Calendars {
    overlay: Option<store::Overlay>,
    built: HashMap<i64, Arc<WorkCalendar>>,
}

impl Calendars {
    /// As they are.
    pub(crate) fn now() -> Self {
        Self { overlay: None, built: HashMap::new() }
    }

    /// As they would be with these rows.
    fn after(overlay: store::Overlay) -> Self {
        Self { overlay: Some(overlay), built: HashMap::new() }
    }

    /// The calendar of a unit.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub(crate) async fn of(&mut self, cx: &mut Cx, unit: i64) -> Result<Arc<WorkCalendar>> {
        if let Some(calendar) = self.built.get(&unit) {
            return Ok(calendar.clone());
        }
        let calendar = match &self.overlay {
            None => {
                let state = state(cx).await?;
                of_state(cx, state, Some(unit)).await?
            }
            Some(overlay) => Arc::new(store::build(&mut cx.conn(), Some(unit), overlay).await?),
        };
        self.built.insert(unit, calendar.clone());
        Ok(calendar)
    }
}

/// Tells every process that calendars changed. Whoever writes calendar rows calls it in the same transaction.
///
/// # Errors
/// If the database cannot be written.
pub async fn changed(cx: &mut Cx) -> Result<()> {
    crate::numbering::next(&mut cx.conn(), "calendar").await?;
    cx.changes_state();
    cx.changed("calendar", "rows");
    Ok(())
}

/// Sets up the calendar of the province: the hours and days of the law, valid from a day on.
///
/// # Errors
/// `Forbidden` without the right to configure calendars.
pub async fn set_up(cx: &mut Cx, from: NaiveDate) -> Result<()> {
    cx.require_reach(Action::Configure, ObjectKind::Calendar)?;
    let now = cx.now();
    store::insert_defaults(&mut cx.conn(), from, now).await?;
    cx.audit(AuditEvent::new("calendar.changed", "calendar", "tinh").detail("lịch mặc định"));
    changed(cx).await
}

/// Gives a unit its own weekly hours from a day on; they replace those of its ancestors altogether.
///
/// # Errors
/// `Forbidden` without the right to configure calendars.
pub async fn set_hours(cx: &mut Cx, unit: i64, segments: &[WorkSegment], from: NaiveDate) -> Result<()> {
    cx.require(Action::Configure, ObjectKind::Calendar, unit)?;
    store::insert_segments(&mut cx.conn(), Some(unit), segments, from).await?;
    cx.audit(AuditEvent::new("calendar.changed", "unit", unit).detail("giờ làm việc của đơn vị"));
    changed(cx).await
}

/// A due date with the lines that explain it.
#[derive(Debug, Clone)]
pub struct Computed {
    /// The due date.
    pub due: Due,
    /// Why, line by line (03 §7).
    pub lines: Vec<Line>,
}

/// Computes and explains a due date without pauses, in the calendar of a unit.
///
/// # Errors
/// `CalendarMissing` if a needed year has no calendar, `Conflict` for an impossible date.
pub async fn compute(cx: &mut Cx, rule: DeadlineRule, received_at: DateTime<Utc>, unit_id: Option<i64>) -> Result<Computed> {
    let calendar = of_unit(cx, unit_id).await?;
    let due = due(rule, received_at, &[], &[], &calendar)?;
    let lines = explain(&Explain::new(rule, received_at), &calendar)?;
    Ok(Computed { due, lines })
}
