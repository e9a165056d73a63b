//! Pages of money: the applicant pays (C20), the desk asks for money and takes it, the accountant keeps the books (O14), the
//! partner calls back.

mod api;
mod demo;
pub(crate) mod desk;
mod ledger;
mod partner;
pub(crate) mod parts;
mod pay;
mod receipt;
mod refund;

pub(crate) use pay::{Way, choices, to_partner};

use crate::web::{Policy, Routes};
use model::access::{Action, ObjectKind};

const LEDGER: Policy = Policy::Permission(Action::View, ObjectKind::Payment);
const RECONCILE: Policy = Policy::Permission(Action::Reconcile, ObjectKind::Payment);
const REFUND: Policy = Policy::Permission(Action::Refund, ObjectKind::Payment);
const SIGN: Policy = Policy::Permission(Action::Sign, ObjectKind::Dossier);
/// Officer, receptionist or accountant, each by another right: the use case checks which.
const DESK: Policy = Policy::Official;

/// The routes of this slice.
pub fn routes(routes: Routes) -> Routes {
    routes
        .page("/ho-so-cua-toi/{ma}/thanh-toan", Policy::Applicant, pay::page)
        .action("/ho-so-cua-toi/{ma}/thanh-toan", Policy::Applicant, api::pay)
        .page("/ho-so-cua-toi/{ma}/bien-lai/{so}", Policy::Applicant, receipt::own)
        .page("/can-bo/thu-phi", LEDGER, ledger::page)
        .download("/can-bo/thu-phi/danh-sach.csv", LEDGER, ledger::csv)
        .page("/can-bo/thu-phi/doi-soat", RECONCILE, ledger::reconcile_page)
        .upload("/can-bo/thu-phi/doi-soat", RECONCILE, api::reconcile)
        .page("/can-bo/thu-phi/sai-lech/{so}", RECONCILE, ledger::resolve_page)
        .action("/can-bo/thu-phi/sai-lech/{so}", RECONCILE, api::resolve)
        .page("/can-bo/thu-phi/{ma}", DESK, desk::page)
        .page("/can-bo/thu-phi/{ma}/yeu-cau", DESK, desk::request_page)
        .action("/can-bo/thu-phi/{ma}/yeu-cau", DESK, api::request)
        .page("/can-bo/thu-phi/{ma}/thu", DESK, desk::take_page)
        .action("/can-bo/thu-phi/{ma}/thu", DESK, api::take)
        .page("/can-bo/thu-phi/{ma}/huy", DESK, desk::cancel_page)
        .action("/can-bo/thu-phi/{ma}/huy", DESK, api::cancel)
        .action("/can-bo/thu-phi/{ma}/xac-nhan", DESK, api::confirm)
        .action("/can-bo/thu-phi/{ma}/qua-han", SIGN, api::expired)
        .page("/can-bo/thu-phi/{ma}/hoan", REFUND, refund::propose_page)
        .action("/can-bo/thu-phi/{ma}/hoan", REFUND, api::propose_refund)
        .page("/can-bo/thu-phi/{ma}/duyet-hoan", SIGN, refund::decide_page)
        .action("/can-bo/thu-phi/{ma}/duyet-hoan", SIGN, api::decide_refund)
        .page("/can-bo/thu-phi/{ma}/bien-lai/{so}", DESK, receipt::desk)
        .page("/minh-hoa/thanh-toan", Policy::Public, demo::page)
        .action("/minh-hoa/thanh-toan", Policy::Public, demo::pay)
        .callback("/api/v1/dossiers/{ma}/payments", Policy::Public, partner::notice)
}
