//! Use cases of the slice `tasks` (specification 04): giving tasks, doing them, confirming them, and their lists.
//!
//! | file | what |
//! |---|---|
//! | `rules` | the state machine as a table |
//! | `people` | who may take a step, who is told |
//! | `steps` | the one way of every step |
//! | `stale` | who was faster |
//! | `assign`, `work`, `decide` | K01–K16 |
//! | `tell` | what is said of K11–K15 |
//! | `split`, `tree` | K17 and the tree of sub-tasks |
//! | `bulk` | many tasks from one table |
//! | `series` | what comes again each period |
//! | `assigners`, `monitors`, `follow` | in whose name a task is given, who follows it, and who follows it from now on |
//! | `covering` | whose role covers which units |
//! | `list`, `detail` | what the pages read |
//! | `pending` | reports and requests that wait for a decision |
//! | `due_words` | "Còn …", "Quá …" of the tasks of a page |
//! | `sight` | which of some tasks the actor may see |
//! | `columns`, `month` | a list as five columns, and as a month of due dates |
//! | `find_unit` | a unit found by a part of its name |
//! | `fields` | the fields of work that a filter offers |
//! | `saved`, `visits` | filters kept under a name, and what is new since the last visit |
//! | `urge` | Đôn đốc, and the explanation of a unit |
//! | `explanations` | the list of explanations |
//! | `reminders` | reminders and escalation, one bundle for a person and a moment |
//! | `waiting` | what waits for a person, for the page Hôm nay |
//! | `import`, `history` | history from a CSV file, written in batches |
//! | `store` | SQL of the rows, one file for each noun |

mod assign;
mod assigners;
pub mod bulk;
mod columns;
mod covering;
mod decide;
mod detail;
mod due_words;
mod explanations;
mod fields;
mod find_unit;
mod follow;
mod history;
mod import;
mod list;
mod monitors;
mod month;
mod pending;
pub mod people;
pub(crate) mod recompute;
pub mod reminders;
pub mod rules;
mod saved;
pub mod series;
mod sight;
mod split;
mod stale;
mod steps;
pub mod store;
mod tell;
mod tree;
mod urge;
mod visits;
mod waiting;
mod work;

pub use assign::{assign, change_lead, create, create_and_assign, preview, reassign};
pub use assigners::{Assigners, assigners};
pub use columns::{CARDS, columns};
pub use decide::{cancel, confirm, decide_extension, reject, resume, suspend};
pub use detail::{evidence, find};
pub use due_words::{DueWords, due_words};
pub use explanations::explanations;
pub use fields::task_fields;
pub use follow::change_monitor;
pub(crate) use history::{BATCH as HISTORY_BATCH, History, write as write_history};
pub(crate) use import::reserve_numbers;
pub use import::{COLUMNS, import_tasks, import_tasks_showing};
pub(crate) use list::ListAsked;
pub(crate) use list::{BUCKET_HEAD, BUCKET_TAIL, LineRow, lines};
pub use list::{Buckets, buckets, list, list_of};
pub use monitors::{Monitors, monitors};
pub use month::month;
pub use pending::{extension_requests, waiting_reports};
pub use people::{Assignable, assignable};
pub use saved::{drop_filter, save_filter, saved_filters};
pub use split::split;
pub use steps::{EventData, Target};
pub use tree::tree;
pub use urge::{explain, urge};
pub use visits::{fresh_codes, fresh_count, mark_seen, note_visit, visit};
pub(crate) use waiting::count_waiting;
pub use waiting::work_items;
pub use work::{accept, report_completion, report_progress, request_extension, return_to_assigner};

use crate::error::Error;
use model::calendar::CalendarError;

/// A refusal of the calendar as an error of a use case.
fn calendar_error(error: CalendarError) -> Error {
    match error {
        CalendarError::Missing(year) => Error::CalendarMissing(year),
        other => Error::field("han", other.to_string()),
    }
}
