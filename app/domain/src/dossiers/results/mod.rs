//! The result store (02 §13, §16): results enter it by themselves, owners reuse them, anybody checks them, nobody deletes them.
//!
//! | file | what |
//! |---|---|
//! | `issue` | a published result enters the store |
//! | `draft` | O11: the draft that the leader reads before signing |
//! | `store` | the rows |
//! | `desk` | O18: the store as officials see it, and the marks "replaced" and "revoked" |
//! | `mine` | the store as its owner sees it |
//! | `reuse` | "Dùng giấy tờ đã có" in an application, and where a reused paper comes from |
//! | `verify` | C24: what a code or a digest stands for |
//! | `hand_over` | D23 with its proof, and the way by post |
//! | `unclaimed` | results that nobody fetched |

mod desk;
mod draft;
mod hand_over;
mod issue;
mod mine;
mod reuse;
mod store;
mod unclaimed;
mod verify;

pub use desk::{document, document_file, mark, stored};
pub use draft::{draft_file, drafts, lay_draft};
pub use hand_over::{by_code, hand_over, post_result};
pub(super) use issue::enter;
pub use issue::last_number;
pub use mine::{my_document, my_document_file, my_documents, of_my_dossier};
pub(super) use reuse::log_uses;
pub use reuse::{attach, of_part, provenance};
pub use unclaimed::{UNCLAIMED_LIMIT, export_unclaimed, nightly, unclaimed};
pub use verify::{count_file, receipt_of, verify};
