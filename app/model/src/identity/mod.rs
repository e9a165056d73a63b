//! People, accounts, employment and sign-in: kinds, states and form inputs (01 §2, §8).

mod people;
mod rights;

pub use people::{EmploymentForm, EmploymentInput, NewEmployment, NewPerson, NewPersonForm, PersonInput, clean_phone, is_email, is_username};
pub use rights::{AccountStateForm, DelegationForm, DelegationInput, GrantForm, GrantInput};

text_enum! {
    /// What kind of account it is.
    pub enum AccountKind {
        Official = "official" => "Cán bộ, công chức", Citizen = "citizen" => "Người dân", Organisation = "organisation" => "Tổ chức, doanh nghiệp",
        Assistant = "assistant" => "Người hỗ trợ", Service = "service" => "Hệ thống kết nối",
    }
}

text_enum! {
    /// State of an account.
    pub enum AccountState {
        Invited = "invited" => "Mời", Active = "active" => "Hoạt động", Locked = "locked" => "Tạm khóa", Disabled = "disabled" => "Vô hiệu",
    }
}

text_enum! {
    /// How somebody holds a position.
    pub enum EmploymentKind {
        Primary = "primary" => "Chính", Concurrent = "concurrent" => "Kiêm nhiệm", Acting = "acting" => "Phụ trách", Seconded = "seconded" => "Biệt phái",
    }
}

text_enum! {
    /// What two technical administrators do together (01 §4, §5; 10 §4).
    pub enum JointKind {
        SystemAdmin = "system_admin" => "Cấp quyền quản trị kỹ thuật", JobTemplate = "job_template" => "Đổi mẫu công việc",
    }
}

text_enum! {
    /// State of a proposal that needs a second technical administrator.
    pub enum JointState {
        Proposed = "proposed" => "Chờ người thứ hai", Confirmed = "confirmed" => "Đã xác nhận", Refused = "refused" => "Đã từ chối",
        Withdrawn = "withdrawn" => "Đã rút", Expired = "expired" => "Hết hạn",
    }
}

text_enum! {
    /// State of a request for help (01 §10).
    pub enum HelpState {
        Open = "open" => "Mới", Answered = "answered" => "Đã trả lời", Closed = "closed" => "Đóng", Reopened = "reopened" => "Mở lại",
    }
}

text_enum! {
    /// What may be done with a request for help.
    pub enum HelpStep {
        /// An administrator answers.
        Answer = "answer" => "Trả lời",
        /// The asker is content.
        Close = "close" => "Đóng",
        /// The asker is not.
        Reopen = "reopen" => "Mở lại",
    }
}

impl HelpState {
    /// The state after a step; none if the step is not possible now.
    #[must_use]
    pub const fn after(self, step: HelpStep) -> Option<HelpState> {
        match (self, step) {
            (HelpState::Open | HelpState::Reopened, HelpStep::Answer) => Some(HelpState::Answered),
            (HelpState::Open | HelpState::Answered | HelpState::Reopened, HelpStep::Close) => Some(HelpState::Closed),
            (HelpState::Answered | HelpState::Closed, HelpStep::Reopen) => Some(HelpState::Reopened),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_for_help() {
        use HelpState::{Answered, Closed, Open, Reopened};
        use HelpStep::{Answer, Close, Reopen};
        let table = [
            (Open, Answer, Some(Answered)),
            (Open, Close, Some(Closed)),
            (Open, Reopen, None),
            (Answered, Answer, None),
            (Answered, Close, Some(Closed)),
            (Answered, Reopen, Some(Reopened)),
            (Closed, Answer, None),
            (Closed, Close, None),
            (Closed, Reopen, Some(Reopened)),
            (Reopened, Answer, Some(Answered)),
            (Reopened, Close, Some(Closed)),
            (Reopened, Reopen, None),
        ];
        for (state, step, after) in table {
            assert_eq!(state.after(step), after, "{state:?} {step:?}");
        }
    }
}
