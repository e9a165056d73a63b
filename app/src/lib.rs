//! The portal as people see it: pages, form actions, downloads; and the islands that the browser runs.
//!
//! With the feature `ssr` this crate is the whole website, rendered on the server. With `hydrate` it is only
//! [`islands`], compiled to WebAssembly: comfort on top of pages that work without it.

pub mod islands;

#[cfg(feature = "ssr")]
pub mod web;

#[cfg(feature = "ssr")]
mod admin;
#[cfg(feature = "ssr")]
mod dossiers;
#[cfg(feature = "ssr")]
mod files;
#[cfg(feature = "ssr")]
mod identity;
#[cfg(feature = "ssr")]
mod mailbox;
#[cfg(feature = "ssr")]
mod news;
#[cfg(feature = "ssr")]
mod notify;
#[cfg(feature = "ssr")]
mod org;
#[cfg(feature = "ssr")]
mod partners;
#[cfg(feature = "ssr")]
mod payments;
#[cfg(feature = "ssr")]
mod print;
#[cfg(feature = "ssr")]
mod procedures;
#[cfg(feature = "ssr")]
mod queue;
#[cfg(feature = "ssr")]
mod rating;
#[cfg(feature = "ssr")]
mod search;
#[cfg(feature = "ssr")]
mod stats;
#[cfg(feature = "ssr")]
mod survey;
#[cfg(feature = "ssr")]
mod tasks;
#[cfg(feature = "ssr")]
mod today;
#[cfg(feature = "ssr")]
mod tools;

/// Every route of the portal, slice by slice.
#[cfg(feature = "ssr")]
#[must_use]
pub fn routes() -> web::Routes {
    web::Routes::new()
        .with(admin::routes)
        .with(dossiers::routes)
        .with(files::routes)
        .with(identity::routes)
        .with(mailbox::routes)
        .with(news::routes)
        .with(notify::routes)
        .with(org::routes)
        .with(partners::routes)
        .with(payments::routes)
        .with(procedures::routes)
        .with(queue::routes)
        .with(rating::routes)
        .with(search::routes)
        .with(stats::routes)
        .with(survey::routes)
        .with(tasks::routes)
        .with(today::routes)
        .with(tools::routes)
}
