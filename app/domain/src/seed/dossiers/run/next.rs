//! What follows a step of a dossier, and when.

use super::super::plan::{self, Outcome};
use super::{Next, Runner};
use crate::error::Result;
use chrono::{DateTime, Duration, Utc};
use model::dossiers::ProcessingStage;
use rand::Rng;

impl Runner<'_> {
    /// What follows a step, and when.
    pub(super) fn plan(&mut self, index: usize, done: Next) -> Result<()> {
        use ProcessingStage as S;
        let now = self.portal.clock().now();
        let (outcome, supplement) = (self.travels[index].outcome, self.travels[index].supplement);
        let due = self.travels[index].dossier.as_ref().and_then(|dossier| dossier.due);
        let soon = self.rng.random_range(10..200);
        match done {
            Next::Submit if outcome == Outcome::Refused => self.later(index, soon, Next::Refuse),
            Next::Submit => self.later(index, soon, Next::Receive),
            Next::Receive => {
                let due = due.unwrap_or(now + Duration::days(7));
                self.travels[index].finish = Some(plan::finish(&mut self.rng, &self.cal, outcome, now, due));
                self.spread(index, 8, Next::Start)
            }
            Next::Start if outcome == Outcome::Withdrawn => self.later(index, soon, Next::Withdraw),
            Next::Start if outcome == Outcome::Stopped => self.later(index, soon * 2, Next::Stop),
            Next::Start if supplement && self.may_supplement(index, now, due) => self.later(index, soon, Next::Propose),
            Next::Propose => self.later(index, soon / 2, Next::Approve),
            Next::Approve if self.travels[index].applicant.account.is_some() => Ok(()),
            Next::Approve => {
                self.later(index, soon, Next::Tell)?;
                self.later(index, 300 + soon * 8, Next::Answer)
            }
            Next::Answer => {
                let due = due.unwrap_or(now + Duration::days(7));
                self.travels[index].finish = Some(plan::finish(&mut self.rng, &self.cal, outcome, now, due));
                self.spread(index, 4, Next::Move(S::Drafting))
            }
            Next::Start => self.spread(index, 3, Next::Move(S::Drafting)),
            Next::Move(S::Drafting) => self.spread(index, 3, Next::Move(S::ToSign)),
            Next::Move(S::ToSign) => self.spread(index, 2, Next::Move(S::Signed)),
            Next::Move(_) => self.spread(index, 1, Next::Publish),
            Next::Withdraw => self.later(index, soon, Next::AcceptWithdrawal),
            // The demo citizen with a result still has to fetch it.
            Next::Publish if self.travels[index].applicant.account.is_none() => self.later(index, 60 + soon * 4, Next::Return),
            Next::Refuse | Next::Stop => self.later(index, soon, Next::Tell),
            Next::Publish | Next::AcceptWithdrawal | Next::Return | Next::Tell => Ok(()),
        }
    }

    /// Proposing and approving take two persons, and time before the due date.
    fn may_supplement(&self, index: usize, now: DateTime<Utc>, due: Option<DateTime<Utc>>) -> bool {
        let room = due.and_then(|due| self.cal.working_minutes_between(now, due).ok()).unwrap_or(0);
        room > 2 * 480 && self.actor(index, "case_officer").person_id != self.actor(index, "unit_leader").person_id
    }

    /// Plans a step at one part in `parts` of the working time that is left until the result.
    fn spread(&mut self, index: usize, parts: u64, next: Next) -> Result<()> {
        let now = self.portal.clock().now();
        let finish = self.travels[index].finish.unwrap_or(now);
        let left = u64::try_from(self.cal.working_minutes_between(now, finish).unwrap_or(0)).unwrap_or(0);
        self.later(index, left / parts, next)
    }
}
