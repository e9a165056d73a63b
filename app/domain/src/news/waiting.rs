//! Articles that wait for the person who acts, for the page Hôm nay.

use super::desk::{waiting, waiting_total};
use crate::cx::Cx;
use crate::error::Result;
use crate::today::{DueKind, Load, WorkItem, WorkKind};
use model::format::date_time;
use model::news::ArticleState;

/// How much waits for the person who acts: the number of [`work_items`].
///
/// # Errors
/// If the database cannot be read.
pub async fn waiting_load(cx: &mut Cx) -> Result<Load> {
    Ok(Load { total: waiting_total(cx).await?, ..Load::default() })
}

/// What waits for the person who acts.
///
/// # Errors
/// If the database cannot be read.
pub async fn work_items(cx: &mut Cx) -> Result<Vec<WorkItem>> {
    let rows = waiting(cx).await?;
    Ok(rows
        .into_iter()
        .map(|row| WorkItem {
            kind: WorkKind::Article,
            href: format!("/can-bo/tin-bai/{}", row.code),
            title: row.title,
            who_and_state: format!("{} · {}, {}", row.author, row.state.label(), date_time(row.changed_at)),
            due: None,
            due_text: "Không có thời hạn".to_owned(),
            due_kind: DueKind::Open,
            action_label: if row.state == ArticleState::AwaitingApproval { "Duyệt bài" } else { "Biên tập" }.to_owned(),
            code: row.code,
        })
        .collect())
}
