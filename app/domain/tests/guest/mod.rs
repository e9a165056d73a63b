//! Applicants without an account: codes, drafts and their number, dossiers; files in e-forms; what is known already; tracking by message.

mod cap;
mod codes;
mod files;
mod home;
mod journey;
mod known;
mod lost;
mod messages;
mod receipt;
mod support;
