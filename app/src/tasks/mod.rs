//! Pages of the slice `tasks` for officials.
//!
//! | file | page |
//! |---|---|
//! | `list` | `/can-bo/nhiem-vu`, `/can-bo/nhiem-vu/cho-xac-nhan`, `/can-bo/nhiem-vu/gia-han` |
//! | `give` | `/can-bo/nhiem-vu/giao` |
//! | `detail`, `steps` | `/can-bo/nhiem-vu/{code}` and the forms of its steps |
//! | `api` | the actions |

mod api;
mod detail;
mod give;
mod list;
mod steps;

use crate::web::{Policy, Routes};
use model::access::{Action, ObjectKind};

/// The routes of this slice.
pub fn routes(routes: Routes) -> Routes {
    routes
        .page("/can-bo/nhiem-vu", Policy::Official, list::page)
        .page("/can-bo/nhiem-vu/cho-xac-nhan", Policy::Permission(Action::Approve, ObjectKind::Task), list::to_confirm)
        .page("/can-bo/nhiem-vu/gia-han", Policy::Permission(Action::Assign, ObjectKind::Task), list::extensions)
        .page("/can-bo/nhiem-vu/giao", Policy::Permission(Action::Create, ObjectKind::Task), give::page)
        .action("/can-bo/nhiem-vu/giao", Policy::Permission(Action::Create, ObjectKind::Task), api::give)
        .page("/can-bo/nhiem-vu/{code}", Policy::Official, detail::page)
        .download("/can-bo/nhiem-vu/{code}/tep/{token}", Policy::Official, api::evidence)
        .upload("/can-bo/nhiem-vu/{code}/{step}", Policy::Official, api::step)
}
