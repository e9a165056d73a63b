//! Tasks and their statistics on both engines (specification 04).

mod f000;
mod histories;
mod imports;
mod steps;
mod support;
mod views;
