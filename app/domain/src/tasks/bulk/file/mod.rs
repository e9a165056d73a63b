//! The lines of an uploaded table: text, a workbook or a document (04 §1).
//!
//! | file | what |
//! |---|---|
//! | `archive` | opens what is a ZIP archive inside, and refuses what grows too large |
//! | `grid` | the cells of one table while they are read, and which table of a file is the right one |
//! | `xlsx` | sheets of Excel |
//! | `xml` | elements and texts of the other two |
//! | `docx` | tables of Word |
//! | `ods` | sheets of LibreOffice |

mod archive;
mod docx;
mod grid;
mod ods;
mod xlsx;
mod xml;

use crate::cx::Portal;
use crate::error::{Error, Result};
use crate::files::Blob;
use model::tasks::bulk::{ROWS_MAX, TableLine, split};
use tokio::io::AsyncReadExt;
use tokio::sync::Semaphore;

/// Largest file, bytes.
const MOST: u64 = 8 * 1024 * 1024;

/// Most separators of a line of text, those inside words included.
const CELLS: usize = 5_000;

/// Why a file is not read. Each sentence says what to do instead; it stands at the field of the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Refusal {
    TooLarge,
    Grows,
    TooLong,
    Locked,
    Old,
    Broken,
    OtherKind,
    Encoding,
    NoTable,
}

impl Refusal {
    const fn sentence(self) -> &'static str {
        match self {
            Refusal::TooLarge => "Tệp lớn quá 8 MB. Hãy chia bảng thành nhiều tệp.",
            Refusal::Grows => "Nội dung trong tệp lớn bất thường nên không mở được. Hãy chép riêng bảng nhiệm vụ sang tệp mới.",
            Refusal::TooLong => "Bảng dài quá 5.000 dòng. Hãy chia thành nhiều bảng.",
            Refusal::Locked => "Tệp có mật khẩu nên không đọc được. Hãy bỏ mật khẩu rồi lưu lại.",
            Refusal::Old => "Tệp ở định dạng cũ (.xls, .doc). Hãy mở tệp rồi lưu thành .xlsx hoặc .docx.",
            Refusal::Broken => "Tệp bị hỏng nên không đọc được. Hãy mở tệp, lưu lại rồi tải lên, hoặc dán bảng vào ô bên trên.",
            Refusal::OtherKind => "Không đọc được bảng trong tệp loại này. Hãy chọn tệp XLSX, ODS, DOCX hoặc CSV.",
            Refusal::Encoding => "Không đọc được chữ trong tệp. Hãy lưu lại dạng “CSV UTF-8”, hoặc dán bảng vào ô bên trên.",
            Refusal::NoTable => "Trong tệp không có bảng nào. Hãy chọn tệp có bảng nhiệm vụ, hoặc dán bảng vào ô bên trên.",
        }
    }
}

/// Reads the table of an uploaded file: a workbook (XLSX, ODS), a document (DOCX), or text that is UTF-8 or UTF-16 with its mark. A
/// workbook or a document with several tables gives the first one whose heading names the columns.
///
/// # Errors
/// `Invalid` on `tep` for a file that is too large, broken, locked with a password, or of another kind.
pub async fn read_file(portal: &Portal, blob: &Blob) -> Result<Vec<TableLine>> {
    let refused = |refusal: Refusal| Error::field("tep", refusal.sentence());
    if blob.size > MOST {
        return Err(refused(Refusal::TooLarge));
    }
    let mut bytes = Vec::new();
    portal.files().open(&blob.sha256).await?.read_to_end(&mut bytes).await?;
    // Unpacking may take a second, and some hundred MB: one file after the other. A file that makes a reader fail on the way is broken, too.
    let _turn = READING.acquire().await.map_err(Error::internal)?;
    let read = tokio::task::spawn_blocking(move || lines(&bytes)).await;
    read.unwrap_or(Err(Refusal::Broken)).map_err(refused)
}

/// Whose turn it is to be unpacked.
static READING: Semaphore = Semaphore::const_new(1);

fn lines(bytes: &[u8]) -> Result<Vec<TableLine>, Refusal> {
    if bytes.starts_with(archive::MARK) {
        return archive::lines(bytes);
    }
    if bytes.starts_with(OLD_OFFICE) {
        return Err(if is_locked(bytes) { Refusal::Locked } else { Refusal::Old });
    }
    if bytes.starts_with(b"%PDF") {
        return Err(Refusal::OtherKind);
    }
    let text = text(bytes).ok_or(Refusal::Encoding)?.replace('\0', "");
    // A cell may hold some line breaks, but not this many; nor does a line hold so many cells.
    if text.lines().count() > 12 * ROWS_MAX {
        return Err(Refusal::TooLong);
    }
    if text.lines().any(|line| line.matches([',', ';', '\t']).count() > CELLS) {
        return Err(Refusal::Grows);
    }
    Ok(split(&text))
}

/// The first bytes of office files before 2007, and of newer ones behind a password.
const OLD_OFFICE: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";

/// True if an office file is kept behind a password: it then holds a stream of this name.
fn is_locked(bytes: &[u8]) -> bool {
    let name: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    bytes.windows(name.len()).any(|window| window == name)
}

fn text(bytes: &[u8]) -> Option<String> {
    let wide = |join: fn([u8; 2]) -> u16, bytes: &[u8]| {
        let units: Vec<u16> = bytes.chunks_exact(2).map(|pair| join([pair[0], pair[1]])).collect();
        String::from_utf16(&units).ok()
    };
    match bytes {
        [0xff, 0xfe, rest @ ..] => wide(u16::from_le_bytes, rest),
        [0xfe, 0xff, rest @ ..] => wide(u16::from_be_bytes, rest),
        _ => std::str::from_utf8(bytes).ok().map(str::to_owned),
    }
}

#[cfg(test)]
mod tests;
