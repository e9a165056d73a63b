//! Tests of the components of the design system.

mod components;
mod contrast;
mod escaping;
