//! `/can-bo/thong-bao/kenh`: the channels that an official chooses besides the bell.

use crate::web::{Done, Form, Page, Result, Rq};
use domain::notify::choice;
use leptos::prelude::*;
use model::notify::NotifyChannel;
use model::notify::choice::{CHOICES, ChannelsForm};
use ui::Choice;

/// Address of page and form.
pub(super) const PAGE: &str = "/can-bo/thong-bao/kenh";

/// The page.
pub async fn page(rq: Rq) -> Result<Page> {
    let state = rq.form();
    let mut cx = rq.read().await?;
    let own = choice::own(&mut cx).await?;
    let heading = "Kênh nhận tin";
    let title = if state.has_errors() { format!("Lỗi: {heading}") } else { heading.to_owned() };
    Ok(Page::new(title, move || {
        let values = own.channels.iter().map(ToString::to_string).collect::<Vec<_>>();
        let choices = CHOICES.iter().map(|channel| row(*channel, &own)).collect::<Vec<_>>();
        view! {
            <ui::Container>
                <ui::BackLink href="/can-bo/thong-bao" label="Thông báo"/>
                <ui::PageHeading title=heading lead="Thông báo trong cổng luôn có. Chọn thêm kênh để nhận bản tin, nhắc việc và việc mới; mỗi kênh nhận một tin với cùng số liệu."/>
                <ui::Form action=PAGE form_state=state>
                    <ui::Checkboxes name="kenh" legend="Nhận thêm qua" choices=choices values=values optional=true/>
                    <ui::Button label="Lưu"/>
                </ui::Form>
            </ui::Container>
        }
    }))
}

/// A channel, and below it where it leads and what comes there.
fn row(channel: NotifyChannel, own: &choice::Choice) -> Choice {
    let or = |text: &str, none: &str| if text.is_empty() { none.to_owned() } else { text.to_owned() };
    let hint = match channel {
        NotifyChannel::Email => format!("{}: bản tin", or(&own.email, "Chưa có địa chỉ")),
        NotifyChannel::Zalo => format!("{}: bản tin", or(&own.phone, "Chưa có số điện thoại")),
        _ => format!("{}: bản tin, nhắc việc, việc mới", or(&own.phone, "Chưa có số điện thoại")),
    };
    Choice::new(channel.as_str(), channel.label()).hint(hint)
}

/// Keeps the choice.
pub async fn choose(rq: Rq, form: Form) -> Result<Done> {
    let channels = form.read::<ChannelsForm>()?.validate()?;
    let mut cx = rq.write().await?;
    choice::choose(&mut cx, &channels).await?;
    cx.commit().await?;
    Ok(Done::to(PAGE).say("Đã lưu kênh nhận tin."))
}
