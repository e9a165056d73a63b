//! One source for every figure: pages, exports, command line and digests call these functions (specification 08 §1).
//!
//! | file | what |
//! |---|---|
//! | `tasks`, `counts` | the one function of the task figures, and exactly the rows behind each of them |
//! | `board` | the leaderboard made from it, kept until a task changes (`crate::kept`) |
//! | `leaders` | the same figures by the leader who gave the tasks |
//! | `scorecard` | tasks and dossiers of a unit side by side |
//! | `dossiers` | the same for dossiers: figures, rows, files, frozen sheets |
//! | `export` | CSV and XLSX for people, JSON for programs and the command line |
//! | `snapshot`, `frozen_board` | figures that were committed before they left the house |
//! | `digest` | the text of each unit, made from a snapshot and read back |
//! | `bulletin` | the digests that leave by themselves on working days, and their page |

mod board;
pub mod bulletin;
mod counts;
mod digest;
pub mod dossiers;
mod export;
mod frozen_board;
mod leaders;
mod scorecard;
mod snapshot;
pub mod tasks;

pub use board::{leaderboard, standings_before};
pub use digest::{UnitDigest, check, digests};
pub use export::{BOARD_HEADER, board_csv, board_json, board_table, board_xlsx, figures_json};
pub use frozen_board::{freeze_board, frozen_board, frozen_board_rows};
pub use leaders::leaders;
pub use scorecard::scorecards;
pub use snapshot::{Metric, Snapshot, metric, page, take};
pub use tasks::{Cell, Scope, TaskFigures, UnitFigures, task_counts, task_rows};
