//! Pages of the slice `dossiers`.

mod apply;

use crate::web::Routes;

/// The routes of this slice.
pub fn routes(routes: Routes) -> Routes {
    routes.with(apply::routes)
}
