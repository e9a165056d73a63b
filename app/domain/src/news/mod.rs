//! Use cases of the slice `news`.
