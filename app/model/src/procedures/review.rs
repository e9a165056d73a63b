//! The work on a version before it is published (02 §2): states, steps, forms, and what the pages of the desk show.

use super::VersionState;
use super::diff::GroupDiff;
use super::doc::{DocGroup, Fault, ProcedureDoc};
use crate::FieldErrors;
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

text_enum! {
    /// State of a draft.
    pub enum DraftState {
        Draft = "draft" => "Dự thảo", InReview = "in_review" => "Chờ duyệt", Approved = "approved" => "Đã duyệt", Published = "published" => "Đã công bố",
        Dropped = "dropped" => "Đã bỏ",
    }
}

text_enum! {
    /// A step on a draft.
    pub enum DraftStep {
        Create = "create" => "Tạo dự thảo", Import = "import" => "Nhập từ tệp", Edit = "edit" => "Lưu nội dung", Submit = "submit" => "Trình duyệt",
        Approve = "approve" => "Duyệt", Return = "return" => "Trả lại để sửa", Publish = "publish" => "Công bố", Drop = "drop" => "Bỏ dự thảo",
    }
}

impl DraftStep {
    /// The step in the history: what was done.
    #[must_use]
    pub const fn done(self) -> &'static str {
        match self {
            DraftStep::Create => "Đã tạo dự thảo",
            DraftStep::Import => "Đã nhập nội dung từ tệp",
            DraftStep::Edit => "Đã sửa nội dung",
            DraftStep::Submit => "Đã trình duyệt",
            DraftStep::Approve => "Đã duyệt",
            DraftStep::Return => "Đã trả lại để sửa",
            DraftStep::Publish => "Đã công bố",
            DraftStep::Drop => "Đã bỏ dự thảo",
        }
    }

    /// True if the step needs words that say why.
    #[must_use]
    pub const fn needs_reason(self) -> bool {
        matches!(self, DraftStep::Return | DraftStep::Drop)
    }
}

/// The form of a step.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct DraftStepForm {
    /// Reason, for the steps that need one.
    #[serde(rename = "ly_do")]
    pub reason: String,
}

impl DraftStepForm {
    /// The reason as it is stored.
    ///
    /// # Errors
    /// The sentence for `ly_do`.
    pub fn validate(&self, step: DraftStep) -> Result<String, FieldErrors> {
        let mut errors = FieldErrors::new();
        if !step.needs_reason() {
            return Ok(crate::text::clean_text(&self.reason, crate::text::MAX_REASON));
        }
        let reason = crate::text::reason(&mut errors, "ly_do", "Lý do", &self.reason);
        errors.into_result(reason)
    }
}

/// The form that begins a new procedure.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct NewProcedureForm {
    /// National code.
    #[serde(rename = "ma")]
    pub code: String,
    /// Name.
    #[serde(rename = "ten")]
    pub name: String,
}

impl NewProcedureForm {
    /// Code and name, cleaned.
    ///
    /// # Errors
    /// The sentences for the fields.
    pub fn validate(&self) -> Result<(String, String), FieldErrors> {
        let mut errors = FieldErrors::new();
        let (code, name) = (crate::text::clean_line(&self.code, 41), crate::text::clean_line(&self.name, 501));
        errors.require(is_code(&code), "ma", CODE_MESSAGE);
        errors.require(!name.is_empty(), "ten", "Chưa có tên thủ tục. Hãy nhập tên.");
        errors.require(name.chars().count() <= 500, "ten", "Tên dài quá 500 ký tự. Hãy viết ngắn lại.");
        errors.into_result((code, name))
    }
}

/// What is wrong with a code that [`is_code`] refuses.
pub const CODE_MESSAGE: &str = "Mã thủ tục chưa đúng. Hãy nhập mã quốc gia, ví dụ 1.001193; chỉ gồm chữ không dấu, chữ số, dấu chấm và gạch ngang.";

/// True for something that can be the code of a procedure: it stands in addresses.
#[must_use]
pub fn is_code(code: &str) -> bool {
    let reserved = ["nhap", "moi"].contains(&code);
    !reserved
        && (3..=40).contains(&code.len())
        && code.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'.' || b == b'-')
        && code.bytes().any(|b| b.is_ascii_alphanumeric())
}

/// Filters of the list of the desk.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CatalogueFilter {
    /// Words of the name, or the code.
    pub q: String,
    /// Code of a sector, empty for all.
    pub sector: String,
    /// `published` for what is in force, a state of a draft for drafts; empty for all.
    pub state: String,
    /// Page.
    pub page: i64,
}

/// A row of the list of the desk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CatalogueLine {
    /// Code.
    pub code: String,
    /// Name: of the version in force, else of the next one or the draft.
    pub name: String,
    /// Sector.
    pub sector: String,
    /// First day of the version in force.
    pub in_force_from: Option<NaiveDate>,
    /// First day of the next published version.
    pub next_from: Option<NaiveDate>,
    /// State of the open draft.
    pub draft: Option<DraftState>,
}

/// A published version in the history of a procedure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CatalogueVersion {
    /// Row number.
    pub id: i64,
    /// State today.
    pub state: VersionState,
    /// First day.
    pub valid_from: NaiveDate,
    /// First day after it.
    pub valid_to: Option<NaiveDate>,
    /// Decision.
    pub decision: String,
    /// Published, UTC.
    pub published_at: DateTime<Utc>,
}

impl CatalogueVersion {
    /// The state in words: a published version may wait for its day.
    #[must_use]
    pub fn state_in_words(&self, today: NaiveDate) -> &'static str {
        if self.state == VersionState::Published && self.valid_from > today { "Công bố, chưa đến ngày hiệu lực" } else { self.state.label() }
    }
}

/// One event of a draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftEvent {
    /// What was done.
    pub step: DraftStep,
    /// When, UTC.
    pub at: DateTime<Utc>,
    /// Who.
    pub actor: String,
    /// Reason or details.
    pub note: String,
}

/// A draft on its page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftView {
    /// Row number.
    pub id: i64,
    /// Code of the procedure.
    pub code: String,
    /// State.
    pub state: DraftState,
    /// Version for optimistic locking.
    pub version: i64,
    /// The content.
    pub doc: ProcedureDoc,
    /// What has to be mended before review.
    pub faults: Vec<Fault>,
    /// What changes against the version it began from, or everything for a new procedure.
    pub changes: Vec<GroupDiff>,
    /// Steps that the reader may take now.
    pub steps: Vec<DraftStep>,
    /// Why the reader may not approve, if only that keeps them.
    pub not_approver: bool,
    /// History.
    pub events: Vec<DraftEvent>,
}

impl DraftView {
    /// Faults of one page.
    #[must_use]
    pub fn faults_of(&self, group: DocGroup) -> Vec<String> {
        self.faults.iter().filter(|fault| fault.group == group).map(ToString::to_string).collect()
    }

    /// True if the content may be changed now by this reader.
    #[must_use]
    pub fn may_edit(&self) -> bool {
        self.steps.contains(&DraftStep::Edit)
    }
}

/// The page of a procedure at the desk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CataloguePage {
    /// Code.
    pub code: String,
    /// Name.
    pub name: String,
    /// Published versions, newest first.
    pub versions: Vec<CatalogueVersion>,
    /// The open draft.
    pub draft: Option<DraftView>,
    /// True if the reader may begin a draft.
    pub may_begin: bool,
}
