//! The small forms of the editorial steps (07 §3).

use super::form::parse_day;
use super::{ArticleState, UnpublishReason};
use crate::FieldErrors;
use crate::text::{clean_line, reason};
use chrono::{DateTime, NaiveTime, TimeZone, Utc};
use serde::{Deserialize, Serialize};

/// Most characters of an address.
const MAX_ADDRESS: usize = 300;

/// Sends an article back.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ReturnForm {
    /// State to go back to; empty for the one before.
    #[serde(rename = "tra_ve")]
    pub to: String,
    /// What is to be changed.
    #[serde(rename = "ly_do")]
    pub reason: String,
}

/// A checked [`ReturnForm`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SendBack {
    /// State to go back to; none for the first of the table.
    pub to: Option<ArticleState>,
    /// What is to be changed.
    pub reason: String,
}

impl ReturnForm {
    /// Checks the reason.
    ///
    /// # Errors
    /// A sentence on `ly_do` or `tra_ve`.
    pub fn validate(&self) -> Result<SendBack, FieldErrors> {
        let mut errors = FieldErrors::new();
        let to = match self.to.trim() {
            "" => None,
            text => {
                let state = text.parse().ok();
                errors.require(state.is_some(), "tra_ve", "Chưa chọn nơi trả về. Hãy chọn biên tập viên hoặc người viết.");
                state
            }
        };
        let reason = reason(&mut errors, "ly_do", "Lý do trả lại", &self.reason);
        errors.into_result(SendBack { to, reason })
    }
}

/// Approves an article, at once or for a later time.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ApproveForm {
    /// Day of publication.
    #[serde(rename = "ngay_dang")]
    pub day: String,
    /// Time of that day.
    #[serde(rename = "gio_dang")]
    pub time: String,
}

impl ApproveForm {
    /// The time of publication, from a day and a time of day in Viet Nam; both empty means at once.
    ///
    /// # Errors
    /// A sentence on `ngay_dang` or `gio_dang`.
    pub fn validate(&self) -> Result<Option<DateTime<Utc>>, FieldErrors> {
        if self.day.trim().is_empty() && self.time.trim().is_empty() {
            return Ok(None);
        }
        let mut errors = FieldErrors::new();
        let day = parse_day(&self.day);
        errors.require(day.is_some(), "ngay_dang", "Ngày đăng không đúng. Hãy nhập như 24/11/2026, hoặc bỏ trống để đăng ngay.");
        let time = NaiveTime::parse_from_str(self.time.trim(), "%H:%M").ok();
        errors.require(time.is_some(), "gio_dang", "Giờ đăng không đúng. Hãy nhập như 08:30, hoặc bỏ trống cả ngày và giờ để đăng ngay.");
        let at = day.zip(time).and_then(|(day, time)| crate::format::VN.from_local_datetime(&day.and_time(time)).single());
        errors.into_result(at.map(|at| at.to_utc()))
    }
}

/// Takes an article down.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct UnpublishForm {
    /// One of [`UnpublishReason`].
    #[serde(rename = "nguyen_nhan")]
    pub cause: String,
    /// Note for the editors.
    #[serde(rename = "ly_do")]
    pub note: String,
    /// Page of the portal that readers are led to; empty for none.
    #[serde(rename = "chuyen_den")]
    pub redirect: String,
}

/// A checked [`UnpublishForm`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TakeDown {
    /// Why, as readers see it.
    pub cause: UnpublishReason,
    /// Note for the editors.
    pub note: String,
    /// Path of the portal that readers are led to; empty for none.
    pub redirect: String,
}

impl UnpublishForm {
    /// Checks cause, note and address: only a path of the portal.
    ///
    /// # Errors
    /// One sentence for every field that is refused.
    pub fn validate(&self) -> Result<TakeDown, FieldErrors> {
        let mut errors = FieldErrors::new();
        let cause = self.cause.parse().ok();
        errors.require(cause.is_some(), "nguyen_nhan", "Chưa chọn nguyên nhân gỡ bài. Hãy chọn một nguyên nhân.");
        let note = reason(&mut errors, "ly_do", "Ghi chú", &self.note);
        let redirect = clean_line(&self.redirect, MAX_ADDRESS);
        let inside = redirect.starts_with('/') && !redirect.starts_with("//") && !redirect.contains('\\');
        errors.require(
            redirect.is_empty() || inside,
            "chuyen_den",
            "Địa chỉ chuyển đến phải là một trang của cổng, ví dụ /tin-tuc/tieu-de-bai-12. Hãy sửa hoặc bỏ trống.",
        );
        let Some(cause) = cause else { return Err(errors) };
        errors.into_result(TakeDown { cause, note, redirect })
    }
}

/// Explains a correction of a published article.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct CorrectionForm {
    /// What is changed and why.
    #[serde(rename = "ly_do")]
    pub note: String,
    /// Holds a value if facts were wrong.
    #[serde(rename = "sai_so_lieu")]
    pub facts: Vec<String>,
}

/// A checked [`CorrectionForm`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Correction {
    /// What is changed and why.
    pub note: String,
    /// Facts were wrong: readers see the note as "Đính chính lúc …".
    pub facts: bool,
}

impl CorrectionForm {
    /// Checks the note.
    ///
    /// # Errors
    /// A sentence on `ly_do`.
    pub fn validate(&self) -> Result<Correction, FieldErrors> {
        let mut errors = FieldErrors::new();
        let note = reason(&mut errors, "ly_do", "Ghi chú đính chính", &self.note);
        errors.into_result(Correction { note, facts: !self.facts.is_empty() })
    }
}

/// Reserves a text for editing.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct LockForm {
    /// `1` takes the text from somebody else who edits it.
    #[serde(rename = "sua_thay")]
    pub take_over: String,
}

impl LockForm {
    /// True if the text is taken from whoever edits it.
    ///
    /// # Errors
    /// A sentence on `sua_thay` for a value that the page does not have.
    pub fn validate(&self) -> Result<bool, FieldErrors> {
        match self.take_over.trim() {
            "" => Ok(false),
            "1" => Ok(true),
            _ => Err(FieldErrors::one("sua_thay", "Nội dung gửi lên không đúng mẫu. Hãy tải lại trang.")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn publish_time_is_read_in_viet_nam() {
        let form = |day: &str, time: &str| ApproveForm { day: day.into(), time: time.into() };
        assert_eq!(form("", " ").validate().unwrap(), None);
        assert_eq!(form("24/11/2026", "08:30").validate().unwrap().unwrap().to_rfc3339(), "2026-11-24T01:30:00+00:00");
        assert!(form("24/11/2026", "25:00").validate().unwrap_err().of("gio_dang").is_some());
        assert!(form("", "08:30").validate().unwrap_err().of("ngay_dang").is_some());
        assert!(form("0001-01-01", "08:30").validate().is_err());
    }

    #[test]
    fn a_reason_is_a_sentence() {
        let form = |to: &str, reason: &str| ReturnForm { to: to.into(), reason: reason.into() };
        assert_eq!(form("", "ngắn").validate().unwrap_err().of("ly_do"), Some("Lý do trả lại cần ít nhất 10 ký tự. Hãy viết rõ hơn."));
        assert!(form("", &"x".repeat(5_001)).validate().is_err());
        assert_eq!(form("", " Sửa lại ngày họp. ").validate().unwrap(), SendBack { to: None, reason: "Sửa lại ngày họp.".into() });
        assert_eq!(form("draft", "Sửa lại ngày họp.").validate().unwrap().to, Some(ArticleState::Draft));
        assert!(form("x", "Sửa lại ngày họp.").validate().unwrap_err().of("tra_ve").is_some());
        let correction = CorrectionForm { note: "ngắn".into(), facts: vec!["1".into()] };
        assert!(correction.validate().unwrap_err().of("ly_do").is_some());
    }

    #[test]
    fn readers_are_led_only_to_pages_of_the_portal() {
        let form = |redirect: &str| UnpublishForm { cause: "mistake".into(), note: "Sai giờ dừng bến đò.".into(), redirect: redirect.into() };
        for foreign in ["//example.org", "https://example.org", "/\\example.org", "tin-tuc"] {
            assert!(form(foreign).validate().unwrap_err().of("chuyen_den").is_some(), "{foreign}");
        }
        assert_eq!(form(" /tin-tuc ").validate().unwrap().redirect, "/tin-tuc");
        assert_eq!(form("").validate().unwrap().cause, UnpublishReason::Mistake);
        let empty = UnpublishForm::default().validate().unwrap_err();
        assert!(empty.of("nguyen_nhan").is_some() && empty.of("ly_do").is_some());
    }

    #[test]
    fn the_page_says_whether_an_edit_is_taken_over() {
        let form = |take_over: &str| LockForm { take_over: take_over.into() };
        assert_eq!((form("").validate().unwrap(), form("1").validate().unwrap()), (false, true));
        assert!(form("x").validate().is_err());
    }
}
