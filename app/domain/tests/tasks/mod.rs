//! Tasks and their statistics on both engines (specification 04).

mod assigners;
mod bulk;
mod bulletin;
mod expiry;
mod f000;
mod forest;
mod histories;
mod imports;
mod monitors;
mod notices;
mod oracle;
mod past;
mod races;
mod ranks;
mod reminders;
mod series;
mod split;
mod steps;
mod support;
mod views;
