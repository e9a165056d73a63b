//! The data set of a measurement: seeded once, measured on a copy, so that a kept one takes minutes instead of half an hour.

use super::load::{Ask, fetch};
use crate::postgres::Postgres;
use crate::site;
use crate::tools::target;
use anyhow::{Context, Result, bail};
use std::fs;
use std::net::TcpListener;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// How long the work of a morning may take.
const SETTLING: Duration = Duration::from_secs(300);
/// In the folder of a seeded data set: the code of the dossier that the seed names.
const SEEDED: &str = "seeded";

/// The server under load; stopped when dropped.
pub struct Server(Child);

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// A data set, and the copy of it that is measured.
pub struct Data {
    folder: PathBuf,
    postgres: Option<Postgres>,
    code: String,
}

impl Data {
    /// Seeds, or takes what an earlier run kept, and copies it.
    pub fn ready(size: &str, engine: &str, keep: bool) -> Result<Self> {
        let name = format!("bench-{size}-{engine}");
        let folder = target().join(&name);
        let kept = keep && folder.join(SEEDED).exists();
        if folder.exists() && !kept {
            fs::remove_dir_all(&folder)?;
        }
        fs::create_dir_all(&folder)?;
        let postgres = if engine == "postgres" { Some(Postgres::start_durable(&name, keep)?) } else { None };
        let mut data = Self { folder, postgres, code: String::new() };
        if !kept {
            data.seed(size)?;
        }
        data.code = fs::read_to_string(data.folder.join(SEEDED)).context("the seed named no dossier")?;
        data.copy()?;
        Ok(data)
    }

    /// The code of the dossier that the seed names.
    pub fn code(&self) -> &str {
        &self.code
    }

    /// The release binary on the copy.
    pub fn portal(&self) -> Command {
        self.command("run")
    }

    fn command(&self, database: &str) -> Command {
        let url = self.postgres.as_ref().map_or_else(|| format!("sqlite://{}/{database}.db", self.folder.display()), |server| server.socket_url(database));
        let mut command = Command::new(target().join("release/portal"));
        command
            .current_dir(&self.folder)
            .env("PORTAL_DATABASE", url)
            .env("PORTAL_FILES", self.folder.join("files"))
            .env("PORTAL_SITE", site::folder())
            .env("PORTAL_DEMO", "true")
            .env("PORTAL_DURABLE", "true")
            .env("RUST_LOG", "error");
        command
    }

    fn seed(&self, size: &str) -> Result<()> {
        println!("→ seeding size {size} (S: under a minute, M: minutes)");
        let started = Instant::now();
        if let Some(server) = &self.postgres {
            server.run(&["DROP DATABASE IF EXISTS seeded", "CREATE DATABASE seeded"])?;
        }
        let output = self.command("seeded").args(["seed", "--size", size]).stderr(Stdio::inherit()).output()?;
        if !output.status.success() {
            bail!("seeding failed");
        }
        println!("  seeding: {:.1} s", started.elapsed().as_secs_f64());
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        let code = text.lines().find_map(|line| line.strip_prefix("Hồ sơ mẫu để tra cứu: ")).context("the seed named no dossier")?;
        fs::write(self.folder.join(SEEDED), code.trim())?;
        Ok(())
    }

    /// What a run changes is changed in a copy.
    fn copy(&self) -> Result<()> {
        if let Some(server) = &self.postgres {
            return server.run(&["DROP DATABASE IF EXISTS run", "CREATE DATABASE run TEMPLATE seeded", "CHECKPOINT"]);
        }
        for end in ["db", "db-wal", "db-shm"] {
            let (from, to) = (self.folder.join(format!("seeded.{end}")), self.folder.join(format!("run.{end}")));
            if to.exists() {
                fs::remove_file(&to)?;
            }
            if from.exists() {
                fs::copy(from, to)?;
            }
        }
        Ok(())
    }

    /// Adds submissions that wait at the counter of the demo ward.
    pub fn add_waiting(&self, count: usize) -> Result<()> {
        let done = self.portal().args(["bench", "waiting", "--count", &count.to_string()]).status()?;
        if !done.success() {
            bail!("adding submissions failed");
        }
        Ok(())
    }

    /// Starts the server on the copy; returns its address once it has nothing left to do by itself.
    pub fn serve(&self) -> Result<(Server, String)> {
        let host = format!("127.0.0.1:{}", TcpListener::bind("127.0.0.1:0")?.local_addr()?.port());
        let child = self.portal().args(["serve", "--demo", "--addr", &host]).stdout(Stdio::null()).spawn()?;
        let server = Server(child);
        let deadline = Instant::now() + Duration::from_secs(30);
        while fetch(&host, &Ask::page("/readyz")).is_err() {
            if Instant::now() > deadline {
                bail!("the server did not become ready");
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        settle(&host)?;
        Ok((server, host))
    }
}

/// Waits for what a server does once after it starts: the digests and reminders of the day and their messages.
fn settle(host: &str) -> Result<()> {
    let deadline = Instant::now() + SETTLING;
    let mut quiet = 0;
    while quiet < 3 {
        if Instant::now() > deadline {
            bail!("the work of the morning does not end");
        }
        std::thread::sleep(Duration::from_secs(1));
        let metrics = fetch(host, &Ask::page("/metrics"))?.body;
        let none = |gauge: &str| metrics.lines().any(|line| line == format!("{gauge} 0"));
        quiet = if none("jobs_due") && none("messages_due") { quiet + 1 } else { 0 };
    }
    Ok(())
}
