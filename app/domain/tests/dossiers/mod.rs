//! Dossiers on both engines: the journey, the table, the codes, supplements, permissions.
#![expect(clippy::unwrap_used, reason = "test code stops at the first surprise")]

mod adjust;
mod apology;
mod codes;
mod consult;
mod consult_files;
mod counter;
mod digitise;
mod extension;
pub mod fixture;
mod handover;
mod journey;
mod paper_fees;
mod papers;
mod partners;
mod payments;
mod reorganised;
mod results;
mod seeded;
mod supplements;
mod table;
mod today_visit;
mod transfer;
mod unsent;
mod workflow;
