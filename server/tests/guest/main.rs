//! Applying without an account and without JavaScript (C02–C21), and hostile input on the way.

#[path = "../common/mod.rs"]
mod common;
mod hostile;
mod journey;
mod support;
