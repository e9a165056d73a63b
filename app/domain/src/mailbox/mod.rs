//! Use cases of the slice `mailbox`.
