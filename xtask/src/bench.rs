//! `make bench`: seeds a data set, drives the release binary over loopback, prints requests per second and latencies, each also as a ratio
//! to a plain-text route of the same server in the same run. Every route is driven in several rounds and its best one counts: other work on
//! the machine only makes a round slower.

mod data;
mod desk;
mod digests;
mod load;

use crate::site;
use crate::tools::{cargo, step, target};
use anyhow::{Context, Result, bail};
use data::Data;
use load::{Ask, Figures, fetch, repeat};
use std::fs;
use std::time::Duration;

/// Connections at once.
const CONNECTIONS: usize = 16;
/// How often each route is driven, in turn with the others.
const ROUNDS: usize = 3;
/// How long each round of a route is.
const DURATION: Duration = Duration::from_secs(8);
/// Submissions that are received.
const WAITING: usize = 3_000;
/// Runs of the digests of all units.
const RUNS: u32 = 20;
/// Receptionist of the demo ward.
const RECEPTIONIST: &str = "mot.cua";
/// Follows the tasks of the whole province.
const MONITOR: &str = "theo.doi";
/// Route without database and template.
const PLAIN: &str = "/healthz";

/// Measures one data set on one engine. With `keep` the seeded data stay for the next run, which measures a fresh copy of them.
pub fn run(size: &str, engine: &str, keep: bool) -> Result<()> {
    if !["s", "m", "l"].contains(&size) || !["sqlite", "postgres"].contains(&engine) {
        bail!("SIZE is s, m or l; ENGINE is sqlite or postgres");
    }
    site::build()?;
    step("release server", "10-15 minutes the first time", &mut cargo(&["build", "--quiet", "--release", "--package", "server", "--bin", "portal"]))?;
    let data = Data::ready(size, engine, keep)?;
    let (server, host) = data.serve()?;
    let article = first_link(&host, "/tin-tuc", "/tin-tuc/")?;
    let cookie = desk::sign_in(&host, RECEPTIONIST).context("signing in")?;
    let monitor = desk::sign_in(&host, MONITOR).context("signing in")?;
    let official = |path: &str| Ask { path: path.to_owned(), cookie: cookie.clone(), form: None };
    let routes = [
        ("portal.plain", Ask::page(PLAIN)),
        ("portal.front_page", Ask::page("/")),
        ("news.article", Ask::page(article)),
        ("tasks.leaderboard", Ask::page("/xep-hang/nhiem-vu")),
        ("tasks.list", Ask { path: "/can-bo/nhiem-vu?pham-vi=don-vi".to_owned(), cookie: monitor, form: None }),
        ("dossiers.tracking", Ask::page(format!("/tra-cuu/{}", data.code()))),
        ("dossiers.desk_list", official("/can-bo/ho-so?hang=dang-giai-quyet")),
        ("dossiers.filter", official("/can-bo/ho-so?hang=dang-giai-quyet&kenh=truc-tuyen&qua-han=1")),
        ("dossiers.search", official("/can-bo/ho-so?hang=dang-giai-quyet&q=nguyen%20mau")),
    ];
    let mut rounds: Vec<Vec<Figures>> = vec![Vec::new(); routes.len()];
    for _ in 0..ROUNDS {
        for ((name, ask), rounds) in routes.iter().zip(&mut rounds) {
            rounds.push(repeat(&host, ask, CONNECTIONS, DURATION).with_context(|| (*name).to_owned())?);
        }
    }
    drop(server);
    let plain = best(&rounds[0]).per_second;
    let mut lines: Vec<_> = routes.iter().zip(&rounds).map(|((name, _), rounds)| line(name, engine, size, rounds, plain)).collect();
    // Thousands that wait at one counter are for the receipt only: the lists above are those of the data set.
    data.add_waiting(WAITING)?;
    let (server, host) = data.serve()?;
    let cookie = desk::sign_in(&host, RECEPTIONIST).context("signing in")?;
    let received = desk::receive(&host, &cookie, CONNECTIONS, WAITING, ROUNDS).context("dossiers.receive")?;
    lines.push(line("dossiers.receive", engine, size, &received, plain));
    // The days of the digests lie ahead of the server's clock, so it must not run any more.
    drop(server);
    lines.push(digests::line(&mut data.portal(), engine, size, RUNS)?);
    fs::write(target().join("bench.json"), serde_json::to_string_pretty(&lines)?)?;
    println!("→ {}", target().join("bench.json").display());
    Ok(())
}

/// The round in which most was done.
fn best(rounds: &[Figures]) -> Figures {
    rounds.iter().copied().max_by(|one, other| one.per_second.total_cmp(&other.per_second)).unwrap_or_default()
}

fn line(name: &str, engine: &str, size: &str, rounds: &[Figures], plain: f64) -> serde_json::Value {
    let figures = best(rounds);
    let ratio = figures.per_second / plain;
    let (seen, server) = (figures.seen, figures.server);
    // Only pages say how long the server took.
    let at_server = server.map_or_else(String::new, |server| format!("   at the server p95 {:>7.2} ms", server.p95));
    let each: Vec<f64> = rounds.iter().map(|round| round.per_second.round()).collect();
    println!(
        "{name:<22} {:>9.0} requests/s   p50 {:>7.2} ms   p95 {:>7.2} ms   p99 {:>7.2} ms{at_server}   {ratio:.3} of plain   rounds {each:?}",
        figures.per_second, seen.p50, seen.p95, seen.p99
    );
    let round = |value: f64| (value * 1000.0).round() / 1000.0;
    serde_json::json!({
        "name": name, "engine": engine, "size": size, "requests_per_s": round(figures.per_second), "p50_ms": round(seen.p50),
        "p95_ms": round(seen.p95), "p99_ms": round(seen.p99), "server_p50_ms": server.map(|server| round(server.p50)),
        "server_p95_ms": server.map(|server| round(server.p95)), "ratio_to_plain": round(ratio), "rounds_per_s": each,
    })
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
