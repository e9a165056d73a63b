//! Multipart forms: text fields as usual, files streamed to the file store while they arrive.

use super::{Form, Rq};
use axum::extract::Multipart;
use axum::extract::multipart::MultipartError;
use domain::files::Blob;
use domain::{Error, Portal, Result, rate};
use model::files::{MOST_FILES, too_many};
use std::collections::HashMap;
use std::future::Future;
use std::sync::{LazyLock, Mutex, PoisonError};
use std::time::Duration;

/// A file that arrived with a form; not yet taken into the database.
#[derive(Debug, Clone)]
pub struct Upload {
    /// Name of the form field.
    pub field: String,
    /// Name of the file as the browser gave it.
    pub name: String,
    /// The bytes in the store.
    pub blob: Blob,
}

/// A file that was looked at while it passed; nothing of it is kept.
#[derive(Debug, Clone)]
pub struct LookedAt {
    /// Name of the form field.
    pub field: String,
    /// Size, digest and beginning.
    pub seen: domain::files::Seen,
}

/// The files of a form.
#[derive(Debug, Clone, Default)]
pub struct Uploads(pub Vec<Upload>);

/// Most bytes of all text fields of a form together.
const MAX_TEXT: usize = 2_000_000;
/// Most parts of a form.
const MAX_PARTS: usize = 2_000;
/// How long the next bytes may take: a slow line is served, one that stands still is not.
const IDLE: Duration = Duration::from_secs(30);
/// Forms with files that one person or address may have on the way at once.
const AT_ONCE: usize = 20;

/// Forms on their way, by person or address.
static ON_THE_WAY: LazyLock<Mutex<HashMap<String, usize>>> = LazyLock::new(Mutex::default);

/// The place of one form on its way; given back when dropped.
pub(super) struct Slot(String);

impl Drop for Slot {
    fn drop(&mut self) {
        let mut open = ON_THE_WAY.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(n) = open.get_mut(&self.0) {
            *n -= 1;
            if *n == 0 {
                open.remove(&self.0);
            }
        }
    }
}

/// Takes a place for a form with files.
///
/// # Errors
/// `RateLimited` if this person or address has too many on the way.
pub(super) fn slot(rq: &Rq) -> Result<Slot> {
    let key = rq.actor.account_id.map_or_else(|| rq.address.clone(), |account| account.to_string());
    let mut open = ON_THE_WAY.lock().unwrap_or_else(PoisonError::into_inner);
    let n = open.entry(key.clone()).or_default();
    if *n >= AT_ONCE {
        return Err(Error::RateLimited(IDLE.as_secs()));
    }
    *n += 1;
    Ok(Slot(key))
}

/// Bytes on their way, each step within [`IDLE`].
async fn arriving<T>(next: impl Future<Output = std::result::Result<T, MultipartError>>) -> Result<T> {
    match tokio::time::timeout(IDLE, next).await {
        Ok(Ok(got)) => Ok(got),
        Ok(Err(error)) if error.status() == http::StatusCode::PAYLOAD_TOO_LARGE => {
            Err(Error::field("tep", "Các tệp gửi cùng lúc quá lớn. Hãy gửi từng tệp một; tệp đã tải lên trước đó vẫn còn."))
        }
        _ => Err(broken()),
    }
}

/// Whose bytes are counted; officials are not limited by the day.
fn counted(rq: &Rq) -> Option<String> {
    if rq.actor.is_official() {
        return None;
    }
    let person = rq.actor.account_id.map(|account| account.to_string()).or_else(|| rq.actor.phone.clone());
    Some(person.unwrap_or_else(|| rq.address.clone()))
}

/// Refuses before a byte is read if somebody has sent enough for a day (10 §8).
///
/// # Errors
/// `RateLimited`.
pub(super) async fn room(rq: &Rq) -> Result<()> {
    let Some(key) = counted(rq) else { return Ok(()) };
    let mut cx = rq.read().await?;
    rate::check(&mut cx, rate::UPLOAD_DAY, &key).await
}

/// Counts the bytes that lie in the store, in megabytes begun, whether or not the form was whole.
pub(super) async fn count(rq: &Rq, bytes: u64) -> Result<()> {
    let Some(key) = counted(rq).filter(|_| bytes > 0) else { return Ok(()) };
    let mut cx = rq.write().await?;
    rate::add(&mut cx, rate::UPLOAD_DAY, &key, i64::try_from(bytes.div_ceil(1_000_000)).unwrap_or(i64::MAX)).await?;
    cx.commit().await.map(drop)
}

/// Reads a multipart body. A field without a chosen file is left out.
///
/// # Errors
/// `Invalid` with a sentence for a file that is too large, a broken transfer or too many files. The text fields read so
/// far are returned beside the error, so that nothing typed is lost, and the bytes that lie in the store.
pub(super) async fn receive(portal: &Portal, mut body: Multipart) -> (Form, u64, Result<Uploads>) {
    let mut form = Form::default();
    let mut uploads = Uploads::default();
    let (mut refused, mut left, mut stored) = (None, MAX_TEXT, 0);
    for n in 0.. {
        let field = match arriving(body.next_field()).await {
            Ok(Some(_)) if n >= MAX_PARTS => return (form, stored, Err(too_much())),
            Ok(Some(field)) => field,
            Ok(None) => break,
            Err(error) => return (form, stored, Err(refused.unwrap_or(error))),
        };
        let name = field.name().unwrap_or_default().to_owned();
        let file_name = field.file_name().map(str::to_owned);
        let outcome = match file_name {
            None => read_text(field, &mut left).await.map(|text| form.0.push((name, text))),
            Some(file) if file.is_empty() => Ok(()),
            Some(_) if uploads.0.len() >= MOST_FILES => Err(Error::field(&name, too_many(MOST_FILES))),
            Some(file) if refused.is_none() => match read_file(portal, field).await {
                Ok(blob) => {
                    stored += blob.size;
                    uploads.0.push(Upload { field: name, name: file, blob });
                    Ok(())
                }
                Err(error) => Err(at_field(error, &name)),
            },
            Some(_) => Ok(()),
        };
        if let Err(error) = outcome {
            refused.get_or_insert(error);
        }
    }
    (form, stored, refused.map_or(Ok(uploads), Err))
}

/// A complaint about a file, at the field that sent it.
pub(crate) fn at_field(error: Error, field: &str) -> Error {
    match error {
        Error::Invalid(mut errors) => {
            for (at, _) in errors.0.iter_mut().filter(|(at, _)| at == "tep") {
                field.clone_into(at);
            }
            Error::Invalid(errors)
        }
        other => other,
    }
}

fn broken() -> Error {
    Error::field("tep", "Kết nối bị ngắt khi đang tải tệp. Phần khác còn nguyên. Hãy tải lại tệp này.")
}

fn too_much() -> Error {
    Error::field("", "Nội dung gửi lên quá dài. Hãy rút gọn rồi gửi lại.")
}

/// A text field; `left` bytes are left for all of them.
async fn read_text(mut field: axum::extract::multipart::Field<'_>, left: &mut usize) -> Result<String> {
    let mut bytes = Vec::new();
    while let Some(chunk) = arriving(field.chunk()).await? {
        *left = left.checked_sub(chunk.len()).ok_or_else(too_much)?;
        bytes.extend_from_slice(&chunk);
    }
    Ok(String::from_utf8_lossy(&bytes).replace('\0', ""))
}

/// Keeps reading a file that is too large up to twice the limit, so that the browser gets the answer instead of a broken line.
async fn read_file(portal: &Portal, mut field: axum::extract::multipart::Field<'_>) -> Result<Blob> {
    let mut incoming = portal.files().begin(portal.settings().max_file_bytes.max(portal.settings().max_mail_bytes)).await?;
    let mut refused = None;
    while let Some(chunk) = arriving(field.chunk()).await? {
        if refused.is_none() {
            refused = incoming.write(&chunk).await.err();
        }
    }
    match refused {
        Some(error) => Err(error),
        None => incoming.finish().await,
    }
}

/// Reads a multipart body whose files are only looked at, each up to `limit` bytes. A field without a chosen file is left out.
///
/// # Errors
/// `Invalid` with a sentence for a file that is empty or too large, or a broken transfer; the text fields beside it.
pub(super) async fn look(mut body: Multipart, limit: u64) -> (Form, Result<Vec<LookedAt>>) {
    let mut form = Form::default();
    let mut files = Vec::new();
    let (mut refused, mut left) = (None, MAX_TEXT);
    for n in 0.. {
        let field = match arriving(body.next_field()).await {
            Ok(Some(_)) if n >= MAX_PARTS => return (form, Err(too_much())),
            Ok(Some(field)) => field,
            Ok(None) => break,
            Err(error) => return (form, Err(refused.unwrap_or(error))),
        };
        let name = field.name().unwrap_or_default().to_owned();
        let chosen = field.file_name().map(|file| !file.is_empty());
        let outcome = match chosen {
            None => read_text(field, &mut left).await.map(|text| form.0.push((name, text))),
            Some(true) if refused.is_none() && files.is_empty() => look_at(field, limit).await.map(|seen| files.push(LookedAt { field: name, seen })),
            Some(_) => Ok(()),
        };
        if let Err(error) = outcome {
            refused.get_or_insert(error);
        }
    }
    (form, refused.map_or(Ok(files), Err))
}

async fn look_at(mut field: axum::extract::multipart::Field<'_>, limit: u64) -> Result<domain::files::Seen> {
    let mut look = domain::files::Look::new(limit);
    let mut refused = None;
    while let Some(chunk) = arriving(field.chunk()).await? {
        if refused.is_none() {
            refused = look.write(&chunk).err();
        }
    }
    match refused {
        Some(error) => Err(error),
        None => look.finish(),
    }
}
