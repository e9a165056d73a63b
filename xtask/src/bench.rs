//! `make bench`: seeds a data set, drives the release binary over loopback, prints requests per second and latencies,
//! each also as a ratio to a plain-text route of the same server in the same run.

mod desk;
mod digests;
mod load;

use crate::postgres::Postgres;
use crate::site;
use crate::tools::{cargo, step, target};
use anyhow::{Context, Result, bail};
use load::{Ask, Figures, fetch, repeat};
use std::fs;
use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// Connections at once.
const CONNECTIONS: usize = 16;
/// How long each route is driven.
const DURATION: Duration = Duration::from_secs(8);
/// Submissions that are received.
const WAITING: usize = 3_000;
/// Runs of the digests of all units.
const RUNS: u32 = 20;
/// How long the work of a morning may take.
const SETTLING: Duration = Duration::from_secs(300);
/// Receptionist of the demo ward.
const RECEPTIONIST: &str = "mot.cua";
/// Follows the tasks of the whole province.
const MONITOR: &str = "theo.doi";
/// Route without database and template.
const PLAIN: &str = "/healthz";

/// The server under load; stopped when dropped.
struct Server(Child);

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Measures one data set on one engine.
pub fn run(size: &str, engine: &str) -> Result<()> {
    if !["s", "m", "l"].contains(&size) || !["sqlite", "postgres"].contains(&engine) {
        bail!("SIZE is s, m or l; ENGINE is sqlite or postgres");
    }
    site::build()?;
    step("release server", "10-15 minutes the first time", &mut cargo(&["build", "--quiet", "--release", "--package", "server", "--bin", "portal"]))?;
    let folder = target().join(format!("bench-{size}-{engine}"));
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    fs::create_dir_all(&folder)?;
    let postgres = if engine == "postgres" { Some(Postgres::start_durable()?) } else { None };
    let database = postgres.as_ref().map_or_else(|| format!("sqlite://{}/portal.db", folder.display()), Postgres::socket_url);
    let code = seed(&folder, &database, size)?;
    let (server, host) = serve(&folder, &database)?;
    let article = first_link(&host, "/tin-tuc", "/tin-tuc/")?;
    let cookie = desk::sign_in(&host, RECEPTIONIST).context("signing in")?;
    let monitor = desk::sign_in(&host, MONITOR).context("signing in")?;
    let official = |path: &str| Ask { path: path.to_owned(), cookie: cookie.clone(), form: None };
    let routes = [
        ("portal.front_page", Ask::page("/")),
        ("news.article", Ask::page(article)),
        ("tasks.leaderboard", Ask::page("/xep-hang/nhiem-vu")),
        ("tasks.list", Ask { path: "/can-bo/nhiem-vu?pham-vi=don-vi".to_owned(), cookie: monitor, form: None }),
        ("dossiers.tracking", Ask::page(format!("/tra-cuu/{code}"))),
        ("dossiers.desk_list", official("/can-bo/ho-so?hang=dang-giai-quyet")),
        ("dossiers.search", official("/can-bo/ho-so?hang=dang-giai-quyet&q=nguyen%20mau")),
    ];
    let plain = repeat(&host, &Ask::page(PLAIN), CONNECTIONS, DURATION)?;
    let mut lines = vec![line("portal.plain", engine, size, &plain, &plain)];
    for (name, ask) in &routes {
        let figures = repeat(&host, ask, CONNECTIONS, DURATION).with_context(|| (*name).to_owned())?;
        lines.push(line(name, engine, size, &figures, &plain));
    }
    drop(server);
    // Thousands that wait at one counter are for the receipt only: the lists above are those of the data set.
    add_waiting(&folder, &database)?;
    let (server, host) = serve(&folder, &database)?;
    let cookie = desk::sign_in(&host, RECEPTIONIST).context("signing in")?;
    let received = desk::receive(&host, &cookie, CONNECTIONS, WAITING).context("dossiers.receive")?;
    lines.push(line("dossiers.receive", engine, size, &received, &plain));
    // The days of the digests lie ahead of the server's clock, so it must not run any more.
    drop(server);
    lines.push(digests::line(&mut portal(&folder, &database), engine, size, RUNS)?);
    fs::write(target().join("bench.json"), serde_json::to_string_pretty(&lines)?)?;
    println!("→ {}", target().join("bench.json").display());
    Ok(())
}

fn line(name: &str, engine: &str, size: &str, figures: &Figures, plain: &Figures) -> serde_json::Value {
    let ratio = figures.per_second / plain.per_second;
    let (seen, server) = (figures.seen, figures.server);
    // Only pages say how long the server took.
    let at_server = server.map_or_else(String::new, |server| format!("   at the server p95 {:>7.2} ms", server.p95));
    println!(
        "{name:<22} {:>9.0} requests/s   p50 {:>7.2} ms   p95 {:>7.2} ms   p99 {:>7.2} ms{at_server}   {ratio:.3} of plain",
        figures.per_second, seen.p50, seen.p95, seen.p99
    );
    let round = |value: f64| (value * 1000.0).round() / 1000.0;
    serde_json::json!({
        "name": name, "engine": engine, "size": size, "requests_per_s": round(figures.per_second), "p50_ms": round(seen.p50),
        "p95_ms": round(seen.p95), "p99_ms": round(seen.p99), "server_p50_ms": server.map(|server| round(server.p50)),
        "server_p95_ms": server.map(|server| round(server.p95)), "ratio_to_plain": round(ratio),
    })
}

fn portal(folder: &Path, database: &str) -> Command {
    let mut command = Command::new(target().join("release/portal"));
    command
        .current_dir(folder)
        .env("PORTAL_DATABASE", database)
        .env("PORTAL_FILES", folder.join("files"))
        .env("PORTAL_SITE", site::folder())
        .env("PORTAL_DEMO", "true")
        .env("PORTAL_DURABLE", "true")
        .env("RUST_LOG", "error");
    command
}

/// Seeds and returns the dossier code that the seed names.
fn seed(folder: &Path, database: &str, size: &str) -> Result<String> {
    println!("→ seeding size {size} (S: under a minute, M: minutes)");
    let started = Instant::now();
    let output = portal(folder, database).args(["seed", "--size", size]).stderr(Stdio::inherit()).output()?;
    if !output.status.success() {
        bail!("seeding failed");
    }
    println!("  seeding: {:.1} s", started.elapsed().as_secs_f64());
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let code = text.lines().find_map(|line| line.strip_prefix("Hồ sơ mẫu để tra cứu: ")).context("the seed named no dossier")?;
    Ok(code.trim().to_owned())
}

fn add_waiting(folder: &Path, database: &str) -> Result<()> {
    let done = portal(folder, database).args(["bench", "waiting", "--count", &WAITING.to_string()]).status()?;
    if !done.success() {
        bail!("adding submissions failed");
    }
    Ok(())
}

fn serve(folder: &Path, database: &str) -> Result<(Server, String)> {
    let host = format!("127.0.0.1:{}", TcpListener::bind("127.0.0.1:0")?.local_addr()?.port());
    let child = portal(folder, database).args(["serve", "--demo", "--addr", &host]).stdout(Stdio::null()).spawn()?;
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

/// The first link of a page that begins with `prefix` and goes on.
fn first_link(host: &str, path: &str, prefix: &str) -> Result<String> {
    let page = fetch(host, &Ask::page(path))?.body;
    let mark = format!("href=\"{prefix}");
    page.match_indices(&mark)
        .filter_map(|(at, _)| page[at + 6..].split('"').next())
        .find(|link| link.len() > prefix.len() + 12)
        .map(str::to_owned)
        .with_context(|| format!("no link below {prefix} on {path}"))
}
