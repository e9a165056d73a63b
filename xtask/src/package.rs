//! `make package`: a folder that runs on another machine without a toolchain.

use crate::site;
use crate::tools::{cargo, root, step, target};
use anyhow::Result;
use std::fs;
use std::path::Path;

/// Builds the release binary and puts the folder together.
pub fn build() -> Result<()> {
    site::build()?;
    step("release server", "10-15 minutes", &mut cargo(&["build", "--quiet", "--release", "--package", "server", "--bin", "portal"]))?;
    let out = target().join("package/mot-cong");
    if out.exists() {
        fs::remove_dir_all(&out)?;
    }
    fs::create_dir_all(&out)?;
    fs::copy(target().join("release/portal"), out.join("portal"))?;
    copy(&site::folder(), &out.join("site"))?;
    for file in ["portal.example.toml", "mot-cong.service", "LICENSE"] {
        let source = if file == "LICENSE" { root().join(file) } else { root().join("packaging").join(file) };
        fs::copy(source, out.join(file))?;
    }
    println!("→ {}", out.display());
    Ok(())
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() { copy(&entry.path(), &target)? } else { fs::copy(entry.path(), target).map(|_| ())? }
    }
    Ok(())
}
