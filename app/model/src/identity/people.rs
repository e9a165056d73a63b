//! What is typed about people and their employment.

use super::EmploymentKind;
use crate::errors::FieldErrors;
use crate::format::parse_date;
use crate::org::is_plausible_day;
use crate::text::clean_line;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

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
        errors.require(!full_name.is_empty(), "ho_ten", "Chưa có họ và tên. Hãy nhập họ và tên.");
        errors.require(self.full_name.trim().chars().count() <= 100, "ho_ten", "Họ và tên dài quá 100 ký tự. Hãy rút ngắn.");
        if let Some(dob) = self.dob {
            errors.require(is_plausible_day(dob) && dob < today, "ngay_sinh", "Ngày sinh chưa đúng. Hãy nhập dạng 15/08/1990.");
        }
        let national_id: String = clean_line(&self.national_id, 20).chars().filter(|c| !c.is_whitespace()).collect();
        let twelve = national_id.len() == 12 && national_id.bytes().all(|b| b.is_ascii_digit());
        errors.require(national_id.is_empty() || twelve, "so_dinh_danh", "Số định danh cá nhân gồm 12 chữ số. Hãy kiểm tra lại.");
        let phone = if self.phone.trim().is_empty() { Some(String::new()) } else { clean_phone(&self.phone) };
        errors.require(phone.is_some(), "dien_thoai", "Số điện thoại chưa đúng. Hãy nhập dạng 0912 345 678.");
        let email = clean_line(&self.email, 120);
        errors.require(email.is_empty() || is_email(&email), "thu_dien_tu", "Thư điện tử chưa đúng. Hãy nhập dạng ten@donvi.gov.vn.");
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
        errors.require(self.unit_id.is_some(), "don_vi", "Chưa chọn đơn vị. Hãy chọn đơn vị công tác.");
        let position = clean_line(&self.position, 80);
        errors.require(!position.is_empty(), "chuc_vu", "Chưa có chức vụ. Hãy chọn chức vụ.");
        let kind = self.kind.parse::<EmploymentKind>();
        errors.require(kind.is_ok(), "hinh_thuc", "Chưa chọn hình thức. Hãy chọn Chính, Kiêm nhiệm, Phụ trách hoặc Biệt phái.");
        let valid_from = self.valid_from.filter(|day| is_plausible_day(*day));
        errors.require(valid_from.is_some(), "tu_ngay", "Ngày bắt đầu chưa đúng. Hãy nhập dạng 01/07/2025.");
        errors.into_result(NewEmployment {
            unit_id: self.unit_id.unwrap_or_default(),
            position,
            kind: kind.unwrap_or(EmploymentKind::Primary),
            valid_from: valid_from.unwrap_or_default(),
        })
    }
}

/// A new person with employment and account, as the page sends it.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct NewPersonForm {
    /// Full name.
    #[serde(rename = "ho_ten")]
    pub full_name: String,
    /// Date of birth, may be empty.
    #[serde(rename = "ngay_sinh")]
    pub dob: String,
    /// Telephone number, may be empty.
    #[serde(rename = "dien_thoai")]
    pub phone: String,
    /// Official mail address, may be empty.
    #[serde(rename = "thu_dien_tu")]
    pub email: String,
    /// Unit, by its number.
    #[serde(rename = "don_vi")]
    pub unit: String,
    /// Position in words.
    #[serde(rename = "chuc_vu")]
    pub position: String,
    /// First day.
    #[serde(rename = "tu_ngay")]
    pub valid_from: String,
    /// User name of the account.
    #[serde(rename = "ten_dang_nhap")]
    pub username: String,
}

impl NewPersonForm {
    /// Reads the form; the use cases check the rest.
    ///
    /// # Errors
    /// A date of birth that is no date.
    pub fn validate(&self) -> Result<(PersonInput, EmploymentInput), FieldErrors> {
        let dob = match self.dob.trim() {
            "" => None,
            typed => Some(parse_date(typed).map_err(|error| FieldErrors::one("ngay_sinh", error.to_string()))?),
        };
        let person = PersonInput { full_name: self.full_name.clone(), dob, phone: self.phone.clone(), email: self.email.clone(), ..PersonInput::default() };
        let employment = EmploymentInput {
            unit_id: self.unit.trim().parse().ok(),
            position: self.position.clone(),
            kind: EmploymentKind::Primary.as_str().to_owned(),
            valid_from: parse_date(&self.valid_from).ok(),
        };
        Ok((person, employment))
    }
}

/// A further employment, as the page of a person sends it.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct EmploymentForm {
    /// Code of the unit.
    #[serde(rename = "don_vi")]
    pub unit_code: String,
    /// Position in words.
    #[serde(rename = "chuc_vu")]
    pub position: String,
    /// Stored value of [`EmploymentKind`].
    #[serde(rename = "hinh_thuc")]
    pub kind: String,
    /// First day.
    #[serde(rename = "tu_ngay")]
    pub valid_from: String,
}

impl EmploymentForm {
    /// The input for a unit that was looked up by [`EmploymentForm::unit_code`]; the use case checks it.
    #[must_use]
    pub fn input(&self, unit: i64) -> EmploymentInput {
        EmploymentInput {
            unit_id: Some(unit),
            position: self.position.clone(),
            kind: self.kind.trim().to_owned(),
            valid_from: parse_date(&self.valid_from).ok(),
        }
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
