//! `/dang-nhap`: password, then code; one thing per page.

use crate::web::{Page, Result, Rq};
use leptos::prelude::*;
use ui::icon::Icon;

/// First page: user name and password. In demo mode the sample accounts stand below.
pub async fn password_page(rq: Rq) -> Result<Page> {
    let state = rq.form();
    let back = rq.query("ve").unwrap_or_default().to_owned();
    let demo = if rq.portal.settings().demo { domain::seed::demo::accounts(&rq.portal) } else { Vec::new() };
    Ok(Page::new("Đăng nhập", move || {
        view! {
            <ui::Container>
                <div class="p-two-thirds">
                    <ui::PageHeading title="Đăng nhập" lead="Cán bộ dùng tên đăng nhập; người dân dùng số điện thoại đã đăng ký."/>
                    <ui::Form action="/dang-nhap" form_state=state>
                        <ui::HiddenInput name="ve" value=back/>
                        <ui::Field name="username" label="Tên đăng nhập hoặc số điện thoại" autocomplete="username"/>
                        <ui::Field name="mat_khau" label="Mật khẩu" input_type="password" autocomplete="current-password"/>
                        <ui::Button label="Tiếp tục" icon_after=Icon::Right/>
                    </ui::Form>
                </div>
                {(!demo.is_empty()).then(|| demo_table(demo))}
            </ui::Container>
        }
    }))
}

/// Second page: the one-time code.
pub async fn code_page(rq: Rq) -> Result<Page> {
    let state = rq.form();
    let back = rq.query("ve").unwrap_or_default().to_owned();
    let demo = if rq.portal.settings().demo { domain::seed::demo::accounts(&rq.portal) } else { Vec::new() };
    Ok(Page::new("Nhập mã xác thực", move || {
        view! {
            <ui::Container>
                <div class="p-two-thirds">
                    <ui::PageHeading title="Nhập mã xác thực" lead="Cán bộ: mã 6 số trong ứng dụng xác thực. Người dân: mã vừa gửi tới điện thoại, dùng trong 10 phút."/>
                    <ui::Form action="/dang-nhap/ma" form_state=state>
                        <ui::HiddenInput name="ve" value=back/>
                        <ui::Field name="ma_xac_thuc" label="Mã xác thực" inputmode="numeric" autocomplete="one-time-code" width=ui::FieldWidth::Code/>
                        <ui::Button label="Đăng nhập" icon=Icon::User/>
                    </ui::Form>
                    <p><a href="/dang-nhap">"Nhập lại tên đăng nhập"</a></p>
                </div>
                {(!demo.is_empty()).then(|| demo_table(demo))}
            </ui::Container>
        }
    }))
}

/// The sample accounts with their present codes; demo mode only.
fn demo_table(accounts: Vec<domain::seed::demo::DemoAccount>) -> impl IntoView {
    let columns = vec![
        ui::Column::text("Tên đăng nhập"),
        ui::Column::text("Người mẫu và công việc"),
        ui::Column::text("Mật khẩu"),
        ui::Column::text("Mã lúc này"),
    ];
    let rows = accounts
        .into_iter()
        .map(|account| {
            let who = format!("{} – {}", account.name, account.job);
            ui::Row::new(vec![ui::Cell::text(account.username), ui::Cell::text(who), ui::Cell::text(account.password), ui::Cell::text(account.code)])
        })
        .collect::<Vec<_>>();
    view! {
        <ui::Section title="Tài khoản mẫu" id="tai-khoan-mau" note="Chỉ có trong bản minh họa. Mã đổi mỗi 30 giây; tải lại trang để lấy mã mới.">
            <ui::Table caption="Tài khoản mẫu" caption_hidden=true columns=columns rows=rows/>
        </ui::Section>
    }
}
