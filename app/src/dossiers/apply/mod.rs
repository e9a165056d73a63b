//! Applying online and following a dossier: the journey C03–C17, the receipt, the public tracking.

mod api;
mod cases;
mod done;
mod frame;
mod mine;
mod parts;
mod questions;
mod receipt;
mod review;
mod step;
mod tracking;

pub(super) use receipt::{file as receipt_file, files as receipt_files};

use crate::web::{Policy, Routes, Rq};
use domain::dossiers::draft::DraftKey;

/// The routes of the citizens' half of this slice.
pub fn routes(routes: Routes) -> Routes {
    routes
        .download("/nop/{ma}", Policy::SignedIn, step::resume)
        .page("/nop/{ma}/{buoc}", Policy::SignedIn, step::page)
        .action("/nop/{ma}/{buoc}", Policy::SignedIn, api::save)
        .page("/nop/{ma}/thong-tin/{so}", Policy::SignedIn, step::page)
        .action("/nop/{ma}/thong-tin/{so}", Policy::SignedIn, api::save)
        .page("/nop/{ma}/to-khai/{so}", Policy::SignedIn, step::page)
        .action("/nop/{ma}/to-khai/{so}", Policy::SignedIn, api::save)
        .page("/nop/{ma}/giay-to/{so}", Policy::SignedIn, step::page)
        .upload("/nop/{ma}/giay-to/{so}", Policy::SignedIn, api::save_part)
        .page("/bien-nhan/{ma}", Policy::SignedIn, receipt::page)
        .download("/bien-nhan/{ma}/tai-ve", Policy::SignedIn, receipt::download)
        .page("/ho-so-cua-toi", Policy::SignedIn, mine::page)
        .page("/ho-so-cua-toi/{ma}", Policy::SignedIn, mine::detail)
        .download("/ho-so-cua-toi/{ma}/tep/{tep}", Policy::SignedIn, mine::file)
        .action("/ho-so-cua-toi/{ma}/rut", Policy::SignedIn, api::withdraw)
        .upload("/ho-so-cua-toi/{ma}/bo-sung", Policy::SignedIn, api::supplement)
        .page("/tra-cuu", Policy::Public, tracking::form)
        .action("/tra-cuu", Policy::Public, api::track)
        .page("/tra-cuu/{ma}", Policy::Public, tracking::page)
}

/// The draft that an address names.
fn key(rq: &Rq) -> DraftKey {
    DraftKey { code: rq.param("ma").to_owned(), token: String::new() }
}
