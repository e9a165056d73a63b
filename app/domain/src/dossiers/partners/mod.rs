//! Systems of others (09 part B): messages in and out of the national portal, mirrors of cases that a ministry's system decides.
//!
//! | file | about |
//! |---|---|
//! | `sign` | keys of the partners, signatures |
//! | `inbox` | a message comes in: checked, kept, answered; the same id again is the same answer |
//! | `work` | the messages about one case are applied in their order, each in a transaction with its effect |
//! | `submit`, `apply` | what a message does to a dossier |
//! | `mirror`, `external` | cases of ministries' systems |
//! | `outgoing`, `status` | what the national portal is told, one message per event |
//! | `desk` | the lists of the exchange, trying again, closing |
//! | `demo` | the simulated national portal |

mod apply;
pub mod demo;
pub mod desk;
pub mod external;
pub mod inbox;
mod mirror;
pub(super) mod outgoing;
mod parse;
pub mod sign;
mod status;
mod submit;
mod work;

pub use outgoing::{Outgoing, acknowledged, claim, failed};
