//! Sheets of LibreOffice: `table:table`, `table:table-row`, `table:table-cell`, `text:p`.

use super::Refusal;
use super::grid::{COLUMNS, Grid, Tables};
use super::xml::{Node, attribute, times, walk};
use chrono::NaiveDate;
use model::tasks::bulk::TableLine;
use quick_xml::events::BytesStart;
use std::collections::HashSet;
use std::io::BufRead;

/// The first visible sheet whose heading names the columns. A formula is read as the value that was stored with it.
pub(super) fn lines(part: impl BufRead) -> Result<Vec<TableLine>, Refusal> {
    let mut book = Book::default();
    walk(part, &mut |node| {
        match node {
            Node::Open(start) => book.open(start),
            Node::Text(text) if book.in_text > 0 && book.notes == 0 => book.text.push_str(text),
            Node::Text(_) => {}
            Node::Close(name) => return !book.close(name),
        }
        true
    })?;
    book.tables.chosen()
}

/// Where the reading stands.
#[derive(Default)]
struct Book {
    tables: Tables,
    grid: Grid,
    /// The style of sheets that is being described, and those that hide a sheet.
    style: String,
    hiding: HashSet<String>,
    /// True in a sheet that is hidden.
    hidden: bool,
    /// Tables that are open, as in `docx`.
    depth: usize,
    /// Line of the row, and how often the file repeats it.
    row: usize,
    repeated: usize,
    column: usize,
    /// The cell: its text, the day that it stands for, how many columns it fills.
    text: String,
    day: Option<NaiveDate>,
    fills: usize,
    /// Paragraphs and notes that are open; a note on a cell is no text of it.
    in_text: usize,
    notes: usize,
}

impl Book {
    fn open(&mut self, start: &BytesStart<'_>) {
        let name = start.local_name();
        match (name.as_ref(), self.depth) {
            ("style", 0) => self.style = if attribute(start, "family") == "table" { attribute(start, "name") } else { String::new() },
            ("table-properties", 0) if attribute(start, "display") == "false" => {
                self.hiding.insert(std::mem::take(&mut self.style));
            }
            ("table", _) => {
                self.depth += 1;
                if self.depth == 1 {
                    let style = attribute(start, "style-name");
                    self.hidden = !style.is_empty() && self.hiding.contains(&style);
                    (self.grid, self.row, self.repeated) = (Grid::default(), 0, 1);
                }
            }
            ("table-row", 1) => {
                (self.row, self.column) = (self.row.saturating_add(self.repeated), 0);
                self.repeated = times(start, "number-rows-repeated");
            }
            ("table-cell" | "covered-table-cell", 1) => {
                self.text.clear();
                self.fills = times(start, "number-columns-repeated");
                self.day = attribute(start, "date-value").get(..10).and_then(|day| NaiveDate::parse_from_str(day, "%Y-%m-%d").ok());
            }
            ("annotation", _) => self.notes += 1,
            ("p" | "h", 1..) => self.in_text += 1,
            ("s" | "tab", 1..) if self.notes == 0 => self.text.push(' '),
            ("line-break", 1..) if self.notes == 0 => self.text.push('\n'),
            _ => {}
        }
    }

    /// True if the right sheet was read.
    fn close(&mut self, name: &str) -> bool {
        match (name, self.depth) {
            ("p" | "h", 1..) => {
                self.in_text = self.in_text.saturating_sub(1);
                self.text.push('\n');
            }
            ("annotation", _) => self.notes = self.notes.saturating_sub(1),
            ("table-cell" | "covered-table-cell", 1) => self.cell(),
            ("table", 1) => {
                self.depth = 0;
                let grid = std::mem::take(&mut self.grid);
                return !self.hidden && self.tables.offer(grid);
            }
            ("table", 2..) => self.depth -= 1,
            _ => {}
        }
        false
    }

    fn cell(&mut self) {
        let day = self.day.map(model::format::date);
        let until = self.column.saturating_add(self.fills);
        for column in self.column..until.min(COLUMNS) {
            // What a file repeats downwards stands once: the same task twice would be refused.
            self.grid.put(self.row, column, day.as_deref().unwrap_or(&self.text));
        }
        self.column = until;
    }
}
