//! The cells of one table while they are read. What a file may make of a few bytes is limited here: rows, columns, characters.

use super::Refusal;
use model::tasks::bulk::{HEADING_WITHIN, ROWS_MAX, TableLine, heading};
use std::collections::BTreeMap;

/// Columns that are looked at.
pub(super) const COLUMNS: usize = 60;
/// Most bytes of text of one table.
const TEXT: usize = 8 * 1024 * 1024;
/// Longest cell, bytes: longer than anything that the fields of a task take.
const CELL: usize = 24_000;

/// A table that is being read.
#[derive(Debug, Default)]
pub(super) struct Grid {
    rows: BTreeMap<usize, Vec<String>>,
    bytes: usize,
    over: Option<Refusal>,
}

impl Grid {
    /// Puts the text of a cell. `row` is the line that people see, from 1; columns begin with 0.
    pub(super) fn put(&mut self, row: usize, column: usize, text: &str) {
        let text = text.trim();
        if text.is_empty() || column >= COLUMNS || self.over.is_some() {
            return;
        }
        let text = &text[..text.floor_char_boundary(CELL)];
        self.bytes += text.len();
        if self.bytes > TEXT {
            self.over = Some(Refusal::Grows);
        } else if self.rows.len() > ROWS_MAX + HEADING_WITHIN && !self.rows.contains_key(&row) {
            self.over = Some(Refusal::TooLong);
        } else {
            let cells = self.rows.entry(row).or_default();
            if cells.len() <= column {
                cells.resize(column + 1, String::new());
            }
            text.clone_into(&mut cells[column]);
        }
    }

    /// The text of a cell that spans rows counts for each of them.
    pub(super) fn spread(&mut self, first: usize, last: usize, column: usize) {
        let text = self.rows.get(&first).and_then(|cells| cells.get(column)).cloned().unwrap_or_default();
        if text.is_empty() || last <= first {
            return;
        }
        let below: Vec<usize> = self.rows.range(first + 1..=last).map(|(row, _)| *row).collect();
        for row in below {
            self.put(row, column, &text);
        }
    }

    /// True if the table is larger than any that is taken: reading on is of no use.
    pub(super) const fn is_over(&self) -> bool {
        self.over.is_some()
    }
}

/// Looks for the table that the file was sent for: the first one whose heading names the columns.
#[derive(Debug, Default)]
pub(super) struct Tables {
    found: Option<Result<Vec<TableLine>, Refusal>>,
    first: Option<Vec<TableLine>>,
}

impl Tables {
    /// Takes a table that was read. True if it is the right one.
    pub(super) fn offer(&mut self, grid: Grid) -> bool {
        let lines: Vec<TableLine> = grid.rows.into_iter().map(|(number, cells)| TableLine { number, cells }).collect();
        if heading(&lines).is_some() {
            self.found = Some(grid.over.map_or(Ok(lines), Err));
            return true;
        }
        if !lines.is_empty() && self.first.is_none() {
            self.first = Some(lines);
        }
        false
    }

    /// The right table; else the first one, of which the form says what is missing.
    pub(super) fn chosen(self) -> Result<Vec<TableLine>, Refusal> {
        self.found.unwrap_or_else(|| self.first.ok_or(Refusal::NoTable))
    }
}
