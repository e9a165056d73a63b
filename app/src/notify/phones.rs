//! `/minh-hoa/tin-nhan`: what a simulated telephone received. Demo mode only.

use crate::web::{Done, Error, Form, Page, Result, Rq};
use domain::dossiers::tracking;
use domain::notify::outbox::{SentMessage, to_address};
use leptos::prelude::*;
use model::dossiers::apply::PhoneForm;
use model::format;
use model::notify::{NotifyChannel, OutboxState};
use serde::{Deserialize, Serialize};
use ui::icon::Icon;

/// What the demo's telephone writes to the portal.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
struct WriteForm {
    #[serde(rename = "dien_thoai")]
    phone: String,
    #[serde(rename = "kenh")]
    channel: String,
    #[serde(rename = "noi_dung")]
    text: String,
}

/// A message from the simulated telephone to the portal: the answer arrives on the same telephone. Only the demo has it.
pub async fn write(rq: Rq, form: Form) -> Result<Done> {
    if !rq.portal.settings().demo {
        return Err(Error::NotFound);
    }
    let typed = form.read::<WriteForm>()?;
    let phone = PhoneForm { phone: typed.phone }.validate()?;
    let channel = if typed.channel == NotifyChannel::Zalo.as_str() { NotifyChannel::Zalo } else { NotifyChannel::Sms };
    tracking::answer_message(&rq.portal, channel, &phone, &typed.text).await?;
    Ok(Done::to(format!("/minh-hoa/tin-nhan?so={phone}")).say("Đã gửi tin. Câu trả lời ở đầu danh sách."))
}

/// The page.
pub async fn page(rq: Rq) -> Result<Page> {
    let number: String = rq.query("so").unwrap_or_default().chars().filter(char::is_ascii_digit).take(15).collect();
    let mut cx = rq.read().await?;
    let messages = to_address(&mut cx, &number).await?;
    let state = rq.form();
    Ok(Page::new("Điện thoại mô phỏng", move || {
        let write = write_form(number.clone(), state);
        let none = messages.is_empty() && !number.is_empty();
        view! {
            <ui::Container>
                <ui::PageHeading title="Điện thoại mô phỏng" lead="Bản minh họa không gửi tin thật. Nhập một số điện thoại mẫu (0999 …) để xem các tin mà số đó nhận được."/>
                <ui::Form action="/minh-hoa/tin-nhan" method="get">
                    <ui::Field name="so" label="Số điện thoại" input_type="tel" value=number/>
                    <ui::Button label="Xem tin nhắn" icon=Icon::Phone/>
                </ui::Form>
                {write}
                {none.then(|| view! { <ui::EmptyState icon=Icon::Phone title="Số này chưa nhận tin nào" text="Hãy kiểm tra lại số, hoặc chờ vài giây sau khi nộp hồ sơ."/> })}
                <ul class="p-row-list">{messages.into_iter().map(row).collect_view()}</ul>
            </ui::Container>
        }
    }))
}

/// The form of a message to the portal.
fn write_form(number: String, state: ui::FormState) -> impl IntoView {
    let channels = [NotifyChannel::Sms, NotifyChannel::Zalo].iter().map(|channel| ui::Choice::new(channel.as_str(), channel.label())).collect();
    let (chosen, open) = (NotifyChannel::Sms.as_str().to_owned(), state.has_errors());
    view! {
        <ui::Accordion title="Nhắn tin đến cổng để tra cứu hồ sơ" open=open>
            <ui::Form action="/minh-hoa/tin-nhan" form_state=state>
                <ui::Field name="dien_thoai" label="Nhắn từ số" input_type="tel" value=number width=ui::FieldWidth::Code/>
                <ui::Radios name="kenh" legend="Gửi qua" value=chosen choices=channels/>
                <ui::Field name="noi_dung" label="Nội dung tin" hint="Ví dụ: TRACUU N-261123-7K4QXM, hoặc thêm 4 số cuối điện thoại để xem mục cần bổ sung." maxlength=200_u32/>
                <ui::Button label="Gửi tin" icon=Icon::Send/>
            </ui::Form>
        </ui::Accordion>
    }
}

fn row(message: SentMessage) -> impl IntoView {
    let channel = message.channel.parse::<NotifyChannel>().map_or("", NotifyChannel::label);
    let state = message.state.parse::<OutboxState>().map_or("", OutboxState::label);
    let head = format!("{channel} · {} · {state}", format::date_time(message.created_at));
    view! { <li class="p-list-row"><p class="p-small p-muted n">{head}</p><p>{message.text}</p></li> }
}
