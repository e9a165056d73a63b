//! Use cases of the slice `today`.
