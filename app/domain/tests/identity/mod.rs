//! Sign-in, sessions, roles, delegation, "vì sao", on both engines.

mod protection;
mod rights;
mod sign_in;
mod support;
mod two_persons;
