//! Systems of others: messages of partners, the list of the exchange, cases of ministries' systems, the simulated national portal.

mod api;
mod demo;
mod exchange;
mod external;
mod message;

use crate::web::{Policy, Routes};
use model::access::{Action, ObjectKind};

/// The technical administrator looks after the exchange.
const EXCHANGE: Policy = Policy::Permission(Action::Configure, ObjectKind::Partner);
/// The counter records cases of ministries' systems.
const RECEIVE: Policy = Policy::Permission(Action::Receive, ObjectKind::Dossier);

/// The routes of this slice.
pub fn routes(routes: Routes) -> Routes {
    routes
        .callback("/api/v1/partners/{ma}/messages", Policy::Public, message::take)
        .page("/quan-tri/lien-thong", EXCHANGE, exchange::page)
        .page("/quan-tri/lien-thong/gui", EXCHANGE, exchange::sent_page)
        .page("/quan-tri/lien-thong/{ma}", EXCHANGE, exchange::message_page)
        .action("/quan-tri/lien-thong/{ma}/xu-ly-lai", EXCHANGE, api::again)
        .action("/quan-tri/lien-thong/{ma}/dong", EXCHANGE, api::close)
        .action("/quan-tri/lien-thong/gui/{ma}/gui-lai", EXCHANGE, api::resend)
        .page("/can-bo/ho-so-bo-nganh", RECEIVE, external::page)
        .page("/can-bo/ho-so-bo-nganh/ghi-nhan", RECEIVE, external::record_page)
        .action("/can-bo/ho-so-bo-nganh/ghi-nhan", RECEIVE, api::record)
        .page("/can-bo/ho-so-bo-nganh/{ma}", RECEIVE, external::case_page)
        .action("/can-bo/ho-so-bo-nganh/{ma}/kiem-tra", RECEIVE, api::resolve)
        .page("/minh-hoa/cong-quoc-gia", Policy::Public, demo::page)
        .action("/minh-hoa/cong-quoc-gia", Policy::Public, demo::submit)
        .page("/minh-hoa/cong-quoc-gia/{ma}", Policy::Public, demo::case_page)
        .action("/minh-hoa/cong-quoc-gia/{ma}", Policy::Public, demo::act)
}
