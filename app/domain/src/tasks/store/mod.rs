//! SQL of the tasks, one file for each noun.

mod batch;
mod co_unit;
mod event;
mod extension;
mod period;
mod task;

pub(super) use batch::{add_co_units, append_many, insert_many, write_periods};
pub(super) use co_unit::{add_co_unit, co_units, drop_co_unit};
pub(super) use event::{NewEvent, add_file, append};
pub use extension::Extension;
pub(super) use extension::{ask_extension, decide_extension, extensions, extensions_of};
pub(super) use period::write_period;
pub use task::Task;
pub(super) use task::{by_code, by_id, codes_between, insert, open_below, open_children, save};
