//! Views of the task lists and of the leaderboard, on both engines.

mod due_words;
mod filters;
mod kept;
mod lists;
mod pending;
