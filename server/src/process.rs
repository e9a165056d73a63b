//! A running process: HTTP, live updates and workers, from the first request to a graceful end.

use crate::{gateway, http, live, national, paygate, worker};
use anyhow::Result;
use axum::serve::ListenerExt;
use domain::Portal;
use std::future::Future;
use std::net::SocketAddr;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::watch;

/// How long running requests may take after the signal to stop.
const GRACE: Duration = Duration::from_secs(10);

/// Serves until `stop` resolves, then finishes running requests, ends live streams and lets the running job finish.
///
/// # Errors
/// If the listener fails.
pub async fn serve(portal: Portal, listener: TcpListener, stop: impl Future<Output = ()> + Send + 'static) -> Result<()> {
    let (stopping, stopped) = watch::channel(false);
    let live = live::Live::start(portal.clone(), stopped.clone());
    let mut background = tokio::task::JoinSet::new();
    if portal.settings().workers {
        let gateway_url = gateway::address(&portal, stopped.clone()).await?;
        background.spawn(worker::run(portal.clone(), gateway_url, stopped.clone()));
        if portal.settings().demo {
            background.spawn(paygate::run(portal.clone(), listener.local_addr()?, stopped.clone()));
            background.spawn(national::simulate(portal.clone(), listener.local_addr()?, stopped.clone()));
        }
        let national_url = national::address(&portal, stopped.clone()).await?;
        background.spawn(national::run(portal.clone(), national_url, stopped.clone()));
    }
    let app = http::router(portal.clone(), live).into_make_service_with_connect_info::<SocketAddr>();
    let listener = listener.tap_io(|stream| {
        // Without it a rendered page waits for a delayed acknowledgement: 44 ms instead of 6 ms.
        let _ = stream.set_nodelay(true);
    });
    let mut until = stopped.clone();
    let server = axum::serve(listener, app).with_graceful_shutdown(async move {
        let _ = until.wait_for(|stop| *stop).await;
    });
    let server = tokio::spawn(async move { server.await });
    stop.await;
    tracing::info!("stopping");
    let _ = stopping.send(true);
    match tokio::time::timeout(GRACE, server).await {
        Ok(finished) => finished??,
        Err(_) => tracing::warn!("requests still ran after the grace time"),
    }
    let _ = tokio::time::timeout(GRACE, background.join_all()).await;
    portal.db().close().await;
    Ok(())
}

/// Resolves on Ctrl-C or SIGTERM.
pub async fn shutdown_signal() {
    let interrupt = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut terminate) => {
                tokio::select! { _ = interrupt => {}, _ = terminate.recv() => {} }
            }
            Err(_) => {
                let _ = interrupt.await;
            }
        }
    }
    #[cfg(not(unix))]
    {
        let _ = interrupt.await;
    }
}
