//! `/lay-so/{ma}`: taking a number, on the kiosk of a centre or on a telephone.

use crate::web::{Page, Result, Rq};
use domain::queue;
use leptos::prelude::*;
use model::queue::{CentreView, GroupView};
use ui::icon::Icon;

/// The page: without header and navigation, so that it fits the kiosk.
pub async fn page(rq: Rq) -> Result<Page> {
    let mut cx = rq.read().await?;
    let centre = queue::centre(&mut cx, rq.param("ma")).await?;
    let (form, demo) = (rq.form(), rq.portal.settings().demo);
    let title = format!("Lấy số, {}", centre.name);
    Ok(Page::new(title, move || body(centre, form, demo)).bare())
}

fn body(centre: CentreView, form: ui::FormState, demo: bool) -> impl IntoView {
    let (take, arrive) = (format!("/lay-so/{}", centre.code), format!("/lay-so/{}/lich-hen", centre.code));
    let (screen, book) = (format!("/goi-so/{}", centre.code), format!("/dat-lich?trung-tam={}", centre.code));
    // Both forms share a page: each shows only its own faults.
    let booked = form.value("ma_lich").is_some();
    let (own, other) = if booked { (ui::FormState::default(), form) } else { (form, ui::FormState::default()) };
    let groups = centre.groups.iter().map(button).collect_view();
    let hours =
        if centre.hours.is_empty() { "Hôm nay trung tâm không làm việc.".to_owned() } else { format!("Giờ làm việc hôm nay: {}.", centre.hours) };
    let (open, name) = (centre.open, centre.name);
    view! {
        <ui::Container>
            <ui::PageHeading title="Bạn đến làm việc gì?" above=name lead="Bấm vào nhóm việc để lấy số. Không chắc thì hỏi cán bộ hướng dẫn."/>
            {(!open).then(|| view! { <ui::Banner kind=ui::BannerKind::Notice title="Ngoài giờ phát số." text=hours.clone() href=book.clone() link="Đặt lịch cho ngày khác"/> })}
            <ui::Form action=take form_state=own>
                <ul class="p-queue-list">{groups}</ul>
            </ui::Form>
            <ui::Section title="Tôi đã đặt lịch" id="lich-hen" note="Nhập mã lịch hẹn để được gọi trong khung giờ đã đặt.">
                <ui::Form action=arrive form_state=other id_prefix="lich-hen">
                    <ui::Field name="ma_lich" label="Mã lịch hẹn" maxlength=20_u32 width=ui::FieldWidth::Code/>
                    <ui::Button label="Lấy số theo lịch hẹn" kind=ui::ButtonKind::Secondary large=true/>
                </ui::Form>
            </ui::Section>
            <ui::Section title="Xem thêm" id="xem-them">
                <ul class="p-link-list">
                    <li><a href=screen>"Số đang gọi"</a></li>
                    <li><a href=book>"Đặt lịch cho ngày khác"</a></li>
                    <li><a href="/">"Trang chủ"</a></li>
                </ul>
            </ui::Section>
            {demo.then(|| view! { <p class="p-small p-muted">"Dữ liệu mô phỏng."</p> })}
        </ui::Container>
    }
}

/// One large button for a group, with how long it may take.
fn button(group: &GroupView) -> impl IntoView + use<> {
    let wait = wait_text(group);
    view! {
        <li>
            <ui::Button label=group.label() icon=Icon::Users large=true name="nhom".to_owned() value=group.letter.clone()/>
            <p class="p-small p-muted">{wait}</p>
        </li>
    }
}

/// "3 người chờ, khoảng 9 phút" for somebody who takes a number now.
fn wait_text(group: &GroupView) -> String {
    match group.waiting {
        0 => "Không có ai chờ".to_owned(),
        n => format!("{n} người chờ, khoảng {} phút", group.wait_minutes(n)),
    }
}
