//! Taking a number, and what its holder sees and may do.

use super::steps::{By, Target, begin, today};
use super::store::{self, NewTicket, Ticket};
use super::{centres, rules};
use crate::audit::AuditEvent;
use crate::cx::Cx;
use crate::error::{Error, Result};
use crate::{numbering, org};
use chrono::{DateTime, Utc};
use model::queue::{CentreView, GroupView, TicketState, TicketStep, TicketView, ticket_code};

/// Longest line in which places are counted.
pub(super) const LINE_MOST: i64 = 500;
/// Characters of the address of a ticket.
const TOKEN: usize = 12;

/// A booking that somebody arrives with.
#[derive(Debug, Clone, Copy)]
pub(super) struct Arrival {
    pub booking: i64,
    pub slot: DateTime<Utc>,
    pub in_time: bool,
}

/// Takes the next number of a counter group and returns the address of the ticket.
///
/// # Errors
/// `NotFound` for no centre, `Invalid` on `nhom`, `Conflict` outside the hours.
pub async fn take(cx: &mut Cx, centre: &str, letter: &str) -> Result<String> {
    let centre = centres::centre(cx, centre).await?;
    let group = centres::group(&centre, letter, "nhom")?;
    give(cx, &centre, group, None).await
}

/// Gives the next number. The number is taken in the transaction of the ticket, so that none is lost or doubled.
pub(super) async fn give(cx: &mut Cx, centre: &CentreView, group: &GroupView, arrival: Option<Arrival>) -> Result<String> {
    if !centre.open {
        let hours = if centre.hours.is_empty() {
            "Hôm nay trung tâm không làm việc.".to_owned()
        } else {
            format!("Giờ làm việc hôm nay: {}.", centre.hours)
        };
        return Err(Error::conflict(format!("Ngoài giờ phát số. {hours} Bạn có thể đặt lịch cho ngày khác.")));
    }
    let day = today(cx);
    let number = numbering::next(&mut cx.conn(), &format!("queue:{}:{day}", group.id)).await?;
    let (code, token) = (ticket_code(&group.letter, number), numbering::random_code(TOKEN));
    let new = NewTicket {
        unit: centre.unit,
        group: group.id,
        day,
        number,
        code: &code,
        token: &token,
        booking: arrival.map(|arrival| arrival.booking),
        booked_slot: arrival.map(|arrival| arrival.slot),
        priority_from: arrival.filter(|arrival| arrival.in_time).map(|arrival| arrival.slot),
    };
    let id = store::insert(cx, new).await?;
    cx.audit(AuditEvent::new("queue.take", "queue_ticket", id).detail(code));
    Ok(token)
}

/// A ticket as its holder sees it.
///
/// # Errors
/// `NotFound` for an unknown address.
pub async fn ticket(cx: &mut Cx, token: &str) -> Result<TicketView> {
    let ticket = store::by_token(&mut cx.conn(), token).await?;
    let group = store::group(&mut cx.conn(), ticket.group_id).await?;
    let unit = org::unit(cx, ticket.unit_id, ticket.day).await?;
    let (state, now, is_today) = (ticket.state()?, cx.now(), ticket.day == today(cx));
    let ahead = if state.is_in_line() { place(cx, &ticket).await? } else { 0 };
    let shown =
        GroupView { id: group.id, letter: group.letter.clone(), name: group.name.clone(), counters: group.counters, minutes: group.minutes, waiting: 0 };
    Ok(TicketView {
        may_cancel: is_today && rules::allowed(TicketStep::Cancel, state),
        may_rejoin: is_today && rules::allowed(TicketStep::Rejoin, state) && !ticket.rejoined,
        wait_minutes: shown.wait_minutes(ahead),
        waited_s: waited(&ticket, state, now),
        served_s: if state == TicketState::Serving { ticket.served_s + since(ticket.serving_at, now) } else { ticket.served_s },
        group: group.label(),
        centre_code: unit.code,
        centre: unit.name,
        token: ticket.token,
        version: ticket.version,
        code: ticket.code,
        day: ticket.day,
        taken_at: ticket.created_at,
        counter: if matches!(state, TicketState::Called | TicketState::Serving) { ticket.counter } else { 0 },
        state,
        ahead,
    })
}

/// People before a ticket that stands in line.
async fn place(cx: &mut Cx, ticket: &Ticket) -> Result<i64> {
    let now = cx.now();
    let line = store::line(&mut cx.conn(), ticket.group_id, ticket.day, now, LINE_MOST).await?;
    let place = line.iter().position(|other| other.id == ticket.id).unwrap_or(line.len());
    Ok(i64::try_from(place).unwrap_or(LINE_MOST))
}

/// Seconds from an instant to now, never negative.
pub(super) fn since(from: Option<DateTime<Utc>>, now: DateTime<Utc>) -> i64 {
    from.map_or(0, |from| (now - from).num_seconds().max(0))
}

/// Seconds that the holder has waited so far: until the service begins, or until the ticket ended.
fn waited(ticket: &Ticket, state: TicketState, now: DateTime<Utc>) -> i64 {
    match state {
        TicketState::Waiting | TicketState::Transferred | TicketState::Called => ticket.waited_s + since(Some(ticket.queued_at), now),
        TicketState::Skipped | TicketState::Cancelled => ticket.waited_s + since(Some(ticket.queued_at), ticket.ended_at.unwrap_or(now)),
        TicketState::Serving | TicketState::Served => ticket.waited_s,
    }
}

/// The holder gives the number up.
///
/// # Errors
/// `NotFound`, `Conflict` for another version or state.
pub async fn cancel(cx: &mut Cx, target: Target<'_>) -> Result<()> {
    begin(cx, target, TicketStep::Cancel, By::Holder).await?.finish(cx).await.map(|_| ())
}

/// The holder of a skipped number stands in line again, at its end; once.
///
/// # Errors
/// `NotFound`, `Conflict` for another version or state, or a second time.
pub async fn rejoin(cx: &mut Cx, target: Target<'_>) -> Result<()> {
    back_in_line(cx, target, By::Holder).await
}

/// A skipped number at the end of the line.
pub(super) async fn back_in_line(cx: &mut Cx, target: Target<'_>, by: By) -> Result<()> {
    let mut step = begin(cx, target, TicketStep::Rejoin, by).await?;
    let now = cx.now();
    let ticket = &mut step.ticket;
    // The time during which nobody came does not count as waiting.
    (ticket.rejoined, ticket.order_at, ticket.queued_at, ticket.priority_from) = (true, now, now, None);
    (ticket.calls, ticket.counter, ticket.ended_at) = (0, 0, None);
    step.finish(cx).await.map(|_| ())
}
