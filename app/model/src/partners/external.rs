//! Cases that a ministry's system decides: what the receptionist records, what a person settles, what pages show.

use crate::errors::FieldErrors;
use crate::text::{clean_line, reason};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// A case of a ministry's system that was handed in at the counter, as it is typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct NewExternalForm {
    /// Code of the procedure.
    #[serde(rename = "thu_tuc")]
    pub procedure: String,
    /// The code that the ministry's system gave.
    #[serde(rename = "ma_ho_so")]
    pub code: String,
    /// Who applies.
    #[serde(rename = "nguoi_nop")]
    pub applicant: String,
}

/// A checked [`NewExternalForm`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewExternal {
    /// Code of the procedure.
    pub procedure: String,
    /// The ministry's code.
    pub code: String,
    /// Who applies.
    pub applicant: String,
}

impl NewExternalForm {
    /// Checks the form.
    ///
    /// # Errors
    /// The fields that are wrong.
    pub fn validate(&self) -> Result<NewExternal, FieldErrors> {
        let mut errors = FieldErrors::new();
        let procedure = clean_line(&self.procedure, 60);
        errors.require(!procedure.is_empty(), "thu_tuc", "Chưa chọn thủ tục. Hãy chọn một thủ tục trong danh sách.");
        let code = clean_line(&self.code, 80);
        let readable = (3..=60).contains(&code.len()) && code.bytes().all(|b| b.is_ascii_graphic());
        errors.require(readable, "ma_ho_so", "Mã hồ sơ của bộ, ngành có 3–60 ký tự, không dấu, không khoảng trắng. Hãy chép đúng mã trên giấy tiếp nhận.");
        let applicant = clean_line(&self.applicant, 200);
        errors.require(applicant.chars().count() >= 2, "nguoi_nop", "Chưa nhập họ và tên người nộp.");
        errors.into_result(NewExternal { procedure, code, applicant })
    }
}

/// What a person found out about a case with a contradiction, as it is typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ResolveForm {
    /// What was found out.
    #[serde(rename = "noi_dung")]
    pub text: String,
}

/// A checked [`ResolveForm`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resolve {
    /// What was found out.
    pub text: String,
}

impl ResolveForm {
    /// Checks the form.
    ///
    /// # Errors
    /// The fields that are wrong.
    pub fn validate(&self) -> Result<Resolve, FieldErrors> {
        let mut errors = FieldErrors::new();
        let text = reason(&mut errors, "noi_dung", "Kết quả kiểm tra", &self.text);
        errors.into_result(Resolve { text })
    }
}

/// Which cases.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ExternalFilter {
    /// Only those that a person has to look at.
    pub needs_check: bool,
    /// Code or applicant.
    pub words: String,
    /// Page, from 1.
    pub page: i64,
}

/// A case of a ministry's system.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExternalCase {
    /// Row number, part of its address.
    pub id: i64,
    /// Version, for optimistic locking.
    pub version: i64,
    /// Name of the system.
    pub system: String,
    /// The ministry's code.
    pub code: String,
    /// Name of the procedure; empty if nobody recorded it here.
    pub procedure: String,
    /// Who applied; empty if nobody recorded it here.
    pub applicant: String,
    /// The counter that recorded it; empty if nobody did.
    pub unit: String,
    /// National code of the last state, and when the system said so.
    pub state: Option<(i64, DateTime<Utc>)>,
    /// When it is due there.
    pub due: Option<DateTime<Utc>>,
    /// When it ended there.
    pub ended_at: Option<DateTime<Utc>>,
    /// What a person has to look at; empty if nothing.
    pub problem: String,
    /// Who recorded it.
    pub recorded_by: String,
    /// When, UTC.
    pub recorded_at: DateTime<Utc>,
}

/// One line of the history of a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExternalEvent {
    /// What happened, in words.
    pub title: String,
    /// When it was written down, UTC.
    pub at: DateTime<Utc>,
    /// Details.
    pub text: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ministrys_code_has_no_spaces() {
        let form = NewExternalForm { procedure: "1.004222".into(), code: "G01.899.107-261123-0001".into(), applicant: "Nguyễn Mẫu Sơn".into() };
        assert!(form.validate().is_ok());
        assert!(NewExternalForm { code: "mã có dấu".into(), ..form.clone() }.validate().unwrap_err().of("ma_ho_so").is_some());
        assert!(NewExternalForm::default().validate().unwrap_err().of("thu_tuc").is_some());
        assert!(ResolveForm { text: "ngắn".into() }.validate().is_err());
    }
}
