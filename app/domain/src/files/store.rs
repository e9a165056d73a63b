//! The file store: bytes under their SHA-256 in a folder that all processes share.

use crate::error::{Error, Result};
use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};
use tokio::fs::File;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

/// Bytes at the beginning of a file that are kept for telling its kind.
const HEAD: usize = 4096;

/// A folder that holds files under their hash.
#[derive(Debug, Clone)]
pub struct FileStore {
    root: PathBuf,
}

/// Bytes that arrived completely and lie in the store.
#[derive(Debug, Clone)]
pub struct Blob {
    /// SHA-256, hexadecimal.
    pub sha256: String,
    /// Bytes.
    pub size: u64,
    /// The first bytes.
    pub head: Vec<u8>,
}

/// A file that is arriving. Dropped before [`Incoming::finish`], it leaves nothing behind.
pub struct Incoming {
    file: File,
    temporary: tempfile_path::TemporaryPath,
    root: PathBuf,
    digest: Sha256,
    size: u64,
    limit: u64,
    head: Vec<u8>,
}

mod tempfile_path {
    use std::path::PathBuf;

    /// A path that is removed when dropped, unless it was moved away.
    pub struct TemporaryPath(pub PathBuf);

    impl Drop for TemporaryPath {
        fn drop(&mut self) {
            let _ = std::fs::remove_file(&self.0);
        }
    }
}

/// A SHA-256 that grows.
#[derive(Default)]
pub(super) struct Digests(Sha256);

impl Digests {
    pub(super) fn add(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    pub(super) fn hex(self) -> String {
        crate::audit::hex(&self.0.finalize())
    }
}

impl FileStore {
    /// A store in this folder; created when the first file arrives.
    #[must_use]
    pub fn new(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into() }
    }

    /// The folder.
    #[must_use]
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Where the bytes with this hash lie.
    #[must_use]
    pub fn path(&self, sha256: &str) -> PathBuf {
        let safe: String = sha256.chars().filter(char::is_ascii_hexdigit).collect();
        self.root.join(safe.get(..2).unwrap_or("00")).join(&safe)
    }

    /// Where bytes lie for a while that no row named (`sweep`).
    pub(super) fn trash(&self) -> PathBuf {
        self.root.join("trash")
    }

    /// Begins to receive a file of at most `limit` bytes.
    ///
    /// # Errors
    /// `Internal` if the folder cannot be written.
    pub async fn begin(&self, limit: u64) -> Result<Incoming> {
        let folder = self.root.join("incoming");
        tokio::fs::create_dir_all(&folder).await?;
        let path = folder.join(crate::numbering::random_token());
        let file = File::create(&path).await?;
        Ok(Incoming { file, temporary: tempfile_path::TemporaryPath(path), root: self.root.clone(), digest: Sha256::new(), size: 0, limit, head: Vec::new() })
    }

    /// Stores bytes that are already in memory.
    ///
    /// # Errors
    /// As [`Incoming::write`] and [`Incoming::finish`].
    pub async fn put(&self, bytes: &[u8], limit: u64) -> Result<Blob> {
        let mut incoming = self.begin(limit).await?;
        incoming.write(bytes).await?;
        incoming.finish().await
    }

    /// Opens stored bytes for reading.
    ///
    /// # Errors
    /// `NotFound` if they are not in the store.
    pub async fn open(&self, sha256: &str) -> Result<File> {
        let path = self.path(sha256);
        match (File::open(&path).await, path.file_name()) {
            (Ok(file), _) => Ok(file),
            // A portal on another database may have thrown away what this one names.
            (Err(_), Some(name)) => File::open(self.trash().join(name)).await.map_err(|_| Error::NotFound),
            (Err(_), None) => Err(Error::NotFound),
        }
    }

    /// Reads stored bytes back and compares size and hash: true if they are whole.
    ///
    /// # Errors
    /// `Internal` if reading fails half-way.
    pub async fn is_whole(&self, sha256: &str, size: i64) -> Result<bool> {
        let Ok(mut file) = self.open(sha256).await else { return Ok(false) };
        let mut digest = Sha256::new();
        let mut total: i64 = 0;
        let mut buffer = vec![0; 64 * 1024];
        loop {
            let n = file.read(&mut buffer).await?;
            if n == 0 {
                break;
            }
            total += i64::try_from(n).unwrap_or(i64::MAX);
            digest.update(&buffer[..n]);
        }
        Ok(total == size && crate::audit::hex(&digest.finalize()) == sha256)
    }
}

impl Incoming {
    /// Adds bytes.
    ///
    /// # Errors
    /// `Invalid` on the field `tep` when the limit is passed.
    pub async fn write(&mut self, bytes: &[u8]) -> Result<()> {
        self.size += bytes.len() as u64;
        if self.size > self.limit {
            return Err(Error::field("tep", model::files::too_large(self.limit)));
        }
        if self.head.len() < HEAD {
            let take = (HEAD - self.head.len()).min(bytes.len());
            self.head.extend_from_slice(&bytes[..take]);
        }
        self.digest.update(bytes);
        self.file.write_all(bytes).await?;
        Ok(())
    }

    /// Flushes the bytes to the disk and moves them to their place.
    ///
    /// # Errors
    /// `Internal` if the disk refuses.
    pub async fn finish(mut self) -> Result<Blob> {
        self.file.flush().await?;
        self.file.sync_all().await?;
        let sha256 = crate::audit::hex(&self.digest.finalize());
        let folder = self.root.join(&sha256[..2]);
        tokio::fs::create_dir_all(&folder).await?;
        tokio::fs::rename(&self.temporary.0, folder.join(&sha256)).await?;
        Ok(Blob { sha256, size: self.size, head: self.head })
    }
}
