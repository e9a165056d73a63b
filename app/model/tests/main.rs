//! Tests of the rules that need no database.

mod calendar_oracle;
mod calendar_vectors;
mod oracle;
mod text;
