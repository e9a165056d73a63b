//! C14: submitted. The code in large letters, what happens next and when.

use crate::web::{Page, Result, Rq};
use leptos::prelude::*;
use model::dossiers::apply::DraftView;
use model::format::time_date;
use ui::icon::Icon;

/// The page after the submission.
pub async fn page(rq: &Rq, view: DraftView) -> Result<Page> {
    let at = view.submitted_at.map(time_date).unwrap_or_default();
    let hotline = rq.portal.settings().hotline.clone();
    Ok(Page::new("Đã nộp hồ sơ", move || {
        let code = view.code.clone();
        let (receipt, track) = (format!("/bien-nhan/{code}"), format!("/tra-cuu/{code}"));
        let next = format!(
            "Trong 8 giờ làm việc, {} kiểm tra hồ sơ. Nếu đủ, bạn nhận mã hồ sơ và ngày hẹn trả; nếu thiếu, bạn được báo một lần, đủ mọi mục.",
            view.receiving_unit
        );
        view! {
            <ui::Container>
                <ui::ConfirmationPanel title=format!("Đã nộp hồ sơ lúc {at}") code=code next=next>
                    <ui::LinkButton href=receipt label="Xem biên nhận" icon=Icon::Shield large=true/>
                    <ui::LinkButton href=track label="Theo dõi hồ sơ" kind=ui::ButtonKind::Secondary large=true/>
                </ui::ConfirmationPanel>
                <ui::Section title="Hãy giữ mã nộp" id="giu-ma">
                    <p>{format!("Thủ tục: {}.", view.procedure_name)}</p>
                    <p>{format!("Dùng mã nộp và 4 số cuối điện thoại để tra cứu khi chưa đăng nhập. Cần hỏi thêm, gọi {hotline} và đọc mã nộp.")}</p>
                    {own(&view)}
                </ui::Section>
            </ui::Container>
        }
    }))
}

/// Where the applicant finds the dossier from now on.
fn own(view: &DraftView) -> AnyView {
    if !view.guest {
        return view! { <p><a href="/ho-so-cua-toi">"Xem hồ sơ của tôi"</a></p> }.into_any();
    }
    let href = format!("/ho-so-cua-toi/{}", view.code);
    view! {
        <p>"Bạn không cần tài khoản: để bổ sung, rút hồ sơ, nộp tiền hay nhận kết quả, hãy mở trang "<a href="/vao-ho-so">"Vào hồ sơ bằng mã và số điện thoại"</a>"."</p>
        <p><a href=href>"Xem hồ sơ này"</a></p>
    }
    .into_any()
}
