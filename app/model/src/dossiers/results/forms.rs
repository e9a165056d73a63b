//! What is typed about a document: its validity when it is published, a mark, a consent.

use crate::errors::FieldErrors;
use crate::format::parse_date;
use crate::text::{clean_line, reason};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// What the store keeps of a result beside its number, typed when it is published.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ResultFactsForm {
    /// Last day; empty for ever.
    #[serde(rename = "gia_tri_den")]
    pub valid_until: String,
    /// Where it counts; empty for the whole country.
    #[serde(rename = "pham_vi")]
    pub scope: String,
    /// "1": the file has the signature of the agency, or the paper its seal.
    #[serde(rename = "dong_dau")]
    pub sealed: String,
}

/// A checked [`ResultFactsForm`].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ResultFacts {
    /// Last day; none for ever.
    pub valid_until: Option<NaiveDate>,
    /// Where it counts; empty for the whole country.
    pub scope: String,
    /// The clerk confirmed the signature or seal of the agency.
    pub sealed: bool,
}

impl ResultFactsForm {
    /// Checks the form.
    ///
    /// # Errors
    /// The fields that are wrong.
    pub fn validate(&self, today: NaiveDate) -> Result<ResultFacts, FieldErrors> {
        let mut errors = FieldErrors::new();
        let valid_until = match self.valid_until.trim() {
            "" => None,
            text => match parse_date(text) {
                Ok(day) if day >= today => Some(day),
                Ok(_) => {
                    errors.add("gia_tri_den", "Ngày hết giá trị đã qua. Hãy nhập ngày từ hôm nay, hoặc để trống nếu giấy có giá trị vĩnh viễn.");
                    None
                }
                Err(error) => {
                    errors.add("gia_tri_den", error.to_string());
                    None
                }
            },
        };
        let scope = clean_line(&self.scope, 201);
        errors.require(scope.chars().count() <= 200, "pham_vi", "Phạm vi dài quá 200 ký tự. Hãy viết gọn lại.");
        let sealed = self.sealed.trim() == "1";
        errors.require(sealed, "dong_dau", "Chưa xác nhận dấu. Hãy kiểm tra chữ ký số cơ quan trên tệp hoặc con dấu trên bản giấy rồi đánh dấu.");
        errors.into_result(ResultFacts { valid_until, scope, sealed })
    }
}

/// A document is marked as replaced or revoked.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct MarkForm {
    /// `thay-the` or `thu-hoi`.
    #[serde(rename = "cach")]
    pub way: String,
    /// Code of the document that replaces it.
    #[serde(rename = "ma_thay_the")]
    pub by: String,
    /// Why.
    #[serde(rename = "ly_do")]
    pub reason: String,
}

/// A checked [`MarkForm`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// Code of the document that replaces it; none if it is revoked.
    pub by: Option<String>,
    /// Why.
    pub reason: String,
}

impl MarkForm {
    /// Checks the form.
    ///
    /// # Errors
    /// The fields that are wrong.
    pub fn validate(&self) -> Result<Mark, FieldErrors> {
        let mut errors = FieldErrors::new();
        let by = clean_line(&self.by, 40).to_uppercase();
        let by = match self.way.trim() {
            "thay-the" => {
                errors.require(!by.is_empty(), "ma_thay_the", "Chưa có mã giấy tờ thay thế. Hãy nhập mã ghi trong Kho kết quả, ví dụ GT-7K4QXM2P.");
                Some(by)
            }
            "thu-hoi" => None,
            _ => {
                errors.add("cach", "Chưa chọn thay thế hay thu hồi. Hãy chọn một mục.");
                None
            }
        };
        let reason = reason(&mut errors, "ly_do", "Lý do và căn cứ", &self.reason);
        errors.into_result(Mark { by, reason })
    }
}

/// The applicant uses a document of their own for a part.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ReuseForm {
    /// Code of the document.
    #[serde(rename = "giay_da_co")]
    pub code: String,
    /// "1": the owner agrees.
    #[serde(rename = "dong_y")]
    pub consent: String,
}

/// A checked [`ReuseForm`]: the owner agreed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reuse {
    /// Code of the document.
    pub code: String,
}

impl ReuseForm {
    /// Checks the form.
    ///
    /// # Errors
    /// The fields that are wrong.
    pub fn validate(&self) -> Result<Reuse, FieldErrors> {
        let mut errors = FieldErrors::new();
        let code = clean_line(&self.code, 40).to_uppercase();
        errors.require(!code.is_empty(), "giay_da_co", "Chưa chọn giấy tờ. Hãy chọn một giấy tờ của bạn.");
        let consent = self.consent.trim() == "1";
        errors.require(consent, "dong_y", "Chưa đồng ý cho cơ quan dùng giấy tờ này. Hãy đánh dấu vào ô, hoặc chọn cách nộp khác.");
        errors.into_result(Reuse { code })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 23).unwrap()
    }

    #[test]
    fn no_last_day_means_for_ever() {
        let facts = |text: &str| ResultFactsForm { valid_until: text.into(), sealed: "1".into(), ..Default::default() }.validate(day());
        assert!(ResultFactsForm::default().validate(day()).unwrap_err().of("dong_dau").is_some());
        assert_eq!(facts("").unwrap().valid_until, None);
        assert_eq!(facts("23/11/2026").unwrap().valid_until, Some(day()));
        assert!(facts("22/11/2026").unwrap_err().of("gia_tri_den").is_some());
        assert!(facts("mai").unwrap_err().of("gia_tri_den").is_some());
    }

    #[test]
    fn a_mark_says_how_and_why() {
        let mark = |way: &str, by: &str, reason: &str| MarkForm { way: way.into(), by: by.into(), reason: reason.into() }.validate();
        assert_eq!(mark("thay-the", "gt-2", "Cấp lại vì sai ngày sinh").unwrap().by.as_deref(), Some("GT-2"));
        assert_eq!(mark("thu-hoi", "gt-2", "Cấp không đúng thẩm quyền").unwrap().by, None);
        assert!(mark("thay-the", "", "Cấp lại vì sai ngày sinh").unwrap_err().of("ma_thay_the").is_some());
        let errors = mark("", "", "ngắn").unwrap_err();
        assert!(errors.of("cach").is_some() && errors.of("ly_do").is_some());
    }

    #[test]
    fn nothing_is_reused_without_consent() {
        let reuse = |code: &str, consent: &str| ReuseForm { code: code.into(), consent: consent.into() }.validate();
        assert_eq!(reuse(" gt-7 ", "1").unwrap().code, "GT-7");
        assert!(reuse("GT-7", "").unwrap_err().of("dong_y").is_some());
        assert!(reuse("", "1").unwrap_err().of("giay_da_co").is_some());
    }
}
