//! `/can-bo`: everything that waits for the person who acts.

mod badge;
mod help;
mod news;
mod page;
mod week;

pub(crate) use badge::due_badge;
pub(crate) use help::address as help_address;

use crate::web::{Policy, Routes};

/// The routes of this slice.
pub fn routes(routes: Routes) -> Routes {
    routes.page("/can-bo", Policy::Official, page::page).action("/can-bo/da-xem", Policy::Official, news::seen).page(
        "/can-bo/huong-dan/{trang}",
        Policy::Official,
        help::page,
    )
}
