//! The open tasks that a rule may speak of: one statement, few columns.

use crate::cx::Cx;
use crate::error::Result;
use chrono::{DateTime, Days, NaiveDate, Utc};
use model::tasks::TaskSource;
use model::tasks::reminders::{Schedule, TaskFacts};
use sqlx::FromRow;

/// An open task, as the rules need it.
#[derive(Debug, FromRow)]
pub(crate) struct OpenTask {
    pub id: i64,
    pub code: String,
    /// The unit that works on it now.
    pub unit_id: i64,
    pub state: String,
    pub urgency: String,
    pub due_on: Option<NaiveDate>,
    pub assigned_on: NaiveDate,
    pub assigned_at: Option<DateTime<Utc>>,
    pub reported_at: Option<DateTime<Utc>>,
    pub source_kind: String,
    pub person_id: Option<i64>,
    pub monitor_id: Option<i64>,
    pub assigner_id: Option<i64>,
    pub parent_id: Option<i64>,
}

impl OpenTask {
    /// True for a task that the province follows: no sub-task, and not given inside the unit.
    pub(super) fn followed(&self) -> bool {
        self.parent_id.is_none() && self.source_kind != TaskSource::UnitInternal.as_str()
    }

    pub(super) fn facts(&self) -> Result<TaskFacts> {
        Ok(TaskFacts {
            state: self.state.parse()?,
            urgency: self.urgency.parse()?,
            due_on: self.due_on,
            assigned_on: self.assigned_on,
            assigned_at: self.assigned_at,
            reported_at: self.reported_at,
            followed: self.followed(),
        })
    }
}

macro_rules! open_sql {
    ($rest:literal) => {
        concat!(
            "SELECT t.id, t.code, COALESCE(t.continuing_unit_id, t.lead_unit_id) AS unit_id, t.state, t.urgency, t.due_on, t.assigned_on, t.assigned_at,
                    t.reported_at, t.source_kind, t.person_id, t.monitor_id, t.assigner_id, t.parent_id
             FROM task t WHERE ",
            $rest
        )
    };
}

// Imported history is nobody's work until somebody is in charge of it.
sql!(
    OPEN,
    open_sql!(
        "t.state IN ('assigned', 'accepted', 'returned_to_assigner', 'in_progress', 'completion_reported') AND t.assigned_on IS NOT NULL
           AND (t.tracked OR t.person_id IS NOT NULL) AND (t.due_on <= $1 OR t.state IN ('assigned', 'completion_reported')) ORDER BY t.id"
    )
);

/// Every open task of which the day may say something.
pub(super) async fn open(cx: &mut Cx, today: NaiveDate, schedule: &Schedule) -> Result<Vec<OpenTask>> {
    // The longest holiday is shorter than two weeks, and a week has five working days.
    let ahead = u64::from(schedule.before_days.iter().copied().max().unwrap_or_default()) * 2 + 15;
    let until = today.checked_add_days(Days::new(ahead)).unwrap_or(today);
    cx.conn().all(OPEN, args![until]).await
}

sql!(
    EXPRESS,
    open_sql!(
        "t.state IN ('assigned', 'accepted', 'in_progress') AND t.urgency = 'express' AND t.assigned_on IS NOT NULL AND t.due_on IS NOT NULL
           AND (t.tracked OR t.person_id IS NOT NULL) ORDER BY t.id"
    )
);

/// The express tasks at work.
pub(super) async fn express(cx: &mut Cx) -> Result<Vec<OpenTask>> {
    cx.conn().all(EXPRESS, args![]).await
}
