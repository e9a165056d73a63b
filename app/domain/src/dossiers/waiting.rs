//! Dossiers that wait for the person who acts, for the page Hôm nay.

use super::desk::waiting;
use crate::cx::Cx;
use crate::error::Result;
use crate::today::{DueKind, WorkItem, WorkKind};
use chrono::{DateTime, Utc};
use model::access::{Action, ObjectKind};
use model::calendar::DueClass;
use model::dossiers::{DeskRow, DossierState, ProcessingStage as Stage};
use model::format::local_date;

/// What waits for the person who acts.
///
/// # Errors
/// If the database cannot be read.
pub async fn work_items(cx: &mut Cx) -> Result<Vec<WorkItem>> {
    let (now, person) = (cx.now(), cx.actor.person_id);
    let signs = !cx.actor.reach(Action::Sign, ObjectKind::Dossier).is_empty();
    let publishes = !cx.actor.reach(Action::Publish, ObjectKind::Result).is_empty();
    let rows = waiting(cx).await?;
    Ok(rows
        .into_iter()
        .map(|row| {
            let action = next_act(&row, person, signs, publishes);
            item(row, action, now)
        })
        .collect())
}

/// The words of the one next act. What is open, not the reader's own and neither to be assigned, signed nor
/// published can only wait for the decision about a proposal.
fn next_act(row: &DeskRow, person: Option<i64>, signs: bool, publishes: bool) -> &'static str {
    match (row.state, row.stage) {
        (DossierState::Submitted, _) => "Tiếp nhận",
        (DossierState::ResultReady, _) => "Trả kết quả",
        (_, Some(Stage::ToSign)) if signs => "Xem và ký",
        (_, Some(Stage::Signed | Stage::Published)) if publishes => "Phát hành",
        _ if row.officer_id.is_some() && row.officer_id == person => "Mở hồ sơ",
        (DossierState::Received, _) if row.officer.is_empty() => "Phân công",
        _ => "Xem và duyệt",
    }
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
        (DueClass::Overdue, _) => DueKind::Overdue,
        (DueClass::Paused, _) => DueKind::Paused,
        // What is decided waits for its receiver; nothing runs any more.
        (DueClass::NoDue | DueClass::Early | DueClass::OnTime | DueClass::Late, _) | (_, None) => DueKind::Open,
        (_, Some(due)) => match (local_date(due) - local_date(now)).num_days() {
            i64::MIN..=0 => DueKind::Today,
            1..=3 => DueKind::Soon,
            _ => DueKind::Later,
        },
    }
}
