//! Tables for spreadsheets.

use crate::error::{Error, Result};
use model::{Paging, format};
use rust_xlsxwriter::{Format, Workbook};

/// A CSV file: UTF-8 with byte order mark so that spreadsheets read the marks, the header first. Text that a spreadsheet
/// would run as a formula stays text.
///
/// # Errors
/// `Internal` if a row has another number of cells than the header.
pub fn csv<const N: usize>(header: [&str; N], rows: impl IntoIterator<Item = [String; N]>) -> Result<String> {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer("\u{feff}".as_bytes().to_vec());
    writer.write_record(header).map_err(Error::internal)?;
    for row in rows {
        writer.write_record(row.map(plain)).map_err(Error::internal)?;
    }
    let bytes = writer.into_inner().map_err(|error| Error::internal(error.to_string()))?;
    String::from_utf8(bytes).map_err(Error::internal)
}

/// The same table as a workbook of one sheet: the header bold and always in sight, whole numbers as numbers, everything else as
/// text, never as a formula.
///
/// # Errors
/// `Internal` if the name of the sheet or a cell is longer than a workbook takes (31 and 32,767 characters).
pub fn xlsx<const N: usize>(name: &str, header: [&str; N], rows: impl IntoIterator<Item = [String; N]>) -> Result<Vec<u8>> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name(name).map_err(Error::internal)?;
    sheet.set_freeze_panes(1, 0).map_err(Error::internal)?;
    let bold = Format::new().set_bold().set_text_wrap();
    for (column, text) in (0_u16..).zip(header) {
        sheet.write_string_with_format(0, column, text, &bold).map_err(Error::internal)?;
    }
    for (line, row) in (1_u32..).zip(rows) {
        for (column, text) in (0_u16..).zip(row) {
            match text.parse::<i32>().ok().filter(|number| number.to_string() == text) {
                Some(number) => sheet.write_number(line, column, number).map_err(Error::internal)?,
                None => sheet.write_string(line, column, text).map_err(Error::internal)?,
            };
        }
    }
    book.save_to_buffer().map_err(Error::internal)
}

/// The last line of a file that holds only the first rows of its list (`paging` is that of the file): it says so. None where the file
/// holds everything.
#[must_use]
pub fn rest<const N: usize>(paging: Paging) -> Option<[String; N]> {
    let mut line: [String; N] = std::array::from_fn(|_| String::new());
    *line.first_mut()? = format!(
        "Tệp dừng ở {} dòng đầu, danh sách có {} dòng. Hãy lọc hẹp hơn để tải phần còn lại.",
        format::number(paging.size),
        format::number(paging.total)
    );
    (paging.total > paging.size).then_some(line)
}

/// A cell that begins with one of these is a formula for a spreadsheet, unless it is a number.
fn plain(text: String) -> String {
    let risky = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    if risky && text.replace(',', ".").parse::<f64>().is_err() && text != "–" { format!("'{text}") } else { text }
}

#[cfg(test)]
mod tests {
    use super::{csv, rest, xlsx};
    use model::Paging;

    #[test]
    fn a_file_that_stops_says_so_in_its_last_line() {
        assert_eq!(rest::<2>(Paging::sized(1, 10_000, 10_000)), None);
        let [first, second] = rest(Paging::sized(1, 10_000, 12_345)).unwrap();
        assert!(first.starts_with("Tệp dừng ở 10.000 dòng đầu, danh sách có 12.345 dòng."), "{first}");
        assert_eq!(second, "");
    }

    #[test]
    fn cells_are_text_and_never_formulas() {
        let rows = [["Nguyễn \"Sơn\"".to_owned(), "=1+1".to_owned(), "-2,5".to_owned()], ["a\r\nb".to_owned(), "@x".to_owned(), "–".to_owned()]];
        let text = csv(["Tên", "Mã", "Số"], rows).unwrap();
        assert_eq!(text, "\u{feff}Tên,Mã,Số\r\n\"Nguyễn \"\"Sơn\"\"\",'=1+1,\"-2,5\"\r\n\"a\r\nb\",'@x,–\r\n");
    }

    #[test]
    fn a_workbook_is_a_zip_file_with_the_same_cells() {
        let bytes = xlsx("Số liệu", ["Tên", "Số"], [["=1+1".to_owned(), "12".to_owned()]]).unwrap();
        assert!(bytes.starts_with(b"PK"));
        assert!(xlsx("một tên trang tính dài hơn ba mươi mốt chữ", ["Tên"], []).is_err());
    }
}
