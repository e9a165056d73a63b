//! Tables for spreadsheets.

use crate::error::{Error, Result};

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

/// A cell that begins with one of these is a formula for a spreadsheet, unless it is a number.
fn plain(text: String) -> String {
    let risky = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    if risky && text.replace(',', ".").parse::<f64>().is_err() && text != "–" { format!("'{text}") } else { text }
}

#[cfg(test)]
mod tests {
    use super::csv;

    #[test]
    fn cells_are_text_and_never_formulas() {
        let rows = [["Nguyễn \"Sơn\"".to_owned(), "=1+1".to_owned(), "-2,5".to_owned()], ["a\r\nb".to_owned(), "@x".to_owned(), "–".to_owned()]];
        let text = csv(["Tên", "Mã", "Số"], rows).unwrap();
        assert_eq!(text, "\u{feff}Tên,Mã,Số\r\n\"Nguyễn \"\"Sơn\"\"\",'=1+1,\"-2,5\"\r\n\"a\r\nb\",'@x,–\r\n");
    }
}
