//! Applying online: the pages of the journey, the draft, the receipt (02 §20, §23).

mod draft;
mod steps;
mod track;

pub use draft::{DraftFile, DraftLine, DraftView, MyDossier, ReceiptFile, ReviewRow, SubmissionReceipt};
pub use steps::{DRAFT_DAYS, FILE_LIMIT, FILES_LIMIT, FILES_PER_PART, Journey, OnBehalf, PartWay, STAGES, Step, applicant_pages, field, generic_form};
pub use track::{TrackEntry, TrackPrivate, Tracked};
