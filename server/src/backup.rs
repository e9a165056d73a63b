//! Back-up and restore in one file for both engines: every table as JSON lines, and the stored files, in a `.tar.gz`.
//!
//! A back-up of SQLite may be restored into PostgreSQL and the other way round: both read the same text forms.

use anyhow::{Context, Result, anyhow, bail};
use domain::Portal;
use domain::db::portable;
use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

/// Name of the entry with the number of the last migration.
const SCHEMA: &str = "schema";

/// What was written or read.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Tables.
    pub tables: usize,
    /// Rows.
    pub rows: usize,
    /// Stored files.
    pub files: usize,
}

/// Writes everything into `file`, through a temporary name, so that a broken run leaves no half back-up.
///
/// # Errors
/// If the database or the disk refuses.
pub async fn write(portal: &Portal, file: &Path) -> Result<Report> {
    let mut report = Report::default();
    let temporary = PathBuf::from(format!("{}.part", file.display()));
    let out = File::create(&temporary).with_context(|| format!("không ghi được {}", temporary.display()))?;
    let mut tar = tar::Builder::new(GzEncoder::new(out, Compression::fast()));
    let schema = portable::schema(portal.db()).await.map_err(|error| anyhow!("{error}"))?;
    append(&mut tar, SCHEMA, schema.to_string().as_bytes())?;
    let mut snapshot = portable::Snapshot::open(portal.db()).await.map_err(|error| anyhow!("{error}"))?;
    for table in snapshot.tables().await.map_err(|error| anyhow!("{error}"))? {
        let lines = snapshot.rows(&table).await.map_err(|error| anyhow!("bảng {table}: {error}"))?;
        report.tables += 1;
        report.rows += lines.len();
        let text = lines.join("\n");
        append(&mut tar, &format!("db/{table}.jsonl"), text.as_bytes())?;
    }
    for path in stored_files(portal.files().root())? {
        let name = path.strip_prefix(portal.files().root())?.to_string_lossy().into_owned();
        // Bytes that no row names may be swept meanwhile; nobody misses them.
        let Ok(mut bytes) = File::open(&path) else { continue };
        tar.append_file(format!("files/{name}"), &mut bytes)?;
        report.files += 1;
    }
    tar.into_inner()?.finish()?.sync_all()?;
    std::fs::rename(&temporary, file)?;
    Ok(report)
}

fn append(tar: &mut tar::Builder<GzEncoder<File>>, name: &str, bytes: &[u8]) -> Result<()> {
    let mut header = tar::Header::new_gnu();
    header.set_size(bytes.len() as u64);
    header.set_mode(0o600);
    header.set_cksum();
    tar.append_data(&mut header, name, bytes)?;
    Ok(())
}

/// The files of the store, without those that are still arriving.
fn stored_files(root: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let Ok(folders) = std::fs::read_dir(root) else { return Ok(found) };
    for folder in folders {
        let folder = folder?.path();
        if folder.is_dir() && folder.file_name().is_some_and(|name| name.len() == 2) {
            for file in std::fs::read_dir(folder)? {
                found.push(file?.path());
            }
        }
    }
    found.sort();
    Ok(found)
}

/// Restores a back-up into an empty database.
///
/// # Errors
/// If the database holds data already, or the file is not one of ours or of another version of the portal.
pub async fn read(portal: &Portal, file: &Path) -> Result<Report> {
    let mut report = Report::default();
    let own = portable::schema(portal.db()).await.map_err(|error| anyhow!("{error}"))?;
    let (mut tables, mut fits) = (Vec::new(), false);
    let source = File::open(file).with_context(|| format!("không đọc được {}", file.display()))?;
    let mut archive = tar::Archive::new(GzDecoder::new(source));
    for entry in archive.entries().context("tệp sao lưu không đúng dạng .tar.gz")? {
        let mut entry = entry.context("tệp sao lưu hỏng")?;
        let name = entry.path()?.to_string_lossy().into_owned();
        if name == SCHEMA {
            let mut number = String::new();
            entry.by_ref().take(20).read_to_string(&mut number)?;
            check_schema(number.parse().ok(), own)?;
            fits = true;
        } else if !fits {
            check_schema(None, own)?;
        } else if let Some(table) = name.strip_prefix("db/").and_then(|name| name.strip_suffix(".jsonl")) {
            let lines: Vec<String> = BufReader::new(&mut entry).lines().collect::<std::io::Result<_>>()?;
            tables.push((table.to_owned(), lines));
        } else if let Some(stored) = name.strip_prefix("files/") {
            let hash = stored.rsplit('/').next().unwrap_or_default();
            let mut bytes = Vec::new();
            entry.read_to_end(&mut bytes)?;
            let blob = portal.files().put(&bytes, u64::MAX).await.map_err(|error| anyhow!("{error}"))?;
            if blob.sha256 != hash {
                bail!("tệp {hash} trong bản sao lưu đã hỏng");
            }
            report.files += 1;
        }
    }
    if tables.is_empty() {
        bail!("{} không phải bản sao lưu của cổng", file.display());
    }
    report.tables = tables.len();
    report.rows = tables.iter().map(|(_, lines)| lines.len()).sum();
    portable::restore(portal.db(), tables).await.map_err(|error| anyhow!("{}", crate::cli::describe(&error)))?;
    Ok(report)
}

/// Rows of another schema would lose what has moved to other columns since.
fn check_schema(found: Option<i64>, own: i64) -> Result<()> {
    match found {
        Some(number) if number == own => Ok(()),
        Some(number) => {
            bail!("bản sao lưu có lược đồ số {number}, phiên bản này dùng lược đồ số {own}: hãy khôi phục bằng phiên bản cổng đã sao lưu, rồi nâng cấp")
        }
        None => bail!("bản sao lưu không ghi số lược đồ: hãy khôi phục bằng phiên bản cổng đã sao lưu, rồi nâng cấp"),
    }
}
