//! Changes of a working calendar on both engines: what moves, what stays, restarts, two persons, missing years.
#![expect(clippy::unwrap_used, reason = "test code stops at the first surprise")]

mod batch;
mod boundary;
mod changes;
mod ended;
mod saturday;
mod support;
mod undone;
