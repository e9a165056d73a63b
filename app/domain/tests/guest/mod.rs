//! Applicants without an account: codes, drafts, dossiers; files in e-forms; what is known already; tracking by message.

mod codes;
mod files;
mod journey;
mod known;
mod messages;
mod support;
