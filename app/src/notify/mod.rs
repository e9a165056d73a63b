//! Notices: the bell of a signed-in person, messages that did not arrive, and the simulated telephones of the demo.

mod api;
mod channels;
mod notices;
mod phones;
mod unsent;
mod untold;

use crate::web::{Policy, Routes};
use model::access::{Action, ObjectKind};

/// Administrators see what did not arrive.
const SEE: Policy = Policy::Permission(Action::View, ObjectKind::Outbox);
/// They send it again or close it.
const CARE: Policy = Policy::Permission(Action::Edit, ObjectKind::Outbox);
/// The counter and the officer of a dossier tell the applicant; the use case knows whose it is.
const DOSSIER: Policy = Policy::Permission(Action::View, ObjectKind::Dossier);

/// The routes of this slice.
pub fn routes(routes: Routes) -> Routes {
    routes
        .page("/can-bo/thong-bao", Policy::Official, notices::page)
        .page(channels::PAGE, Policy::Official, channels::page)
        .action(channels::PAGE, Policy::Official, channels::choose)
        .page("/thong-bao", Policy::SignedIn, notices::page)
        .action("/thong-bao/da-doc", Policy::SignedIn, api::mark_read)
        .page(unsent::PAGE, SEE, unsent::page)
        .page("/quan-tri/tin-chua-den/{ma}", SEE, unsent::message_page)
        .action("/quan-tri/tin-chua-den/{ma}/gui-lai", CARE, unsent::resend)
        .action("/quan-tri/tin-chua-den/{ma}/dong", CARE, unsent::close)
        .page("/can-bo/bao-nguoi-nop/{ma}", DOSSIER, untold::page)
        .action("/can-bo/bao-nguoi-nop/{ma}", DOSSIER, untold::told)
        .page("/minh-hoa/tin-nhan", Policy::Public, phones::page)
        .action("/minh-hoa/tin-nhan", Policy::Public, phones::write)
}
