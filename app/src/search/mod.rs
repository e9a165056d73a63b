//! `/tim`: one search over everything public.

mod page;

use crate::web::{Policy, Routes};

/// The routes of this slice.
pub fn routes(routes: Routes) -> Routes {
    routes.page("/tim", Policy::Public, page::page)
}
