//! Pages of the slice `procedures`: the catalogue (C26) and the page of one procedure (C01).

mod admin;
mod api;
mod detail;
mod list;

pub(crate) use detail::template_link;

use crate::web::{Policy, Routes};

/// The routes of this slice.
pub fn routes(routes: Routes) -> Routes {
    admin::routes(routes)
        .page("/thu-tuc", Policy::Public, list::page)
        .page("/thu-tuc/{ma}", Policy::Public, detail::page)
        .download("/thu-tuc/{ma}/mau/{tep}", Policy::Public, api::template)
        .action("/thu-tuc/{ma}/nop", Policy::SignedIn, api::start)
}
