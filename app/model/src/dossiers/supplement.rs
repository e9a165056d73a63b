//! Supplement requests as pages show them.

use super::{SupplementItemState, SupplementStage, SupplementState};
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
    /// The items.
    pub items: Vec<SupplementItem>,
}
