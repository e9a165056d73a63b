//! What the pages show.

use super::{DeadlineKind, ExtensionState, TaskBucket, TaskSource, TaskState, TaskStep, Urgency};
use crate::today::DueKind;
use chrono::{DateTime, NaiveDate, Utc};

/// One task in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaskLine {
    /// Mã nhiệm vụ.
    pub code: String,
    /// Nội dung.
    pub title: String,
    /// Đơn vị chủ trì, as named on the day of the assignment.
    pub lead_unit: String,
    /// Agency code of the lead.
    pub lead_code: String,
    /// Văn bản giao: number, empty without one.
    pub source_number: String,
    /// Ngày giao.
    pub assigned_on: NaiveDate,
    /// Hạn hiện tại.
    pub due_on: Option<NaiveDate>,
    /// Day of the accepted or pending completion report.
    pub completed_on: Option<NaiveDate>,
    /// State.
    pub state: TaskState,
    /// Bucket on the day of the list; `None` for a draft.
    pub bucket: Option<TaskBucket>,
    /// Urgency.
    pub urgency: Urgency,
    /// Người thực hiện, empty while nobody is chosen.
    pub person: String,
    /// Tiến độ, percent.
    pub progress: i64,
}

/// A stored file of a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    /// Public token for the address.
    pub token: String,
    /// Name.
    pub name: String,
    /// Size in bytes.
    pub size: i64,
}

/// One line of the timeline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimelineEntry {
    /// When it happened.
    pub at: DateTime<Utc>,
    /// Who did it.
    pub actor: String,
    /// What.
    pub step: TaskStep,
    /// State after it.
    pub state: TaskState,
    /// Words of the actor.
    pub note: String,
    /// What changed, in words: unit, due date, progress.
    pub change: String,
    /// Files of this step.
    pub files: Vec<Evidence>,
}

/// A request for more time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaskExtension {
    /// Due date when it was asked.
    pub old_due: NaiveDate,
    /// Asked due date.
    pub new_due: NaiveDate,
    /// Why.
    pub reason: String,
    /// Where it stands.
    pub state: ExtensionState,
    /// When it was asked.
    pub requested_at: DateTime<Utc>,
    /// When it was decided.
    pub decided_at: Option<DateTime<Utc>>,
    /// True if the due date moved; false for a decision after the due date, which is only recorded as late.
    pub applied: bool,
    /// Words of the decision.
    pub decision_note: String,
}

/// Which forms the page of a task offers to its reader.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TaskPermissions {
    /// Steps that the state and the rights of the reader allow.
    pub steps: Vec<TaskStep>,
    /// Why the reader sees the task, in one sentence.
    pub why: String,
}

/// Everything on the page of a task.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaskDetail {
    /// The list line.
    pub line: TaskLine,
    /// Row number of the lead unit.
    pub lead_unit_id: i64,
    /// Row number of the unit that works on it now: the lead unit, or the one that goes on with it after a reorganisation.
    pub working_unit_id: i64,
    /// Version for optimistic updates; forms send it back.
    pub version: i64,
    /// Nguồn giao.
    pub source_kind: TaskSource,
    /// Date of the source.
    pub source_date: Option<NaiveDate>,
    /// Issuer of the source.
    pub source_issuer: String,
    /// Signer of the source.
    pub source_signer: String,
    /// Ý kiến chỉ đạo.
    pub direction: String,
    /// Sản phẩm.
    pub output: String,
    /// Lĩnh vực.
    pub field: String,
    /// Loại thời hạn.
    pub deadline_kind: DeadlineKind,
    /// Hạn ban đầu.
    pub due_original: Option<NaiveDate>,
    /// Lãnh đạo giao.
    pub assigner: String,
    /// Chuyên viên theo dõi.
    pub monitor: String,
    /// Đơn vị phối hợp.
    pub co_units: Vec<String>,
    /// Code of the parent task, empty for a main task.
    pub parent_code: String,
    /// When the lead accepted it.
    pub received_at: Option<DateTime<Utc>>,
    /// When the completion was confirmed.
    pub accepted_at: Option<DateTime<Utc>>,
    /// How often the result was sent back.
    pub rework: i64,
    /// How urgent it is and "Còn 3 ngày 2 giờ làm việc", "Quá 2 giờ làm việc"; none without a due date or when done.
    pub remaining: Option<(DueKind, String)>,
    /// Oldest first.
    pub timeline: Vec<TimelineEntry>,
    /// Requests for more time, oldest first.
    pub extensions: Vec<TaskExtension>,
    /// People of the lead unit who can be put in charge: id and name with position.
    pub candidates: Vec<(i64, String)>,
    /// What the reader may do.
    pub permissions: TaskPermissions,
}

/// What the assign form says about a due date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkingDayPreview {
    /// The day.
    pub due: NaiveDate,
    /// Working days from today to it.
    pub working_days: u32,
    /// False for a weekend or a holiday.
    pub is_working_day: bool,
}
