//! Pages of the slice `queue`: numbers of one-stop centres.
//!
//! | file | page |
//! |---|---|
//! | `centres` | `/lay-so`: the centres |
//! | `kiosk` | `/lay-so/{ma}`: taking a number, with large buttons |
//! | `ticket` | `/phieu-goi/{ma}`: a ticket |
//! | `screen` | `/goi-so/{ma}`: the calling screen, which reloads itself |
//! | `book` | `/dat-lich`: centre, group, day, half hour (C25) |
//! | `booking` | `/dat-lich/{ma}`: a booking |
//! | `desk` | `/can-bo/goi-so`: the counter (O16) |
//! | `api` | the actions |

mod api;
mod book;
mod booking;
mod centres;
mod desk;
mod kiosk;
mod screen;
mod ticket;

use crate::web::{Policy, Routes};
use model::access::{Action, ObjectKind};
use model::queue::TicketStep;

/// The right of a clerk.
const CLERK: Policy = Policy::Permission(Action::Edit, ObjectKind::QueueTicket);

/// The routes of this slice.
pub fn routes(routes: Routes) -> Routes {
    routes
        .page("/lay-so", Policy::Public, centres::page)
        .page("/lay-so/{ma}", Policy::Public, kiosk::page)
        .action("/lay-so/{ma}", Policy::Public, api::take)
        .action("/lay-so/{ma}/lich-hen", Policy::Public, api::arrive)
        .page("/phieu-goi/{ma}", Policy::Public, ticket::page)
        .action("/phieu-goi/{ma}/huy", Policy::Public, api::cancel)
        .action("/phieu-goi/{ma}/vao-lai", Policy::Public, api::rejoin)
        .page("/goi-so/{ma}", Policy::Public, screen::page)
        .page("/dat-lich", Policy::Public, book::page)
        .action("/dat-lich", Policy::Public, api::book)
        .action("/dat-lich/xem", Policy::Public, api::find_booking)
        .page("/dat-lich/{ma}", Policy::Public, booking::page)
        .action("/dat-lich/{ma}/huy", Policy::Public, api::cancel_booking)
        .page("/can-bo/goi-so", CLERK, desk::page)
        .action("/can-bo/goi-so", CLERK, api::call_next)
        .action("/can-bo/goi-so/{ma}/{buoc}", CLERK, api::step)
}

/// Last part of the address of a clerk's step; none for steps that are not taken on a ticket at the counter.
const fn address_of(step: TicketStep) -> Option<&'static str> {
    Some(match step {
        TicketStep::CallAgain => "goi-lai",
        TicketStep::Skip => "bo-luot",
        TicketStep::Rejoin => "vao-lai",
        TicketStep::Start => "bat-dau",
        TicketStep::Done => "xong",
        TicketStep::Transfer => "chuyen",
        TicketStep::Cancel => "huy",
        TicketStep::Take | TicketStep::Call | TicketStep::Expire => return None,
    })
}
