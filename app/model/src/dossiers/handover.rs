//! O05: dossiers that go from the counter to the agency that decides, many at once.

use super::{BulkItem, Urgency};
use chrono::{DateTime, Utc};

text_enum! {
    /// The two sides of a hand-over. Stored values are the words in addresses.
    pub enum HandoverQueue {
        /// What the counter received and has not handed over yet.
        Give = "giao" => "Cần bàn giao",
        /// What waits at the agency for somebody who takes it.
        Take = "nhan" => "Chờ nhận",
    }
}

/// A dossier on one of the two sides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HandoverRow {
    /// Dossier code and version.
    pub item: BulkItem,
    /// Name of the procedure.
    pub procedure: String,
    /// Applicant.
    pub applicant: String,
    /// Agency that decides.
    pub to: String,
    /// Sheets of paper that go along: originals and copies.
    pub papers: i64,
    /// "Còn …", "Quá …".
    pub remaining: String,
    /// How pressing it is.
    pub urgency: Urgency,
    /// When it was handed over to this agency, UTC; none if it was not.
    pub handed_at: Option<DateTime<Utc>>,
}

/// A sheet of a hand-over in lists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HandoverLine {
    /// Its code, `BG-261123-0001`.
    pub code: String,
    /// Counter.
    pub from: String,
    /// Agency.
    pub to: String,
    /// Who handed over.
    pub by: String,
    /// When, UTC.
    pub at: DateTime<Utc>,
    /// Number of dossiers.
    pub dossiers: i64,
    /// How many of them somebody has taken since.
    pub taken: i64,
}
