//! Pages of the slice `dossiers`: `apply` is the citizen's half, `desk` the officials'.

mod apply;
mod desk;
mod papers;
mod results;

use crate::web::Routes;

/// The routes of this slice.
pub fn routes(routes: Routes) -> Routes {
    routes.with(apply::routes).with(desk::routes).with(papers::routes).with(results::routes)
}
