//! The national portal: status messages out, and in the demo the simulated portal, which sends messages to this one and takes its
//! statuses over HTTP like the real one.

use anyhow::Result;
use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::routing::post;
use domain::Portal;
use domain::dossiers::partners::{self, Outgoing, demo, sign};
use http::{HeaderMap, StatusCode};
use model::partners::Partner;
use std::net::SocketAddr;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::watch;

/// Pause when there is nothing to send.
const IDLE: Duration = Duration::from_millis(900);
/// How long the other side may take.
const TIMEOUT: Duration = Duration::from_secs(30);

/// Where statuses go: the configured address, in the demo a simulator started here, else nowhere.
pub(crate) async fn address(portal: &Portal, stopped: watch::Receiver<bool>) -> Result<String> {
    let settings = portal.settings();
    if !settings.national_url.is_empty() || !settings.demo {
        return Ok(settings.national_url.clone());
    }
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = format!("http://{}/statuses", listener.local_addr()?);
    let router = Router::new().route("/statuses", post(take)).with_state(portal.clone());
    tokio::spawn(async move {
        let mut stopped = stopped;
        let until = async move {
            let _ = stopped.wait_for(|stop| *stop).await;
        };
        if let Err(error) = axum::serve(listener, router).with_graceful_shutdown(until).await {
            tracing::warn!(%error, "national portal simulator");
        }
    });
    Ok(address)
}

/// The simulated portal takes a status.
async fn take(State(portal): State<Portal>, headers: HeaderMap, body: Bytes) -> StatusCode {
    let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    match demo::take_status(&portal, header("idempotency-key"), header("x-timestamp"), header("x-signature"), &body).await {
        Ok(true) => StatusCode::NO_CONTENT,
        Ok(false) => StatusCode::UNAUTHORIZED,
        Err(_) => StatusCode::SERVICE_UNAVAILABLE,
    }
}

fn client() -> Option<reqwest::Client> {
    match reqwest::Client::builder().connect_timeout(Duration::from_secs(10)).timeout(TIMEOUT).redirect(reqwest::redirect::Policy::none()).no_proxy().build() {
        Ok(client) => Some(client),
        Err(error) => {
            tracing::error!(%error, "client of the national portal");
            None
        }
    }
}

/// Sends statuses until the process stops. Without an address they wait.
pub(crate) async fn run(portal: Portal, url: String, mut stopped: watch::Receiver<bool>) {
    let Some(client) = client().filter(|_| !url.is_empty()) else { return };
    while !*stopped.borrow() {
        let busy = match partners::claim(&portal).await {
            Ok(Some(message)) => {
                send(&portal, &client, &url, &message).await;
                true
            }
            Ok(None) => false,
            Err(error) => {
                tracing::warn!(%error, "claiming a status message");
                false
            }
        };
        if !busy {
            tokio::select! { () = tokio::time::sleep(IDLE) => {}, _ = stopped.changed() => {} }
        }
    }
}

async fn send(portal: &Portal, client: &reqwest::Client, url: &str, message: &Outgoing) {
    let noted = match call(portal, client, url, &message.message_id, &message.body).await {
        Ok(reply) if reply.status().is_success() => partners::acknowledged(portal, message.id).await,
        Ok(reply) => {
            let status = reply.status();
            // Too many calls is no refusal of the message.
            let for_good = status.is_client_error() && status != StatusCode::TOO_MANY_REQUESTS && status != StatusCode::UNAUTHORIZED;
            partners::failed(portal, message, &format!("Cổng DVCQG trả lời {status}"), for_good).await
        }
        Err(_) => partners::failed(portal, message, "Không kết nối được Cổng DVCQG", false).await,
    };
    if let Err(error) = noted {
        tracing::warn!(%error, message = message.id, "noting a status message");
    }
}

/// Posts a signed message. The reason of a failure never holds the body.
async fn call(portal: &Portal, client: &reqwest::Client, url: &str, id: &str, body: &str) -> Result<reqwest::Response, String> {
    let timestamp = portal.clock().wall().timestamp().to_string();
    let signature = sign::sign(portal.settings(), Partner::National, &timestamp, body.as_bytes()).unwrap_or_default();
    let request = client
        .post(url)
        .header("content-type", "application/json")
        .header("idempotency-key", id)
        .header("x-timestamp", timestamp)
        .header("x-signature", signature)
        .body(body.to_owned());
    request.send().await.map_err(|error| error.without_url().to_string())
}

/// The simulated portal sends its messages until the process stops. `portal_at` is where this process listens.
pub(crate) async fn simulate(portal: Portal, portal_at: SocketAddr, mut stopped: watch::Receiver<bool>) {
    let Some(client) = client() else { return };
    // A portal that listens everywhere is reached on loopback.
    let host = if portal_at.ip().is_unspecified() { "127.0.0.1".to_owned() } else { portal_at.ip().to_string() };
    let url = format!("http://{host}:{}/api/v1/partners/{}/messages", portal_at.port(), Partner::National);
    while !*stopped.borrow() {
        let busy = match demo::claim(&portal).await {
            Ok(Some(report)) => {
                tell(&portal, &client, &url, &report).await;
                true
            }
            Ok(None) => false,
            Err(error) => {
                tracing::warn!(%error, "claiming a simulated message");
                false
            }
        };
        if !busy {
            tokio::select! { () = tokio::time::sleep(IDLE) => {}, _ = stopped.changed() => {} }
        }
    }
}

/// Sends as often as was wished, at the same moment, and keeps one answer. Without an answer it is tried again.
async fn tell(portal: &Portal, client: &reqwest::Client, url: &str, report: &demo::Report) {
    let calls = (0..report.calls.max(1)).map(|_| async {
        let reply = call(portal, client, url, &report.message_id, &report.body).await.ok()?;
        if reply.status().is_server_error() {
            return None;
        }
        let body: serde_json::Value = reply.json().await.ok()?;
        body.get("message_vi").and_then(|text| text.as_str()).map(str::to_owned)
    });
    let answers: Vec<String> = futures::future::join_all(calls).await.into_iter().flatten().collect();
    let Some(answer) = answers.first() else { return };
    if let Err(error) = demo::answered(portal, report.id, answer).await {
        tracing::warn!(%error, "noting a simulated message");
    }
}
