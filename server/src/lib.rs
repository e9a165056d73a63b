//! The process `portal`: command line, HTTP stack, live updates, workers, back-ups.

pub mod cli;
pub mod http;
pub mod live;
pub mod process;
pub mod worker;

mod assets;
pub mod backup;
mod gateway;
mod metrics;
mod national;
mod paygate;
