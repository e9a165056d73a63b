//! "Dùng giấy tờ đã có" (02 §16): a document of the owner stands for a part of an application, with consent; its owner and the
//! desk see where it went and where it comes from.

use super::super::draft::{self, DraftKey};
use super::issue::type_code;
use super::store::{self, NewUse, Row, documents};
use crate::audit::AuditEvent;
use crate::cx::Cx;
use crate::error::{Error, Result};
use crate::files::stored_kinds;
use chrono::{DateTime, NaiveDate, Utc};
use model::dossiers::DossierView;
use model::dossiers::results::{PartReuse, Provenance, Reuse, ReuseChoice, UseKind, Validity, until_words};
use model::files::{FileKind, Purpose};
use model::format::{date, local_date};
use sqlx::FromRow;

sql!(PART, "SELECT name, reuse_code, file_types FROM required_part WHERE id = $1");
sql!(
    FITTING,
    documents!(
        "WHERE s.owner_account = $1 AND s.type_code = $2 AND s.state = 'valid' AND (s.valid_until IS NULL OR s.valid_until >= $3) AND s.file_id IS NOT NULL
         AND d.payment <> 'due' AND NOT EXISTS (SELECT 1 FROM dossier_draft_file t WHERE t.draft_id = $4 AND t.file_id = s.file_id) ORDER BY s.id DESC LIMIT 10"
    )
);
sql!(
    USED,
    "SELECT t.file_id, s.name, s.number FROM dossier_draft_file t JOIN stored_document s ON s.id = t.document_id WHERE t.draft_id = $1 AND t.part_id = $2 ORDER BY t.id"
);

/// Name of a part, the type that a document must have to stand for it, and whether the part takes the files of documents.
async fn purpose(cx: &mut Cx, part: i64) -> Result<(String, String, bool)> {
    let (name, reuse, kinds): (String, String, String) = cx.conn().one(PART, args![part]).await?;
    let code = type_code(&reuse, &name);
    Ok((name, code, stored_kinds(&kinds)?.or(Purpose::Dossier).has(FileKind::Pdf)))
}

/// What the page of a part offers from the store of the applicant.
///
/// # Errors
/// `NotFound` for a draft of somebody else.
pub async fn of_part(cx: &mut Cx, key: &DraftKey, part: i64) -> Result<PartReuse> {
    let row = draft::open(cx, key).await?;
    let Some(account) = cx.actor.account_id else { return Ok(PartReuse::default()) };
    let (_, wanted, takes) = purpose(cx, part).await?;
    let today = local_date(cx.now());
    let found: Vec<Row> = if takes { cx.conn().all(FITTING, args![account, wanted, today, row.id]).await? } else { Vec::new() };
    let used: Vec<(i64, String, String)> = cx.conn().all(USED, args![row.id, part]).await?;
    let choice = |row: Row| ReuseChoice {
        name: row.title(),
        about: format!("{} cấp ngày {}, giá trị {}", row.issuer, date(row.issued_on), until_words(row.valid_until)),
        code: row.code,
    };
    Ok(PartReuse {
        choices: found.into_iter().map(choice).collect(),
        used: used.into_iter().map(|(id, name, number)| (id, format!("{name} {number}"))).collect(),
    })
}

/// Refuses a document that may not stand for the part, with the reason; gives it otherwise.
async fn fitting(cx: &mut Cx, part: i64, code: &str) -> Result<Row> {
    let wrong = |message: String| Error::field("giay_da_co", message);
    let account = cx.actor.account_id.ok_or(Error::Unauthorized)?;
    let row = store::by_code(cx, code).await?;
    // Somebody else's document and one that waits for its money look like no document at all.
    let Some(row) = row.filter(|row| row.owner_account == Some(account) && !row.unpaid) else {
        return Err(wrong("Không có giấy tờ này trong Giấy tờ của tôi. Hãy chọn lại trong danh sách.".to_owned()));
    };
    let (name, wanted, _) = purpose(cx, part).await?;
    if row.type_code != wanted {
        return Err(wrong(format!("{} không dùng được cho mục “{name}”. Hãy chọn giấy tờ khác, hoặc tải tệp lên.", row.title())));
    }
    match row.validity(local_date(cx.now()))? {
        Validity::Valid => {}
        worth => return Err(wrong(format!("{} {}. Hãy chọn giấy tờ khác, hoặc tải tệp lên.", row.title(), worth.label().to_lowercase()))),
    }
    if row.file_id.is_none() {
        return Err(wrong(format!("{} chỉ có bản giấy. Hãy chụp và tải tệp lên.", row.title())));
    }
    Ok(row)
}

/// Uses a document for a part of a draft. Checked: owner, purpose, validity, not replaced, and the file read back whole.
///
/// # Errors
/// `Invalid` on the field `giay_da_co` with the reason; `Conflict` if the file is not whole or the draft was submitted;
/// `NotFound` for a draft of somebody else.
pub async fn attach(cx: &mut Cx, key: &DraftKey, part: i64, input: &Reuse) -> Result<()> {
    draft::open(cx, key).await?;
    let row = fitting(cx, part, &input.code).await?;
    let file = store::whole_file(cx, &row).await?;
    draft::attach_stored(cx, key, part, &file, row.id).await?;
    cx.audit(AuditEvent::new("document.consented", "stored_document_read", &row.code).detail(format!("dossier_draft {}", key.code)));
    Ok(())
}

#[derive(FromRow)]
struct Taken {
    document_id: i64,
    consented_at: Option<DateTime<Utc>>,
    part_id: i64,
    part: String,
    code: String,
    name: String,
    state: String,
    valid_until: Option<NaiveDate>,
    procedure: String,
}

sql!(
    TAKEN,
    "SELECT t.document_id, t.consented_at, p.id AS part_id, p.name AS part, s.code, s.name, s.state, s.valid_until, v.name AS procedure
     FROM dossier_draft_file t JOIN stored_document s ON s.id = t.document_id JOIN dossier_part p ON p.dossier_id = $2 AND p.required_part_id = t.part_id
     JOIN dossier_file x ON x.dossier_id = $2 AND x.file_id = t.file_id AND x.part_id = p.id JOIN dossier d ON d.id = $2
     JOIN procedure_version v ON v.id = d.procedure_version_id WHERE t.draft_id = $1 ORDER BY t.id"
);
// 3: reused from the result of another dossier (02 §7).
sql!(REUSED, "UPDATE dossier_part SET digitisation = 3 WHERE id = $1");

/// Writes down which documents a submitted draft used. Part of D02.
///
/// # Errors
/// `Conflict` for a document that was replaced or revoked, or ran out, since it was chosen.
pub(in crate::dossiers) async fn log_uses(cx: &mut Cx, draft: i64, dossier: i64) -> Result<()> {
    let taken: Vec<Taken> = cx.conn().all(TAKEN, args![draft, dossier]).await?;
    let today = local_date(cx.now());
    for one in taken {
        let worth = Validity::on(today, one.state.parse()?, one.valid_until);
        if worth != Validity::Valid {
            let (name, code, word) = (&one.name, &one.code, worth.label().to_lowercase());
            return Err(Error::conflict(format!("{name} ({code}) {word} sau khi bạn chọn. Hãy mở trang “{}”, xóa tệp này rồi chọn cách nộp khác.", one.part)));
        }
        cx.conn().exec(REUSED, args![one.part_id]).await?;
        let purpose = format!("{}: {}", one.procedure, one.part);
        let note = NewUse {
            document: one.document_id,
            kind: UseKind::Reuse,
            dossier: Some(dossier),
            part: Some(one.part_id),
            purpose: &purpose,
            consented_at: one.consented_at,
        };
        store::note_use(cx, note).await?;
    }
    Ok(())
}

#[derive(FromRow)]
struct ProvenanceRow {
    part_id: Option<i64>,
    code: String,
    name: String,
    number: String,
    issuer: String,
    issued_on: NaiveDate,
    state: String,
    valid_until: Option<NaiveDate>,
    consented_at: Option<DateTime<Utc>>,
    at: DateTime<Utc>,
    sha256: Option<String>,
}

sql!(
    PROVENANCE,
    "SELECT u.part_id, s.code, s.name, s.number, s.issuer, s.issued_on, s.state, s.valid_until, u.consented_at, u.at, f.sha256
     FROM stored_document_use u JOIN stored_document s ON s.id = u.document_id LEFT JOIN file f ON f.id = s.file_id
     WHERE u.dossier_id = $1 AND u.kind = 'reuse' ORDER BY u.id"
);

/// Where the reused papers of a dossier come from, for those who may see the dossier: the caller has it.
///
/// # Errors
/// If the database cannot be read.
pub async fn provenance(cx: &mut Cx, dossier: &DossierView) -> Result<Vec<Provenance>> {
    let rows: Vec<ProvenanceRow> = cx.conn().all(PROVENANCE, args![dossier.id]).await?;
    let today = local_date(cx.now());
    let line = |row: ProvenanceRow| {
        Ok(Provenance {
            part_id: row.part_id.unwrap_or_default(),
            name: format!("{} số {}", row.name, row.number),
            code: row.code,
            issuer: row.issuer,
            issued_on: row.issued_on,
            validity: Validity::on(today, row.state.parse()?, row.valid_until),
            consented_at: row.consented_at.unwrap_or(row.at),
            sha256: row.sha256.unwrap_or_default(),
        })
    };
    rows.into_iter().map(line).collect()
}
