//! Tests through HTTP: one module per slice; `common` starts a portal and walks through it.

mod apply;
mod backup;
mod calendar;
mod catalogue;
mod common;
mod counter;
mod dossier_stats;
mod guest;
mod http;
mod identity;
mod matrix;
mod news;
mod partners;
mod processes;
mod queue;
mod reminders;
mod reorg;
mod results;
mod steps;
mod supplements;
mod task_channels;
mod task_pages;
mod tasks;
mod unsent;
mod uploads;
