//! Use cases of the slice `queue` (02 §17): numbers of one-stop centres, booked half hours, the calling screen, the counter.
//!
//! | file | what |
//! |---|---|
//! | `rules` | the states as a table |
//! | `steps` | the one way of every step |
//! | `centres` | centres, their counter groups and hours |
//! | `kiosk` | taking a number, the page of a ticket |
//! | `booking` | booking a half hour, cancelling it, arriving with it |
//! | `desk` | calling, serving, transferring (O16) |
//! | `screen` | the public calling screen |
//! | `store` | SQL of the rows |

mod booking;
mod centres;
mod desk;
mod kiosk;
pub mod rules;
mod screen;
mod steps;
mod store;

pub use booking::{arrive, book, booking, cancel_booking, days, slots};
pub use centres::{NewGroup, centre, centres, set_up};
pub use desk::{call_again, call_next, cancel_for, desk, done, rejoin_for, skip, start, transfer};
pub use kiosk::{cancel, rejoin, take, ticket};
pub use screen::screen;
pub use steps::{Target, nightly};
