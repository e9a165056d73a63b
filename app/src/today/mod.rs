//! `/can-bo`: everything that waits for the person who acts.

mod page;
mod week;

use crate::web::{Policy, Routes};

/// The routes of this slice.
pub fn routes(routes: Routes) -> Routes {
    routes.page("/can-bo", Policy::Official, page::page)
}
