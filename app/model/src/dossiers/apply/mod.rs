//! Applying online: the pages of the journey, the draft, the receipt (02 §20, §23).

mod counter;
mod discard;
mod draft;
mod guest;
mod message;
mod mine;
mod questions;
mod receipt;
mod steps;
mod track;

pub use counter::{AtCounter, CounterForm, CounterOpenForm, CounterPart, counter_field};
pub use discard::DiscardForm;
pub use draft::{DraftFile, DraftView, ReviewRow};
pub use guest::{Entry, EntryForm, PhoneForm, is_submission_code, typed_code};
pub use message::{Ask, MISS, SMS_MOST, TOO_OFTEN};
pub use mine::{DraftLine, DraftTrace, MyDossier};
pub use questions::{OnBehalf, PartWay, applicant_pages, field, generic_form};
pub use receipt::{ReceiptFile, SubmissionReceipt};
pub use steps::{DRAFT_DAYS, FILE_LIMIT, FILES_LIMIT, FILES_PER_PART, Journey, MOST_DRAFTS, STAGES, Step};
pub use track::{Track, TrackEntry, TrackForm, TrackPrivate, Tracked, date_that_counts};
