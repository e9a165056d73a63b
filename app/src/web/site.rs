//! The built files of the site: names with hashes, as `cargo xtask` wrote them.

use std::path::{Path, PathBuf};

/// Names of the built style sheet and start script, read once when the process starts.
#[derive(Debug, Clone)]
pub struct Site {
    root: PathBuf,
    /// Address of the style sheet.
    pub css: String,
    /// Address of the script that starts the islands; empty if the site was built without WebAssembly.
    pub start: String,
}

impl Site {
    /// Reads `pkg/manifest.json` of a site folder. A site without it works without style and scripts, which tests use.
    #[must_use]
    pub fn open(root: &Path) -> Self {
        let manifest = std::fs::read_to_string(root.join("pkg/manifest.json")).unwrap_or_default();
        let names: serde_json::Value = serde_json::from_str(&manifest).unwrap_or_default();
        let address = |key: &str| names[key].as_str().map(|name| format!("/pkg/{name}")).unwrap_or_default();
        Self { root: root.to_owned(), css: address("css"), start: address("start") }
    }

    /// The folder.
    #[must_use]
    pub fn root(&self) -> &Path {
        &self.root
    }
}
