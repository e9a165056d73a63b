//! A row of a list that is judged by its times: the same columns and the same judgement for the applicant and for the desk.

use super::timing::{Remaining, Times};
use crate::error::Result;
use chrono::{DateTime, Utc};
use model::calendar::WorkCalendar;
use model::dossiers::DossierState;
use sqlx::FromRow;

/// The columns of [`Timed`], of a dossier `d`.
macro_rules! timed_columns {
    () => {
        "d.state, d.competent_unit_id, d.receiving_unit_id, d.deadline_rule, d.pauses, d.extensions, d.submitted_at, d.intake_due, d.received_at, d.ended_at, d.due_current"
    };
}
pub(super) use timed_columns;

/// What tells of a dossier how much time is left.
#[derive(FromRow)]
pub(super) struct Timed {
    state: String,
    pub competent_unit_id: i64,
    receiving_unit_id: i64,
    deadline_rule: String,
    pauses: String,
    extensions: String,
    pub submitted_at: DateTime<Utc>,
    pub intake_due: Option<DateTime<Utc>>,
    pub received_at: Option<DateTime<Utc>>,
    ended_at: Option<DateTime<Utc>>,
    pub due_current: Option<DateTime<Utc>>,
}

impl Timed {
    /// The unit whose calendar counts: the competent one from the receipt on.
    pub(super) const fn unit(&self) -> i64 {
        if self.received_at.is_some() { self.competent_unit_id } else { self.receiving_unit_id }
    }

    /// # Errors
    /// Only for a damaged row.
    pub(super) fn state(&self) -> Result<DossierState> {
        Ok(self.state.parse()?)
    }

    /// How much time is left.
    ///
    /// # Errors
    /// Only for a damaged row.
    pub(super) fn left(&self, now: DateTime<Utc>, cal: &WorkCalendar) -> Result<Remaining> {
        let times = Times {
            state: self.state()?,
            rule: &self.deadline_rule,
            pauses: &self.pauses,
            extensions: &self.extensions,
            intake_due: self.intake_due,
            received_at: self.received_at,
            ended_at: self.ended_at,
            due: self.due_current,
        };
        times.text(now, cal)
    }
}
