//! Use cases of the slice `seed`.
