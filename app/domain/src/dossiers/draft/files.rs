//! Files of a draft: limits, and one row per file and part (10 §8).

use super::{DraftKey, open_draft, store, view};
use crate::cx::Cx;
use crate::error::{Error, Result};
use crate::files::{self, Blob, StoredFile};
use model::dossiers::apply::{DraftFile, FILE_LIMIT, FILES_LIMIT, FILES_PER_PART, PartWay, field};
use model::files::Purpose;

/// Adds a received file to a part and chooses "Tải tệp lên" for it. The same content twice is one file.
///
/// # Errors
/// `Invalid` on the field `tep`: empty, wrong kind, name and content differ, above 20 MB, above 100 MB together, more
/// than 20 files; `NotFound` for a part of another case; `Conflict` once it was submitted.
pub async fn attach(cx: &mut Cx, key: &DraftKey, part_id: i64, blob: &Blob, name: &str) -> Result<DraftFile> {
    let mut row = open_draft(cx, key).await?;
    let view = view::of_row(cx, &row).await?;
    if !view.parts.iter().any(|part| part.id == part_id) {
        return Err(Error::NotFound);
    }
    let here = view.files_of(part_id);
    if let Some(same) = here.iter().find(|file| file.sha256 == blob.sha256) {
        return Ok((*same).clone());
    }
    if blob.size > FILE_LIMIT {
        return Err(Error::field(field::FILE, "Tệp lớn hơn 20 MB. Hãy chia nhỏ hoặc giảm dung lượng rồi tải lại."));
    }
    if here.len() >= FILES_PER_PART {
        return Err(Error::field(field::FILE, format!("Giấy tờ này đã có {FILES_PER_PART} tệp. Hãy ghép các trang vào một tệp PDF.")));
    }
    let total: i64 = view.files.iter().map(|file| file.size).sum();
    if total.saturating_add(i64::try_from(blob.size).unwrap_or(i64::MAX)) > FILES_LIMIT {
        return Err(Error::field(field::FILE, "Các tệp của hồ sơ vượt quá 100 MB. Hãy bỏ bớt tệp hoặc giảm dung lượng."));
    }
    let kept = files::keep(cx, blob, name, Purpose::Dossier).await?;
    store::add_file(cx, row.id, part_id, kept.id).await?;
    let mut answers = view.answers;
    answers.insert(field::part(part_id), PartWay::Upload.as_str().to_owned());
    row.answers = serde_json::to_string(&answers)?;
    store::update(cx, &row).await?;
    Ok(DraftFile { file_id: kept.id, part_id, name: kept.name, size: kept.size, sha256: kept.sha256 })
}

/// Adds a file that lies in the store of the owner, who agrees now; the same document twice is one file.
///
/// # Errors
/// As [`attach`]; `Invalid` on the field `giay_da_co` if the document stands for another part of the draft already.
pub(in crate::dossiers) async fn attach_stored(cx: &mut Cx, key: &DraftKey, part_id: i64, file: &StoredFile, document: i64) -> Result<()> {
    let mut row = open_draft(cx, key).await?;
    let view = view::of_row(cx, &row).await?;
    if !view.parts.iter().any(|part| part.id == part_id) {
        return Err(Error::NotFound);
    }
    if let Some(used) = view.files.iter().find(|other| other.file_id == file.id) {
        let message = "Giấy tờ này đã dùng cho mục khác của hồ sơ. Hãy chọn giấy tờ khác, hoặc tải tệp lên.";
        return if used.part_id == part_id { Ok(()) } else { Err(Error::field("giay_da_co", message)) };
    }
    let total: i64 = view.files.iter().map(|other| other.size).sum();
    if view.files_of(part_id).len() >= FILES_PER_PART || total.saturating_add(file.size) > FILES_LIMIT {
        return Err(Error::field("giay_da_co", "Hồ sơ đã có quá nhiều tệp. Hãy bỏ bớt tệp rồi chọn lại giấy tờ này."));
    }
    store::add_stored(cx, row.id, part_id, file.id, document).await?;
    let mut answers = view.answers;
    answers.insert(field::part(part_id), PartWay::Upload.as_str().to_owned());
    row.answers = serde_json::to_string(&answers)?;
    store::update(cx, &row).await
}

/// Takes a file out of a part.
///
/// # Errors
/// `NotFound` if it is not there, `Conflict` once it was submitted.
pub async fn detach(cx: &mut Cx, key: &DraftKey, part_id: i64, file_id: i64) -> Result<()> {
    let row = open_draft(cx, key).await?;
    if store::remove_file(cx, row.id, part_id, file_id).await? == 0 {
        return Err(Error::NotFound);
    }
    store::update(cx, &row).await
}
