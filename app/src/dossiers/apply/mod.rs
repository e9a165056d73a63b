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

use crate::web::{Policy, Routes, Rq};
use domain::dossiers::draft::DraftKey;

/// The routes of the citizens' half of this slice.
pub fn routes(routes: Routes) -> Routes {
    routes
        .download("/nop/{code}", Policy::SignedIn, step::resume)
        .page("/nop/{code}/{step}", Policy::SignedIn, step::page)
        .action("/nop/{code}/{step}", Policy::SignedIn, api::save)
        .page("/nop/{code}/thong-tin/{n}", Policy::SignedIn, step::page)
        .action("/nop/{code}/thong-tin/{n}", Policy::SignedIn, api::save)
        .page("/nop/{code}/to-khai/{n}", Policy::SignedIn, step::page)
        .action("/nop/{code}/to-khai/{n}", Policy::SignedIn, api::save)
        .page("/nop/{code}/giay-to/{n}", Policy::SignedIn, step::page)
        .upload("/nop/{code}/giay-to/{n}", Policy::SignedIn, api::save_part)
        .page("/bien-nhan/{code}", Policy::SignedIn, receipt::page)
        .download("/bien-nhan/{code}/tai-ve", Policy::SignedIn, receipt::download)
        .page("/ho-so-cua-toi", Policy::SignedIn, mine::page)
        .page("/ho-so-cua-toi/{code}", Policy::SignedIn, mine::detail)
        .download("/ho-so-cua-toi/{code}/tep/{token}", Policy::SignedIn, mine::file)
        .action("/ho-so-cua-toi/{code}/rut", Policy::SignedIn, api::withdraw)
        .upload("/ho-so-cua-toi/{code}/bo-sung", Policy::SignedIn, api::supplement)
        .page("/tra-cuu", Policy::Public, tracking::form)
        .action("/tra-cuu", Policy::Public, api::track)
        .page("/tra-cuu/{code}", Policy::Public, tracking::page)
}

/// The draft that an address names.
fn key(rq: &Rq) -> DraftKey {
    DraftKey { code: rq.param("code").to_owned(), token: String::new() }
}
