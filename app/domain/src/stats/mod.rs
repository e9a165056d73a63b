//! One source for every figure: pages, exports, command line and digests call these functions (specification 08 §1).
//!
//! | file | what |
//! |---|---|
//! | `tasks` | the one function of the task figures, and exactly the rows behind each of them |
//! | `board` | the leaderboard made from it |
//! | `dossiers` | the same for dossiers: figures, rows, files, frozen sheets |
//! | `export` | CSV for people, JSON for the command line |
//! | `snapshot` | figures that were committed before they left the house |
//! | `digest` | the text of each unit, made from a snapshot and read back |
//! | `bulletin` | the digests that leave by themselves on working days, and their page |

mod board;
pub mod bulletin;
mod digest;
pub mod dossiers;
mod export;
mod snapshot;
pub mod tasks;

pub use board::leaderboard;
pub use digest::{UnitDigest, check, digests};
pub use export::{board_csv, figures_json};
pub use snapshot::{Snapshot, is_of_dossiers, page, take};
pub use tasks::{Cell, Scope, TaskFigures, UnitFigures, task_counts, task_rows};
