//! Questions that wait for an answer of the person who acts: their number, and their rows on the page Hôm nay.

use super::super::access::{self, Access};
use super::super::desk::queues::within;
use super::rules;
use super::store::{self, Row};
use crate::cx::Cx;
use crate::db::Query;
use crate::error::Result;
use crate::today::counts::Counting;
use crate::today::{DueKind, MOST, WorkItem, WorkKind};
use chrono::{DateTime, Utc};
use model::access::Reach;
use model::dossiers::ConsultationState;
use model::format::{day_range, local_date, time_date};

/// Still to be answered, and the dossier was not submitted for signature meanwhile.
const OPEN: &str =
    "c.state IN ('asked', 'accepted') AND c.waived_at IS NULL AND d.state IN ('processing', 'awaiting_supplement', 'awaiting_payment', 'withdraw_requested')
    AND (d.stage IS NULL OR d.stage NOT IN ('to_sign', 'signed', 'published')) AND ";

fn condition(query: &mut Query, reach: &Reach) {
    query.push(OPEN);
    within(query, &["c.asked_unit_id"], reach);
}

/// Adds how many questions wait, how many of them are overdue, and how many are due today.
pub(in crate::dossiers) fn count(cx: &Cx, access: &Access, counting: &mut Counting) {
    let reach = rules::answers_for(access);
    if reach.is_empty() {
        return;
    }
    let now = cx.now();
    let (_, tomorrow) = day_range(local_date(now), local_date(now));
    let query = counting.arm(WorkKind::Dossier.as_str());
    query
        .push("COUNT(*) AS total, COALESCE(SUM(CASE WHEN c.due < ")
        .bind(now)
        .push(" THEN 1 ELSE 0 END), 0) AS overdue, COALESCE(SUM(CASE WHEN c.due >= ")
        .bind(now)
        .push(" AND c.due < ")
        .bind(tomorrow);
    query.push(" THEN 1 ELSE 0 END), 0) AS today FROM consultation c JOIN dossier d ON d.id = c.dossier_id WHERE ");
    condition(query, &reach);
}

/// The most urgent ones as rows.
pub(in crate::dossiers) async fn work_items(cx: &mut Cx) -> Result<Vec<WorkItem>> {
    let reach = rules::answers_for(&access::of(&cx.actor));
    if reach.is_empty() {
        return Ok(Vec::new());
    }
    let now = cx.now();
    let mut query = store::select(store::today(cx));
    condition(&mut query, &reach);
    query.push(" ORDER BY c.due, c.id LIMIT ").bind(MOST);
    let rows: Vec<Row> = query.all(&mut cx.conn()).await?;
    rows.iter().map(|row| item(row, now)).collect()
}

fn item(row: &Row, now: DateTime<Utc>) -> Result<WorkItem> {
    let accepted = row.state()? == ConsultationState::Accepted;
    let (due_kind, words) = match (local_date(row.due) - local_date(now)).num_days() {
        _ if row.due < now => (DueKind::Overdue, "Quá hạn"),
        i64::MIN..=0 => (DueKind::Today, "Hạn"),
        1..=3 => (DueKind::Soon, "Hạn"),
        _ => (DueKind::Later, "Hạn"),
    };
    Ok(WorkItem {
        kind: WorkKind::Dossier,
        code: row.dossier.clone(),
        title: format!("Xin ý kiến: {}", row.procedure_name),
        who_and_state: format!("{} hỏi · {}", row.asking_unit, if accepted { "đã nhận, chờ trả lời" } else { "chưa nhận" }),
        due: Some(row.due),
        due_text: format!("{words} {}", time_date(row.due)),
        due_kind,
        action_label: "Trả lời".to_owned(),
        href: format!("/can-bo/xin-y-kien/{}", row.id),
    })
}
