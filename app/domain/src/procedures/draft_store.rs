//! SQL of drafts of versions.

use crate::cx::Cx;
use crate::error::{Error, Result};
use chrono::{DateTime, Utc};
use model::procedures::{DraftEvent, DraftState, DraftStep, ProcedureDoc};
use sqlx::FromRow;

/// A draft as stored.
#[derive(Debug, Clone, FromRow)]
pub(super) struct DraftRow {
    pub id: i64,
    pub code: String,
    pub state: String,
    pub version: i64,
    /// JSON of a [`ProcedureDoc`].
    pub content: String,
    pub base_version_id: Option<i64>,
    pub published_version_id: Option<i64>,
    pub updated_at: DateTime<Utc>,
}

impl DraftRow {
    pub fn state(&self) -> Result<DraftState> {
        Ok(self.state.parse()?)
    }

    pub fn doc(&self) -> Result<ProcedureDoc> {
        Ok(serde_json::from_str(&self.content)?)
    }
}

sql!(
    OPEN,
    "SELECT id, code, state, version, content, base_version_id, published_version_id, updated_at FROM procedure_draft
     WHERE code = $1 AND state IN ('draft', 'in_review', 'approved')"
);

/// The open draft of a code.
pub(super) async fn open(cx: &mut Cx, code: &str) -> Result<Option<DraftRow>> {
    cx.conn().opt(OPEN, args![code]).await
}

sql!(
    INSERT,
    "INSERT INTO procedure_draft (code, name, sector_code, fold, state, version, content, base_version_id, created_at, updated_at)
     VALUES ($1, $2, $3, $4, 'draft', 0, $5, $6, $7, $7) ON CONFLICT (code) WHERE state IN ('draft', 'in_review', 'approved') DO NOTHING RETURNING id"
);

/// Writes a new draft, before its first event.
///
/// # Errors
/// `Conflict` if the code has an open draft.
pub(super) async fn insert(cx: &mut Cx, code: &str, doc: &ProcedureDoc, base: Option<i64>) -> Result<DraftRow> {
    let (now, content) = (cx.now(), serde_json::to_string(doc)?);
    let general = &doc.general;
    let id: Option<(i64,)> = cx.conn().opt(INSERT, args![code, &general.name, &general.sector, fold(doc), &content, base, now]).await?;
    let Some((id,)) = id else {
        return Err(Error::conflict(format!("Thủ tục {code} đang có một dự thảo. Hãy sửa tiếp dự thảo đó.")));
    };
    Ok(DraftRow {
        id,
        code: code.to_owned(),
        state: DraftState::Draft.as_str().to_owned(),
        version: 0,
        content,
        base_version_id: base,
        published_version_id: None,
        updated_at: now,
    })
}

fn fold(doc: &ProcedureDoc) -> String {
    super::search_words(&format!("{} {} {}", doc.general.name, doc.general.synonyms, doc.general.code))
}

sql!(
    SAVE,
    "UPDATE procedure_draft SET state = $3, version = version + 1, content = $4, name = $5, sector_code = $6, fold = $7, published_version_id = $8, updated_at = $9
     WHERE id = $1 AND version = $2"
);

/// Stores a changed draft.
///
/// # Errors
/// `Conflict` if somebody was faster.
pub(super) async fn save(cx: &mut Cx, row: &DraftRow) -> Result<()> {
    let (now, doc) = (cx.now(), row.doc()?);
    let general = &doc.general;
    let values = args![row.id, row.version, &row.state, &row.content, &general.name, &general.sector, fold(&doc), row.published_version_id, now];
    if cx.conn().exec(SAVE, values).await? == 1 { Ok(()) } else { Err(Error::stale(&format!("Dự thảo {}", row.code), now)) }
}

sql!(
    APPEND,
    "INSERT INTO procedure_draft_event (draft_id, seq, step, from_state, to_state, actor_id, actor_name, at, note) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
);

/// Appends the event of a step; its number is the version of the draft after it.
pub(super) async fn append(cx: &mut Cx, row: &DraftRow, step: DraftStep, from: Option<DraftState>, note: &str) -> Result<()> {
    let (now, account, name) = (cx.now(), cx.actor.account_id, cx.actor.name.clone());
    let from = from.map(DraftState::as_str);
    cx.conn().exec(APPEND, args![row.id, row.version + 1, step.as_str(), from, &row.state, account, name, now, note]).await.map(|_| ())
}

sql!(EVENTS, "SELECT step, at, actor_name, note FROM procedure_draft_event WHERE draft_id = $1 ORDER BY seq DESC LIMIT 100");

/// The history of a draft, newest first.
pub(super) async fn events(cx: &mut Cx, draft: i64) -> Result<Vec<DraftEvent>> {
    let rows: Vec<(String, DateTime<Utc>, String, String)> = cx.conn().all(EVENTS, args![draft]).await?;
    rows.into_iter().map(|(step, at, actor, note)| Ok(DraftEvent { step: step.parse()?, at, actor, note })).collect()
}

sql!(IS_AUTHOR, "SELECT COUNT(*) FROM procedure_draft_event WHERE draft_id = $1 AND actor_id = $2 AND step IN ('create', 'import', 'edit', 'submit')");

/// True if this account wrote something of the draft or asked for its review.
pub(super) async fn is_author(cx: &mut Cx, draft: i64, account: i64) -> Result<bool> {
    Ok(cx.conn().count(IS_AUTHOR, args![draft, account]).await? > 0)
}
