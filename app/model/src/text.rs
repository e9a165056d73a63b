//! Vietnamese text: search keys, collation, addresses, cleaning of input.
//!
//! Keys are computed here and stored, so that SQLite and PostgreSQL find and sort alike.

mod clean;
mod collation;
mod keys;
mod sms;
mod syllable;

pub use clean::{MAX_REASON, MIN_REASON, capital, clean_line, clean_text, gsm_ascii, reason};
pub use collation::{name_sort_key, sort_key};
pub use keys::{exact, fold, fold_tokens, slug};
pub use sms::{SMS_LENGTH, sms_parts, sms_size};
