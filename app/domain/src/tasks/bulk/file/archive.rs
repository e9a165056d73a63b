//! Office files are ZIP archives. Every entry is unpacked once and counted before anything reads it, because the sizes that an archive
//! tells of itself may be wrong.

use super::{Refusal, docx, ods, xlsx};
use model::tasks::bulk::TableLine;
use std::io::{self, BufReader, Cursor, Read};
use zip::ZipArchive;
use zip::result::ZipError;

/// The first bytes of an archive.
pub(super) const MARK: &[u8] = b"PK\x03\x04";
/// Most bytes that an archive may hold when it is unpacked: a table of 5,000 rows in Word takes about 40 MB.
const UNPACKED: u64 = 64 * 1024 * 1024;
/// Most entries.
const ENTRIES: usize = 2_000;

/// An archive in memory.
pub(super) type Archive<'a> = ZipArchive<Cursor<&'a [u8]>>;

/// The table of an office file, by what the archive holds.
pub(super) fn lines(bytes: &[u8]) -> Result<Vec<TableLine>, Refusal> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(refusal)?;
    measure(&mut archive)?;
    let has = |name: &str| archive.index_for_name(name).is_some();
    if has("xl/workbook.xml") {
        return xlsx::lines(bytes);
    }
    if has("word/document.xml") {
        return docx::lines(entry(&mut archive, "word/document.xml")?);
    }
    if !has("content.xml") {
        return Err(Refusal::OtherKind);
    }
    if locked(&mut archive) {
        return Err(Refusal::Locked);
    }
    ods::lines(entry(&mut archive, "content.xml")?)
}

/// Refuses an archive that unpacks to more than [`UNPACKED`] bytes, and one that cannot be unpacked.
fn measure(archive: &mut Archive<'_>) -> Result<(), Refusal> {
    if archive.len() > ENTRIES {
        return Err(Refusal::Grows);
    }
    let mut left = UNPACKED;
    for at in 0..archive.len() {
        let file = archive.by_index(at).map_err(refusal)?;
        let read = io::copy(&mut file.take(left + 1), &mut io::sink()).map_err(|_| Refusal::Broken)?;
        left = left.checked_sub(read).ok_or(Refusal::Grows)?;
    }
    Ok(())
}

fn entry<'a>(archive: &'a mut Archive<'_>, name: &str) -> Result<BufReader<impl Read + 'a>, Refusal> {
    archive.by_name(name).map(BufReader::new).map_err(refusal)
}

/// An OpenDocument file behind a password says in its list of parts how they are encrypted.
fn locked(archive: &mut Archive<'_>) -> bool {
    let mut text = String::new();
    let read = archive.by_name("META-INF/manifest.xml").map(|file| file.take(1024 * 1024).read_to_string(&mut text));
    matches!(read, Ok(Ok(_))) && text.contains("encryption-data")
}

fn refusal(error: ZipError) -> Refusal {
    match error {
        ZipError::InvalidPassword => Refusal::Locked,
        ZipError::UnsupportedArchive(text) if text == ZipError::PASSWORD_REQUIRED => Refusal::Locked,
        _ => Refusal::Broken,
    }
}
