//! The working calendars of the province and its units, from rows to the pure value that `model::calendar` computes with.

mod store;

use crate::cx::Cx;
use crate::error::Result;
use model::calendar::WorkCalendar;
use std::sync::Arc;

/// The calendar that holds for a unit: its own, else that of its nearest ancestor, else the province's (03 §2).
///
/// # Errors
/// If the database cannot be read.
pub async fn of_unit(cx: &mut Cx, unit_id: Option<i64>) -> Result<Arc<WorkCalendar>> {
    store::load(&mut cx.conn(), unit_id).await
}
