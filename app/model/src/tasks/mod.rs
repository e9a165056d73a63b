//! Wire types and pure rules of the slice `tasks` (specification 04).

pub mod bulk;
mod explain;
mod fields;
mod follow;
mod give;
mod lists;
mod pending;
pub mod reminders;
pub mod series;
mod split;
mod steps;
mod urge;
mod views;

pub use explain::{ExplanationFilter, ExplanationLine, ExplanationPage, ExplanationState};
pub use follow::{ChangeMonitor, MonitorForm};
pub use give::{DUE_PASSED, NewTask, NewTaskForm, TITLE_MAX};
pub use lists::{ListFilter, ListVisit, MonthDay, SaveFilter, SaveFilterForm, SavedFilter, SeenForm, TaskReach, TaskView};
pub use pending::WaitingReport;
pub use split::{LEVELS, Split, SplitForm, SplitTo, TaskBranch, TaskTree};
pub use steps::{Accept, AcceptForm, Assign, AssignForm, Complete, CompleteForm, DecideExtension, DecideExtensionForm};
pub use steps::{ExtendRequest, ExtendRequestForm, Progress, ProgressForm, Reason, ReasonForm, Reassign, ReassignForm};
pub use urge::{Words, WordsForm};
pub use views::{Evidence, TaskDetail, TaskExtension, TaskLine, TaskPermissions, TimelineEntry, WorkingDayPreview};

use chrono::NaiveDate;

text_enum! {
    /// State of a task (04 §2).
    pub enum TaskState {
        Draft = "draft" => "Dự thảo", Assigned = "assigned" => "Đã giao", Accepted = "accepted" => "Đã tiếp nhận",
        ReturnedToAssigner = "returned_to_assigner" => "Trả lại", InProgress = "in_progress" => "Đang thực hiện",
        CompletionReported = "completion_reported" => "Báo cáo hoàn thành, chờ xác nhận", Completed = "completed" => "Đã hoàn thành",
        Suspended = "suspended" => "Tạm dừng", Cancelled = "cancelled" => "Thu hồi, hủy",
    }
}

impl TaskState {
    /// True for the six open states of 04 §2.
    #[must_use]
    pub const fn is_open(self) -> bool {
        !matches!(self, TaskState::Draft | TaskState::Completed | TaskState::Cancelled)
    }
}

text_enum! {
    /// Where a task comes from.
    #[derive(Default)]
    pub enum TaskSource {
        Government = "government" => "Chính phủ, Thủ tướng Chính phủ", PartyCommittee = "party_committee" => "Tỉnh ủy",
        PeopleCouncil = "people_council" => "Hội đồng nhân dân tỉnh", #[default] PeopleCommittee = "people_committee" => "Ủy ban nhân dân tỉnh",
        Chair = "chair" => "Chủ tịch UBND tỉnh", ViceChair = "vice_chair" => "Phó Chủ tịch UBND tỉnh", Meeting = "meeting" => "Kết luận họp",
        Oral = "oral" => "Chỉ đạo trực tiếp", UnitInternal = "unit_internal" => "Nội bộ đơn vị",
    }
}

impl TaskSource {
    /// Tasks of these sources are confirmed by the one who gave them, not by the monitor (04 K09).
    #[must_use]
    pub const fn confirmed_by_assigner(self) -> bool {
        matches!(self, TaskSource::Chair | TaskSource::ViceChair)
    }
}

text_enum! {
    /// Whether a task has a due date.
    #[derive(Default)]
    pub enum DeadlineKind {
        #[default] Fixed = "fixed" => "Có hạn", NoDeadline = "no_deadline" => "Không thời hạn", Recurring = "recurring" => "Thường xuyên, định kỳ",
    }
}

text_enum! {
    /// How urgent a task is.
    #[derive(Default)]
    pub enum Urgency { #[default] Normal = "normal" => "Thường", Urgent = "urgent" => "Khẩn", Express = "express" => "Hỏa tốc" }
}

text_enum! {
    /// Where a request for more time stands.
    pub enum ExtensionState { Pending = "pending" => "Chờ duyệt", Approved = "approved" => "Đồng ý", Refused = "refused" => "Không đồng ý" }
}

text_enum! {
    /// The steps K01–K17 of 04 §2, and the decisions beside the state.
    pub enum TaskStep {
        Create = "create" => "Lập nhiệm vụ", Assign = "assign" => "Giao nhiệm vụ", Accept = "accept" => "Tiếp nhận",
        ReturnToAssigner = "return_to_assigner" => "Trả lại nơi giao", Reassign = "reassign" => "Giao lại", Start = "start" => "Bắt đầu thực hiện",
        ReportProgress = "report_progress" => "Báo cáo tiến độ", ReportCompletion = "report_completion" => "Báo cáo hoàn thành",
        Confirm = "confirm" => "Xác nhận hoàn thành", Reject = "reject" => "Yêu cầu làm lại", RequestExtension = "request_extension" => "Đề nghị gia hạn",
        DecideExtension = "decide_extension" => "Quyết định gia hạn", Suspend = "suspend" => "Tạm dừng", Resume = "resume" => "Tiếp tục",
        Cancel = "cancel" => "Thu hồi, hủy", ChangeLead = "change_lead" => "Chuyển đơn vị chủ trì",
        ChangeMonitor = "change_monitor" => "Đổi chuyên viên theo dõi",
        Split = "split" => "Chia nhỏ nhiệm vụ",
        Urge = "urge" => "Đôn đốc", AskExplanation = "ask_explanation" => "Yêu cầu giải trình", Explain = "explain" => "Giải trình",
    }
}

text_enum! {
    /// The five groups of the statistics (04 §3) and, outside the total, what was withdrawn.
    pub enum TaskBucket {
        DoneOnTime = "done_on_time" => "Đã hoàn thành đúng hạn", DoneLate = "done_late" => "Đã hoàn thành quá hạn",
        OpenInTime = "open_in_time" => "Chưa hoàn thành, trong hạn", OpenOverdue = "open_overdue" => "Chưa hoàn thành, quá hạn",
        OpenNoDeadline = "open_no_deadline" => "Chưa hoàn thành, không thời hạn", Cancelled = "cancelled" => "Thu hồi, hủy",
    }
}

/// The bucket of a task (04 §3). `reference` is the day of the accepted or pending completion report, or of the suspension;
/// without one an open task is judged on `as_of`. The statement of the statistics says the same in SQL.
#[must_use]
pub fn bucket(state: TaskState, due: Option<NaiveDate>, reference: Option<NaiveDate>, as_of: NaiveDate) -> Option<TaskBucket> {
    let in_time = |day: NaiveDate| due.is_none_or(|due| day <= due);
    Some(match state {
        TaskState::Draft => return None,
        TaskState::Cancelled => TaskBucket::Cancelled,
        TaskState::Completed if in_time(reference.unwrap_or(as_of)) => TaskBucket::DoneOnTime,
        TaskState::Completed => TaskBucket::DoneLate,
        _ if due.is_none() => TaskBucket::OpenNoDeadline,
        TaskState::Suspended if reference.is_some_and(in_time) => TaskBucket::OpenNoDeadline,
        _ if in_time(reference.unwrap_or(as_of)) => TaskBucket::OpenInTime,
        _ => TaskBucket::OpenOverdue,
    })
}

/// The sentence of the help text about the two completion dates (04 §2).
pub const COMPLETION_NOTE: &str = "Ngày hoàn thành là ngày của báo cáo hoàn thành được chấp nhận, không phải ngày bấm xác nhận, \
nên nơi giao xác nhận chậm không làm đơn vị bị quá hạn; báo cáo bị yêu cầu làm lại không dừng việc tính hạn.";

#[cfg(test)]
mod tests {
    use super::*;

    fn day(d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, d).expect("day")
    }

    #[test]
    fn buckets_follow_the_table() {
        let due = Some(day(10));
        let cases = [
            (TaskState::Completed, due, Some(day(10)), day(20), Some(TaskBucket::DoneOnTime)),
            (TaskState::Completed, due, Some(day(11)), day(20), Some(TaskBucket::DoneLate)),
            (TaskState::Completed, None, Some(day(30)), day(30), Some(TaskBucket::DoneOnTime)),
            (TaskState::InProgress, due, None, day(10), Some(TaskBucket::OpenInTime)),
            (TaskState::InProgress, due, None, day(11), Some(TaskBucket::OpenOverdue)),
            (TaskState::CompletionReported, due, Some(day(9)), day(20), Some(TaskBucket::OpenInTime)),
            (TaskState::CompletionReported, due, Some(day(11)), day(20), Some(TaskBucket::OpenOverdue)),
            (TaskState::Suspended, due, Some(day(9)), day(20), Some(TaskBucket::OpenNoDeadline)),
            (TaskState::Suspended, due, Some(day(11)), day(20), Some(TaskBucket::OpenOverdue)),
            (TaskState::Accepted, None, None, day(20), Some(TaskBucket::OpenNoDeadline)),
            (TaskState::Cancelled, due, None, day(20), Some(TaskBucket::Cancelled)),
            (TaskState::Draft, due, None, day(20), None),
        ];
        for (state, due, reference, as_of, expected) in cases {
            assert_eq!(bucket(state, due, reference, as_of), expected, "{state} {due:?} {reference:?}");
        }
    }
}
