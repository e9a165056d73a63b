//! Files of a draft: limits, and one row per file and part (10 §8).

use super::{DraftKey, open_draft, store, view};
use crate::cx::Cx;
use crate::error::{Error, Result};
use crate::files::{self, Blob};
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
