//! Opinions of other units (O10, tab "Xin ý kiến" of O04): asked by the officer, answered by the asked unit.

mod api;
mod ask;
mod detail;
mod list;
pub(super) mod parts;

use crate::web::{Policy, Routes};
use model::access::{Action, ObjectKind};

const VIEW: Policy = Policy::Permission(Action::View, ObjectKind::Dossier);
const APPROVE: Policy = Policy::Permission(Action::Approve, ObjectKind::Dossier);

/// The routes of the questions.
pub fn routes(routes: Routes) -> Routes {
    routes
        .page("/can-bo/xin-y-kien", VIEW, list::page)
        .page("/can-bo/xin-y-kien/{ma}", VIEW, detail::page)
        .download("/can-bo/xin-y-kien/{ma}/tep/{tep}", VIEW, detail::file)
        // Officers, heads and leaders of the asked unit, each by another right: the use case knows.
        .action("/can-bo/xin-y-kien/{ma}/nhan", VIEW, api::accept)
        .upload("/can-bo/xin-y-kien/{ma}/tra-loi", VIEW, api::answer)
        .action("/can-bo/xin-y-kien/{ma}/tra-lai", VIEW, api::give_back)
        .action("/can-bo/xin-y-kien/{ma}/giai-trinh", APPROVE, api::waive)
        // The officer in charge or the head.
        .page("/can-bo/ho-so/{ma}/xin-y-kien", VIEW, ask::page)
        .upload("/can-bo/ho-so/{ma}/xin-y-kien", VIEW, api::ask)
}

/// Address of a question.
fn address(id: i64) -> String {
    format!("/can-bo/xin-y-kien/{id}")
}
