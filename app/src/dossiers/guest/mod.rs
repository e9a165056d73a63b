//! Applying without an account (C02): a verified telephone number begins an application, code and number come back to it.
//!
//! | address | page |
//! |---|---|
//! | `/nop/{ma}/dang-nhap` | account or telephone, before the first page; also for the link of a draft |
//! | `/vao-ho-so` | "Vào hồ sơ bằng mã và số điện thoại" |
//! | `/vao-ho-so/ma-xac-thuc` | the one-time code |
//! | `/nop/ban-nhap` | how many drafts the telephone has open; each opens by its code |
//!
//! The tokens between the pages stand in cookies, never in an address: no log and no referer knows them.

mod api;
mod drafts;
mod pages;

pub(crate) use drafts::page as drafts;
pub(crate) use pages::{home, instead_of_sign_in, way_back};

use crate::web::{Policy, Routes};

/// The routes of applicants without an account.
pub fn routes(routes: Routes) -> Routes {
    routes
        .page("/nop/{ma}/dang-nhap", Policy::Public, pages::who)
        .action("/nop/{ma}/dang-nhap", Policy::Public, api::start)
        .action("/nop/ban-nhap", Policy::Applicant, api::send_codes)
        .page("/vao-ho-so", Policy::Public, pages::entry)
        .action("/vao-ho-so", Policy::Public, api::open)
        .page("/vao-ho-so/ma-xac-thuc", Policy::Public, pages::code)
        .action("/vao-ho-so/ma-xac-thuc", Policy::Public, api::enter)
        .action("/vao-ho-so/thoat", Policy::Public, api::leave)
}
