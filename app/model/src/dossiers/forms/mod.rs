//! What officials and applicants send about a dossier: strings as they were typed, and what they are once checked.
//!
//! The version that the page showed is no part of a form: every use case takes it as an argument of its own.

mod end;
mod intake;
mod supplement;
mod supplement_answers;
mod supplement_counter;
mod supplement_verdicts;
mod withdrawal;
mod work;

pub use end::{Publish, PublishForm, Return, Stop, StopForm};
pub use intake::{Receive, ReceiveForm, Refuse, RefuseForm};
pub use supplement::{RequestedItem, RequestedItemForm, SUPPLEMENT_ITEMS, Supplement, SupplementDecision, SupplementDecisionForm, SupplementForm};
pub use supplement_answers::{SupplementAnswer, SupplementAnswersForm};
pub use supplement_counter::{CounterSupplement, CounterSupplementForm};
pub use supplement_verdicts::{ItemVerdict, VerdictsForm};
pub use withdrawal::{Reason, ReasonForm, WithdrawalDecision, WithdrawalDecisionForm};
pub use work::{Assign, AssignForm, Move, MoveForm};

use super::ListedReason;
use crate::errors::FieldErrors;
use crate::text::{MAX_REASON, clean_line, clean_text};
use std::str::FromStr;

/// A text of `min` to 5,000 characters, cleaned; where ten are needed, it is a [`crate::text::reason`].
fn words(errors: &mut FieldErrors, field: &str, what: &str, text: &str, min: usize) -> String {
    let text = clean_text(text, MAX_REASON + 1);
    let length = text.chars().count();
    errors.require(length >= min, field, format!("{what} còn quá ngắn. Hãy viết ít nhất {min} ký tự."));
    errors.require(length <= MAX_REASON, field, format!("{what} dài quá 5.000 ký tự. Hãy viết gọn lại."));
    text
}

/// Free words, at most 5,000 characters, cleaned.
fn note(errors: &mut FieldErrors, field: &str, text: &str) -> String {
    words(errors, field, "Ghi chú", text, 0)
}

/// A line of at most `max` characters, cleaned.
fn line(errors: &mut FieldErrors, field: &str, what: &str, text: &str, max: usize) -> String {
    let text = clean_line(text, max + 1);
    errors.require(text.chars().count() <= max, field, format!("{what} dài quá {max} ký tự. Hãy kiểm tra lại."));
    text
}

/// What was chosen from a list; a complaint if it is not in the list.
fn chosen<T: FromStr>(errors: &mut FieldErrors, field: &str, text: &str, message: &str) -> Option<T> {
    let value = text.trim().parse().ok();
    errors.require(value.is_some(), field, message);
    value
}

/// The reason with a code that was picked from a list; a complaint if the list does not have it (any more).
fn listed(errors: &mut FieldErrors, field: &str, reasons: &[ListedReason], code: &str, message: &str) -> Option<ListedReason> {
    let found = ListedReason::find(reasons, code).cloned();
    errors.require(found.is_some(), field, message);
    found
}

/// A row number that may be left out; a complaint if it is no number.
fn id(errors: &mut FieldErrors, field: &str, text: &str, message: &str) -> Option<i64> {
    if text.trim().is_empty() { None } else { chosen(errors, field, text, message) }
}

/// True for a ticked box.
fn ticked(text: &str) -> bool {
    text.trim() == "1"
}
