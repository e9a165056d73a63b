//! Form 07: the register of dossiers.

use crate::format;
use chrono::{DateTime, NaiveDate, Utc};

/// Which rows of the register.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegisterFilter {
    /// First day of receipt.
    pub first: NaiveDate,
    /// Last day of receipt.
    pub last: NaiveDate,
    /// Agency code of the counter; empty for all that may be seen.
    pub unit: String,
    /// Words of a search.
    pub words: String,
    /// Page, from 1.
    pub page: i64,
}

/// One dossier in the register.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegisterRow {
    /// STT.
    pub number: i64,
    /// Mã hồ sơ.
    pub code: String,
    /// Tên TTHC.
    pub procedure: String,
    /// Tên người nộp.
    pub applicant: String,
    /// Địa chỉ, điện thoại.
    pub contact: String,
    /// Cơ quan giải quyết.
    pub competent_unit: String,
    /// Ngày nhận, UTC.
    pub received_at: DateTime<Utc>,
    /// Ngày hẹn trả, UTC.
    pub due: Option<DateTime<Utc>>,
    /// Ngày có kết quả, UTC.
    pub finished_at: Option<DateTime<Utc>>,
    /// Ngày trả, UTC.
    pub returned_at: Option<DateTime<Utc>>,
    /// Phương thức nhận kết quả.
    pub delivery: String,
    /// Ký nhận: who took the result.
    pub receiver: String,
    /// Ghi chú.
    pub note: String,
}

impl RegisterRow {
    /// Headings of the register.
    pub const HEAD: [&str; 14] = [
        "STT",
        "Mã hồ sơ",
        "Tên TTHC",
        "Số lượng",
        "Tên người nộp",
        "Địa chỉ, điện thoại",
        "Cơ quan giải quyết",
        "Ngày nhận",
        "Ngày hẹn trả",
        "Ngày có kết quả",
        "Ngày trả",
        "Phương thức nhận kết quả",
        "Ký nhận",
        "Ghi chú",
    ];

    /// The cells in the order of [`RegisterRow::HEAD`].
    #[must_use]
    pub fn cells(&self) -> [String; 14] {
        let at = |at: Option<DateTime<Utc>>| at.map(format::time_date).unwrap_or_default();
        [
            self.number.to_string(),
            self.code.clone(),
            self.procedure.clone(),
            "1".to_owned(),
            self.applicant.clone(),
            self.contact.clone(),
            self.competent_unit.clone(),
            format::time_date(self.received_at),
            at(self.due),
            at(self.finished_at),
            at(self.returned_at),
            self.delivery.clone(),
            self.receiver.clone(),
            self.note.clone(),
        ]
    }
}
