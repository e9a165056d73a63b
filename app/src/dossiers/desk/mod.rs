//! The desk of dossiers for officials: lists, one dossier, and a page for each step.

mod api;
mod detail;
mod finish;
mod hand_over;
mod intake;
mod list;
pub(super) mod parts;
mod printed;
mod process;
mod proposals;
mod register;
mod supplement;
pub(super) mod tabs;
mod verdicts;
mod workflow;

use crate::web::{Policy, Routes};
use model::access::{Action, ObjectKind};

const VIEW: Policy = Policy::Permission(Action::View, ObjectKind::Dossier);
const RECEIVE: Policy = Policy::Permission(Action::Receive, ObjectKind::Dossier);
const RETURN: Policy = Policy::Permission(Action::Return, ObjectKind::Dossier);
const EDIT: Policy = Policy::Permission(Action::Edit, ObjectKind::Dossier);
const APPROVE: Policy = Policy::Permission(Action::Approve, ObjectKind::Dossier);
const SIGN: Policy = Policy::Permission(Action::Sign, ObjectKind::Dossier);
const PUBLISH: Policy = Policy::Permission(Action::Publish, ObjectKind::Result);

/// The routes of the desk.
pub fn routes(routes: Routes) -> Routes {
    routes
        .page("/can-bo/ho-so", VIEW, list::page)
        .page("/can-bo/so-theo-doi", VIEW, register::page)
        .download("/can-bo/so-theo-doi.pdf", VIEW, register::pdf)
        .download("/can-bo/so-theo-doi.csv", VIEW, register::csv)
        .download("/can-bo/ho-so/danh-sach.csv", VIEW, list::csv)
        .page("/can-bo/ho-so/{ma}", VIEW, detail::page)
        .download("/can-bo/ho-so/{ma}/tep/{tep}", VIEW, detail::file)
        .page("/can-bo/ho-so/{ma}/tiep-nhan", RECEIVE, intake::receive_page)
        .action("/can-bo/ho-so/{ma}/tiep-nhan", RECEIVE, api::receive)
        .page("/can-bo/ho-so/{ma}/tu-choi", RECEIVE, intake::refuse_page)
        .action("/can-bo/ho-so/{ma}/tu-choi", RECEIVE, api::refuse)
        .page("/can-bo/ho-so/{ma}/bo-sung-tiep-nhan", RECEIVE, intake::supplement_page)
        .action("/can-bo/ho-so/{ma}/bo-sung-tiep-nhan", RECEIVE, api::request_intake_supplement)
        .page("/can-bo/ho-so/{ma}/bo-sung", RECEIVE, supplement::page)
        .upload("/can-bo/ho-so/{ma}/bo-sung", RECEIVE, supplement::take)
        // To assign or to take, to hand on, to sign or to number: each by another right, which the use case knows.
        .page("/can-bo/ho-so/{ma}/phan-cong", VIEW, process::assign_page)
        .action("/can-bo/ho-so/{ma}/phan-cong", VIEW, api::assign)
        .page("/can-bo/ho-so/{ma}/chuyen", VIEW, process::move_page)
        .action("/can-bo/ho-so/{ma}/chuyen", VIEW, api::move_stage)
        .page("/can-bo/ho-so/{ma}/yeu-cau-bo-sung", EDIT, process::supplement_page)
        .action("/can-bo/ho-so/{ma}/yeu-cau-bo-sung", EDIT, api::propose_supplement)
        .page("/can-bo/ho-so/{ma}/duyet-bo-sung", APPROVE, process::approve_page)
        .action("/can-bo/ho-so/{ma}/duyet-bo-sung", APPROVE, api::approve_supplement)
        // Before the receipt the counter, after it the officer in charge: the use case knows.
        .page("/can-bo/ho-so/{ma}/danh-gia-bo-sung", VIEW, verdicts::page)
        .action("/can-bo/ho-so/{ma}/danh-gia-bo-sung", VIEW, verdicts::judge)
        .action("/can-bo/ho-so/{ma}/qua-han-bo-sung", SIGN, api::supplement_expired)
        .page("/can-bo/ho-so/{ma}/rut", RECEIVE, process::withdraw_page)
        .action("/can-bo/ho-so/{ma}/rut", RECEIVE, api::request_withdrawal)
        .page("/can-bo/ho-so/{ma}/quyet-dinh-rut", APPROVE, process::decide_withdrawal_page)
        .action("/can-bo/ho-so/{ma}/quyet-dinh-rut", APPROVE, api::decide_withdrawal)
        .page("/can-bo/ho-so/{ma}/dung", SIGN, finish::stop_page)
        .action("/can-bo/ho-so/{ma}/dung", SIGN, api::stop)
        .page("/can-bo/ho-so/{ma}/phat-hanh", PUBLISH, finish::publish_page)
        .upload("/can-bo/ho-so/{ma}/phat-hanh", PUBLISH, api::publish)
        .page("/can-bo/ho-so/{ma}/tra-ket-qua", RETURN, hand_over::page)
        .upload("/can-bo/ho-so/{ma}/tra-ket-qua", RETURN, api::give_back)
        .with(proposals::routes)
}
