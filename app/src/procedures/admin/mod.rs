//! The catalogue at the desk (O20): list, page of a procedure, one page per group of data, import and export,
//! the lists of reasons.

mod api;
mod cases;
mod channel;
mod compare;
mod content;
mod detail;
mod edit;
mod form;
mod general;
mod import;
mod list;
mod offers;
mod parts;
mod reasons;
mod rows;
mod template;

use crate::web::{Policy, Routes};
use model::access::{Action, ObjectKind};

const VIEW: Policy = Policy::Permission(Action::View, ObjectKind::ProcedureVersion);
const EDIT: Policy = Policy::Permission(Action::Edit, ObjectKind::ProcedureVersion);
const FEES: Policy = Policy::Permission(Action::Edit, ObjectKind::FeeRule);
const PUBLISH: Policy = Policy::Permission(Action::Publish, ObjectKind::ProcedureVersion);

/// The routes of the catalogue at the desk.
pub(super) fn routes(routes: Routes) -> Routes {
    let routes = routes
        .page("/can-bo/thu-tuc", VIEW, list::page)
        .action("/can-bo/thu-tuc/moi", EDIT, api::create)
        .page("/can-bo/thu-tuc/nhap", EDIT, import::page)
        .upload("/can-bo/thu-tuc/nhap", EDIT, import::take)
        .page("/can-bo/thu-tuc/ly-do", VIEW, reasons::page)
        .action("/can-bo/thu-tuc/ly-do", PUBLISH, reasons::save)
        .action("/can-bo/thu-tuc/ly-do/bo", PUBLISH, reasons::end)
        .page("/can-bo/thu-tuc/{ma}", VIEW, detail::page)
        .page("/can-bo/thu-tuc/{ma}/noi-dung", VIEW, content::page)
        .page("/can-bo/thu-tuc/{ma}/so-sanh", VIEW, compare::page)
        .download("/can-bo/thu-tuc/{ma}/xuat", VIEW, import::export)
        .page("/can-bo/thu-tuc/{ma}/kenh", VIEW, channel::page)
        .action("/can-bo/thu-tuc/{ma}/kenh", PUBLISH, channel::save)
        .action("/can-bo/thu-tuc/{ma}/phien-ban-moi", EDIT, api::renew);
    let routes = routes
        .page("/can-bo/thu-tuc/{ma}/chung", EDIT, general::page)
        .action("/can-bo/thu-tuc/{ma}/chung", EDIT, general::save)
        .page("/can-bo/thu-tuc/{ma}/truong-hop", FEES, cases::page)
        .action("/can-bo/thu-tuc/{ma}/truong-hop", FEES, cases::save)
        .page("/can-bo/thu-tuc/{ma}/giay-to", EDIT, parts::page)
        .action("/can-bo/thu-tuc/{ma}/giay-to", EDIT, parts::save)
        .page("/can-bo/thu-tuc/{ma}/giay-to/{so}/mau", EDIT, template::page)
        .upload("/can-bo/thu-tuc/{ma}/giay-to/{so}/mau", EDIT, template::save)
        .page("/can-bo/thu-tuc/{ma}/to-khai", EDIT, form::page)
        .action("/can-bo/thu-tuc/{ma}/to-khai", EDIT, form::save)
        .page("/can-bo/thu-tuc/{ma}/to-khai/{so}", EDIT, form::questions)
        .action("/can-bo/thu-tuc/{ma}/to-khai/{so}", EDIT, form::save_questions)
        .page("/can-bo/thu-tuc/{ma}/quy-trinh", EDIT, parts::flow_page)
        .action("/can-bo/thu-tuc/{ma}/quy-trinh", EDIT, parts::save_flow)
        .page("/can-bo/thu-tuc/{ma}/co-quan", EDIT, offers::page)
        .action("/can-bo/thu-tuc/{ma}/co-quan", EDIT, offers::save);
    routes
        .action("/can-bo/thu-tuc/{ma}/trinh-duyet", EDIT, api::submit)
        .action("/can-bo/thu-tuc/{ma}/tra-lai", EDIT, api::send_back)
        .action("/can-bo/thu-tuc/{ma}/bo-du-thao", EDIT, api::drop_draft)
        .action("/can-bo/thu-tuc/{ma}/duyet", PUBLISH, api::approve)
        .action("/can-bo/thu-tuc/{ma}/cong-bo", PUBLISH, api::publish)
}

/// The address of a procedure at the desk, or of one of its pages.
fn address(code: &str, page: &str) -> String {
    let code = if model::procedures::is_code(code) { code.to_owned() } else { crate::web::encode(code) };
    if page.is_empty() { format!("/can-bo/thu-tuc/{code}") } else { format!("/can-bo/thu-tuc/{code}/{page}") }
}
