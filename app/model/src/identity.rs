//! People, accounts, employment and sign-in: kinds, states and form inputs (01 §2, §8).

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

/// What may be done with a request for help.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HelpStep {
    /// An administrator answers.
    Answer,
    /// The asker is content.
    Close,
    /// The asker is not.
    Reopen,
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

use crate::errors::FieldErrors;
use crate::org::is_plausible_day;
use crate::text::clean_line;
use chrono::NaiveDate;

/// What is typed about a person.
#[derive(Debug, Clone, Default)]
pub struct PersonInput {
    /// Full name.
    pub full_name: String,
    /// Date of birth.
    pub dob: Option<NaiveDate>,
    /// Identity number, 12 digits, or empty.
    pub national_id: String,
    /// Telephone number.
    pub phone: String,
    /// Official mail address.
    pub email: String,
}

/// A checked [`PersonInput`].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NewPerson {
    /// Full name.
    pub full_name: String,
    /// Date of birth.
    pub dob: Option<NaiveDate>,
    /// Identity number, 12 digits, or empty.
    pub national_id: String,
    /// Telephone number, digits only.
    pub phone: String,
    /// Official mail address.
    pub email: String,
}

/// A telephone number as it is stored: digits only, `+84` and `84` turned into `0`. `None` if it is none.
#[must_use]
pub fn clean_phone(typed: &str) -> Option<String> {
    let mut digits: String = clean_line(typed, 30).chars().filter(|c| !matches!(c, ' ' | '.' | '-' | '(' | ')')).collect();
    if let Some(rest) = digits.strip_prefix("+84").or_else(|| digits.strip_prefix("84").filter(|rest| rest.len() == 9)) {
        digits = format!("0{rest}");
    }
    let fits = digits.starts_with('0') && (10..=11).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
    fits.then_some(digits)
}

/// True for something that looks like a mail address.
#[must_use]
pub fn is_email(text: &str) -> bool {
    let Some((user, host)) = text.split_once('@') else { return false };
    !user.is_empty() && host.contains('.') && !host.starts_with('.') && !host.ends_with('.') && !text.contains(char::is_whitespace) && !host.contains('@')
}

impl PersonInput {
    /// Checks the form; `today` bounds the date of birth.
    ///
    /// # Errors
    /// One sentence per wrong field.
    pub fn validate(&self, today: NaiveDate) -> Result<NewPerson, FieldErrors> {
        let mut errors = FieldErrors::new();
        let full_name = clean_line(&self.full_name, 100);
        errors.require(!full_name.is_empty(), "full_name", "Chưa có họ và tên. Hãy nhập họ và tên.");
        errors.require(self.full_name.trim().chars().count() <= 100, "full_name", "Họ và tên dài quá 100 ký tự. Hãy rút ngắn.");
        if let Some(dob) = self.dob {
            errors.require(is_plausible_day(dob) && dob < today, "dob", "Ngày sinh chưa đúng. Hãy nhập dạng 15/08/1990.");
        }
        let national_id: String = clean_line(&self.national_id, 20).chars().filter(|c| !c.is_whitespace()).collect();
        let twelve = national_id.len() == 12 && national_id.bytes().all(|b| b.is_ascii_digit());
        errors.require(national_id.is_empty() || twelve, "national_id", "Số định danh cá nhân gồm 12 chữ số. Hãy kiểm tra lại.");
        let phone = if self.phone.trim().is_empty() { Some(String::new()) } else { clean_phone(&self.phone) };
        errors.require(phone.is_some(), "phone", "Số điện thoại chưa đúng. Hãy nhập dạng 0912 345 678.");
        let email = clean_line(&self.email, 120);
        errors.require(email.is_empty() || is_email(&email), "email", "Thư điện tử chưa đúng. Hãy nhập dạng ten@donvi.gov.vn.");
        errors.into_result(NewPerson { full_name, dob: self.dob, national_id, phone: phone.unwrap_or_default(), email })
    }
}

/// What is typed about an employment.
#[derive(Debug, Clone, Default)]
pub struct EmploymentInput {
    /// Unit.
    pub unit_id: Option<i64>,
    /// Position in words.
    pub position: String,
    /// Stored value of [`EmploymentKind`].
    pub kind: String,
    /// First day.
    pub valid_from: Option<NaiveDate>,
}

/// A checked [`EmploymentInput`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewEmployment {
    /// Unit.
    pub unit_id: i64,
    /// Position in words.
    pub position: String,
    /// Kind.
    pub kind: EmploymentKind,
    /// First day.
    pub valid_from: NaiveDate,
}

impl EmploymentInput {
    /// Checks the form.
    ///
    /// # Errors
    /// One sentence per wrong field.
    pub fn validate(&self) -> Result<NewEmployment, FieldErrors> {
        let mut errors = FieldErrors::new();
        errors.require(self.unit_id.is_some(), "unit_id", "Chưa chọn đơn vị. Hãy chọn đơn vị công tác.");
        let position = clean_line(&self.position, 80);
        errors.require(!position.is_empty(), "position", "Chưa có chức vụ. Hãy chọn chức vụ.");
        let kind = self.kind.parse::<EmploymentKind>();
        errors.require(kind.is_ok(), "kind", "Chưa chọn hình thức. Hãy chọn Chính, Kiêm nhiệm, Phụ trách hoặc Biệt phái.");
        let valid_from = self.valid_from.filter(|day| is_plausible_day(*day));
        errors.require(valid_from.is_some(), "valid_from", "Ngày bắt đầu chưa đúng. Hãy nhập dạng 01/07/2025.");
        errors.into_result(NewEmployment {
            unit_id: self.unit_id.unwrap_or_default(),
            position,
            kind: kind.unwrap_or(EmploymentKind::Primary),
            valid_from: valid_from.unwrap_or_default(),
        })
    }
}

/// A user name: 3 to 40 small letters, digits, dots and hyphens, beginning with a letter.
#[must_use]
pub fn is_username(text: &str) -> bool {
    (3..=40).contains(&text.len())
        && text.starts_with(|c: char| c.is_ascii_lowercase())
        && !text.ends_with(['.', '-'])
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'.' | b'-'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phones() {
        for typed in ["0999 900 001", "+84 999900001", "84999900001", "0999.900.001", "(0999) 900-001"] {
            assert_eq!(clean_phone(typed).as_deref(), Some("0999900001"), "{typed}");
        }
        for typed in ["", "12", "abc", "0999 900 0011234", "+1 555 0100"] {
            assert_eq!(clean_phone(typed), None, "{typed}");
        }
    }

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

    #[test]
    fn usernames_and_mail() {
        for good in ["mot.cua", "quan.tri.2", "abc"] {
            assert!(is_username(good), "{good}");
        }
        for bad in ["", "ab", "Mot.Cua", "mot.", "1abc", "một", "a b"] {
            assert!(!is_username(bad), "{bad}");
        }
        assert!(is_email("an@lamgiang.example") && !is_email("an@x") && !is_email("a b@c.d"));
    }

    #[test]
    fn a_person_is_checked_field_by_field() {
        let today = NaiveDate::from_ymd_opt(2026, 11, 23).unwrap();
        let input = PersonInput {
            full_name: "ă".repeat(10_000),
            dob: NaiveDate::from_ymd_opt(9999, 1, 1),
            national_id: "12".into(),
            phone: "x".into(),
            email: "y".into(),
        };
        assert_eq!(input.validate(today).unwrap_err().0.len(), 5);
        assert_eq!(EmploymentInput::default().validate().unwrap_err().0.len(), 4);
    }
}
