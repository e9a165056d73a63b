//! Pages of the slice `tasks` for officials.
//!
//! | file | page |
//! |---|---|
//! | `list` | `/can-bo/nhiem-vu`, `/can-bo/nhiem-vu/cho-xac-nhan`, `/can-bo/nhiem-vu/gia-han` |
//! | `views`, `columns`, `month` | the same lists as rows, columns and a month of due dates |
//! | `pending`, `report` | what stands beside the tasks of "Chờ xác nhận" and "Đề nghị gia hạn" |
//! | `printed` | the rows as one table to print |
//! | `saved` | filters kept under a name, "Đánh dấu đã xem" |
//! | `give` | `/can-bo/nhiem-vu/giao` |
//! | `assigner`, `monitor`, `units` | fields of the forms that give tasks; `monitor` also the form that hands a task over |
//! | `detail`, `steps` | `/can-bo/nhiem-vu/{ma}` and the forms of its steps |
//! | `split` | sub-tasks on that page |
//! | `series` | `/can-bo/nhiem-vu/dinh-ky` and the pages of a series |
//! | `bulk` | `/can-bo/nhiem-vu/giao-nhieu`, many tasks from one table |
//! | `reminders` | `/can-bo/nhac-viec/{ma}` |
//! | `digests` | `/can-bo/ban-tin` |
//! | `explanations` | `/can-bo/nhiem-vu/giai-trinh` |
//! | `api` | the actions |

mod api;
mod assigner;
mod bulk;
mod columns;
mod detail;
mod digests;
mod explanations;
mod give;
mod list;
mod monitor;
mod month;
mod pending;
mod printed;
mod reminders;
mod report;
mod saved;
mod series;
mod split;
mod steps;
mod units;
mod views;

use crate::web::{Policy, Routes};
use model::access::{Action, ObjectKind};

const CREATE: Policy = Policy::Permission(Action::Create, ObjectKind::Task);
const ASSIGN: Policy = Policy::Permission(Action::Assign, ObjectKind::Task);
const RECEIVE: Policy = Policy::Permission(Action::Receive, ObjectKind::Task);
const APPROVE: Policy = Policy::Permission(Action::Approve, ObjectKind::Task);
/// Steps of the person in charge, and of heads of division, who accept and split without the right to receive.
const WORK: Policy = Policy::Official;

/// The routes of this slice.
pub fn routes(routes: Routes) -> Routes {
    routes
        .with(series::routes)
        .with(bulk::routes)
        .page("/can-bo/nhiem-vu", Policy::Official, list::page)
        .page("/can-bo/nhiem-vu/cho-xac-nhan", APPROVE, list::to_confirm)
        .page("/can-bo/nhiem-vu/gia-han", ASSIGN, list::extensions)
        .page("/can-bo/nhiem-vu/giai-trinh", Policy::Official, explanations::page)
        .action("/can-bo/nhiem-vu/bo-loc", Policy::Official, saved::save)
        .action("/can-bo/nhiem-vu/bo-loc/xoa", Policy::Official, saved::remove)
        .action("/can-bo/nhiem-vu/da-xem", Policy::Official, saved::seen)
        .page("/can-bo/nhiem-vu/giao", CREATE, give::page)
        .action("/can-bo/nhiem-vu/giao", CREATE, api::give)
        .page("/can-bo/nhiem-vu/{ma}", Policy::Official, detail::page)
        .download("/can-bo/nhiem-vu/{ma}/tep/{tep}", Policy::Official, api::evidence)
        .action("/can-bo/nhiem-vu/{ma}/giao", ASSIGN, api::assign)
        .action("/can-bo/nhiem-vu/{ma}/tiep-nhan", WORK, api::accept)
        .action("/can-bo/nhiem-vu/{ma}/tra-lai", RECEIVE, api::return_to_assigner)
        .action("/can-bo/nhiem-vu/{ma}/giao-lai", ASSIGN, api::reassign)
        .upload("/can-bo/nhiem-vu/{ma}/bat-dau", WORK, api::start)
        .upload("/can-bo/nhiem-vu/{ma}/tien-do", WORK, api::report_progress)
        .upload("/can-bo/nhiem-vu/{ma}/hoan-thanh", WORK, api::report_completion)
        .action("/can-bo/nhiem-vu/{ma}/xac-nhan", APPROVE, api::confirm)
        .action("/can-bo/nhiem-vu/{ma}/lam-lai", APPROVE, api::reject)
        .upload("/can-bo/nhiem-vu/{ma}/de-nghi-gia-han", RECEIVE, api::request_extension)
        .action("/can-bo/nhiem-vu/{ma}/quyet-dinh-gia-han", ASSIGN, api::decide_extension)
        .action("/can-bo/nhiem-vu/{ma}/tam-dung", ASSIGN, api::suspend)
        .action("/can-bo/nhiem-vu/{ma}/tiep-tuc", ASSIGN, api::resume)
        .action("/can-bo/nhiem-vu/{ma}/thu-hoi", ASSIGN, api::cancel)
        .action("/can-bo/nhiem-vu/{ma}/chuyen-chu-tri", ASSIGN, api::change_lead)
        .action("/can-bo/nhiem-vu/{ma}/doi-theo-doi", ASSIGN, api::change_monitor)
        .action("/can-bo/nhiem-vu/{ma}/chia-nho", WORK, api::split)
        .action("/can-bo/nhiem-vu/{ma}/don-doc", ASSIGN, api::urge)
        .action("/can-bo/nhiem-vu/{ma}/giai-trinh", RECEIVE, api::explain)
        .page("/can-bo/nhac-viec/{ma}", Policy::Official, reminders::page)
        .page("/can-bo/ban-tin", Policy::Official, digests::page)
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::tasks::rules;
    use model::tasks::TaskStep;

    /// Every form of the page leads to a route, and the route asks for the right that the step needs whatever the task.
    #[test]
    fn every_step_has_its_route_and_policy() {
        let routes = Routes::new().with(routes);
        for step in TaskStep::ALL {
            let Some(word) = steps::address_of(*step) else { continue };
            let path = format!("/can-bo/nhiem-vu/{{ma}}/{word}");
            let route = routes.list().iter().find(|route| route.path == path && route.method == "POST");
            let policy = rules::right(*step).map_or(Policy::Official, |action| Policy::Permission(action, ObjectKind::Task));
            assert_eq!(route.map(|route| route.policy), Some(policy), "{step}");
        }
    }
}
