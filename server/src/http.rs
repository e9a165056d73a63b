//! The HTTP stack: one router, one list of layers.

use crate::live::Live;
use crate::{assets, live, metrics};
use app::web::{AppState, Rq, Site, error_page};
use axum::body::Body;
use axum::extract::{MatchedPath, Request, State};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;
use axum::{Extension, Router};
use domain::{Error, Portal};
use http::{HeaderName, HeaderValue, Method, StatusCode, header};
use std::collections::HashSet;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tower::ServiceBuilder;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::{CompressionLayer, CompressionLevel};
use tower_http::csrf::CsrfLayer;
use tower_http::request_id::{MakeRequestUuid, PropagateRequestIdLayer, SetRequestIdLayer};
use tower_http::set_header::SetResponseHeaderLayer;

/// No inline script, no inline style, nothing from another host. WebAssembly of our own may run.
const CSP: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; font-src 'self'; \
connect-src 'self'; manifest-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/// Longest time of a form with files: 100 MB over the slow line of a village take most of an hour. Whoever stands still on the
/// way is let go earlier (`app::web::upload`).
const UPLOAD_TIME: Duration = Duration::from_secs(60 * 60);

/// Headers of every response.
fn headers() -> [(HeaderName, &'static str); 7] {
    [
        (header::CONTENT_SECURITY_POLICY, CSP),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "same-origin"),
        (header::STRICT_TRANSPORT_SECURITY, "max-age=31536000"),
        (HeaderName::from_static("permissions-policy"), "camera=(), microphone=(), geolocation=()"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    ]
}

/// The whole portal as one service.
pub fn router(portal: Portal, live: Live) -> Router {
    let settings = portal.settings().clone();
    let site = Arc::new(Site::open(Path::new(&settings.site)));
    let state = AppState { portal, site: site.clone() };
    let routes = app::routes();
    let files = routes.list().iter().filter(|route| route.files).map(|route| route.path).collect();
    let times = Arc::new(Times { usual: Duration::from_secs(settings.request_timeout_s), files });
    let pages = routes
        .into_router()
        .route("/can-bo/su-kien", get(live::stream))
        .fallback(not_found)
        .layer(CsrfLayer::new())
        .layer(from_fn_with_state(times, in_time))
        .layer(CompressionLayer::new().quality(CompressionLevel::Precise(5)));
    let mut router = Router::new()
        .merge(pages)
        .route("/healthz", get(|| async { "ok" }))
        .route("/readyz", get(ready))
        .route("/metrics", get(metrics::page))
        .merge(assets::router(site.root()))
        .with_state(state)
        .layer(Extension(live));
    for (name, value) in headers() {
        router = router.layer(SetResponseHeaderLayer::if_not_present(name, HeaderValue::from_static(value)));
    }
    router.layer(
        ServiceBuilder::new()
            .layer(SetRequestIdLayer::x_request_id(MakeRequestUuid))
            .layer(PropagateRequestIdLayer::x_request_id())
            .layer(from_fn(log))
            .layer(CatchPanicLayer::custom(panicked)),
    )
}

/// How long requests may take.
struct Times {
    usual: Duration,
    /// Paths of forms with files.
    files: HashSet<&'static str>,
}

/// Ends what takes longer than the setting allows; files on their way have their own time.
async fn in_time(State(times): State<Arc<Times>>, request: Request, next: Next) -> Response {
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let path = request.extensions().get::<MatchedPath>().map_or("", MatchedPath::as_str);
    let files = request.method() == Method::POST && kind.starts_with("multipart/") && times.files.contains(path);
    let limit = if files { times.usual.max(UPLOAD_TIME) } else { times.usual };
    let answered = tokio::time::timeout(limit, next.run(request)).await;
    answered.unwrap_or_else(|_| StatusCode::SERVICE_UNAVAILABLE.into_response())
}

/// One JSON line per request: route, status, time, statements sent to the database. No query, no address, no name. A page says
/// its time, too (`Server-Timing`), so that a slow network is not taken for a slow portal.
async fn log(request: Request, next: Next) -> Response {
    let started = Instant::now();
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().map_or_else(|| "unmatched".to_owned(), |path| path.as_str().to_owned());
    let id = request.headers().get("x-request-id").and_then(|id| id.to_str().ok()).unwrap_or_default().to_owned();
    let (mut response, statements) = domain::db::counting(next.run(request)).await;
    let elapsed = started.elapsed();
    let status = response.status().as_u16();
    metrics::record(&method, &route, status, elapsed);
    let ms = elapsed.as_secs_f64() * 1000.0;
    if method == Method::GET
        && let Ok(value) = HeaderValue::try_from(format!("total;dur={ms:.2}"))
    {
        response.headers_mut().insert(HeaderName::from_static("server-timing"), value);
    }
    tracing::info!(target: "access", request_id = %id, %method, %route, status, ms, statements);
    response
}

async fn not_found(rq: Rq) -> Response {
    error_page(&rq, &Error::NotFound).await
}

/// Ready when the database answers.
async fn ready(State(state): State<AppState>) -> Response {
    let alive = async {
        let mut held = state.portal.db().read().await?;
        held.conn().count("SELECT COUNT(*) FROM setting", Vec::new()).await
    };
    match alive.await {
        Ok(_) => "ready".into_response(),
        Err(_) => (StatusCode::SERVICE_UNAVAILABLE, "database").into_response(),
    }
}

/// The last resort: a page without any part that could fail again.
fn panicked(_: Box<dyn std::any::Any + Send>) -> http::Response<Body> {
    let page = "<!DOCTYPE html><html lang=\"vi\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
<title>Hệ thống gặp lỗi – Một Cổng</title></head><body><main><h1>Hệ thống gặp lỗi</h1>\
<p>Nội dung đã lưu vẫn còn. Hãy quay lại trang trước rồi thử lại, hoặc gọi đường dây nóng.</p><p><a href=\"/\">Về trang chủ</a></p></main></body></html>";
    (StatusCode::INTERNAL_SERVER_ERROR, Html(page)).into_response()
}
