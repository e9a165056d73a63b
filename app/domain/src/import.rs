//! Reading CSV files that people hand in: every bad line is reported in one pass, nothing is stored if one is bad.

use std::fmt;

/// What an import did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ImportReport {
    /// Rows that are new now.
    pub added: usize,
    /// Rows that were there already and stayed as they were.
    pub kept: usize,
}

/// One refused cell or line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportError {
    /// Line in the file, from 1 (the header).
    pub line: u64,
    /// Name of the column; empty if the whole line is wrong.
    pub column: String,
    /// What is wrong and what to do.
    pub message: String,
}

impl fmt::Display for ImportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.column.is_empty() {
            write!(f, "Dòng {}: {}", self.line, self.message)
        } else {
            write!(f, "Dòng {}, cột {}: {}", self.line, self.column, self.message)
        }
    }
}

/// Everything that is wrong with a file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ImportErrors(pub Vec<ImportError>);

impl ImportErrors {
    /// Adds a complaint.
    pub fn add(&mut self, line: u64, column: &str, message: impl Into<String>) {
        self.0.push(ImportError { line, column: column.to_owned(), message: message.into() });
    }

    /// True if nothing is wrong.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Display for ImportErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "Tệp có {} lỗi; chưa có dòng nào được nhập.", self.0.len())?;
        self.0.iter().try_for_each(|error| writeln!(f, "{error}"))
    }
}

impl std::error::Error for ImportErrors {}

/// How an import ends badly: the file is wrong, or the portal could not do it.
#[derive(Debug, thiserror::Error)]
pub enum ImportFailure {
    /// The file has faults; nothing was stored.
    #[error(transparent)]
    File(#[from] ImportErrors),
    /// A use case refused or failed; nothing was stored.
    #[error(transparent)]
    Portal(#[from] crate::Error),
}

/// One line with its cells by column name.
#[derive(Debug, Clone)]
pub struct Line {
    /// Line in the file, from 1.
    pub number: u64,
    columns: &'static [&'static str],
    cells: Vec<String>,
}

impl Line {
    /// The cell of a column, trimmed; empty if the file has no such column.
    #[must_use]
    pub fn cell(&self, column: &str) -> &str {
        self.columns.iter().position(|name| *name == column).and_then(|at| self.cells.get(at)).map_or("", |cell| cell.trim())
    }

    /// A day in the form 2025-07-01; an empty cell is `None`. A wrong one is reported.
    pub fn day(&self, column: &str, errors: &mut ImportErrors) -> Option<chrono::NaiveDate> {
        let cell = self.cell(column);
        if cell.is_empty() {
            return None;
        }
        let day = chrono::NaiveDate::parse_from_str(cell, "%Y-%m-%d").ok().filter(|day| model::org::is_plausible_day(*day));
        if day.is_none() {
            errors.add(self.number, column, format!("ngày «{}» không đúng. Hãy ghi dạng 2025-07-01.", shortened(cell)));
        }
        day
    }

    /// A cell that must not be empty; reported otherwise.
    pub fn needed(&self, column: &str, errors: &mut ImportErrors) -> &str {
        let cell = self.cell(column);
        if cell.is_empty() {
            errors.add(self.number, column, "ô này để trống. Hãy điền giá trị.");
        }
        cell
    }
}

/// At most 40 characters of a cell, for messages.
#[must_use]
pub fn shortened(cell: &str) -> String {
    let mut text: String = cell.chars().filter(|c| !c.is_control()).take(40).collect();
    if cell.chars().count() > 40 {
        text.push('…');
    }
    text
}

/// Most lines of one file.
const MAX_LINES: usize = 200_000;

/// Turns the byte where a record starts into its line. The reader's own number is one too small after `\r\n`, because it
/// leaves the `\n` to the next record.
struct LineCounter<'a> {
    content: &'a [u8],
    offset: usize,
    line: u64,
}

impl LineCounter<'_> {
    fn line_at(&mut self, position: Option<&csv::Position>) -> u64 {
        let start = position.and_then(|position| usize::try_from(position.byte()).ok()).unwrap_or(self.offset);
        while let Some(byte) = self.content.get(self.offset) {
            if self.offset >= start && !matches!(byte, b'\r' | b'\n') {
                break;
            }
            self.line += u64::from(*byte == b'\n');
            self.offset += 1;
        }
        self.line
    }
}

/// Splits a file into lines: UTF-8 with or without byte order mark, comma, first line with exactly these column names.
/// What is wrong goes to `errors`; the good lines come back, so that the caller checks their cells in the same pass.
pub fn read(content: &[u8], file_name: &str, columns: &'static [&'static str], errors: &mut ImportErrors) -> Vec<Line> {
    let content = content.strip_prefix(b"\xef\xbb\xbf").unwrap_or(content);
    let name = shortened(file_name);
    let mut lines = Vec::new();
    if std::str::from_utf8(content).is_err() {
        errors.add(1, "", format!("tệp «{name}» không phải UTF-8. Hãy lưu lại dạng CSV UTF-8."));
        return lines;
    }
    let mut reader = csv::ReaderBuilder::new().flexible(true).has_headers(false).from_reader(content);
    let mut header_seen = false;
    let mut counter = LineCounter { content, offset: 0, line: 1 };
    for record in reader.records() {
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                errors.add(counter.line_at(error.position()), "", "không đọc được dòng này. Hãy kiểm tra dấu phẩy và dấu ngoặc kép.");
                continue;
            }
        };
        let number = counter.line_at(record.position());
        let cells: Vec<String> = record.iter().map(str::to_owned).collect();
        if !header_seen {
            header_seen = true;
            if cells.iter().map(|cell| cell.trim()).ne(columns.iter().copied()) {
                errors.add(number, "", format!("dòng đầu phải là: {}", columns.join(",")));
                return lines;
            }
        } else if cells.len() != columns.len() {
            errors.add(number, "", format!("có {} ô, cần {} ô. Ô chứa dấu phẩy phải đặt trong ngoặc kép.", cells.len(), columns.len()));
        } else if lines.len() == MAX_LINES {
            errors.add(number, "", format!("tệp dài quá {MAX_LINES} dòng. Hãy chia thành nhiều tệp."));
            return lines;
        } else {
            lines.push(Line { number, columns, cells });
        }
    }
    if !header_seen {
        errors.add(1, "", format!("tệp «{name}» trống. Dòng đầu phải là: {}", columns.join(",")));
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    const COLUMNS: &[&str] = &["code", "name"];

    fn faults(content: &[u8]) -> ImportErrors {
        let mut errors = ImportErrors::default();
        read(content, "a.csv", COLUMNS, &mut errors);
        errors
    }

    #[test]
    fn reads_with_and_without_byte_order_mark() {
        for file in ["code,name\r\nH98,\"Văn hóa, Thể thao\"\r\n", "\u{feff}code,name\nH98,\"Văn hóa, Thể thao\"\n"] {
            let mut errors = ImportErrors::default();
            let lines = read(file.as_bytes(), "a.csv", COLUMNS, &mut errors);
            assert!(errors.is_empty());
            assert_eq!(lines.len(), 1);
            assert_eq!((lines[0].number, lines[0].cell("code"), lines[0].cell("name")), (2, "H98", "Văn hóa, Thể thao"));
        }
    }

    #[test]
    fn every_bad_line_is_reported() {
        assert_eq!(faults(b"code,name\nH98\nH99,a\nH97,a,b\n").0.iter().map(|error| error.line).collect::<Vec<_>>(), [2, 4]);
        assert_eq!(faults(b"").0.len(), 1);
        assert_eq!(faults(b"\xff\xfe").0.len(), 1);
        assert!(faults(b"ma,ten\n1,2\n").to_string().contains("dòng đầu phải là: code,name"));
    }
}
