//! `portal`: see `portal help`.

use clap::Parser;
use mimalloc::MiMalloc;
use std::process::ExitCode;
use std::thread::available_parallelism;

/// A page is thousands of small strings: making them with the allocator of the C library cost two fifths of its time.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    let cli = server::cli::Cli::parse();
    // Even on one core no long page keeps all others waiting.
    let workers = available_parallelism().map_or(2, |cores| cores.get().max(2));
    let runtime = match tokio::runtime::Builder::new_multi_thread().worker_threads(workers).enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("portal: {error}");
            return ExitCode::FAILURE;
        }
    };
    match runtime.block_on(server::cli::run(cli)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("portal: {error:#}");
            ExitCode::FAILURE
        }
    }
}
