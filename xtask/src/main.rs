//! `cargo xtask`: builds, tests, packages. The Makefile has a one-line target for each.

mod bench;
mod check;
mod dev;
mod package;
mod postgres;
mod run;
mod site;
mod tools;

use clap::{Parser, Subcommand};
use std::process::ExitCode;

/// Build tool of the portal.
#[derive(Parser)]
#[command(name = "cargo xtask", about = "Builds, tests and packages the portal")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Builds the site: WebAssembly, style sheet, assets, compressed copies; prints the sizes
    Site,
    /// Builds, creates and seeds the demo database if absent, serves on http://127.0.0.1:3000
    Run {
        /// Address to serve on
        #[arg(long, default_value = "127.0.0.1:3000")]
        addr: String,
    },
    /// Like `run`, and starts again whenever a source file changes
    Dev,
    /// Everything that CI checks: format, lints, Rust tests on both engines, browser tests
    Test {
        /// Only these suites (comma separated): fmt, clippy, rust, browser
        #[arg(long, value_delimiter = ',')]
        only: Vec<String>,
    },
    /// Starts a private PostgreSQL and prints its address; it stops with this command
    Postgres,
    /// Builds the release folder `target/package/mot-cong`
    Package,
    /// Measures the release binary over loopback, writes target/bench.json
    Bench {
        /// Data set: s, m or l
        #[arg(long, default_value = "s")]
        size: String,
        /// sqlite or postgres
        #[arg(long, default_value = "sqlite")]
        engine: String,
        /// Keeps the data set and measures the kept one next time
        #[arg(long)]
        keep: bool,
    },
}

/// What went wrong is the last line, without a backtrace: the lines before it say which tests failed.
fn main() -> ExitCode {
    let outcome = match Cli::parse().command {
        Command::Site => site::build(),
        Command::Run { addr } => run::run(&addr),
        Command::Dev => dev::watch(),
        Command::Test { only } => check::test(&only),
        Command::Postgres => postgres::hold(),
        Command::Package => package::build(),
        Command::Bench { size, engine, keep } => bench::run(&size, &engine, keep),
    };
    if let Err(error) = outcome {
        eprintln!("error: {error:#}");
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}
