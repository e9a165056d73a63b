//! Prometheus metrics: requests and their times by route and status, no personal data.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::{Method, header::CONTENT_TYPE};
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};
use std::sync::OnceLock;
use std::time::Duration;

static HANDLE: OnceLock<Option<PrometheusHandle>> = OnceLock::new();
/// Upper bounds of the histogram, seconds.
const BUCKETS: &[f64] = &[0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0];

fn handle() -> Option<&'static PrometheusHandle> {
    let install = || {
        PrometheusBuilder::new()
            .set_buckets_for_metric(Matcher::Full("http_request_seconds".to_owned()), BUCKETS)
            .and_then(|builder| builder.install_recorder())
            .inspect_err(|error| tracing::warn!(%error, "metrics"))
            .ok()
    };
    HANDLE.get_or_init(install).as_ref()
}

/// Counts one request.
pub(crate) fn record(method: &Method, route: &str, status: u16, elapsed: Duration) {
    if handle().is_none() {
        return;
    }
    let labels = [("method", method.to_string()), ("route", route.to_owned()), ("status", status.to_string())];
    metrics::counter!("http_requests_total", &labels).increment(1);
    metrics::histogram!("http_request_seconds", "route" => route.to_owned()).record(elapsed.as_secs_f64());
}

/// `/metrics`. Keep it from the public at the reverse proxy.
pub(crate) async fn page(State(state): State<app::web::AppState>) -> Response {
    let text = handle().map(PrometheusHandle::render).unwrap_or_default();
    let due = async {
        let mut cx = state.portal.read(&domain::Actor::system("Số đo")).await?;
        let (jobs, messages) = (domain::jobs::due(&mut cx).await?, domain::notify::outbox::due(&mut cx).await?);
        Ok::<_, domain::Error>(format!("# TYPE jobs_due gauge\njobs_due {jobs}\n# TYPE messages_due gauge\nmessages_due {messages}\n"))
    };
    ([(CONTENT_TYPE, "text/plain; version=0.0.4")], text + &due.await.unwrap_or_default()).into_response()
}
