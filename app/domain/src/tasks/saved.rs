//! Filters that a person keeps under a name: the reader's own order, no facts, so they may be removed.

use crate::cx::Cx;
use crate::error::{Error, Result};
use model::tasks::{ListFilter, SaveFilter, SavedFilter, TaskBucket, TaskSource, Urgency};
use sqlx::FromRow;

/// Most filters of a person.
const MOST: i64 = 20;

#[derive(FromRow)]
struct Row {
    id: i64,
    name: String,
    reach: String,
    bucket: String,
    source: String,
    urgency: String,
    field: String,
    person: String,
    words: String,
    view: String,
}

sql!(OWN, "SELECT id, name, reach, bucket, source, urgency, field, person, words, view FROM task_saved_filter WHERE person_id = $1 ORDER BY sort_key, id");
sql!(COUNT, "SELECT COUNT(*) FROM task_saved_filter WHERE person_id = $1");
sql!(
    INSERT,
    "INSERT INTO task_saved_filter (person_id, name, sort_key, reach, bucket, source, urgency, field, person, words, view, created_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) ON CONFLICT (person_id, name) DO NOTHING"
);
sql!(DROP, "DELETE FROM task_saved_filter WHERE id = $1 AND person_id = $2");

/// The filters of the person who reads, by name. Somebody without a person has none.
///
/// # Errors
/// If the database cannot be read.
pub async fn saved_filters(cx: &mut Cx) -> Result<Vec<SavedFilter>> {
    let Some(person) = cx.actor.person_id else { return Ok(Vec::new()) };
    let rows: Vec<Row> = cx.conn().all(OWN, args![person]).await?;
    rows.into_iter()
        .map(|row| {
            let filter = ListFilter {
                reach: row.reach.parse()?,
                bucket: row.bucket.parse().ok(),
                source: row.source.parse().ok(),
                urgency: row.urgency.parse().ok(),
                field: row.field,
                person: row.person,
                words: row.words,
                ..ListFilter::default()
            };
            Ok(SavedFilter { id: row.id, name: row.name, filter, view: row.view.parse()? })
        })
        .collect()
}

/// Keeps a filter for the person who acts.
///
/// # Errors
/// `Invalid` at `ten` if the name is taken or there are too many filters.
pub async fn save_filter(cx: &mut Cx, input: &SaveFilter) -> Result<()> {
    cx.require_official()?;
    let (person, now) = (cx.person()?, cx.now());
    if cx.conn().count(COUNT, args![person]).await? >= MOST {
        return Err(Error::field("ten", format!("Mỗi người lưu nhiều nhất {MOST} bộ lọc. Hãy xóa bớt một bộ lọc cũ.")));
    }
    let SaveFilter { name, filter, view } = input;
    let values = args![
        person,
        name,
        model::text::sort_key(name),
        filter.reach.as_str(),
        filter.bucket.map_or("", TaskBucket::as_str),
        filter.source.map_or("", TaskSource::as_str),
        filter.urgency.map_or("", Urgency::as_str),
        &filter.field,
        &filter.person,
        &filter.words,
        view.as_str(),
        now
    ];
    if cx.conn().exec(INSERT, values).await? == 0 {
        return Err(Error::field("ten", format!("Bạn đã có bộ lọc tên “{name}”. Hãy đặt tên khác, hoặc xóa bộ lọc cũ.")));
    }
    Ok(())
}

/// Removes a filter of the person who acts. Removing it twice is no fault.
///
/// # Errors
/// `Unauthorized` if nobody is signed in.
pub async fn drop_filter(cx: &mut Cx, id: i64) -> Result<()> {
    let person = cx.person()?;
    cx.conn().exec(DROP, args![id, person]).await.map(|_| ())
}
