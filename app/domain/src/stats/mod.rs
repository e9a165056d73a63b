//! One source for every figure: pages, exports, command line and digests call these functions (specification 08 §1).
//!
//! | file | what |
//! |---|---|
//! | `tasks` | the one function of the task figures, and exactly the rows behind each of them |
//! | `board` | the leaderboard made from it |
//! | `export` | CSV for people, JSON for the command line |
//! | `snapshot` | figures that were committed before they left the house |
//! | `digest` | the text of each unit, made from a snapshot and read back |

mod board;
mod digest;
mod export;
mod snapshot;
pub mod tasks;

pub use board::leaderboard;
pub use digest::{UnitDigest, check, digests};
pub use export::{board_csv, figures_json};
pub use snapshot::{Snapshot, page, take};
pub use tasks::{Cell, Scope, TaskFigures, UnitFigures, task_counts, task_rows};
