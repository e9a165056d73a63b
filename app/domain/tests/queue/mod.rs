//! Queue tickets and bookings (02 §17, C25, O16).

mod booking;
mod line;
mod race;
mod saturday;
mod support;
mod table;
