//! Use cases of the slice `rating` (02 §18): one rating per returned dossier and person, the answer of the unit, follow-ups.
//!
//! | file | what |
//! |---|---|
//! | `invite` | the link of a returned dossier |
//! | `rate` | giving and changing a rating |
//! | `steps` | the one way of the steps of officials: answer, decision about the words, end of a follow-up |
//! | `desk` | the list and the page of officials (O19) |
//! | `public` | shares of levels by unit, words that were approved |
//! | `waiting` | what waits for officials |
//! | `store` | SQL of the rows |

mod desk;
mod invite;
mod public;
mod rate;
mod steps;
mod store;
mod waiting;

pub use desk::{GroupCounts, counts, find, list};
pub use invite::{Invitation, invite, link_of};
pub use public::{comments, levels, share, shares};
pub use rate::{invitation, rate};
pub use steps::{Target, answer, close_follow_up, moderate};
pub(crate) use waiting::count_waiting;
pub use waiting::work_items;
