//! The built-in payment partner of the demo: it reports transactions to the portal over HTTP, signed, as a real one does, and
//! calls again until it is answered.

use domain::Portal;
use domain::dossiers::payments::{callback, demo};
use model::payments::PaymentOutcome;
use std::net::SocketAddr;
use std::time::Duration;
use tokio::sync::watch;

/// Pause when there is nothing to report.
const IDLE: Duration = Duration::from_millis(700);
/// How long the portal may take.
const TIMEOUT: Duration = Duration::from_secs(20);

/// Reports until the process stops. `portal_at` is where this process listens.
pub(crate) async fn run(portal: Portal, portal_at: SocketAddr, mut stopped: watch::Receiver<bool>) {
    let client = match reqwest::Client::builder().timeout(TIMEOUT).no_proxy().build() {
        Ok(client) => client,
        Err(error) => {
            tracing::error!(%error, "payment simulator");
            return;
        }
    };
    // A portal that listens everywhere is reached on loopback.
    let host = if portal_at.ip().is_unspecified() { "127.0.0.1".to_owned() } else { portal_at.ip().to_string() };
    let base = format!("http://{host}:{}", portal_at.port());
    while !*stopped.borrow() {
        let busy = match demo::claim(&portal).await {
            Ok(Some(report)) => {
                tell(&portal, &client, &base, &report).await;
                true
            }
            Ok(None) => false,
            Err(error) => {
                tracing::warn!(%error, "claiming a simulated payment");
                false
            }
        };
        if !busy {
            tokio::select! { () = tokio::time::sleep(IDLE) => {}, _ = stopped.changed() => {} }
        }
    }
}

/// Calls as often as the payer wished and keeps one answer. Without an answer the claim ends and it is tried again.
async fn tell(portal: &Portal, client: &reqwest::Client, base: &str, report: &demo::Report) {
    let calls = (0..report.calls.max(1)).map(|_| call(portal, client, base, report));
    let answers = futures::future::join_all(calls).await;
    // Of several answers the one that counted the money says most.
    let repeated = PaymentOutcome::Repeated.label();
    let answers: Vec<String> = answers.into_iter().flatten().collect();
    let Some(answer) = answers.iter().find(|answer| *answer != repeated).or(answers.first()) else { return };
    if let Err(error) = demo::answered(portal, report.id, answer).await {
        tracing::warn!(%error, "noting a simulated payment");
    }
}

async fn call(portal: &Portal, client: &reqwest::Client, base: &str, report: &demo::Report) -> Option<String> {
    let timestamp = portal.clock().wall().timestamp().to_string();
    let signature = callback::sign(portal.settings(), &timestamp, report.body.as_bytes())?;
    let request = client
        .post(format!("{base}/api/v1/dossiers/{}/payments", report.subject))
        .header("content-type", "application/json")
        .header("x-timestamp", timestamp)
        .header("x-signature", signature)
        .body(report.body.clone());
    match request.send().await {
        Ok(reply) if !reply.status().is_server_error() => {
            let body: serde_json::Value = reply.json().await.ok()?;
            body.get("message_vi").and_then(|text| text.as_str()).map(str::to_owned)
        }
        Ok(reply) => {
            tracing::warn!(status = %reply.status(), "simulated payment");
            None
        }
        Err(error) => {
            tracing::warn!(%error, "simulated payment");
            None
        }
    }
}
