//! Series of tasks (04 §1): each of their periods gives one task; the series itself is never counted.
//!
//! | file | what |
//! |---|---|
//! | `change` | new, reworded, paused, ended: one event each |
//! | `make` | the tasks of the periods that have come, however many processes look and however long they slept |
//! | `read`, `periods` | what the pages read |
//! | `store` | SQL |
//! | `waiting` | series whose period could not be made, for the page Hôm nay |

mod change;
mod make;
mod periods;
mod read;
mod store;
mod waiting;

pub use change::{change, change_monitor, create, end, pause, resume};
pub use make::nightly;
pub use read::{coming, detail, form, list, of_task};
pub(super) use waiting::{count_stuck, stuck};
