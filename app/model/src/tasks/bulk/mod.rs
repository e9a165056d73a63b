//! Many tasks from one table: the conclusion of a meeting, pasted from Word or a spreadsheet.
//!
//! | file | what |
//! |---|---|
//! | `table` | lines and cells of a pasted text |
//! | `columns` | which column is which, by the words of the header |
//! | `form` | the first page: source document and table |
//! | `units` | units by the names that people write |
//! | `check` | what is wrong with a row, and what a right row becomes |
//! | `edit` | corrections in place |

mod check;
mod columns;
mod edit;
mod form;
mod table;
mod units;

pub use check::{BulkContext, CheckedRow, check_rows};
pub use columns::{BulkColumn, HEADING_WITHIN, heading, missing, recognise};
pub use edit::{BulkButton, BulkEdit};
pub use form::{Bulk, BulkForm};
pub use table::{TableLine, split};
pub use units::{Found, UnitBook};

use super::TaskSource;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Most rows of a table that is read at all.
pub const ROWS_MAX: usize = 5_000;
/// Most tasks that are given at once.
pub const GIVE_MAX: usize = 500;
/// Rows in need of correction that a page shows.
pub const SHOWN_MAX: usize = 50;

/// The one source document of all tasks of a table.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct BulkSource {
    /// Nguồn giao.
    pub kind: TaskSource,
    /// Số, ký hiệu.
    pub number: String,
    /// Its date.
    pub date: Option<NaiveDate>,
    /// Who issued it.
    pub issuer: String,
    /// Who signed it.
    pub signer: String,
    /// Ý kiến chỉ đạo, for rows without one of their own.
    pub direction: String,
    /// Lãnh đạo giao of every task.
    #[serde(default)]
    pub assigner: Option<i64>,
    /// Chuyên viên theo dõi of every task.
    #[serde(default)]
    pub monitor: Option<i64>,
}

/// A row of the table, as it was typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct BulkRow {
    /// Line in the table, from 1 (the header).
    pub line: usize,
    /// Nội dung.
    pub title: String,
    /// Đơn vị chủ trì.
    pub lead: String,
    /// Đơn vị phối hợp.
    pub co_units: String,
    /// Hạn.
    pub due: String,
    /// Sản phẩm.
    pub output: String,
    /// Độ khẩn.
    pub urgency: String,
    /// Lĩnh vực.
    pub field: String,
    /// Ý kiến chỉ đạo.
    pub direction: String,
}

impl BulkRow {
    /// The cell of a column.
    #[must_use]
    pub fn cell(&self, column: BulkColumn) -> &str {
        match column {
            BulkColumn::Title => &self.title,
            BulkColumn::Lead => &self.lead,
            BulkColumn::CoUnits => &self.co_units,
            BulkColumn::Due => &self.due,
            BulkColumn::Output => &self.output,
            BulkColumn::Urgency => &self.urgency,
            BulkColumn::Field => &self.field,
            BulkColumn::Direction => &self.direction,
        }
    }

    /// Sets the cell of a column.
    pub fn set(&mut self, column: BulkColumn, text: String) {
        let cell = match column {
            BulkColumn::Title => &mut self.title,
            BulkColumn::Lead => &mut self.lead,
            BulkColumn::CoUnits => &mut self.co_units,
            BulkColumn::Due => &mut self.due,
            BulkColumn::Output => &mut self.output,
            BulkColumn::Urgency => &mut self.urgency,
            BulkColumn::Field => &mut self.field,
            BulkColumn::Direction => &mut self.direction,
        };
        *cell = text;
    }
}
