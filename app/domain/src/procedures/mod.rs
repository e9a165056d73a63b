//! Use cases of the slice `procedures`.
