//! Lines and cells of a pasted text: separated by tabs (Word, spreadsheets), semicolons or commas, quoted where a cell holds
//! the separator or a line break.

use super::{HEADING_WITHIN, heading};

/// A line of the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableLine {
    /// Line in the text, from 1.
    pub number: usize,
    /// Its cells, trimmed.
    pub cells: Vec<String>,
}

/// A cell that begins with a quotation mark but does not end with one within this many bytes is no quoted cell.
const QUOTED_MAX: usize = 8_000;

/// What may stand between two cells, in the order in which it is tried.
const SEPARATORS: [char; 3] = ['\t', ';', ','];

/// Splits a text into lines and cells; empty lines are left out.
#[must_use]
pub fn split(text: &str) -> Vec<TableLine> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    lines(text, separator(text), usize::MAX)
}

/// The first lines of a text, at most so many.
fn lines(text: &str, separator: char, most: usize) -> Vec<TableLine> {
    let (mut lines, mut cells) = (Vec::new(), Vec::new());
    let (mut number, mut begun) = (1, 1);
    let mut rest = text;
    while !rest.is_empty() && lines.len() < most {
        let (cell, after) = next_cell(rest, separator);
        number += rest[..rest.len() - after.len()].matches('\n').count();
        cells.push(cell);
        let mut marks = after.chars();
        match marks.next() {
            Some(mark) if mark == separator => {
                rest = marks.as_str();
                if rest.is_empty() {
                    cells.push(String::new());
                }
            }
            end => {
                let line_end = if end == Some('\r') && marks.as_str().starts_with('\n') { 2 } else { usize::from(end.is_some()) };
                rest = &after[line_end..];
                push(&mut lines, begun, std::mem::take(&mut cells));
                number += usize::from(end.is_some());
                begun = number;
            }
        }
    }
    push(&mut lines, begun, cells);
    lines
}

fn push(lines: &mut Vec<TableLine>, number: usize, cells: Vec<String>) {
    if cells.iter().any(|cell| !cell.is_empty()) {
        lines.push(TableLine { number, cells });
    }
}

/// What makes a heading of one of the first lines: a title may stand above it. Without a heading, a tab if the first line has one;
/// else what it has more of, semicolons or commas.
fn separator(text: &str) -> char {
    if let Some(found) = SEPARATORS.into_iter().find(|mark| heading(&lines(text, *mark, HEADING_WITHIN)).is_some()) {
        return found;
    }
    let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let count = |mark: char| first.matches(mark).count();
    if count('\t') > 0 {
        '\t'
    } else if count(';') > 0 && count(';') >= count(',') {
        ';'
    } else {
        ','
    }
}

/// The first cell of a text, trimmed, and what follows it: a separator, a line end, or nothing.
fn next_cell(text: &str, separator: char) -> (String, &str) {
    if let Some(found) = text.strip_prefix('"').and_then(|inside| quoted(inside, separator)) {
        return found;
    }
    let end = text.find([separator, '\n', '\r']).unwrap_or(text.len());
    (text[..end].trim().to_owned(), &text[end..])
}

/// A quoted cell, doubled quotation marks being one; none if the quotation does not end before a separator or a line end.
fn quoted(inside: &str, separator: char) -> Option<(String, &str)> {
    let mut at = 0;
    while let Some(found) = inside[at..].find('"').filter(|found| at + found <= QUOTED_MAX) {
        let mark = at + found;
        let after = &inside[mark + 1..];
        if after.starts_with('"') {
            at = mark + 2;
        } else if after.is_empty() || after.starts_with([separator, '\n', '\r']) {
            return Some((inside[..mark].replace("\"\"", "\"").trim().to_owned(), after));
        } else {
            return None;
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(text: &str) -> Vec<(usize, Vec<String>)> {
        split(text).into_iter().map(|line| (line.number, line.cells)).collect()
    }

    fn line(number: usize, cells: &[&str]) -> (usize, Vec<String>) {
        (number, cells.iter().map(|cell| (*cell).to_owned()).collect())
    }

    #[test]
    fn tabs_semicolons_and_commas() {
        assert_eq!(cells("\u{feff}a\tb\r\n\r\n c ; d \t\"e\"\r\n"), [line(1, &["a", "b"]), line(3, &["c ; d", "e"])]);
        assert_eq!(cells("a;b,c\n1;2\n"), [line(1, &["a", "b,c"]), line(2, &["1", "2"])]);
        assert_eq!(cells("a,b\n\"Văn hóa, Thể thao\",2"), [line(1, &["a", "b"]), line(2, &["Văn hóa, Thể thao", "2"])]);
        assert_eq!(cells("a\tb\n1\t"), [line(1, &["a", "b"]), line(2, &["1", ""])]);
        assert!(cells("").is_empty() && cells("\n \n\t\n").is_empty());
    }

    #[test]
    fn a_title_above_the_heading() {
        for mark in ["\t", ";", ","] {
            let row = |cells: [&str; 3]| cells.join(mark);
            let text = format!("PHỤ LỤC\nNhiệm vụ, hạn; giao các sở\n\n{}\n{}\n", row(["Nội dung", "Chủ trì", "Hạn"]), row(["A", "B", "C"]));
            let found = cells(&text);
            assert_eq!(found[2..], [line(4, &["Nội dung", "Chủ trì", "Hạn"]), line(5, &["A", "B", "C"])], "{mark:?}");
        }
    }

    #[test]
    fn line_breaks_inside_quotes() {
        assert_eq!(cells("a\tb\n\"một\nhai \"\"ba\"\"\"\tx\ny\tz"), [line(1, &["a", "b"]), line(2, &["một\nhai \"ba\"", "x"]), line(4, &["y", "z"])]);
    }

    #[test]
    fn a_quotation_mark_that_quotes_nothing() {
        assert_eq!(
            cells("a\tb\n\"Đề án 06\" năm nay\tx\n\"chưa đóng\ty"),
            [line(1, &["a", "b"]), line(2, &["\"Đề án 06\" năm nay", "x"]), line(3, &["\"chưa đóng", "y"])]
        );
        let open = format!("a\tb\n{}", "\"ă\tb\n".repeat(5_000));
        assert_eq!(split(&open).len(), 5_001);
    }
}
