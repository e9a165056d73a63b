//! A private PostgreSQL for tests and measurements: temporary folder, free port, no durability.

use anyhow::{Context, Result, bail};
use std::fs;
use std::net::TcpListener;
use std::path::PathBuf;
use std::process::Command;

/// A running server; stopped and removed when dropped.
pub struct Postgres {
    bin: PathBuf,
    folder: PathBuf,
    /// Its data stay when it stops.
    keep: bool,
    /// Address without a database name.
    pub url: String,
}

/// Settings that trade durability for speed; measurements ask for the durable ones.
const FAST: &str = "-c fsync=off -c full_page_writes=off -c synchronous_commit=off";

impl Postgres {
    /// Starts a server for tests.
    pub fn start() -> Result<Self> {
        Self::start_with(own_folder(), FAST, false)
    }

    /// Starts a server with durable commits, for measurements; with `keep` its data outlive it, in the folder of this name, and the next
    /// server of that name has them.
    pub fn start_durable(name: &str, keep: bool) -> Result<Self> {
        let folder = if keep { std::env::temp_dir().join(format!("portal-postgres-{name}")) } else { own_folder() };
        Self::start_with(folder, "-c shared_buffers=512MB", keep)
    }

    /// Address of a database over the socket of the server, as a portal on the same machine uses it.
    pub fn socket_url(&self, database: &str) -> String {
        format!("{}/{database}?host={}", self.url, self.folder.display())
    }

    /// Runs statements, each by itself.
    pub fn run(&self, statements: &[&str]) -> Result<()> {
        let url = self.socket_url("postgres");
        let commands = ["SET client_min_messages = warning"].iter().chain(statements).flat_map(|sql| ["-c", sql]);
        ok(self.command("psql").args(["-q", "-v", "ON_ERROR_STOP=1", "-d", &url]).args(commands), "psql")
    }

    fn start_with(folder: PathBuf, options: &str, keep: bool) -> Result<Self> {
        let bin = bin_folder()?;
        fs::create_dir_all(&folder)?;
        if is_root() {
            ok(Command::new("chown").arg("nobody").arg(&folder), "chown")?;
        }
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let server = Self { url: format!("postgres://postgres@127.0.0.1:{port}"), bin, folder, keep };
        let data = server.folder.join("data").display().to_string();
        if !server.folder.join("data").exists() {
            ok(server.command("initdb").args(["-D", &data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "-N"]), "initdb")?;
        }
        let options = format!("-p {port} -k {} -c listen_addresses=127.0.0.1 -c max_connections=400 {options}", server.folder.display());
        let log = server.folder.join("log").display().to_string();
        ok(server.command("pg_ctl").args(["-D", &data, "-w", "-l", &log, "-o", &options, "start"]), "pg_ctl start")?;
        Ok(server)
    }

    /// A program of the server, run as `nobody` if we are root: PostgreSQL refuses root.
    fn command(&self, name: &str) -> Command {
        let path = self.bin.join(name);
        let mut command = if is_root() {
            let mut command = Command::new("setpriv");
            command.args(["--reuid=nobody", "--regid=nogroup", "--clear-groups"]).arg(path);
            command
        } else {
            Command::new(path)
        };
        command.current_dir(&self.folder).stdout(std::process::Stdio::null());
        command
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        let data = self.folder.join("data").display().to_string();
        let how = if self.keep { "fast" } else { "immediate" };
        let _ = self.command("pg_ctl").args(["-D", &data, "-m", how, "stop"]).status();
        if !self.keep {
            let _ = fs::remove_dir_all(&self.folder);
        }
    }
}

/// A folder that no other process has.
fn own_folder() -> PathBuf {
    std::env::temp_dir().join(format!("portal-postgres-{}", std::process::id()))
}

fn ok(command: &mut Command, what: &str) -> Result<()> {
    let status = command.status().with_context(|| format!("cannot start {what}"))?;
    if !status.success() {
        bail!("{what}: {status}");
    }
    Ok(())
}

fn is_root() -> bool {
    Command::new("id").arg("-u").output().is_ok_and(|out| out.stdout.starts_with(b"0\n"))
}

/// The newest installed server programs.
fn bin_folder() -> Result<PathBuf> {
    let mut found: Vec<PathBuf> = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten().map(|entry| entry.path().join("bin")).collect();
    found.retain(|bin| bin.join("initdb").exists());
    found.sort();
    if let Some(bin) = found.pop() {
        return Ok(bin);
    }
    let output = Command::new("pg_config").arg("--bindir").output().context("PostgreSQL is not installed: run scripts/setup.sh test")?;
    Ok(PathBuf::from(String::from_utf8_lossy(&output.stdout).trim()))
}

/// `cargo xtask postgres`: holds a server until Enter or the end of the input.
pub fn hold() -> Result<()> {
    let server = Postgres::start()?;
    println!("export PORTAL_TEST_POSTGRES={}", server.url);
    eprintln!("Enter ends it.");
    let mut line = String::new();
    std::io::stdin().read_line(&mut line)?;
    Ok(())
}
