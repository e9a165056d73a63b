//! Administration of people, units and rights.
//!
//! | address | page |
//! |---|---|
//! | `/quan-tri`, `/quan-tri/nguoi/…` | people: search, one person, a new person |
//! | `/quan-tri/phan-quyen/{nguoi,viec,xac-nhan}` | a job template in three steps |
//! | `/quan-tri/uy-quyen` | delegation |
//! | `/quan-tri/ho-tro` | requests for help |
//! | `/quan-tri/don-vi/…` | units: tree, one unit, new unit, new version |

mod api;
mod audit_words;
mod delegation;
mod grant;
mod help;
mod people;
mod person;
mod unit_form;
mod units;

use crate::web::{Policy, Routes, Rq};
use model::access::{Action, ObjectKind};

/// The routes of this slice.
pub fn routes(routes: Routes) -> Routes {
    let people = Policy::Permission(Action::View, ObjectKind::Person);
    let add = Policy::Permission(Action::Create, ObjectKind::Person);
    let edit = Policy::Permission(Action::Edit, ObjectKind::Person);
    let account = Policy::Permission(Action::Edit, ObjectKind::Account);
    let grant = Policy::Permission(Action::Grant, ObjectKind::Role);
    let units = Policy::Permission(Action::View, ObjectKind::Unit);
    routes
        .page("/quan-tri", people, people::page)
        .page("/quan-tri/nguoi", people, people::page)
        .page("/quan-tri/nguoi/them", add, people::add_page)
        .action("/quan-tri/nguoi/them", add, api::add_person)
        .page("/quan-tri/nguoi/{ma}", people, person::page)
        .action("/quan-tri/nguoi/tai-khoan", account, api::create_account)
        .action("/quan-tri/nguoi/trang-thai", account, api::set_state)
        .action("/quan-tri/nguoi/lien-ket", account, api::reset)
        .action("/quan-tri/nguoi/ket-thuc-phien", account, api::end_sessions)
        .action("/quan-tri/nguoi/ket-thuc-vi-tri", edit, api::end_employment)
        .action("/quan-tri/nguoi/them-vi-tri", edit, api::start_employment)
        .page("/quan-tri/phan-quyen", grant, grant::person_page)
        .page("/quan-tri/phan-quyen/nguoi", grant, grant::person_page)
        .page("/quan-tri/phan-quyen/viec", grant, grant::job_page)
        .page("/quan-tri/phan-quyen/xac-nhan", grant, grant::confirm_page)
        .action("/quan-tri/phan-quyen/xac-nhan", grant, api::grant)
        .action("/quan-tri/phan-quyen/thu-hoi", grant, api::revoke)
        .page("/quan-tri/uy-quyen", grant, delegation::page)
        .action("/quan-tri/uy-quyen", grant, api::delegate)
        .action("/quan-tri/uy-quyen/ket-thuc", grant, api::end_delegation)
        .page("/quan-tri/ho-tro", people, help::page)
        .action("/quan-tri/ho-tro", people, help::answer)
        .page("/quan-tri/don-vi", units, units::page)
        .page("/quan-tri/don-vi/them", Policy::Permission(Action::Create, ObjectKind::Unit), unit_form::add_page)
        .action("/quan-tri/don-vi/them", Policy::Permission(Action::Create, ObjectKind::Unit), api::add_unit)
        .page("/quan-tri/don-vi/{ma}", units, units::unit_page)
        .page("/quan-tri/don-vi/{ma}/sua", Policy::Permission(Action::Edit, ObjectKind::Unit), unit_form::edit_page)
        .action("/quan-tri/don-vi/sua", Policy::Permission(Action::Edit, ObjectKind::Unit), api::edit_unit)
}

/// The tabs of administration, each only for those who have something to do there.
fn tabs(rq: &Rq, current: &str) -> Vec<ui::Tab> {
    let all = [
        ("/quan-tri/nguoi", "Người", Action::View, ObjectKind::Person),
        ("/quan-tri/phan-quyen/nguoi", "Phân quyền", Action::Grant, ObjectKind::Role),
        ("/quan-tri/don-vi", "Đơn vị", Action::View, ObjectKind::Unit),
        ("/quan-tri/ho-tro", "Hỗ trợ", Action::View, ObjectKind::Person),
    ];
    all.into_iter()
        .filter(|(_, _, action, kind)| rq.actor.may_somewhere(*action, *kind))
        .map(|(href, label, ..)| ui::Tab { href: href.to_owned(), label: label.to_owned(), count: None, current: href == current })
        .collect()
}

/// The number in an address or a field; a wrong one is nobody's.
fn id(text: &str) -> i64 {
    text.parse().unwrap_or_default()
}
