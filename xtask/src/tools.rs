//! Running other programs and saying how long they took.

use anyhow::{Context, Result, bail};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

/// The folder of the workspace.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().map(Path::to_owned).unwrap_or_default()
}

/// The target folder.
pub fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from)
}

/// A program started in the workspace folder.
pub fn program(name: &str, args: &[&str]) -> Command {
    let mut command = Command::new(name);
    command.args(args).current_dir(root());
    command
}

/// `cargo` itself.
pub fn cargo(args: &[&str]) -> Command {
    program(&std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned()), args)
}

/// A program of the npm packages.
pub fn npm_bin(name: &str, args: &[&str]) -> Command {
    program(&root().join("node_modules/.bin").join(name).to_string_lossy(), args)
}

/// Runs a step, says what it is, how long it usually takes and how long it took.
pub fn step(what: &str, usually: &str, command: &mut Command) -> Result<()> {
    println!("→ {what} ({usually})");
    let started = Instant::now();
    let status = command.status().with_context(|| format!("cannot start {:?}", command.get_program()))?;
    if !status.success() {
        bail!("{what}: failed ({status})");
    }
    println!("  {what}: {:.1} s", started.elapsed().as_secs_f64());
    Ok(())
}
