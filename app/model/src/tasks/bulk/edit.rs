//! Corrections in place. The names of these fields come from data: `chu_tri_12` is the lead unit of line 12.

use super::form::cleaned;
use super::{BulkColumn, BulkRow};
use std::collections::BTreeMap;

/// What was typed into the rows of the page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BulkEdit(BTreeMap<usize, Vec<(BulkColumn, String)>>);

/// The button that was pressed (`buoc`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BulkButton {
    /// Check again.
    Check,
    /// Give every task.
    Give,
    /// Leave out a line.
    Drop(usize),
    /// Take this unit as the lead of a line.
    Choose(usize, i64),
}

impl BulkButton {
    /// Reads `kiem-tra`, `giao`, `bo-12` or `chon-12-345`; anything else only checks.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        if text == "giao" {
            return BulkButton::Give;
        }
        if let Some(line) = text.strip_prefix("bo-").and_then(|line| line.parse().ok()) {
            return BulkButton::Drop(line);
        }
        let chosen = text.strip_prefix("chon-").and_then(|rest| rest.split_once('-'));
        match chosen.and_then(|(line, unit)| Some((line.parse().ok()?, unit.parse().ok()?))) {
            Some((line, unit)) => BulkButton::Choose(line, unit),
            None => BulkButton::Check,
        }
    }
}

impl BulkEdit {
    /// Reads the fields of rows from the pairs of a form; other fields are left alone.
    #[must_use]
    pub fn read(pairs: &[(String, String)]) -> Self {
        let mut edit = Self::default();
        for (name, value) in pairs {
            let Some((field, line)) = name.rsplit_once('_') else { continue };
            let column = BulkColumn::ALL.into_iter().find(|column| column.field() == field);
            if let (Some(column), Ok(line)) = (column, line.parse()) {
                edit.0.entry(line).or_default().push((column, cleaned(column, value)));
            }
        }
        edit
    }

    /// Puts what was typed into the rows; lines that the table does not have are left alone.
    pub fn apply(&self, rows: &mut [BulkRow]) {
        for row in rows {
            for (column, text) in self.0.get(&row.line).into_iter().flatten() {
                row.set(*column, text.clone());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_find_their_row() {
        let pairs =
            [("phien_ban", "1"), ("chu_tri_12", " Sở\u{200b} Tài chính "), ("han_3", "01/12/2026"), ("noi_dung_x", "?"), ("la_12", "?"), ("buoc", "giao")];
        let pairs = pairs.map(|(name, value)| (name.to_owned(), value.to_owned()));
        let mut rows = [3, 12, 13].map(|line| BulkRow { line, title: "Cũ".into(), ..BulkRow::default() });
        BulkEdit::read(&pairs).apply(&mut rows);
        assert_eq!((rows[0].due.as_str(), rows[1].lead.as_str(), rows[1].title.as_str()), ("01/12/2026", "Sở Tài chính", "Cũ"));
        assert_eq!(rows[2], BulkRow { line: 13, title: "Cũ".into(), ..BulkRow::default() });
    }

    #[test]
    fn buttons() {
        assert_eq!(BulkButton::parse("giao"), BulkButton::Give);
        assert_eq!(BulkButton::parse("bo-12"), BulkButton::Drop(12));
        assert_eq!(BulkButton::parse("chon-12-345"), BulkButton::Choose(12, 345));
        for text in ["", "kiem-tra", "bo-", "bo-x", "chon-1", "chon--1"] {
            assert_eq!(BulkButton::parse(text), BulkButton::Check, "{text}");
        }
    }
}
