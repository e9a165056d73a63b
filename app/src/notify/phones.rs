//! `/minh-hoa/tin-nhan`: what a simulated telephone received. Demo mode only.

use crate::web::{Page, Result, Rq};
use domain::notify::outbox::{SentMessage, to_address};
use leptos::prelude::*;
use model::format;
use model::notify::{NotifyChannel, OutboxState};
use ui::icon::Icon;

/// The page.
pub async fn page(rq: Rq) -> Result<Page> {
    let number: String = rq.query("so").unwrap_or_default().chars().filter(char::is_ascii_digit).take(15).collect();
    let mut cx = rq.read().await?;
    let messages = to_address(&mut cx, &number).await?;
    Ok(Page::new("Điện thoại mô phỏng", move || {
        let none = messages.is_empty() && !number.is_empty();
        view! {
            <ui::Container>
                <ui::PageHeading title="Điện thoại mô phỏng" lead="Bản minh họa không gửi tin thật. Nhập một số điện thoại mẫu (0999 …) để xem các tin mà số đó nhận được."/>
                <ui::Form action="/minh-hoa/tin-nhan" method="get">
                    <ui::Field name="so" label="Số điện thoại" input_type="tel" value=number/>
                    <ui::Button label="Xem tin nhắn" icon=Icon::Phone/>
                </ui::Form>
                {none.then(|| view! { <ui::EmptyState icon=Icon::Phone title="Số này chưa nhận tin nào" text="Hãy kiểm tra lại số, hoặc chờ vài giây sau khi nộp hồ sơ."/> })}
                <ul class="p-row-list">{messages.into_iter().map(row).collect_view()}</ul>
            </ui::Container>
        }
    }))
}

fn row(message: SentMessage) -> impl IntoView {
    let channel = message.channel.parse::<NotifyChannel>().map_or("", NotifyChannel::label);
    let state = message.state.parse::<OutboxState>().map_or("", OutboxState::label);
    let head = format!("{channel} · {} · {state}", format::date_time(message.created_at));
    view! { <li class="p-list-row"><p class="p-small p-muted n">{head}</p><p>{message.text}</p></li> }
}
