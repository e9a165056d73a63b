//! The built-in message gateway: a small HTTP service on loopback that stands for the SMS, Zalo and e-mail providers.
//! The worker talks to it over HTTP as it would to a real one; the same key twice is one message.

use anyhow::Result;
use axum::extract::State;
use axum::routing::{get, post};
use axum::{Json, Router};
use domain::Portal;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::net::TcpListener;
use tokio::sync::watch;

/// A message as a provider receives it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct GatewayMessage {
    pub channel: String,
    pub to: String,
    pub text: String,
    pub key: String,
}

/// What a provider answers.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct GatewayReply {
    pub id: String,
}

type Taken = Arc<Mutex<HashMap<String, GatewayMessage>>>;

/// Address of the gateway: the configured one, or the simulator started here.
pub(crate) async fn address(portal: &Portal, stopped: watch::Receiver<bool>) -> Result<String> {
    if !portal.settings().gateway_url.is_empty() {
        return Ok(portal.settings().gateway_url.clone());
    }
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = format!("http://{}", listener.local_addr()?);
    let taken = Taken::default();
    let router = Router::new().route("/messages", post(take)).route("/messages", get(list)).with_state(taken);
    tokio::spawn(async move {
        let mut stopped = stopped;
        let until = async move {
            let _ = stopped.wait_for(|stop| *stop).await;
        };
        if let Err(error) = axum::serve(listener, router).with_graceful_shutdown(until).await {
            tracing::warn!(%error, "message simulator");
        }
    });
    Ok(address)
}

async fn take(State(taken): State<Taken>, Json(message): Json<GatewayMessage>) -> Json<GatewayReply> {
    use sha2::{Digest, Sha256};
    let id = domain::audit::hex(&Sha256::digest(message.key.as_bytes())[..8]);
    let mut taken = taken.lock().unwrap_or_else(PoisonError::into_inner);
    // The simulator remembers the latest ten thousand; a real provider keeps its own books.
    if taken.len() > 10_000 {
        taken.clear();
    }
    taken.entry(message.key.clone()).or_insert(message);
    Json(GatewayReply { id })
}

async fn list(State(taken): State<Taken>) -> Json<Vec<GatewayMessage>> {
    Json(taken.lock().unwrap_or_else(PoisonError::into_inner).values().cloned().collect())
}
