//! Sign-in, registration, own account, "Vì sao".
//!
//! | address | page |
//! |---|---|
//! | `/dang-nhap`, `/dang-nhap/ma` | password, then code |
//! | `/dang-ky` | registration of a citizen (demo) |
//! | `/kich-hoat/{ma}` | first sign-in and reset by link |
//! | `/can-bo/tai-khoan`, `/tai-khoan` | own account and devices |
//! | `/can-bo/xac-thuc-lai` | the second factor again |
//! | `/can-bo/ho-tro` | requests for help |
//! | `/can-bo/vi-sao` | own rights, and why something is or is not shown |

mod account;
mod api;
pub(crate) mod help;
mod link;
mod register;
mod sign_in;
mod why;

use crate::web::{Policy, Routes};

/// The routes of this slice.
pub fn routes(routes: Routes) -> Routes {
    routes
        .page("/dang-nhap", Policy::Public, sign_in::page)
        .page("/dang-nhap/ma", Policy::Public, sign_in::code_page)
        .action("/dang-nhap", Policy::Public, api::sign_in)
        .action("/dang-nhap/ma", Policy::Public, api::confirm)
        .action("/dang-xuat", Policy::SignedIn, api::sign_out)
        .page("/dang-ky", Policy::Public, register::page)
        .action("/dang-ky", Policy::Public, api::register)
        .page("/kich-hoat/{ma}", Policy::Public, link::page)
        .action("/kich-hoat", Policy::Public, api::use_link)
        .page("/can-bo/tai-khoan", Policy::Official, account::page)
        .page("/tai-khoan", Policy::SignedIn, account::page)
        .action("/tai-khoan/mat-khau", Policy::SignedIn, api::change_password)
        .action("/tai-khoan/ket-thuc-phien", Policy::SignedIn, api::end_session)
        .action("/tai-khoan/ket-thuc-phien-khac", Policy::SignedIn, api::end_other_sessions)
        .action("/can-bo/tai-khoan/vi-tri", Policy::Official, api::switch_employment)
        .page("/can-bo/xac-thuc-lai", Policy::Official, account::step_up_page)
        .action("/can-bo/xac-thuc-lai", Policy::Official, api::step_up)
        .page("/can-bo/ho-tro", Policy::Official, help::page)
        .action("/can-bo/ho-tro", Policy::Official, help::ask)
        .action("/can-bo/ho-tro/buoc", Policy::Official, help::step)
        .page("/can-bo/vi-sao", Policy::Official, why::page)
}
