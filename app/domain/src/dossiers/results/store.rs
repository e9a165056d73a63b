//! The rows of the store.

use crate::cx::Cx;
use crate::error::{Error, Result};
use chrono::{DateTime, NaiveDate, Utc};
use model::dossiers::results::{DocumentAct, DocumentEntry, DocumentLine, DocumentUse, DocumentView, UseKind, Validity};
use model::format::local_date;
use sqlx::FromRow;

/// A document that enters the store.
pub(super) struct NewDocument<'a> {
    pub code: &'a str,
    pub owner_account: Option<i64>,
    pub owner_name: &'a str,
    pub type_code: &'a str,
    pub name: &'a str,
    pub number: &'a str,
    pub issuer_unit_id: i64,
    pub issuer: &'a str,
    pub issued_at: DateTime<Utc>,
    pub issued_on: NaiveDate,
    pub valid_until: Option<NaiveDate>,
    pub scope: &'a str,
    pub signer: &'a str,
    pub file_id: Option<i64>,
    pub dossier_id: i64,
    pub fold: &'a str,
}

sql!(
    INSERT,
    "INSERT INTO stored_document (code, owner_account, owner_name, type_code, name, number, issuer_unit_id, issuer, issued_at, issued_on, valid_until, scope,
        signer, file_id, dossier_id, state, fold)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, 'valid', $16) ON CONFLICT (dossier_id) DO NOTHING RETURNING id"
);

/// Writes a document; none if its dossier has one already.
pub(super) async fn insert(cx: &mut Cx, d: NewDocument<'_>) -> Result<Option<i64>> {
    let values = args![
        d.code,
        d.owner_account,
        d.owner_name,
        d.type_code,
        d.name,
        d.number,
        d.issuer_unit_id,
        d.issuer,
        d.issued_at,
        d.issued_on,
        d.valid_until,
        d.scope,
        d.signer,
        d.file_id,
        d.dossier_id,
        d.fold
    ];
    let row: Option<(i64,)> = cx.conn().opt(INSERT, values).await?;
    Ok(row.map(|(id,)| id))
}

sql!(
    APPEND,
    "INSERT INTO stored_document_event (document_id, seq, action, by_document_id, reason, actor_id, actor_name, unit_id, at)
     VALUES ($1, (SELECT COALESCE(MAX(e.seq), 0) + 1 FROM stored_document_event e WHERE e.document_id = $1), $2, $3, $4, $5, $6, $7, $8)"
);

/// Appends to the history of a document.
pub(super) async fn append(cx: &mut Cx, document: i64, act: DocumentAct, by: Option<i64>, reason: &str) -> Result<()> {
    let (account, name, unit, now) = (cx.actor.account_id, cx.actor.name.clone(), cx.actor.unit_id, cx.now());
    cx.conn().exec(APPEND, args![document, act.as_str(), by, reason, account, name, unit, now]).await.map(|_| ())
}

/// A document as stored.
#[derive(Debug, Clone, FromRow)]
pub(super) struct Row {
    pub id: i64,
    pub code: String,
    pub version: i64,
    pub owner_account: Option<i64>,
    pub owner_name: String,
    pub type_code: String,
    pub name: String,
    pub number: String,
    pub issuer: String,
    pub issued_on: NaiveDate,
    pub valid_until: Option<NaiveDate>,
    pub scope: String,
    pub signer: String,
    pub file_id: Option<i64>,
    pub file_name: Option<String>,
    pub size: Option<i64>,
    pub sha256: Option<String>,
    pub state: String,
    pub dossier_id: i64,
    pub dossier: String,
    /// Money of the dossier is due: its result waits.
    pub unpaid: bool,
    pub reused: i64,
}

/// Columns of [`Row`]; the rest of the statement follows.
macro_rules! documents {
    ($rest:literal) => {
        concat!(
            "SELECT s.id, s.code, s.version, s.owner_account, s.owner_name, s.type_code, s.name, s.number, s.issuer, s.issued_on, s.valid_until,
             s.scope, s.signer, s.file_id, f.name AS file_name, f.size, f.sha256, s.state, s.dossier_id, COALESCE(d.code, d.submission_code) AS dossier,
             (d.payment = 'due') AS unpaid, (SELECT COUNT(*) FROM stored_document_use u WHERE u.document_id = s.id AND u.kind = 'reuse') AS reused
             FROM stored_document s JOIN dossier d ON d.id = s.dossier_id LEFT JOIN file f ON f.id = s.file_id ",
            $rest
        )
    };
}
pub(super) use documents;

sql!(BY_CODE, documents!("WHERE s.code = $1"));

/// The document with this code.
pub(super) async fn by_code(cx: &mut Cx, code: &str) -> Result<Option<Row>> {
    if code.len() > 40 || code.contains('\0') {
        return Ok(None);
    }
    cx.conn().opt(BY_CODE, args![code.trim().to_uppercase()]).await
}

impl Row {
    /// What it is worth on a day.
    pub(super) fn validity(&self, day: NaiveDate) -> Result<Validity> {
        Ok(Validity::on(day, self.state.parse()?, self.valid_until))
    }

    pub(super) fn line(&self, day: NaiveDate) -> Result<DocumentLine> {
        Ok(DocumentLine {
            code: self.code.clone(),
            name: self.name.clone(),
            number: self.number.clone(),
            owner: self.owner_name.clone(),
            issuer: self.issuer.clone(),
            issued_on: self.issued_on,
            valid_until: self.valid_until,
            validity: self.validity(day)?,
            has_file: self.file_id.is_some(),
            reused: self.reused,
        })
    }

    /// "Giấy khai sinh số 12/TLKS".
    pub(super) fn title(&self) -> String {
        if self.number.is_empty() { self.name.clone() } else { format!("{} số {}", self.name, self.number) }
    }
}

#[derive(FromRow)]
struct EntryRow {
    action: String,
    by: Option<String>,
    reason: String,
    actor_name: String,
    at: DateTime<Utc>,
}

#[derive(FromRow)]
struct UseRow {
    kind: String,
    actor_name: String,
    unit_id: Option<i64>,
    purpose: String,
    dossier: Option<String>,
    at: DateTime<Utc>,
}

sql!(
    HISTORY,
    "SELECT e.action, o.code AS by, e.reason, e.actor_name, e.at FROM stored_document_event e LEFT JOIN stored_document o ON o.id = e.by_document_id
     WHERE e.document_id = $1 ORDER BY e.seq"
);
sql!(
    USES,
    "SELECT u.kind, u.actor_name, u.unit_id, u.purpose, COALESCE(d.code, d.submission_code) AS dossier, u.at FROM stored_document_use u
     LEFT JOIN dossier d ON d.id = u.dossier_id WHERE u.document_id = $1 ORDER BY u.id DESC LIMIT 200"
);

/// A document with its history and its uses: four statements.
pub(super) async fn view(cx: &mut Cx, row: &Row, may_mark: bool) -> Result<DocumentView> {
    let entries: Vec<EntryRow> = cx.conn().all(HISTORY, args![row.id]).await?;
    let uses: Vec<UseRow> = cx.conn().all(USES, args![row.id]).await?;
    let places: Vec<(i64, NaiveDate)> = uses.iter().filter_map(|one| Some((one.unit_id?, local_date(one.at)))).collect();
    let names = crate::org::names_on(cx, &places).await?;
    let entry = |e: EntryRow| Ok(DocumentEntry { act: e.action.parse()?, by: e.by.unwrap_or_default(), reason: e.reason, actor: e.actor_name, at: e.at });
    let history: Vec<DocumentEntry> = entries.into_iter().map(entry).collect::<Result<_>>()?;
    let one = |u: UseRow| {
        let unit = u.unit_id.and_then(|unit| names.get(&(unit, local_date(u.at))).cloned()).unwrap_or_default();
        Ok(DocumentUse { kind: u.kind.parse()?, actor: u.actor_name, unit, purpose: u.purpose, dossier: u.dossier.unwrap_or_default(), at: u.at })
    };
    let replaced_by = history.iter().rev().find(|entry| !entry.by.is_empty()).map(|entry| entry.by.clone()).unwrap_or_default();
    Ok(DocumentView {
        line: row.line(local_date(cx.now()))?,
        version: row.version,
        type_code: row.type_code.clone(),
        scope: row.scope.clone(),
        signer: row.signer.clone(),
        file: row.file_name.clone().zip(row.size).zip(row.sha256.clone()).map(|((name, size), sha256)| (name, size, sha256)),
        dossier: row.dossier.clone(),
        replaced_by,
        history,
        uses: uses.into_iter().map(one).collect::<Result<_>>()?,
        may_mark,
    })
}

/// A use of a document.
pub(super) struct NewUse<'a> {
    pub document: i64,
    pub kind: UseKind,
    pub dossier: Option<i64>,
    pub part: Option<i64>,
    pub purpose: &'a str,
    pub consented_at: Option<DateTime<Utc>>,
}

sql!(
    USE,
    "INSERT INTO stored_document_use (document_id, kind, dossier_id, part_id, purpose, consented_at, actor_id, actor_name, unit_id, at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"
);

/// Notes a use for the owner to read.
pub(super) async fn note_use(cx: &mut Cx, u: NewUse<'_>) -> Result<()> {
    let (account, name, unit, now) = (cx.actor.account_id, cx.actor.name.clone(), cx.actor.unit_id, cx.now());
    cx.conn().exec(USE, args![u.document, u.kind.as_str(), u.dossier, u.part, u.purpose, u.consented_at, account, name, unit, now]).await.map(|_| ())
}

/// The stored bytes of a document: only whole ones leave the house.
pub(super) async fn whole_file(cx: &mut Cx, row: &Row) -> Result<crate::files::StoredFile> {
    let file = row.file_id.ok_or(Error::NotFound)?;
    let file = crate::files::by_id(cx, file).await?;
    if cx.portal().files().is_whole(&file.sha256, file.size).await? {
        return Ok(file);
    }
    Err(Error::conflict(format!(
        "Tệp của {} trong kho không còn nguyên vẹn nên không dùng được. Hãy gọi đường dây nóng {}.",
        row.title(),
        cx.settings().hotline
    )))
}
