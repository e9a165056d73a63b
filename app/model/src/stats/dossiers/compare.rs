//! Two frozen sheets side by side: what the page of their difference shows.

use super::DossierFigure;
use crate::dossiers::AdjustableFact;
use chrono::{DateTime, NaiveDate, Utc};

/// One of the two.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetHead {
    /// Code in addresses.
    pub code: String,
    /// Whose figures they are.
    pub name: String,
    /// First day of the period.
    pub from: NaiveDate,
    /// Last day, included.
    pub to: NaiveDate,
    /// Instant of the figures.
    pub as_of: DateTime<Utc>,
    /// When it was computed.
    pub computed_at: DateTime<Utc>,
}

/// A figure in both. What came less what went is the difference.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ComparedFigure {
    /// The figure.
    pub figure: DossierFigure,
    /// Its number in the first.
    pub before: i64,
    /// Its number in the second.
    pub after: i64,
    /// Dossiers that only the first counts.
    pub gone: usize,
    /// Dossiers that only the second counts.
    pub came: usize,
}

/// A correction of a fact that the second knew and the first did not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Correction {
    /// Code of the dossier, its number hidden.
    pub code: String,
    /// What was corrected.
    pub fact: AdjustableFact,
    /// As it was recorded.
    pub before: String,
    /// As it counts since then.
    pub after: String,
    /// Since when.
    pub at: DateTime<Utc>,
}

/// Two sheets and why they differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ComparedSheets {
    /// The one that was frozen first.
    pub first: SheetHead,
    /// The other.
    pub second: SheetHead,
    /// Both are about the same units and sector.
    pub same_scope: bool,
    /// Both are about the same days.
    pub same_period: bool,
    /// The main figures.
    pub figures: Vec<ComparedFigure>,
    /// Corrections between the two.
    pub corrections: Vec<Correction>,
}

/// A dossier that one of the two counts and the other does not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ComparedRow {
    /// Code, its number hidden.
    pub code: String,
    /// Procedure.
    pub procedure: String,
    /// Unit that it is booked on.
    pub unit: String,
    /// Where it stood in the first.
    pub before: &'static str,
    /// Where it stood in the second.
    pub after: &'static str,
}
