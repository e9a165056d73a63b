//! C18: what the applicant saved of an answer to a supplement, item by item, until it is sent. Nobody else sees it.

use super::apply::of_actor;
use super::row;
use crate::cx::Cx;
use crate::error::{Error, Result};
use crate::files::{self, Blob};
use model::dossiers::apply::{FILE_LIMIT, FILES_LIMIT, FILES_PER_PART};
use model::dossiers::{DossierView, SavedAnswer, SavedFile, SupplementAnswer, SupplementItem};
use model::files::{Kinds, Purpose};
use sqlx::FromRow;

#[derive(FromRow)]
struct FileRow {
    item_id: i64,
    file_id: i64,
    name: String,
    size: i64,
    sha256: String,
}

sql!(TEXTS, "SELECT d.item_id, d.answer FROM supplement_draft d JOIN supplement_item i ON i.id = d.item_id WHERE i.request_id = $1 ORDER BY i.place");
sql!(
    FILES,
    "SELECT x.item_id, x.file_id, f.name, f.size, f.sha256 FROM supplement_draft_file x JOIN supplement_item i ON i.id = x.item_id
     JOIN file f ON f.id = x.file_id WHERE i.request_id = $1 ORDER BY x.id"
);
sql!(
    SAVE,
    "INSERT INTO supplement_draft (item_id, answer, saved_at) VALUES ($1, $2, $3)
     ON CONFLICT (item_id) DO UPDATE SET answer = excluded.answer, saved_at = excluded.saved_at"
);
sql!(ADD, "INSERT INTO supplement_draft_file (item_id, file_id) VALUES ($1, $2)");
sql!(REMOVE, "DELETE FROM supplement_draft_file WHERE item_id = $1 AND file_id = $2");
sql!(CLEAR, "DELETE FROM supplement_draft WHERE item_id IN (SELECT id FROM supplement_item WHERE request_id = $1)");
sql!(CLEAR_FILES, "DELETE FROM supplement_draft_file WHERE item_id IN (SELECT id FROM supplement_item WHERE request_id = $1)");

/// What was saved for the open request of a dossier, one entry per item, in the order of the items; the caller has checked that
/// the reader is the applicant. Empty without an open request.
///
/// # Errors
/// If the database cannot be read.
pub async fn saved(cx: &mut Cx, dossier: &DossierView) -> Result<Vec<SavedAnswer>> {
    let Some(request) = dossier.open_supplement() else { return Ok(Vec::new()) };
    let texts: Vec<(i64, String)> = cx.conn().all(TEXTS, args![request.id]).await?;
    let rows: Vec<FileRow> = cx.conn().all(FILES, args![request.id]).await?;
    let answer = |item: &SupplementItem| SavedAnswer {
        item_id: item.id,
        text: texts.iter().find(|(id, _)| *id == item.id).map(|(_, text)| text.clone()).unwrap_or_default(),
        files: rows
            .iter()
            .filter(|row| row.item_id == item.id)
            .map(|row| SavedFile { file_id: row.file_id, name: row.name.clone(), size: row.size, sha256: row.sha256.clone() })
            .collect(),
    };
    Ok(request.items.iter().map(answer).collect())
}

/// This item of the open request of an own dossier, and what was saved for every item. Whoever sends the answer at the same moment
/// waits: what was said to be saved is part of it, or the request is over.
async fn item_of(cx: &mut Cx, code: &str, item: i64) -> Result<(SupplementItem, Vec<SavedAnswer>)> {
    let row = row::lock_by_code(cx, code).await?;
    let dossier = of_actor(cx, row.public_code()).await?;
    let request = dossier.open_supplement().ok_or_else(|| Error::conflict("Hồ sơ không có yêu cầu bổ sung nào đang chờ."))?;
    let changed = || Error::conflict("Các mục cần bổ sung đã thay đổi. Hãy mở lại hồ sơ để xem yêu cầu mới nhất.");
    let item = request.items.iter().find(|own| own.id == item).cloned().ok_or_else(changed)?;
    Ok((item, saved(cx, &dossier).await?))
}

/// Keeps the words for an item; without `text` and without a file there is nothing to go on with. Returns the number of the item to
/// answer next: one behind this, else one before it, nothing once all are answered.
///
/// # Errors
/// `NotFound` for everybody but the applicant, `Conflict` without an open request and for an item that it does not have, `Invalid`
/// for an empty answer.
pub async fn save(cx: &mut Cx, code: &str, item: i64, text: &str) -> Result<Option<usize>> {
    let (item, all) = item_of(cx, code, item).await?;
    let number = all.iter().position(|answer| answer.item_id == item.id).map_or(0, |at| at + 1);
    let has_file = all.iter().any(|answer| answer.item_id == item.id && !answer.files.is_empty());
    if text.trim().is_empty() && !has_file {
        let message = format!("Chưa bổ sung “{}”. Hãy tải tệp lên hoặc trả lời.", item.subject);
        return Err(Error::field(format!("tra_loi_{}", item.id), message));
    }
    keep(cx, &item, text).await?;
    let missing: Vec<usize> = (1..).zip(&all).filter(|(at, answer)| *at != number && !answer.is_complete()).map(|(at, _)| at).collect();
    Ok(missing.iter().find(|at| **at > number).or(missing.first()).copied())
}

/// As [`save`], for a page that is not left yet: an empty answer is kept, too.
///
/// # Errors
/// As [`save`], without `Invalid`.
pub async fn keep_words(cx: &mut Cx, code: &str, item: i64, text: &str) -> Result<()> {
    let (item, _) = item_of(cx, code, item).await?;
    keep(cx, &item, text).await
}

async fn keep(cx: &mut Cx, item: &SupplementItem, text: &str) -> Result<()> {
    let now = cx.now();
    cx.conn().exec(SAVE, args![item.id, text, now]).await?;
    Ok(())
}

sql!(
    KINDS,
    "SELECT q.file_types FROM supplement_item i JOIN dossier_part p ON p.id = i.part_id JOIN required_part q ON q.id = p.required_part_id WHERE i.id = $1"
);

/// The kinds of files that the part of an item takes (02 §2); empty for all, and for an item that is about no part.
///
/// # Errors
/// If the database cannot be read.
pub async fn kinds_of_item(cx: &mut Cx, item: i64) -> Result<Kinds> {
    let row: Option<(String,)> = cx.conn().opt(KINDS, args![item]).await?;
    row.map_or(Ok(Kinds::NONE), |(kinds,)| files::stored_kinds(&kinds))
}

/// Adds a received file to an item; the same content twice is one file.
///
/// # Errors
/// As [`save`]; `Invalid` on the field of the item: empty, wrong kind, above 20 MB, above 100 MB together, more than 20 files.
pub async fn attach(cx: &mut Cx, code: &str, item: i64, blob: &Blob, name: &str) -> Result<()> {
    let (item, all) = item_of(cx, code, item).await?;
    let field = format!("tep_{}", item.id);
    let here: Vec<&SavedFile> = all.iter().filter(|answer| answer.item_id == item.id).flat_map(|answer| &answer.files).collect();
    if here.iter().any(|file| file.sha256 == blob.sha256) {
        return Ok(());
    }
    if blob.size > FILE_LIMIT {
        return Err(Error::field(field, model::files::too_large(FILE_LIMIT)));
    }
    if here.len() >= FILES_PER_PART {
        return Err(Error::field(field, format!("Mục này đã có {FILES_PER_PART} tệp. Hãy ghép các trang vào một tệp PDF.")));
    }
    let total: i64 = all.iter().flat_map(|answer| &answer.files).map(|file| file.size).sum();
    if total.saturating_add(i64::try_from(blob.size).unwrap_or(i64::MAX)) > FILES_LIMIT {
        return Err(Error::field(field, "Các tệp bổ sung vượt quá 100 MB. Hãy bỏ bớt tệp hoặc giảm dung lượng."));
    }
    let kept = files::keep_only(cx, blob, name, Purpose::Dossier, item.file_types).await?;
    cx.conn().exec(ADD, args![item.id, kept.id]).await?;
    Ok(())
}

/// Takes a file out again.
///
/// # Errors
/// As [`save`]; `NotFound` if it is not there.
pub async fn detach(cx: &mut Cx, code: &str, item: i64, file: i64) -> Result<()> {
    let (item, _) = item_of(cx, code, item).await?;
    match cx.conn().exec(REMOVE, args![item.id, file]).await? {
        0 => Err(Error::NotFound),
        _ => Ok(()),
    }
}

/// The answers given now, completed by what was saved: words given now come first, files are put together.
pub(super) async fn with_saved(cx: &mut Cx, dossier: &DossierView, given: &[SupplementAnswer]) -> Result<Vec<SupplementAnswer>> {
    let mut all = given.to_vec();
    for saved in saved(cx, dossier).await?.into_iter().filter(SavedAnswer::is_complete) {
        let files: Vec<i64> = saved.files.iter().map(|file| file.file_id).collect();
        match all.iter_mut().find(|answer| answer.item_id == saved.item_id) {
            Some(answer) => {
                if answer.text.trim().is_empty() {
                    answer.text = saved.text;
                }
                answer.file_ids.splice(0..0, files);
            }
            None => all.push(SupplementAnswer { item_id: saved.item_id, text: saved.text, file_ids: files }),
        }
    }
    Ok(all)
}

sql!(
    BEGUN,
    "SELECT (SELECT COUNT(*) FROM supplement_draft d JOIN supplement_item i ON i.id = d.item_id WHERE i.request_id = $1 AND d.answer <> '')
        + (SELECT COUNT(*) FROM supplement_draft_file x JOIN supplement_item i ON i.id = x.item_id WHERE i.request_id = $1)"
);

/// True if the applicant saved words or a file for a request.
pub(super) async fn is_begun(cx: &mut Cx, request: i64) -> Result<bool> {
    Ok(cx.conn().count(BEGUN, args![request]).await? > 0)
}

sql!(
    CLEAR_ALL,
    "DELETE FROM supplement_draft WHERE item_id IN (SELECT i.id FROM supplement_item i JOIN supplement_request r ON r.id = i.request_id WHERE r.dossier_id = $1)"
);
sql!(
    CLEAR_ALL_FILES,
    "DELETE FROM supplement_draft_file WHERE item_id IN
        (SELECT i.id FROM supplement_item i JOIN supplement_request r ON r.id = i.request_id WHERE r.dossier_id = $1)"
);

/// Forgets what was saved for a dossier that ends: nobody can send it any more. The files go with the night, as those of drafts.
pub(super) async fn clear_ended(cx: &mut Cx, dossier: i64) -> Result<()> {
    cx.conn().exec(CLEAR_ALL_FILES, args![dossier]).await?;
    cx.conn().exec(CLEAR_ALL, args![dossier]).await?;
    Ok(())
}

/// Forgets what was saved for a request: it was answered, or its time is over.
pub(super) async fn clear(cx: &mut Cx, request: i64) -> Result<()> {
    cx.conn().exec(CLEAR_FILES, args![request]).await?;
    cx.conn().exec(CLEAR, args![request]).await?;
    Ok(())
}
