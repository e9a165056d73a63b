//! Use cases of the slice `identity`.
