//! Files that people upload: streamed to the store under their SHA-256, checked by content, never executed.

mod archive;
mod look;
mod sniff;
mod store;
mod sweep;

pub use look::{Look, Seen};
pub use sniff::sniff;
pub use store::{Blob, FileStore, Incoming};
pub use sweep::{Swept, nightly, remove_unused, sweep};

use crate::audit::AuditEvent;
use crate::cx::Cx;
use crate::error::{Error, Result};
use chrono::{DateTime, Utc};
use model::files::{FileKind, Kinds, Purpose};
use sqlx::FromRow;

/// A stored file.
#[derive(Debug, Clone, FromRow, PartialEq, Eq)]
pub struct StoredFile {
    /// Row number.
    pub id: i64,
    /// Public, unguessable name in addresses.
    pub token: String,
    /// SHA-256, hexadecimal.
    pub sha256: String,
    /// Size in bytes.
    pub size: i64,
    /// Name as shown, cleaned.
    pub name: String,
    /// Media type found by content.
    pub media_type: String,
    /// When it was stored.
    pub stored_at: DateTime<Utc>,
}

sql!(INSERT, "INSERT INTO file (token, sha256, size, name, media_type, stored_by, stored_at) VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id");
sql!(BY_ID, "SELECT id, token, sha256, size, name, media_type, stored_at FROM file WHERE id = $1");
sql!(BY_TOKEN, "SELECT id, token, sha256, size, name, media_type, stored_at FROM file WHERE token = $1");

/// Takes a received blob into the database after checking that its content is of an allowed kind and fits its name.
///
/// # Errors
/// `Invalid` on the field `tep` with the reason in words (empty, too large, wrong kind, name and content differ).
pub async fn keep(cx: &mut Cx, blob: &Blob, name: &str, purpose: Purpose) -> Result<StoredFile> {
    keep_only(cx, blob, name, purpose, Kinds::NONE).await
}

/// As [`keep`], for a paper that takes only these kinds (02 §2); the empty set is everything that the purpose allows.
///
/// # Errors
/// As [`keep`]; the sentence names the kinds of the paper.
pub async fn keep_only(cx: &mut Cx, blob: &Blob, name: &str, purpose: Purpose, only: Kinds) -> Result<StoredFile> {
    let name = model::files::clean_name(name);
    if blob.size == 0 {
        return Err(Error::field("tep", model::files::empty(&name)));
    }
    let most = if purpose == Purpose::Mail { cx.settings().max_mail_bytes } else { cx.settings().max_file_bytes };
    if blob.size > most {
        return Err(Error::field("tep", model::files::too_large(most)));
    }
    let kind = sniff(&blob.head, &name);
    check_kind(kind, &name, only.or(purpose))?;
    if kind.is_some_and(FileKind::is_archive) {
        archive::check(cx.portal().files(), blob, &name).await?;
    }
    let token = crate::numbering::random_token();
    let now = cx.now();
    let (account, size) = (cx.actor.account_id, i64::try_from(blob.size).unwrap_or(i64::MAX));
    let media_type = kind.map_or("application/octet-stream", FileKind::media_type);
    let id = cx.conn().id(INSERT, args![&token, &blob.sha256, size, &name, media_type, account, now]).await?;
    cx.audit(AuditEvent::new("file.stored", "file", id).detail(format!("{size} byte, sha256 {}", blob.sha256)));
    Ok(StoredFile { id, token, sha256: blob.sha256.clone(), size, name, media_type: media_type.to_owned(), stored_at: now })
}

/// The kinds that a paper takes, as they are stored.
///
/// # Errors
/// `Internal` for a kind that the portal does not know.
pub fn stored_kinds(text: &str) -> Result<Kinds> {
    Kinds::read(text).ok_or_else(|| Error::internal(format!("kinds of files: {text}")))
}

fn check_kind(kind: Option<FileKind>, name: &str, taken: Kinds) -> Result<()> {
    let extension = model::files::extension(name);
    match kind {
        Some(kind) if taken.has(kind) && kind.fits_extension(&extension) => Ok(()),
        Some(kind) if taken.has(kind) => {
            Err(Error::field("tep", format!("Tên tệp “{name}” không khớp với nội dung ({}). Hãy đổi đúng đuôi tệp.", kind.label())))
        }
        // A picture that is named like a PDF: the name would contradict the sentence.
        Some(kind) if taken.list().any(|other| other.fits_extension(&extension)) => Err(Error::field("tep", model::files::wrong_kind(kind.label(), taken))),
        _ => {
            let shown = if extension.is_empty() { "này".to_owned() } else { extension.to_uppercase() };
            Err(Error::field("tep", model::files::wrong_kind(&shown, taken)))
        }
    }
}

/// A file by its row.
///
/// # Errors
/// `NotFound`.
pub async fn by_id(cx: &mut Cx, id: i64) -> Result<StoredFile> {
    cx.conn().one(BY_ID, args![id]).await
}

/// A file by its public token. The slice that links the file decides who may read it.
///
/// # Errors
/// `NotFound`.
pub async fn by_token(cx: &mut Cx, token: &str) -> Result<StoredFile> {
    cx.conn().one(BY_TOKEN, args![token]).await
}
