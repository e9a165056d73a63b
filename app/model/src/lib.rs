//! Types that the server and the browser share, and the rules that need nothing but their input.
//!
//! No I/O, no clock, no database: time and calendars are parameters. One module per slice, named as everywhere else.

#[macro_use]
mod text_enum;

pub mod access;
pub mod calendar;
pub mod dossiers;
pub mod errors;
pub mod files;
pub mod format;
pub mod identity;
pub mod list;
pub mod mailbox;
pub mod news;
pub mod notify;
pub mod org;
pub mod paper;
pub mod partners;
pub mod payments;
pub mod procedures;
pub mod queue;
pub mod rating;
pub mod reorg;
pub mod search;
pub mod stats;
pub mod survey;
pub mod tasks;
pub mod text;
pub mod today;

pub use errors::FieldErrors;
pub use list::{List, Paging};
