//! Series whose period could not be made: they wait for whoever gave or follows them.

use super::store::SeriesRow;
use crate::cx::Cx;
use crate::db::Query;
use crate::error::Result;
use crate::notify::{self, Message};
use crate::today::{DueKind, MOST, WorkItem, WorkKind};
use model::format::local_date;
use model::notify::Event;

/// Adds how many series wait for a person, all of them today.
pub(in crate::tasks) fn count_stuck(query: &mut Query, person: i64) {
    query.push("COUNT(*) AS total, 0 AS overdue, COUNT(*) AS today FROM task_series z WHERE z.state = 'active' AND z.problem <> '' AND (z.assigner_id = ");
    query.bind(person).push(" OR z.monitor_id = ").bind(person).push(")");
}

sql!(
    STUCK,
    "SELECT s.code, v.title, s.problem FROM task_series s JOIN task_series_version v ON v.series_id = s.id AND v.number = s.revision
     WHERE s.state = 'active' AND s.problem <> '' AND (s.assigner_id = $1 OR s.monitor_id = $1) ORDER BY s.id LIMIT $2"
);

/// The series that wait for the person who acts: today, because their period has come.
///
/// # Errors
/// `Unauthorized` unless an official acts.
pub(in crate::tasks) async fn stuck(cx: &mut Cx) -> Result<Vec<WorkItem>> {
    let person = cx.person()?;
    let rows: Vec<(String, String, String)> = cx.conn().all(STUCK, args![person, MOST]).await?;
    let item = |(code, title, problem): (String, String, String)| WorkItem {
        kind: WorkKind::Task,
        href: format!("/can-bo/nhiem-vu/dinh-ky/{code}"),
        code,
        title,
        who_and_state: problem,
        due: None,
        due_text: "Chưa giao được".to_owned(),
        due_kind: DueKind::Today,
        action_label: "Xem chuỗi".to_owned(),
    };
    Ok(rows.into_iter().map(item).collect())
}

/// Tells those who gave or follow the series why its period was not made, at most once a day.
pub(super) async fn tell(cx: &mut Cx, series: &SeriesRow, problem: &str) -> Result<()> {
    let key = format!("task_series:{}:{}", series.code, local_date(cx.now()));
    let link = format!("/can-bo/nhiem-vu/dinh-ky/{}", series.code);
    let values = [("ma", series.code.clone()), ("ly_do", problem.to_owned())];
    let message = Message { event: Event::TaskSeriesStuck, key: &key, values: &values, link: &link };
    notify::tell_people(cx, [series.assigner_id, series.monitor_id].into_iter().flatten(), message).await
}
