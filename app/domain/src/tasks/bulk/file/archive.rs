//! Office files are ZIP archives. Every entry is unpacked once and counted before anything reads it, because the sizes that an archive
//! tells of itself may be wrong.

use super::xml::{Node, attribute, walk};
use super::{Refusal, docx, ods, xlsx};
use model::tasks::bulk::TableLine;
use quick_xml::events::BytesStart;
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
        weigh(&mut archive)?;
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

/// Strings that a workbook may say it has: the reader makes room for all of them at once.
const STRINGS: u64 = 500_000;
/// Styles of cells: the reader copies font and number format of each.
const STYLES: usize = 20_000;
/// Longest name of a font or number format, bytes; Excel allows 255.
const NAME: usize = 1_000;
/// Sheets of a workbook.
const SHEETS: usize = 30;

/// Refuses a workbook that says of itself, or repeats, more than a reader can hold. Looked at are the parts that it reads whole.
fn weigh(archive: &mut Archive<'_>) -> Result<(), Refusal> {
    let whole = ["sharedstrings.xml", "styles.xml", "workbook.xml"];
    let mut names = Vec::new();
    for name in archive.file_names() {
        let name = name.map_err(refusal)?.into_owned();
        if whole.iter().any(|end| name.to_ascii_lowercase().ends_with(end)) {
            names.push(name);
        }
    }
    let (mut styles, mut sheets, mut heavy) = (0, 0, false);
    for name in names {
        walk(entry(archive, &name)?, &mut |node| {
            let Node::Open(start) = node else { return true };
            match start.local_name().as_ref() {
                "sst" => heavy |= largest_count(start) > STRINGS,
                "xf" => styles += 1,
                "sheet" => sheets += 1,
                "name" => heavy |= attribute(start, "val").len() > NAME,
                "numFmt" => heavy |= attribute(start, "formatCode").len() > NAME,
                _ => {}
            }
            heavy |= styles > STYLES || sheets > SHEETS;
            !heavy
        })?;
        if heavy {
            return Err(Refusal::Grows);
        }
    }
    Ok(())
}

/// The largest number of strings that the list says it has.
fn largest_count(start: &BytesStart<'_>) -> u64 {
    let mut attributes = start.attributes();
    let counts = attributes.with_checks(false).flatten().filter(|one| one.key.local_name().as_ref().ends_with("ount"));
    counts.filter_map(|one| one.value.trim().parse().ok()).max().unwrap_or_default()
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
