//! The end of drafts: a message three days before, and the removal (10 §10).

use crate::audit::AuditEvent;
use crate::cx::Cx;
use crate::error::Result;
use crate::identity::crypto::{self, purpose::ANSWERS};
use crate::notify::{self, Recipient};
use chrono::{DateTime, Duration, Utc};
use model::dossiers::apply::field;
use model::format::local_date;
use model::notify::{Event, NotifyChannel};
use model::procedures::Answers;
use sqlx::FromRow;

/// How long before the end the message goes out.
const BEFORE: Duration = Duration::days(3);
/// Most messages of one night.
const MOST: i64 = 5_000;

sql!(DELETE_FILES, "DELETE FROM dossier_draft_file WHERE draft_id = $1");
sql!(DELETE_ANSWER_FILES, "DELETE FROM dossier_draft_answer_file WHERE draft_id = $1");
sql!(DELETE, "DELETE FROM dossier_draft WHERE id = $1 AND submitted_at IS NULL");

/// Removes one draft with the rows of its files; false if it was submitted meanwhile: the caller then gives up.
pub(super) async fn delete(cx: &mut Cx, id: i64) -> Result<bool> {
    cx.conn().exec(DELETE_FILES, args![id]).await?;
    cx.conn().exec(DELETE_ANSWER_FILES, args![id]).await?;
    Ok(cx.conn().exec(DELETE, args![id]).await? == 1)
}

sql!(PRUNE_FILES, "DELETE FROM dossier_draft_file WHERE draft_id IN (SELECT id FROM dossier_draft WHERE submitted_at IS NULL AND expires_at <= $1)");
sql!(
    PRUNE_ANSWER_FILES,
    "DELETE FROM dossier_draft_answer_file WHERE draft_id IN (SELECT id FROM dossier_draft WHERE submitted_at IS NULL AND expires_at <= $1)"
);
sql!(PRUNE, "DELETE FROM dossier_draft WHERE submitted_at IS NULL AND expires_at <= $1");

/// Removes drafts that expired and returns how many.
///
/// # Errors
/// If the database cannot be written.
pub async fn prune(cx: &mut Cx) -> Result<u64> {
    let now = cx.now();
    cx.conn().exec(PRUNE_FILES, args![now]).await?;
    cx.conn().exec(PRUNE_ANSWER_FILES, args![now]).await?;
    let removed = cx.conn().exec(PRUNE, args![now]).await?;
    if removed > 0 {
        cx.audit(AuditEvent::new("draft.pruned", "dossier_draft", "*").detail(format!("{removed} bản nháp quá hạn")));
    }
    Ok(removed)
}

#[derive(FromRow)]
struct EndingRow {
    code: String,
    name: String,
    account_id: Option<i64>,
    answers: String,
    expires_at: DateTime<Utc>,
}

sql!(
    ENDING,
    "SELECT d.code, v.name, d.account_id, d.answers, d.expires_at FROM dossier_draft d JOIN procedure_offer o ON o.id = d.offer_id
     JOIN procedure_version v ON v.id = o.version_id
     WHERE d.submitted_at IS NULL AND (d.assisted_by IS NULL OR d.sent_home_at IS NOT NULL) AND d.expires_at > $1 AND d.expires_at <= $2 ORDER BY d.expires_at, d.id LIMIT $3"
);

/// Tells people whose draft ends within three days, once for each end.
///
/// # Errors
/// If the database cannot be written.
pub async fn warn(cx: &mut Cx) -> Result<()> {
    let now = cx.now();
    let rows: Vec<EndingRow> = cx.conn().all(ENDING, args![now, now + BEFORE, MOST]).await?;
    for row in rows {
        let answers: Answers = serde_json::from_str(&crypto::open_text(cx.settings(), ANSWERS, &row.answers))?;
        let typed = |name: &str| answers.get(name).map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
        let phone = typed(field::PHONE).map(|text| text.chars().filter(char::is_ascii_digit).collect::<String>()).filter(|text| text.len() == 10);
        let to = Recipient { account_id: row.account_id, phone, email: None, channels: vec![NotifyChannel::Zalo] };
        let link = format!("/nop/{}", row.code);
        let values = [("ma", row.code.clone()), ("ten", row.name), ("link", format!("{}{link}", cx.settings().base_url))];
        let key = format!("draft:{}:{}", row.code, local_date(row.expires_at));
        notify::send(cx, Event::DraftExpiring, &key, &to, &values, &link).await?;
    }
    Ok(())
}
