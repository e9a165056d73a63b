//! The log of a task: its events and the files that came with them.

use crate::db::Conn;
use crate::error::Result;
use chrono::{DateTime, Utc};
use model::tasks::{TaskState, TaskStep};

/// An event to append.
pub(in crate::tasks) struct NewEvent<'a> {
    pub task_id: i64,
    pub seq: i64,
    pub at: DateTime<Utc>,
    pub recorded_at: DateTime<Utc>,
    pub actor_id: Option<i64>,
    pub actor_name: &'a str,
    pub step: TaskStep,
    pub from: Option<TaskState>,
    pub to: TaskState,
    pub note: &'a str,
    pub data: String,
}

sql!(
    APPEND,
    "INSERT INTO task_event (task_id, seq, at, recorded_at, actor_id, actor_name, step, from_state, to_state, note, data)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"
);
/// Appends an event.
pub(in crate::tasks) async fn append(conn: &mut Conn<'_>, event: &NewEvent<'_>) -> Result<()> {
    let values = args![
        event.task_id,
        event.seq,
        event.at,
        event.recorded_at,
        event.actor_id,
        event.actor_name,
        event.step.as_str(),
        event.from.map_or("", TaskState::as_str),
        event.to.as_str(),
        event.note,
        event.data.as_str()
    ];
    conn.exec(APPEND, values).await.map(|_| ())
}

sql!(ADD_FILE, "INSERT INTO task_file (task_id, event_seq, file_id) VALUES ($1, $2, $3)");
/// Links a stored file to the event with this number.
pub(in crate::tasks) async fn add_file(conn: &mut Conn<'_>, task: i64, seq: i64, file: i64) -> Result<()> {
    conn.exec(ADD_FILE, args![task, seq, file]).await.map(|_| ())
}
