//! Use cases of the slice `dossiers`.
