//! Deadlines and working time.
/// A calendar.
#[derive(Debug, Clone)]
pub struct WorkCalendar;
