//! The digests of all units, day by day: no page makes them, so the binary itself says how long each run took.

use super::load::Spread;
use anyhow::{Context, Result, bail};
use std::process::{Command, Stdio};

/// Has `portal` make and queue the digests of so many working days; the line of the p95 of a whole run.
pub fn line(portal: &mut Command, engine: &str, size: &str, runs: u32) -> Result<serde_json::Value> {
    let output = portal.args(["bench", "digests", "--runs", &runs.to_string()]).stderr(Stdio::inherit()).output()?;
    if !output.status.success() {
        bail!("tasks.digest_all failed");
    }
    let runs: Vec<serde_json::Value> = String::from_utf8_lossy(&output.stdout).lines().map(serde_json::from_str).collect::<Result<_, _>>()?;
    let times: Vec<f64> = runs.iter().filter_map(|run| run["ms"].as_f64()).collect();
    let least = runs.iter().filter_map(|run| run["digests"].as_u64()).min().context("no digest was made")?;
    let (n, figures) = (times.len(), Spread::of(times));
    println!(
        "{:<22} {n:>9} runs         p50 {:>7.2} ms   p95 {:>7.2} ms   p99 {:>7.2} ms   at least {least} digests a run",
        "tasks.digest_all", figures.p50, figures.p95, figures.p99
    );
    let round = |value: f64| (value * 1000.0).round() / 1000.0;
    Ok(serde_json::json!({
        "name": "tasks.digest_all", "engine": engine, "size": size, "runs": n, "digests": least, "p50_ms": round(figures.p50),
        "p95_ms": round(figures.p95), "p99_ms": round(figures.p99),
    }))
}
