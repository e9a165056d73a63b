//! Removal of what nothing names any more: rows of files without a use, and bytes in the store without a row.
//!
//! A row goes in one night, its bytes in the next, so that a back-up which lists the row still finds the bytes. Bytes go to the
//! folder `trash` of the store for [`TRASH_KEPT`]: a portal that runs on another database by mistake, or on one that was restored
//! from yesterday, destroys nothing, and what a row names comes back from there. Every table that names a file stands in `unused!`;
//! a test compares it with the foreign keys of both engines.

use super::FileStore;
use crate::Actor;
use crate::audit::AuditEvent;
use crate::cx::Portal;
use crate::db::Query;
use crate::error::Result;
use chrono::Duration;
use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// How long a row without a use is kept: a form that was refused, or a step that is taken tomorrow, still finds its file.
const ROWS_KEPT: Duration = Duration::days(7);
/// How long bytes without a row are kept, by the clock of the machine: they may have arrived just now.
const BYTES_KEPT: std::time::Duration = std::time::Duration::from_secs(24 * 60 * 60);
/// How long the trash keeps bytes, by the clock of the machine.
const TRASH_KEPT: std::time::Duration = std::time::Duration::from_secs(30 * 24 * 60 * 60);
/// Rows of one transaction.
const BATCH: i64 = 500;
/// Most transactions of one night.
const MOST_BATCHES: usize = 40;

/// The condition that nothing names the row `f` of `file`.
macro_rules! unused {
    () => {
        " AND NOT EXISTS (SELECT 1 FROM task_file x WHERE x.file_id = f.id)
          AND NOT EXISTS (SELECT 1 FROM dossier_draft_file x WHERE x.file_id = f.id)
          AND NOT EXISTS (SELECT 1 FROM dossier_draft_answer_file x WHERE x.file_id = f.id)
          AND NOT EXISTS (SELECT 1 FROM supplement_draft_file x WHERE x.file_id = f.id)
          AND NOT EXISTS (SELECT 1 FROM dossier_file x WHERE x.file_id = f.id)
          AND NOT EXISTS (SELECT 1 FROM dossier_paper x WHERE x.file_id = f.id)
          AND NOT EXISTS (SELECT 1 FROM article_version x WHERE x.picture_id = f.id)
          AND NOT EXISTS (SELECT 1 FROM message_file x WHERE x.file_id = f.id)
          AND NOT EXISTS (SELECT 1 FROM fact_adjustment x WHERE x.evidence_file_id = f.id)
          AND NOT EXISTS (SELECT 1 FROM consultation_file x WHERE x.file_id = f.id)
          AND NOT EXISTS (SELECT 1 FROM stored_document x WHERE x.file_id = f.id)
          AND NOT EXISTS (SELECT 1 FROM result_draft x WHERE x.file_id = f.id)
          AND NOT EXISTS (SELECT 1 FROM result_hand_over x WHERE x.delegation_file_id = f.id)
          AND NOT EXISTS (SELECT 1 FROM result_hand_over x WHERE x.proof_file_id = f.id)
          AND NOT EXISTS (SELECT 1 FROM required_part x WHERE x.template_file_id = f.id)
          AND NOT EXISTS (SELECT 1 FROM procedure_draft_file x WHERE x.file_id = f.id)"
    };
}

sql!(UNUSED, concat!("SELECT f.id FROM file f WHERE f.id > $3 AND f.stored_at < $1", unused!(), " ORDER BY f.id LIMIT $2"));
sql!(IS_KNOWN, "SELECT COUNT(*) FROM file WHERE sha256 = $1");
sql!(ANY, "SELECT COUNT(*) FROM (SELECT 1 FROM file LIMIT 1) AS one");
// All digests that begin with two digits: `g` stands behind every one of them.
sql!(KNOWN, "SELECT DISTINCT sha256 FROM file WHERE sha256 >= $1 AND sha256 < $2");

/// What a sweep took away.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Swept {
    /// Rows of files that nothing named.
    pub rows: u64,
    /// Files of the store that no row named; they lie in the trash.
    pub contents: u64,
}

/// The night of the file store: bytes without a row, then rows without a use, and one audit row with the counts. It may stop
/// anywhere and run twice.
///
/// # Errors
/// If the database or the folder cannot be written; the next night goes on.
pub async fn nightly(portal: &Portal) -> Result<()> {
    sweep(portal).await.map(drop)
}

/// As [`nightly`], and says what went.
///
/// # Errors
/// As [`nightly`].
pub async fn sweep(portal: &Portal) -> Result<Swept> {
    let before = SystemTime::now().checked_sub(BYTES_KEPT).unwrap_or(SystemTime::UNIX_EPOCH);
    restore(portal).await?;
    let contents = contents(portal, before).await?;
    note(portal, Swept { rows: 0, contents }).await?;
    let (mut rows, mut after) = (0, 0);
    for _ in 0..MOST_BATCHES {
        let found = unused(portal, after).await?;
        let last = found.len() < usize::try_from(BATCH).unwrap_or(usize::MAX);
        after = found.last().copied().unwrap_or(after);
        rows += remove_unused(portal, &found).await?;
        if last {
            break;
        }
    }
    Ok(Swept { rows, contents })
}

fn actor() -> Actor {
    Actor::system("Dọn kho tệp")
}

/// The rows that nothing names, found without holding up those who write.
async fn unused(portal: &Portal, after: i64) -> Result<Vec<i64>> {
    let mut cx = portal.read(&actor()).await?;
    let before = cx.now() - ROWS_KEPT;
    let rows: Vec<(i64,)> = cx.conn().all(UNUSED, args![before, BATCH, after]).await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// Removes those of these rows that nothing names now, at most a batch, in one statement; the audit row of their number stands in
/// the same transaction. A row that gained a use since it was found stays. Says how many went.
///
/// # Errors
/// If the database cannot be written, or a row gains a use at this very moment: then none goes, and the next night goes on.
pub async fn remove_unused(portal: &Portal, found: &[i64]) -> Result<u64> {
    if found.is_empty() {
        return Ok(0);
    }
    let mut cx = portal.write(&actor()).await?;
    let mut query = Query::new("DELETE FROM file AS f WHERE f.id IN ");
    query.bind_list(found.iter().copied()).push(unused!());
    let rows = query.exec(&mut cx.conn()).await?;
    if rows > 0 {
        cx.audit(AuditEvent::new("file.swept", "file", "*").detail(words(Swept { rows, contents: 0 })));
    }
    cx.commit().await?;
    Ok(rows)
}

fn words(swept: Swept) -> String {
    format!("{} dòng tệp không còn nơi dùng, {} nội dung không còn dòng tệp", swept.rows, swept.contents)
}

async fn note(portal: &Portal, swept: Swept) -> Result<()> {
    if swept.contents == 0 {
        return Ok(());
    }
    let mut cx = portal.write(&actor()).await?;
    cx.audit(AuditEvent::new("file.swept", "file", "*").detail(words(swept)));
    cx.commit().await.map(drop)
}

/// Puts back what lies in the trash and is named again, and removes what has lain there for its time.
async fn restore(portal: &Portal) -> Result<()> {
    let store = portal.files();
    let over = SystemTime::now().checked_sub(TRASH_KEPT).unwrap_or(SystemTime::UNIX_EPOCH);
    for name in older(&store.trash(), SystemTime::now()).await? {
        let mut cx = portal.read(&actor()).await?;
        let known = cx.conn().count(IS_KNOWN, args![&name]).await? > 0;
        drop(cx);
        let path = store.trash().join(&name);
        if known {
            let _ = tokio::fs::rename(&path, store.path(&name)).await;
        } else if written_before(&path, over).await.unwrap_or(false) {
            let _ = tokio::fs::remove_file(&path).await;
        }
    }
    Ok(())
}

/// Takes away the bytes without a row that are older than `before`, and removes what broken transfers of stopped processes left
/// behind. A database without any file is not the one of this store.
async fn contents(portal: &Portal, before: SystemTime) -> Result<u64> {
    let store = portal.files();
    let mut cx = portal.read(&actor()).await?;
    let any = cx.conn().count(ANY, args![]).await? > 0;
    drop(cx);
    if !any {
        return Ok(0);
    }
    let mut removed = 0;
    for n in 0..=0xff_u8 {
        let prefix = format!("{n:02x}");
        let old = older(&store.root().join(&prefix), before).await?;
        if old.is_empty() {
            continue;
        }
        let mut cx = portal.read(&actor()).await?;
        let known: Vec<(String,)> = cx.conn().all(KNOWN, args![&prefix, format!("{prefix}g")]).await?;
        drop(cx);
        let known: HashSet<String> = known.into_iter().map(|(sha256,)| sha256).collect();
        for name in old.into_iter().filter(|name| !known.contains(name)) {
            removed += u64::from(discard(store, &store.root().join(&prefix).join(name), before).await?);
        }
    }
    for name in older(&store.root().join("incoming"), before).await? {
        let _ = tokio::fs::remove_file(store.root().join("incoming").join(name)).await;
    }
    Ok(removed)
}

/// Names of the files of a folder that were written before this instant; none if there is no folder.
async fn older(folder: &Path, before: SystemTime) -> Result<Vec<String>> {
    let mut names = Vec::new();
    let Ok(mut entries) = tokio::fs::read_dir(folder).await else { return Ok(names) };
    while let Some(entry) = entries.next_entry().await? {
        // Whoever removed it meanwhile did the work.
        if let (Ok(true), Ok(name)) = (written_before(&entry.path(), before).await, entry.file_name().into_string()) {
            names.push(name);
        }
    }
    Ok(names)
}

async fn written_before(path: &Path, before: SystemTime) -> std::io::Result<bool> {
    let meta = tokio::fs::metadata(path).await?;
    Ok(meta.is_file() && meta.modified()? < before)
}

/// Moves bytes to the trash. The same content may arrive again at this moment: then the new bytes stay, because the file is looked
/// at once more after it was moved. True if something went.
async fn discard(store: &FileStore, path: &Path, before: SystemTime) -> Result<bool> {
    let Some(name) = path.file_name() else { return Ok(false) };
    tokio::fs::create_dir_all(store.trash()).await?;
    let aside: PathBuf = store.trash().join(name);
    if tokio::fs::rename(path, &aside).await.is_err() {
        // Another process was faster.
        return Ok(false);
    }
    if written_before(&aside, before).await? {
        // Its time in the trash begins now.
        let file = tokio::fs::File::options().append(true).open(&aside).await?.into_std().await;
        file.set_modified(SystemTime::now())?;
        return Ok(true);
    }
    tokio::fs::rename(&aside, path).await?;
    Ok(false)
}
