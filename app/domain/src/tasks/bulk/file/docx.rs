//! Tables of Word: `w:tbl`, `w:tr`, `w:tc`, `w:t`. A table inside a cell is text of that cell.

use super::Refusal;
use super::grid::{COLUMNS, Grid, Tables};
use super::xml::{Node, attribute, times, walk};
use model::tasks::bulk::TableLine;
use quick_xml::events::BytesStart;
use std::io::BufRead;

/// The first table whose heading names the columns.
pub(super) fn lines(part: impl BufRead) -> Result<Vec<TableLine>, Refusal> {
    let mut document = Document::default();
    walk(part, &mut |node| {
        match node {
            Node::Open(start) => document.open(start),
            Node::Text(text) if document.in_text => document.text.push_str(text),
            Node::Text(_) => {}
            Node::Close(name) => return !document.close(name),
        }
        true
    })?;
    document.tables.chosen()
}

/// Where the reading stands.
#[derive(Default)]
struct Document {
    tables: Tables,
    grid: Grid,
    /// Tables that are open: 1 in a table, more in one inside a cell.
    depth: usize,
    row: usize,
    column: usize,
    /// The cell: its text, how many columns it spans, whether it goes on from the row above.
    text: String,
    span: usize,
    goes_on: bool,
    in_text: bool,
    /// The texts of the row above, for cells that span rows.
    above: Vec<String>,
}

impl Document {
    fn open(&mut self, start: &BytesStart<'_>) {
        let name = start.local_name();
        match (name.as_ref(), self.depth) {
            ("tbl", _) => {
                self.depth += 1;
                if self.depth == 1 {
                    (self.grid, self.row, self.above) = (Grid::default(), 0, vec![String::new(); COLUMNS]);
                }
            }
            ("tr", 1) => (self.row, self.column) = (self.row + 1, 0),
            ("tc", 1) => {
                self.text.clear();
                (self.span, self.goes_on) = (1, false);
            }
            ("gridSpan", 1) => self.span = times(start, "val"),
            ("gridBefore", 1) => self.column = times(start, "val"),
            ("vMerge", 1) => self.goes_on = attribute(start, "val") != "restart",
            ("t", 1..) => self.in_text = true,
            ("tab", 1..) => self.text.push(' '),
            ("br" | "cr", 1..) => self.text.push('\n'),
            _ => {}
        }
    }

    /// True if the right table was read.
    fn close(&mut self, name: &str) -> bool {
        match (name, self.depth) {
            ("t", _) => self.in_text = false,
            ("p", 1..) => self.text.push('\n'),
            ("tc", 1) => self.cell(),
            ("tbl", 1) => {
                self.depth = 0;
                return self.tables.offer(std::mem::take(&mut self.grid));
            }
            ("tbl", 2..) => self.depth -= 1,
            _ => {}
        }
        false
    }

    fn cell(&mut self) {
        if let Some(above) = self.above.get_mut(self.column) {
            if !self.goes_on {
                self.text.trim().clone_into(above);
            }
            self.grid.put(self.row, self.column, above);
        }
        self.column = self.column.saturating_add(self.span);
    }
}
