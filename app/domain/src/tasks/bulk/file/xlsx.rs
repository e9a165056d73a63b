//! Sheets of Excel. Cells are read one after the other, because one cell far away would make a table of millions of empty ones.

use super::Refusal;
use super::grid::{Grid, Tables};
use calamine::{DataRef, ExcelDateTime, Reader, SheetType, SheetVisible, Xlsx, XlsxError};
use model::tasks::bulk::{ROWS_MAX, TableLine};
use std::io::Cursor;

/// The first visible sheet whose heading names the columns. A formula is read as the value that was stored with it.
pub(super) fn lines(bytes: &[u8]) -> Result<Vec<TableLine>, Refusal> {
    let mut book = Xlsx::new(Cursor::new(bytes)).map_err(broken)?;
    let seen = |sheet: &&calamine::Sheet| sheet.visible == SheetVisible::Visible && sheet.typ == SheetType::WorkSheet;
    let names: Vec<String> = book.sheets_metadata().iter().filter(seen).map(|sheet| sheet.name.clone()).collect();
    let (mut tables, mut left) = (Tables::default(), CELLS);
    for name in names {
        if tables.offer(sheet(&mut book, &name, &mut left)?) {
            break;
        }
    }
    tables.chosen()
}

/// Most cells of all sheets that are looked at, empty ones included: several sheets may be made of the same part.
const CELLS: usize = 3_000_000;

fn sheet(book: &mut Xlsx<Cursor<&[u8]>>, name: &str, left: &mut usize) -> Result<Grid, Refusal> {
    let mut grid = Grid::default();
    let merged = book.merge_cells_by_sheet_name(name).map_err(broken)?;
    let mut cells = book.worksheet_cells_reader(name).map_err(broken)?;
    while let Some(cell) = cells.next_cell().map_err(broken)? {
        let (row, column) = cell.get_position();
        put(&mut grid, row as usize + 1, column as usize, cell.get_value());
        *left = left.checked_sub(1).ok_or(Refusal::Grows)?;
        if grid.is_over() {
            break;
        }
    }
    for area in merged.iter().take(ROWS_MAX) {
        grid.spread(area.start.0 as usize + 1, area.end.0 as usize + 1, area.start.1 as usize);
    }
    Ok(grid)
}

fn put(grid: &mut Grid, row: usize, column: usize, value: &DataRef<'_>) {
    match value {
        DataRef::SharedString(text) => grid.put(row, column, text),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => grid.put(row, column, text),
        DataRef::Int(number) => grid.put(row, column, &number.to_string()),
        DataRef::Float(number) => grid.put(row, column, &number.to_string()),
        DataRef::Bool(yes) => grid.put(row, column, if *yes { "có" } else { "không" }),
        DataRef::DateTime(day) => grid.put(row, column, &date(day)),
        DataRef::Error(error) => grid.put(row, column, &error.to_string()),
        DataRef::Empty => {}
    }
}

/// A day of Excel as the form reads it.
fn date(day: &ExcelDateTime) -> String {
    let (year, month, day, ..) = day.to_ymd_hms_milli();
    format!("{day:02}/{month:02}/{year}")
}

fn broken(_: XlsxError) -> Refusal {
    Refusal::Broken
}
