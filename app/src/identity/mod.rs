//! Signing in and out, and one's own account.

mod api;
mod sign_in;

use crate::web::{Policy, Routes};

/// The routes of this slice.
pub fn routes(routes: Routes) -> Routes {
    routes
        .page("/dang-nhap", Policy::Public, sign_in::password_page)
        .action("/dang-nhap", Policy::Public, api::sign_in)
        .page("/dang-nhap/ma", Policy::Public, sign_in::code_page)
        .action("/dang-nhap/ma", Policy::Public, api::confirm)
        .action("/dang-xuat", Policy::SignedIn, api::sign_out)
}
