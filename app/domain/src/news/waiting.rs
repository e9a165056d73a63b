//! Articles that wait for the person who acts, for the page Hôm nay.

use super::desk::{COLUMNS, FROM, Row, conditions};
use crate::cx::Cx;
use crate::db::Query;
use crate::error::Result;
use crate::today::counts::Counting;
use crate::today::{DueKind, MOST, WorkItem, WorkKind};
use model::access::{Action, ObjectKind, Reach};
use model::format::date_time;
use model::news::{ArticleRow, ArticleState, DeskList};

/// The lists in which an article waits for somebody else than its author, with the right that decides there.
const WAITING: [(DeskList, Action); 2] = [(DeskList::AwaitingEdit, Action::Edit), (DeskList::AwaitingApproval, Action::Approve)];

/// The lists of the person who acts; none for people without such a right.
fn lists(cx: &Cx) -> Vec<(DeskList, Reach)> {
    let list = |(which, action)| (which, cx.actor.reach(action, ObjectKind::Article));
    WAITING.into_iter().map(list).filter(|(_, reach)| !reach.is_empty()).collect()
}

/// Adds how much waits for the person who acts: the number of [`work_items`]; nothing for people without such a right.
///
/// # Errors
/// None; other slices have some.
pub(crate) fn count_waiting(cx: &Cx, counting: &mut Counting) -> Result<()> {
    for (which, reach) in lists(cx) {
        let query = counting.arm(WorkKind::Article.as_str());
        query.push("COUNT(*) AS total, 0 AS overdue, 0 AS today").push(FROM);
        conditions(query, which, cx.actor.person_id, &reach);
    }
    Ok(())
}

/// Articles that wait for this person to act, oldest first.
///
/// # Errors
/// If the database cannot be read.
pub async fn waiting(cx: &mut Cx) -> Result<Vec<ArticleRow>> {
    let mut rows: Vec<ArticleRow> = Vec::new();
    for (which, reach) in lists(cx) {
        let mut query = Query::new(COLUMNS);
        query.push(FROM);
        conditions(&mut query, which, cx.actor.person_id, &reach);
        query.push(" ORDER BY a.changed_at, a.id LIMIT ").bind(MOST);
        for row in query.all::<Row>(&mut cx.conn()).await? {
            rows.push(row.try_into()?);
        }
    }
    rows.sort_by_key(|row| row.changed_at);
    Ok(rows)
}

/// What waits for the person who acts, as the rows of the page.
///
/// # Errors
/// If the database cannot be read.
pub async fn work_items(cx: &mut Cx) -> Result<Vec<WorkItem>> {
    Ok(waiting(cx).await?.into_iter().map(item).collect())
}

fn item(row: ArticleRow) -> WorkItem {
    WorkItem {
        kind: WorkKind::Article,
        href: format!("/can-bo/tin-bai/{}", row.code),
        title: row.title,
        who_and_state: format!("{} · {}, {}", row.author, row.state.label(), date_time(row.changed_at)),
        due: None,
        due_text: "Không có thời hạn".to_owned(),
        due_kind: DueKind::Open,
        action_label: if row.state == ArticleState::AwaitingApproval { "Duyệt bài" } else { "Biên tập" }.to_owned(),
        code: row.code,
    }
}
