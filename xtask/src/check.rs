//! `make test`: everything that CI checks. One plain line for each suite that ran, at the end.

use crate::postgres::Postgres;
use crate::run::build;
use crate::site;
use crate::tools::{cargo, npm_bin, root, step, target};
use anyhow::{Result, bail};
use std::time::Instant;

/// The suites, cheap ones first.
const SUITES: [&str; 4] = ["fmt", "clippy", "rust", "browser"];

/// Runs the suites, all or only some, up to the first that fails: the lines before its verdict say what failed.
pub fn test(only: &[String]) -> Result<()> {
    if let Some(unknown) = only.iter().find(|name| !SUITES.contains(&name.as_str())) {
        bail!("no suite {unknown}; there are {}", SUITES.join(", "));
    }
    let mut lines = Vec::new();
    for suite in SUITES.iter().filter(|suite| only.is_empty() || only.iter().any(|name| name == *suite)) {
        let started = Instant::now();
        let outcome = match *suite {
            "fmt" => format(),
            "clippy" => clippy(),
            "rust" => rust(),
            // The Rust suite has just built the binary that its tests start.
            _ => browser(only.is_empty() || only.iter().any(|name| name == "rust")),
        };
        let verdict = if outcome.is_ok() { "passed" } else { "FAILED" };
        lines.push(format!("{suite}: {verdict} in {:.0} s", started.elapsed().as_secs_f64()));
        if outcome.is_err() {
            println!("\n{}", lines.join("\n"));
            return outcome;
        }
    }
    println!("\n{}", lines.join("\n"));
    Ok(())
}

fn format() -> Result<()> {
    step("format", "2 s", &mut cargo(&["fmt", "--all", "--check"]))
}

/// Tests may stop at the first surprise, so only what ships is held to the strict lints.
fn clippy() -> Result<()> {
    let args = ["clippy", "--quiet", "--workspace", "--exclude", "frontend", "--features", "app/ssr", "--", "-D", "warnings"];
    step("lints", "4-6 minutes the first time", &mut cargo(&args))
}

fn rust() -> Result<()> {
    let server = Postgres::start()?;
    let mut nextest =
        cargo(&["nextest", "run", "--cargo-quiet", "--workspace", "--exclude", "frontend", "--exclude", "xtask", "--features", "app/ssr", "--no-fail-fast"]);
    step("Rust tests on SQLite and PostgreSQL", "10-15 minutes the first time", nextest.env("PORTAL_TEST_POSTGRES", &server.url))
}

fn browser(binary_is_fresh: bool) -> Result<()> {
    if binary_is_fresh {
        site::build()?
    } else {
        build()?
    }
    let server = Postgres::start()?;
    let mut playwright = npm_bin("playwright", &["test", "--config", "end2end/playwright.config.ts"]);
    playwright
        .env("PORTAL_BINARY", target().join("debug/portal"))
        .env("PORTAL_SITE", site::folder())
        .env("PORTAL_TEST_POSTGRES", &server.url)
        .env("PORTAL_ROOT", root());
    step("browser tests", "20-35 minutes", &mut playwright)
}
