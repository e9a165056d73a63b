//! Small public tools: the due-date calculator, the display settings, the component sheet.

mod api;
mod due;
mod sheet;

use crate::web::{Policy, Routes};

/// The routes of this slice.
pub fn routes(routes: Routes) -> Routes {
    routes.page("/cong-cu/tinh-han", Policy::Public, due::page).page("/kieu-dang", Policy::Public, sheet::page).action(
        "/tuy-chon",
        Policy::Public,
        api::choose_display,
    )
}
