//! Files of a draft: limits, and one row per file and paper, or per file and question of the e-form (10 §8).

use super::{DraftKey, DraftRow, open_draft, store, view};
use crate::cx::Cx;
use crate::error::{Error, Result};
use crate::files::{self, Blob, StoredFile};
use model::dossiers::apply::{DraftFile, DraftView, FILE_LIMIT, FILES_LIMIT, FILES_PER_PART, PartWay, field};
use model::files::{FileKind, Kinds, Purpose};
use model::procedures::QuestionKind;
use sqlx::FromRow;

/// What a file is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// A paper of the chosen case, by its row number.
    Part(i64),
    /// A question of the e-form, by its name.
    Question(String),
}

#[derive(FromRow)]
struct FileRow {
    file_id: i64,
    part_id: i64,
    question: String,
    name: String,
    size: i64,
    sha256: String,
}

sql!(
    FILES,
    "SELECT d.file_id, d.part_id, '' AS question, f.name, f.size, f.sha256, d.id AS place FROM dossier_draft_file d JOIN file f ON f.id = d.file_id WHERE d.draft_id = $1
     UNION ALL
     SELECT a.file_id, CAST(0 AS BIGINT), a.question, f.name, f.size, f.sha256, a.id FROM dossier_draft_answer_file a JOIN file f ON f.id = a.file_id WHERE a.draft_id = $1
     ORDER BY 3, 7"
);
sql!(ADD, "INSERT INTO dossier_draft_file (draft_id, part_id, file_id) VALUES ($1, $2, $3)");
// A document of the store, with the consent of its owner.
sql!(ADD_STORED, "INSERT INTO dossier_draft_file (draft_id, part_id, file_id, document_id, consented_at) VALUES ($1, $2, $3, $4, $5)");
sql!(REMOVE, "DELETE FROM dossier_draft_file WHERE draft_id = $1 AND part_id = $2 AND file_id = $3");
sql!(ADD_ANSWER, "INSERT INTO dossier_draft_answer_file (draft_id, question, file_id) VALUES ($1, $2, $3)");
sql!(REMOVE_ANSWER, "DELETE FROM dossier_draft_answer_file WHERE draft_id = $1 AND question = $2 AND file_id = $3");

/// Every file of a draft: those of questions first by the name of the question, each group in the order of arrival.
pub(super) async fn of_draft(cx: &mut Cx, draft: i64) -> Result<Vec<DraftFile>> {
    let rows: Vec<FileRow> = cx.conn().all(FILES, args![draft]).await?;
    let file =
        |row: FileRow| DraftFile { file_id: row.file_id, part_id: row.part_id, question: row.question, name: row.name, size: row.size, sha256: row.sha256 };
    Ok(rows.into_iter().map(file).collect())
}

fn too_large() -> Error {
    Error::field(field::FILE, model::files::too_large(FILE_LIMIT))
}

/// The files that are there already for this place.
fn here<'a>(view: &'a DraftView, place: &Place) -> Result<Vec<&'a DraftFile>> {
    match place {
        Place::Part(id) if view.parts.iter().any(|part| part.id == *id) => Ok(view.files_of(*id)),
        Place::Question(name) => {
            let mut questions = view.forms.iter().flat_map(|page| &page.questions);
            let known = questions.any(|question| question.name == *name && question.kind == QuestionKind::File);
            if known { Ok(view.files_for(name)) } else { Err(Error::NotFound) }
        }
        Place::Part(_) => Err(Error::NotFound),
    }
}

/// The kinds that a paper takes (02 §2); questions take every kind that the portal takes.
fn kinds_of(view: &DraftView, place: &Place) -> Kinds {
    let Place::Part(id) = place else { return Kinds::NONE };
    view.parts.iter().find(|part| part.id == *id).map(|part| part.file_types).unwrap_or_default()
}

/// Adds a received file to a paper, and chooses "Tải tệp lên" for it, or to a question of the e-form. The same content twice is
/// one file.
///
/// # Errors
/// `Invalid` on the field `tep`, for a question on its own field: empty, wrong kind, name and content differ, above 20 MB, above
/// 100 MB together, more than 20 files; `NotFound` for a paper of another case or an unknown question; `Conflict` once it was
/// submitted.
pub async fn attach(cx: &mut Cx, key: &DraftKey, place: &Place, blob: &Blob, name: &str) -> Result<DraftFile> {
    let row = open_draft(cx, key).await?;
    let view = view::of_row(cx, &row).await?;
    let added = add(cx, row, &view, place, blob, name).await;
    match (added, place) {
        // The message stands at the question that asked for the file.
        (Err(Error::Invalid(mut errors)), Place::Question(question)) => {
            for (at, _) in errors.0.iter_mut().filter(|(at, _)| at == field::FILE) {
                at.clone_from(question);
            }
            Err(Error::Invalid(errors))
        }
        (added, _) => added,
    }
}

async fn add(cx: &mut Cx, mut row: DraftRow, view: &DraftView, place: &Place, blob: &Blob, name: &str) -> Result<DraftFile> {
    let here = here(view, place)?;
    if let Some(same) = here.iter().find(|file| file.sha256 == blob.sha256) {
        return Ok((*same).clone());
    }
    if blob.size > FILE_LIMIT {
        return Err(too_large());
    }
    if here.len() >= FILES_PER_PART {
        return Err(Error::field(field::FILE, format!("Mục này đã có {FILES_PER_PART} tệp. Hãy ghép các trang vào một tệp PDF.")));
    }
    let total: i64 = view.files.iter().map(|file| file.size).sum();
    if total.saturating_add(i64::try_from(blob.size).unwrap_or(i64::MAX)) > FILES_LIMIT {
        return Err(Error::field(field::FILE, "Các tệp của hồ sơ vượt quá 100 MB. Hãy bỏ bớt tệp hoặc giảm dung lượng."));
    }
    let kept = files::keep_only(cx, blob, name, Purpose::Dossier, kinds_of(view, place)).await?;
    let (part_id, question) = match place {
        Place::Part(id) => {
            cx.conn().exec(ADD, args![row.id, *id, kept.id]).await?;
            let mut answers: model::procedures::Answers = serde_json::from_str(&row.answers)?;
            answers.insert(field::part(*id), PartWay::Upload.as_str().to_owned());
            row.answers = serde_json::to_string(&answers)?;
            (*id, String::new())
        }
        Place::Question(question) => {
            cx.conn().exec(ADD_ANSWER, args![row.id, question, kept.id]).await?;
            (0, question.clone())
        }
    };
    store::update(cx, &row).await?;
    Ok(DraftFile { file_id: kept.id, part_id, question, name: kept.name, size: kept.size, sha256: kept.sha256 })
}

/// Adds a file that lies in the store of the owner, who agrees now; the same document twice is one file.
///
/// # Errors
/// As [`attach`]; `Invalid` on the field `giay_da_co` if the document stands for another part of the draft already, or if the part
/// takes no file of its kind.
pub(in crate::dossiers) async fn attach_stored(cx: &mut Cx, key: &DraftKey, part_id: i64, file: &StoredFile, document: i64) -> Result<()> {
    let mut row = open_draft(cx, key).await?;
    let view = view::of_row(cx, &row).await?;
    if !view.parts.iter().any(|part| part.id == part_id) {
        return Err(Error::NotFound);
    }
    let kinds = kinds_of(&view, &Place::Part(part_id)).or(Purpose::Dossier);
    if !FileKind::of_media_type(&file.media_type).is_some_and(|kind| kinds.has(kind)) {
        let message = format!("Mục này chỉ nhận tệp {}, giấy tờ này là tệp loại khác. Hãy tải tệp lên, hoặc nộp bản giấy.", kinds.in_words());
        return Err(Error::field("giay_da_co", message));
    }
    if let Some(used) = view.files.iter().find(|other| other.file_id == file.id) {
        let message = "Giấy tờ này đã dùng cho mục khác của hồ sơ. Hãy chọn giấy tờ khác, hoặc tải tệp lên.";
        return if used.part_id == part_id { Ok(()) } else { Err(Error::field("giay_da_co", message)) };
    }
    let total: i64 = view.files.iter().map(|other| other.size).sum();
    if view.files_of(part_id).len() >= FILES_PER_PART || total.saturating_add(file.size) > FILES_LIMIT {
        return Err(Error::field("giay_da_co", "Hồ sơ đã có quá nhiều tệp. Hãy bỏ bớt tệp rồi chọn lại giấy tờ này."));
    }
    let now = cx.now();
    cx.conn().exec(ADD_STORED, args![row.id, part_id, file.id, document, now]).await?;
    let mut answers = view.answers;
    answers.insert(field::part(part_id), PartWay::Upload.as_str().to_owned());
    row.answers = serde_json::to_string(&answers)?;
    store::update(cx, &row).await
}

/// Takes a file out of its place.
///
/// # Errors
/// `NotFound` if it is not there, `Conflict` once it was submitted.
pub async fn detach(cx: &mut Cx, key: &DraftKey, place: &Place, file_id: i64) -> Result<()> {
    let row = open_draft(cx, key).await?;
    let removed = match place {
        Place::Part(id) => cx.conn().exec(REMOVE, args![row.id, *id, file_id]).await?,
        Place::Question(question) => cx.conn().exec(REMOVE_ANSWER, args![row.id, question, file_id]).await?,
    };
    if removed == 0 {
        return Err(Error::NotFound);
    }
    store::update(cx, &row).await
}
