//! Tasks and their statistics on both engines (specification 04).

mod bulletin;
mod f000;
mod histories;
mod imports;
mod reminders;
mod steps;
mod support;
