//! News: the editorial work and what readers see of it (07 §3–§5).

mod editorial;
mod feeds;
mod seed;
mod support;
