//! Notices: the bell of a signed-in person, and the simulated telephones of the demo.

mod api;
mod channels;
mod notices;
mod phones;

use crate::web::{Policy, Routes};

/// The routes of this slice.
pub fn routes(routes: Routes) -> Routes {
    routes
        .page("/can-bo/thong-bao", Policy::Official, notices::page)
        .page(channels::PAGE, Policy::Official, channels::page)
        .action(channels::PAGE, Policy::Official, channels::choose)
        .page("/thong-bao", Policy::SignedIn, notices::page)
        .action("/thong-bao/da-doc", Policy::SignedIn, api::mark_read)
        .page("/minh-hoa/tin-nhan", Policy::Public, phones::page)
        .action("/minh-hoa/tin-nhan", Policy::Public, phones::write)
}
