//! Pages of the slice `dossiers`: `apply` is the citizen's half, `desk` the officials', `consult` the opinions of other units.

mod apply;
mod consult;
mod desk;
mod papers;

use crate::web::Routes;

/// The routes of this slice.
pub fn routes(routes: Routes) -> Routes {
    routes.with(apply::routes).with(consult::routes).with(desk::routes).with(papers::routes)
}
