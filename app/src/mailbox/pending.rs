//! `/can-bo/thu/{ma}/cho-gui`: the message leaves in ten seconds; the button takes it back.

use super::message_id;
use crate::web::{Page, Result, Rq};
use domain::mailbox;
use leptos::prelude::*;
use model::format;
use model::mailbox::MessageState;
use ui::ButtonKind;
use ui::icon::Icon;

/// Seconds after which the page looks again whether the message has left.
const LOOK_AGAIN: u32 = 4;

/// The page: waiting, sent, or a draft again.
pub async fn page(rq: Rq) -> Result<Page> {
    let id = message_id(&rq)?;
    let mut cx = rq.read().await?;
    let pending = mailbox::pending(&mut cx, id).await?;
    let to = names(&pending.to);
    let waiting = matches!(pending.state, MessageState::PendingUndo | MessageState::Scheduled);
    let soon = pending.state == MessageState::PendingUndo;
    let (title, next) = match (pending.state, pending.send_at) {
        (MessageState::PendingUndo, Some(at)) => {
            let left = (at - cx.now()).num_seconds().clamp(0, 10);
            (format!("Thư sẽ gửi đi sau {left} giây"), format!("“{}” gửi {to}. Bạn có 10 giây để hoàn tác; chưa ai nhìn thấy thư.", pending.subject))
        }
        (MessageState::Scheduled, Some(at)) => {
            (format!("Thư sẽ gửi lúc {}", format::date_time(at)), format!("“{}” gửi {to}. Có thể hoàn tác đến lúc đó.", pending.subject))
        }
        (MessageState::Sent, _) => ("Đã gửi thư".to_owned(), format!("“{}” đã gửi {to}. Ai đã mở thư được ghi chính xác.", pending.subject)),
        _ => ("Thư trở lại là thư nháp".to_owned(), format!("“{}” chưa được gửi.", pending.subject)),
    };
    let draft = pending.state == MessageState::Draft;
    let page = Page::new(title.clone(), move || {
        let undo = waiting.then(|| view! { <ui::PostButton action=format!("/can-bo/thu/{id}/hoan-tac") label="Hoàn tác gửi" icon=Some(Icon::Left)/> });
        let open = (!waiting && !draft)
            .then(|| view! { <ui::LinkButton href=format!("/can-bo/thu/{id}/da-mo") label="Xem ai đã mở" kind=ButtonKind::Secondary icon=Icon::Eye/> });
        let edit = draft.then(|| view! { <ui::LinkButton href=format!("/can-bo/thu/soan?thu={id}") label="Sửa thư nháp" icon=Icon::Pen/> });
        view! {
            <div class="p-mail-compose">
                <ui::ConfirmationPanel title=title next=next>
                    {undo}
                    {open}
                    {edit}
                    <ui::LinkButton href="/can-bo/thu" label="Về hộp thư đến" kind=ButtonKind::Line icon=Icon::Inbox/>
                </ui::ConfirmationPanel>
            </div>
        }
    });
    Ok(if soon { page.refresh(LOOK_AGAIN) } else { page })
}

fn names(to: &[String]) -> String {
    match to {
        [] => "chưa có người nhận".to_owned(),
        [one] => format!("tới {one}"),
        [first, rest @ ..] => format!("tới {first} và {} nơi nhận khác", rest.len()),
    }
}
