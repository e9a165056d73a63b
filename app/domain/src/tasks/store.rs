//! SQL of the tasks themselves: rows, events, periods, files, requests for more time.

use crate::db::Conn;
use crate::error::{Error, Result};
use chrono::{DateTime, NaiveDate, TimeZone, Utc};
use model::tasks::{DeadlineKind, TaskSource, TaskState, TaskStep, Urgency};
use sqlx::FromRow;

/// A task as stored.
#[derive(Debug, Clone, FromRow)]
pub struct Task {
    /// Row number.
    pub id: i64,
    /// Mã nhiệm vụ.
    pub code: String,
    /// Nội dung.
    pub title: String,
    /// Source kind as stored.
    pub source_kind: String,
    /// Number of the written source.
    pub source_number: String,
    /// Its date.
    pub source_date: Option<NaiveDate>,
    /// Its issuer.
    pub source_issuer: String,
    /// Its signer.
    pub source_signer: String,
    /// Ý kiến chỉ đạo.
    pub direction: String,
    /// Lĩnh vực.
    pub field: String,
    /// Sản phẩm.
    pub output: String,
    /// Urgency as stored.
    pub urgency: String,
    /// Kind of deadline as stored.
    pub deadline_kind: String,
    /// Hạn ban đầu.
    pub due_original: Option<NaiveDate>,
    /// Hạn hiện tại.
    pub due_on: Option<NaiveDate>,
    /// State as stored.
    pub state: String,
    /// State before the suspension.
    pub state_before: Option<String>,
    /// Đơn vị chủ trì.
    pub lead_unit_id: i64,
    /// The unit that goes on with it after a reorganisation (01 §1 rule 6).
    pub continuing_unit_id: Option<i64>,
    /// Lãnh đạo giao.
    pub assigner_id: Option<i64>,
    /// Chuyên viên theo dõi.
    pub monitor_id: Option<i64>,
    /// Người thực hiện.
    pub person_id: Option<i64>,
    /// Parent of a sub-task.
    pub parent_id: Option<i64>,
    /// Day of the assignment to the present lead.
    pub assigned_on: Option<NaiveDate>,
    /// Instant of that assignment.
    pub assigned_at: Option<DateTime<Utc>>,
    /// When the lead accepted it.
    pub received_at: Option<DateTime<Utc>>,
    /// Within one working day of the assignment.
    pub received_in_time: Option<bool>,
    /// False for imported history.
    pub tracked: bool,
    /// Taken over already overdue.
    pub inherited: bool,
    /// Day of the completion report or of the suspension.
    pub reference_on: Option<NaiveDate>,
    /// Instant of the completion report that waits or was accepted.
    pub reported_at: Option<DateTime<Utc>>,
    /// Instant of the confirmation.
    pub accepted_at: Option<DateTime<Utc>>,
    /// Tiến độ, percent.
    pub progress: i64,
    /// How often the result was sent back.
    pub rework: i64,
    /// How often the due date was moved by an extension.
    pub extensions: i64,
    /// Why the due date lay in the past when the task was written.
    pub back_dated_reason: String,
    /// Number of the last event; guards against lost updates.
    pub version: i64,
    /// Last change.
    pub updated_at: DateTime<Utc>,
}

impl Task {
    /// The unit that works on it now: the lead unit, or the one that goes on with it.
    #[must_use]
    pub fn working_unit(&self) -> i64 {
        self.continuing_unit_id.unwrap_or(self.lead_unit_id)
    }

    /// The state.
    ///
    /// # Errors
    /// `Internal` for an unknown stored value.
    pub fn state(&self) -> Result<TaskState> {
        Ok(self.state.parse()?)
    }

    /// The source.
    ///
    /// # Errors
    /// `Internal` for an unknown stored value.
    pub fn source(&self) -> Result<TaskSource> {
        Ok(self.source_kind.parse()?)
    }

    /// The urgency.
    ///
    /// # Errors
    /// `Internal` for an unknown stored value.
    pub fn urgency(&self) -> Result<Urgency> {
        Ok(self.urgency.parse()?)
    }

    /// The kind of deadline.
    ///
    /// # Errors
    /// `Internal` for an unknown stored value.
    pub fn deadline_kind(&self) -> Result<DeadlineKind> {
        Ok(self.deadline_kind.parse()?)
    }
}

/// Columns of [`Task`].
macro_rules! task_sql {
    ($rest:literal) => {
        concat!(
            "SELECT id, code, title, source_kind, source_number, source_date, source_issuer, source_signer, direction, field, output, urgency,
                    deadline_kind, due_original, due_on, state, state_before, lead_unit_id, continuing_unit_id, assigner_id, monitor_id, person_id, parent_id, assigned_on,
                    assigned_at, received_at, received_in_time, tracked, inherited, reference_on, reported_at, accepted_at, progress, rework, extensions,
                    back_dated_reason, version, updated_at
             FROM task ",
            $rest
        )
    };
}

sql!(BY_CODE, task_sql!("WHERE code = $1"));
/// A task by its code.
pub(super) async fn by_code(conn: &mut Conn<'_>, code: &str) -> Result<Task> {
    conn.one(BY_CODE, args![code]).await
}

sql!(BY_ID, task_sql!("WHERE id = $1"));
/// A task by its row.
pub(super) async fn by_id(conn: &mut Conn<'_>, id: i64) -> Result<Task> {
    conn.one(BY_ID, args![id]).await
}

sql!(
    INSERT,
    "INSERT INTO task (code, title, fold, source_kind, source_number, source_date, source_issuer, source_signer, direction, field, output, urgency,
                       deadline_kind, due_original, due_on, state, lead_unit_id, assigner_id, monitor_id, parent_id, tracked, back_dated_reason,
                       version, created_at, updated_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $14, 'draft', $15, $16, $17, $18, $19, $20, 0, $21, $21) RETURNING id"
);
/// Inserts a draft and returns its row number. Its first event follows in the same transaction.
pub(super) async fn insert(conn: &mut Conn<'_>, task: &Task, now: DateTime<Utc>) -> Result<i64> {
    let fold = model::text::fold(&format!("{} {} {}", task.code, task.source_number, task.title));
    let values = args![
        &task.code,
        &task.title,
        fold,
        &task.source_kind,
        &task.source_number,
        task.source_date,
        &task.source_issuer,
        &task.source_signer,
        &task.direction,
        &task.field,
        &task.output,
        &task.urgency,
        &task.deadline_kind,
        task.due_on,
        task.lead_unit_id,
        task.assigner_id,
        task.monitor_id,
        task.parent_id,
        task.tracked,
        &task.back_dated_reason,
        now
    ];
    conn.id(INSERT, values).await
}

sql!(
    SAVE,
    "UPDATE task SET due_on = $3, state = $4, state_before = $5, lead_unit_id = $6,
                     continuing_unit_id = CASE WHEN lead_unit_id = $6 THEN continuing_unit_id ELSE NULL END, assigner_id = $7, monitor_id = $8, person_id = $9,
                     assigned_on = $10, assigned_at = $11, received_at = $12, received_in_time = $13, inherited = $14, reference_on = $15,
                     reported_at = $16, accepted_at = $17, progress = $18, rework = $19, extensions = $20, updated_at = $21, version = version + 1
     WHERE id = $1 AND version = $2"
);
/// Saves what steps may change, if nobody was faster.
pub(super) async fn save(conn: &mut Conn<'_>, task: &Task, now: DateTime<Utc>) -> Result<()> {
    let values = args![
        task.id,
        task.version,
        task.due_on,
        &task.state,
        task.state_before.clone(),
        task.lead_unit_id,
        task.assigner_id,
        task.monitor_id,
        task.person_id,
        task.assigned_on,
        task.assigned_at,
        task.received_at,
        task.received_in_time,
        task.inherited,
        task.reference_on,
        task.reported_at,
        task.accepted_at,
        task.progress,
        task.rework,
        task.extensions,
        now
    ];
    if conn.exec(SAVE, values).await? == 0 { Err(changed_meanwhile(task.updated_at)) } else { Ok(()) }
}

sql!(SET_VERSION, "UPDATE task SET version = $2 WHERE id = $1");
/// Sets the number of the last event of a task whose events were written together.
pub(super) async fn set_version(conn: &mut Conn<'_>, id: i64, version: i64) -> Result<()> {
    conn.exec(SET_VERSION, args![id, version]).await.map(|_| ())
}

/// The refusal of a form that was filled in while somebody else changed the task.
pub(super) fn changed_meanwhile(at: DateTime<Utc>) -> Error {
    Error::stale("Nhiệm vụ", at)
}

/// An event to append.
pub(super) struct NewEvent<'a> {
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
pub(super) async fn append(conn: &mut Conn<'_>, event: &NewEvent<'_>) -> Result<()> {
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

/// The end of a period that still holds.
#[must_use]
pub fn forever() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(9999, 12, 31, 0, 0, 0).single().unwrap_or(DateTime::<Utc>::MAX_UTC)
}

sql!(CLOSE_PERIOD, "UPDATE task_period SET known_to = $2 WHERE task_id = $1 AND known_to = $3");
sql!(
    ADD_PERIOD,
    "INSERT INTO task_period (task_id, known_from, known_to, lead_unit_id, state, assigned_on, due_on, due_original, reference_on, closed_on, tracked,
                              received_in_time, first_time, inherited, has_source, days_late)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)"
);
/// Writes what is known of a main task from this instant on. Drafts and sub-tasks are not counted and have no periods.
pub(super) async fn write_period(conn: &mut Conn<'_>, task: &Task, at: DateTime<Utc>) -> Result<()> {
    let (state, Some(assigned_on), None) = (task.state()?, task.assigned_on, task.parent_id) else { return Ok(()) };
    let state = match state {
        // Judged alike by the statistics, so one word for all of them keeps the periods few.
        TaskState::Accepted | TaskState::ReturnedToAssigner | TaskState::InProgress => TaskState::Assigned,
        other => other,
    };
    let closed_on = match state {
        TaskState::Completed => task.accepted_at.map(model::format::local_date),
        TaskState::Cancelled => Some(model::format::local_date(at)),
        _ => None,
    };
    let days_late = match (state, task.due_on, task.reference_on) {
        (TaskState::Completed, Some(due), Some(done)) => (done - due).num_days().max(0),
        _ => 0,
    };
    conn.exec(CLOSE_PERIOD, args![task.id, at, forever()]).await?;
    let values = args![
        task.id,
        at,
        forever(),
        task.lead_unit_id,
        state.as_str(),
        assigned_on,
        task.due_on,
        task.due_original,
        task.reference_on,
        closed_on,
        task.tracked,
        task.received_in_time.unwrap_or(false),
        task.rework == 0,
        task.inherited,
        !task.source_number.is_empty(),
        days_late
    ];
    conn.exec(ADD_PERIOD, values).await.map(|_| ())
}

sql!(ADD_CO_UNIT, "INSERT INTO task_co_unit (task_id, unit_id) VALUES ($1, $2)");
/// Adds a co-unit.
pub(super) async fn add_co_unit(conn: &mut Conn<'_>, task: i64, unit: i64) -> Result<()> {
    conn.exec(ADD_CO_UNIT, args![task, unit]).await.map(|_| ())
}

sql!(DROP_CO_UNIT, "DELETE FROM task_co_unit WHERE task_id = $1 AND unit_id = $2");
/// A co-unit that becomes the lead is no co-unit any more.
pub(super) async fn drop_co_unit(conn: &mut Conn<'_>, task: i64, unit: i64) -> Result<()> {
    conn.exec(DROP_CO_UNIT, args![task, unit]).await.map(|_| ())
}

sql!(CO_UNITS, "SELECT unit_id FROM task_co_unit WHERE task_id = $1 ORDER BY unit_id");
/// Co-units of a task.
pub(super) async fn co_units(conn: &mut Conn<'_>, task: i64) -> Result<Vec<i64>> {
    let rows: Vec<(i64,)> = conn.all(CO_UNITS, args![task]).await?;
    Ok(rows.into_iter().map(|(unit,)| unit).collect())
}

sql!(ADD_FILE, "INSERT INTO task_file (task_id, event_seq, file_id) VALUES ($1, $2, $3)");
/// Links a stored file to the event with this number.
pub(super) async fn add_file(conn: &mut Conn<'_>, task: i64, seq: i64, file: i64) -> Result<()> {
    conn.exec(ADD_FILE, args![task, seq, file]).await.map(|_| ())
}

sql!(OPEN_CHILDREN, "SELECT COUNT(*) FROM task WHERE parent_id = $1 AND state NOT IN ('completed', 'cancelled')");
/// Sub-tasks that are not ended.
pub(super) async fn open_children(conn: &mut Conn<'_>, task: i64) -> Result<i64> {
    conn.count(OPEN_CHILDREN, args![task]).await
}

/// A request for more time as stored.
#[derive(Debug, Clone, FromRow)]
pub struct Extension {
    /// Row number.
    pub id: i64,
    /// Due date when it was asked.
    pub old_due: NaiveDate,
    /// Asked due date.
    pub new_due: NaiveDate,
    /// Why.
    pub reason: String,
    /// State as stored.
    pub state: String,
    /// When it was asked.
    pub requested_at: DateTime<Utc>,
    /// Account that asked.
    pub requested_by: Option<i64>,
    /// When it was decided.
    pub decided_at: Option<DateTime<Utc>>,
    /// Words of the decision.
    pub decision_note: String,
    /// True if the due date moved.
    pub applied: bool,
}

sql!(
    EXTENSIONS,
    "SELECT id, old_due, new_due, reason, state, requested_at, requested_by, decided_at, decision_note, applied
     FROM task_extension WHERE task_id = $1 ORDER BY id"
);
/// Requests for more time, oldest first.
pub(super) async fn extensions(conn: &mut Conn<'_>, task: i64) -> Result<Vec<Extension>> {
    conn.all(EXTENSIONS, args![task]).await
}

sql!(
    ASK_EXTENSION,
    "INSERT INTO task_extension (task_id, old_due, new_due, reason, state, requested_at, requested_by) VALUES ($1, $2, $3, $4, 'pending', $5, $6)"
);
/// Stores a request.
pub(super) async fn ask_extension(
    conn: &mut Conn<'_>,
    task: &Task,
    old: NaiveDate,
    new: NaiveDate,
    reason: &str,
    at: DateTime<Utc>,
    by: Option<i64>,
) -> Result<()> {
    conn.exec(ASK_EXTENSION, args![task.id, old, new, reason, at, by]).await.map(|_| ())
}

sql!(
    DECIDE_EXTENSION,
    "UPDATE task_extension SET state = $2, decided_at = $3, decided_by = $4, decision_note = $5, applied = $6 WHERE id = $1 AND state = 'pending'"
);
/// Stores a decision.
pub(super) async fn decide_extension(
    conn: &mut Conn<'_>,
    id: i64,
    approved: bool,
    at: DateTime<Utc>,
    by: Option<i64>,
    note: &str,
    applied: bool,
) -> Result<()> {
    let state = if approved { "approved" } else { "refused" };
    let changed = conn.exec(DECIDE_EXTENSION, args![id, state, at, by, note, applied]).await?;
    if changed == 0 { Err(Error::conflict("Đề nghị gia hạn này đã được quyết định. Hãy tải lại trang.")) } else { Ok(()) }
}

sql!(CODES, "SELECT code FROM task WHERE code >= $1 AND code <= $2 ORDER BY code");
/// Codes between two bounds, for the repeat-safe import.
pub(super) async fn codes_between(conn: &mut Conn<'_>, first: &str, last: &str) -> Result<Vec<String>> {
    let rows: Vec<(String,)> = conn.all(CODES, args![first, last]).await?;
    Ok(rows.into_iter().map(|(code,)| code).collect())
}
