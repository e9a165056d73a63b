//! How a request becomes a page: the request with its visitor ([`Rq`]), the answer of a page ([`Page`]) or of an
//! action ([`Done`]), the table of routes with their policies ([`Routes`]).
//!
//! `docs/architecture.md` shows one of each.

mod action;
mod cookies;
mod document;
mod failure;
mod form;
mod next;
mod page;
mod policy;
mod routes;
mod rq;
mod site;
mod upload;

pub use action::Done;
pub use cookies::SESSION_COOKIE;
pub(crate) use cookies::{code_cookie, display_cookie, guest_cookie, no_session_cookie, session_cookie, sign_in_cookie};
pub(crate) use document::initials;
pub use document::render;
pub use failure::error_page;
pub use form::{Form, is_secret};
pub use page::Page;
pub use policy::Policy;
pub use routes::{RouteInfo, Routes};
pub use rq::{AppState, Display, Rq, cookie};
pub(crate) use rq::{encode, is_own_path};
pub use site::Site;
pub(crate) use upload::at_field;
pub use upload::{LookedAt, Upload, Uploads};

pub use domain::{Error, Result};
