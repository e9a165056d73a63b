//! A published result enters the store of its owner.

use super::super::row::DossierRow;
use super::store::{self, NewDocument};
use crate::audit::AuditEvent;
use crate::cx::Cx;
use crate::error::Result;
use crate::files::StoredFile;
use crate::numbering;
use model::dossiers::apply::{OnBehalf, field};
use model::dossiers::results::{DocumentAct, ResultFacts};
use model::dossiers::{Answer, DossierView};
use model::format::local_date;
use model::text::{clean_line, fold, slug};

/// Name of the act in the audit log; the check of a document looks it up there.
pub(super) const ISSUED: &str = "document.issued";

// What the result of a version is called, and the type code that its output part gives it.
sql!(
    RESULT_OF,
    "SELECT v.result, COALESCE((SELECT r.reuse_code FROM required_part r WHERE r.version_id = v.id AND r.kind = 'output' AND r.reuse_code <> ''
        ORDER BY r.seq LIMIT 1), '') FROM procedure_version v WHERE v.id = $1"
);
sql!(LAST_NUMBER, "SELECT number FROM stored_document WHERE issuer_unit_id = $1 AND id = (SELECT MAX(id) FROM stored_document WHERE issuer_unit_id = $1)");

/// Puts the result of a dossier into the store: once, however often it is called.
///
/// # Errors
/// If the database cannot be written.
pub(in crate::dossiers) async fn enter(cx: &mut Cx, row: &DossierRow, file: Option<&StoredFile>, facts: &ResultFacts) -> Result<()> {
    let (result, reuse): (String, String) = cx.conn().one(RESULT_OF, args![row.procedure_version_id]).await?;
    let name = if result.is_empty() { format!("Kết quả {}", row.procedure_name) } else { result };
    let (owner_account, owner_name) = owner(row)?;
    let now = row.finished_at.unwrap_or_else(|| cx.now());
    let code = format!("GT-{}", numbering::random_code(8));
    let folded = fold(&format!("{code} {name} {} {owner_name} {}", row.result_number, row.public_code()));
    let document = NewDocument {
        code: &code,
        owner_account,
        owner_name: &owner_name,
        type_code: &type_code(&reuse, &name),
        name: &name,
        number: &row.result_number,
        issuer_unit_id: row.continuing_unit_id.unwrap_or(row.competent_unit_id),
        issuer: &row.competent_unit,
        issued_at: now,
        issued_on: local_date(now),
        valid_until: facts.valid_until,
        scope: if facts.scope.is_empty() { "Cả nước" } else { &facts.scope },
        signer: &row.signed_by,
        file_id: file.map(|file| file.id),
        dossier_id: row.id,
        fold: &folded,
    };
    let Some(id) = store::insert(cx, document).await? else { return Ok(()) };
    store::append(cx, id, DocumentAct::Issued, None, "").await?;
    let digest = file.map_or_else(|| "bản giấy".to_owned(), |file| format!("sha256 {}", file.sha256));
    cx.audit(AuditEvent::new(ISSUED, "stored_document", &code).detail(digest));
    Ok(())
}

/// The type code of a document or of a part: that of the catalogue, else the words of its name.
pub(super) fn type_code(reuse: &str, name: &str) -> String {
    if reuse.is_empty() { slug(name) } else { reuse.to_owned() }
}

/// Whose document it is: the account that applied for itself; a name only if it applied for somebody else.
fn owner(row: &DossierRow) -> Result<(Option<i64>, String)> {
    let answers: Vec<Answer> = serde_json::from_str(&row.answers)?;
    let of = |name: &str| answers.iter().find(|answer| answer.name == name).map(|answer| answer.value.trim()).filter(|value| !value.is_empty());
    let named = |name: &str| of(name).map_or_else(|| row.applicant_name.clone(), |value| clean_line(value, 200));
    Ok(match of(field::ON_BEHALF) {
        Some(who) if who == OnBehalf::Other.label() => (None, named("nguoi_uy_quyen")),
        Some(who) if who == OnBehalf::Organisation.label() => (None, named("ten_to_chuc")),
        _ => (row.applicant_account, row.applicant_name.clone()),
    })
}

/// The number that the agency of a dossier gave last, as a help for the clerk; empty before the first.
///
/// # Errors
/// If the database cannot be read.
pub async fn last_number(cx: &mut Cx, dossier: &DossierView) -> Result<String> {
    let unit = dossier.continuing_unit_id.unwrap_or(dossier.competent_unit_id);
    let row: Option<(String,)> = cx.conn().opt(LAST_NUMBER, args![unit]).await?;
    Ok(row.map(|(number,)| number).unwrap_or_default())
}
