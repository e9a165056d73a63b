//! Use cases of the slice `search`.
