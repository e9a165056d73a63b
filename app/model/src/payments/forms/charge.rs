//! D14 and the other ways to put a charge on a dossier.

use super::{amount, count, line};
use crate::errors::FieldErrors;
use crate::format::{date, parse_date};
use crate::text::reason;
use chrono::{Duration, NaiveDate};
use serde::{Deserialize, Serialize};

/// Most days that somebody gets to pay.
const LONGEST: i64 = 180;

text_enum! {
    /// When a charge has to be paid.
    pub enum WhenDue { Now = "cho-nop" => "Nộp rồi mới giải quyết tiếp", AtReturn = "khi-tra" => "Nộp khi nhận kết quả" }
}

/// D14 and the other ways to put a charge on a dossier.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ChargeRequestForm {
    /// `bieu-phi` or `thong-bao`.
    #[serde(rename = "nguon")]
    pub source: String,
    /// Pages of a copy.
    #[serde(rename = "so_trang")]
    pub pages: String,
    /// Copies.
    #[serde(rename = "so_ban")]
    pub copies: String,
    /// "1" if the applicant pays nothing.
    #[serde(rename = "mien")]
    pub exempt: String,
    /// Which exempt group, and the paper that shows it.
    #[serde(rename = "doi_tuong")]
    pub group: String,
    /// Number of the notice.
    #[serde(rename = "so_thong_bao")]
    pub notice: String,
    /// What the notice asks money for.
    #[serde(rename = "noi_dung")]
    pub text: String,
    /// Đồng of the notice.
    #[serde(rename = "so_tien")]
    pub amount: String,
    /// A stored [`WhenDue`].
    #[serde(rename = "luc_nop")]
    pub when: String,
    /// Last day to pay.
    #[serde(rename = "han")]
    pub pay_by: String,
    /// Words for the applicant.
    #[serde(rename = "ghi_chu")]
    pub note: String,
}

/// Where the amount comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ChargeSource {
    /// The fee rows of the case.
    Fees {
        /// Pages of a copy.
        pages: i64,
        /// Copies.
        copies: i64,
    },
    /// A notice, for example of the tax office.
    Notice {
        /// Its number.
        number: String,
        /// What it asks money for.
        text: String,
        /// Đồng.
        amount: i64,
    },
    /// Nothing is due: the applicant belongs to an exempt group.
    Exempt {
        /// Which group, and the paper that shows it.
        group: String,
    },
}

/// A checked [`ChargeRequestForm`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChargeRequest {
    /// Where the amount comes from.
    pub source: ChargeSource,
    /// When it has to be paid.
    pub when: WhenDue,
    /// Last day to pay.
    pub pay_by: NaiveDate,
    /// Words for the applicant.
    pub note: String,
}

impl ChargeRequestForm {
    /// Checks the form on a day.
    ///
    /// # Errors
    /// The fields that are wrong.
    pub fn validate(&self, today: NaiveDate) -> Result<ChargeRequest, FieldErrors> {
        let mut errors = FieldErrors::new();
        let source = if self.exempt.trim() == "1" {
            ChargeSource::Exempt { group: reason(&mut errors, "doi_tuong", "Đối tượng và giấy tờ chứng minh", &self.group) }
        } else if self.source.trim() == "thong-bao" {
            ChargeSource::Notice {
                number: line(&mut errors, "so_thong_bao", "số thông báo", &self.notice, 1, 60),
                text: line(&mut errors, "noi_dung", "nội dung khoản nộp", &self.text, 3, 300),
                amount: amount(&mut errors, "so_tien", &self.amount),
            }
        } else {
            errors.require(self.source.trim() == "bieu-phi", "nguon", "Chưa chọn cách tính số tiền. Hãy chọn một mục.");
            ChargeSource::Fees { pages: count(&mut errors, "so_trang", &self.pages), copies: count(&mut errors, "so_ban", &self.copies) }
        };
        let exempt = matches!(source, ChargeSource::Exempt { .. });
        let when = self.when.trim().parse().unwrap_or(WhenDue::Now);
        let pay_by = if exempt { today } else { pay_by(&mut errors, &self.pay_by, today) };
        let note = line(&mut errors, "ghi_chu", "ghi chú", &self.note, 0, 1_000);
        errors.into_result(ChargeRequest { source, when, pay_by, note })
    }
}

fn pay_by(errors: &mut FieldErrors, text: &str, today: NaiveDate) -> NaiveDate {
    match parse_date(text) {
        Err(error) => {
            errors.add("han", error.to_string());
            today
        }
        Ok(day) => {
            let last = today + Duration::days(LONGEST);
            errors.require(day > today, "han", format!("Hạn nộp phải sau hôm nay ({}).", date(today)));
            errors.require(day <= last, "han", format!("Hạn nộp không quá {LONGEST} ngày, tức là đến {}.", date(last)));
            day
        }
    }
}
