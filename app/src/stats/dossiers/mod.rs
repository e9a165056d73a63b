//! Statistics of dossiers, for everybody and for officials: the same sheet, the same figures; officials also see whose the rows are.
//!
//! | file | page |
//! |---|---|
//! | `page` | `/thong-ke/ho-so`, `/can-bo/thong-ke/ho-so` and their print version |
//! | `view`, `tables` | the sheet itself, also of a frozen one |
//! | `handling` | mean and median working days, a part of the sheet |
//! | `rows` | exactly the rows behind a figure |
//! | `files` | CSV and XLSX |
//! | `frozen` | "Chốt số liệu" and `/s/{ma}` |
//! | `compare` | `/s/{ma}/so-voi`: why two frozen sheets differ |
//! | `filter` | what the address asks for |

mod compare;
mod files;
mod filter;
mod frozen;
mod handling;
mod page;
mod rows;
mod tables;
mod view;

pub use filter::rows_of_unit;
pub use frozen::page as frozen_page;

use crate::web::{Policy, Routes};
use model::access::{Action, ObjectKind};

/// Path of the public page.
pub const PUBLIC: &str = "/thong-ke/ho-so";
/// Path of the officials' page.
pub const DESK: &str = "/can-bo/thong-ke/ho-so";

/// The routes of the dossier figures.
pub fn routes(routes: Routes) -> Routes {
    let statistics = Policy::Permission(Action::View, ObjectKind::Statistic);
    routes
        .page("/thong-ke/ho-so", Policy::Public, page::page)
        .page("/thong-ke/ho-so/danh-sach", Policy::Public, rows::page)
        .download("/thong-ke/ho-so.csv", Policy::Public, files::csv)
        .download("/thong-ke/ho-so.xlsx", Policy::Public, files::xlsx)
        .page("/s/{ma}/so-voi", Policy::Public, compare::page)
        .page("/can-bo/thong-ke/ho-so", statistics, page::page)
        .page("/can-bo/thong-ke/ho-so/danh-sach", statistics, rows::page)
        .action("/can-bo/thong-ke/ho-so/chot", Policy::Permission(Action::Export, ObjectKind::Statistic), frozen::freeze)
}
