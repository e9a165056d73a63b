//! Templates of papers (02 §2): taken into a draft, taken out, found for whoever may read them, and carried by files.

use super::draft::{self, Step};
use super::draft_store::{self, DraftRow};
use super::file::Embedded;
use super::store;
use crate::cx::Cx;
use crate::db::Query;
use crate::error::{Error, Result};
use crate::files::{self, Blob, StoredFile};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use model::access::{Action, ObjectKind};
use model::files::{Purpose, TEMPLATES};
use model::procedures::{DraftStep, Fault, PartDoc, ProcedureDoc, TEMPLATE_LIMIT};
use std::collections::HashMap;
use tokio::io::AsyncReadExt;

/// Templates by digest and name.
pub(super) type Known = HashMap<(String, String), StoredFile>;

const TEMPLATE: &str = "SELECT f.id, f.token, f.sha256, f.size, f.name, f.media_type, f.stored_at FROM file f
    WHERE (EXISTS (SELECT 1 FROM procedure_draft_file x WHERE x.file_id = f.id) OR EXISTS (SELECT 1 FROM required_part x WHERE x.template_file_id = f.id))
        AND f.sha256 IN ";

/// The templates that a document names, as far as the portal has them as templates of a draft or a version: no other file can
/// become one by its digest. `fresh` just arrived.
pub(super) async fn known(cx: &mut Cx, doc: &ProcedureDoc, fresh: &[StoredFile]) -> Result<Known> {
    let keys = doc.template_keys();
    if keys.is_empty() {
        return Ok(Known::new());
    }
    let mut query = Query::new(TEMPLATE);
    query.bind_list(keys.into_iter().map(|(digest, _)| digest)).push(" ORDER BY f.id DESC");
    let found: Vec<StoredFile> = query.all(&mut cx.conn()).await?;
    Ok(found.into_iter().chain(fresh.iter().cloned()).map(|file| ((file.sha256.clone(), file.name.clone()), file)).collect())
}

sql!(LINK, "INSERT INTO procedure_draft_file (draft_id, file_id) VALUES ($1, $2) ON CONFLICT (draft_id, file_id) DO NOTHING");
sql!(LINKED, "SELECT f.id, f.sha256, f.name FROM procedure_draft_file x JOIN file f ON f.id = x.file_id WHERE x.draft_id = $1");
sql!(FORGET, "DELETE FROM procedure_draft_file WHERE draft_id = $1");
sql!(UNLINK, "DELETE FROM procedure_draft_file WHERE draft_id = $1 AND file_id = $2");

/// Keeps the templates that its document names with the draft, also those that came to the portal with another one, and lets go of those
/// that it does not name any more.
pub(super) async fn link(cx: &mut Cx, draft: i64, doc: &ProcedureDoc, fresh: &[StoredFile]) -> Result<()> {
    let keys = doc.template_keys();
    for (_, file) in known(cx, doc, fresh).await?.into_iter().filter(|(key, _)| keys.contains(key)) {
        cx.conn().exec(LINK, args![draft, file.id]).await?;
    }
    let linked: Vec<(i64, String, String)> = cx.conn().all(LINKED, args![draft]).await?;
    for (id, digest, name) in linked {
        if !keys.contains(&(digest, name)) {
            cx.conn().exec(UNLINK, args![draft, id]).await?;
        }
    }
    Ok(())
}

/// Lets go of the templates of a draft that ended: those of a published version belong to its papers from now on.
pub(super) async fn forget(cx: &mut Cx, draft: i64) -> Result<()> {
    cx.conn().exec(FORGET, args![draft]).await.map(|_| ())
}

/// Row of the draft and the number of a paper in it, from 1.
fn part(doc: &mut ProcedureDoc, place: usize) -> Result<&mut PartDoc> {
    place.checked_sub(1).and_then(|index| doc.parts.get_mut(index)).ok_or(Error::NotFound)
}

async fn save(cx: &mut Cx, mut step: Step, doc: &ProcedureDoc, fresh: &[StoredFile], note: &str) -> Result<()> {
    step.row.content = serde_json::to_string(doc)?;
    link(cx, step.row.id, doc, fresh).await?;
    step.finish(cx, note).await
}

/// Gives a paper of the open draft a template, in place of the one it had. The same content under the same name changes nothing.
///
/// # Errors
/// `Forbidden`, `NotFound` for no draft or no such paper, `Conflict` for another version or state; `Invalid` on the field `tep`:
/// empty, above 5 MB, no PDF, DOCX or XLSX.
pub async fn put(cx: &mut Cx, code: &str, version: i64, place: usize, blob: &Blob, name: &str) -> Result<()> {
    let step = draft::begin(cx, code, version, DraftStep::Edit).await?;
    let mut doc = step.row.doc()?;
    let paper = part(&mut doc, place)?;
    if paper.template_key() == Some((blob.sha256.clone(), model::files::clean_name(name))) {
        return Ok(());
    }
    if blob.size > TEMPLATE_LIMIT {
        return Err(Error::field("tep", TEMPLATES.too_large()));
    }
    let file = files::keep(cx, blob, name, Purpose::Template).await?;
    paper.set_template(Some((file.sha256.clone(), file.name.clone())));
    let note = format!("Giấy tờ {place}: tệp mẫu {}", file.name);
    save(cx, step, &doc, &[file], &note).await
}

/// Takes the template of a paper out of the open draft.
///
/// # Errors
/// As [`put`]; `NotFound` if the paper has none.
pub async fn remove(cx: &mut Cx, code: &str, version: i64, place: usize) -> Result<()> {
    let step = draft::begin(cx, code, version, DraftStep::Edit).await?;
    let mut doc = step.row.doc()?;
    let paper = part(&mut doc, place)?;
    let (_, name) = paper.template_key().ok_or(Error::NotFound)?;
    paper.set_template(None);
    save(cx, step, &doc, &[], &format!("Giấy tờ {place}: bỏ tệp mẫu {name}")).await
}

sql!(
    PUBLISHED,
    "SELECT f.id, f.token, f.sha256, f.size, f.name, f.media_type, f.stored_at FROM required_part r JOIN procedure_version v ON v.id = r.version_id
     JOIN file f ON f.id = r.template_file_id
     WHERE v.procedure_id = $1 AND v.state IN ('published', 'superseded') AND f.sha256 = $2 ORDER BY v.valid_from DESC, r.id LIMIT 1"
);

/// A template of a procedure by its digest: of a published version for everybody, of the open draft for who may see the draft.
///
/// # Errors
/// `NotFound`.
pub async fn find(cx: &mut Cx, code: &str, digest: &str) -> Result<StoredFile> {
    if let Some((procedure, _)) = store::procedure(&mut cx.conn(), code).await? {
        let found: Option<StoredFile> = cx.conn().opt(PUBLISHED, args![procedure, digest]).await?;
        if let Some(file) = found {
            return Ok(file);
        }
    }
    if !cx.actor.may_somewhere(Action::View, ObjectKind::ProcedureVersion) {
        return Err(Error::NotFound);
    }
    let row: DraftRow = draft_store::open(cx, code).await?.ok_or(Error::NotFound)?;
    let known = known(cx, &row.doc()?, &[]).await?;
    known.into_values().find(|file| file.sha256 == digest).ok_or(Error::NotFound)
}

/// The templates of a document with their content, for its file.
///
/// # Errors
/// If a file cannot be read from the store.
pub(super) async fn embedded(cx: &mut Cx, doc: &ProcedureDoc) -> Result<Vec<Embedded>> {
    let mut list: Vec<StoredFile> = known(cx, doc, &[]).await?.into_values().collect();
    list.retain(|file| doc.template_keys().contains(&(file.sha256.clone(), file.name.clone())));
    list.sort_by(|a, b| (&a.sha256, &a.name).cmp(&(&b.sha256, &b.name)));
    let mut templates = Vec::with_capacity(list.len());
    for file in list {
        let mut bytes = Vec::new();
        cx.portal().files().open(&file.sha256).await?.take(TEMPLATE_LIMIT).read_to_end(&mut bytes).await?;
        templates.push(Embedded { name: file.name, digest: file.sha256, content: STANDARD.encode(bytes) });
    }
    Ok(templates)
}

/// Stores the templates of a file that its document names and the portal does not have yet. What is wrong with one is a fault.
pub(super) async fn take_in(cx: &mut Cx, doc: &ProcedureDoc, embedded: &[Embedded], faults: &mut Vec<Fault>) -> Result<Vec<StoredFile>> {
    let (keys, known) = (doc.template_keys(), known(cx, doc, &[]).await?);
    let mut fresh: Vec<StoredFile> = Vec::new();
    for template in embedded {
        let key = (template.digest.trim().to_owned(), template.name.trim().to_owned());
        let here = |file: &StoredFile| file.sha256 == key.0 && file.name == key.1;
        if !keys.contains(&key) || known.contains_key(&key) || fresh.iter().any(here) {
            continue;
        }
        match store_one(cx, template).await {
            Ok(file) if here(&file) => fresh.push(file),
            Ok(_) => faults.push(template.fault("có nội dung hoặc tên không khớp với mã SHA-256. Hãy dùng tệp do cổng xuất ra.")),
            Err(Error::Invalid(errors)) => errors.0.iter().for_each(|(_, message)| faults.push(template.fault(&format!("không dùng được: {message}")))),
            Err(error) => return Err(error),
        }
    }
    Ok(fresh)
}

async fn store_one(cx: &mut Cx, template: &Embedded) -> Result<StoredFile> {
    let bytes = STANDARD.decode(template.content.trim()).map_err(|_| Error::field("tep", "nội dung không phải Base64 đúng."))?;
    if u64::try_from(bytes.len()).unwrap_or(u64::MAX) > TEMPLATE_LIMIT {
        return Err(Error::field("tep", TEMPLATES.too_large()));
    }
    let blob = cx.portal().clone().files().put(&bytes, TEMPLATE_LIMIT).await?;
    files::keep(cx, &blob, &template.name, Purpose::Template).await
}
