//! Until when each step of the workflow may take: the column "Hạn của bước" of form 06 (02 §9). It guides people and never moves the legal
//! due date (03 §3 rule 7).

use super::TimelineEntry;
use super::workflow::place;
use crate::calendar::{Basis, Clock, DueClass, Moment, WorkCalendar, classify};
use crate::procedures::FlowStep;
use chrono::{DateTime, Utc};

/// The share of time of the step that one event began.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StepLimit {
    /// End of the share, UTC.
    pub due: DateTime<Utc>,
    /// When the dossier left the step, UTC; none while it is there.
    pub left: Option<DateTime<Utc>>,
}

impl StepLimit {
    /// How the step ended; none while it goes on.
    #[must_use]
    pub fn class(&self) -> Option<DueClass> {
        let clock = Clock::Running { due: self.due, basis: Basis::Instant };
        self.left.map(|left| classify(Moment::Finished(left), &clock))
    }
}

/// For each line of the timeline the limit of the step that it begins; none where the step stays the same, has no limit, is the
/// applicant's, or where a calendar is missing. A step that is taken again has what is left of its share.
#[must_use]
pub fn step_limits(steps: &[FlowStep], timeline: &[TimelineEntry], cal: &WorkCalendar) -> Vec<Option<StepLimit>> {
    let mut limits: Vec<Option<StepLimit>> = vec![None; timeline.len()];
    let mut shares: Vec<i64> = steps.iter().map(|step| step.hours * 60).collect();
    let mut here: Option<(usize, usize, DateTime<Utc>)> = None;
    for (line, entry) in timeline.iter().enumerate() {
        let next = place(steps, entry.to, entry.stage);
        if here.map(|(step, _, _)| step) == next {
            continue;
        }
        if let Some((step, begun, since)) = here {
            let spent = cal.working_minutes_between(since, entry.at).unwrap_or(0);
            shares[step] = (shares[step] - spent).max(0);
            limits[begun] = limits[begun].map(|limit| StepLimit { left: Some(entry.at), ..limit });
        }
        here = next.map(|step| (step, line, entry.at));
        let share = next.filter(|step| steps[*step].hours > 0).map(|step| shares[step]);
        let due = share.and_then(|share| cal.add_working_minutes(entry.at, u64::try_from(share).ok()?).ok());
        limits[line] = due.map(|due| StepLimit { due, left: None });
    }
    limits
}
