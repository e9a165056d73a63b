//! The columns that count tasks, written once for every way of grouping them (04 §3).

use crate::error::{Error, Result};
use model::stats::TaskCounts;
use sqlx::FromRow;

/// The counts of one unit or one leader, as read.
#[derive(FromRow)]
pub(super) struct CountRow {
    /// The lead unit, or the leader who gave the tasks.
    pub(super) owner: i64,
    total: i64,
    done_on_time: i64,
    done_late: i64,
    open_in_time: i64,
    open_overdue: i64,
    open_no_deadline: i64,
    cancelled: i64,
    tracked: i64,
    received_in_time: i64,
    confirmed: i64,
    confirmed_first_time: i64,
    on_time_by_extension: i64,
    inherited: i64,
    awaiting_confirmation: i64,
    suspended: i64,
    no_source_document: i64,
    days_late: i64,
}

/// A statement that counts the periods `t` known at T, judged on its day (`$5`).
macro_rules! counts_sql {
    ($head:literal, $rest:literal) => {
        concat!(
            $head,
            " COUNT(*) FILTER (WHERE t.state <> 'cancelled') AS total,
            COUNT(*) FILTER (WHERE t.state = 'completed' AND (t.due_on IS NULL OR t.reference_on <= t.due_on)) AS done_on_time,
            COUNT(*) FILTER (WHERE t.state = 'completed' AND t.reference_on > t.due_on) AS done_late,
            COUNT(*) FILTER (WHERE t.state IN ('assigned', 'completion_reported') AND COALESCE(t.reference_on, $5) <= t.due_on) AS open_in_time,
            COUNT(*) FILTER (WHERE t.state IN ('assigned', 'completion_reported', 'suspended') AND COALESCE(t.reference_on, $5) > t.due_on) AS open_overdue,
            COUNT(*) FILTER (WHERE (t.state IN ('assigned', 'completion_reported', 'suspended') AND t.due_on IS NULL)
                                OR (t.state = 'suspended' AND t.reference_on <= t.due_on)) AS open_no_deadline,
            COUNT(*) FILTER (WHERE t.state = 'cancelled') AS cancelled,
            COUNT(*) FILTER (WHERE t.tracked AND t.state <> 'cancelled') AS tracked,
            COUNT(*) FILTER (WHERE t.tracked AND t.received_in_time AND t.state <> 'cancelled') AS received_in_time,
            COUNT(*) FILTER (WHERE t.tracked AND t.state = 'completed') AS confirmed,
            COUNT(*) FILTER (WHERE t.tracked AND t.first_time AND t.state = 'completed') AS confirmed_first_time,
            COUNT(*) FILTER (WHERE t.state = 'completed' AND t.reference_on <= t.due_on AND t.reference_on > t.due_original) AS on_time_by_extension,
            COUNT(*) FILTER (WHERE t.inherited AND t.state <> 'cancelled') AS inherited,
            COUNT(*) FILTER (WHERE t.state = 'completion_reported') AS awaiting_confirmation,
            COUNT(*) FILTER (WHERE t.state = 'suspended') AS suspended,
            COUNT(*) FILTER (WHERE NOT t.has_source AND t.state <> 'cancelled') AS no_source_document,
            CAST(COALESCE(SUM(t.days_late), 0) AS BIGINT) AS days_late ",
            $rest
        )
    };
}

sql!(
    /// What the event log knew at T (`$4`), judged on its day (`$5`), of tasks given from `$1` to `$2` and not closed before `$3`.
    /// The written order of the join makes SQLite seek each unit and period in the index instead of reading all of it.
    COUNTS_OF_UNITS,
    counts_sql!(
        "SELECT u.id AS owner,",
        "FROM org_unit u CROSS JOIN task_period t
         WHERE t.lead_unit_id = u.id AND t.assigned_on >= $1 AND t.assigned_on <= $2 AND (t.closed_on IS NULL OR t.closed_on >= $3)
           AND t.known_from <= $4 AND t.known_to > $4
         GROUP BY u.id"
    )
);
sql!(
    /// The same by the person who gave the tasks, 0 where nobody is noted. Who gave a task never changes after it was given.
    COUNTS_OF_LEADERS,
    counts_sql!(
        "SELECT COALESCE(k.assigner_id, 0) AS owner,",
        "FROM task_period t JOIN task k ON k.id = t.task_id
         WHERE t.assigned_on >= $1 AND t.assigned_on <= $2 AND (t.closed_on IS NULL OR t.closed_on >= $3)
           AND t.known_from <= $4 AND t.known_to > $4
         GROUP BY COALESCE(k.assigner_id, 0)"
    )
);
sql!(
    COUNTS_OF_CO_UNITS,
    "SELECT c.unit_id, COUNT(*) FROM task_period t JOIN task_co_unit c ON c.task_id = t.task_id
     WHERE t.assigned_on >= $1 AND t.assigned_on <= $2 AND (t.closed_on IS NULL OR t.closed_on >= $3) AND t.known_from <= $4 AND t.known_to > $4
       AND t.state <> 'cancelled'
     GROUP BY c.unit_id"
);

/// The statements of this file, for the functions that run them.
pub(super) const COUNTS: &str = COUNTS_OF_UNITS;
/// See [`COUNTS`].
pub(super) const LEADER_COUNTS: &str = COUNTS_OF_LEADERS;
/// See [`COUNTS`].
pub(super) const CO_COUNTS: &str = COUNTS_OF_CO_UNITS;

impl CountRow {
    /// The counts, if their parts add up to the number of rows.
    pub(super) fn checked(&self) -> Result<TaskCounts> {
        let counts = TaskCounts {
            done_on_time: self.done_on_time,
            done_late: self.done_late,
            open_in_time: self.open_in_time,
            open_overdue: self.open_overdue,
            open_no_deadline: self.open_no_deadline,
            cancelled: self.cancelled,
            tracked: self.tracked,
            received_in_time: self.received_in_time,
            confirmed: self.confirmed,
            confirmed_first_time: self.confirmed_first_time,
            on_time_by_extension: self.on_time_by_extension,
            inherited: self.inherited,
            awaiting_confirmation: self.awaiting_confirmation,
            suspended: self.suspended,
            no_source_document: self.no_source_document,
            days_late: self.days_late,
        };
        if counts.total() == self.total {
            Ok(counts)
        } else {
            Err(Error::internal(format!("task figures of {}: parts {} of {}", self.owner, counts.total(), self.total)))
        }
    }
}
