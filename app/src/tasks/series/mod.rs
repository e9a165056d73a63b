//! Pages of the series of tasks.
//!
//! | file | page |
//! |---|---|
//! | `list` | `/can-bo/nhiem-vu/dinh-ky` |
//! | `form` | `/can-bo/nhiem-vu/dinh-ky/lap` and `/can-bo/nhiem-vu/dinh-ky/{ma}/sua` |
//! | `detail` | `/can-bo/nhiem-vu/dinh-ky/{ma}` |
//! | `api` | the actions |

mod api;
mod detail;
mod form;
mod list;

use super::ASSIGN;
use crate::web::{Policy, Routes};

/// The routes of the series. Whoever sees the tasks of a unit sees its series; who gives tasks changes them.
pub fn routes(routes: Routes) -> Routes {
    routes
        .page("/can-bo/nhiem-vu/dinh-ky", Policy::Official, list::page)
        .page("/can-bo/nhiem-vu/dinh-ky/lap", ASSIGN, form::new)
        .action("/can-bo/nhiem-vu/dinh-ky/lap", ASSIGN, api::create)
        .page("/can-bo/nhiem-vu/dinh-ky/{ma}", Policy::Official, detail::page)
        .page("/can-bo/nhiem-vu/dinh-ky/{ma}/sua", ASSIGN, form::change)
        .action("/can-bo/nhiem-vu/dinh-ky/{ma}/sua", ASSIGN, api::change)
        .action("/can-bo/nhiem-vu/dinh-ky/{ma}/doi-theo-doi", ASSIGN, api::change_monitor)
        .action("/can-bo/nhiem-vu/dinh-ky/{ma}/tam-dung", ASSIGN, api::pause)
        .action("/can-bo/nhiem-vu/dinh-ky/{ma}/chay-tiep", ASSIGN, api::resume)
        .action("/can-bo/nhiem-vu/dinh-ky/{ma}/ket-thuc", ASSIGN, api::end)
}
