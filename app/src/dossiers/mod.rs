//! Pages of the slice `dossiers`: `apply` is the citizen's half, `desk` the officials', `counter` what is done where people
//! stand (receipt, hand-over, scans), `consult` the opinions of other units, `results` what was issued.

mod apply;
mod consult;
mod counter;
mod desk;
pub(crate) mod guest;
mod papers;
mod results;

pub(crate) use apply::{begin, draft_in_full, no_drafts};

use crate::web::Routes;

/// The routes of this slice.
pub fn routes(routes: Routes) -> Routes {
    let desk = routes.with(guest::routes).with(apply::routes).with(desk::routes).with(counter::routes).with(consult::routes);
    desk.with(papers::routes).with(results::routes)
}
