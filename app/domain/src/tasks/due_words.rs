//! "Còn …", "Quá …" of tasks (03 §6), as the page Hôm nay says it: one calendar for a page, no statement for a row.

use crate::cx::Cx;
use crate::error::Result;
use crate::today::DueKind;
use chrono::{DateTime, Utc};
use model::calendar::{Basis, Clock, WorkCalendar, remaining_text};
use model::tasks::{TaskBucket, TaskLine, TaskState};
use model::today::due_kind;
use std::sync::Arc;

/// What tells the remaining working time of every task of a page: the clock and the calendar of the reader's unit.
#[derive(Clone)]
pub struct DueWords {
    now: DateTime<Utc>,
    calendar: Arc<WorkCalendar>,
}

/// The words for a page that the actor reads now.
///
/// # Errors
/// If the database cannot be read.
pub async fn due_words(cx: &mut Cx) -> Result<DueWords> {
    let (now, unit) = (cx.now(), cx.actor.unit_id);
    let calendar = crate::calendar::of_unit(cx, unit).await?;
    Ok(DueWords { now, calendar })
}

impl DueWords {
    /// How urgent a task is, and the words; none for a draft, for what ended, without due date, and where the year has no calendar.
    /// What is suspended in time, or reported in time, is not late while it waits.
    #[must_use]
    pub fn of(&self, line: &TaskLine) -> Option<(DueKind, String)> {
        if !line.state.is_open() {
            return None;
        }
        let due = self.calendar.date_due(line.due_on?).ok()?;
        let late = line.bucket == Some(TaskBucket::OpenOverdue);
        Some(match line.state {
            TaskState::Suspended if !late => (DueKind::Paused, "Tạm dừng".to_owned()),
            TaskState::CompletionReported if !late => (DueKind::Open, "Báo cáo trong hạn".to_owned()),
            _ => {
                let clock = Clock::Running { due, basis: Basis::Date };
                // A report that came late is as late as on its day, however long it waits for its confirmation.
                let reported = line.completed_on.and_then(|day| self.calendar.date_due(day).ok()).filter(|at| *at < self.now);
                let at = reported.unwrap_or(self.now);
                (due_kind(at, &clock, &self.calendar), remaining_text(at, &clock, &self.calendar))
            }
        })
    }
}
