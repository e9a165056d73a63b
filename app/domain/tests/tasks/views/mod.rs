//! Views of the task lists and of the leaderboard, on both engines.

mod filters;
mod kept;
mod lists;
