//! `/kich-hoat/{ma}`: the first sign-in, and the way back after a lost password or telephone.

use crate::web::{Page, Result, Rq};
use domain::identity::open_link;
use leptos::prelude::*;

/// The form with the new authenticator secret.
pub async fn page(rq: Rq) -> Result<Page> {
    let token = rq.param("ma").to_owned();
    let mut cx = rq.read().await?;
    let link = open_link(&mut cx, &token).await?;
    let form = rq.form();
    let title = if form.has_errors() { "Lỗi: Kích hoạt tài khoản" } else { "Kích hoạt tài khoản" };
    Ok(Page::new(title, move || {
        let rows = vec![
            ui::SummaryRow::new("Họ và tên", link.full_name),
            ui::SummaryRow::new("Tên đăng nhập", link.username),
            ui::SummaryRow::new("Khóa cho ứng dụng xác thực", grouped(&link.secret)),
        ];
        view! {
            <ui::Container>
                <ui::PageHeading title="Kích hoạt tài khoản" lead="Liên kết này dùng một lần, trong 24 giờ. Mở ứng dụng xác thực trên điện thoại, thêm tài khoản bằng khóa dưới đây, rồi nhập mã 6 số."/>
                <ui::SummaryList rows=rows/>
                <p><a href=link.otpauth>"Mở khóa trong ứng dụng xác thực trên máy này"</a></p>
                <ui::Form action="/kich-hoat" form_state=form>
                    <ui::HiddenInput name="lien_ket" value=token/>
                    <ui::Field name="mat_khau" label="Mật khẩu mới" hint="Ít nhất 12 ký tự. Một câu dài dễ nhớ là tốt nhất; không cần ký tự đặc biệt."
                        input_type="password" autocomplete="new-password" width=ui::FieldWidth::Code/>
                    <ui::Field name="mat_khau_lai" label="Nhập lại mật khẩu mới" input_type="password" autocomplete="new-password" width=ui::FieldWidth::Code/>
                    <ui::Field name="ma_xac_thuc" label="Mã xác thực trong ứng dụng" inputmode="numeric" autocomplete="one-time-code" width=ui::FieldWidth::Short/>
                    <ui::Button label="Kích hoạt"/>
                </ui::Form>
            </ui::Container>
        }
    }))
}

/// Groups of four are easier to copy.
fn grouped(secret: &str) -> String {
    secret.as_bytes().chunks(4).map(String::from_utf8_lossy).collect::<Vec<_>>().join(" ")
}
