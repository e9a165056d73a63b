//! The task itself: its row and what steps may change of it.

use crate::db::Conn;
use crate::error::Result;
use chrono::{DateTime, NaiveDate, Utc};
use model::tasks::{DeadlineKind, TaskSource, TaskState, Urgency};
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
    /// An empty draft, for the fields that a new task leaves open.
    pub(crate) fn blank(now: DateTime<Utc>) -> Self {
        Self {
            id: 0,
            code: String::new(),
            title: String::new(),
            source_kind: String::new(),
            source_number: String::new(),
            source_date: None,
            source_issuer: String::new(),
            source_signer: String::new(),
            direction: String::new(),
            field: String::new(),
            output: String::new(),
            urgency: Urgency::Normal.to_string(),
            deadline_kind: DeadlineKind::Fixed.to_string(),
            due_original: None,
            due_on: None,
            state: TaskState::Draft.to_string(),
            state_before: None,
            lead_unit_id: 0,
            continuing_unit_id: None,
            assigner_id: None,
            monitor_id: None,
            person_id: None,
            parent_id: None,
            assigned_on: None,
            assigned_at: None,
            received_at: None,
            received_in_time: None,
            tracked: true,
            inherited: false,
            reference_on: None,
            reported_at: None,
            accepted_at: None,
            progress: 0,
            rework: 0,
            extensions: 0,
            back_dated_reason: String::new(),
            version: 0,
            updated_at: now,
        }
    }

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
pub(in crate::tasks) async fn by_code(conn: &mut Conn<'_>, code: &str) -> Result<Task> {
    conn.one(BY_CODE, args![code]).await
}

sql!(BY_ID, task_sql!("WHERE id = $1"));
/// A task by its row.
pub(in crate::tasks) async fn by_id(conn: &mut Conn<'_>, id: i64) -> Result<Task> {
    conn.one(BY_ID, args![id]).await
}

sql!(
    INSERT,
    "INSERT INTO task (code, title, fold, source_kind, source_number, source_date, source_issuer, source_signer, direction, field, output, urgency,
                       deadline_kind, due_original, due_on, state, lead_unit_id, assigner_id, monitor_id, parent_id, tracked, back_dated_reason,
                       version, created_at, updated_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $14, 'draft', $15, $16, $17, $18, $19, $20, 0, $21, $21) RETURNING id"
);
/// The searched column of a task.
pub(super) fn fold(task: &Task) -> String {
    model::text::fold(&format!("{} {} {}", task.code, task.source_number, task.title))
}

/// Inserts a draft and returns its row number. Its first event follows in the same transaction.
pub(in crate::tasks) async fn insert(conn: &mut Conn<'_>, task: &Task, now: DateTime<Utc>) -> Result<i64> {
    let values = args![
        &task.code,
        &task.title,
        fold(task),
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
pub(in crate::tasks) async fn save(conn: &mut Conn<'_>, task: &Task, now: DateTime<Utc>) -> Result<()> {
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
    if conn.exec(SAVE, values).await? == 0 { Err(crate::tasks::stale::stale(conn, task).await) } else { Ok(()) }
}

sql!(OPEN_CHILDREN, "SELECT COUNT(*) FROM task WHERE parent_id = $1 AND state NOT IN ('completed', 'cancelled')");
/// Sub-tasks that are not ended.
pub(in crate::tasks) async fn open_children(conn: &mut Conn<'_>, task: i64) -> Result<i64> {
    conn.count(OPEN_CHILDREN, args![task]).await
}

sql!(
    OPEN_BELOW,
    task_sql!(
        "WHERE state NOT IN ('completed', 'cancelled') AND id IN (
            WITH RECURSIVE tree (id) AS (
                SELECT k.id FROM task k WHERE k.parent_id = $1 UNION ALL SELECT t.id FROM task t JOIN tree ON t.parent_id = tree.id
            ) SELECT tree.id FROM tree) ORDER BY id"
    )
);
/// Sub-tasks of every level that are not ended.
pub(in crate::tasks) async fn open_below(conn: &mut Conn<'_>, task: i64) -> Result<Vec<Task>> {
    conn.all(OPEN_BELOW, args![task]).await
}

sql!(CODES, "SELECT code FROM task WHERE code >= $1 AND code <= $2 ORDER BY code");
/// Codes between two bounds, for the repeat-safe import.
pub(in crate::tasks) async fn codes_between(conn: &mut Conn<'_>, first: &str, last: &str) -> Result<Vec<String>> {
    let rows: Vec<(String,)> = conn.all(CODES, args![first, last]).await?;
    Ok(rows.into_iter().map(|(code,)| code).collect())
}
