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
mod lists;
mod masked;
mod ministry;
mod paper_fees;
mod papers;
mod part_kinds;
mod partners;
mod partners_demo;
mod payments;
mod reorganised;
mod results;
mod section_six;
mod seeded;
mod stale;
mod supplement_answers;
mod supplement_reminder;
mod supplement_rounds;
mod supplement_verdicts;
mod supplements;
mod table;
mod today_visit;
mod transfer;
mod unsent;
mod unsent_legal;
mod workflow;
