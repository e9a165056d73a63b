//! Built files: `/pkg/*` never changes under its name; fonts and pictures are kept for a day.

use app::web::AppState;
use axum::Router;
use http::{HeaderValue, header::CACHE_CONTROL};
use std::path::Path;
use tower::ServiceBuilder;
use tower_http::services::{ServeDir, ServeFile};
use tower_http::set_header::SetResponseHeaderLayer;

/// Routes of the built files.
pub(crate) fn router(site: &Path) -> Router<AppState> {
    let cached = |value: &'static str| SetResponseHeaderLayer::overriding(CACHE_CONTROL, HeaderValue::from_static(value));
    let folder = |name: &str| ServeDir::new(site.join(name)).precompressed_br().precompressed_gzip();
    let mut router = Router::new()
        .nest_service("/pkg", ServiceBuilder::new().layer(cached("public, max-age=31536000, immutable")).service(folder("pkg")))
        .nest_service("/fonts", ServiceBuilder::new().layer(cached("public, max-age=31536000, immutable")).service(folder("fonts")))
        .nest_service("/images", ServiceBuilder::new().layer(cached("public, max-age=86400")).service(folder("images")));
    for file in ["favicon.svg", "favicon.png", "robots.txt"] {
        let path = format!("/{file}");
        router = router.route_service(&path, ServiceBuilder::new().layer(cached("public, max-age=86400")).service(ServeFile::new(site.join(file))));
    }
    router
}
