//! Pages of the slice `procedures`: the catalogue (C26) and the page of one procedure (C01).

mod admin;
mod api;
mod detail;
mod list;

use crate::web::{Policy, Routes};

/// The routes of this slice.
pub fn routes(routes: Routes) -> Routes {
    admin::routes(routes).page("/thu-tuc", Policy::Public, list::page).page("/thu-tuc/{ma}", Policy::Public, detail::page).action(
        "/thu-tuc/{ma}/nop",
        Policy::SignedIn,
        api::start,
    )
}
