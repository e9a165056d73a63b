//! Public statistics: the leaderboard of tasks, exactly the rows behind each figure, and what was sent out.
//!
//! | file | page |
//! |---|---|
//! | `choice` | `/xep-hang` |
//! | `board`, `scores`, `tables` | `/xep-hang/nhiem-vu` and its print version |
//! | `rows` | `/xep-hang/nhiem-vu/danh-sach` |
//! | `snapshot`, `province` | `/s/{ma}` of a unit and of the province |
//! | `dossiers` | `/thong-ke/ho-so` and what belongs to it |
//! | `filter` | what the address asks for |

mod board;
mod choice;
mod dossiers;
mod filter;
mod province;
mod rows;
mod scores;
mod snapshot;
mod tables;

pub use filter::{Whose, rows_href};
pub use rows::bucket_tag;

use crate::web::{Policy, Routes};

/// The routes of this slice.
pub fn routes(routes: Routes) -> Routes {
    routes
        .page("/xep-hang", Policy::Public, choice::page)
        .page("/xep-hang/nhiem-vu", Policy::Public, board::page)
        .page("/xep-hang/nhiem-vu/danh-sach", Policy::Public, rows::page)
        .download("/xep-hang/nhiem-vu.csv", Policy::Public, board::csv)
        .page("/s/{ma}", Policy::Public, snapshot::page)
        .with(dossiers::routes)
}
