//! The public calling screen of a centre: numbers and counters, nothing about people.

use super::centres;
use super::steps::today;
use super::store::{self, Ticket};
use crate::cx::Cx;
use crate::error::Result;
use model::queue::{CalledView, ScreenView, TicketState};

/// The screen of a centre.
///
/// # Errors
/// `NotFound` for a code that is no centre with counter groups today.
pub async fn screen(cx: &mut Cx, code: &str) -> Result<ScreenView> {
    let centre = centres::centre(cx, code).await?;
    let (day, as_of) = (today(cx), cx.now());
    let tickets = store::at_counters(&mut cx.conn(), centre.unit, day).await?;
    let list = |state: TicketState| {
        let of_state = |ticket: &&Ticket| ticket.state == state.as_str();
        tickets.iter().filter(of_state).map(|ticket| CalledView { code: ticket.code.clone(), counter: ticket.counter, state }).collect()
    };
    Ok(ScreenView { called: list(TicketState::Called), serving: list(TicketState::Serving), centre, as_of })
}
