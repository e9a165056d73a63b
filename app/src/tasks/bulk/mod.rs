//! Pages of "Giao nhiều nhiệm vụ": many tasks from one table.
//!
//! | file | page |
//! |---|---|
//! | `start` | `/can-bo/nhiem-vu/giao-nhieu` |
//! | `preview`, `row` | `/can-bo/nhiem-vu/giao-nhieu/{ma}` |
//! | `api` | the actions |

mod api;
mod preview;
mod row;
mod start;

use super::ASSIGN;
use crate::web::Routes;

/// The routes: for whoever gives tasks; a table is seen by its writer only.
pub fn routes(routes: Routes) -> Routes {
    routes
        .page("/can-bo/nhiem-vu/giao-nhieu", ASSIGN, start::page)
        .upload("/can-bo/nhiem-vu/giao-nhieu", ASSIGN, api::begin)
        .page("/can-bo/nhiem-vu/giao-nhieu/{ma}", ASSIGN, preview::page)
        .action("/can-bo/nhiem-vu/giao-nhieu/{ma}", ASSIGN, api::submit)
}
