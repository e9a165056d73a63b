//! Applying without an account and without JavaScript (C02–C21), and hostile input on the way.

mod hostile;
mod journey;
pub mod support;
