//! The list "Hồ sơ của tôi".

use crate::dossiers::DossierState;
use chrono::{DateTime, NaiveDate, Utc};

/// A dossier in the list "Hồ sơ của tôi".
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MyDossier {
    /// Dossier code, before receipt the submission code.
    pub code: String,
    /// Name of the procedure.
    pub procedure_name: String,
    /// State.
    pub state: DossierState,
    /// Submitted, UTC.
    pub submitted_at: DateTime<Utc>,
    /// Due in force, UTC.
    pub due: Option<DateTime<Utc>>,
}

/// What the page of a telephone shows of a draft: families share a number, so neither its code nor its procedure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftTrace {
    /// Last change, UTC.
    pub updated_at: DateTime<Utc>,
    /// Kept until this day.
    pub kept_until: NaiveDate,
}

/// A draft in the list "Hồ sơ của tôi".
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftLine {
    /// Code.
    pub code: String,
    /// Name of the procedure.
    pub procedure_name: String,
    /// Last change, UTC.
    pub updated_at: DateTime<Utc>,
    /// The last page that was saved, in words: "Giấy tờ, trang 2"; empty if none was.
    pub reached: String,
    /// Kept until this day.
    pub kept_until: NaiveDate,
}
