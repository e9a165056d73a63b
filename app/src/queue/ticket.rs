//! `/phieu-goi/{ma}`: a ticket as its holder sees it.

use crate::web::{Page, Result, Rq};
use domain::queue;
use leptos::prelude::*;
use model::format;
use model::queue::{TicketState, TicketView, duration_text};
use ui::{ButtonKind, SummaryRow};

/// While a ticket waits its page looks again after so many seconds.
const LOOK_AGAIN: u32 = 15;

/// The page.
pub async fn page(rq: Rq) -> Result<Page> {
    let mut cx = rq.read().await?;
    let ticket = queue::ticket(&mut cx, rq.param("ma")).await?;
    let errors = rq.form().errors;
    let changes = errors.is_empty() && matches!(ticket.state, TicketState::Waiting | TicketState::Transferred | TicketState::Called);
    let page = Page::new(format!("Số {}", ticket.code), move || body(ticket, errors));
    Ok(if changes { page.refresh(LOOK_AGAIN) } else { page })
}

/// What the holder has to do now.
fn now_text(ticket: &TicketView) -> String {
    match ticket.state {
        TicketState::Waiting | TicketState::Transferred if ticket.ahead == 0 => "Bạn là người tiếp theo. Hãy đứng gần quầy và nghe gọi số.".to_owned(),
        TicketState::Waiting | TicketState::Transferred => format!("Còn {} người trước bạn, khoảng {} phút nữa.", ticket.ahead, ticket.wait_minutes),
        TicketState::Called => format!("Mời bạn đến quầy {} ngay.", ticket.counter),
        TicketState::Serving => format!("Bạn đang được phục vụ ở quầy {}.", ticket.counter),
        TicketState::Served => "Đã phục vụ xong. Cảm ơn bạn.".to_owned(),
        TicketState::Skipped if ticket.may_rejoin => "Đã gọi 3 lần mà bạn chưa đến. Bạn có thể vào lại hàng chờ một lần, ở cuối hàng.".to_owned(),
        TicketState::Skipped => "Đã gọi 3 lần mà bạn chưa đến. Hãy lấy số mới.".to_owned(),
        TicketState::Cancelled => "Số này đã hủy. Nếu vẫn cần, hãy lấy số mới.".to_owned(),
    }
}

/// Colour of a state.
pub(super) const fn tone(state: TicketState) -> ui::Tone {
    match state {
        TicketState::Waiting | TicketState::Transferred => ui::Tone::Blue,
        TicketState::Called => ui::Tone::Gold,
        TicketState::Serving => ui::Tone::Brand,
        TicketState::Served => ui::Tone::Green,
        TicketState::Skipped | TicketState::Cancelled => ui::Tone::Neutral,
    }
}

fn body(ticket: TicketView, errors: Vec<(String, String)>) -> impl IntoView {
    let (parent, screen) = (format!("/lay-so/{}", ticket.centre_code), format!("/goi-so/{}", ticket.centre_code));
    let now = now_text(&ticket);
    let mut rows = vec![
        SummaryRow::new("Nơi chờ", ticket.group.clone()),
        SummaryRow::new("Trung tâm", ticket.centre.clone()),
        SummaryRow::new("Lấy số lúc", format::date_time(ticket.taken_at)),
        SummaryRow::new("Thời gian chờ", duration_text(ticket.waited_s)),
    ];
    if matches!(ticket.state, TicketState::Serving | TicketState::Served) {
        rows.push(SummaryRow::new("Thời gian phục vụ", duration_text(ticket.served_s)));
    }
    let version = || vec![("phien_ban", ticket.version.to_string())];
    let path = format!("/phieu-goi/{}", ticket.token);
    let rejoin = ticket.may_rejoin.then(|| view! { <ui::PostButton action=format!("{path}/vao-lai") label="Vào lại hàng chờ" hidden=version()/> });
    let cancel =
        ticket.may_cancel.then(|| view! { <ui::PostButton action=format!("{path}/huy") label="Hủy số này" kind=ButtonKind::Secondary hidden=version()/> });
    view! {
        <ui::Container>
            <ui::BackLink href=parent label="Lấy số"/>
            {(!errors.is_empty()).then(|| view! { <ui::ErrorSummary errors=errors/> })}
            <ui::PageHeading title="Số của bạn"/>
            <p class="p-queue-number n">{ticket.code.clone()}</p>
            <p><ui::StatusTag tone=tone(ticket.state) label=ticket.state.label()/></p>
            <p class="p-lead p-strong">{now}</p>
            <p>"Hãy chụp lại trang này hoặc ghi nhớ số. Số chỉ dùng trong ngày."</p>
            <ui::SummaryList rows=rows/>
            <div class="p-actions">{rejoin}{cancel}<ui::LinkButton href=screen label="Xem số đang gọi" kind=ButtonKind::Line/></div>
        </ui::Container>
    }
}
