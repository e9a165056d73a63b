//! Wire types and pure rules of the slice `tasks`.
