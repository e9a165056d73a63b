//! The history of a dossier: events are appended, never changed; each file names the event that it came with.

use super::partners;
use crate::cx::Cx;
use crate::db::Conn;
use crate::error::Result;
use chrono::{DateTime, Utc};
use model::dossiers::SupplementItem;

sql!(
    EVENT,
    "INSERT INTO dossier_event (dossier_id, seq, action, from_state, to_state, stage_from, stage_to, actor_id, actor_name, on_behalf_of, unit_id, at, note, basis,
        due_before, due_after)
     VALUES ($1, (SELECT COALESCE(MAX(e.seq), 0) + 1 FROM dossier_event e WHERE e.dossier_id = $1), $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
     RETURNING seq, EXISTS (SELECT 1 FROM national_case c WHERE c.dossier_id = $1)"
);

/// One row of the history, without its number.
#[derive(Debug, Clone, Default)]
pub(super) struct EventRow {
    pub action: String,
    pub from_state: Option<String>,
    pub to_state: String,
    pub stage_from: Option<String>,
    pub stage_to: Option<String>,
    pub on_behalf_of: Option<i64>,
    pub note: String,
    pub basis: String,
    pub due_before: Option<DateTime<Utc>>,
    pub due_after: Option<DateTime<Utc>>,
}

/// Appends an event and returns its number. The dossier row is locked by then, so numbers stay dense.
pub(super) async fn append(cx: &mut Cx, dossier: i64, event: &EventRow) -> Result<i64> {
    let (account, name, unit, now) = (cx.actor.account_id, cx.actor.name.clone(), cx.actor.unit_id, cx.now());
    let values = args![
        dossier,
        &event.action,
        event.from_state.clone(),
        &event.to_state,
        event.stage_from.clone(),
        event.stage_to.clone(),
        account,
        name,
        event.on_behalf_of,
        unit,
        now,
        &event.note,
        &event.basis,
        event.due_before,
        event.due_after
    ];
    let (seq, national): (i64, bool) = cx.conn().one(EVENT, values).await?;
    if national {
        // The national portal is told of each step of its dossiers.
        partners::outgoing::tell(cx, dossier, seq).await?;
    }
    Ok(seq)
}

sql!(
    LINK_FILE,
    "INSERT INTO dossier_file (dossier_id, part_id, file_id, role, event_seq, added_at) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (dossier_id, file_id) DO NOTHING"
);

/// Links a stored file to a dossier, and to one of its parts.
pub(super) async fn link_file(conn: &mut Conn<'_>, dossier: i64, part: Option<i64>, file: i64, role: &str, seq: i64, at: DateTime<Utc>) -> Result<()> {
    conn.exec(LINK_FILE, args![dossier, part, file, role, seq, at]).await?;
    Ok(())
}

sql!(
    LINK_ITEM,
    "INSERT INTO dossier_file (dossier_id, part_id, file_id, role, event_seq, added_at, question, item_id) VALUES ($1, $2, $3, 'supplement', $4, $5, $6, $7)
     ON CONFLICT (dossier_id, file_id) DO NOTHING"
);

/// Links a stored file that answers an item of a supplement; without a part it stands under the words of the item.
pub(super) async fn link_item(conn: &mut Conn<'_>, dossier: i64, item: &SupplementItem, file: i64, seq: i64, at: DateTime<Utc>) -> Result<()> {
    let question = if item.part_id.is_some() { "" } else { item.subject.as_str() };
    conn.exec(LINK_ITEM, args![dossier, item.part_id, file, seq, at, question, item.id]).await?;
    Ok(())
}

sql!(
    LINK_ANSWER,
    "INSERT INTO dossier_file (dossier_id, file_id, role, event_seq, added_at, question) VALUES ($1, $2, 'part', $3, $4, $5) ON CONFLICT (dossier_id, file_id) DO NOTHING"
);

/// Links a stored file that answers a question of the e-form.
pub(super) async fn link_answer(conn: &mut Conn<'_>, dossier: i64, question: &str, file: i64, seq: i64, at: DateTime<Utc>) -> Result<()> {
    conn.exec(LINK_ANSWER, args![dossier, file, seq, at, question]).await?;
    Ok(())
}
