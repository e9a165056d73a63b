//! Pages of the slice `dossiers`.

mod desk;

use crate::web::Routes;

/// The routes of this slice.
pub fn routes(routes: Routes) -> Routes {
    routes.with(desk::routes)
}
