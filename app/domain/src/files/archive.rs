//! What a ZIP archive says about itself, read from the list at its end: the portal unpacks nothing, but whoever opens the file
//! at the desk does (10 §8: at most 1,000 entries, 200 MB unpacked, a hundred times the size).

use super::{Blob, FileStore};
use crate::error::{Error, Result};
use std::io::SeekFrom;
use tokio::io::{AsyncReadExt, AsyncSeekExt};

const MOST_ENTRIES: usize = 1_000;
const MOST_UNPACKED: u64 = 200 * 1024 * 1024;
const MOST_RATIO: u64 = 100;
/// Below this size unpacked nothing is a bomb, however well it was packed.
const SMALL: u64 = 1024 * 1024;
/// The record at the end, with the longest comment.
const TAIL: u64 = 22 + 65_535;
/// Longest list that is read: a thousand entries with long names.
const MOST_LIST: u64 = 1024 * 1024;

/// Refuses an archive that would unpack to far more than it is, or whose list cannot be read.
///
/// # Errors
/// `Invalid` on the field `tep`.
pub(super) async fn check(store: &FileStore, blob: &Blob, name: &str) -> Result<()> {
    let Some((entries, unpacked)) = list(store, blob).await?.as_deref().and_then(measure) else {
        return Err(Error::field("tep", format!("Tệp “{name}” bị hỏng hoặc không đầy đủ. Hãy lưu lại rồi tải lên lần nữa.")));
    };
    if entries > MOST_ENTRIES || unpacked > MOST_UNPACKED || (unpacked > SMALL && unpacked / blob.size.max(1) > MOST_RATIO) {
        return Err(Error::field("tep", format!("Tệp “{name}” khi mở ra lớn bất thường nên không nhận được. Hãy lưu thành PDF rồi tải lên.")));
    }
    Ok(())
}

fn number(bytes: &[u8], at: usize, length: usize) -> Option<u64> {
    let part = bytes.get(at..at + length)?;
    Some(part.iter().rev().fold(0, |value, byte| (value << 8) | u64::from(*byte)))
}

/// The list of entries at the end of the file; `None` if it is not one.
async fn list(store: &FileStore, blob: &Blob) -> Result<Option<Vec<u8>>> {
    let mut file = store.open(&blob.sha256).await?;
    let from = blob.size.saturating_sub(TAIL);
    file.seek(SeekFrom::Start(from)).await?;
    let mut tail = Vec::new();
    file.read_to_end(&mut tail).await?;
    let Some(end) = tail.windows(4).rposition(|window| window == b"PK\x05\x06") else { return Ok(None) };
    let (Some(size), Some(start)) = (number(&tail, end + 12, 4), number(&tail, end + 16, 4)) else { return Ok(None) };
    if size > MOST_LIST || start.saturating_add(size) > blob.size {
        return Ok(None);
    }
    file.seek(SeekFrom::Start(start)).await?;
    let mut list = vec![0; usize::try_from(size).unwrap_or_default()];
    Ok(file.read_exact(&mut list).await.is_ok().then_some(list))
}

/// Number of entries and bytes unpacked. Sizes of 4 GB and more stand elsewhere and count as 4 GB here.
fn measure(list: &[u8]) -> Option<(usize, u64)> {
    let (mut at, mut entries, mut unpacked) = (0, 0, 0_u64);
    while at < list.len() {
        if list.get(at..at + 4) != Some(b"PK\x01\x02") {
            return None;
        }
        unpacked = unpacked.saturating_add(number(list, at + 24, 4)?);
        entries += 1;
        let more = number(list, at + 28, 2)? + number(list, at + 30, 2)? + number(list, at + 32, 2)?;
        at += 46 + usize::try_from(more).ok()?;
    }
    Some((entries, unpacked))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An archive with these entries: names and sizes unpacked, as the list at the end tells them.
    fn archive(entries: &[(&str, u32)]) -> Vec<u8> {
        let mut bytes = b"PK\x03\x04....word/document.xml".to_vec();
        let start = u32::try_from(bytes.len()).unwrap();
        for (name, size) in entries {
            let mut row = [0_u8; 46];
            row[..4].copy_from_slice(b"PK\x01\x02");
            row[24..28].copy_from_slice(&size.to_le_bytes());
            row[28..30].copy_from_slice(&u16::try_from(name.len()).unwrap().to_le_bytes());
            bytes.extend(row);
            bytes.extend(name.as_bytes());
        }
        let length = u32::try_from(bytes.len()).unwrap() - start;
        bytes.extend(b"PK\x05\x06\0\0\0\0\0\0\0\0");
        bytes.extend(length.to_le_bytes());
        bytes.extend(start.to_le_bytes());
        bytes.extend([0, 0]);
        bytes
    }

    async fn judged(bytes: &[u8]) -> bool {
        let folder = std::env::temp_dir().join(crate::numbering::random_token());
        let store = FileStore::new(&folder);
        let blob = store.put(bytes, 30 << 20).await.unwrap();
        let good = check(&store, &blob, "don.docx").await.is_ok();
        std::fs::remove_dir_all(&folder).unwrap();
        good
    }

    #[tokio::test]
    async fn a10_09_archives_that_grow_are_refused() {
        assert!(judged(&archive(&[("word/document.xml", 60_000), ("_rels/.rels", 500)])).await);
        assert!(!judged(&archive(&[("word/document.xml", u32::MAX)])).await, "a bomb");
        assert!(!judged(&archive(&[("a", 100 << 20), ("b", 150 << 20)])).await, "more than 200 MB together");
        let many: Vec<(&str, u32)> = vec![("x", 1); MOST_ENTRIES + 1];
        assert!(!judged(&archive(&many)).await, "too many entries");
        let whole = archive(&[("word/document.xml", 60_000)]);
        assert!(!judged(&whole[..whole.len() - 30]).await, "the end is missing");
        assert!(!judged(b"PK\x03\x04....word/document.xml").await);
    }
}
