//! The papers of a dossier: parts, their files, results.

use super::super::access;
use super::super::row;
use crate::audit::AuditEvent;
use crate::cx::Cx;
use crate::error::{Error, Result};
use crate::files::{self, StoredFile};
use chrono::{DateTime, Utc};
use model::dossiers::{DossierFile, DossierPart, FileRole, PartDigitisation};
use sqlx::FromRow;

#[derive(FromRow)]
struct PartRow {
    id: i64,
    name: String,
    mandatory: bool,
    originals: i64,
    copies: i64,
    digitisation: i64,
    scan_state: String,
    scan_reason: String,
}

#[derive(FromRow)]
struct FileRow {
    part_id: Option<i64>,
    token: String,
    name: String,
    size: i64,
    sha256: String,
    role: String,
    question: String,
    item_id: Option<i64>,
    added_at: DateTime<Utc>,
}

sql!(
    PARTS,
    "SELECT p.id, p.name, r.mandatory, p.originals, p.copies, p.digitisation, p.scan_state,
        CASE WHEN p.scan_state = 'again' THEN COALESCE((SELECT e.reason FROM dossier_part_event e WHERE e.part_id = p.id ORDER BY e.id DESC LIMIT 1), '')
            ELSE '' END AS scan_reason
     FROM dossier_part p JOIN required_part r ON r.id = p.required_part_id WHERE p.dossier_id = $1 ORDER BY p.place"
);
sql!(
    FILES,
    "SELECT d.part_id, f.token, f.name, f.size, f.sha256, d.role, d.question, d.item_id, d.added_at FROM dossier_file d JOIN file f ON f.id = d.file_id
     WHERE d.dossier_id = $1 ORDER BY d.id"
);

/// The files of a dossier by what they are for.
#[derive(Default)]
pub(in crate::dossiers) struct Papers {
    pub parts: Vec<DossierPart>,
    pub answers: Vec<(String, Vec<DossierFile>)>,
    /// Of a supplement, without a part.
    pub items: Vec<(String, Vec<DossierFile>)>,
    pub results: Vec<DossierFile>,
}

/// The parts with their files, the files of the e-form and of supplements, and the result files.
pub(in crate::dossiers) async fn parts(cx: &mut Cx, dossier: i64) -> Result<Papers> {
    let rows: Vec<PartRow> = cx.conn().all(PARTS, args![dossier]).await?;
    let files: Vec<FileRow> = cx.conn().all(FILES, args![dossier]).await?;
    let part = |row: PartRow| {
        Ok(DossierPart {
            id: row.id,
            name: row.name,
            mandatory: row.mandatory,
            files: Vec::new(),
            originals: row.originals,
            copies: row.copies,
            digitisation: PartDigitisation::of(row.digitisation),
            scan: row.scan_state.parse()?,
            scan_reason: row.scan_reason,
        })
    };
    let mut papers = Papers { parts: rows.into_iter().map(part).collect::<Result<_>>()?, ..Papers::default() };
    for f in files {
        let role = f.role.parse()?;
        let file = DossierFile { token: f.token, name: f.name, size: f.size, sha256: f.sha256, role, item_id: f.item_id, added_at: f.added_at };
        if file.role == FileRole::Result {
            papers.results.push(file);
        } else if !f.question.is_empty() {
            let of_item = role == FileRole::Supplement;
            let groups = if of_item { &mut papers.items } else { &mut papers.answers };
            // Two requests may ask for the same thing by the same name.
            match groups.iter_mut().find(|(question, files)| *question == f.question && files.first().is_none_or(|first| first.item_id == f.item_id)) {
                Some((_, files)) => files.push(file),
                None => groups.push((f.question, vec![file])),
            }
        } else if let Some(part) = papers.parts.iter_mut().find(|part| Some(part.id) == f.part_id) {
            part.files.push(file);
        }
    }
    Ok(papers)
}

sql!(FILE_OF, "SELECT d.role FROM dossier_file d JOIN file f ON f.id = d.file_id WHERE d.dossier_id = $1 AND f.token = $2");

/// A file of a dossier for somebody who may read it: officials who see the dossier, and its applicant. Results only
/// once the result is ready.
///
/// # Errors
/// `NotFound` otherwise.
pub async fn file_for(cx: &mut Cx, dossier_code: &str, token: &str) -> Result<StoredFile> {
    let row = row::by_code(cx, dossier_code).await?.ok_or(Error::NotFound)?;
    let access = access::of(&cx.actor);
    let desk = (cx.actor.is_official() || access.system) && access.sees(&row);
    if !desk && !access.is_applicant(&row) || token.contains('\0') {
        return Err(Error::NotFound);
    }
    let role: Option<(String,)> = cx.conn().opt(FILE_OF, args![row.id, token]).await?;
    let (role,) = role.ok_or(Error::NotFound)?;
    if role == FileRole::Result.as_str() && !desk && row.finished_at.is_none() {
        return Err(Error::NotFound);
    }
    cx.audit(AuditEvent::new("dossier.file_read", "dossier", row.public_code()));
    files::by_token(cx, token).await
}
