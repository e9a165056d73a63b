//! Supplement requests as pages show them.

use super::{DossierView, SupplementItemState, SupplementStage, SupplementState};
use crate::files::Kinds;
use chrono::{DateTime, NaiveDate, Utc};

/// One requested item of a supplement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SupplementItem {
    /// Row number.
    pub id: i64,
    /// The part it is about, if it is about a part.
    pub part_id: Option<i64>,
    /// Paper or piece of information.
    pub subject: String,
    /// Why it is needed.
    pub reason: String,
    /// Legal basis in words.
    pub basis: String,
    /// How to put it right.
    pub how_to_fix: String,
    /// State.
    pub state: SupplementItemState,
    /// What the applicant wrote.
    pub answer: String,
    /// Kinds of files that its part takes; empty for all that the portal takes.
    pub file_types: Kinds,
    /// Why it is not in order, as the office said last; empty otherwise.
    pub verdict_reason: String,
}

impl SupplementItem {
    /// Where it stands, with the reason of a refusal.
    #[must_use]
    pub fn standing(&self) -> String {
        let state = self.state.label().to_lowercase();
        if self.state == SupplementItemState::Refused { format!("{state}: {}", self.verdict_reason) } else { state }
    }
}

/// One supplement request with its items.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SupplementRequest {
    /// Row number.
    pub id: i64,
    /// Number within the dossier, from 1.
    pub seq: i64,
    /// Before or after receipt.
    pub stage: SupplementStage,
    /// State.
    pub state: SupplementState,
    /// Last day to answer.
    pub reply_by: NaiveDate,
    /// Who asked.
    pub proposed_by: String,
    /// Person who asked; the same person may not approve.
    pub proposed_by_id: Option<i64>,
    /// When, UTC.
    pub proposed_at: DateTime<Utc>,
    /// Who approved.
    pub approved_by: String,
    /// The answer has a receipt of its own (02 §20).
    pub has_receipt: bool,
    /// The items.
    pub items: Vec<SupplementItem>,
}

impl DossierView {
    /// The items that the applicant has answered, with the number of their request, oldest first: they are judged.
    pub fn answered_items(&self) -> impl Iterator<Item = (i64, &SupplementItem)> {
        let answered = self.supplements.iter().filter(|request| request.state == SupplementState::Answered);
        answered.flat_map(|request| request.items.iter().map(move |item| (request.seq, item)))
    }

    /// What was not in order in the answer to the latest request: it may be asked for again. Empty once another request followed.
    #[must_use]
    pub fn refused_items(&self) -> Vec<&SupplementItem> {
        let latest = self.supplements.iter().rev().find(|request| request.state != SupplementState::Declined);
        let answered = latest.filter(|request| request.state == SupplementState::Answered);
        answered.into_iter().flat_map(|request| &request.items).filter(|item| item.state == SupplementItemState::Refused).collect()
    }
}

/// A file that the applicant saved for an item and has not sent yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedFile {
    /// Row number.
    pub file_id: i64,
    /// Name as shown.
    pub name: String,
    /// Size in bytes.
    pub size: i64,
    /// SHA-256, hexadecimal.
    pub sha256: String,
}

/// What the applicant saved for one item of an open request (C18); nobody else sees it before it is sent.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SavedAnswer {
    /// Row of the item.
    pub item_id: i64,
    /// Words, may be empty.
    pub text: String,
    /// Files, in the order of arrival.
    pub files: Vec<SavedFile>,
}

impl SavedAnswer {
    /// True if there is something to send.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        !self.text.trim().is_empty() || !self.files.is_empty()
    }
}
