//! The first page: the source document and the table.

use super::{BulkColumn, BulkRow, BulkSource, HEADING_WITHIN, ROWS_MAX, TableLine, heading, missing, recognise, split};
use crate::FieldErrors;
use crate::tasks::TaskSource;
use crate::tasks::fields::{assigner, day, monitor, plausible, text};
use crate::text::{clean_line, clean_text};
use serde::{Deserialize, Serialize};

/// Longest line of a source, characters.
const LINE_MAX: usize = 400;
/// Longest cell that is kept, characters: what is too long for its field is complained about there.
const CELL_MAX: usize = 6_000;
/// Longest pasted text, bytes; longer ones arrive as a file.
const PASTED_MAX: usize = 900_000;

/// What the page "Giao nhiều nhiệm vụ" sends.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct BulkForm {
    /// Nguồn giao.
    #[serde(rename = "nguon")]
    pub source_kind: String,
    /// Số, ký hiệu of the source document.
    #[serde(rename = "so_van_ban")]
    pub number: String,
    /// Its date.
    #[serde(rename = "ngay_van_ban")]
    pub date: String,
    /// Who issued it.
    #[serde(rename = "co_quan_ban_hanh")]
    pub issuer: String,
    /// Who signed it.
    #[serde(rename = "nguoi_ky")]
    pub signer: String,
    /// Ý kiến chỉ đạo for every row.
    #[serde(rename = "chi_dao")]
    pub direction: String,
    /// Lãnh đạo giao of every task.
    #[serde(rename = "lanh_dao_giao")]
    pub assigner: String,
    /// Chuyên viên theo dõi of every task.
    #[serde(rename = "theo_doi")]
    pub monitor: String,
    /// The pasted table.
    #[serde(rename = "bang")]
    pub table: String,
}

/// A checked [`BulkForm`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bulk {
    /// The source document.
    pub source: BulkSource,
    /// The rows as they were typed.
    pub rows: Vec<BulkRow>,
}

impl BulkForm {
    /// Reads the source and the table; `file` has the lines of an uploaded file, which goes before what was pasted.
    ///
    /// # Errors
    /// The fields with their messages; whether the rows are right is asked afterwards.
    pub fn validate(&self, file: Option<Vec<TableLine>>) -> Result<Bulk, FieldErrors> {
        let mut errors = FieldErrors::new();
        let line = |text: &str| clean_line(text, LINE_MAX);
        let kind: Option<TaskSource> = self.source_kind.parse().ok();
        errors.require(kind.is_some(), "nguon", "Chưa chọn nguồn giao. Hãy chọn một nguồn.");
        let number = line(&self.number);
        errors.require(!number.is_empty(), "so_van_ban", "Chưa nhập số, ký hiệu văn bản. Ví dụ: 245/TB-UBND.");
        let date = day(&mut errors, "ngay_van_ban", &self.date);
        errors.require(date.is_none_or(plausible), "ngay_van_ban", "Ngày văn bản không hợp lý. Hãy kiểm tra lại năm.");
        let direction = text(&mut errors, "chi_dao", "Ý kiến chỉ đạo", &self.direction);
        let assigner = assigner(&mut errors, &self.assigner);
        let monitor = monitor(&mut errors, &self.monitor);
        let rows = self.rows(&mut errors, file);
        let (issuer, signer) = (line(&self.issuer), line(&self.signer));
        let source = BulkSource { kind: kind.unwrap_or_default(), number, date, issuer, signer, direction, assigner, monitor };
        errors.into_result(Bulk { source, rows })
    }

    fn rows(&self, errors: &mut FieldErrors, file: Option<Vec<TableLine>>) -> Vec<BulkRow> {
        let field = if file.is_some() { "tep" } else { "bang" };
        if file.is_none() && self.table.len() > PASTED_MAX {
            errors.add(field, "Bảng dán vào quá dài. Hãy lưu bảng thành tệp rồi tải tệp lên.");
            return Vec::new();
        }
        let lines = file.unwrap_or_else(|| split(&self.table));
        if lines.is_empty() {
            errors.add(field, "Chưa có bảng nhiệm vụ. Hãy dán bảng từ Word hoặc Excel, hoặc chọn tệp.");
            return Vec::new();
        }
        let found = heading(&lines);
        let lacking = if found.is_none() { lacking(&lines) } else { Vec::new() };
        let first = found.unwrap_or_default();
        let (header, lines) = (recognise(&lines[first].cells), &lines[first + 1..]);
        if lines.len() > ROWS_MAX {
            errors.add(field, format!("Bảng dài {} dòng, nhiều nhất {ROWS_MAX} dòng. Hãy chia thành nhiều bảng.", lines.len()));
            return Vec::new();
        }
        if !lacking.is_empty() {
            let names: Vec<&str> = lacking.into_iter().map(BulkColumn::label).collect();
            errors.add(field, format!("Không thấy dòng tên cột có đủ các cột cần thiết. Hãy thêm cột: {}.", names.join(", ")));
            return Vec::new();
        }
        let rows: Vec<BulkRow> = lines.iter().filter_map(|line| row(line, &header)).collect();
        errors.require(!rows.is_empty(), field, "Bảng chỉ có dòng tên cột. Hãy gửi cả các dòng nhiệm vụ.");
        rows
    }
}

/// The needed columns that no line names, by the line among the first ones that comes nearest to a heading.
fn lacking(lines: &[TableLine]) -> Vec<BulkColumn> {
    lines.iter().take(HEADING_WITHIN).map(|line| missing(&recognise(&line.cells))).min_by_key(Vec::len).unwrap_or_default()
}

/// The known cells of a line; none if all of them are empty.
fn row(line: &TableLine, header: &[Option<BulkColumn>]) -> Option<BulkRow> {
    let mut row = BulkRow { line: line.number, ..BulkRow::default() };
    let mut any = false;
    for (cell, column) in line.cells.iter().zip(header) {
        if let Some(column) = column {
            let text = cleaned(*column, cell);
            any |= !text.is_empty();
            row.set(*column, text);
        }
    }
    any.then_some(row)
}

/// A cell without hidden characters. Lists of units keep their line breaks.
pub(super) fn cleaned(column: BulkColumn, cell: &str) -> String {
    if column == BulkColumn::CoUnits { clean_text(cell, CELL_MAX) } else { clean_line(cell, CELL_MAX) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(table: &str) -> BulkForm {
        BulkForm { source_kind: "meeting".into(), number: "245/TB-UBND".into(), date: "20/11/2026".into(), table: table.into(), ..BulkForm::default() }
    }

    #[test]
    fn a_pasted_table() {
        let bulk = form("STT\tNội dung\tChủ trì\tHạn\n1\tRà soát quy hoạch\tSở Tài chính\t01/12/2026\n\n\t\t\t\n2\tX\t\t\n").validate(None).expect("valid");
        assert_eq!((bulk.source.kind, bulk.rows.len()), (TaskSource::Meeting, 2));
        let first = BulkRow { line: 2, title: "Rà soát quy hoạch".into(), lead: "Sở Tài chính".into(), due: "01/12/2026".into(), ..BulkRow::default() };
        assert_eq!((&bulk.rows[0], bulk.rows[1].line), (&first, 5));
    }

    /// The title has no tab and no semicolon; the rows have.
    #[test]
    fn a_title_above_a_pasted_table() {
        let bulk = form("PHỤ LỤC\nSTT\tNội dung\tChủ trì\tHạn\n1\tRà soát quy hoạch\tSở Tài chính\t01/12/2026\n").validate(None).expect("valid");
        let row = BulkRow { line: 3, title: "Rà soát quy hoạch".into(), lead: "Sở Tài chính".into(), due: "01/12/2026".into(), ..BulkRow::default() };
        assert_eq!(bulk.rows, [row]);
    }

    #[test]
    fn what_is_missing_is_named() {
        let refused = |form: BulkForm, file: Option<&str>| form.validate(file.map(split)).expect_err("refused").0;
        assert_eq!(refused(form(""), None)[0].0, "bang");
        assert_eq!(refused(form(""), Some(" "))[0].0, "tep");
        let no_due = refused(form("Nội dung;Đơn vị\nA;B"), None);
        assert_eq!(no_due, [("bang".to_owned(), "Không thấy dòng tên cột có đủ các cột cần thiết. Hãy thêm cột: Hạn.".to_owned())]);
        assert_eq!(refused(form("PHỤ LỤC\nNội dung,Đơn vị\nA,B"), None), no_due);
        assert_eq!(refused(form("Nội dung;Đơn vị;Hạn\n"), None)[0].0, "bang");
        assert_eq!(refused(BulkForm { number: String::new(), ..form("Nội dung;Đơn vị;Hạn\nA;B;C") }, None)[0].0, "so_van_ban");
        let long = format!("Nội dung;Đơn vị;Hạn\n{}", "A;B;C\n".repeat(ROWS_MAX + 1));
        assert!(refused(form(""), Some(&long))[0].1.starts_with("Bảng dài 5001 dòng"));
    }
}
