//! How people of the demo look at their tasks: a few filters kept under a name, and when they looked last.

use super::demo_start;
use crate::actor::Actor;
use crate::cx::Portal;
use crate::error::Result;
use crate::tasks::{note_visit, save_filter};
use chrono::Duration;
use model::tasks::{ListFilter, ListVisit, SaveFilter, TaskBucket, TaskReach, TaskSource, TaskView};

sql!(PERSON, "SELECT person_id FROM account WHERE username = $1 AND person_id IS NOT NULL");

/// Writes them. They last looked on Thursday evening: what came on Friday is new on Monday.
///
/// # Errors
/// If the database cannot be written.
pub async fn seed(portal: &Portal) -> Result<()> {
    let kept = [
        ("lanh.dao", "Quá hạn của phường", TaskReach::Unit, Some(TaskBucket::OpenOverdue), None, TaskView::List),
        ("lanh.dao", "Lịch đến hạn của phường", TaskReach::Unit, None, None, TaskView::Month),
        ("theo.doi", "Chủ tịch giao, quá hạn", TaskReach::Mine, Some(TaskBucket::OpenOverdue), Some(TaskSource::Chair), TaskView::List),
        ("theo.doi", "Toàn cảnh nhiệm vụ theo dõi", TaskReach::Mine, None, None, TaskView::Board),
    ];
    for (username, name, reach, bucket, source, view) in kept {
        let mut cx = portal.write(&Actor::system("Dữ liệu mô phỏng")).await?;
        let person: Option<(i64,)> = cx.conn().opt(PERSON, args![username]).await?;
        let Some((person,)) = person else { continue };
        cx.actor.person_id = Some(person);
        let filter = ListFilter { reach, bucket, source, ..ListFilter::default() };
        save_filter(&mut cx, &SaveFilter { name: name.to_owned(), filter, view }).await?;
        let looked = demo_start() - Duration::hours(85);
        note_visit(&mut cx, reach, &ListVisit { fresh_since: looked, last_at: looked, changed: true }).await?;
        cx.commit().await?;
    }
    Ok(())
}
