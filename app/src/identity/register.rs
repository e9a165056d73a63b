//! `/dang-ky`: a citizen registers with name, phone and password; the code in the message activates the account.

use super::api::own_path;
use crate::web::{Error, Page, Result, Rq};
use leptos::prelude::*;

/// The form; only where local accounts are switched on.
pub async fn page(rq: Rq) -> Result<Page> {
    if !rq.portal.settings().citizen_local_accounts {
        return Err(Error::NotFound);
    }
    let (form, back) = (rq.form(), rq.query("ve").and_then(own_path).unwrap_or_default().to_owned());
    let title = if form.has_errors() { "Lỗi: Đăng ký tài khoản" } else { "Đăng ký tài khoản" };
    Ok(Page::new(title, move || {
        view! {
            <ui::Container>
                <ui::PageHeading title="Đăng ký tài khoản" lead="Dành cho người dân. Mã xác thực được gửi về số điện thoại của bạn."/>
                <ui::Form action="/dang-ky" form_state=form>
                    <ui::HiddenInput name="ve" value=back/>
                    <ui::Field name="ho_ten" label="Họ và tên" autocomplete="name"/>
                    <ui::Field name="dien_thoai" label="Số điện thoại" input_type="tel" autocomplete="tel" width=ui::FieldWidth::Code/>
                    <ui::Field name="mat_khau" label="Mật khẩu" hint="Ít nhất 12 ký tự. Một câu dài dễ nhớ là tốt nhất." input_type="password"
                        autocomplete="new-password" width=ui::FieldWidth::Code/>
                    <ui::Button label="Đăng ký"/>
                </ui::Form>
            </ui::Container>
        }
    }))
}
