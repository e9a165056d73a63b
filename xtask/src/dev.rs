//! `make dev`: builds and serves again whenever a source file changes.

use crate::run::{binary, build};
use crate::site::{self, newest};
use crate::tools::{program, root};
use anyhow::Result;
use std::process::Child;
use std::time::Duration;

/// How often the sources are looked at.
const POLL: Duration = Duration::from_millis(700);

/// Watches until it is stopped.
pub fn watch() -> Result<()> {
    let watched = ["app", "server/src", "frontend", "style", "public"].map(|folder| root().join(folder));
    let mut server: Option<Child> = None;
    loop {
        let built_from = newest(&watched)?;
        match build() {
            Ok(()) => {
                if let Some(mut old) = server.take() {
                    old.kill()?;
                    old.wait()?;
                }
                let mut command = program(&binary().to_string_lossy(), &["serve", "--demo"]);
                server = Some(command.env("PORTAL_SITE", site::folder()).spawn()?);
            }
            Err(error) => eprintln!("{error:#}"),
        }
        while newest(&watched)? <= built_from {
            std::thread::sleep(POLL);
        }
    }
}
