//! An official paper (a form of the dossier, a printed report) as data: one content for the page and for the PDF.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// One line of a block of fields.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Field {
    /// What it is ("Hạn trả mới").
    pub label: String,
    /// Its value; empty prints a line to be filled in by hand.
    pub value: String,
    /// Printed bold: what the reader looks for.
    pub strong: bool,
}

/// A place to sign.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signature {
    /// As what somebody signs ("Người tiếp nhận").
    pub role: String,
    /// Name below; may be empty.
    pub name: String,
}

/// A part of a paper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Block {
    /// Labels with values.
    Fields(Vec<Field>),
    /// A table; `widths` are the shares of the columns.
    Table {
        /// Heading above; may be empty.
        title: String,
        /// Headings of the columns.
        head: Vec<String>,
        /// Shares of the width, one per column.
        widths: Vec<u8>,
        /// Rows with as many cells as the head.
        rows: Vec<Vec<String>>,
    },
    /// Paragraphs.
    Text {
        /// Heading above; may be empty.
        title: String,
        /// The paragraphs.
        paragraphs: Vec<String>,
    },
    /// Places to sign, side by side.
    Signatures(Vec<Signature>),
}

/// A paper that an agency issues. What is written here is stored with the step that made it and never changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paper {
    /// "Giấy tiếp nhận hồ sơ và hẹn trả kết quả".
    pub title: String,
    /// Who the issuing agency belongs to ("Ủy ban nhân dân tỉnh Lam Giang"); may be empty.
    pub superior: String,
    /// Issuing agency.
    pub agency: String,
    /// Place in the line of the date ("Lam Giang").
    pub place: String,
    /// Number of the paper; may be empty.
    pub number: String,
    /// Code of the dossier; may be empty.
    pub code: String,
    /// Public address behind the QR code; may be empty.
    pub link: String,
    /// When it was made, UTC.
    pub made_at: DateTime<Utc>,
    /// Where its layout comes from ("Mẫu số 01, Thông tư 03/2025/TT-VPCP").
    pub source: String,
    /// Printed with "Dữ liệu mô phỏng".
    pub demo: bool,
    /// Landscape, for registers.
    pub wide: bool,
    /// The parts in order.
    pub blocks: Vec<Block>,
}

impl Block {
    /// Fields from pairs; a label that begins with `*` is printed bold.
    #[must_use]
    pub fn fields<'a>(pairs: impl IntoIterator<Item = (&'a str, String)>) -> Self {
        let field = |(label, value): (&str, String)| Field { label: label.trim_start_matches('*').to_owned(), value, strong: label.starts_with('*') };
        Block::Fields(pairs.into_iter().map(field).collect())
    }

    /// Places to sign from pairs of role and name.
    #[must_use]
    pub fn signatures<'a>(pairs: impl IntoIterator<Item = (&'a str, String)>) -> Self {
        Block::Signatures(pairs.into_iter().map(|(role, name)| Signature { role: role.to_owned(), name }).collect())
    }
}

impl Paper {
    /// "Lam Giang, ngày 23 tháng 11 năm 2026", the line above the signatures of every Vietnamese paper.
    #[must_use]
    pub fn place_and_day(&self) -> String {
        let day = crate::format::local_date(self.made_at);
        format!("{}, ngày {} tháng {} năm {}", self.place, day.format("%d"), day.format("%m"), day.format("%Y"))
    }
}
