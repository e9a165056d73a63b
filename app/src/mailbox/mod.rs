//! Official mail: folders, threads, writing, receipts (06 §12). Every page works without JavaScript.

mod api;
mod compose;
mod folder;
mod message;
mod pending;
mod receipts;
mod recipients;
mod rows;

use crate::web::{Error, Policy, Result, Routes, Rq};

/// The routes of this slice.
pub fn routes(routes: Routes) -> Routes {
    routes
        .page("/can-bo/thu", Policy::Official, folder::page)
        .page("/can-bo/thu/tim", Policy::Official, folder::search_page)
        .action("/can-bo/thu/sap-xep", Policy::Official, api::organise)
        .page("/can-bo/thu/soan", Policy::Official, compose::page)
        .upload("/can-bo/thu/soan", Policy::Official, api::compose)
        .page("/can-bo/thu/{ma}", Policy::Official, message::page)
        .action("/can-bo/thu/{ma}/tra-loi", Policy::Official, api::reply)
        .action("/can-bo/thu/{ma}/chuyen-tiep", Policy::Official, api::forward)
        .download("/can-bo/thu/{ma}/tep/{tep}", Policy::Official, api::file)
        .page("/can-bo/thu/{ma}/nguoi-nhan", Policy::Official, recipients::page)
        .action("/can-bo/thu/{ma}/nguoi-nhan", Policy::Official, api::add_recipient)
        .action("/can-bo/thu/{ma}/bo-nhap", Policy::Official, api::discard)
        .page("/can-bo/thu/{ma}/cho-gui", Policy::Official, pending::page)
        .action("/can-bo/thu/{ma}/hoan-tac", Policy::Official, api::undo)
        .page("/can-bo/thu/{ma}/da-mo", Policy::Official, receipts::page)
        .action("/can-bo/thu/{ma}/thu-hoi", Policy::Official, api::recall)
}

/// The message that the address names.
fn message_id(rq: &Rq) -> Result<i64> {
    rq.param("ma").parse().ok().filter(|id| *id > 0).ok_or(Error::NotFound)
}
