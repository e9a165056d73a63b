//! Use cases of the slice `stats`.
