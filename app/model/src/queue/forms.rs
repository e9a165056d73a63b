//! What people type: taking a number, booking, and the steps at the counter.

use super::SLOT;
use crate::FieldErrors;
use crate::format::parse_date;
use crate::identity::clean_phone;
use crate::text::clean_line;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Greatest number of a counter.
pub const MAX_COUNTER: i64 = 99;
/// Longest code that is looked at, characters.
const CODE_MAX: usize = 40;

const NO_GROUP: &str = "Chưa chọn nhóm việc. Hãy chọn một nhóm.";

/// The letter of a counter group as it is stored.
fn letter(errors: &mut FieldErrors, typed: &str) -> String {
    let letter = clean_line(typed, 2).to_uppercase();
    let fits = letter.len() == 1 && letter.bytes().all(|byte| byte.is_ascii_uppercase());
    errors.require(fits, "nhom", NO_GROUP);
    letter
}

/// A code that people read off a screen and type: spaces and dashes do not matter.
fn typed_code(typed: &str) -> String {
    clean_line(typed, CODE_MAX).chars().filter(|c| !matches!(c, ' ' | '-')).collect::<String>().to_uppercase()
}

/// Taking a number at the kiosk.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct TakeForm {
    /// Letter of the counter group.
    #[serde(rename = "nhom")]
    pub group: String,
}

impl TakeForm {
    /// The letter of the group.
    ///
    /// # Errors
    /// A message on `nhom`.
    pub fn validate(&self) -> Result<String, FieldErrors> {
        let mut errors = FieldErrors::new();
        let letter = letter(&mut errors, &self.group);
        errors.into_result(letter)
    }
}

/// Arriving with a booking.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ArriveForm {
    /// Code of the booking.
    #[serde(rename = "ma_lich")]
    pub code: String,
}

impl ArriveForm {
    /// The code of the booking.
    ///
    /// # Errors
    /// A message on `ma_lich`.
    pub fn validate(&self) -> Result<String, FieldErrors> {
        booking_code(&self.code)
    }
}

/// Looking at a booking.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct FindForm {
    /// Code of the booking.
    #[serde(rename = "ma_lich")]
    pub code: String,
}

impl FindForm {
    /// The code of the booking.
    ///
    /// # Errors
    /// A message on `ma_lich`.
    pub fn validate(&self) -> Result<String, FieldErrors> {
        booking_code(&self.code)
    }
}

fn booking_code(typed: &str) -> Result<String, FieldErrors> {
    let code = typed_code(typed);
    let mut errors = FieldErrors::new();
    errors.require(!code.is_empty(), "ma_lich", "Chưa nhập mã lịch hẹn. Mã có 8 chữ và số, ghi trên trang đặt lịch.");
    errors.into_result(code)
}

/// Booking a half hour (C25).
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct BookForm {
    /// Code of the centre.
    #[serde(rename = "trung_tam")]
    pub centre: String,
    /// Letter of the counter group.
    #[serde(rename = "nhom")]
    pub group: String,
    /// Day.
    #[serde(rename = "ngay")]
    pub day: String,
    /// Beginning of the slot, `07:30`.
    #[serde(rename = "gio")]
    pub slot: String,
    /// Telephone number that gets the code; may be empty.
    #[serde(rename = "dien_thoai")]
    pub phone: String,
}

/// A checked booking.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Book {
    /// Code of the centre.
    pub centre: String,
    /// Letter of the counter group.
    pub group: String,
    /// Day.
    pub day: NaiveDate,
    /// First minute of the slot.
    pub minute: u16,
    /// Telephone number, digits only.
    pub phone: Option<String>,
}

impl BookForm {
    /// Cleans and checks every field.
    ///
    /// # Errors
    /// Messages on `trung_tam`, `nhom`, `ngay`, `gio` and `dien_thoai`.
    pub fn validate(&self) -> Result<Book, FieldErrors> {
        let mut errors = FieldErrors::new();
        let centre = clean_line(&self.centre, CODE_MAX);
        errors.require(!centre.is_empty(), "trung_tam", "Chưa chọn trung tâm. Hãy chọn nơi bạn muốn đến.");
        let group = letter(&mut errors, &self.group);
        let day = parse_date(&self.day).map_err(|error| errors.add("ngay", error.to_string())).ok();
        let minute = slot_minute(&self.slot);
        errors.require(minute.is_some(), "gio", "Chưa chọn giờ. Hãy chọn một khung giờ còn chỗ.");
        let typed = clean_line(&self.phone, 30);
        let phone = if typed.is_empty() { None } else { clean_phone(&typed) };
        errors.require(typed.is_empty() || phone.is_some(), "dien_thoai", "Số điện thoại chưa đúng. Hãy nhập 10 chữ số, ví dụ 0912 345 678, hoặc bỏ trống.");
        match (day, minute) {
            (Some(day), Some(minute)) => errors.into_result(Book { centre, group, day, minute, phone }),
            _ => Err(errors),
        }
    }
}

/// `07:30` as a minute of the day; only beginnings of slots.
fn slot_minute(typed: &str) -> Option<u16> {
    let time = crate::format::parse_time(typed).ok()?;
    let minute = u16::try_from(chrono::Timelike::num_seconds_from_midnight(&time) / 60).ok()?;
    (minute % SLOT == 0).then_some(minute)
}

/// Where a clerk sits: centre, counter group and number of the counter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Desk {
    /// Code of the centre.
    pub centre: String,
    /// Letter of the counter group.
    pub group: String,
    /// Number of the counter.
    pub counter: i64,
}

/// Calling the next number.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct NextForm {
    /// Code of the centre.
    #[serde(rename = "trung_tam")]
    pub centre: String,
    /// Letter of the counter group.
    #[serde(rename = "nhom")]
    pub group: String,
    /// Number of the counter.
    #[serde(rename = "quay")]
    pub counter: String,
}

impl NextForm {
    /// Cleans and checks.
    ///
    /// # Errors
    /// Messages on `trung_tam`, `nhom` and `quay`.
    pub fn validate(&self) -> Result<Desk, FieldErrors> {
        let mut errors = FieldErrors::new();
        let centre = clean_line(&self.centre, CODE_MAX);
        errors.require(!centre.is_empty(), "trung_tam", "Chưa chọn trung tâm. Hãy tải lại trang.");
        let group = letter(&mut errors, &self.group);
        let counter = self.counter.trim().parse().ok().filter(|n| (1..=MAX_COUNTER).contains(n));
        errors.require(counter.is_some(), "quay", format!("Số quầy là số từ 1 đến {MAX_COUNTER}."));
        errors.into_result(Desk { centre, group, counter: counter.unwrap_or_default() })
    }
}

/// Sending somebody on to another counter group.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct TransferForm {
    /// Letter of the other group.
    #[serde(rename = "nhom_moi")]
    pub group: String,
}

impl TransferForm {
    /// The letter of the other group.
    ///
    /// # Errors
    /// A message on `nhom_moi`.
    pub fn validate(&self) -> Result<String, FieldErrors> {
        let mut errors = FieldErrors::new();
        let group = letter(&mut errors, &self.group);
        errors.into_result(group).map_err(|_| FieldErrors::one("nhom_moi", "Chưa chọn nhóm quầy. Hãy chọn nơi chuyển đến."))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form() -> BookForm {
        BookForm { centre: "H99.101.04".into(), group: "a".into(), day: "24/11/2026".into(), slot: "07:30".into(), phone: "0912 345 678".into() }
    }

    #[test]
    fn a_booking_is_read() {
        let book = form().validate().expect("valid");
        assert_eq!((book.group.as_str(), book.minute, book.phone.as_deref()), ("A", 450, Some("0912345678")));
        assert_eq!(BookForm { phone: " ".into(), ..form() }.validate().expect("valid").phone, None);
    }

    #[test]
    fn wrong_fields_are_named() {
        let fields = |form: BookForm| form.validate().expect_err("refused").0.into_iter().map(|(name, _)| name).collect::<Vec<_>>();
        assert_eq!(fields(BookForm::default()), ["trung_tam", "nhom", "ngay", "gio"]);
        assert_eq!(fields(BookForm { slot: "07:40".into(), ..form() }), ["gio"]);
        assert_eq!(fields(BookForm { phone: "12".into(), ..form() }), ["dien_thoai"]);
        assert_eq!(fields(BookForm { group: "AB".into(), ..form() }), ["nhom"]);
        let next = NextForm { centre: "H99.16".into(), group: "B".into(), counter: "100".into() };
        assert!(next.validate().expect_err("refused").of("quay").is_some());
        assert_eq!(ArriveForm { code: " ab3d-ef7h ".into() }.validate().expect("valid"), "AB3DEF7H");
    }
}
