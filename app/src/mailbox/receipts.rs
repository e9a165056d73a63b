//! `/can-bo/thu/{ma}/da-mo`: who received and who opened a message, for its sender; recall.

use super::message_id;
use crate::web::{Page, Result, Rq};
use domain::mailbox::{self, ReadRow};
use leptos::prelude::*;
use model::format;
use model::mailbox::DeliveryState;
use ui::icon::Icon;
use ui::{ButtonKind, Cell, Column, Row, StatusTag, Table, Tone};

/// The page.
pub async fn page(rq: Rq) -> Result<Page> {
    let id = message_id(&rq)?;
    let mut cx = rq.read().await?;
    let info = mailbox::read_info(&mut cx, id, rq.page_number()).await?;
    let (now, base, errors) = (cx.now(), rq.list_base(), rq.form().errors);
    Ok(Page::new("Thông tin mở thư", move || {
        let counts = info.counts;
        let unopened = counts.all - counts.opened - counts.recalled;
        let lead = format!(
            "{}: đã mở {} trong {} người nhận. Tính đến {}.",
            info.subject,
            format::number(counts.opened),
            format::number(counts.all),
            format::date_time(now)
        );
        let recall = if unopened > 0 {
            view! {
                <section class="p-section" aria-labelledby="thu-hoi">
                    <h2 class="p-h2" id="thu-hoi">"Thu hồi thư"</h2>
                    <p>{format!("Còn {} người chưa mở. Thư biến mất khỏi hộp thư của họ và để lại dòng “Thư đã được người gửi thu hồi”. Người đã mở vẫn giữ thư.", format::number(unopened))}</p>
                    <ui::PostButton action=format!("/can-bo/thu/{id}/thu-hoi") label="Thu hồi với người chưa mở" kind=ButtonKind::Danger icon=Some(Icon::Left)/>
                </section>
            }
            .into_any()
        } else {
            view! { <p class="p-muted">"Không còn ai chưa mở thư nên không thu hồi được nữa."</p> }.into_any()
        };
        let failed = (!errors.is_empty()).then(|| view! { <ui::ErrorSummary errors=errors/> });
        view! {
            <div class="p-mail-wide">
                <ui::BackLink href=format!("/can-bo/thu/{id}") label="Quay lại thư"/>
                <ui::PageHeading title="Thông tin mở thư" lead=lead/>
                {failed}
                <Table
                    caption="Người nhận và lúc mở thư"
                    caption_hidden=true
                    columns=vec![Column::text("Người nhận"), Column::text("Đã đến"), Column::text("Đã mở"), Column::text("Tình trạng")]
                    rows=info.list.rows.into_iter().map(row).collect()
                />
                <ui::Pagination paging=info.list.paging base=base what="người nhận"/>
                {recall}
            </div>
        }
    }))
}

fn row(row: ReadRow) -> Row {
    let state = row.state.parse::<DeliveryState>().unwrap_or(DeliveryState::Bounced);
    let (tone, icon) = match state {
        DeliveryState::Opened => (Tone::Green, Icon::Eye),
        DeliveryState::Delivered => (Tone::Neutral, Icon::Mail),
        DeliveryState::Recalled => (Tone::Gold, Icon::Left),
        DeliveryState::Bounced => (Tone::Red, Icon::Err),
    };
    let opened = match row.opened_at {
        Some(at) if row.opened_by.is_empty() || row.opened_by == row.name => format::date_time(at),
        Some(at) => format!("{} ({})", format::date_time(at), row.opened_by),
        None => "Chưa mở".to_owned(),
    };
    Row::new(vec![
        Cell::view(view! { <span>{row.name}<br/><span class="p-small p-muted">{row.address}</span></span> }),
        Cell::text(format::date_time(row.delivered_at)),
        Cell::text(opened),
        Cell::view(view! { <StatusTag tone=tone icon=Some(icon) label=state.label()/> }),
    ])
}
