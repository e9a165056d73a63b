//! Tests of the use cases on both engines: one module per slice.

mod apply;
mod audit;
mod base;
mod calendar;
mod catalogue;
mod dossier_stats;
mod dossiers;
mod fallback;
mod files;
mod guest;
mod identity;
mod mailbox;
mod moment;
mod news;
mod org;
mod org_reorg;
mod procedure_drafts;
mod procedures;
mod queue;
mod rating;
mod schema_parity;
mod search;
mod seed_org;
mod sql_prepares;
mod tasks;
mod today;
