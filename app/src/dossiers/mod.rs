//! Pages of the slice `dossiers`: `apply` is the citizen's half, `desk` the officials', `counter` what is done where people
//! stand: receipt, hand-over, scans.

mod apply;
mod counter;
mod desk;
pub(crate) mod guest;
mod papers;
mod results;

use crate::web::Routes;

/// The routes of this slice.
pub fn routes(routes: Routes) -> Routes {
    routes.with(guest::routes).with(apply::routes).with(desk::routes).with(counter::routes).with(papers::routes).with(results::routes)
}
