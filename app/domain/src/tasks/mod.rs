//! Use cases of the slice `tasks`.
