//! Figures of dossiers on both engines: random histories against an oracle, bounds, rows, files, frozen sheets.
#![expect(clippy::unwrap_used, reason = "test code stops at the first surprise")]

mod bounds;
mod compare;
mod handling;
mod histories;
mod province;
mod support;
