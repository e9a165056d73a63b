//! `portal serve`.

use super::{Common, load, open};
use anyhow::{Context, Result};
use std::net::SocketAddr;
use tokio::net::TcpListener;

pub(super) async fn run(common: &Common, addr: Option<String>, demo: bool) -> Result<()> {
    let mut settings = load(common)?;
    if let Some(addr) = addr {
        settings.base_url = settings.base_url.replace(&settings.addr, &addr);
        settings.addr = addr;
    }
    if demo {
        settings.demo = true;
        settings.citizen_local_accounts = true;
    }
    settings.check().map_err(|message| anyhow::anyhow!("cấu hình: {message}"))?;
    init_log();
    let addr: SocketAddr = settings.addr.parse()?;
    let listener = TcpListener::bind(addr).await.with_context(|| format!("không mở được cổng {addr}"))?;
    let portal = open(&settings).await?;
    println!("Một Cổng đang chạy tại http://{}", listener.local_addr()?);
    if settings.demo {
        println!("Dữ liệu mô phỏng. Tài khoản mẫu và mã xác thực: http://{}/dang-nhap", listener.local_addr()?);
    }
    crate::process::serve(portal, listener, crate::process::shutdown_signal()).await
}

/// JSON lines on stderr; `RUST_LOG` chooses what.
fn init_log() {
    use tracing_subscriber::EnvFilter;
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info,sqlx=warn"));
    let _ = tracing_subscriber::fmt().json().flatten_event(true).with_env_filter(filter).with_writer(std::io::stderr).try_init();
}
