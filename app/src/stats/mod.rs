//! Public statistics: the leaderboard of tasks, exactly the rows behind each figure, and what was sent out.
//!
//! | file | page |
//! |---|---|
//! | `choice` | `/xep-hang` |
//! | `board`, `scores`, `tables` | `/xep-hang/nhiem-vu` and its print version |
//! | `files` | the same as CSV, XLSX, JSON |
//! | `screen` | `/xep-hang/man-hinh`: on a wall |
//! | `rows` | `/xep-hang/nhiem-vu/danh-sach` |
//! | `watch` | `/can-bo/thong-ke/nhiem-vu/theo-doi` |
//! | `leaders` | `/can-bo/thong-ke/nhiem-vu/lanh-dao` and its rows |
//! | `scorecard` | `/can-bo/thong-ke/phieu-diem` |
//! | `freeze` | "Chốt bảng này", and its page at `/s/{ma}` |
//! | `snapshot`, `province` | `/s/{ma}` of a unit and of the province |
//! | `dossiers` | `/thong-ke/ho-so` and what belongs to it |
//! | `filter` | what the address asks for |

mod board;
mod choice;
mod dossiers;
mod files;
mod filter;
mod freeze;
mod leaders;
mod province;
mod rows;
mod scorecard;
mod scores;
mod screen;
mod snapshot;
mod tables;
mod watch;

pub use filter::{Whose, rows_href};
pub use rows::bucket_tag;

use crate::web::{Policy, Routes};
use model::access::{Action, ObjectKind};

/// The routes of this slice.
pub fn routes(routes: Routes) -> Routes {
    let statistics = Policy::Permission(Action::View, ObjectKind::Statistic);
    routes
        .page("/xep-hang", Policy::Public, choice::page)
        .page("/xep-hang/nhiem-vu", Policy::Public, board::page)
        .page("/xep-hang/nhiem-vu/danh-sach", Policy::Public, rows::page)
        .page("/xep-hang/man-hinh", Policy::Public, screen::page)
        .download("/xep-hang/nhiem-vu.csv", Policy::Public, files::csv)
        .download("/xep-hang/nhiem-vu.xlsx", Policy::Public, files::xlsx)
        .download("/xep-hang/nhiem-vu.json", Policy::Public, files::json)
        .page("/can-bo/thong-ke/nhiem-vu/theo-doi", statistics, watch::page)
        .page("/can-bo/thong-ke/nhiem-vu/lanh-dao", statistics, leaders::page)
        .page("/can-bo/thong-ke/nhiem-vu/lanh-dao/danh-sach", statistics, leaders::rows)
        .action("/can-bo/thong-ke/nhiem-vu/chot", Policy::Permission(Action::Export, ObjectKind::Statistic), freeze::freeze)
        .page("/can-bo/thong-ke/phieu-diem", statistics, scorecard::page)
        .page("/s/{ma}", Policy::Public, snapshot::page)
        .with(dossiers::routes)
}
