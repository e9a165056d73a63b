//! SQL of the working calendars.

use crate::db::Conn;
use crate::error::Result;
use model::calendar::WorkCalendar;
use std::sync::Arc;

pub(super) async fn load(_conn: &mut Conn<'_>, _unit_id: Option<i64>) -> Result<Arc<WorkCalendar>> {
    Ok(Arc::new(WorkCalendar::vietnam()))
}
