//! The supplement requests of a dossier.

use crate::cx::Cx;
use crate::error::Result;
use crate::files::stored_kinds;
use chrono::{DateTime, NaiveDate, Utc};
use model::dossiers::{SupplementItem, SupplementRequest};
use sqlx::FromRow;

#[derive(FromRow)]
struct RequestRow {
    id: i64,
    seq: i64,
    stage: String,
    state: String,
    reply_by: NaiveDate,
    proposed_by: Option<i64>,
    proposed_by_name: String,
    proposed_at: DateTime<Utc>,
    approved_by_name: String,
    answer_seq: Option<i64>,
}

#[derive(FromRow)]
struct ItemRow {
    request_id: i64,
    id: i64,
    part_id: Option<i64>,
    subject: String,
    reason: String,
    basis: String,
    how_to_fix: String,
    state: String,
    answer: String,
    file_types: String,
    verdict_reason: String,
}

sql!(
    REQUESTS,
    "SELECT id, seq, stage, state, reply_by, proposed_by, proposed_by_name, proposed_at, approved_by_name, answer_seq FROM supplement_request
     WHERE dossier_id = $1 ORDER BY seq"
);
sql!(
    ITEMS,
    "SELECT i.request_id, i.id, i.part_id, i.subject, i.reason, i.basis, i.how_to_fix, i.state, i.answer, COALESCE(q.file_types, '') AS file_types,
         COALESCE((SELECT v.reason FROM supplement_verdict v WHERE v.item_id = i.id ORDER BY v.id DESC LIMIT 1), '') AS verdict_reason
     FROM supplement_item i JOIN supplement_request r ON r.id = i.request_id LEFT JOIN dossier_part p ON p.id = i.part_id
     LEFT JOIN required_part q ON q.id = p.required_part_id WHERE r.dossier_id = $1 ORDER BY i.request_id, i.place"
);

/// Every request with its items, oldest first.
pub(in crate::dossiers) async fn supplements(cx: &mut Cx, dossier: i64) -> Result<Vec<SupplementRequest>> {
    let requests: Vec<RequestRow> = cx.conn().all(REQUESTS, args![dossier]).await?;
    let items: Vec<ItemRow> = if requests.is_empty() { Vec::new() } else { cx.conn().all(ITEMS, args![dossier]).await? };
    requests
        .into_iter()
        .map(|r| {
            let items = items.iter().filter(|item| item.request_id == r.id).map(|i| {
                Ok(SupplementItem {
                    id: i.id,
                    part_id: i.part_id,
                    subject: i.subject.clone(),
                    reason: i.reason.clone(),
                    basis: i.basis.clone(),
                    how_to_fix: i.how_to_fix.clone(),
                    state: i.state.parse()?,
                    answer: i.answer.clone(),
                    file_types: stored_kinds(&i.file_types)?,
                    verdict_reason: i.verdict_reason.clone(),
                })
            });
            Ok(SupplementRequest {
                id: r.id,
                seq: r.seq,
                stage: r.stage.parse()?,
                state: r.state.parse()?,
                reply_by: r.reply_by,
                proposed_by: r.proposed_by_name,
                proposed_by_id: r.proposed_by,
                proposed_at: r.proposed_at,
                approved_by: r.approved_by_name,
                has_receipt: r.answer_seq.is_some(),
                items: items.collect::<Result<_>>()?,
            })
        })
        .collect()
}
