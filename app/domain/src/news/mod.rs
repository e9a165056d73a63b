//! News of the province and of its component portals: editorial work, public lists, feeds (07 §1–§5).
//!
//! `write` and `steps` are the work of writers and editors, `publish` what readers see change, `public` what they read,
//! `desk` what officials see, `waiting` what waits for them; `rules` is the table of states, `act` the one way of every step,
//! `check` what a text must have, `store` the SQL.

mod access;
mod act;
mod check;
mod comments;
mod desk;
mod feeds;
pub mod markup;
mod public;
mod publish;
pub mod rules;
mod sites;
mod steps;
mod store;
mod views;
mod waiting;
mod write;

pub use comments::{comment, moderate, pending as pending_comments};
pub use desk::{counts as desk_counts, list as desk_list, open as desk_article};
pub use feeds::{Feed, atom, rss, sitemap};
pub use public::{Filter, Front, article, count, front, list, paged, picture_file as picture};
pub use publish::{EXPIRE_JOB, PUBLISH_JOB, correct, publish, run_job, unpublish};
pub use sites::{
    NewSite, SiteUpdate, add as add_site, by_path as site_by_path, components as component_sites, main as main_site, redirect as redirect_site,
    successor as site_successor, updates as site_updates, writable as writable_sites,
};
pub use steps::{approve, archive, pass, reopen, send_back, submit, submit_for_approval, unapprove};
pub use views::{count_view, prune as prune_visitors};
pub(crate) use waiting::count_waiting;
pub use waiting::{waiting, work_items};
pub use write::{create, lock, propose_correction, save};
