//! `make run`: from sources to a served demo province.

use crate::site;
use crate::tools::{cargo, program, root, step, target};
use anyhow::Result;
use std::path::PathBuf;

/// The binary of the development profile.
pub fn binary() -> PathBuf {
    target().join("debug/portal")
}

/// The server with the features that the tests use, so that both share every compiled dependency.
const SERVER: [&str; 11] = ["build", "--quiet", "--workspace", "--exclude", "frontend", "--exclude", "xtask", "--features", "app/ssr", "--bin", "portal"];

/// Builds site and server.
pub fn build() -> Result<()> {
    site::build()?;
    step("server", "6-10 minutes the first time, then seconds", &mut cargo(&SERVER))
}

/// Builds, seeds if there is no database yet, serves.
pub fn run(addr: &str) -> Result<()> {
    build()?;
    let database = root().join("var/portal.db");
    let url = format!("sqlite://{}", database.display());
    let site_folder = site::folder();
    let portal = |args: &[&str]| {
        let mut command = program(&binary().to_string_lossy(), args);
        command.env("PORTAL_SITE", &site_folder).env("PORTAL_DATABASE", &url).env("PORTAL_FILES", root().join("var/files")).env("PORTAL_DEMO", "true");
        command
    };
    if !database.exists() {
        step("demo province, size S", "1-3 minutes", &mut portal(&["seed", "--size", "s"])).inspect_err(|_| {
            // A half-made database would be taken for a finished one next time.
            for suffix in ["", "-wal", "-shm"] {
                let _ = std::fs::remove_file(format!("{}{suffix}", database.display()));
            }
        })?;
    }
    println!("→ http://{addr}  (Ctrl-C ends it; the demo accounts stand on http://{addr}/dang-nhap)");
    let mut serve = portal(&["serve", "--demo", "--addr", addr]);
    serve.env("RUST_LOG", std::env::var("RUST_LOG").unwrap_or_else(|_| "warn".to_owned()));
    let status = serve.status()?;
    std::process::exit(status.code().unwrap_or(1));
}
