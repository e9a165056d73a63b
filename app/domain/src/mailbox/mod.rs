//! Official mail inside the portal (06): one stored message, one row per recipient, exact receipts.
//!
//! Nobody reads a message through a permission: only its sender and those who received it do. Administrators and
//! inspectors are no exception (A06-12).

mod boxes;
mod compose;
mod deliver;
mod list;
mod organise;
mod read;
mod receipts;
mod recipients;
mod rules;
mod send;
mod waiting;

pub use boxes::{Mailbox, boxes, ensure_organisations, ensure_people, pick};
pub use compose::{Draft, DraftRecipient, attach, detach, discard, draft, forward, reply, save_draft};
pub use deliver::deliver_job;
pub use list::{Counts, MailRow, counts, list, search};
pub use organise::organise;
pub use read::{Shown, Thread, file, needs_opening, open, thread};
pub use receipts::{ReadRow, ReceiptCounts, Receipts, read_info, recall};
pub use recipients::{Hit, add_recipient, remove_recipient, search_recipients};
pub use rules::{DeliveryStep, MessageStep, after, delivered_after};
pub(crate) use send::send_at_once;
pub use send::{Pending, pending, send, undo};
pub use waiting::waiting;
pub(crate) use waiting::{count_unread, count_waiting};
