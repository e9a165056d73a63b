//! The counter of the one-stop desk: receipt from a person (O03), many submissions at once (O02), hand-over of papers (O05),
//! scans (O15).

mod api;
mod done;
mod form;
mod handover;
mod intake;
mod papers;
mod scans;
mod search;

use crate::web::{Policy, Routes, Rq};
use domain::dossiers::draft::DraftKey;
use model::access::{Action, ObjectKind};
use ui::NavItem;
use ui::icon::Icon;

const RECEIVE: Policy = Policy::Permission(Action::Receive, ObjectKind::Dossier);
/// Counter and agency look at the same hand-overs, each at its side.
const VIEW: Policy = Policy::Permission(Action::View, ObjectKind::Dossier);
const EDIT: Policy = Policy::Permission(Action::Edit, ObjectKind::Dossier);

/// The routes of the counter.
pub fn routes(routes: Routes) -> Routes {
    routes
        .page("/can-bo/tiep-nhan", RECEIVE, search::page)
        .action("/can-bo/tiep-nhan", RECEIVE, api::open)
        .page("/can-bo/tiep-nhan/{ma}", RECEIVE, form::page)
        .upload("/can-bo/tiep-nhan/{ma}", RECEIVE, api::receive)
        .page("/can-bo/cho-tiep-nhan", RECEIVE, intake::page)
        .action("/can-bo/cho-tiep-nhan", RECEIVE, api::receive_many)
        .page("/can-bo/ban-giao", VIEW, handover::page)
        .action("/can-bo/ban-giao/giao", RECEIVE, api::hand_over)
        .action("/can-bo/ban-giao/nhan", EDIT, api::accept_many)
        .page("/can-bo/ban-giao/{ma}", VIEW, handover::sheet)
        .download("/can-bo/ban-giao/{ma}/pdf", VIEW, handover::pdf)
        .page("/can-bo/so-hoa", RECEIVE, scans::list)
        .page("/can-bo/so-hoa/{ma}", RECEIVE, scans::page)
        .upload("/can-bo/so-hoa/{ma}", RECEIVE, api::scan)
        .action("/can-bo/so-hoa/{ma}/kiem-tra", RECEIVE, api::check_scan)
}

/// The draft that an address names.
fn key(rq: &Rq) -> DraftKey {
    DraftKey { code: rq.param("ma").to_owned() }
}

/// The work at the counter below "Tại quầy" at the left.
fn work(current: &str) -> Vec<NavItem> {
    let items = [
        ("/can-bo/tiep-nhan", Icon::Plus, "Tiếp nhận tại quầy"),
        ("/can-bo/cho-tiep-nhan", Icon::Inbox, "Tiếp nhận nhiều hồ sơ"),
        ("/can-bo/ban-giao", Icon::Send, "Bàn giao"),
        ("/can-bo/so-hoa", Icon::Doc, "Số hóa"),
    ];
    items.into_iter().map(|(href, icon, label)| NavItem::new(href, icon, label).current(href == current)).collect()
}
