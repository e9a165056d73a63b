//! The result store (02 §13, §16): issued documents, who used them, how results were handed over, what `/kiem-tra` answers.

mod forms;
mod hand_over;
mod verify;

pub use forms::{Mark, MarkForm, ResultFacts, ResultFactsForm, Reuse, ReuseForm};
pub use hand_over::{HandOver, HandOverForm, PostItem, PostItemForm, Receiver};
pub use verify::{CHECK_LIMIT, ChainWord, CheckedDocument, CheckedFile, CheckedReceipt, Verified, VerifyForm, Wanted};

use chrono::{DateTime, NaiveDate, Utc};

text_enum! {
    /// State of a stored document; it is never deleted.
    pub enum DocumentState { Valid = "valid" => "Còn giá trị", Replaced = "replaced" => "Đã được thay thế", Revoked = "revoked" => "Đã thu hồi" }
}

text_enum! {
    /// What befell a stored document.
    pub enum DocumentAct { Issued = "issued" => "Cấp", Replaced = "replaced" => "Ghi nhận đã thay thế", Revoked = "revoked" => "Thu hồi" }
}

text_enum! {
    /// How a stored document was used.
    pub enum UseKind { Reuse = "reuse" => "Dùng lại trong hồ sơ", Read = "read" => "Mở xem" }
}

text_enum! {
    /// What a document is worth on a day.
    pub enum Validity {
        Valid = "valid" => "Còn giá trị", Expired = "expired" => "Hết hạn", Replaced = "replaced" => "Đã được thay thế", Revoked = "revoked" => "Đã thu hồi",
    }
}

impl Validity {
    /// What a document in this state, valid until this day, is worth on a day.
    #[must_use]
    pub fn on(day: NaiveDate, state: DocumentState, until: Option<NaiveDate>) -> Self {
        match state {
            DocumentState::Revoked => Self::Revoked,
            DocumentState::Replaced => Self::Replaced,
            DocumentState::Valid if until.is_some_and(|until| until < day) => Self::Expired,
            DocumentState::Valid => Self::Valid,
        }
    }
}

/// "vĩnh viễn", or the last day.
#[must_use]
pub fn until_words(until: Option<NaiveDate>) -> String {
    until.map_or_else(|| "vĩnh viễn".to_owned(), |day| format!("đến {}", crate::format::date(day)))
}

/// A document of the store in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentLine {
    /// Public code.
    pub code: String,
    /// What it is ("Giấy khai sinh").
    pub name: String,
    /// Number and notation.
    pub number: String,
    /// Owner.
    pub owner: String,
    /// Who issued it, as the agency was called then.
    pub issuer: String,
    /// Day of issue.
    pub issued_on: NaiveDate,
    /// Last day, none for ever.
    pub valid_until: Option<NaiveDate>,
    /// What it is worth today.
    pub validity: Validity,
    /// False for a result on paper only.
    pub has_file: bool,
    /// How often it was reused.
    pub reused: i64,
}

/// One entry of "Ai đã dùng giấy tờ này".
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentUse {
    /// How.
    pub kind: UseKind,
    /// Who.
    pub actor: String,
    /// Unit of an official; empty for the owner.
    pub unit: String,
    /// What for.
    pub purpose: String,
    /// The dossier that it went into; empty for a mere reading.
    pub dossier: String,
    /// When, UTC.
    pub at: DateTime<Utc>,
}

/// One entry of the history of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentEntry {
    /// What.
    pub act: DocumentAct,
    /// Code of the document that replaces it; empty otherwise.
    pub by: String,
    /// Why.
    pub reason: String,
    /// Who.
    pub actor: String,
    /// When, UTC.
    pub at: DateTime<Utc>,
}

/// A document in full.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentView {
    /// As in a list.
    pub line: DocumentLine,
    /// Version for optimistic locking.
    pub version: i64,
    /// Type code, which a part of a procedure names to accept it.
    pub type_code: String,
    /// Where it counts.
    pub scope: String,
    /// Who signed.
    pub signer: String,
    /// Name of the file, its bytes, its SHA-256; none on paper.
    pub file: Option<(String, i64, String)>,
    /// Code of the dossier that it comes from.
    pub dossier: String,
    /// Code of the document that replaced it.
    pub replaced_by: String,
    /// Its history, oldest first.
    pub history: Vec<DocumentEntry>,
    /// Who used it, latest first.
    pub uses: Vec<DocumentUse>,
    /// True if the actor may mark it as replaced or revoked.
    pub may_mark: bool,
}

/// Where a reused paper of a dossier comes from, for the desk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Provenance {
    /// Part of the dossier.
    pub part_id: i64,
    /// Public code.
    pub code: String,
    /// "Giấy khai sinh số 12/TLKS".
    pub name: String,
    /// Who issued it.
    pub issuer: String,
    /// Day of issue.
    pub issued_on: NaiveDate,
    /// What it is worth today: it may have been replaced since.
    pub validity: Validity,
    /// When the owner consented, UTC.
    pub consented_at: DateTime<Utc>,
    /// SHA-256 of the file.
    pub sha256: String,
}

/// A document that may stand for a part of an application.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReuseChoice {
    /// Public code.
    pub code: String,
    /// What it is, with its number.
    pub name: String,
    /// Issuer, day, validity.
    pub about: String,
}

/// What the upload page of a part knows of the store.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PartReuse {
    /// Documents that may be used.
    pub choices: Vec<ReuseChoice>,
    /// Files of the part that came from the store: row of the file and its name in words.
    pub used: Vec<(i64, String)>,
}

/// Filter of the list "Kho kết quả".
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StoreFilter {
    /// Words of owner, name, number or code.
    pub words: String,
    /// Only documents worth this today.
    pub validity: Option<Validity>,
    /// Page from 1.
    pub page: i64,
}

/// A draft of a result, for officials.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResultDraft {
    /// Public name in addresses.
    pub token: String,
    /// Name as shown.
    pub name: String,
    /// Bytes.
    pub size: i64,
    /// Who laid it before the leader.
    pub actor: String,
    /// When, UTC.
    pub at: DateTime<Utc>,
}

/// A result that nobody has fetched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnclaimedRow {
    /// Dossier code.
    pub code: String,
    /// Procedure.
    pub procedure: String,
    /// Applicant.
    pub applicant: String,
    /// Telephone, to call.
    pub phone: String,
    /// Result ready since, UTC.
    pub since: DateTime<Utc>,
    /// Days since then.
    pub days: i64,
    /// When the applicant was reminded, UTC.
    pub reminded_at: Option<DateTime<Utc>>,
}

/// A result waits this many days before its applicant is reminded (02 §13).
pub const UNCLAIMED_DAYS: i64 = 30;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_is_worth_what_its_marks_say() {
        let day = |d| NaiveDate::from_ymd_opt(2026, 11, d).unwrap();
        let on = |state, until| Validity::on(day(23), state, until);
        assert_eq!(on(DocumentState::Valid, None), Validity::Valid);
        // The last day still counts.
        assert_eq!(on(DocumentState::Valid, Some(day(23))), Validity::Valid);
        assert_eq!(on(DocumentState::Valid, Some(day(22))), Validity::Expired);
        assert_eq!(on(DocumentState::Replaced, Some(day(22))), Validity::Replaced);
        assert_eq!(on(DocumentState::Revoked, None), Validity::Revoked);
        assert_eq!((until_words(None).as_str(), until_words(Some(day(3))).as_str()), ("vĩnh viễn", "đến 03/11/2026"));
    }
}
