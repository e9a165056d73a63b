//! The working calendars of the province and its units, from rows to the pure value that `model::calendar` computes with.

mod store;

use crate::cx::Cx;
use crate::error::Result;
use chrono::{DateTime, Utc};
use model::calendar::{DeadlineRule, Due, Explain, Line, WorkCalendar, due, explain};
use std::sync::Arc;

/// The calendar that holds for a unit: its own, else that of its nearest ancestor, else the province's (03 §2).
///
/// # Errors
/// If the database cannot be read.
pub async fn of_unit(cx: &mut Cx, unit_id: Option<i64>) -> Result<Arc<WorkCalendar>> {
    store::load(&mut cx.conn(), unit_id).await
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
