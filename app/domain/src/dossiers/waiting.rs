//! Dossiers that wait for the person who acts, for the page Hôm nay.

use super::desk::list;
use crate::cx::Cx;
use crate::error::{Error, Result};
use crate::today::{DueKind, WorkItem, WorkKind};
use chrono::{DateTime, Utc};
use model::calendar::DueClass;
use model::dossiers::{DeskFilter, DeskRow, Queue};
use model::format::local_date;

/// The lists in which something waits for an act of this person, with the words of the act. The first page of each.
const QUEUES: [(Queue, &str); 7] = [
    (Queue::Intake, "Tiếp nhận"),
    (Queue::Assign, "Phân công"),
    (Queue::Mine, "Mở hồ sơ"),
    (Queue::Supplement, "Duyệt bổ sung"),
    (Queue::Sign, "Xem và ký"),
    (Queue::Publish, "Phát hành"),
    (Queue::Return, "Trả kết quả"),
];

/// What waits for the person who acts.
///
/// # Errors
/// If the database cannot be read.
pub async fn work_items(cx: &mut Cx) -> Result<Vec<WorkItem>> {
    let now = cx.now();
    let mut items: Vec<WorkItem> = Vec::new();
    for (queue, action) in QUEUES {
        let filter = DeskFilter { queue: Some(queue), page: 1, ..DeskFilter::default() };
        let rows = match list(cx, &filter).await {
            Ok(found) => found.rows,
            Err(Error::Forbidden { .. }) => continue,
            Err(error) => return Err(error),
        };
        for row in rows {
            if !items.iter().any(|item| item.code == row.code) {
                items.push(item(row, action, now));
            }
        }
    }
    Ok(items)
}

fn item(row: DeskRow, action: &str, now: DateTime<Utc>) -> WorkItem {
    let state = row.stage.map_or(row.state.label(), |stage| stage.label());
    let who_and_state =
        if row.officer.is_empty() { format!("{} · {state}", row.applicant) } else { format!("{} · {state}, {} phụ trách", row.applicant, row.officer) };
    WorkItem {
        kind: WorkKind::Dossier,
        href: format!("/can-bo/ho-so/{}", row.code),
        title: row.procedure,
        who_and_state,
        due: row.due,
        due_text: row.remaining,
        due_kind: kind(row.class, row.due, now),
        action_label: action.to_owned(),
        code: row.code,
    }
}

fn kind(class: DueClass, due: Option<DateTime<Utc>>, now: DateTime<Utc>) -> DueKind {
    match (class, due) {
        (DueClass::Overdue | DueClass::Late, _) => DueKind::Overdue,
        (DueClass::Paused, _) => DueKind::Paused,
        (DueClass::NoDue, _) | (_, None) => DueKind::Open,
        (_, Some(due)) => match (local_date(due) - local_date(now)).num_days() {
            i64::MIN..=0 => DueKind::Today,
            1..=3 => DueKind::Soon,
            _ => DueKind::Later,
        },
    }
}
