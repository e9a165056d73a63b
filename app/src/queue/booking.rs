//! `/dat-lich/{ma}`: a booked half hour, with the code to show.

use super::api::limit;
use crate::web::{Page, Result, Rq};
use domain::{queue, rate};
use leptos::prelude::*;
use model::format;
use model::queue::{BookingState, BookingView};
use ui::{ButtonKind, SummaryRow};

/// The page. Looking is limited, so that nobody tries codes.
pub async fn page(rq: Rq) -> Result<Page> {
    limit(&rq, rate::QUEUE_LOOK, &rq.address).await?;
    let mut cx = rq.read().await?;
    let booking = queue::booking(&mut cx, rq.param("ma")).await?;
    let errors = rq.form().errors;
    Ok(Page::new(format!("Lịch hẹn {}", booking.code), move || body(booking, errors)))
}

fn body(booking: BookingView, errors: Vec<(String, String)>) -> impl IntoView {
    let (title, next) = match booking.state {
        BookingState::Booked => (
            "Lịch hẹn của bạn",
            "Đến trung tâm trong khung giờ này, bấm “Lấy số theo lịch hẹn” ở máy lấy số và nhập mã. Đến muộn hơn khung giờ thì bạn vẫn lấy số được, nhưng chờ như người không đặt.",
        ),
        BookingState::Arrived => ("Lịch hẹn đã dùng", "Bạn đã lấy số theo lịch hẹn này."),
        BookingState::Cancelled => ("Lịch hẹn đã hủy", "Chỗ này đã nhường cho người khác. Bạn có thể đặt lịch mới."),
    };
    let code = if booking.state == BookingState::Booked { booking.code.clone() } else { String::new() };
    let mut rows = vec![
        SummaryRow::new("Thời gian", format::due_long(booking.slot_at)),
        SummaryRow::new("Trung tâm", booking.centre.clone()),
        SummaryRow::new("Nhóm việc", booking.group.clone()),
        SummaryRow::new("Mã lịch hẹn", booking.code.clone()),
        SummaryRow::new("Trạng thái", booking.state.label()),
    ];
    if !booking.address.is_empty() {
        rows.insert(2, SummaryRow::new("Địa chỉ", booking.address.clone()));
    }
    let cancel = booking.may_cancel.then(|| {
        let action = format!("/dat-lich/{}/huy", booking.code);
        view! { <ui::PostButton action=action label="Hủy lịch hẹn này" kind=ButtonKind::Secondary/> }
    });
    view! {
        <ui::Container>
            <ui::BackLink href="/dat-lich" label="Đặt lịch làm việc"/>
            {(!errors.is_empty()).then(|| view! { <ui::ErrorSummary errors=errors/> })}
            <ui::PageHeading title=title lead=next/>
            {(!code.is_empty()).then(|| view! { <p class="p-queue-number n">{code}</p> })}
            <ui::SummaryList rows=rows/>
            <div class="p-actions">{cancel}<ui::LinkButton href=format!("/lay-so/{}", booking.centre_code) label="Lấy số ở trung tâm" kind=ButtonKind::Line/></div>
        </ui::Container>
    }
}
