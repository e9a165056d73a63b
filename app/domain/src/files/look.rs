//! Looking at a file without keeping it: its size, its digest and its beginning.

use super::store::Digests;
use crate::error::{Error, Result};

/// Bytes at the beginning that are kept in memory while somebody looks: enough for a receipt.
const START: usize = 256 * 1024;

/// A file that was looked at. Its bytes are gone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// SHA-256, hexadecimal.
    pub sha256: String,
    /// Bytes.
    pub size: u64,
    /// The first bytes, at most 256 KB.
    pub start: Vec<u8>,
}

/// A file that is being looked at while it arrives.
pub struct Look {
    digests: Digests,
    size: u64,
    limit: u64,
    start: Vec<u8>,
}

impl Look {
    /// Begins to look at a file of at most `limit` bytes.
    #[must_use]
    pub fn new(limit: u64) -> Self {
        Self { digests: Digests::default(), size: 0, limit, start: Vec::new() }
    }

    /// Adds bytes.
    ///
    /// # Errors
    /// `Invalid` on the field `tep` when the limit is passed.
    pub fn write(&mut self, bytes: &[u8]) -> Result<()> {
        self.size += bytes.len() as u64;
        if self.size > self.limit {
            let limit = model::format::bytes(self.limit);
            return Err(Error::field("tep", format!("Tệp lớn hơn {limit}. Kết quả và biên nhận của cổng nhỏ hơn; hãy kiểm tra lại tệp, hoặc dán mã SHA-256.")));
        }
        let room = START.saturating_sub(self.start.len()).min(bytes.len());
        self.start.extend_from_slice(&bytes[..room]);
        self.digests.add(bytes);
        Ok(())
    }

    /// What was seen.
    ///
    /// # Errors
    /// `Invalid` on the field `tep` for an empty file.
    pub fn finish(self) -> Result<Seen> {
        if self.size == 0 {
            return Err(Error::field("tep", "Tệp trống, không có gì để kiểm tra. Hãy chọn tệp khác."));
        }
        Ok(Seen { sha256: self.digests.hex(), size: self.size, start: self.start })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_look_keeps_the_digest_and_refuses_too_much() {
        let mut look = Look::new(10);
        look.write(b"abc").unwrap();
        let seen = look.finish().unwrap();
        assert_eq!(seen.sha256, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assert_eq!((seen.size, seen.start.as_slice()), (3, b"abc".as_slice()));
        assert!(Look::new(2).write(b"abc").is_err());
        assert!(Look::new(2).finish().is_err());
    }
}
