//! `/dang-nhap`: user name and password; `/dang-nhap/ma`: the code. In demo mode the page lists the demo accounts.

use super::api::own_path;
use crate::web::{Page, Result, Rq};
use domain::seed::demo::{self, DemoAccount};
use leptos::prelude::*;
use ui::icon::Icon;

fn back(rq: &Rq) -> String {
    rq.query("ve").and_then(own_path).unwrap_or_default().to_owned()
}

/// Where somebody who cannot sign in finds help: a request for help needs the account.
fn no_way_in(form: &ui::FormState) -> Option<AnyView> {
    form.has_errors().then(|| view! { <p>"Không đăng nhập được? "<a href="/huong-dan#can-nguoi-giup">"Cần người giúp"</a></p> }.into_any())
}

/// The first step.
pub async fn page(rq: Rq) -> Result<Page> {
    let (form, back) = (rq.form(), back(&rq));
    let demo = if rq.portal.settings().demo { demo::accounts(&rq.portal) } else { Vec::new() };
    let local = rq.portal.settings().citizen_local_accounts;
    let title = if form.has_errors() { "Lỗi: Đăng nhập" } else { "Đăng nhập" };
    let phone = crate::dossiers::guest::instead_of_sign_in(&back);
    let register = format!("/dang-ky?ve={}", crate::web::encode(&back));
    let help = no_way_in(&form);
    Ok(Page::new(title, move || {
        view! {
            <ui::Container>
                <ui::PageHeading title="Đăng nhập" lead="Cán bộ dùng tên đăng nhập; người dân dùng số điện thoại. Bước sau là mã xác thực 6 số."/>
                <ui::Form action="/dang-nhap" form_state=form>
                    <ui::HiddenInput name="ve" value=back/>
                    <ui::Field name="ten_dang_nhap" label="Tên đăng nhập hoặc số điện thoại" autocomplete="username" width=ui::FieldWidth::Code/>
                    <ui::Field name="mat_khau" label="Mật khẩu" input_type="password" autocomplete="current-password" width=ui::FieldWidth::Code/>
                    <ui::Button label="Tiếp tục"/>
                </ui::Form>
                {help}
                {local.then(|| view! { <p>"Người dân chưa có tài khoản: "<a href=register>"đăng ký bằng số điện thoại"</a>"."</p> })}
                {phone}
                {(!demo.is_empty()).then(|| demo_view(demo))}
            </ui::Container>
        }
    }))
}

fn demo_view(accounts: Vec<DemoAccount>) -> impl IntoView {
    let columns = ["Tên đăng nhập", "Họ và tên", "Công việc", "Mã xác thực lúc này"].map(ui::Column::text).to_vec();
    let rows = accounts
        .into_iter()
        .map(|account| {
            let code = if account.username.starts_with('0') {
                ui::Cell::link(format!("/minh-hoa/tin-nhan?so={}", account.username), "Xem tin nhắn")
            } else {
                ui::Cell::text(account.code)
            };
            ui::Row::new(vec![ui::Cell::text(account.username), ui::Cell::text(account.name), ui::Cell::text(account.job), code])
        })
        .collect();
    view! {
        <ui::Section title="Tài khoản dùng thử" id="dung-thu">
            <p>"Mật khẩu chung: "<code>{demo::PASSWORD}</code>". Mã xác thực đổi mỗi 30 giây và chỉ dùng một lần; tải lại trang để lấy mã mới."</p>
            <ui::Table caption="Tài khoản dùng thử" caption_hidden=true columns=columns rows=rows/>
        </ui::Section>
    }
}

/// The second step.
pub async fn code_page(rq: Rq) -> Result<Page> {
    let (form, back) = (rq.form(), back(&rq));
    let by_message = rq.query("cach") == Some("tin-nhan");
    let started = rq.sign_in_token.is_some();
    let demo = rq.portal.settings().demo;
    let help = no_way_in(&form);
    let lead = if by_message {
        "Nếu số điện thoại đúng, một mã 6 số vừa được gửi bằng tin nhắn. Mã có hiệu lực 10 phút."
    } else {
        "Mở ứng dụng xác thực trên điện thoại và nhập mã 6 số đang hiện. Mất điện thoại thì nhập một mã dự phòng."
    };
    let title = if form.has_errors() { "Lỗi: Mã xác thực" } else { "Mã xác thực" };
    Ok(Page::new(title, move || {
        if !started {
            return view! {
                <ui::Container>
                    <h1 class="p-h1">"Mã xác thực"</h1>
                    <ui::EmptyState icon=Icon::Clock title="Bước này đã hết hạn" text="Hãy nhập lại tên đăng nhập và mật khẩu.">
                        <ui::LinkButton href="/dang-nhap" label="Đăng nhập lại"/>
                    </ui::EmptyState>
                </ui::Container>
            }
            .into_any();
        }
        view! {
            <ui::Container>
                <ui::PageHeading title="Mã xác thực" lead=lead/>
                <ui::Form action="/dang-nhap/ma" form_state=form>
                    <ui::HiddenInput name="ve" value=back/>
                    <ui::Field name="ma_xac_thuc" label="Mã xác thực" inputmode="numeric" autocomplete="one-time-code" width=ui::FieldWidth::Short/>
                    <ui::Button label="Đăng nhập"/>
                </ui::Form>
                {help}
                <p><a href="/dang-nhap">"Đăng nhập bằng tài khoản khác"</a></p>
                {(demo && by_message).then(|| view! { <p><a href="/minh-hoa/tin-nhan">"Bản minh họa: xem tin nhắn đã gửi"</a></p> })}
            </ui::Container>
        }
        .into_any()
    }))
}
