//! One way for every step of a ticket: load, check right, version and state, change, save, append the event.

use super::rules;
use super::store::{self, NewEvent, Ticket};
use crate::audit::AuditEvent;
use crate::cx::{Cx, Portal};
use crate::error::{Error, Result};
use crate::{Actor, actor::ActorKind};
use chrono::NaiveDate;
use model::access::{Action, ObjectKind};
use model::queue::{TicketState, TicketStep};

/// Which version of a ticket a form was filled in for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Target<'a> {
    /// Address of the ticket.
    pub token: &'a str,
    /// Version that the reader saw; `None` takes the present one (seed).
    pub version: Option<i64>,
}

/// Who takes a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum By {
    /// Whoever holds the ticket and therefore knows its address.
    Holder,
    /// A clerk of the centre.
    Clerk,
    /// The clerk who called the number.
    Caller,
}

/// A step under way: the ticket as loaded, its state and the state to come.
pub(super) struct Step {
    pub ticket: Ticket,
    pub step: TicketStep,
    pub from: TicketState,
    pub to: TicketState,
}

/// Loads a ticket for a step: right, version and state are checked.
pub(super) async fn begin(cx: &mut Cx, target: Target<'_>, step: TicketStep, by: By) -> Result<Step> {
    let ticket = store::by_token(&mut cx.conn(), target.token).await?;
    if by != By::Holder {
        cx.require(Action::Edit, ObjectKind::QueueTicket, ticket.unit_id)?;
    }
    if target.version.is_some_and(|version| version != ticket.version) {
        return Err(store::changed_meanwhile(&ticket));
    }
    let step = of(ticket, step, Some(today(cx)))?;
    if by == By::Caller && step.ticket.clerk_id != cx.actor.account_id && cx.actor.kind != ActorKind::System {
        return Err(Error::conflict(format!("Số {} do quầy {} gọi. Hãy gọi số tiếp theo ở quầy của bạn.", step.ticket.code, step.ticket.counter)));
    }
    Ok(step)
}

/// The step of a loaded ticket; `day` is the day on which it is possible.
pub(super) fn of(ticket: Ticket, step: TicketStep, day: Option<NaiveDate>) -> Result<Step> {
    let from = ticket.state()?;
    let to = rules::next(step, from)?;
    if day.is_some_and(|day| day != ticket.day) {
        return Err(Error::conflict(format!("Số này chỉ dùng trong ngày {}. Hãy lấy số mới.", model::format::date(ticket.day))));
    }
    rules::check(step, ticket.calls, ticket.rejoined)?;
    Ok(Step { ticket, step, from, to })
}

/// Today in Viet Nam.
pub(super) fn today(cx: &Cx) -> NaiveDate {
    model::format::local_date(cx.now())
}

impl Step {
    /// Saves the changed ticket with its event and audit row.
    pub async fn finish(self, cx: &mut Cx) -> Result<Ticket> {
        let old = self.ticket.clone();
        self.try_finish(cx).await?.ok_or_else(|| store::changed_meanwhile(&old))
    }

    /// As [`Step::finish`]; `None` if somebody was faster.
    pub async fn try_finish(mut self, cx: &mut Cx) -> Result<Option<Ticket>> {
        let now = cx.now();
        self.ticket.state = self.to.as_str().to_owned();
        if !matches!(self.to, TicketState::Called | TicketState::Serving) {
            self.ticket.clerk_id = None;
        }
        if matches!(self.to, TicketState::Served | TicketState::Cancelled | TicketState::Skipped) {
            self.ticket.ended_at = Some(now);
        }
        if !store::save(&mut cx.conn(), &self.ticket, now).await? {
            return Ok(None);
        }
        self.ticket.version += 1;
        self.ticket.updated_at = now;
        let Ticket { id, version, group_id, counter, .. } = self.ticket;
        let event = NewEvent { ticket: id, seq: version, step: self.step, from: Some(self.from), to: self.to, group: group_id, counter };
        store::append(cx, event).await?;
        cx.audit(AuditEvent::new(format!("queue.{}", self.step), "queue_ticket", id).detail(&self.ticket.code));
        Ok(Some(self.ticket))
    }
}

/// Ends the tickets of past days that nobody called or that nobody came for.
///
/// # Errors
/// If the database cannot be written.
pub async fn nightly(portal: &Portal) -> Result<()> {
    loop {
        let mut cx = portal.write(&Actor::system("Hết ngày làm việc")).await?;
        let day = today(&cx);
        let rows = store::left_over(&mut cx.conn(), day).await?;
        if rows.is_empty() {
            return Ok(());
        }
        let mut ended = 0;
        for ticket in rows {
            ended += usize::from(of(ticket, TicketStep::Expire, None)?.try_finish(&mut cx).await?.is_some());
        }
        cx.commit().await?;
        if ended == 0 {
            return Ok(());
        }
    }
}
