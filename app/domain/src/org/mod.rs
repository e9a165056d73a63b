//! Use cases of the slice `org`.
