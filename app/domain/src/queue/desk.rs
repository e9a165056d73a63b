//! The counter (O16): calling, serving, sending on.

use super::centres;
use super::kiosk::{back_in_line, since};
use super::steps::{self, By, Target, begin, today};
use super::store::{self, Ticket};
use crate::cx::Cx;
use crate::error::{Error, Result};
use crate::numbering;
use chrono::{DateTime, Utc};
use model::access::{Action, ObjectKind};
use model::queue::{Desk, DeskTicket, DeskView, TicketState, TicketStep};

/// Rows of a list on the clerk's page.
const ROWS: i64 = 12;
/// How often "next" looks again when other clerks were faster.
const TRIES: usize = 60;

/// Calls the next number of a group to a counter and returns it; `None` if nobody waits. Two clerks never get the same one.
///
/// # Errors
/// `Forbidden` outside the own centre, `Conflict` while this clerk still has a number.
pub async fn call_next(cx: &mut Cx, desk: &Desk) -> Result<Option<String>> {
    let account = cx.actor.account_id.ok_or(Error::Unauthorized)?;
    let centre = centres::centre(cx, &desk.centre).await?;
    cx.require(Action::Edit, ObjectKind::QueueTicket, centre.unit)?;
    let group = centres::group(&centre, &desk.group, "nhom")?.id;
    let day = today(cx);
    // One clerk at a time: a button pressed twice must not call two numbers.
    numbering::next(&mut cx.conn(), &format!("queue.clerk:{account}")).await?;
    if let Some(open) = store::of_clerk(&mut cx.conn(), account, day).await? {
        return Err(Error::conflict(format!("Bạn đang có số {}. Hãy phục vụ xong, chuyển quầy hoặc bỏ lượt rồi gọi số tiếp theo.", open.code)));
    }
    let now = cx.now();
    for _ in 0..TRIES {
        let Some(ticket) = store::line(&mut cx.conn(), group, day, now, 1).await?.into_iter().next() else { return Ok(None) };
        let mut step = steps::of(ticket, TicketStep::Call, Some(day))?;
        let ticket = &mut step.ticket;
        (ticket.clerk_id, ticket.counter, ticket.calls, ticket.called_at) = (Some(account), desk.counter, 1, Some(now));
        if let Some(ticket) = step.try_finish(cx).await? {
            return Ok(Some(ticket.code));
        }
    }
    Err(Error::conflict("Nhiều quầy đang gọi cùng lúc. Hãy bấm lại."))
}

/// Calls the number once more; at most three times in all.
///
/// # Errors
/// `Forbidden`, `Conflict` for another version, state, clerk, or after the third call.
pub async fn call_again(cx: &mut Cx, target: Target<'_>) -> Result<()> {
    let mut step = begin(cx, target, TicketStep::CallAgain, By::Caller).await?;
    (step.ticket.calls, step.ticket.called_at) = (step.ticket.calls + 1, Some(cx.now()));
    step.finish(cx).await.map(|_| ())
}

/// Skips a number that was called three times.
///
/// # Errors
/// As [`call_again`].
pub async fn skip(cx: &mut Cx, target: Target<'_>) -> Result<()> {
    begin(cx, target, TicketStep::Skip, By::Caller).await?.finish(cx).await.map(|_| ())
}

/// The person is there: waiting ends, serving begins.
///
/// # Errors
/// `Forbidden`, `Conflict` for another version, state or clerk.
pub async fn start(cx: &mut Cx, target: Target<'_>) -> Result<()> {
    let mut step = begin(cx, target, TicketStep::Start, By::Caller).await?;
    let now = cx.now();
    step.ticket.waited_s += since(Some(step.ticket.queued_at), now);
    step.ticket.serving_at = Some(now);
    step.finish(cx).await.map(|_| ())
}

/// The person is served.
///
/// # Errors
/// As [`start`].
pub async fn done(cx: &mut Cx, target: Target<'_>) -> Result<()> {
    let mut step = begin(cx, target, TicketStep::Done, By::Caller).await?;
    step.ticket.served_s += since(step.ticket.serving_at, cx.now());
    step.finish(cx).await.map(|_| ())
}

/// Sends the person on to another group of the centre, with the same number and the old place in line.
///
/// # Errors
/// As [`start`]; `Invalid` on `nhom_moi` for no other group of this centre.
pub async fn transfer(cx: &mut Cx, target: Target<'_>, letter: &str) -> Result<()> {
    let mut step = begin(cx, target, TicketStep::Transfer, By::Caller).await?;
    let (now, unit, here) = (cx.now(), step.ticket.unit_id, step.ticket.group_id);
    let groups = store::groups(&mut cx.conn(), unit).await?;
    let to = groups.iter().find(|group| group.letter == letter && group.id != here);
    let to = to.ok_or_else(|| Error::field("nhom_moi", "Hãy chọn một nhóm quầy khác của trung tâm."))?.id;
    let ticket = &mut step.ticket;
    match step.from {
        TicketState::Serving => ticket.served_s += since(ticket.serving_at, now),
        _ => ticket.waited_s += since(Some(ticket.queued_at), now),
    }
    (ticket.group_id, ticket.queued_at, ticket.calls, ticket.counter) = (to, now, 0, 0);
    (ticket.called_at, ticket.serving_at) = (None, None);
    step.finish(cx).await.map(|_| ())
}

/// A clerk gives up a number for somebody who leaves.
///
/// # Errors
/// `Forbidden`, `Conflict` for another version or state.
pub async fn cancel_for(cx: &mut Cx, target: Target<'_>) -> Result<()> {
    begin(cx, target, TicketStep::Cancel, By::Clerk).await?.finish(cx).await.map(|_| ())
}

/// A clerk puts a skipped number at the end of the line; once.
///
/// # Errors
/// `Forbidden`, `Conflict` for another version or state, or a second time.
pub async fn rejoin_for(cx: &mut Cx, target: Target<'_>) -> Result<()> {
    back_in_line(cx, target, By::Clerk).await
}

/// The page of a clerk; `None` if no centre of the clerk gives numbers.
///
/// # Errors
/// `Forbidden` without the right, `NotFound` for a centre outside it.
pub async fn desk(cx: &mut Cx, centre: Option<&str>, letter: Option<&str>) -> Result<Option<DeskView>> {
    let reach = cx.require_reach(Action::Edit, ObjectKind::QueueTicket)?;
    let centres = centres::of_units(cx, |unit| reach.covers(unit)).await?;
    let code = match centre {
        Some(code) => centres.iter().find(|line| line.code == code).ok_or(Error::NotFound)?.code.clone(),
        None => match centres.first() {
            Some(first) => first.code.clone(),
            None => return Ok(None),
        },
    };
    let centre = centres::centre(cx, &code).await?;
    let group = letter.and_then(|letter| centre.group(letter)).or(centre.groups.first()).ok_or(Error::NotFound)?;
    let (group, letter, day, now) = (group.id, group.letter.clone(), today(cx), cx.now());
    let current = match cx.actor.account_id {
        Some(account) => store::of_clerk(&mut cx.conn(), account, day).await?,
        None => None,
    };
    let line = store::line(&mut cx.conn(), group, day, now, ROWS).await?;
    let skipped = store::skipped(&mut cx.conn(), group, day, ROWS).await?;
    let figures = store::figures(&mut cx.conn(), group, day).await?;
    let named = |ticket: &Ticket| {
        let letter = centre.groups.iter().find(|group| group.id == ticket.group_id).map(|group| group.letter.clone());
        shown(ticket, letter.unwrap_or_default(), now)
    };
    let list = |tickets: Vec<Ticket>| tickets.iter().map(named).collect::<Result<Vec<_>>>();
    let (current, waiting, skipped) = (current.as_ref().map(named).transpose()?, list(line)?, list(skipped)?);
    Ok(Some(DeskView { centres, letter, current, waiting, skipped, figures, centre }))
}

fn shown(ticket: &Ticket, letter: String, now: DateTime<Utc>) -> Result<DeskTicket> {
    let state = ticket.state()?;
    let from = match state {
        TicketState::Called => ticket.called_at,
        TicketState::Serving => ticket.serving_at,
        TicketState::Waiting | TicketState::Transferred => Some(ticket.queued_at),
        TicketState::Skipped | TicketState::Served | TicketState::Cancelled => ticket.ended_at,
    };
    let from = from.unwrap_or(ticket.updated_at);
    Ok(DeskTicket {
        token: ticket.token.clone(),
        version: ticket.version,
        code: ticket.code.clone(),
        letter,
        counter: ticket.counter,
        calls: ticket.calls,
        booked_slot: ticket.booked_slot,
        since: from,
        seconds: since(Some(from), now),
        rejoined: ticket.rejoined,
        state,
    })
}
