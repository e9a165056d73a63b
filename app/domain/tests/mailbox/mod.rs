//! Official mail on both engines (06 §13).

mod reading;
mod search;
mod sending;
mod support;
