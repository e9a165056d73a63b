//! Applying online and following a dossier: the journey C03–C17, the receipt, the public tracking.

pub(super) mod api;
mod cases;
mod done;
mod drafts;
mod form_files;
mod frame;
mod mine;
mod parts;
pub(super) mod questions;
mod receipt;
mod review;
mod step;
mod tracking;

pub(crate) use drafts::{begin, nothing as no_drafts, one as draft_in_full};
pub(super) use receipt::{file as receipt_file, files as receipt_files};

use crate::web::{Policy, Routes, Rq};
use domain::dossiers::draft::DraftKey;

/// The routes of the citizens' half of this slice.
pub fn routes(routes: Routes) -> Routes {
    routes
        .download("/nop/{ma}", Policy::Applicant, step::resume)
        .page("/nop/ban-nhap", Policy::Applicant, drafts::page)
        .action("/nop/{ma}/xoa", Policy::Applicant, drafts::remove)
        .page("/nop/{ma}/{buoc}", Policy::Applicant, step::page)
        .action("/nop/{ma}/{buoc}", Policy::Applicant, api::save)
        .page("/nop/{ma}/thong-tin/{so}", Policy::Applicant, step::page)
        .action("/nop/{ma}/thong-tin/{so}", Policy::Applicant, api::save)
        .page("/nop/{ma}/to-khai/{so}", Policy::Applicant, step::page)
        .upload("/nop/{ma}/to-khai/{so}", Policy::Applicant, api::save_form)
        .page("/nop/{ma}/giay-to/{so}", Policy::Applicant, step::page)
        .upload("/nop/{ma}/giay-to/{so}", Policy::Applicant, api::save_part)
        .page("/bien-nhan/{ma}", Policy::Applicant, receipt::page)
        .download("/bien-nhan/{ma}/tai-ve", Policy::Applicant, receipt::download)
        .page("/ho-so-cua-toi", Policy::Applicant, mine::page)
        .page("/ho-so-cua-toi/{ma}", Policy::Applicant, mine::detail)
        .download("/ho-so-cua-toi/{ma}/tep/{tep}", Policy::Applicant, mine::file)
        .action("/ho-so-cua-toi/{ma}/rut", Policy::Applicant, api::withdraw)
        .upload("/ho-so-cua-toi/{ma}/bo-sung", Policy::Applicant, api::supplement)
        .page("/tra-cuu", Policy::Public, tracking::form)
        .action("/tra-cuu", Policy::Public, api::track)
        .page("/tra-cuu/{ma}", Policy::Public, tracking::page)
}

/// The draft that an address names.
fn key(rq: &Rq) -> DraftKey {
    DraftKey { code: rq.param("ma").to_owned() }
}
