//! Administration of people, units and rights.
//!
//! | address | page |
//! |---|---|
//! | `/quan-tri`, `/quan-tri/nguoi/…` | people: search, one person, a new person |
//! | `/quan-tri/phan-quyen/{nguoi,viec,xac-nhan}` | a job template in three steps |
//! | `/quan-tri/phan-quyen/hai-nguoi` | what needs two technical administrators |
//! | `/quan-tri/phan-quyen/mau` | the job templates and their change |
//! | `/quan-tri/uy-quyen` | delegation |
//! | `/quan-tri/ho-tro` | requests for help |
//! | `/quan-tri/lich/…` | working calendars: years, days off, changes |
//! | `/quan-tri/don-vi/…` | units: tree, one unit, new unit, new version |
//! | `/quan-tri/sap-xep/…` | reorganisation plans |
//! | `/quan-tri/nhac-viec` | times of reminders and digests of tasks |

mod api;
mod audit_words;
mod calendar;
mod calendar_form;
mod calendar_notice;
mod delegation;
mod grant;
mod grant_joint;
mod grant_template;
mod help;
mod people;
mod person;
mod reorg;
mod reorg_form;
mod task_times;
mod unit_form;
mod units;

pub(crate) use calendar_notice::put as put_year_notice;

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
    // Whoever may create units of the province: the technical administrator.
    let plans = Policy::Permission(Action::Create, ObjectKind::Unit);
    let calendars = Policy::Permission(Action::Configure, ObjectKind::Calendar);
    let parameters = Policy::Permission(Action::Configure, ObjectKind::Parameter);
    routes
        .page("/quan-tri/nhac-viec", parameters, task_times::page)
        .page("/quan-tri/nhac-viec/sua", parameters, task_times::edit_page)
        .action("/quan-tri/nhac-viec/sua", parameters, task_times::change)
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
        .page(grant_joint::PAGE, grant, grant_joint::page)
        .action("/quan-tri/phan-quyen/hai-nguoi/de-nghi", grant, grant_joint::propose)
        .action("/quan-tri/phan-quyen/hai-nguoi/xac-nhan", grant, grant_joint::confirm)
        .action("/quan-tri/phan-quyen/hai-nguoi/tu-choi", grant, grant_joint::refuse)
        .page("/quan-tri/phan-quyen/mau", grant, grant_template::page)
        .page("/quan-tri/phan-quyen/mau/{ma}", grant, grant_template::edit_page)
        .action("/quan-tri/phan-quyen/mau", grant, grant_template::propose)
        .page("/quan-tri/uy-quyen", grant, delegation::page)
        .action("/quan-tri/uy-quyen", grant, api::delegate)
        .action("/quan-tri/uy-quyen/ket-thuc", grant, api::end_delegation)
        .page("/quan-tri/ho-tro", people, help::page)
        .action("/quan-tri/ho-tro", people, help::answer)
        .page("/quan-tri/lich", calendars, calendar::page)
        .action("/quan-tri/lich", calendars, calendar_form::save)
        .page("/quan-tri/lich/sua", calendars, calendar_form::page)
        .page("/quan-tri/lich/xem-truoc", calendars, calendar_form::preview_page)
        .action("/quan-tri/lich/duyet", calendars, calendar::approve)
        .action("/quan-tri/lich/khong-duyet", calendars, calendar::decline)
        .page("/quan-tri/don-vi", units, units::page)
        .page("/quan-tri/don-vi/them", Policy::Permission(Action::Create, ObjectKind::Unit), unit_form::add_page)
        .action("/quan-tri/don-vi/them", Policy::Permission(Action::Create, ObjectKind::Unit), api::add_unit)
        .page("/quan-tri/don-vi/{ma}", units, units::unit_page)
        .page("/quan-tri/don-vi/{ma}/sua", Policy::Permission(Action::Edit, ObjectKind::Unit), unit_form::edit_page)
        .action("/quan-tri/don-vi/sua", Policy::Permission(Action::Edit, ObjectKind::Unit), api::edit_unit)
        .action("/quan-tri/don-vi/chep-thu-tuc", Policy::Permission(Action::Edit, ObjectKind::Unit), api::copy_offers)
        .page("/quan-tri/sap-xep", plans, reorg::list)
        .page("/quan-tri/sap-xep/them", plans, reorg_form::new_page)
        .action("/quan-tri/sap-xep/them", plans, reorg_form::create)
        .page("/quan-tri/sap-xep/{ma}", plans, reorg::page)
        .page("/quan-tri/sap-xep/{ma}/sua", plans, reorg_form::edit_page)
        .action("/quan-tri/sap-xep/{ma}/sua", plans, reorg_form::edit)
        .page("/quan-tri/sap-xep/{ma}/don-vi", plans, reorg_form::unit_page)
        .action("/quan-tri/sap-xep/{ma}/don-vi", plans, reorg_form::add_unit)
        .page("/quan-tri/sap-xep/{ma}/dong", plans, reorg_form::line_page)
        .action("/quan-tri/sap-xep/{ma}/dong", plans, reorg_form::add_line)
        .action("/quan-tri/sap-xep/{ma}/bo", plans, reorg_form::remove)
        .page("/quan-tri/sap-xep/{ma}/xem-truoc", plans, reorg::preview_page)
        .action("/quan-tri/sap-xep/{ma}/xem-truoc", plans, reorg_form::confirm)
        .page("/quan-tri/sap-xep/{ma}/rut", plans, reorg_form::withdraw_page)
        .action("/quan-tri/sap-xep/{ma}/rut", plans, reorg_form::withdraw)
}

/// The tabs of administration, each only for those who have something to do there.
fn tabs(rq: &Rq, current: &str) -> Vec<ui::Tab> {
    let all = [
        ("/quan-tri/nguoi", "Người", Action::View, ObjectKind::Person),
        ("/quan-tri/phan-quyen/nguoi", "Phân quyền", Action::Grant, ObjectKind::Role),
        ("/quan-tri/don-vi", "Đơn vị", Action::View, ObjectKind::Unit),
        ("/quan-tri/sap-xep", "Sắp xếp", Action::Create, ObjectKind::Unit),
        ("/quan-tri/lich", "Lịch làm việc", Action::Configure, ObjectKind::Calendar),
        ("/quan-tri/nhac-viec", "Nhắc việc", Action::Configure, ObjectKind::Parameter),
        ("/quan-tri/ho-tro", "Hỗ trợ", Action::View, ObjectKind::Person),
        ("/quan-tri/lien-thong", "Liên thông", Action::Configure, ObjectKind::Partner),
        ("/quan-tri/tin-chua-den", "Tin chưa đến", Action::View, ObjectKind::Outbox),
    ];
    all.into_iter()
        .filter(|(_, _, action, kind)| rq.actor.may_somewhere(*action, *kind))
        .map(|(href, label, ..)| (href, label))
        .chain(grant_joint::may_propose(rq).then_some((grant_joint::PAGE, "Hai người")))
        .map(|(href, label)| ui::Tab { href: href.to_owned(), label: label.to_owned(), count: None, current: href == current })
        .collect()
}

/// The number in an address or a field; a wrong one is nobody's.
fn id(text: &str) -> i64 {
    text.parse().unwrap_or_default()
}
